"""How good topics are: coherence of their words, in the passages and in others; diversity; the same again with other seeds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from theme_methods import Topics

from textmine.theming.space import WORD
from textmine.theming.wording import npmi


def coherence(topics: Topics, texts: Sequence[str]) -> float:
    """Mean NPMI of the pairs of each topic's words over whole texts; a word that no text has never stands with another."""
    from sklearn.feature_extraction.text import CountVectorizer

    vocabulary = sorted({word for own in topics.words for word in own})
    seen = CountVectorizer(vocabulary=vocabulary, token_pattern=WORD, binary=True).transform(texts).astype(np.float64)
    together = np.asarray((seen.T @ seen).todense())
    tie = npmi(together, together.diagonal(), together.diagonal(), len(texts))
    place = {word: i for i, word in enumerate(vocabulary)}
    return float(np.mean([np.mean([tie[place[a], place[b]] for a, b in combinations(own, 2)]) for own in topics.words]))


def diversity(topics: Topics) -> float:
    """Share of the topics' words that stand in one topic only, counted once (Dieng and others 2020)."""
    words = [word for own in topics.words for word in own]
    return len(set(words)) / len(words)


def same_again(runs: Sequence[Topics]) -> tuple[float, float]:
    """Mean adjusted Rand index of pairs of runs, and mean overlap (Jaccard) of best matched topics' words."""
    from sklearn.metrics import adjusted_rand_score

    pairs = list(combinations(runs, 2))
    rand = [adjusted_rand_score(a.labels, b.labels) for a, b in pairs]
    return float(np.mean(rand)), float(np.mean([_overlap(a, b) for a, b in pairs]))


def _overlap(a: Topics, b: Topics) -> float:
    from scipy.optimize import linear_sum_assignment

    alike = np.array([[len(set(x) & set(y)) / len(set(x) | set(y)) for y in b.words] for x in a.words])
    return float(alike[linear_sum_assignment(-alike)].mean())
