"""Tests of shares that change: of a steady trend, of a burst, and what many tests together allow to be said."""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt

Half = tuple[int, int]
"""(children who speak of it, children interviewed)."""


def fisher(before: Half, since: Half) -> float:
    """P of a two-sided exact test of two shares; 1.0 where one has no denominator."""
    from scipy.stats import fisher_exact

    if not before[1] or not since[1]:
        return 1.0
    return float(fisher_exact([[n, of - n] for n, of in (before, since)]).pvalue)


def newcombe(before: Half, since: Half) -> tuple[float, float]:
    """95 % interval of the second share less the first (Newcombe 1998, method 10); (-1, 1) without a denominator.

    >>> [round(bound, 4) for bound in newcombe((48, 80), (56, 70))]
    [0.0524, 0.3339]
    """
    from scipy.stats import binomtest

    if not before[1] or not since[1]:
        return -1.0, 1.0
    p, q = before[0] / before[1], since[0] / since[1]
    first, second = (binomtest(*half).proportion_ci(0.95, "wilson") for half in (before, since))
    low = sqrt((q - second.low) ** 2 + (first.high - p) ** 2)
    high = sqrt((second.high - q) ** 2 + (p - first.low) ** 2)
    return float(q - p - low), float(q - p + high)


def armitage(shares: Sequence[Half]) -> tuple[float, int]:
    """P of a two-sided test for a steady trend of shares in order of time, and its direction: 1, -1 or 0.

    1.0 and 0 where no trend can be told: all or none have it, or fewer than two shares have a denominator.

    Cochran 1954, Armitage 1955, with the variance of Mantel 1963 (n - 1), which suits small numbers.

    >>> armitage([(20, 100), (25, 100), (40, 100)])[1]
    1
    """
    total, hits = sum(of for _, of in shares), sum(n for n, _ in shares)
    if total < 2 or hits in (0, total) or sum(of > 0 for _, of in shares) < 2:
        return 1.0, 0
    middle = sum(time * of for time, (_, of) in enumerate(shares)) / total
    moved = sum((time - middle) * n for time, (n, _) in enumerate(shares))
    spread = sum((time - middle) ** 2 * of for time, (_, of) in enumerate(shares))
    variance = hits * (total - hits) / (total * (total - 1)) * spread
    return erfc(abs(moved) / sqrt(2 * variance)), (moved > 0) - (moved < 0)


def false_discoveries(values: Sequence[float], level: float) -> list[bool]:
    """Which of several tests pass, the share of false ones among them kept to the level (Benjamini and Hochberg 1995)."""
    order = sorted(range(len(values)), key=values.__getitem__)
    last = max((rank for rank, i in enumerate(order, 1) if values[i] <= level * rank / len(values)), default=0)
    passing = set(order[:last])
    return [i in passing for i in range(len(values))]
