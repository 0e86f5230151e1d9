"""How far a figure could be off: narratives counted anew as if other children had been interviewed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BOOTSTRAPS = 500


def redrawn(children: Sequence[str], seed: int, draws: int = BOOTSTRAPS) -> Floats:
    """How often each narrative counts when children are drawn anew, with all their narratives or none.

    Args:
        children: child of each narrative.

    Returns:
        float64[1 + draws, n_narratives]; the first row is ones: the narratives as they are.
    """
    names, place = np.unique(np.asarray(children, dtype=str), return_inverse=True)
    if not len(names):
        return np.ones((1 + draws, 0))
    times = np.random.default_rng(seed).multinomial(len(names), np.full(len(names), 1 / len(names)), draws)
    return np.vstack([np.ones(len(place)), times[:, place]]).astype(np.float64)


def interval(values: Floats, confidence: float = 0.95) -> tuple[float, float]:
    """Percentile interval of one figure in every draw; nan where it is never defined.

    Args:
        values: float64[draws]; nan where a draw has no such figure.
    """
    there = values[~np.isnan(values)]
    if not len(there):
        return float("nan"), float("nan")
    tail = (1 - confidence) / 2
    return float(np.quantile(there, tail)), float(np.quantile(there, 1 - tail))


def with_interval(values: Floats) -> tuple[float, float, float]:
    """A figure as measured, and both ends of its 95 % interval.

    Args:
        values: float64[1 + draws], as measured and in every draw.
    """
    return (float(values[0]), *interval(values[1:]))


def ratio(over: Floats, under: Floats) -> Floats:
    """Numerator by denominator, nan where there is nothing to divide by."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(under > 0, over / under, np.nan))


def f1s(truth: NDArray[np.bool_], said: NDArray[np.bool_], W: Floats) -> Floats:
    """F1 in every draw; nan where nothing is true or said.

    Args:
        truth, said: bool[n], or bool[n, n_codes].
        W: float64[draws, n], how often each counts.

    Returns:
        float64[draws], or float64[draws, n_codes].

    >>> f1s(np.array([True, True, False]), np.array([True, False, False]), np.ones((1, 3))).round(3).tolist()
    [0.667]
    """
    hit, true, picked = (W @ flags.astype(np.float64) for flags in (truth & said, truth, said))
    return ratio(2 * hit, true + picked)


def average_precisions(truth: NDArray[np.bool_], score: Floats, W: Floats) -> Floats:
    """Average precision in every draw; narratives of equal score share a rank.

    Args:
        truth: bool[n].
        score: float64[n], higher is likelier.
        W: float64[draws, n], how often each counts.

    Returns:
        float64[draws]; nan where a draw has no positive.

    >>> average_precisions(np.array([True, False, True]), np.array([.9, .6, .5]), np.ones((1, 3))).round(3).tolist()
    [0.833]
    """
    order = np.argsort(-score, kind="stable")
    ranked = -score[order]
    last = np.searchsorted(ranked, ranked, side="right") - 1
    weights, hit = W[:, order], W[:, order] * truth[order]
    precision = ratio(np.cumsum(hit, axis=1), np.cumsum(weights, axis=1))[:, last]
    return ratio(np.nansum(hit * precision, axis=1), hit.sum(axis=1))
