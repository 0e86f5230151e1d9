"""A flat table and what its columns mean: the same words in its file, its heading and the data dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["string", "integer", "number", "boolean", "datetime"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Args:
        name: its heading.
        meaning: for the data dictionary.
        kind: what its cells are; an empty cell is not recorded, whatever the kind.
        values: all that it can be, if that is a short list.
        needed: whether no cell is empty.
    """

    name: str
    meaning: str
    kind: Kind = "string"
    values: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A column whose values stand in the column `target` of another table."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class Flat:
    """A table.

    Args:
        name: of its file, and in a workbook of its sheet.
        title: what it holds, in a sentence.
        rows: cells in the order of the columns; None where nothing is recorded.
        unique: columns that together tell one row from another, () if two rows may be the same.
        links: to other tables.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...] = field(repr=False)
    unique: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


def picked(rows: Sequence[Mapping[str, object]], columns: Sequence[Column]) -> tuple[tuple[object, ...], ...]:
    """Rows by name as rows by place; an empty string is not recorded."""
    return tuple(tuple(_or_none(row.get(one.name)) for one in columns) for row in rows)


def _or_none(value: object) -> object:
    return None if value == "" else value
