"""The space in which themes are found, which can be kept and used again.

What passages mean by the general encoder, beside how they are worded, beside what the coder's encoder has learned to tell
apart; the last only where a study's coder has one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.theming.furniture import FURNITURE
from textmine.types import Matrix

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
COMPONENTS = 50
WORDING = 0.7  # weight of wording beside meaning; see docs/themes.md
WORD = r"\b[^\W\d_]{3,}\b"
MOST_WORDS = 20_000
BLOCK = 20_000  # rows at once


@dataclass(frozen=True, slots=True)
class Space:
    """How a passage's vector and words become a place.

    Args:
        mean: float64[d], of the general encoder's vectors.
        meaning: float64[n, d], directions in which passages differ most (PCA).
        words: the vocabulary; each of enough children.
        rarity: float64[n_words], inverse document frequency.
        wording: float64[m, n_words], directions of word weights (SVD).
        taught_mean, taught: float64[e], float64[k, e], the same of the coder's encoder; empty without one.
    """

    mean: Floats = field(repr=False)
    meaning: Floats = field(repr=False)
    words: tuple[str, ...] = field(repr=False)
    rarity: Floats = field(repr=False)
    wording: Floats = field(repr=False)
    taught_mean: Floats = field(default_factory=lambda: np.zeros(0), repr=False)
    taught: Floats = field(default_factory=lambda: np.zeros((0, 0)), repr=False)

    @property
    def columns(self) -> int:
        """How many numbers a vector has that this space can place."""
        return len(self.mean) + len(self.taught_mean)

    def general(self, texts: Sequence[str], V: Matrix) -> Floats:
        """`float64[n_texts, n + m]`, rows of length one: places that owe nothing to what a coder has learned.

        Args:
            V: float32[n_texts, d + e], a vector for each.
        """
        meaning = _seen_from(V[:, : len(self.mean)], self.mean, self.meaning)
        if not len(self.wording):
            return np.asarray(meaning, dtype=np.float64)
        wording = unit(_weighted(counted(texts, self.words), self.rarity) @ self.wording.T)
        return unit(np.hstack([meaning, WORDING * wording]))

    def places(self, texts: Sequence[str], V: Matrix) -> Floats:
        """`float64[n_texts, n + m + k]`, rows of length one."""
        general = self.general(texts, V)
        if not len(self.taught):
            return general
        return unit(np.hstack([general, _seen_from(V[:, len(self.mean) :], self.taught_mean, self.taught)]))


def make_space(
    texts: Sequence[str], V: Matrix, children: Sequence[str], *, at_least_children: int, general: int = 0
) -> Space:
    """The space of these passages; the same for the same passages, on one thread.

    Args:
        V: float32[n_texts, d + e]: the general encoder's vectors, and beside them the coder's.
        children: of each text.
        at_least_children: a word of fewer is not looked at.
        general: d; 0 if all columns are the general encoder's.
    """
    d = general or V.shape[1]
    meaning, taught = _directions(V[:, :d]), _directions(V[:, d:])
    words = vocabulary(texts, children, at_least_children=at_least_children)
    if not words:
        return Space(*meaning, (), np.zeros(0), np.zeros((0, 0)), *taught)
    seen = counted(texts, words)
    often = np.asarray((seen > 0).sum(axis=0), dtype=np.float64).ravel()
    rarity = np.log((1 + len(texts)) / (1 + often)) + 1
    size = min(COMPONENTS, max(1, len(texts) - 1))
    return Space(*meaning, words, rarity, _wording(_weighted(seen, rarity), size), *taught)


def _directions(V: Matrix) -> tuple[Floats, Floats]:
    """Mean and first directions of rows made of length one; empty for no columns."""
    if not V.shape[1]:
        return np.zeros(0), np.zeros((0, 0))
    total, products = np.zeros(V.shape[1]), np.zeros((V.shape[1], V.shape[1]))
    for rows in _blocks(V):
        total += rows.sum(axis=0)
        products += rows.T @ rows
    mean = total / len(V)
    _, directions = np.linalg.eigh(products / len(V) - np.outer(mean, mean))
    return mean, _signed(directions[:, ::-1][:, : max(1, min(COMPONENTS, len(V) - 1, V.shape[1]))].T)


def _seen_from(V: Matrix, mean: Floats, directions: Floats) -> Floats:
    """Rows of length one: how far each row lies from the mean in each direction."""
    return unit(np.vstack([(rows - mean) @ directions.T for rows in _blocks(V)]))


def _blocks(V: Matrix) -> Iterator[Floats]:
    """Rows made of length one, some at a time: all at once they would take four times the memory."""
    return (unit(V[at : at + BLOCK]) for at in range(0, max(1, len(V)), BLOCK))


def vocabulary(texts: Sequence[str], children: Sequence[str], *, at_least_children: int) -> tuple[str, ...]:
    """Words that name something and that enough children's passages hold, in order of the alphabet."""
    from sklearn.feature_extraction.text import CountVectorizer

    tokens = CountVectorizer(token_pattern=WORD, stop_words=stop_words()).build_analyzer()
    who: dict[str, set[str]] = defaultdict(set)
    for text, child in zip(texts, children, strict=True):
        for word in tokens(text):
            who[word].add(child)
    enough = [word for word, own in who.items() if len(own) >= max(2, at_least_children)]
    return tuple(sorted(sorted(enough, key=lambda word: (-len(who[word]), word))[:MOST_WORDS]))


def counted(texts: Sequence[str], words: Sequence[str]) -> csr_matrix:
    """Sparse float64[n_texts, n_words]: how often each word stands in each text."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(vocabulary=list(words), token_pattern=WORD).transform(texts).astype(np.float64)


def stop_words() -> list[str]:
    """Words that name no theme."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return sorted(ENGLISH_STOP_WORDS | FURNITURE)


def unit(rows: Floats | Matrix) -> Floats:
    """Rows of length one; a row of zeros stays."""
    return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9), dtype=np.float64)


def _weighted(seen: csr_matrix, rarity: Floats) -> csr_matrix:
    """TF-IDF with the logarithm of how often, rows of length one."""
    from sklearn.preprocessing import normalize

    weights = seen.copy()
    weights.data = (1 + np.log(weights.data)) * rarity[weights.indices]
    return normalize(weights)


def _wording(weights: csr_matrix, size: int) -> Floats:
    """The first directions of word weights (SVD); the words themselves where there are no more of them."""
    from sklearn.decomposition import TruncatedSVD

    if weights.shape[1] <= size:
        return np.eye(weights.shape[1])
    return _signed(TruncatedSVD(size, random_state=0).fit(weights).components_)


def _signed(directions: Floats) -> Floats:
    """Each direction with the sign that makes its largest entry positive."""
    largest = np.abs(directions).argmax(axis=1)
    return np.asarray(directions * np.sign(directions[np.arange(len(directions)), largest])[:, None])
