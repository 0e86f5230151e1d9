"""Measures of how far two coders agree, from four counts; each in every redrawn sample at once.

The counts are of narratives: `a` both have the code, `b` only the first, `c` only the second, `d` neither. All are
float64[draws], and so is what comes back; nan where a measure is not defined.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.coding.resampling import Floats, ratio

MISSING = -1


def observed(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Share of narratives on which both say the same."""
    return ratio(a + d, a + b + c + d)


def prevalence(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Share of (narrative, coder) pairs that have the code."""
    return ratio(2 * a + b + c, 2 * (a + b + c + d))


def alpha(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Krippendorff's alpha for two values, two coders and no gaps (Krippendorff 2011, section A)."""
    ones, n = 2 * a + b + c, 2 * (a + b + c + d)
    return 1 - ratio((b + c) * 2 / np.maximum(n, 1), ratio(2 * ones * (n - ones), n * (n - 1)))


def kappa(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Cohen's kappa (Cohen 1960): what both say by chance is summed over the values, not multiplied."""
    n = a + b + c + d
    chance = ratio((a + b) * (a + c) + (c + d) * (b + d), n * n)
    return ratio(observed(a, b, c, d) - chance, 1 - chance)


def ac1(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Gwet's AC1 (Gwet 2008): stands beside alpha where a code is rare."""
    share = prevalence(a, b, c, d)
    chance = 2 * share * (1 - share)
    return ratio(observed(a, b, c, d) - chance, 1 - chance)


def positive(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Positive specific agreement (Cicchetti & Feinstein 1990): if one has the code, how likely the other has."""
    return ratio(2 * a, 2 * a + b + c)


def negative(a: Floats, b: Floats, c: Floats, d: Floats) -> Floats:
    """Negative specific agreement: if one does not have the code, how likely the other does not either."""
    return ratio(2 * d, 2 * d + b + c)


def krippendorff_alpha(Y: NDArray[np.integer] | NDArray[np.bool_]) -> float:
    """Krippendorff's alpha for nominal data, any number of coders, gaps allowed.

    Args:
        Y: [n_units, n_coders]; any values, -1 for a gap.

    Returns:
        1 - observed / expected disagreement; nan if all values are the same, or no unit has two of them.

    >>> round(krippendorff_alpha(np.array([[1, 1], [1, 0], [0, 0], [0, 0]], dtype=bool)), 3)
    0.533
    """
    values = np.asarray(Y, dtype=np.int64)
    names = sorted(set(values.ravel().tolist()) - {MISSING})
    counts = np.array([[(row == name).sum() for name in names] for row in values], dtype=np.float64)
    counts = counts.reshape(len(values), len(names))
    counts = counts[counts.sum(axis=1) > 1]
    m, totals, n = counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    expected = (n * n - (totals**2).sum()) / (n * (n - 1)) if n > 1 else 0.0
    if not expected:
        return float("nan")
    differing = ((m**2 - (counts**2).sum(axis=1)) / (m - 1)).sum() / n
    return float(1 - differing / expected)


def masi(first: frozenset[str], second: frozenset[str]) -> float:
    """Distance of two sets of codes (MASI: Passonneau 2006); two empty sets are the same.

    >>> round(masi(frozenset("ab"), frozenset("abcd")), 3)  # Jaccard 2/4, and one within the other: 2/3
    0.667
    """
    if first == second:
        return 0.0
    shared = first & second
    if not shared:
        return 1.0
    alike = 2 / 3 if first <= second or second <= first else 1 / 3
    return 1 - alike * len(shared) / len(first | second)


def masi_alpha(first: Sequence[frozenset[str]], second: Sequence[frozenset[str]], W: Floats) -> Floats:
    """Krippendorff's alpha of whole sets of codes with MASI's distance, in every draw.

    Args:
        first, second: of each narrative, by each coder.
        W: float64[draws, n], how often each narrative counts.
    """
    names = sorted({*first, *second}, key=sorted)
    place = {name: i for i, name in enumerate(names)}
    D = np.array([[masi(one, other) for other in names] for one in names]).reshape(len(names), len(names))
    sides = [np.array([place[one] for one in side], dtype=np.int64) for side in (first, second)]
    T = np.zeros((len(first), len(names)))
    for side in sides:
        T[np.arange(len(first)), side] += 1
    n = 2 * W.sum(axis=1)
    differing = ratio(2 * (W @ D[sides[0], sides[1]]), n) if names else np.full(len(W), np.nan)
    M = W @ T
    return 1 - ratio(differing, ratio(np.einsum("dk,kl,dl->d", M, D, M, optimize=True), n * (n - 1)))
