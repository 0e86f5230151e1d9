"""What learned weights make of passages: the codes each mentions, how it asserts them, and the narrative's log-odds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.coding.calibration import EPS, logit, sigmoid, softmax
from textmine.coding.features import (
    head_features,
    similarity,
    whole_similarity,
    whole_texts,
    whole_vectors,
    word_weights,
)
from textmine.types import ASSERTIONS, TIMES, VOICES, Matrix, Passage, Probabilities

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

PRIOR_WEIGHT = 0.5
WORDS_WEIGHT = 2.0  # of words beside vectors, where it is learned how something is asserted
HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (("assertion", ASSERTIONS), ("time", TIMES), ("voice", VOICES))
Arrays = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model thinks of some passages.

    Args:
        mention: float64[n_passages, n_codes] in [0, 1], the passage mentions the code.
        assertion, time, voice: float64[n_passages, n_codes, n_values] in [0, 1], given that it mentions the code.
        doc: float64[n_docs, n_codes], log-odds that a passage has it now: noisy-or, before calibration.
        whole: float64[n_docs, n_codes], log-odds by the narrative as a whole, before calibration.
    """

    mention: Probabilities
    assertion: Probabilities
    time: Probabilities
    voice: Probabilities
    doc: NDArray[np.float64]
    whole: NDArray[np.float64]

    @property
    def now(self) -> Probabilities:
        """float64[n_passages, n_codes] in [0, 1]: affirmed and about this episode, given that it mentions the code."""
        return np.asarray(self.assertion[..., 0] * self.time[..., 0])

    @property
    def plain(self) -> NDArray[np.bool_]:
        """bool[n_passages, n_codes]: affirmed and this episode are likelier than all else."""
        return np.asarray((self.assertion.argmax(axis=-1) == 0) & (self.time.argmax(axis=-1) == 0))


def score_passages(
    words: Sequence[str], arrays: Arrays, passages: Sequence[Passage], X: Matrix, doc: NDArray[np.int64], n_docs: int
) -> Scores:
    """Scores by the weights in `arrays`; a narrative is joined from its passages by noisy-or.

    Args:
        words: vocabulary of the word weights.
        X: float32[n_passages, 2 * d] from `encode_passages`.
        doc: int[n_passages], which narrative a passage belongs to, in [0, n_docs).
    """
    S, _ = word_weights([passage.text for passage in passages], words, arrays["idf"])
    closeness = similarity(X, arrays["definitions"])
    prior = (closeness - arrays["prior_mean"]) / arrays["prior_std"]
    mention = sigmoid(S @ arrays["Ws"] + X @ arrays["Wx"] + arrays["b"] + PRIOR_WEIGHT * prior).astype(np.float64)
    H = head_features(passages, X)
    assertion, time, voice = (_head(name, arrays, WORDS_WEIGHT * S, H) for name, _ in HEADS)
    none = np.zeros((n_docs, len(arrays["b"])))
    np.add.at(none, doc, np.log1p(-np.clip(mention * assertion[..., 0] * time[..., 0], 0, 1 - EPS)))
    whole = _whole(words, arrays, passages, X, closeness, doc, n_docs)
    return Scores(mention, assertion, time, voice, logit(-np.expm1(none)), whole)


def _head(name: str, arrays: Arrays, S: csr_matrix, H: Matrix) -> Probabilities:
    """float64[n_passages, n_codes, n_values]."""
    z = S @ arrays[f"{name}_Ws"] + H @ arrays[f"{name}_Wx"] + arrays[f"{name}_b"]
    return softmax(np.asarray(z[:, None, :] + arrays[f"{name}_codes"], dtype=np.float64))


def _whole(
    words: Sequence[str],
    arrays: Arrays,
    passages: Sequence[Passage],
    X: Matrix,
    closeness: Matrix,
    doc: NDArray[np.int64],
    n_docs: int,
) -> NDArray[np.float64]:
    S, _ = word_weights(whole_texts(passages, doc, n_docs), words, arrays["whole_idf"])
    prior = (whole_similarity(closeness, doc, n_docs) - arrays["whole_mean"]) / arrays["whole_std"]
    z = S @ arrays["whole_Ws"] + whole_vectors(X, doc, n_docs) @ arrays["whole_Wx"] + arrays["whole_b"]
    return np.asarray(z + PRIOR_WEIGHT * prior, dtype=np.float64)
