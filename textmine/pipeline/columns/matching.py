"""A team's table beside what it should have: which columns are there, suggested or missing, and what its rows give."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from textmine.errors import SettingsError, TextmineError
from textmine.headings import FIRST_ROWS, Heading, Places, Wanted, letters, places_of, simple_heading
from textmine.pipeline.columns.likely import Called, likely
from textmine.pipeline.columns.telling import means_both, worth_knowing
from textmine.reporting.episodes import Problem

EPISODES = "episodes table"
How = Literal["as ours", "mapped", "suggested", "missing"]
Columns = Mapping[str, Heading]
Problems = tuple[Problem, ...]
Lines = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One of our columns in a team's table.

    Args:
        heading: theirs; never one that neither we nor the settings know, since without headings names stand there.
        filled: rows in which it holds something.
    """

    name: str
    how: How
    heading: Heading = ""
    filled: int = 0


@dataclass(frozen=True, slots=True)
class Mapped:
    """What is known of one table.

    Args:
        table: `roster` or `episodes table`.
        line: of the headings.
        rows: that hold something.
        columns: ours that are there or suggested, or needed and missing.
        unused: what a spreadsheet calls their columns that are none of ours.
        problems: what a run would say of its rows, if the suggestions were taken.
        fault: why it could not be used at all, even with the suggestions; empty if it could.
        notes: what a person should know before it is used.
    """

    table: str
    line: int
    rows: int
    columns: tuple[ColumnMatch, ...]
    unused: tuple[str, ...]
    problems: Problems = field(default=(), repr=False)
    fault: str = ""
    notes: tuple[str, ...] = ()

    @property
    def suggested(self) -> tuple[ColumnMatch, ...]:
        """What a person should confirm."""
        return tuple(column for column in self.columns if column.how == "suggested")


def match(
    lines: Lines, wanted: Wanted, *, given: Columns, names: Called, read: Callable[[Columns], Problems]
) -> Mapped:
    """Look at a table.

    Args:
        given: what the settings map.
        names: our columns, each with what case systems call it.
        read: reads the table with a mapping, and says what is to be mended.
    """
    line = _headings_line(lines, wanted, given, names)
    rows = [row for row in lines[line + 1 :] if any(row)]
    known = _known(lines[line], rows, wanted, given)
    free = _free(lines[line], known)
    open_names = {name: words for name, words in names.items() if name not in known and name not in given}
    suggested = likely([heading for heading in free if not means_both(heading)], open_names)
    how: dict[str, How] = {name: "mapped" if name in given else "as ours" for name in known}
    how |= dict.fromkeys(suggested, "suggested")
    used = {name: one for name, one in (known | suggested).items() if how[name] != "as ours"}
    problems, fault = _tried(read, {**given, **used})
    places = _places(lines[line], line, known | suggested)
    problems = tuple(replace(one, cell=one.cell or places.cell(one.column, one.row)) for one in problems)
    columns = _columns(wanted, given, known | suggested, how, [places.cells(row) for row in rows])
    notes = tuple(worth_knowing(free, known | suggested)) if wanted.table == EPISODES else ()
    return Mapped(wanted.table, line + 1, len(rows), columns, _unused(lines[line], places), problems, fault, notes)


def _headings_line(lines: Lines, wanted: Wanted, given: Columns, names: Called) -> int:
    """The line, from 0, that looks most like headings; the first of those that do."""
    try:
        return places_of(lines, wanted, given).line - 1
    except SettingsError:
        first = lines[:FIRST_ROWS]
        return max(range(len(first)), key=lambda n: (len(likely(first[n], names)), -n))


def _known(headings: Sequence[str], rows: Lines, wanted: Wanted, given: Columns) -> dict[str, Heading]:
    """Columns that are there under our own name or the one that the settings map, as the table writes them."""
    written = {simple_heading(heading): heading for heading in headings}
    sought = {name: given.get(name, name) for name in wanted.names}
    found = {name: one for name, one in sought.items() if written.keys() >= set(map(simple_heading, _parts(one)))}
    if "child" in found and "child" not in given and _hold_names(rows, headings.index(written["child"])):
        del found["child"]  # their child is a name, ours a reference
    return {name: one if name in given else written[simple_heading(name)] for name, one in found.items()}


def _hold_names(rows: Lines, place: int) -> bool:
    """Whether most cells of a column are words without a figure, as names are and references are not."""
    cells = [row[place] for row in rows if place < len(row) and row[place]]
    return sum(bool(re.fullmatch(r"[^\d]*[^\W\d][\s,]+[^\d]+", cell)) for cell in cells) * 2 > len(cells)


def _free(headings: Sequence[str], known: Columns) -> list[str]:
    used = {simple_heading(part) for one in known.values() for part in _parts(one)}
    return [heading for heading in headings if heading and simple_heading(heading) not in used]


def _places(headings: Sequence[str], line: int, columns: Columns) -> Places:
    simple = [simple_heading(heading) for heading in headings]
    of = {name: tuple(simple.index(simple_heading(part)) for part in _parts(one)) for name, one in columns.items()}
    return Places(line + 1, of)


def _columns(
    wanted: Wanted, given: Columns, headings: Columns, how: Mapping[str, How], rows: Sequence[Mapping[str, str]]
) -> tuple[ColumnMatch, ...]:
    named = [name for name in wanted.names if name in headings or name in wanted.needed or name in given]
    return tuple(
        ColumnMatch(name, how[name], headings[name], sum(bool(row[name]) for row in rows))
        if name in headings
        else ColumnMatch(name, "missing")
        for name in named
    )


def _unused(headings: Sequence[str], places: Places) -> tuple[str, ...]:
    taken = {place for found in places.of.values() for place in found}
    return tuple(letters(place) for place, heading in enumerate(headings) if heading and place not in taken)


def _parts(heading: Heading) -> tuple[str, ...]:
    return (heading,) if isinstance(heading, str) else heading


def _tried(read: Callable[[Columns], Problems], columns: Columns) -> tuple[Problems, str]:
    try:
        return read(columns), ""
    except TextmineError as error:
        return (), str(error)
