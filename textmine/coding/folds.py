"""Divide narratives for measuring: never a child on both sides."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


def child_folds(children: Sequence[str], folds: int, seed: int) -> list[tuple[Rows, Rows]]:
    """(rows to learn from, rows to test on) for each fold, in rising order; the same for the same seed.

    Args:
        children: child of each narrative.
        folds: at most as many as there are children.
    """
    names = np.random.default_rng(seed).permutation(sorted(set(children)))
    fold = {str(name): i % folds for i, name in enumerate(names)}
    place = np.array([fold[child] for child in children], dtype=np.int64)
    return [(np.flatnonzero(place != i), np.flatnonzero(place == i)) for i in range(min(folds, len(names)))]
