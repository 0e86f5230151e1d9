"""Tables of counts before protection, and their figures numbered: one figure in several tables has one number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.errors import DisclosureError

REPORT = "report this as a fault of textmine"
Places = tuple[tuple[int, ...], ...]
"""int[rows][columns]: where each figure of a table stands in the list of all figures."""
Sum = tuple[int, tuple[int, ...]]
"""A total and its parts, as places in the list of all figures."""


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts before protection.

    Args:
        rows, columns: their names.
        values: int[rows][columns]; None is "not given", which is not 0.
        total_rows, total_columns: those that are the sum of all the others.
        whole_row: the row that the other rows are parts of, without adding up to it (one interview has many codes).
        whole_columns: (part, whole): columns of which one is a part of the other.
        people: int[rows][columns], distinct children behind each count, if they are not what is counted.
        work: True for counts of write-ups worked through: they tell of no child, so that small ones are shown; hidden only
            where another figure would follow from them.
        keys: str[rows][columns]: equal words mark the same figure in several tables, "" a figure of this table only.
        whole_rows: rows in which `whole_columns` hold; None for all.
        harmless: True where it tells nothing of anybody that a part is the whole: all were offered an interview.
        loose: True where it tells nothing of anybody how many are left over: children and their interviews.
        known: keys of figures that everybody knows, shown or not; they are never hidden, for it would not help.
        follows: (part, whole): columns seen only as percentages of another: nobody sees the part where the whole is hidden.
        unseen: keys of figures that no table shows and nobody need protect: they only tie others together.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]
    total_rows: tuple[int, ...] = ()
    total_columns: tuple[int, ...] = ()
    whole_row: int | None = None
    whole_columns: tuple[tuple[int, int], ...] = ()
    people: tuple[tuple[int | None, ...], ...] = ()
    keys: tuple[tuple[str, ...], ...] = ()
    work: bool = False
    whole_rows: frozenset[int] | None = None
    harmless: bool = False
    loose: bool = False
    known: frozenset[str] = frozenset()
    follows: tuple[tuple[int, int], ...] = ()
    unseen: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for grid in (self.values, self.people or self.values, self.keys or self.values):
            if len(grid) != len(self.rows) or any(len(line) != len(self.columns) for line in grid):
                raise ValueError(f"expected {len(self.rows)} rows of {len(self.columns)} figures")


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of several tables as one list.

    Args:
        values: the counts; None is "not given".
        people: distinct children behind each.
        places: one grid of places for each table.
        sums: (total, parts).
        wholes: (part, whole).
        work: places of the counts that tell of no child, in whichever table they stand.
        known: places of the counts that everybody knows.
        given: of these, those that no table shows: they are taken to be known however small they are.
        unseen: places of the counts that only tie others together.
        harmless: (part, whole) pairs of which the part may be shown where it is the whole.
        loose: (part, whole) pairs of which the part may be shown whatever is left over.
        follows: (part, whole) pairs of which the part is hidden where the whole is.
        keys: place of each figure that has a key.
    """

    values: tuple[int | None, ...]
    people: tuple[int, ...]
    places: tuple[Places, ...]
    sums: tuple[Sum, ...]
    wholes: tuple[tuple[int, int], ...]
    work: frozenset[int]
    known: frozenset[int] = frozenset()
    given: frozenset[int] = frozenset()
    unseen: frozenset[int] = frozenset()
    harmless: frozenset[tuple[int, int]] = frozenset()
    loose: frozenset[tuple[int, int]] = frozenset()
    follows: tuple[tuple[int, int], ...] = ()
    keys: Mapping[str, int] = field(default_factory=dict)


def numbered(tables: Sequence[Counts], *, known: Collection[str] = ()) -> Figures:
    """Number the figures of all tables.

    Args:
        known: keys of figures that a reader has seen before.

    Raises:
        DisclosureError: two tables give different figures under one key, or a total is not the sum of its parts.
    """
    places, values, people, keys = _numbers(tables)
    pairs = list(zip(tables, places, strict=True))
    sums = tuple(dict.fromkeys(one for table, place in pairs for one in _sums(table, place)))
    for total, parts in sums:
        if (values[total] or 0) != sum(values[part] or 0 for part in parts):
            raise DisclosureError("A total is not the sum of its parts", next_step=REPORT)
    wholes = tuple(pair for table, place in pairs for pair in _wholes(table, place))
    harmless = frozenset(pair for table, place in pairs if table.harmless for pair in _wholes(table, place))
    tight = frozenset(pair for table, place in pairs if not table.loose for pair in _wholes(table, place))
    work, others = (frozenset(_places(pairs, work=kind)) for kind in (True, False))
    given = frozenset(keys[key] for table in tables for key in table.known)
    seen = given | {keys[key] for key in known if key in keys}
    unseen = frozenset(keys[key] for table in tables for key in table.unseen)
    work -= others
    return Figures(
        values=tuple(values),
        people=tuple(people),
        places=tuple(places),
        sums=sums,
        wholes=wholes,
        work=work,
        known=seen,
        given=given,
        unseen=unseen,
        harmless=harmless,
        loose=frozenset(wholes) - tight,
        follows=tuple(pair for table, place in pairs for pair in _follows(table, place)),
        keys=keys,
    )


def _places(pairs: Sequence[tuple[Counts, Places]], *, work: bool) -> Iterator[int]:
    yield from (at for table, place in pairs if table.work is work for line in place for at in line)


def _numbers(tables: Sequence[Counts]) -> tuple[list[Places], list[int | None], list[int], dict[str, int]]:
    known: dict[str, int] = {}
    figures: list[int | None] = []
    people: list[int] = []
    places = []
    for table in tables:
        place: list[tuple[int, ...]] = []
        for r, line in enumerate(table.values):
            numbers = []
            for c, value in enumerate(line):
                key = table.keys[r][c] if table.keys else ""
                behind = table.people[r][c] if table.people else value
                at = known.setdefault(key, len(figures)) if key else len(figures)
                if at == len(figures):
                    figures.append(value)
                    people.append(behind or 0)
                elif figures[at] != value:
                    raise DisclosureError(
                        "Two tables give different figures for one thing", where=key, next_step=REPORT
                    )
                people[at] = min(people[at], behind or 0)
                numbers.append(at)
            place.append(tuple(numbers))
        places.append(tuple(place))
    return places, figures, people, known


def _sums(table: Counts, place: Places) -> Iterator[Sum]:
    inner_rows = [r for r in range(len(table.rows)) if r not in table.total_rows]
    inner_columns = [c for c in range(len(table.columns)) if c not in table.total_columns]
    for total in table.total_columns:
        yield from ((line[total], tuple(line[c] for c in inner_columns)) for line in place)
    for total in table.total_rows:
        yield from ((place[total][c], tuple(place[r][c] for r in inner_rows)) for c in range(len(table.columns)))


def _follows(table: Counts, place: Places) -> Iterator[tuple[int, int]]:
    rows = [line for r, line in enumerate(place) if r not in table.total_rows]
    yield from ((line[part], line[whole]) for part, whole in table.follows for line in rows)


def _wholes(table: Counts, place: Places) -> Iterator[tuple[int, int]]:
    if table.whole_row is not None:
        base = place[table.whole_row]
        yield from ((part, base[c]) for line in place for c, part in enumerate(line) if line is not base)
    rows = [line for r, line in enumerate(place) if table.whole_rows is None or r in table.whole_rows]
    yield from ((line[part], line[whole]) for part, whole in table.whole_columns for line in rows)
