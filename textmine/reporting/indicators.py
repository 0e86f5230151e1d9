"""The sector's indicators: each with its numerator, its denominator, its period and its definition in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from math import sqrt
from statistics import median
from typing import Literal

from textmine.types import Episode

Kind = Literal["count", "share", "mean", "median"]
Interval = tuple[float, float]
Headline = tuple[str, frozenset[str]]
"""The child of an interview, and the codes that count in it."""
BANDS = (("1", 1, 1), ("2 to 4", 2, 4), ("5 or more", 5, None))
FIELDS: dict[str, Callable[[Episode], bool]] = {
    "Area": lambda episode: episode.area != "unknown",
    "Area where the child lives": lambda episode: episode.host_area != "unknown",
    "Police force": lambda episode: episode.force != "unknown",
    "Care status": lambda episode: episode.care_status != "unknown",
    "Placement type": lambda episode: episode.placement_type != "unknown",
    "Start": lambda episode: episode.start is not None,
    "Return": lambda episode: episode.end is not None,
    "Times of day": lambda episode: episode.start is not None and not episode.date_only,
    "Return interview offered": lambda episode: episode.offered is not None,
    "Return interview held": lambda episode: episode.completed is not None,
    "Provider": lambda episode: episode.provider != "unknown",
    "Sex": lambda episode: episode.sex != "unknown",
    "Age": lambda episode: episode.age is not None,
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure and what it is.

    Args:
        id: as in the sector's list, e.g. `IN-8`.
        label: what a manager calls it.
        numerator: a count; of a median the median itself; None where nothing was recorded.
        denominator: what it is out of; 0 means that the figure is not available.
        period: first to last quarter, "" where no quarter is known.
        definition: how it is counted.
        interval: Wilson's 95% interval of a share, in [0, 1]; None for other kinds or without a denominator.
        kind: share (numerator ÷ denominator), mean (the same, above 1 too), median or count.
    """

    id: str
    label: str
    numerator: float | None
    denominator: int
    period: str
    definition: str
    interval: Interval | None = None
    kind: Kind = "share"

    @property
    def value(self) -> float | None:
        """The figure itself; None where it is not available."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator if self.kind in ("share", "mean") else self.numerator

    def __str__(self) -> str:
        if self.value is None:
            return "not available"
        return f"{self.value:.0%}" if self.kind == "share" else f"{self.value:,.{0 if self.kind == 'count' else 1}f}"


def wilson(numerator: float, denominator: float, *, z: float = 1.959964) -> Interval | None:
    """Wilson's score interval of a proportion (Wilson 1927); None without a denominator.

    >>> [round(bound, 3) for bound in wilson(5, 10)]
    [0.237, 0.763]
    """
    if not denominator:
        return None
    p, n = numerator / denominator, denominator
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def span(periods: Iterable[str]) -> str:
    """First to last quarter, "" if none is known.

    >>> span(["2024-Q3", "", "2024-Q1"])
    '2024-Q1 to 2024-Q3'
    """
    known = sorted({period for period in periods if period})
    return known[0] if len(known) == 1 else " to ".join((known[0], known[-1])) if known else ""


def missing_incidents(episodes: Sequence[Episode]) -> Indicator:
    """IN-1."""
    n = len(episodes)
    return _of(episodes, "IN-1", "Missing episodes", n, n, "Recorded episodes, those that overlap merged.", "count")


def children_missing(episodes: Sequence[Episode]) -> Indicator:
    """IN-2."""
    n = len(_per_child(episodes))
    return _of(episodes, "IN-2", "Children who went missing", n, n, "Distinct children with an episode.", "count")


def episodes_per_child(episodes: Sequence[Episode]) -> Indicator:
    """IN-3."""
    children = len(_per_child(episodes))
    return _of(episodes, "IN-3", "Episodes per child", len(episodes), children, "Episodes ÷ distinct children.", "mean")


def repeats_after_first(episodes: Sequence[Episode]) -> Indicator:
    """IN-4 (a)."""
    after = len(episodes) - len(_per_child(episodes))
    words = "Episodes after a child's first in the period ÷ all episodes."
    return _of(episodes, "IN-4a", "Repeat episodes, after a child's first", after, len(episodes), words)


def repeats_of_children(episodes: Sequence[Episode]) -> Indicator:
    """IN-4 (b)."""
    again = sum(n for n in _per_child(episodes).values() if n > 1)
    words = "All episodes of children with two or more in the period ÷ all episodes."
    return _of(episodes, "IN-4b", "Repeat episodes, of children with two or more", again, len(episodes), words)


def bands(episodes: Sequence[Episode]) -> tuple[Indicator, ...]:
    """IN-5: children with 1, 2 to 4, and 5 or more episodes."""
    counts = _per_child(episodes).values()
    found = []
    for name, low, high in BANDS:
        within = sum(low <= n and (high is None or n <= high) for n in counts)
        words = f"Children with {name} episodes in the period ÷ children with any."
        found.append(_of(episodes, "IN-5", f"Children with {name} episodes", within, len(counts), words))
    return tuple(found)


def care_share(episodes: Sequence[Episode]) -> Indicator:
    """IN-6."""
    looked_after = sum(episode.care_status == "looked_after" for episode in episodes)
    words = "Episodes of looked-after children ÷ all episodes, those of unknown care status among them."
    return _of(episodes, "IN-6", "Episodes of looked-after children", looked_after, len(episodes), words)


def offered(episodes: Sequence[Episode]) -> Indicator:
    """IN-7."""
    given = sum(episode.offered is True for episode in episodes)
    words = "Return interviews offered ÷ all episodes, those that do not record it among them."
    return _of(episodes, "IN-7", "Return interview offered", given, len(episodes), words)


def delivered_of_offered(episodes: Sequence[Episode]) -> Indicator:
    """IN-8."""
    chances = [episode for episode in episodes if episode.offered is True]
    held = sum(episode.completed is True for episode in chances)
    words = "Return interviews held ÷ return interviews offered."
    return _of(episodes, "IN-8", "Return interviews held, of those offered", held, len(chances), words)


def delivered_of_incidents(episodes: Sequence[Episode]) -> Indicator:
    """IN-9."""
    held = sum(episode.completed is True for episode in episodes)
    words = "Return interviews held ÷ all episodes, those that do not record it among them."
    return _of(episodes, "IN-9", "Return interviews held, of all episodes", held, len(episodes), words)


def timeliness(episodes: Sequence[Episode]) -> tuple[Indicator, ...]:
    """IN-10: within 72 elapsed hours; within 3 days where only dates are known; unknown; median hours.

    An interview dated before the return counts as unknown.
    """
    held = [episode for episode in episodes if episode.completed is True]
    gaps = [(_gap(episode), episode.date_only) for episode in held]
    hours = [gap / timedelta(hours=1) for gap, dates in gaps if gap is not None and not dates]
    days = [gap.days for gap, dates in gaps if gap is not None and dates]
    soon = sum(h <= 72 for h in hours)
    exact = "Held within 72 elapsed hours of the return, weekends included ÷ held with both times recorded."
    coarse = "Held within 3 days of the return (date precision) ÷ held with only dates recorded."
    unknown = "Held, but return or interview not dated, or dated the wrong way round ÷ held."
    middle = "Middle number of hours from return to interview, of those with both times recorded."
    return (
        _of(episodes, "IN-10", "Held within 72 hours", soon, len(hours), exact),
        _of(episodes, "IN-10d", "Held within 3 days (only dates known)", sum(d <= 3 for d in days), len(days), coarse),
        _of(episodes, "IN-10u", "Time to interview not known", len(held) - len(hours) - len(days), len(held), unknown),
        _of(
            episodes,
            "IN-10m",
            "Median hours to interview",
            median(hours) if hours else None,
            len(hours),
            middle,
            "median",
        ),
    )


def concern(
    seen: Sequence[Headline], code: str, *, name: str, period: str, completed: int
) -> tuple[Indicator, Indicator]:
    """IN-11: interviews held, and children, with a concern that is affirmed and about this episode.

    Args:
        seen: of each coded interview its child and its headline codes.
        completed: return interviews held; where fewer are recorded than coded, the coded ones are the denominator.
    """
    interviews, children = prevalence(seen, code, name=name, period=period)
    held = "Interviews in which it is affirmed and about this episode ÷ return interviews held."
    if completed >= len(seen):
        interviews = _share("IN-11", interviews.label, interviews.numerator or 0, completed, period, held)
    return replace(interviews, id="IN-11"), replace(children, id="IN-11c")


def prevalence(seen: Sequence[Headline], code: str, *, name: str, period: str) -> tuple[Indicator, Indicator]:
    """IN-12: coded interviews, and children, with a factor that is affirmed and about this episode.

    Intervals take interviews as independent; of children with many interviews they are too narrow.
    """
    having = [child for child, codes in seen if code in codes]
    everyone = len({child for child, _ in seen})
    by_interview = "Interviews in which it is affirmed and about this episode ÷ coded interviews."
    by_child = "Distinct children with such an interview ÷ children with a coded interview."
    return (
        _share("IN-12", f"{name}: interviews", len(having), len(seen), period, by_interview),
        _share("IN-12c", f"{name}: children", len(set(having)), everyone, period, by_child),
    )


def completeness(episodes: Sequence[Episode]) -> tuple[Indicator, ...]:
    """IN-16: for each field the episodes that have it recorded."""
    n = len(episodes)
    return tuple(
        _of(episodes, "IN-16", name, sum(map(present, episodes)), n, "Episodes with it recorded ÷ episodes.")
        for name, present in FIELDS.items()
    )


def _of(
    episodes: Sequence[Episode],
    id: str,
    label: str,
    numerator: float | None,
    denominator: int,
    definition: str,
    kind: Kind = "share",
) -> Indicator:
    period = span(episode.period for episode in episodes)
    if kind == "share":
        return _share(id, label, numerator or 0, denominator, period, definition)
    return Indicator(id, label, numerator, denominator, period, definition, None, kind)


def _share(id: str, label: str, numerator: float, denominator: int, period: str, definition: str) -> Indicator:
    bounds = wilson(min(numerator, denominator), denominator)
    return Indicator(id, label, numerator, denominator, period, definition, bounds)


def _per_child(episodes: Sequence[Episode]) -> Counter[str]:
    return Counter(episode.child for episode in episodes)


def _gap(episode: Episode) -> timedelta | None:
    if episode.end is None or episode.interview is None:
        return None
    gap = episode.interview - episode.end
    if episode.date_only:
        gap = timedelta(days=(episode.interview.date() - episode.end.date()).days)
    return None if gap < timedelta(0) else gap
