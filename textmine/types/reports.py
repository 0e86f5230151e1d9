"""A report and its parts, as every renderer sees them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it may be shown: its words and, where shown, its value.

    Args:
        shown: what a person reads, e.g. `12`, `c` (hidden), `35%`.
        value: the number behind it, None where hidden or not given.
    """

    shown: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report.

    Args:
        id: short, unique in the report, safe as a file name.
        title: with the period.
        columns: headings; the first names the rows.
        rows: (name of the row, cells for the other columns).
        note: numerator, denominator, definition, symbols.
        unit: what is counted, e.g. `children`.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    note: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        for name, cells in self.rows:
            if len(cells) != len(self.columns) - 1:
                raise ValueError(f"row {name} of table {self.id} has {len(cells)} cells, not {len(self.columns) - 1}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its words and its table.

    Args:
        id: short, unique in the report.
        title: what it shows.
        alt: what a person who cannot see it should know.
        svg, png: the picture, twice, for pages and for Word.
        table: id of the table with the same numbers.
    """

    id: str
    title: str
    alt: str
    svg: str = field(repr=False)
    png: bytes = field(repr=False)
    table: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a narrative that may be shown, and where they stand."""

    narrative: str
    start: int
    end: int
    text: str = field(repr=False)
    coder: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: paragraphs, then figures, tables and quotations, then parts of its own; `welsh` is its heading."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    sections: tuple[Section, ...] = ()
    welsh: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What is rendered three times: the three files cannot disagree.

    Args:
        title, subtitle: of the cover.
        audience: `shareable` or `restricted`, marked on every page.
        headline: (label, cell, what it means) for the first page.
        sections: in order of reading.
        provenance: (name, value): versions, hashes, dates, rules.
        draft: it was not issued, and every page says so.
    """

    title: str
    subtitle: str
    audience: Literal["shareable", "restricted"]
    headline: tuple[tuple[str, Cell, str], ...]
    sections: tuple[Section, ...]
    provenance: tuple[tuple[str, str], ...] = ()
    draft: bool = False
