"""IN-14: episodes by year and place, and each year as a percentage of the first."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.reporting import calendar
from textmine.reporting.calendar import Calendar
from textmine.reporting.disclosure import Counts
from textmine.reporting.people import behind, children_of
from textmine.reporting.places import Place
from textmine.reporting.relations import crossed
from textmine.reporting.tables import Draft, Share
from textmine.types import Episode

MOST_YEARS = 5
EPISODES = "episodes:all"


def by_year(place: Place, title: str, episodes: Sequence[Episode], when: Calendar) -> Draft:
    """Episodes of each place by year; of more than five years the earlier ones are put together."""
    groups = _years(episodes, when)
    names = sorted({place.of(e) for e in episodes}, key=lambda name: (name == "unknown", name))
    own = [[e for e in episodes if place.of(e) == name] for name in names] + [list(episodes)]
    lines = [[[e for e in some if e.period in quarters] for _, quarters in groups] + [some] for some in own]
    counts = Counts(
        rows=(*("Not recorded" if name == "unknown" else name for name in names), "All"),
        columns=(*(when.marked(name, quarters) for name, quarters in groups), "Whole period"),
        values=tuple(tuple(len(some) for some in line) for line in lines),
        people=tuple(tuple(behind(children_of(some)) for some in line) for line in lines),
        keys=(
            *(
                (*(f"{EPISODES}|{place.id}:{name}|{year}" for year, _ in groups), f"{EPISODES}|{place.id}:{name}")
                for name in names
            ),
            (*(calendar.period_key(EPISODES, quarters, name=name) for name, quarters in groups), EPISODES),
        ),
        total_rows=(len(names),),
        total_columns=(len(groups),),
    )
    first = 1 if groups and groups[0][0].startswith("To ") else 0
    full = [c for c, (name, quarters) in enumerate(groups) if c > first and name != "Not dated" and quarters]
    shares = tuple(Share(c, f"{groups[c][0]} as % of {groups[first][0]}", of=first) for c in full)
    note = "Episodes by the year in which the child went missing. A percentage is of the first year's episodes; "
    note += "a year with fewer quarters is not comparable. " + _short(groups) + when.note(e.period for e in episodes)
    return Draft(f"series_{place.id}", title, place.heading, counts, note, "episodes", shares=shares)


def years_and_quarters(episodes: Sequence[Episode], when: Calendar) -> Counts:
    """Years are the sum of their quarters."""
    quarters, years = calendar.columns([e.period for e in episodes]), _years(episodes, when)
    column = {quarter: name for name, own in quarters for quarter in own}
    row = {quarter: name for name, own in years for quarter in own}
    margins = [
        {name: calendar.period_key(EPISODES, own, name=name) for name, own in groups} for groups in (years, quarters)
    ]
    things = [(row[e.period], column[e.period], e.child) for e in episodes]
    return crossed(things, margins[0], margins[1], total=EPISODES)


def _years(episodes: Sequence[Episode], when: Calendar) -> list[tuple[str, frozenset[str]]]:
    groups = calendar.years([e.period for e in episodes], when)
    dated, rest = [g for g in groups if g[0] != "Not dated"], [g for g in groups if g[0] == "Not dated"]
    early, late = dated[:-MOST_YEARS], dated[-MOST_YEARS:]
    joined = [(f"To {early[-1][0]}", frozenset[str]().union(*(own for _, own in early)))] if early else []
    return [*joined, *late, *rest]


def _short(groups: Sequence[tuple[str, frozenset[str]]]) -> str:
    short = [name for name, quarters in groups if len(quarters) < 4 and name != "Not dated"]
    return f"Fewer than four quarters in: {', '.join(short)}. " if short else ""
