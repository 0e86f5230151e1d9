"""Codes that the model does not look for: of interviews that only it has read nothing is known of them; that is not nought."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from textmine.reporting.counting import CCE, CSE
from textmine.reporting.material import CodeInfo
from textmine.reporting.tallies import Seen
from textmine.types import Cell, Table

PARTLY = " [p]"
COUNTED_IN = ("push", "pull", "risk", "voice", "help")
COMPARED_IN = ("why_by_", "changes", "themes_by_code")
CONCERNS = {CSE: ("Child sexual exploitation", "CSE concern"), CCE: ("Child criminal exploitation", "CCE concern")}
AT_LEAST = (
    "[p]: the model does not look for it; what people coded and narrower codes are counted, so it is at least so many. "
)
NOTHING = "Not looked for: the model does not look for it, and no person has coded. That is not 0. "
UNLOOKED = Cell("not looked for")
LEFT_OUT = "Left out, since the model does not look for them and they would compare who coded: "


def unlooked_for(seen: Sequence[Seen], codes: Sequence[CodeInfo]) -> tuple[CodeInfo, ...]:
    """Codes that the model does not look for, if it alone has read some interviews."""
    by_model = any(not one.by_people for one in seen)
    return tuple(code for code in codes if by_model and not code.suggested)


def told_apart(tables: Mapping[str, Table], unlooked: Sequence[CodeInfo], *, people: bool) -> dict[str, Table]:
    """The tables, saying of such codes what they are: at least so many, or not looked for; they are in no comparison.

    Args:
        tables: after protection; nothing is shown here that was hidden.
        people: whether people coded some interviews.
    """
    names = {code.name for code in unlooked}
    found = dict(tables)
    for id, table in tables.items():
        if id in COUNTED_IN:
            found[id] = _counted(table, names, people)
        elif id.startswith(COMPARED_IN):
            found[id] = _compared(table, names)
        elif id == "concerns":
            beginnings = {CONCERNS[c.id][0] for c in unlooked if c.id in CONCERNS}
            found[id] = _counted(table, {n for n, _ in table.rows if n.startswith(tuple(beginnings))}, people)
        elif id.startswith("foi_"):
            found[id] = _by_place(table, {CONCERNS[c.id][1] for c in unlooked if c.id in CONCERNS}, people)
    return found


def _counted(table: Table, names: Collection[str], people: bool) -> Table:
    rows = []
    told: set[str] = set()
    for name, cells in table.rows:
        if name not in names:
            rows.append((name, cells))
        elif not people and cells[0].value == 0:
            told.add(NOTHING)
            rows.append((name, tuple(_nothing(cell) for cell in cells)))
        else:
            told.add(AT_LEAST)
            rows.append((name + PARTLY, tuple(map(_at_least, cells))))
    return replace(table, rows=tuple(rows), note="".join(sorted(told)) + table.note)


def _nothing(cell: Cell) -> Cell:
    """Definitions of indicators and what does not apply stay."""
    return cell if cell.shown == "z" or ": " in cell.shown else UNLOOKED


def _at_least(cell: Cell) -> Cell:
    """A share is one at least, and has no interval."""
    if cell.value is not None and cell.shown.endswith("%"):
        return Cell(f"at least {cell.shown}", cell.value)
    return Cell("not available") if cell.value is None and "% to " in cell.shown else cell


def _compared(table: Table, names: Collection[str]) -> Table:
    out = [name for name, _ in table.rows if name in names]
    rows = tuple(row for row in table.rows if row[0] not in names)
    return replace(table, rows=rows, note=table.note + (f" {LEFT_OUT}{'; '.join(sorted(out))}." if out else ""))


def _by_place(table: Table, headings: Collection[str], people: bool) -> Table:
    at = {c for c, name in enumerate(table.columns[1:]) if name in headings}
    if not at:
        return table
    if people:
        columns = tuple(name + PARTLY * (name in headings) for name in table.columns)
        return replace(table, columns=columns, note=AT_LEAST + table.note)
    rows = tuple((n, tuple(UNLOOKED if c in at else cell for c, cell in enumerate(own))) for n, own in table.rows)
    return replace(table, rows=rows, note=NOTHING + table.note)
