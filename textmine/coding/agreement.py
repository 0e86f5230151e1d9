"""How far two coders agree, code by code, about what a narrative says of this episode."""

from __future__ import annotations

from collections.abc import Sequence
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
    first: Sequence[Coding], second: Sequence[Coding], *, codes: Sequence[str], child_of: dict[str, str], seed: int = 7
) -> tuple[Agreement, ...]:
    """Agreement on every code over the narratives that both coders coded."""
    a = {coding.narrative: coding.headline for coding in first}
    b = {coding.narrative: coding.headline for coding in second}
    shared = sorted(a.keys() & b.keys())
    children = [child_of.get(id, id) for id in shared]
    found = []
    for code in codes:
        Y = np.array([[code in a[id], code in b[id]] for id in shared], dtype=bool).reshape(-1, 2)
        found.append(_agreement(code, Y, children, seed))
    return tuple(found)


def krippendorff_alpha(Y: NDArray[np.bool_]) -> float:
    """Krippendorff's alpha for nominal data without gaps.

    Args:
        Y: bool[n_units, n_coders].

    Returns:
        1 - observed / expected disagreement; nan if all values are the same.

    >>> round(krippendorff_alpha(np.array([[1, 1], [1, 0], [0, 0], [0, 0]], dtype=bool)), 3)
    0.533
    """
    n_units, m = Y.shape
    ones = Y.sum(axis=1)
    total, n = ones.sum(), n_units * m
    if total in (0, n):
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
    names = sorted(set(children))
    rows = [np.flatnonzero([child == name for child in children]) for name in names]
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(BOOTSTRAPS):
        picked = np.concatenate([rows[i] for i in rng.integers(0, len(names), len(names))])
        draws.append(krippendorff_alpha(Y[picked]))
    values = np.array(draws)[~np.isnan(draws)]
    return (
        (float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975)))
        if len(values)
        else (float("nan"), float("nan"))
    )
