"""Honest tests of differences between groups and between periods: of what was recorded, never of what causes what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import sqrt

from textmine.reporting.indicators import wilson
from textmine.types import Cell

LEVEL = 0.05
FEWEST = 20
"""Children in each group or period; below it no test is worth its name."""
TOO_FEW, UNCLEAR, CLEAR = "too few to say", "no clear difference", "differs"


def groups_differ(columns: frozenset[int], *, tests: int) -> Callable[[Sequence[Cell], Sequence[Cell]], Cell]:
    """Whether the shown shares of a row differ between groups: chi-square, its level shared out over the rows of the table.

    Only what is shown is tested, so the answer tells nothing of what is hidden.

    Args:
        columns: those that are groups; a group that is not recorded is none.
        tests: how many rows are tested (Bonferroni).
    """

    def test(row: Sequence[Cell], whole: Sequence[Cell]) -> Cell:
        pairs = [(row[c].value, whole[c].value) for c in sorted(columns)]
        known = [(part, of) for part, of in pairs if part is not None and of is not None and of >= FEWEST]
        if row is whole:
            return Cell("z")
        if len(known) < 2:
            return Cell(TOO_FEW)
        return Cell(CLEAR if _chi_square(known) < LEVEL / tests else UNCLEAR)

    return test


def _chi_square(pairs: Sequence[tuple[float, float]]) -> float:
    """P of equal shares; 1.0 where nobody or everybody has it."""
    from scipy.stats import chi2_contingency

    yes, no = [min(part, of) for part, of in pairs], [max(0.0, of - part) for part, of in pairs]
    if not sum(yes) or not sum(no):
        return 1.0
    return float(chi2_contingency([yes, no], correction=False).pvalue)


def fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    """P of a two-sided exact test of two shares, each (part, whole)."""
    from scipy.stats import fisher_exact

    if not one[1] or not other[1]:
        return 1.0
    return float(fisher_exact([[part, of - part] for part, of in (one, other)]).pvalue)


def false_discoveries(values: Sequence[float], level: float = LEVEL) -> list[bool]:
    """Which of several tests pass, the share of false ones among them kept to the level (Benjamini and Hochberg 1995)."""
    order = sorted(range(len(values)), key=values.__getitem__)
    last = max((rank for rank, i in enumerate(order, 1) if values[i] <= level * rank / len(values)), default=0)
    return [i in order[:last] for i in range(len(values))]


def newcombe(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float] | None:
    """95 % interval of the second share less the first (Newcombe 1998, method 10); None without a denominator.

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
