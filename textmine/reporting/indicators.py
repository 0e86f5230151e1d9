"""One figure of the sector's list: its numerator, its denominator, its period and its definition in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from textmine.reporting.people import behind, children_of
from textmine.shares import Interval, wilson
from textmine.types import Episode

Kind = Literal["count", "share", "mean", "median"]


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
        people: children behind numerator and denominator; None where children are what is counted.
    """

    id: str
    label: str
    numerator: float | None
    denominator: int
    period: str
    definition: str
    interval: Interval | None = None
    kind: Kind = "share"
    people: tuple[int, int] | None = None

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


def span(periods: Iterable[str]) -> str:
    """First to last quarter, "" if none is known.

    >>> span(["2024-Q3", "", "2024-Q1"])
    '2024-Q1 to 2024-Q3'
    """
    known = sorted({period for period in periods if period})
    return known[0] if len(known) == 1 else " to ".join((known[0], known[-1])) if known else ""


def share_of(
    id: str,
    label: str,
    some: Sequence[Episode],
    whole: Sequence[Episode],
    definition: str,
    *,
    whole_is_part: bool = False,
) -> Indicator:
    """A share of episodes, with the children behind it.

    Args:
        some: the episodes of the numerator.
        whole: those of the denominator.
        whole_is_part: True if the denominator is itself a selection, so that one child may dominate it.
    """
    people = (behind(children_of(some)), behind(children_of(whole), dominance=whole_is_part))
    return Indicator(
        id, label, len(some), len(whole), _period(whole), definition, _bounds(len(some), len(whole)), people=people
    )


def children_share(
    id: str, label: str, some: Collection[str], whole: Collection[str], definition: str, *, period: str
) -> Indicator:
    """A share of children."""
    return Indicator(id, label, len(some), len(whole), period, definition, _bounds(len(some), len(whole)))


def count_of(id: str, label: str, n: int, definition: str, *, period: str, people: int) -> Indicator:
    """A count."""
    return Indicator(id, label, n, n, period, definition, None, "count", (people, people))


def _period(episodes: Sequence[Episode]) -> str:
    return span(episode.period for episode in episodes)


def _bounds(numerator: float, denominator: int) -> Interval | None:
    return wilson(min(numerator, denominator), denominator)
