"""The counts of episodes behind the tables of repeats and placements, and the sums that tie them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from textmine.reporting import episodefigures as figures
from textmine.reporting.bygroup import CARE
from textmine.reporting.disclosure import Counts
from textmine.reporting.indicators import Indicator
from textmine.reporting.interviewtimes import timeliness
from textmine.reporting.people import children_of
from textmine.reporting.placements import after_intervention, instability, out_of_area
from textmine.reporting.relations import parts
from textmine.reporting.tables import Draft, Share, indicator_draft
from textmine.reporting.tallies import care_of_children
from textmine.types import Episode

IN_CARE = "episodes:in care"
LOOKED_AFTER = "episodes:recorded looked after"
STATUSES = (*(status for status, _ in CARE), "all")
ALWAYS = ("looked_after", "not_looked_after")
HELD = ("held:offered", "held:not offered", "episodes:completed")
DATED = ("held:timed", "held:dated", "held:undated", "episodes:completed")


def repeats(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """How often the same children went missing, by care status (IN-1 to IN-4, IN-6)."""
    care = care_of_children(episodes)
    rows = [figures.missing_incidents(episodes), figures.children_missing(episodes)]
    keys = [("episodes:all", "episodes:all"), ("children:all", "children:all")]
    for status, name in (("all", "all"), *CARE):
        some = [episode for episode in episodes if status in ("all", care[episode.child])]
        if status == "all" or (status != "unknown" and some):
            repeats = (figures.episodes_per_child, figures.repeats_after_first, figures.repeats_of_children)
            rows += [_named(one(some), name.lower()) for one in repeats]
            own = f"episodes:{status}"
            keys += [(own, f"children:{status}"), (f"after:{status}", own), (f"again:{status}", own)]
    rows.append(figures.care_share(episodes))
    keys.append((IN_CARE, "episodes:all"))
    note = "Two definitions of a repeat are in use and give very different percentages; both are shown. "
    note += "A child has the care status that all of its episodes record; the last row goes by each episode's own."
    return indicator_draft(id, title, rows, note=note, unit="episodes", keys=keys)


def by_episodes(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """Children by number of episodes and care status (IN-5)."""
    care = care_of_children(episodes)
    used = [(status, name) for status, name in CARE if status in ALWAYS or status in care.values()]
    statuses = [*(status for status, _ in used), "all"]
    times = Counter(children_of(episodes))
    inner = [
        [sum(low <= n <= (high or n) and care[child] == status for child, n in times.items()) for status, _ in used]
        for _, low, high in figures.BANDS
    ]
    lines = [*inner, [sum(column) for column in zip(*inner, strict=True)]]
    counts = Counts(
        rows=(*(f"{name} episodes" if name != "1" else "1 episode" for name, _, _ in figures.BANDS), "All children"),
        columns=(*(name for _, name in used), "All"),
        values=tuple((*line, sum(line)) for line in lines),
        keys=(
            tuple(f"one:{s}" for s in statuses),
            *(tuple(f"{name}:{s}" for s in statuses) for name in ("two to four", "five or more")),
            tuple(f"children:{s}" for s in statuses),
        ),
        total_rows=(3,),
        total_columns=(len(used),),
        whole_row=3,
        harmless=True,
    )
    note = "Distinct children who went missing in the period (IN-5). Overlapping episodes are one."
    shares = tuple(Share(c, f"% of {name.lower()}") for c, name in enumerate(counts.columns))
    return Draft(id, title, "Episodes in the period", counts, note, "children", shares=shares)


def placements(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """Out of area, moved, and what came after a meeting (IN-13, IN-15, IN-17)."""
    rows = (*out_of_area(episodes), *instability(episodes), *after_intervention(episodes))
    note = "Of looked-after children who went missing, not of all in care. Out of area is as recorded, else where the authority "
    note += "responsible and the area where the child lives differ."
    keys = [("", "placed:children"), ("", "placed:children"), ("", "placed:episodes"), *[("", "")] * 2]
    keys += [("", "followed"), ("", "followed")]
    return indicator_draft(id, title, rows, note=note, unit="children and episodes", keys=keys)


def relations(episodes: Sequence[Episode]) -> tuple[Counts, ...]:
    """Sums between figures of several tables, which would otherwise give hidden ones away.

    Episodes are those of children with one and of children with more; they are also first ones and later ones.
    """
    care = care_of_children(episodes)
    lines = []
    for status in STATUSES:
        some = [e for e in episodes if status in ("all", care[e.child])]
        children = len(set(children_of(some)))
        again = int(figures.repeats_of_children(some).numerator or 0)
        lines.append((len(some) - again, again, children, len(some) - children, len(some)))
    names = [(f"one:{s}", f"again:{s}", f"children:{s}", f"after:{s}", f"episodes:{s}") for s in STATUSES]
    by_repeat = _relation([(line[0], line[1], line[4]) for line in lines], [(n[0], n[1], n[4]) for n in names])
    by_order = _relation([(line[2], line[3], line[4]) for line in lines], [(n[2], n[3], n[4]) for n in names])
    return by_repeat, by_order, *_of_held(episodes), *_in_care(episodes, care)


def _in_care(episodes: Sequence[Episode], care: Mapping[str, str]) -> Iterator[Counts]:
    """Episodes in care, as each records it, against care status, as all of a child's episodes record it."""
    own = []
    for status, _ in CARE:
        some = [e for e in episodes if care[e.child] == status]
        n = sum(e.care_status in figures.IN_CARE for e in some)
        name, rest = f"{IN_CARE} of {status}", f"episodes:not in care of {status}"
        if n and n < len(some):
            yield parts((n, len(some) - n, len(some)), (name, rest, f"episodes:{status}"), unseen={name, rest})
        own.append((f"episodes:{status}" if n == len(some) else name, n))
    every = sum(n for _, n in own)
    unseen = {name for name, _ in own if name.startswith(IN_CARE)}
    yield parts([*(n for _, n in own), every], [*(name for name, _ in own), IN_CARE], unseen=unseen)
    looked_after = sum(e.care_status == "looked_after" for e in episodes)
    keys = (LOOKED_AFTER, "episodes:once in care", IN_CARE)
    yield parts((looked_after, every - looked_after, every), keys)


def _of_held(episodes: Sequence[Episode]) -> tuple[Counts, Counts]:
    """Return interviews held were offered or not, and are dated or not."""
    held = int(figures.delivered_of_incidents(episodes).numerator or 0)
    offered = int(figures.delivered_of_offered(episodes).numerator or 0)
    timed, dated, undated, _ = timeliness(episodes)
    dates = (timed.denominator, dated.denominator, int(undated.numerator or 0), held)
    return parts((offered, held - offered, held), HELD), parts(dates, DATED)


def _named(indicator: Indicator, group: str) -> Indicator:
    return replace(indicator, label=f"{indicator.label}: {group} children")


def _relation(values: Sequence[tuple[int, ...]], keys: Sequence[tuple[str, ...]]) -> Counts:
    """Parts and total of every care status, the last row and column being totals."""
    rows, columns = ("",) * len(values), ("",) * len(values[0])
    return Counts(
        rows, columns, tuple(values), total_rows=(len(rows) - 1,), total_columns=(len(columns) - 1,), keys=tuple(keys)
    )
