"""What learned weights make of passages: the codes each mentions, how it asserts them, and the narrative's log-odds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.coding.calibration import EPS, logit, sigmoid, softmax
from textmine.coding.cues import cue_features
from textmine.types import ASSERTIONS, TIMES, VOICES, Matrix, Passage, Probabilities

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

PRIOR_WEIGHT = 0.5
HEADS: tuple[tuple[str, tuple[str, ...]], ...] = (("assertion", ASSERTIONS), ("time", TIMES), ("voice", VOICES))
Arrays = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model thinks of some passages.

    Args:
        mention: float64[n_passages, n_codes] in [0, 1], the passage mentions the code.
        assertion, time, voice: float64[n_passages, n_values] in [0, 1], given that it mentions something.
        doc: float64[n_docs, n_codes], log-odds before calibration that the narrative has it now.
    """

    mention: Probabilities
    assertion: Probabilities
    time: Probabilities
    voice: Probabilities
    doc: NDArray[np.float64]

    @property
    def now(self) -> Probabilities:
        """float64[n_passages] in [0, 1]: affirmed and about this episode, given that it mentions something."""
        return self.assertion[:, 0] * self.time[:, 0]


def score_passages(
    words: Sequence[str], arrays: Arrays, passages: Sequence[Passage], X: Matrix, doc: NDArray[np.int64], n_docs: int
) -> Scores:
    """Scores by the weights in `arrays`; a narrative is joined from its passages by noisy-or.

    Args:
        words: vocabulary of the word weights.
        X: float32[n_passages, 2 * d] from `encode_passages`.
        doc: int[n_passages], which narrative a passage belongs to, in [0, n_docs).
    """
    S, _ = word_weights(passages, words, arrays["idf"])
    prior = (similarity(X, arrays["definitions"]) - arrays["prior_mean"]) / arrays["prior_std"]
    mention = sigmoid(S @ arrays["Ws"] + X @ arrays["Wx"] + arrays["b"] + PRIOR_WEIGHT * prior).astype(np.float64)
    H = head_features(passages, X)
    assertion, time, voice = (softmax(H @ arrays[f"{name}_W"] + arrays[f"{name}_b"]) for name, _ in HEADS)
    now = assertion[:, :1] * time[:, :1]
    none = np.zeros((n_docs, len(arrays["b"])))
    np.add.at(none, doc, np.log1p(-np.clip(mention * now, 0, 1 - EPS)))
    return Scores(mention, assertion, time, voice, logit(-np.expm1(none)))


def similarity(X: Matrix, definitions: Matrix) -> Matrix:
    """`float32[n_passages, n_codes]`: cosine of the sentence, without its heading, to each code's definition."""
    return X[:, : definitions.shape[1]] @ definitions.T


def word_weights(
    passages: Sequence[Passage], words: Sequence[str], idf: NDArray[np.floating] | None = None
) -> tuple[csr_matrix, NDArray[np.floating]]:
    """TF-IDF float32[n_passages, n_words] over a vocabulary, and its idf (learned here unless given)."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not words or not passages:
        return csr_matrix((len(passages), len(words)), dtype=np.float32), np.zeros(len(words))
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, vocabulary=list(words), dtype=np.float32)
    texts = [passage.text for passage in passages]
    if idf is None:
        return vectoriser.fit_transform(texts), vectoriser.idf_
    vectoriser.idf_ = np.asarray(idf, dtype=np.float64)
    return vectoriser.transform(texts), idf


def head_features(passages: Sequence[Passage], X: Matrix) -> NDArray[np.float64]:
    """`float64[n_passages, 2 * n_cues + d]`: cue words beside the sentence with its heading."""
    cues = cue_features([p.text for p in passages], [p.context for p in passages])
    return np.hstack([2.0 * cues, X[:, X.shape[1] // 2 :]])
