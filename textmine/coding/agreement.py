"""How far two coders agree, code by code, about what a narrative says of this episode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.types import Coding

BOOTSTRAPS = 500


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two coders on one code.

    Args:
        both: narratives that both coded.
        prevalence: share of (narrative, coder) pairs that have the code.
        agreement: share of narratives on which they say the same.
        alpha: Krippendorff's alpha for binary data (Krippendorff 2011), nan where nothing varies.
        low, high: 95 % interval of alpha, bootstrapped by child.
        ac1: Gwet's AC1 (Gwet 2008): stands beside alpha where a code is rare.
        positive: positive specific agreement (Cicchetti & Feinstein 1990).
    """

    code: str
    both: int
    prevalence: float
    agreement: float
    alpha: float
    low: float
    high: float
    ac1: float
    positive: float


def agree(
    first: Sequence[Coding],
    second: Sequence[Coding],
    *,
    codes: Sequence[str],
    child_of: Mapping[str, str],
    parents: Mapping[str, str] | None = None,
    seed: int = 7,
) -> tuple[Agreement, ...]:
    """Agreement on every code over the narratives that both coders coded.

    Args:
        child_of: narrative to child; a narrative that is not in it stands for itself.
        parents: sub-code to parent; who saw a sub-code has seen its parent.
    """
    sides = [{coding.narrative: _seen(coding, parents or {}) for coding in side} for side in (first, second)]
    shared = sorted(sides[0].keys() & sides[1].keys())
    children = [child_of.get(id, id) for id in shared]
    found = []
    for code in codes:
        Y = np.array([[code in side[id] for side in sides] for id in shared], dtype=bool).reshape(-1, 2)
        found.append(_agreement(code, Y, children, seed))
    return tuple(found)


def krippendorff_alpha(Y: NDArray[np.bool_]) -> float:
    """Krippendorff's alpha for nominal data without gaps.

    Args:
        Y: bool[n_units, n_coders].

    Returns:
        1 - observed / expected disagreement; nan if all values are the same, or there are fewer than two coders.

    >>> round(krippendorff_alpha(np.array([[1, 1], [1, 0], [0, 0], [0, 0]], dtype=bool)), 3)
    0.533
    """
    n_units, m = Y.shape
    ones = Y.sum(axis=1)
    total, n = ones.sum(), n_units * m
    if m < 2 or total in (0, n):
        return float("nan")
    observed = (2 * ones * (m - ones) / (m - 1)).sum() / n
    expected = 2 * total * (n - total) / (n * (n - 1))
    return float(1 - observed / expected)


def gwet_ac1(Y: NDArray[np.bool_]) -> float:
    """Gwet's AC1 for two coders and two values; nan without units."""
    if not len(Y):
        return float("nan")
    observed = float((Y[:, 0] == Y[:, 1]).mean())
    prevalence = float(Y.mean())
    chance = 2 * prevalence * (1 - prevalence)
    return (observed - chance) / (1 - chance)


def _seen(coding: Coding, parents: Mapping[str, str]) -> frozenset[str]:
    return coding.headline | {parents[code] for code in coding.headline if code in parents}


def _agreement(code: str, Y: NDArray[np.bool_], children: Sequence[str], seed: int) -> Agreement:
    if not len(Y):
        nan = float("nan")
        return Agreement(code, 0, nan, nan, nan, nan, nan, nan, nan)
    low, high = _interval(Y, children, seed)
    hit = 2 * int((Y[:, 0] & Y[:, 1]).sum())
    positive = hit / int(Y.sum()) if Y.any() else float("nan")
    same = float((Y[:, 0] == Y[:, 1]).mean())
    return Agreement(code, len(Y), float(Y.mean()), same, krippendorff_alpha(Y), low, high, gwet_ac1(Y), positive)


def _interval(Y: NDArray[np.bool_], children: Sequence[str], seed: int) -> tuple[float, float]:
    """95 % percentile interval of alpha over resampled children; nan if it is never defined."""
    names, place = np.unique(children, return_inverse=True)
    counts = np.zeros((3, len(names)))  # units, ones, units on which the coders differ
    for row, values in enumerate((np.ones(len(Y)), Y.sum(axis=1), Y[:, 0] != Y[:, 1])):
        np.add.at(counts[row], place, values)
    draws = np.random.default_rng(seed).integers(0, len(names), (BOOTSTRAPS, len(names)))
    units, ones, differ = (counts[row][draws].sum(axis=1) for row in range(3))
    n = 2 * units
    with np.errstate(invalid="ignore", divide="ignore"):
        alphas = 1 - (2 * differ / n) / (2 * ones * (n - ones) / (n * (n - 1)))
    alphas = alphas[(ones > 0) & (ones < n)]
    if not len(alphas):
        return float("nan"), float("nan")
    return float(np.quantile(alphas, 0.025)), float(np.quantile(alphas, 0.975))
