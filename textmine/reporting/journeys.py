"""The counts of episodes and return interviews behind the tables, and the sums that tie them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from textmine.reporting import indicators as ind
from textmine.reporting.counting import CARE, CCE, CSE, headline, ids, interviews_with
from textmine.reporting.disclosure import Counts
from textmine.reporting.tables import Draft, Share, indicator_draft
from textmine.reporting.tallies import Seen, care_of_children
from textmine.types import Episode

STATUSES = (*(status for status, _ in CARE), "all")
HELD = ("held:offered", "held:not offered", "episodes:completed")
DATED = ("held:timed", "held:dated", "held:undated", "episodes:completed")


def by_area(id: str, title: str, episodes: Sequence[Episode], *, seen: Sequence[Seen], coded_by: str) -> Draft:
    """Episodes, return interviews and exploitation concerns by area; what no episode of an area records is not given."""
    areas = sorted({e.area for e in episodes} | {s.area for s in seen}, key=lambda area: (area == "unknown", area))
    lines = [_area([e for e in episodes if e.area == area], [s for s in seen if s.area == area]) for area in areas]
    total = tuple((sum(n or 0 for n, _ in column), _people_of(column)) for column in zip(*lines, strict=True))
    total = total or ((0, 0),) * 6
    keys = (
        "episodes:all",
        "episodes:offered",
        "episodes:completed",
        "interviews:*",
        f"interviews:{CSE}",
        f"interviews:{CCE}",
    )
    counts = Counts(
        rows=(*("Area not recorded" if area == "unknown" else area for area in areas), "All areas"),
        columns=("Episodes", "Interviews offered", "Interviews held", "Interviews coded", "CSE concern", "CCE concern"),
        values=tuple(tuple(n for n, _ in line) for line in (*lines, total)),
        people=tuple(tuple(p for _, p in line) for line in (*lines, total)),
        keys=(*[("",) * 6] * len(areas), keys),
        total_rows=(len(areas),),
        whole_columns=((4, 3), (5, 3)),
    )
    providers = [_providers([e for e in episodes if e.area == area]) for area in areas]
    note = "CSE, CCE: coded interviews with an affirmed concern of child sexual or criminal exploitation about this "
    note += (
        "episode. 'Information not given': no episode of the area records it; it is not 0, and totals leave it out. "
    )
    texts = (("Provider", (*providers, "z")),)
    return Draft(id, title, "Area", counts, note + coded_by, "episodes and interviews", texts=texts)


def return_interviews(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """Offered, held, and how soon."""
    rows = (ind.offered(episodes), ind.delivered_of_offered(episodes), ind.delivered_of_incidents(episodes))
    keys = [("episodes:offered", "episodes:all"), ("held:offered", "episodes:offered")]
    keys += [("episodes:completed", "episodes:all"), ("", "held:timed"), ("", "held:dated")]
    keys += [("held:undated", "episodes:completed"), ("", "held:timed")]
    note = "'Held of those offered' and 'held of all episodes' are both published elsewhere as delivery: compare like with like."
    every = (*rows, *ind.timeliness(episodes))
    return indicator_draft(id, title, every, note=note, unit="episodes and interviews", keys=keys)


def repeats(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """How often the same children went missing, by care status."""
    care = care_of_children(episodes)
    rows = [ind.missing_incidents(episodes), ind.children_missing(episodes)]
    keys = [("episodes:all", "episodes:all"), ("children:all", "children:all")]
    for status, name in (("all", "all"), *CARE[:2]):
        some = [episode for episode in episodes if status in ("all", care[episode.child])]
        repeats = (ind.episodes_per_child, ind.repeats_after_first, ind.repeats_of_children)
        rows += [_named(one(some), name.lower()) for one in repeats]
        own = f"episodes:{status}"
        keys += [(own, f"children:{status}"), (f"after:{status}", own), (f"again:{status}", own)]
    rows.append(ind.care_share(episodes))
    note = "Two definitions of a repeat are in use and give very different percentages; both are shown."
    return indicator_draft(id, title, rows, note=note, unit="episodes", keys=[*keys, ("", "episodes:all")])


def by_episodes(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """Children by number of episodes and care status."""
    care = care_of_children(episodes)
    times = Counter(episode.child for episode in episodes)
    inner = [
        [sum(low <= n <= (high or n) and care[child] == status for child, n in times.items()) for status, _ in CARE]
        for _, low, high in ind.BANDS
    ]
    lines = [*inner, [sum(column) for column in zip(*inner, strict=True)]]
    counts = Counts(
        rows=(*(f"{name} episodes" if name != "1" else "1 episode" for name, _, _ in ind.BANDS), "All children"),
        columns=(*(name for _, name in CARE), "All"),
        values=tuple((*line, sum(line)) for line in lines),
        keys=(tuple(f"one:{s}" for s in STATUSES), *[("",) * 4] * 2, tuple(f"children:{s}" for s in STATUSES)),
        total_rows=(3,),
        total_columns=(3,),
    )
    note = "Distinct children who went missing in the period (IN-5). Overlapping episodes are one."
    return Draft(id, title, "Episodes in the period", counts, note, "children")


def completeness(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """Which fields of the episodes table are filled in."""
    rows = ind.completeness(episodes)
    counts = Counts(
        rows=tuple(one.label for one in rows),
        columns=("Recorded", "Episodes"),
        values=tuple((int(one.numerator or 0), one.denominator) for one in rows),
        keys=tuple(("", "episodes:all") for _ in rows),
    )
    note = "IN-16: episodes with the field filled in ÷ all episodes."
    return Draft(id, title, "Field", counts, note, "episodes", shares=(Share(0, "% recorded", of=1),))


def relations(episodes: Sequence[Episode]) -> tuple[Counts, ...]:
    """Sums between figures of several tables, which would otherwise give hidden ones away.

    Episodes are those of children with one and of children with more; they are also first ones and later ones. Return
    interviews held were offered or not, and are dated or not.
    """
    care = care_of_children(episodes)
    own = {s: [e for e in episodes if s in ("all", care[e.child])] for s in STATUSES}
    lines = []
    for some in own.values():
        children = len({episode.child for episode in some})
        again = int(ind.repeats_of_children(some).numerator or 0)
        lines.append((len(some) - again, again, children, len(some) - children, len(some)))
    names = [(f"one:{s}", f"again:{s}", f"children:{s}", f"after:{s}", f"episodes:{s}") for s in STATUSES]
    by_repeat = _relation([(line[0], line[1], line[4]) for line in lines], [(n[0], n[1], n[4]) for n in names])
    by_order = _relation([(line[2], line[3], line[4]) for line in lines], [(n[2], n[3], n[4]) for n in names])
    held = int(ind.delivered_of_incidents(episodes).numerator or 0)
    offered = int(ind.delivered_of_offered(episodes).numerator or 0)
    timed, dated, undated, _ = ind.timeliness(episodes)
    dates = (timed.denominator, dated.denominator, int(undated.numerator or 0), held)
    by_offer = Counts(("",), ("",) * 3, ((offered, held - offered, held),), total_columns=(2,), keys=(HELD,))
    by_date = Counts(("",), ("",) * 4, (dates,), total_columns=(3,), keys=(DATED,))
    return by_repeat, by_order, by_offer, by_date


def _area(episodes: Sequence[Episode], seen: Sequence[Seen]) -> tuple[tuple[int | None, int], ...]:
    def given(read: Callable[[Episode], bool | None]) -> tuple[int | None, int]:
        yes = [episode.child for episode in episodes if read(episode)]
        return (None if all(read(e) is None for e in episodes) else len(yes)), len(set(yes))

    def concern(code: str) -> tuple[int | None, int]:
        return interviews_with(seen, headline, code) if seen else (None, 0)

    return (
        (len(episodes), len({episode.child for episode in episodes})),
        given(lambda episode: episode.offered),
        given(lambda episode: episode.completed),
        (len(seen), len(set(ids(seen)))),
        concern(CSE),
        concern(CCE),
    )


def _people_of(column: Sequence[tuple[int | None, int]]) -> int:
    """A child counted in two areas is counted twice: only how small the number is matters, and sums hide the inner."""
    return sum(people for _, people in column)


def _providers(episodes: Sequence[Episode]) -> str:
    known = sorted({episode.provider for episode in episodes} - {"unknown"})
    return ", ".join(known) if known else "Information not given"


def _named(indicator: ind.Indicator, group: str) -> ind.Indicator:
    return replace(indicator, label=f"{indicator.label}: {group} children")


def _relation(values: Sequence[tuple[int, ...]], keys: Sequence[tuple[str, ...]]) -> Counts:
    """Parts and total of every care status, the last row and column being totals."""
    rows, columns = ("",) * len(values), ("",) * len(values[0])
    return Counts(
        rows, columns, tuple(values), total_rows=(len(rows) - 1,), total_columns=(len(columns) - 1,), keys=tuple(keys)
    )
