"""Clusters that come back: many k-means runs on parts of the passages, and what most of them agree on."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
RUNS = 100
SHARE = 0.8  # of the passages, in each run
LARGEST = 12_000  # passages in one run; more change no centre that one sees
OVERLAP = 0.5  # Jaccard, from which on a theme has come back in a run
BLOCK = 20_000  # rows compared at once


@dataclass(slots=True)
class Consensus:
    """A clustering that BERTopic can use: k-means over seeds and subsamples, agreed on by its centres.

    Each run clusters a random part. The centres of all runs are themselves clustered (Ward), each passage is assigned by
    every run, and belongs where most runs put it; k-means from there on all passages settles the rest.

    Args:
        n_themes: how many clusters.
        seed: of the runs; the same seed gives the same bytes.
        runs: how many.
        largest: rows in one run, at most.
        centres: float64[n_themes, d].
        labels_: int[n_rows] in [0, n_themes).
        agreement: float64[n_rows] in [0, 1], share of the runs that put the row where it is.
        stability: float64[n_themes] in [0, 1], share of the runs in which the theme came back.
    """

    n_themes: int
    seed: int
    runs: int = RUNS
    largest: int = LARGEST
    centres: Floats = field(default_factory=lambda: np.zeros((0, 0)), repr=False)
    labels_: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64), repr=False)
    agreement: Floats = field(default_factory=lambda: np.zeros(0), repr=False)
    stability: Floats = field(default_factory=lambda: np.zeros(0), repr=False)

    def fit(self, X: Floats, y: object = None) -> Consensus:
        """Cluster the rows of `X float64[n_rows, d]`."""
        every = self._runs(X)
        group = _grouped(np.vstack(every), self.n_themes)
        votes = _votes(X, every, group, self.n_themes)
        self.centres = _settled(X, votes)
        self.labels_ = nearest(X, self.centres)
        self.agreement = votes[np.arange(len(X)), self.labels_] / len(every)
        self.stability = _come_back(X, every, self.labels_, self.n_themes)
        return self

    def predict(self, X: Floats) -> Ints:
        """The nearest cluster of each row."""
        return nearest(X, self.centres)

    def _runs(self, X: Floats) -> list[Floats]:
        from sklearn.cluster import KMeans

        draw = np.random.default_rng(self.seed)
        size = max(self.n_themes, min(self.largest, int(SHARE * len(X))))
        found = []
        for _ in range(self.runs):
            rows = np.sort(draw.choice(len(X), size, replace=False))
            run = KMeans(self.n_themes, n_init=1, random_state=int(draw.integers(2**31))).fit(X[rows])
            found.append(np.asarray(run.cluster_centers_, dtype=np.float64))
        return found


def nearest(X: Floats, centres: Floats) -> Ints:
    """int[n_rows]: the nearest of the centres (Euclidean)."""
    half = (centres**2).sum(axis=1) / 2
    blocks = [(X[at : at + BLOCK] @ centres.T - half).argmax(axis=1) for at in range(0, len(X), BLOCK)]
    return np.concatenate(blocks).astype(np.int64) if blocks else np.zeros(0, dtype=np.int64)


def _grouped(centres: Floats, n_themes: int) -> Ints:
    from sklearn.cluster import AgglomerativeClustering

    return np.asarray(AgglomerativeClustering(n_themes).fit_predict(centres), dtype=np.int64)


def _votes(X: Floats, every: list[Floats], group: Ints, n_themes: int) -> Floats:
    votes = np.zeros((len(X), n_themes))
    for run, centres in enumerate(every):
        of = group[run * n_themes : (run + 1) * n_themes]
        votes[np.arange(len(X)), of[nearest(X, centres)]] += 1
    return votes


def _settled(X: Floats, votes: Floats) -> Floats:
    from sklearn.cluster import KMeans

    begin = votes.T @ X / np.maximum(votes.sum(axis=0), 1)[:, None]
    return np.asarray(KMeans(len(begin), init=begin, n_init=1).fit(X).cluster_centers_, dtype=np.float64)


def _come_back(X: Floats, every: list[Floats], labels: Ints, n_themes: int) -> Floats:
    times = np.zeros(n_themes)
    for centres in every:
        again = nearest(X, centres)
        both = np.zeros((n_themes, n_themes))
        np.add.at(both, (labels, again), 1)
        union = both.sum(axis=1)[:, None] + both.sum(axis=0)[None, :] - both
        times += (both / np.maximum(union, 1)).max(axis=1) >= OVERLAP
    return np.asarray(times / len(every))
