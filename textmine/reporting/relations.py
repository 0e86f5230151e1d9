"""Sums that hold between figures of several tables: not shown, but a reader could use them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from textmine.reporting.counts import Counts
from textmine.reporting.people import behind


def parts(values: Sequence[int], keys: Sequence[str], *, unseen: Collection[str] = ()) -> Counts:
    """Figures of which the last is the sum of the others."""
    width = len(values)
    line, names = (tuple(values),), (tuple(keys),)
    return Counts(("",), ("",) * width, line, total_columns=(width - 1,), keys=names, unseen=frozenset(unseen))


def beyond(some: tuple[str, int], more: tuple[str, int]) -> Counts:
    """Children and their interviews, or their episodes: what there is beyond one each is seen by nobody.

    Args:
        some, more: (key, count); of the children, and of what is theirs.
    """
    rest = f"{more[0]}, beyond {some[0]}"
    return parts((some[1], more[1] - some[1], more[1]), (some[0], rest, more[0]), unseen={rest})


def inside(pairs: Sequence[tuple[tuple[str, int], tuple[str, int]]]) -> Counts:
    """Figures of which one is a part of another: that it is the whole hurts nobody, that few are left over does.

    Args:
        pairs: (part, whole), each a key and its count.
    """
    line = [one for pair in pairs for one in pair]
    return Counts(
        rows=("",),
        columns=("",) * len(line),
        values=(tuple(n for _, n in line),),
        keys=(tuple(key for key, _ in line),),
        whole_columns=tuple((i, i + 1) for i in range(0, len(line), 2)),
        harmless=True,
    )


def crossed(
    things: Iterable[tuple[str, str, str]], rows: Mapping[str, str], columns: Mapping[str, str], *, total: str
) -> Counts:
    """The same things sorted twice, e.g. interviews by year and by quarter.

    A cell that is alone in its row or column is the same figure as its margin; a reader knows which cells are empty.

    Args:
        things: (row, column, child) of each thing.
        rows, columns: name to the key of its figure.
        total: key of the figure of all.
    """
    children: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row, column, child in things:
        children[row, column].append(child)
    n = {at: len(some) for at, some in children.items()}
    lonely_rows = Counter(row for row, _ in n)
    lonely_columns = Counter(column for _, column in n)

    def key(row: str, column: str) -> str:
        if lonely_columns[column] == 1 and (row, column) in n:
            return columns[column]
        return rows[row] if lonely_rows[row] == 1 and (row, column) in n else ""

    lines = [[n.get((r, c), 0) for c in columns] for r in rows]
    people = [[behind(children[r, c]) for c in columns] for r in rows]
    keys = [[*(key(r, c) for c in columns), rows[r]] for r in rows]
    every = [[*line, sum(line)] for line in lines]
    few = [[*line, whole[-1]] for line, whole in zip(people, every, strict=True)]
    bottom = [sum(column) for column in zip(*every, strict=True)] or [0] * (len(columns) + 1)
    return Counts(
        rows=(*rows, ""),
        columns=(*columns, ""),
        values=(*map(tuple, every), tuple(bottom)),
        people=(*map(tuple, few), tuple(bottom)),
        keys=(*map(tuple, keys), (*columns.values(), total)),
        total_rows=(len(rows),),
        total_columns=(len(columns),),
    )


def overlapping(
    groups: Mapping[str, Collection[str]], *, total: str, everybody: Collection[str], sure: bool = True
) -> tuple[Counts, ...]:
    """Children of several groups, some of them in two.

    Args:
        groups: key of a group's figure to its children.
        total: key of the figure of all.
        everybody: all children; if the groups leave some out nothing adds up, and nothing is tied.
        sure: whether we take it that everybody knows how many children are counted twice.
    """
    values = [len(set(children)) for children in groups.values()]
    if set().union(*groups.values()) != set(everybody):
        return ()
    added, twice = f"{total}, added: {'; '.join(groups)}", f"{total}, twice: {'; '.join(groups)}"
    n = len(set(everybody))
    one = parts([*values, sum(values)], [*groups, added])
    other = parts([n, sum(values) - n, sum(values)], [total, twice, added])
    known, unseen = (frozenset({twice}), frozenset({added})) if sure else (frozenset[str](), frozenset({added, twice}))
    sums = (replace(one, unseen=frozenset({added})), replace(other, unseen=unseen, known=known))
    return *sums, inside([((key, count), (total, n)) for key, count in zip(groups, values, strict=True)])


def at_least(some: tuple[str, int], least: int) -> Counts:
    """A figure of which a reader knows how much it is at least, e.g. because something is shown only then."""
    name = f"known: {least}"
    return replace(at_most((name, least), some), known=frozenset({name}))


def at_most(some: tuple[str, int], more: tuple[str, int]) -> Counts:
    """A figure that is no more than another, which is of other things: children have an interview each, or several."""
    return replace(inside([(some, more)]), loose=True)
