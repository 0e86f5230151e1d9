"""Honest tests of differences between groups and between periods: of what was recorded, never of what causes what."""

from __future__ import annotations

from collections.abc import Callable, Sequence

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
