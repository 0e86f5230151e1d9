"""The counts of coded interviews behind the tables: interviews and children apart, one figure under one key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from textmine.reporting import calendar
from textmine.reporting.calendar import Calendar
from textmine.reporting.disclosure import Counts
from textmine.reporting.factorfigures import concern
from textmine.reporting.indicators import Indicator, span
from textmine.reporting.material import CodeInfo
from textmine.reporting.people import behind
from textmine.reporting.relations import beyond, crossed, inside, parts
from textmine.reporting.tables import Draft, Share, indicator_draft
from textmine.reporting.tallies import Seen
from textmine.types import Episode

WAYS: tuple[tuple[str, str, Callable[[Seen], frozenset[str]]], ...] = (
    ("suspected", "Suspected only", lambda seen: seen.suspected),
    ("historical", "In the past only", lambda seen: seen.historical),
    ("negated", "Ruled out", lambda seen: seen.negated),
)
APART = ("suspected", "negated")
"""Ways that no interview has together, nor with a code that counts."""
CSE, CCE = "risk_cse_indicators", "risk_cce_indicators"
EVERY = "All coded interviews"
COUNTED = "Counted: said to be so, and about this episode. "


def prevalence(id: str, title: str, seen: Sequence[Seen], *, codes: Sequence[CodeInfo], coded_by: str) -> Draft:
    """Each code: interviews and children, and apart from them what is suspected, past or ruled out (IN-12)."""
    ways = [("interviews", "Interviews", headline), *WAYS]
    cells = [[interviews_with(seen, way, code.id) for _, _, way in ways] for code in codes]
    children = [_children(seen, code.id) for code in codes]
    every, everyone = (len(seen), behind(ids(seen), dominance=False)), len(set(ids(seen)))
    lines = [(every, (everyone, everyone), *[every] * 3)]
    lines += [(line[0], (n, n), *line[1:]) for line, n in zip(cells, children, strict=True)]
    names = [("interviews:*", "children:*", *["interviews:*"] * 3)]
    names += [(f"interviews:{c.id}", f"children:{c.id}", *(f"{way}:{c.id}" for way, _, _ in WAYS)) for c in codes]
    counts = Counts(
        rows=(EVERY, *(code.name for code in codes)),
        columns=("Interviews", "Children", *(f"{heading} (interviews)" for _, heading, _ in WAYS)),
        values=tuple(tuple(n for n, _ in line) for line in lines),
        people=tuple(tuple(people for _, people in line) for line in lines),
        keys=tuple(names),
        whole_row=0,
        # That all children said what would help, or how they felt, hurts nobody.
        harmless=all(code.group in ("voice", "help") for code in codes),
    )
    shares = (
        Share(0, "% of interviews", interval="95% interval, interviews"),
        Share(1, "% of children", interval="95% interval, children"),
    )
    note = (
        COUNTED
        + "An interview may have several factors: rows do not add up; the first row is what columns are of. "
        + coded_by
    )
    # Before, during and after have an order of their own.
    order = None if id == "voice" else 1
    return Draft(id, title, "Factor", counts, note, "interviews and children", shares=shares, sort_by=order)


def ways_apart(seen: Sequence[Seen], codes: Sequence[CodeInfo]) -> tuple[Counts, ...]:
    """An interview affirms, suspects or rules out a code, or none of these; and a child may have several interviews."""
    found = [beyond(("children:*", len(set(ids(seen)))), ("interviews:*", len(seen)))]
    for code in codes:
        n = sum(code.id in one.headline for one in seen)
        other = [(f"{way}:{code.id}", sum(code.id in of(one) for one in seen)) for way, _, of in WAYS if way in APART]
        rest = (f"neither:{code.id}", len(seen) - n - sum(count for _, count in other))
        every = [(f"interviews:{code.id}", n), *other, rest, ("interviews:*", len(seen))]
        found.append(parts([count for _, count in every], [key for key, _ in every], unseen={rest[0]}))
        found.append(beyond((f"children:{code.id}", _children(seen, code.id)), (f"interviews:{code.id}", n)))
    return tuple(found)


def narrower(counts: Counts, codes: Sequence[CodeInfo], columns: Sequence[int]) -> Counts:
    """A narrower code is a part of the one above it, in these columns of a table whose rows are `codes` after a whole row."""
    row = {code.id: r for r, code in enumerate(codes, start=1)}
    pairs = [(row[code.id], row[code.parent]) for code in codes if code.parent in row]
    cells = [[(counts.keys[r][c], counts.values[r][c] or 0) for r in pair] for pair in pairs for c in columns]
    return inside([(part, whole) for part, whole in cells])


def by_period(
    id: str,
    title: str,
    seen: Sequence[Seen],
    *,
    codes: Sequence[CodeInfo],
    coded_by: str,
    yearly: bool,
    when: Calendar,
) -> Draft:
    """Interviews with each code, by quarter or by year."""
    periods = [one.period for one in seen]
    groups = calendar.years(periods, when) if yearly else calendar.columns(periods)
    rows: list[tuple[str, list[Seen]]] = [("*", list(seen))]
    rows += [(code.id, [one for one in seen if code.id in one.headline]) for code in codes]
    lines = [[[one for one in some if one.period in quarters] for _, quarters in groups] + [some] for _, some in rows]
    counts = Counts(
        rows=(EVERY, *(code.name for code in codes)),
        columns=(*(when.marked(name, quarters) for name, quarters in groups), "Whole period"),
        values=tuple(tuple(len(some) for some in line) for line in lines),
        people=tuple(
            tuple(behind(ids(some), dominance=key != "*") for some in line)
            for (key, _), line in zip(rows, lines, strict=True)
        ),
        keys=tuple((*_keys(key, groups), f"interviews:{key}") for key, _ in rows),
        total_columns=(len(groups),),
        whole_row=0,
    )
    shares = tuple(Share(c, f"% of {name}") for c, (name, _) in enumerate(groups)) if yearly else ()
    note = f"{COUNTED}By {'year' if yearly else 'quarter'} of the interview. {when.note(periods)}{coded_by}"
    return Draft(id, title, "Factor", counts, note, "interviews", shares=shares, sort_by=len(groups))


def years_and_quarters(seen: Sequence[Seen], codes: Sequence[CodeInfo], when: Calendar) -> tuple[Counts, ...]:
    """Years are the sum of their quarters."""
    periods = [one.period for one in seen]
    quarters, years = calendar.columns(periods), calendar.years(periods, when)
    column = {quarter: name for name, own in quarters for quarter in own}
    row = {quarter: name for name, own in years for quarter in own}
    found = []
    for key in ("*", *(code.id for code in codes)):
        things = [(row[one.period], column[one.period], one.child) for one in seen if key == "*" or key in one.headline]
        margins = [dict(zip((n for n, _ in some), _keys(key, some), strict=True)) for some in (years, quarters)]
        found.append(crossed(things, margins[0], margins[1], total=f"interviews:{key}"))
    return tuple(found)


def concerns(id: str, title: str, seen: Sequence[Seen], *, episodes: Sequence[Episode], coded_by: str) -> Draft:
    """Interviews and children with a concern of exploitation (IN-11)."""
    held = sum(episode.completed is True for episode in episodes)
    period = span(one.period for one in seen)
    found = [(one.child, one.headline) for one in seen]
    rows: list[Indicator] = []
    keys = []
    for code, name in ((CSE, "Child sexual exploitation (CSE)"), (CCE, "Child criminal exploitation (CCE)")):
        rows += concern(found, code, name=name, period=period, completed=held)
        keys += [(f"interviews:{code}", "episodes:completed")] if held >= len(seen) else []
        keys += [(f"interviews:{code}", "interviews:*"), (f"children:{code}", "children:*")]
    note = COUNTED + "Suspected concerns are apart, in the table of risks (in the full report). " + coded_by
    return indicator_draft(id, title, rows, note=note, unit="interviews and children", keys=keys)


def interviews_with(seen: Sequence[Seen], way: Callable[[Seen], frozenset[str]], code: str) -> tuple[int, int]:
    """Interviews in which a code was seen in one way, and the children behind them."""
    some = [one for one in seen if code in way(one)]
    return len(some), behind(ids(some))


def ids(seen: Iterable[Seen]) -> list[str]:
    """The child of each interview."""
    return [one.child for one in seen]


def headline(seen: Seen) -> frozenset[str]:
    """The codes that count."""
    return seen.headline


def _children(seen: Sequence[Seen], code: str) -> int:
    return len({one.child for one in seen if code in one.headline})


def _keys(key: str, groups: Sequence[tuple[str, frozenset[str]]]) -> tuple[str, ...]:
    return tuple(calendar.period_key(f"interviews:{key}", quarters, name=name) for name, quarters in groups)
