"""Shares of a whole: how far off one may be, whether two differ, and what many tests together allow to be said."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

Interval = tuple[float, float]
Part = tuple[int, int]
"""(part, whole), e.g. children who speak of something, of children interviewed."""


def wilson(part: float, whole: float, *, z: float = 1.959964) -> Interval | None:
    """Wilson's 95 % score interval of a share (Wilson 1927), in [0, 1]; None without a whole.

    Ours, since scipy's takes whole numbers only, and the parts of weighted counts are none.

    >>> [round(bound, 3) for bound in wilson(5, 10)]
    [0.237, 0.763]
    """
    if not whole:
        return None
    p, n = part / whole, whole
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def newcombe(one: Part, other: Part) -> Interval | None:
    """95 % interval of the second share less the first (Newcombe 1998, method 10); None without a whole.

    >>> [round(bound, 4) for bound in newcombe((48, 80), (56, 70))]
    [0.0524, 0.3339]
    """
    first, second = wilson(*one), wilson(*other)
    if first is None or second is None:
        return None
    p, q = one[0] / one[1], other[0] / other[1]
    low = q - p - sqrt((q - second[0]) ** 2 + (first[1] - p) ** 2)
    high = q - p + sqrt((second[1] - q) ** 2 + (p - first[0]) ** 2)
    return low, high


def fisher(one: Part, other: Part) -> float:
    """P of a two-sided exact test of two shares; 1.0 where one has no whole."""
    from scipy.stats import fisher_exact

    if not one[1] or not other[1]:
        return 1.0
    return float(fisher_exact([[part, of - part] for part, of in (one, other)]).pvalue)


def false_discoveries(values: Sequence[float], level: float) -> list[bool]:
    """Which of several tests pass, the share of false ones among them kept to the level (Benjamini and Hochberg 1995)."""
    order = sorted(range(len(values)), key=values.__getitem__)
    last = max((rank for rank, i in enumerate(order, 1) if values[i] <= level * rank / len(values)), default=0)
    passing = set(order[:last])
    return [i in passing for i in range(len(values))]
