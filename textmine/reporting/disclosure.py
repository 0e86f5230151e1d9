"""Small numbers: which figures may be shown, so that nobody can tell a child from a table.

The rule, for people:

1. A count is hidden if it is small (1 to `threshold` less 1) or comes from so few children. 0 is shown as 0.
2. A part of a whole is hidden if those left over are few or nobody: "all but two" tells of the two, "all" of everyone.
3. Where a hidden count could be worked out from totals, more counts are hidden until none can.
4. A percentage is shown only of a whole of at least `min_denominator`, and only if both its counts are shown.
5. Counts that are shown are rounded to `round_to`; percentages are of the rounded counts.

The same figure in several tables is protected once for all of them. Counts of work done, such as how many write-ups a
person has coded, tell of no child: small ones are shown, unless a count of children would follow from them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from textmine.reporting.counts import Counts, Figures, numbered
from textmine.reporting.recovery import Audit
from textmine.types import Cell

__all__ = ["NOT_GIVEN", "RULES", "Cells", "Counts", "Rule", "may_quote", "protect", "protect_together", "share"]

NOT_GIVEN = "Information not given"
Cells = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """How small is too small: counts from 1 to `threshold` less 1 are shown as `symbol`."""

    name: str
    threshold: int
    round_to: int = 1
    symbol: str = "c"
    min_denominator: int = 20

    def __post_init__(self) -> None:
        if self.threshold < 2 or self.round_to < 1:
            raise ValueError("a rule hides at least 1, and rounds to a whole number")


# Sources: Department for Education, looked-after children statistics; NHS Digital, hospital episodes since 2018;
# ONS longitudinal study outputs.
RULES = {
    "sup5": Rule("sup5", threshold=5),
    "nhs": Rule("nhs", threshold=8, round_to=5, symbol="*"),
    "dfe": Rule("dfe", threshold=6, round_to=10),
    "ons10": Rule("ons10", threshold=10),
}


def protect(counts: Counts, rule: Rule) -> Cells:
    """Show what may be shown of one table: Cell[rows][columns]."""
    return protect_together((counts,), rule)[0]


def protect_together(
    tables: Sequence[Counts], rule: Rule, *, telling: Collection[str] = (), seen: Collection[str] = ()
) -> tuple[Cells, ...]:
    """Show what may be shown of the tables of one report, as one person reads them all.

    Args:
        telling: keys of figures to hide, as they would tell something beside an earlier report.
        seen: keys of figures that an earlier report has shown: to hide them would not help.

    Raises:
        DisclosureError: two tables give different figures under one key, or a total is not the sum of its parts.
    """
    figures = numbered(tables, known=seen)
    hidden = hidden_places(figures, rule, telling=telling)
    shown = [_cell(value, at in hidden, rule) for at, value in enumerate(figures.values)]
    return tuple(tuple(tuple(shown[at] for at in line) for line in place) for place in figures.places)


def share(part: Cell, whole: Cell, rule: Rule) -> Cell:
    """The percentage of two protected counts, hidden if either is or if the whole is small."""
    if part.shown == NOT_GIVEN or whole.shown == NOT_GIVEN:
        return Cell(NOT_GIVEN)
    if whole.value == 0:
        return Cell("not available")
    if part.value is None or whole.value is None or whole.value < rule.min_denominator:
        return Cell(rule.symbol)
    percent = round(100 * part.value / whole.value)
    close = (
        "under 1%" if not percent and part.value else "over 99%" if percent == 100 and part.value < whole.value else ""
    )
    return Cell(close or f"{percent}%", percent / 100)


def may_quote(children: int, rule: Rule) -> bool:
    """Whether words may be quoted under a heading: only if enough children said something of the kind."""
    return children >= rule.threshold


def hidden_places(figures: Figures, rule: Rule, *, telling: Collection[str] = ()) -> set[int]:
    """Places of the figures that may not be shown, to a fixed point."""
    counts = [value or 0 for value in figures.values]
    small = {at for at, count in enumerate(counts) if count > 0 and min(count, figures.people[at]) < rule.threshold}
    hidden = small | {figures.keys[key] for key in telling if key in figures.keys and counts[figures.keys[key]]}
    hidden |= {part for part, whole in figures.wholes if _few_left_over(figures, part, whole, rule=rule)}
    hidden = hidden - figures.given - figures.work | {at for at in figures.unseen if counts[at]}
    audit = Audit(figures, rule.threshold)
    more = hidden
    while more:
        hidden |= more
        audit.unminded |= _followers(figures, hidden) - hidden
        hidden |= audit.unminded
        more = audit.more_to_hide(hidden) - hidden
    return hidden


def _followers(figures: Figures, hidden: set[int]) -> set[int]:
    """Counts that are seen only as a percentage of a hidden one: nobody sees them."""
    return {part for part, whole in figures.follows if whole in hidden and figures.values[part]}


def _few_left_over(figures: Figures, part: int, whole: int, *, rule: Rule) -> bool:
    """Whether a part tells of those who are not in it, or of everybody."""
    if (part, whole) in figures.loose:
        return False
    count, left = figures.values[part] or 0, (figures.values[whole] or 0) - (figures.values[part] or 0)
    least = 1 if (part, whole) in figures.harmless else 0
    return count > 0 and least <= left < rule.threshold


def _cell(value: int | None, hidden: bool, rule: Rule) -> Cell:
    if value is None:
        return Cell(NOT_GIVEN)
    if hidden:
        return Cell(rule.symbol)
    return Cell(f"{rounded(value, rule):,}", rounded(value, rule))


def rounded(count: int, rule: Rule) -> int:
    """A count as the rule rounds it; halves go up."""
    return (count + rule.round_to // 2) // rule.round_to * rule.round_to
