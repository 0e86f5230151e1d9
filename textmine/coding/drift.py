"""Whether new narratives still look like those the coder learned from: can a simple classifier tell them apart?

A classifier two-sample test (Lopez-Paz & Oquab 2017, arXiv:1610.06545): the area under its curve on narratives it did not
see is 0.5 where nothing tells them apart, and near 1 after a new form or a new way of writing. What chance would give
comes from shuffling, by child, which of them are new.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.coding.folds import child_folds
from textmine.coding.resampling import Floats, ratio
from textmine.types import Matrix

AT_LEAST = 20  # narratives on each side
SHUFFLES, RIDGE, FOLDS = 500, 1.0, 5


@dataclass(frozen=True, slots=True)
class Drift:
    """How far new narratives can be told from those learned from.

    Args:
        taught, new: narratives on each side.
        auc: nan if there are too few, or all are of one child.
        low, high: where 95 % of the areas lie if there is no difference.
    """

    taught: int
    new: int
    auc: float
    low: float
    high: float

    @property
    def found(self) -> bool:
        """Whether it is more than chance would give."""
        return bool(self.auc > self.high)

    def sentence(self) -> str:
        """In words."""
        if np.isnan(self.auc):
            return (
                f"Whether the {self.new} new narratives still look like the {self.taught} learned from cannot be told."
            )
        told = f"AUC {self.auc:.2f}; by chance {self.low:.2f} to {self.high:.2f}"
        if self.found:
            return (
                f"New narratives look different from those learned from ({told}): code some of them, and train again."
            )
        return f"New narratives look like those learned from ({told})."


def drift(X: Matrix, new: NDArray[np.bool_], children: Sequence[str], *, seed: int) -> Drift:
    """How far new narratives can be told from those that the coder learned from; nan where there are too few.

    Args:
        X: float32[n, d], a vector a narrative.
        new: bool[n], which the coder did not learn from.
        children: of the n narratives; a child never stands on both sides of a fold.
    """
    n_new, n_old = int(new.sum()), int((~new).sum())
    if min(n_new, n_old) < AT_LEAST or len(set(children)) < 2 * FOLDS:
        return Drift(n_old, n_new, *[float("nan")] * 3)
    labels = np.column_stack([new, *_shuffled(new, children, seed)]).astype(np.float64)
    areas = _held_out_areas(X, labels, children, seed)
    low, high = np.nanquantile(areas[1:], [0.025, 0.975])
    return Drift(n_old, n_new, float(areas[0]), float(low), float(high))


def narrative_vectors(X: Matrix, doc: NDArray[np.int64], n_docs: int) -> Matrix:
    """`float32[n_docs, d]`: mean of the passages' vectors; zeros for a narrative without passages."""
    sums = np.zeros((n_docs, X.shape[1]), dtype=np.float64)
    np.add.at(sums, doc, X)
    times = np.maximum(np.bincount(doc, minlength=n_docs), 1)
    means: Matrix = (sums / times[:, None]).astype(np.float32)
    return means


def _shuffled(new: NDArray[np.bool_], children: Sequence[str], seed: int) -> list[NDArray[np.bool_]]:
    """Labels as chance would have them: a child keeps its own together, whichever side it comes to."""
    random = np.random.default_rng([seed, 1])
    _, place = np.unique(np.asarray(children, dtype=str), return_inverse=True)
    share = np.bincount(place, new) / np.bincount(place)
    pure = np.flatnonzero((share == 0) | (share == 1))
    found = []
    for _ in range(SHUFFLES):
        side = share.copy()
        side[pure] = random.permutation(share[pure])
        found.append(random.random(len(new)) < side[place])
    return found


def _held_out_areas(X: Matrix, labels: Floats, children: Sequence[str], seed: int) -> Floats:
    """Area of every column of labels, by a ridge regression on other children; mean over folds, by pairs compared.

    Areas are taken inside a fold: between folds, the one with more new narratives was taught by fewer of them.
    """
    areas, pairs = np.zeros(labels.shape[1]), np.zeros(labels.shape[1])
    for learn, test in child_folds(children, FOLDS, seed):
        F = X[learn].astype(np.float64)
        mean, spread = F.mean(axis=0), F.std(axis=0) + 1e-9
        F, T = (F - mean) / spread, (X[test] - mean) / spread
        # In its dual form: as many unknowns as narratives, however long the vectors.
        K = F @ F.T + RIDGE * X.shape[1] * np.eye(len(learn))
        scores = T @ F.T @ np.linalg.solve(K, labels[learn] - labels[learn].mean(axis=0))
        ones = labels[test].sum(axis=0)
        own = ones * (len(test) - ones)
        areas += np.nan_to_num(_areas(scores, labels[test])) * own
        pairs += own
    return ratio(areas, pairs)


def _areas(scores: Floats, labels: Floats) -> Floats:
    from scipy.stats import rankdata

    ranks = rankdata(scores, axis=0)
    ones = labels.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(((ranks * labels).sum(axis=0) - ones * (ones + 1) / 2) / (ones * (len(labels) - ones)))
