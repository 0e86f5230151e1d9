"""IN-13, IN-15 and IN-17: where looked-after children were placed, whether they were moved, and what came after a meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from textmine.reporting.indicators import Indicator, children_share, share_of, span
from textmine.types import Episode

FOLLOW_UP = 90
"""Days after a meeting in which further episodes are counted."""
OUT = ("out_of_area", "out_of_nation")


def out_of_area(episodes: Sequence[Episode]) -> tuple[Indicator, ...]:
    """IN-13: looked-after children placed out of their area, and episodes from there.

    The register of all children in care is not here: the denominator is looked-after children who went missing.
    """
    known = [e for e in episodes if e.care_status == "looked_after" and e.out_of_area != "unknown"]
    away, abroad = ([e for e in known if e.out_of_area in kinds] for kinds in (OUT, OUT[1:]))
    every, period = {e.child for e in known}, span(e.period for e in episodes)
    words = "Looked-after children who went missing and were placed {} at one of their episodes ÷ looked-after children who "
    words += "went missing and of whom it is recorded."
    from_there = (
        "Episodes of looked-after children placed out of area or nation ÷ episodes of looked-after children of "
    )
    from_there += "which it is recorded."
    return (
        children_share(
            "IN-13",
            "Children placed out of area",
            {e.child for e in away},
            every,
            words.format("out of area or nation"),
            period=period,
        ),
        children_share(
            "IN-13n",
            "Children placed out of nation",
            {e.child for e in abroad},
            every,
            words.format("out of nation"),
            period=period,
        ),
        share_of("IN-13m", "Missing from an out-of-area placement", away, known, from_there, whole_is_part=True),
    )


def instability(episodes: Sequence[Episode]) -> tuple[Indicator, ...]:
    """IN-15: looked-after children who were moved: as recorded, and as their episodes show."""
    own = [e for e in episodes if e.care_status == "looked_after"]
    asked = {e.child for e in own if e.placement_moves is not None}
    moved = {e.child for e in own if e.placement_moves}
    places: dict[str, set[tuple[str, str]]] = defaultdict(set)
    times: dict[str, int] = defaultdict(int)
    for e in own:
        times[e.child] += 1
        places[e.child] |= (
            {(e.placement_type, e.host_area)} if "unknown" not in (e.placement_type, e.host_area) else set()
        )
    several = {child for child, n in times.items() if n > 1}
    shown = {child for child in several if len(places[child]) > 1}
    period = span(e.period for e in episodes)
    recorded = (
        "Looked-after children with at least one change of placement in the year before an episode ÷ looked-after "
    )
    recorded += "children of whom it is recorded."
    seen = "Looked-after children whose placement type or place differs between their episodes ÷ looked-after children with "
    seen += "two or more episodes."
    return (
        children_share("IN-15", "Children moved in the year before", moved, asked, recorded, period=period),
        children_share("IN-15e", "Children moved between episodes", shown, several, seen, period=period),
    )


def after_intervention(episodes: Sequence[Episode], *, days: int = FOLLOW_UP) -> tuple[Indicator, ...]:
    """IN-17: children with no, and with one, further episode in the follow-up after a multi-agency meeting.

    Each child's first meeting counts. Dates are moved by a constant of the child, so a follow-up counts as complete only if
    it surely is: its last possible day lies before the end of the last quarter.
    """
    own: dict[str, list[Episode]] = defaultdict(list)
    for episode in episodes:
        own[episode.child].append(episode)
    last = max((e.period for e in episodes if e.period), default="")
    further = [n for some in own.values() if (n := _further(some, last, days)) is not None]
    followed = [str(i) for i in range(len(further))]
    period = span(e.period for e in episodes)
    words = f"Children with {{}} further episode in the {days} days after their first recorded multi-agency meeting ÷ "
    words += (
        "children whose follow-up is complete. Not evidence of effect: nobody knows what would have happened without."
    )
    return tuple(
        children_share(
            id,
            f"{name} further episode after a meeting",
            [c for c, n in zip(followed, further, strict=True) if n == many],
            followed,
            words.format(name.lower()),
            period=period,
        )
        for id, name, many in (("IN-17", "No", 0), ("IN-17o", "One", 1))
    )


def _further(episodes: Sequence[Episode], last: str, days: int) -> int | None:
    """Episodes in the follow-up of a child's first meeting; None if there was none or it is not complete."""
    met = sorted((e.intervention, e.start, e.period, e.id) for e in episodes if e.intervention and e.start and e.period)
    if not met:
        return None
    begin, started, period, first = met[0]
    until = begin + timedelta(days=days)
    latest = quarter_end(period) + (until - started)
    if latest > quarter_end(last):
        return None
    return sum(begin < e.start <= until for e in episodes if e.start and e.id != first)


def quarter_end(quarter: str) -> date:
    """The day after a quarter, e.g. 2024-04-01 of `2024-Q1`."""
    year, number = int(quarter[:4]), int(quarter[-1])
    return date(year + number // 4, number % 4 * 3 + 1, 1)
