"""Protected counts made into the tables people read: percentages and intervals beside the counts they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textmine.reporting.counts import numbered
from textmine.reporting.disclosure import NOT_GIVEN, Cells, Counts, Rule, protect_together, rounded, share
from textmine.reporting.editions import Edition, Quarters, telling
from textmine.reporting.indicators import Indicator
from textmine.shares import wilson
from textmine.types import Cell, Table

NOT_APPLICABLE = Cell("z")
NOT_AVAILABLE = Cell("not available")
Derive = Callable[[Sequence[Cell], Sequence[Cell]], Cell]


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage shown after a column of counts.

    Args:
        column: of the counts.
        heading: of the percentage.
        of: the column it is a part of; None where it is a part of the table's whole row.
        interval: heading of its interval, "" for none.
    """

    column: int
    heading: str
    of: int | None = None
    interval: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A table before protection.

    Args:
        first: heading of the row names.
        counts: what is counted.
        shares: percentages to put beside the counts.
        texts: (heading, a word for each row), before the counts.
        measures: (heading, a cell for each row), after the counts; hidden where a count of the row is.
        indicators: the indicator of each row; its counts are numerator and denominator.
        sort_by: column of counts to sort by once protected, largest first, hidden ones last; None keeps the order.
        derived: (heading, what to make of a row's protected counts and of the whole row's), after the measures.
        unshown: columns of counts of which only the percentages are shown.
        without: what stands where there is nothing to count, "" for `Information not given`.
    """

    id: str
    title: str
    first: str
    counts: Counts
    note: str
    unit: str
    shares: tuple[Share, ...] = ()
    texts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    measures: tuple[tuple[str, tuple[Cell, ...]], ...] = ()
    indicators: tuple[Indicator, ...] = ()
    sort_by: int | None = None
    derived: tuple[tuple[str, Derive], ...] = ()
    unshown: frozenset[int] = frozenset()
    without: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Reports that were issued before, and the quarters of this one."""

    editions: tuple[Edition, ...] = ()
    quarters: Quarters = ()


def tables_of(
    drafts: Sequence[Draft], rule: Rule, *, relations: Sequence[Counts] = (), earlier: Earlier = Earlier()
) -> tuple[dict[str, Table], dict[str, dict[str, Cell]]]:
    """Protect the tables of a report together.

    Args:
        relations: sums that hold between figures of several tables and that a reader could use.
        earlier: what was issued before.

    Returns:
        Table by id, and Cell by table's id and key of the counts.
    """
    drafts = [replace(draft, counts=_named(draft)) for draft in drafts]
    counts = [*(draft.counts for draft in drafts), *relations]
    hide, seen = _beside_earlier(counts, rule, earlier)
    every = protect_together(counts, rule, telling=hide, seen=seen)
    protected = every[: len(drafts)]
    tables = {draft.id: _table(draft, cells, rule) for draft, cells in zip(drafts, protected, strict=True)}
    keyed = {
        draft.id: {
            key: cell
            for keys, line in zip(draft.counts.keys, cells, strict=False)
            for key, cell in zip(keys, line, strict=True)
            if key
        }
        for draft, cells in zip(drafts, protected, strict=True)
    }
    return tables, keyed


def _named(draft: Draft) -> Counts:
    """Every count has a key, so that later reports are compared with it too."""
    counts = draft.counts
    twice = {row for row, n in Counter(counts.rows).items() if n > 1}
    rows = [f"{row} ({r})" if row in twice else row for r, row in enumerate(counts.rows)]
    own = [[f"{draft.id}: {row} | {column}" for column in counts.columns] for row in rows]
    keys = counts.keys or [[""] * len(counts.columns)] * len(counts.rows)
    every = tuple(
        tuple(key or name for key, name in zip(line, names, strict=True)) for line, names in zip(keys, own, strict=True)
    )
    follows = tuple((one.column, one.of) for one in draft.shares if one.column in draft.unshown and one.of is not None)
    return counts if counts.work else replace(counts, keys=every, follows=follows)


def _beside_earlier(counts: Sequence[Counts], rule: Rule, earlier: Earlier) -> tuple[frozenset[str], frozenset[str]]:
    if not earlier.editions:
        return frozenset(), frozenset()
    figures = numbered(counts)
    present = {key: rounded(figures.values[at] or 0, rule) for key, at in figures.keys.items()}
    return telling(present, earlier.quarters, earlier=earlier.editions, threshold=rule.threshold)


def indicator_draft(
    id: str,
    title: str,
    indicators: Sequence[Indicator],
    *,
    note: str,
    unit: str,
    keys: Sequence[tuple[str, str]],
    harmless: bool = False,
) -> Draft:
    """A table with a row for each indicator: numerator, denominator, figure, interval, definition.

    Args:
        keys: of each indicator the keys of numerator and denominator, "" where no other table shows them.
        harmless: True where it tells nothing of anybody that a part is the whole.
    """
    values = tuple((_whole_number(one), one.denominator) for one in indicators)
    counts = Counts(
        rows=tuple(one.label for one in indicators),
        columns=("Numerator", "Denominator"),
        values=values,
        people=tuple(one.people or pair for one, pair in zip(indicators, values, strict=True)),
        keys=tuple(keys),
        whole_columns=((0, 1),),
        whole_rows=frozenset(r for r, one in enumerate(indicators) if one.kind == "share"),
        harmless=harmless,
    )
    return Draft(id, title, "Indicator", counts, note, unit, indicators=tuple(indicators))


def between(part: Cell, whole: Cell, rule: Rule) -> Cell:
    """The 95% interval of a percentage, shown where the percentage is."""
    if share(part, whole, rule).value is None or part.value is None or whole.value is None:
        return share(part, whole, rule)
    low, high = wilson(min(part.value, whole.value), whole.value) or (0.0, 1.0)
    return Cell(f"{low:.0%} to {high:.0%}")


def _whole_number(indicator: Indicator) -> int | None:
    if indicator.kind == "median" or indicator.numerator is None:
        return None
    return int(indicator.numerator)


def _table(draft: Draft, cells: Cells, rule: Rule) -> Table:
    if draft.indicators:
        return _of_indicators(draft, cells, rule)
    columns = (draft.first, *(heading for heading, _ in draft.texts), *_headings(draft))
    rows = [
        (name, (*(Cell(words[r]) for _, words in draft.texts), *_line(draft, cells, r, rule)))
        for r, name in enumerate(draft.counts.rows)
    ]
    rows = [rows[r] for r in _order(draft, cells)]
    return Table(draft.id, draft.title, columns, tuple(rows), draft.note, draft.unit)


def _headings(draft: Draft) -> list[str]:
    found = []
    for c, column in enumerate(draft.counts.columns):
        found += [] if c in draft.unshown else [column]
        for one in draft.shares:
            if one.column == c:
                found += [one.heading, one.interval] if one.interval else [one.heading]
    return found + [heading for heading, _ in draft.measures] + [heading for heading, _ in draft.derived]


def _line(draft: Draft, cells: Cells, r: int, rule: Rule) -> list[Cell]:
    found = []
    for c, cell in enumerate(cells[r]):
        shown = Cell(draft.without) if draft.without and cell.shown == NOT_GIVEN else cell
        found += [] if c in draft.unshown else [shown]
        for one in draft.shares:
            if one.column == c:
                found += _shares(draft, cells, r, one=one, rule=rule)
    hidden = any(cell.shown == rule.symbol for cell in cells[r])
    found += [Cell(rule.symbol) if hidden else measured[r] for _, measured in draft.measures]
    whole = cells[draft.counts.whole_row or 0]
    return found + [derive(cells[r], whole) for _, derive in draft.derived]


def _shares(draft: Draft, cells: Cells, r: int, *, one: Share, rule: Rule) -> list[Cell]:
    if one.of is None and r == draft.counts.whole_row:
        return [NOT_APPLICABLE] * (2 if one.interval else 1)
    whole = cells[r][one.of] if one.of is not None else cells[draft.counts.whole_row or 0][one.column]
    part = cells[r][one.column]
    return [share(part, whole, rule), *([between(part, whole, rule)] if one.interval else [])]


def _order(draft: Draft, cells: Cells) -> list[int]:
    """Hidden rows come last in the codebook's order: a place between two figures would tell their size."""
    places = list(range(len(cells)))
    if draft.sort_by is None:
        return places
    column = draft.sort_by
    return sorted(places, key=lambda r: (r != draft.counts.whole_row, -_or_last(cells[r][column])))


def _or_last(cell: Cell) -> float:
    return -1.0 if cell.value is None else cell.value


def _of_indicators(draft: Draft, cells: Cells, rule: Rule) -> Table:
    columns = (draft.first, "Numerator", "Denominator", "Figure", "95% interval", "Definition")
    rows = []
    for indicator, (part, whole) in zip(draft.indicators, cells, strict=True):
        part = NOT_APPLICABLE if indicator.kind == "median" else part
        figure, interval = _figure(indicator, part, whole, rule=rule)
        whole = NOT_APPLICABLE if indicator.kind == "count" else whole
        rows.append((indicator.label, (part, whole, figure, interval, Cell(f"{indicator.id}: {indicator.definition}"))))
    return Table(draft.id, draft.title, columns, tuple(rows), draft.note, draft.unit)


def _figure(indicator: Indicator, part: Cell, whole: Cell, *, rule: Rule) -> tuple[Cell, Cell]:
    if indicator.value is None:
        return NOT_AVAILABLE, NOT_AVAILABLE
    if indicator.kind == "share":
        return share(part, whole, rule), between(part, whole, rule)
    if whole.value is None or (indicator.kind != "median" and part.value is None):
        return Cell(rule.symbol), NOT_APPLICABLE
    if indicator.kind == "median" and whole.value < rule.min_denominator:
        return Cell(rule.symbol), NOT_APPLICABLE
    if indicator.kind == "count":
        return whole, NOT_APPLICABLE
    value = (part.value or 0) / whole.value if indicator.kind == "mean" and whole.value else indicator.value
    return Cell(f"{value:,.1f}", round(value, 1)), NOT_APPLICABLE
