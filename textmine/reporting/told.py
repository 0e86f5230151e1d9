"""Everything a report may say: tables and figures after protection, and what its words go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from textmine.reporting.disclosure import Rule
from textmine.reporting.inclusion import Counted
from textmine.reporting.material import CodeInfo, CodeQuality
from textmine.shares import wilson
from textmine.types import Cell, Quotation, Table, Theme

NONE = Cell("not available")
WIDEST = 13
"""Columns of a table; a wider one is shown in parts."""


@dataclass(frozen=True, slots=True)
class Told:
    """Everything the report may say.

    Args:
        tables: by id.
        figures: Cell by key, e.g. `children:push_family_conflict`.
        quoted: code → quotations.
        themes: those that may be shown, with labels that may be.
        theme_words: theme → sentences that stand for it.
        themes_left_out: themes of too few children, or of one provider.
        unsure: interviews of which the model abstains on a code.
        by_model: coded interviews that only the model has read.
        cost: whether the published costs are told.
        sought: whether themes were looked for.
        unlooked: names of codes that the model, which alone has read some interviews, does not look for.
    """

    tables: Mapping[str, Table]
    figures: Mapping[str, Cell]
    codes: tuple[CodeInfo, ...]
    quality: tuple[CodeQuality, ...]
    quoted: Mapping[str, tuple[Quotation, ...]] = field(repr=False)
    rule: Rule
    audience: str
    period: str
    counted: Counted = field(repr=False)
    themes_left_out: int = 0
    themes: tuple[Theme, ...] = ()
    theme_words: Mapping[int, tuple[Quotation, ...]] = field(default_factory=dict, repr=False)
    unsure: int = 0
    by_model: int = 0
    cost: bool = False
    sought: bool = True
    unlooked: tuple[str, ...] = ()

    def table(self, id: str) -> tuple[Table, ...]:
        """A table, in parts if it is wide; none if it has no rows or does not exist."""
        found = self.tables.get(id)
        return in_parts(found) if found and found.rows else ()

    def figure(self, key: str) -> Cell:
        """A figure by its key."""
        return self.figures.get(key, NONE)


def in_parts(table: Table) -> tuple[Table, ...]:
    """A wide table as several with the same rows; a percentage stays beside its count."""
    if len(table.columns) <= WIDEST:
        return (table,)
    starts = [c for c in range(1, len(table.columns)) if not table.columns[c].startswith(("%", "95%"))]
    parts = ceil((len(table.columns) - 1) / (WIDEST - 1))
    each = ceil(len(starts) / parts)
    cuts = starts[::each]
    ends = [*cuts[1:], len(table.columns)]
    return tuple(_part(table, a, b, number, len(cuts)) for number, (a, b) in enumerate(zip(cuts, ends, strict=True), 1))


def _part(table: Table, begin: int, end: int, number: int, of: int) -> Table:
    rows = tuple((name, cells[begin - 1 : end - 1]) for name, cells in table.rows)
    return replace(
        table,
        id=table.id if number == 1 else f"{table.id}_{number}",
        title=f"{table.title} (part {number} of {of})",
        columns=(table.columns[0], *table.columns[begin:end]),
        rows=rows,
    )


def bounds(part: Cell, whole: Cell) -> tuple[float, float] | None:
    """The 95% interval of a share of two shown counts."""
    if part.value is None or not whole.value:
        return None
    return wilson(min(part.value, whole.value), whole.value)


def listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


def called(name: str) -> str:
    """As inside a sentence, between signs since some have commas of their own; small, unless it is an abbreviation.

    >>> called("Rules, boundaries and sanctions"), called("CSE")
    ("'rules, boundaries and sanctions'", "'CSE'")
    """
    usual = name[1:2].islower() or name[1:2] == " "
    return f"'{name[:1].lower() + name[1:] if usual else name}'"
