"""A test of shares in order of time: is there a steady trend?"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, sqrt

from textmine.shares import Part


def armitage(shares: Sequence[Part]) -> tuple[float, int]:
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
