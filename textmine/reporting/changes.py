"""What changed: children with each factor in the last year against the year before, tested, and not read as causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.reporting.calendar import between
from textmine.reporting.differences import FEWEST, LEVEL, TOO_FEW
from textmine.reporting.disclosure import Counts
from textmine.reporting.material import CodeInfo
from textmine.reporting.relations import overlapping
from textmine.reporting.tables import Draft, Share
from textmine.reporting.tallies import Seen
from textmine.shares import false_discoveries, fisher, newcombe
from textmine.types import Cell

QUARTERS = 4
MORE, LESS, SAME = "recorded more often", "recorded less often", "no clear change"


@dataclass(frozen=True, slots=True)
class Halves:
    """Two stretches of time: their names and the interviews in them."""

    earlier: str
    later: str
    before: tuple[Seen, ...]
    since: tuple[Seen, ...]


def halves(seen: Sequence[Seen]) -> Halves | None:
    """The last four quarters and the four before; of fewer quarters the two halves; None if there is one quarter only."""
    known = between([one.period for one in seen if one.period])
    if len(known) < 2:
        return None
    size = min(QUARTERS, len(known) // 2)
    early, late = known[-2 * size : -size], known[-size:]
    return Halves(
        _named(early),
        _named(late),
        tuple(one for one in seen if one.period in early),
        tuple(one for one in seen if one.period in late),
    )


def changes(
    id: str, title: str, seen: Sequence[Seen], *, codes: Sequence[CodeInfo], coded_by: str
) -> tuple[Draft, tuple[Counts, ...]] | None:
    """Children with each code, in both stretches, with the difference; None if there is nothing to compare.

    Returns:
        The table, and the sums that tie its figures to those of the whole period.
    """
    two = halves(seen)
    if two is None:
        return None
    rows = [("*", "All children with a coded interview"), *((code.id, code.name) for code in codes)]
    who = [(_children(two.before, key), _children(two.since, key)) for key, _ in rows]
    whole = (len(who[0][0]), len(who[0][1]))
    tested = [fisher((len(a), whole[0]), (len(b), whole[1])) for a, b in who[1:]]
    passed = false_discoveries(tested, LEVEL)
    keys = [(f"spoken:{key}@{two.earlier}", f"spoken:{key}@{two.later}") for key, _ in rows]
    counts = Counts(
        rows=tuple(name for _, name in rows),
        columns=(two.earlier, two.later),
        values=tuple((len(a), len(b)) for a, b in who),
        keys=tuple(keys),
        whole_row=0,
    )
    verdicts = [Cell(_said(len(a), len(b), whole, ok)) for (a, b), ok in zip(who[1:], passed, strict=True)]
    draft = Draft(
        id,
        title,
        "Factor",
        counts,
        _note(coded_by),
        "children",
        shares=(Share(0, f"% in {two.earlier}"), Share(1, f"% in {two.later}")),
        measures=(("Change", (Cell("z"), *verdicts)),),
        derived=(("Difference in points, 95% interval", points),),
    )
    ties = [
        tie
        for r, (key, _) in enumerate(rows)
        for tie in overlapping(
            dict(zip(keys[r], who[r], strict=True)), total=f"children:{key}", everybody=_children(seen, key)
        )
    ]
    return draft, tuple(ties)


def _named(quarters: Sequence[str]) -> str:
    return quarters[0] if len(quarters) == 1 else f"{quarters[0]} to {quarters[-1]}"


def _children(seen: Sequence[Seen], key: str) -> set[str]:
    return {one.child for one in seen if key == "*" or key in one.headline}


def _said(before: int, since: int, whole: tuple[int, int], passed: bool) -> str:
    if min(whole) < FEWEST:
        return TOO_FEW
    if not passed:
        return SAME
    return MORE if since * whole[0] > before * whole[1] else LESS


def points(row: Sequence[Cell], whole: Sequence[Cell]) -> Cell:
    """By how many percentage points a share changed, at least and at most; from shown counts only."""
    values = [row[0].value, whole[0].value, row[1].value, whole[1].value]
    if row is whole:
        return Cell("z")
    if any(value is None for value in values) or min(whole[0].value or 0, whole[1].value or 0) < FEWEST:
        return Cell("not shown")
    a, of_a, b, of_b = (int(value or 0) for value in values)
    bounds = newcombe((min(a, of_a), of_a), (min(b, of_b), of_b))
    return Cell(f"{100 * bounds[0]:+.0f} to {100 * bounds[1]:+.0f}" if bounds else "not available")


def _note(coded_by: str) -> str:
    return (
        "Distinct children with an interview in each stretch of time; a child may be in both. Of many factors some look changed "
        "by chance: a change is called clear only where chance is unlikely among them all, so an interval may leave out 0 "
        "where none is (Fisher's exact test; false alarms kept to 5%). A change is of what was recorded: new forms, workers or "
        "questions change it too, and it is no evidence of what caused it. " + coded_by
    )
