"""Words for themes: of the candidates of class TF-IDF those that stand together in passages, each word in one theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
CANDIDATES = 40
STARTS = 10  # candidates from which words are gathered; the best gathering is taken
STANDING = 0.6  # weight of standing together, beside that of being the theme's own
RARE = 300  # of so many texts one must hold a word; with whom a rarer word stands is chance
FEWEST_TEXTS, ENOUGH_TEXTS = 3, 8


def npmi(together: Floats, alone_a: Floats, alone_b: Floats, texts: int) -> Floats:
    """Normalised pointwise mutual information of words (Bouma 2009), in [-1, 1]; -1 where they never stand together.

    Args:
        together: float64[n_a, n_b], texts with both words.
        alone_a, alone_b: float64[n_a], float64[n_b], texts with each.
        texts: how many there are.

    Example:
        >>> round(float(npmi(np.array([[5.0]]), np.array([5.0]), np.array([5.0]), 100)[0, 0]), 2)
        1.0
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        joint = together / texts
        value = np.log(joint / (alone_a[:, None] * alone_b[None, :] / texts**2)) / -np.log(joint)
    return np.asarray(np.where(together > 0, np.nan_to_num(value, nan=1.0, posinf=1.0), -1.0))


def choose_words(weights: Floats, seen: csr_matrix, *, number: int) -> list[list[int]]:
    """For each theme the columns of its words, the most telling first.

    A word goes to the theme in which it weighs most. From each of the heaviest candidates a set of words is gathered: the next
    one is always the one that stands most often together with those gathered so far and weighs much. The best set is taken.

    Args:
        weights: float64[n_themes, n_words], class TF-IDF.
        seen: sparse float64[n_texts, n_words], 1 where a text holds a word.
        number: how many words a theme has at most.
    """
    owner = weights.argmax(axis=0)
    fewest = min(ENOUGH_TEXTS, max(FEWEST_TEXTS, seen.shape[0] // RARE))
    often = np.asarray(seen.sum(axis=0)).ravel() >= fewest
    chosen = []
    for theme, row in enumerate(weights):
        own = np.where((owner == theme) & (row > 0), row * np.where(often, 1.0, 1e-3), 0.0)
        order = np.argsort(-own, kind="stable")[:CANDIDATES]
        chosen.append(_coherent([int(c) for c in order if own[c] > 0], own, seen, number))
    return chosen


def _coherent(candidates: list[int], own: Floats, seen: csr_matrix, number: int) -> list[int]:
    if len(candidates) <= 2:
        return candidates
    part = seen[:, candidates].astype(np.float64)
    together = np.asarray((part.T @ part).todense())
    tie = npmi(together, together.diagonal(), together.diagonal(), part.shape[0])
    weight = own[candidates] / own[candidates].max()
    gathered = [_gathered(start, tie, weight, number) for start in range(min(STARTS, len(candidates)))]
    best = max(gathered, key=lambda some: _worth(some, tie, weight))
    return [candidates[i] for i in sorted(best)]


def _gathered(start: int, tie: Floats, weight: Floats, number: int) -> list[int]:
    picked = [start]
    while len(picked) < min(number, len(weight)):
        worth = STANDING * tie[:, picked].mean(axis=1) + (1 - STANDING) * weight
        worth[picked] = -2.0
        picked.append(int(np.argmax(worth)))
    return picked


def _worth(some: list[int], tie: Floats, weight: Floats) -> float:
    """Mean NPMI of its pairs beside its mean weight."""
    inner = tie[np.ix_(some, some)]
    pairs = inner[np.triu_indices(len(some), 1)]
    return float(STANDING * pairs.mean() + (1 - STANDING) * weight[some].mean())
