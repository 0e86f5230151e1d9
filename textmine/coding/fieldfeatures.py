"""What answers about a whole write-up are learned from: its words and headings, its vectors, its length, its codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.coding.calibration import logit
from textmine.coding.features import whole_vectors, word_weights
from textmine.coding.folds import Rows
from textmine.types import Matrix, Passage, Probabilities

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# How much each part counts beside the others; chosen on the example, see docs/coding.md.
WORDS, VECTORS, LENGTH, CODES = 2.0, 2.0, 0.5, 0.2
MOST_UNUSUAL = 4.0  # deviations; what is longer than any that was learned from counts as that long
LEAST_P = 0.01  # a code more or less likely than this says no more


def field_features(
    passages: Sequence[Passage],
    X: Matrix,
    doc: Rows,
    P: Probabilities,
    words: Sequence[str],
    idf: NDArray[np.floating] | None = None,
) -> tuple[csr_matrix, NDArray[np.floating]]:
    """`F float32[n_docs, n_words + 2 * d + 3 + n_codes]`, and the idf of the words (learned here unless given).

    Args:
        X: float32[n_passages, 2 * d] from `encode_passages`.
        doc: int[n_passages], in [0, n_docs).
        P: float64[n_docs, n_codes], how likely the narrative has each code, by a coder that did not learn from it.
    """
    from scipy.sparse import csr_matrix, hstack

    n = len(P)
    S, weights = word_weights(field_texts(passages, doc, n), words, idf)
    codes = CODES * logit(np.clip(P, LEAST_P, 1 - LEAST_P))
    dense = np.hstack([VECTORS * whole_vectors(X, doc, n), LENGTH * lengths(passages, doc, n), codes])
    return hstack([WORDS * S, csr_matrix(dense.astype(np.float32))]).tocsr(), weights


def field_texts(passages: Sequence[Passage], doc: Rows, n_docs: int) -> list[str]:
    """The words of each narrative, each heading once before what stands under it."""
    lines: list[list[str]] = [[] for _ in range(n_docs)]
    above = [""] * n_docs
    for passage, d in zip(passages, doc.tolist(), strict=True):
        if passage.context and passage.context != above[d]:
            lines[d].append(passage.context)
        above[d] = passage.context
        lines[d].append(passage.text)
    return ["\n".join(some) for some in lines]


def lengths(passages: Sequence[Passage], doc: Rows, n_docs: int) -> NDArray[np.float64]:
    """`float64[n_docs, 3]`: words and passages in logarithms, and words a passage, each about one wide."""
    n_words = np.bincount(doc, [len(passage.text.split()) for passage in passages], minlength=n_docs)
    n_passages = np.bincount(doc, minlength=n_docs)
    each = n_words / np.maximum(n_passages, 1)
    told = np.column_stack([2 * np.log1p(n_words) - 11, 2 * np.log1p(n_passages) - 6, each / 5 - 2.5])
    return np.asarray(np.clip(told, -MOST_UNUSUAL, MOST_UNUSUAL), dtype=np.float64)
