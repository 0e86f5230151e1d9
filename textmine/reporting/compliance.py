"""Return interviews as managers track them: the indicators, quarter by quarter, and why none was held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from textmine.reporting import calendar
from textmine.reporting import episodefigures as figures
from textmine.reporting.calendar import Calendar
from textmine.reporting.disclosure import Counts
from textmine.reporting.interviewtimes import in_time, timeliness
from textmine.reporting.people import behind, children_of
from textmine.reporting.relations import parts
from textmine.reporting.tables import Draft, Share, indicator_draft
from textmine.types import Episode

NOT_RECORDED = "Not recorded"
RECORDED = "episodes:held recorded"
"""Key of the episodes of which it is recorded whether an interview was held."""
BASES = ("episodes:all", "episodes:offered", "held:offered", "episodes:completed", "held:in time")


def return_interviews(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """Offered, held, and how soon (IN-7 to IN-10)."""
    rows = (
        figures.offered(episodes),
        figures.delivered_of_offered(episodes),
        figures.delivered_of_incidents(episodes),
        *timeliness(episodes),
    )
    keys = [("episodes:offered", "episodes:all"), ("held:offered", "episodes:offered")]
    keys += [
        ("episodes:completed", "episodes:all"),
        ("held:in 72 hours", "held:timed"),
        ("held:in 3 days", "held:dated"),
    ]
    keys += [("held:undated", "episodes:completed"), ("", "held:timed")]
    note = "'Held of those offered' and 'held of all episodes' are both published elsewhere as delivery: compare like with like."
    return indicator_draft(id, title, rows, note=note, unit="episodes and interviews", keys=keys, harmless=True)


def by_quarter(id: str, title: str, episodes: Sequence[Episode], when: Calendar) -> Draft:
    """Offered, held and in time by quarter of the episode."""
    groups = calendar.columns([episode.period for episode in episodes])
    own = [[e for e in episodes if e.period in quarters] for _, quarters in groups]
    lines = [_line(some) for some in (*own, list(episodes))]
    counts = Counts(
        rows=(*(when.marked(name, quarters) for name, quarters in groups), "Whole period"),
        columns=("Episodes", "Offered", "Held of those offered", "Held", "Held in time"),
        values=tuple(tuple(len(some) for some in line) for line in lines),
        people=tuple(
            tuple(behind(children_of(some), dominance=c > 0) for c, some in enumerate(line)) for line in lines
        ),
        keys=(
            *(tuple(calendar.period_key(base, quarters, name=name) for base in BASES) for name, quarters in groups),
            BASES,
        ),
        total_rows=(len(groups),),
        whole_columns=((1, 0), (2, 1), (2, 3), (3, 0), (4, 3)),
        harmless=True,
    )
    shares = (
        Share(1, "% offered of episodes", of=0),
        Share(2, "% held of those offered", of=1),
        Share(3, "% held of episodes", of=0),
        Share(4, "% in time of those held", of=3),
    )
    note = (
        "By quarter in which the child went missing. In time: within 72 hours, or 3 days where only dates are known. "
    )
    note += when.note(e.period for e in episodes)
    return Draft(id, title, "Quarter", counts, note, "episodes and interviews", shares=shares, unshown=frozenset({2}))


def reasons(id: str, title: str, episodes: Sequence[Episode]) -> Draft:
    """Why no interview was held, as recorded; refusals among them."""
    own = [episode for episode in episodes if episode.completed is False]
    named = Counter(_reason(episode) for episode in own)
    names = sorted(named, key=lambda name: (name == NOT_RECORDED, name))
    lines = [[e for e in own if _reason(e) == name] for name in names] + [own]
    counts = Counts(
        rows=(*names, "All episodes without an interview"),
        columns=("Episodes", "Children"),
        values=tuple((len(some), len(set(children_of(some)))) for some in lines),
        people=tuple((behind(children_of(some)), len(set(children_of(some)))) for some in lines),
        keys=(*((_of_reason(name), "") for name in names), ("episodes:not held", "children:not held")),
        whole_row=len(names),
        harmless=True,
    )
    note = "Episodes of which it is recorded that no interview was held. A refusal is an answer about how the interview was "
    note += "offered; a child who often refuses needs more attention, not less."
    return Draft(id, title, "Reason", counts, note, "episodes and children", sort_by=0)


def reason_sums(episodes: Sequence[Episode]) -> tuple[Counts, ...]:
    """Held, not held and not recorded are all episodes; those not held have one reason each."""
    held, not_held = (sum(e.completed is answer for e in episodes) for answer in (True, False))
    recorded = held + not_held
    named = Counter(_reason(e) for e in episodes if e.completed is False)
    return (
        parts((held, not_held, recorded), ("episodes:completed", "episodes:not held", RECORDED)),
        parts((recorded, len(episodes) - recorded, len(episodes)), (RECORDED, "episodes:held unknown", "episodes:all")),
        parts((*named.values(), not_held), (*map(_of_reason, named), "episodes:not held")),
    )


def _reason(episode: Episode) -> str:
    name = episode.reason_not_held
    return NOT_RECORDED if name == "unknown" else name[:1].upper() + name[1:]


def _of_reason(name: str) -> str:
    """The key of the episodes with a reason."""
    return f"episodes:not held: {name}"


def _line(episodes: Sequence[Episode]) -> tuple[list[Episode], ...]:
    offered = [e for e in episodes if e.offered]
    held = [e for e in episodes if e.completed]
    return list(episodes), offered, [e for e in offered if e.completed], held, [e for e in held if in_time(e)]
