"""Where our columns stand in a team's table: its headings, mapped to our names in `textmine.toml`, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.errors import SettingsError

Heading = str | tuple[str, ...]
"""A heading, or several whose cells are joined by a space: `("Forename", "Surname")`."""
FIRST_ROWS = 10
"""How far down the headings may stand: exports often begin with a title or a date."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a table should have.

    Args:
        table: what a person calls it, e.g. `roster`.
        names: our columns.
        needed: those that must be there.
        section: of `textmine.toml` that maps them.
    """

    table: str
    names: tuple[str, ...]
    needed: tuple[str, ...]
    section: str


@dataclass(frozen=True, slots=True)
class Places:
    """Where the columns stand.

    Args:
        line: of the headings, from 1.
        of: each of our columns to its places, from 0.
        width: how many headings there are.
    """

    line: int
    of: Mapping[str, tuple[int, ...]]
    width: int = 0

    def cells(self, line: Sequence[str]) -> dict[str, str]:
        """The cells of a line by our names; several places are joined by a space."""
        return {
            name: " ".join(found for place in places if place < len(line) and (found := line[place].strip()))
            for name, places in self.of.items()
        }

    def cell(self, name: str, row: int) -> str:
        """What a spreadsheet calls the cell of a column in a row, e.g. `F7`; empty if there is no such column."""
        return "+".join(f"{letters(place)}{row}" for place in self.of.get(name, ()))


def places_of(lines: Sequence[Sequence[str]], wanted: Wanted, columns: Mapping[str, Heading]) -> Places:
    """Where the columns stand, under the first of the first ten lines that has all that are needed or mapped.

    Raises:
        SettingsError: a mapped name is not ours, or a column is missing or stands twice; names no heading of the table,
            since a table without headings has names of people there.
    """
    check_names(wanted, columns)
    sought = {name: _parts(columns.get(name, name)) for name in wanted.names}
    must = [name for name in wanted.names if name in wanted.needed or name in columns]
    simple = [[simple_heading(heading) for heading in line] for line in lines[:FIRST_ROWS]]
    number = next((n for n, line in enumerate(simple) if all(_within(sought[name], line) for name in must)), None)
    if number is None:
        missing = [name for name in must if not any(_within(sought[name], line) for line in simple)]
        raise _missing(wanted, [_as_mapped(name, columns, simple) for name in missing])
    headings = simple[number]
    _check_once(headings, sought, wanted.table)
    of = {name: tuple(map(headings.index, parts)) for name, parts in sought.items() if _within(parts, headings)}
    return Places(number + 1, of, len(headings))


def check_names(wanted: Wanted, columns: Iterable[str]) -> None:
    """Check that what the settings map are columns of ours.

    Raises:
        SettingsError: one is not.
    """
    for name in columns:
        if name not in wanted.names:
            raise SettingsError(
                f"{name} is not a column of the {wanted.table}",
                where=f"textmine.toml, {wanted.section}",
                next_step=f"use one of {', '.join(wanted.names)}",
            )


def simple_heading(heading: str) -> str:
    """As headings are compared: case, underscores, hyphens and spaces do not matter."""
    return re.sub(r"[\s_-]+", "_", heading.strip().casefold())


def letters(place: int) -> str:
    """What a spreadsheet calls a column, from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    first, last = divmod(place, 26)
    return (letters(first - 1) if first else "") + chr(ord("A") + last)


def _parts(heading: Heading) -> tuple[str, ...]:
    return tuple(map(simple_heading, (heading,) if isinstance(heading, str) else heading))


def _within(parts: Sequence[str], headings: Sequence[str]) -> bool:
    return all(part in headings for part in parts)


def _check_once(headings: Sequence[str], sought: Mapping[str, tuple[str, ...]], table: str) -> None:
    for name, parts in sought.items():
        for part in parts:
            if headings.count(part) > 1:
                at = " and ".join(letters(place) for place, heading in enumerate(headings) if heading == part)
                raise SettingsError(
                    f"Two columns of the {table} have the heading for {name}",
                    where=f"columns {at}",
                    next_step="rename or remove one of them",
                )


def _as_mapped(name: str, columns: Mapping[str, Heading], lines: Sequence[Sequence[str]]) -> str:
    """A column that is missing, with the headings that the settings give it and no line has."""
    heading = columns.get(name, ())
    parts = (heading,) if isinstance(heading, str) else heading
    there = {one for line in lines for one in line}
    gone = [f'"{part}"' for part in parts if simple_heading(part) not in there]
    return f"{name} (textmine.toml says: {', '.join(gone)})" if gone else name


def _missing(wanted: Wanted, names: Sequence[str]) -> SettingsError:
    missing = " and no column ".join(names) or "line with all of its headings"
    option = "roster" if wanted.table == "roster" else "episodes"
    return SettingsError(
        f"The {wanted.table} has no column {missing}",
        where=f"its first {FIRST_ROWS} lines",
        next_step=f"map your headings under {wanted.section} in textmine.toml: "
        f"textmine map-columns --{option} FILE suggests which",
    )
