"""Themes quarter by quarter: children who speak of each, of the children interviewed, and the last quarter against before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from textmine.reporting.calendar import MOST_QUARTERS, between
from textmine.reporting.changes import points
from textmine.reporting.disclosure import Counts
from textmine.reporting.emerging import TREND
from textmine.reporting.material import CodeInfo
from textmine.reporting.relations import overlapping, parts
from textmine.reporting.tables import Draft, Share
from textmine.reporting.tallies import Seen
from textmine.types import Cell, Table

CODED_OR_NOT = {"interviews": "narratives", "children": "interviewed", "spoken": "interviewed in"}
EVERYBODY = "All children interviewed"
Drafted = tuple[Draft | None, tuple[Counts, ...]]


def by_quarter(id: str, title: str, own: Sequence[Seen], rows: Sequence[CodeInfo], *, every: bool = True) -> Drafted:
    """Distinct children of each of the last eight quarters; nothing if there is one quarter only.

    Args:
        every: whether narratives are coded, and only those are counted.
    """
    quarters = between([one.period for one in own if one.period])[-MOST_QUARTERS:]
    if len(quarters) < 2:
        return None, ()
    who = [[_children(own, key, (quarter,)) for quarter in quarters] for key in _keys(rows)]
    keys = [[spoken(key, quarter, every=every) for quarter in quarters] for key in _keys(rows)]
    note = (
        "Distinct children interviewed in each quarter, and of these the children with a sentence of the theme. A child may "
        "stand in several quarters."
    )
    draft = Draft(id, title, "Theme", _counts(rows, quarters, who, keys), note, "children")
    ties: list[Counts] = []
    for key, names, some in zip(_keys(rows), keys, who, strict=True):
        # Where the quarters are all there is, a reader has their total from other tables.
        all_ = {one.child for one in own if key == "*" or key in one.headline}
        whole = _children(own, key, quarters)
        total = of_all(f"children:{key}", every=every) if whole == all_ else f"spoken:{key}|in the last quarters"
        ties += overlapping(dict(zip(names, some, strict=True)), total=total, everybody=whole, sure=False)
    return draft, tuple(ties)


def spoken(key: str, quarter: str, *, every: bool = True) -> str:
    """The key of a count of children in one quarter: it is the same in every report."""
    return of_all(f"spoken:{key}@{quarter}", every=every)


def of_all(key: str, *, every: bool) -> str:
    """The key of a figure of all narratives: where none is coded it is another than that of the coded ones."""
    base, star, rest = key.partition(":*")
    return key if every or not star else f"{CODED_OR_NOT[base]}:*{rest}"


def moved(
    id: str, title: str, own: Sequence[Seen], rows: Sequence[CodeInfo], *, recent: Sequence[str], every: bool = True
) -> Drafted:
    """The recent quarters against all before them, with the difference; nothing of one quarter only.

    Args:
        recent: the last quarters in which there were interviews; without any, the last one.
        every: whether narratives are coded, and only those are counted.
    """
    quarters = between([one.period for one in own if one.period])
    first = min((quarter for quarter in quarters if quarter in recent), default="".join(quarters[-1:]))
    before, late = [q for q in quarters if q < first], [q for q in quarters if q >= first]
    if not before:
        return None, ()
    last = late[0] if len(late) == 1 else f"{late[0]} to {late[-1]}"
    values = [[_sum(own, key, some) for some in (before, late)] for key in _keys(rows)]
    people = [[len(_children(own, key, some)) for some in (before, late)] for key in _keys(rows)]
    keys = [[f"spoken:{key}|before {late[0]}", f"spoken:{key}|from {late[0]}"] for key in _keys(rows)]
    counts = Counts(
        rows=(EVERYBODY, *(row.name for row in rows)),
        columns=(f"Before {late[0]}", last),
        values=tuple(map(tuple, values)),
        people=tuple(map(tuple, people)),
        keys=tuple(map(tuple, keys)),
        whole_row=0,
    )
    draft = Draft(
        id,
        title,
        "Theme",
        counts,
        _note(late[0], last),
        "children, once in each quarter",
        shares=(
            Share(0, f"% before {late[0]}", interval="95% interval before"),
            Share(1, f"% in {last}", interval="95% interval"),
        ),
        derived=(("Difference in points, 95% interval", points),),
    )
    return draft, tuple(tie for key in _keys(rows) for tie in _added(own, key, before, late, every))


def settled(tables: Mapping[str, Table], steady: Collection[str], symbol: str) -> Table:
    """The table of themes with only those verdicts that come from counts that are shown.

    Args:
        steady: themes whose verdict is of all quarters.
    """
    table = tables["themes"]
    stretches, quarters = tables.get("themes_changed"), tables.get("themes_by_quarter")
    if TREND not in table.columns or not stretches or not quarters:
        return table
    at = table.columns.index(TREND) - 1
    hidden = {name for name, cells in stretches.rows if symbol in (cells[0].shown, _last(stretches, cells).shown)}
    hidden |= {name for name, cells in quarters.rows if name in steady and symbol in {cell.shown for cell in cells}}
    rows = (
        (name, (*cells[:at], Cell(symbol), *cells[at + 1 :]) if name in hidden else cells) for name, cells in table.rows
    )
    return replace(table, rows=tuple(rows))


def _last(stretches: Table, cells: Sequence[Cell]) -> Cell:
    """The count of the recent quarters: the second column that is no percentage."""
    return cells[next(c for c, name in enumerate(stretches.columns[2:], 1) if "%" not in name)]


def _sum(own: Sequence[Seen], key: str, quarters: Sequence[str]) -> int:
    return sum(len(_children(own, key, (quarter,))) for quarter in quarters)


def _added(own: Sequence[Seen], key: str, before: Sequence[str], late: Sequence[str], every: bool) -> Iterator[Counts]:
    """Both stretches are the sums of their quarters, of which the table by quarter shows the last eight."""
    shown = [*before, *late][-MOST_QUARTERS:]
    early, recent = f"spoken:{key}|before {late[0]}", f"spoken:{key}|from {late[0]}"
    if len(late) <= MOST_QUARTERS:
        yield _summed(own, key, before, shown, (earlier(key), early), every)
        yield _summed(own, key, late, shown, (f"{recent}, not shown", recent), every)
        return
    # The last stretch is longer than the table: what is left out is the whole first one and the beginning of this one.
    left = f"{recent}, not shown"
    yield _summed(own, key, late, shown, (left, recent), every)
    first, rest = _sum(own, key, before), _sum(own, key, [quarter for quarter in late if quarter not in shown])
    yield parts([first, rest, first + rest], [early, left, earlier(key)])


def _summed(
    own: Sequence[Seen], key: str, quarters: Sequence[str], shown: Sequence[str], names: tuple[str, str], every: bool
) -> Counts:
    """A stretch's quarters that are shown, what is left of it (the first name), and their sum (the second)."""
    seen = [quarter for quarter in quarters if quarter in shown]
    values = [len(_children(own, key, (quarter,))) for quarter in seen]
    keys = [spoken(key, quarter, every=every) for quarter in seen]
    total = _sum(own, key, quarters)
    if len(seen) < len(quarters):
        values.append(total - sum(values))
        keys.append(names[0])
    return parts([*values, total], [*keys, names[1]])


def earlier(key: str) -> str:
    """The key of what the table by quarter leaves out."""
    return f"spoken:{key}|in earlier quarters"


def _keys(rows: Sequence[CodeInfo]) -> list[str]:
    return ["*", *(row.id for row in rows)]


def _children(own: Sequence[Seen], key: str, quarters: Sequence[str]) -> set[str]:
    return {one.child for one in own if one.period in quarters and (key == "*" or key in one.headline)}


def _counts(
    rows: Sequence[CodeInfo], columns: Sequence[str], who: Sequence[Sequence[set[str]]], keys: Sequence[Sequence[str]]
) -> Counts:
    return Counts(
        rows=(EVERYBODY, *(row.name for row in rows)),
        columns=tuple(columns),
        values=tuple(tuple(len(some) for some in line) for line in who),
        keys=tuple(tuple(line) for line in keys),
        whole_row=0,
    )


def _note(first: str, last: str) -> str:
    return (
        f"Children with an interview before {first}, and in {last}, each counted once in each quarter, so that long and short "
        "stretches of time compare. New: no child before. "
        "Rising and falling: an exact test of the latest against all before, or a steady trend over the quarters, false alarms "
        "among all themes and areas kept to 5%; what comes from one child, author, provider or form alone is not called "
        "rising. A change is of what was written down: new forms and workers change it too."
    )
