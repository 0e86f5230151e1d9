"""Reports that were issued before: what they have shown, and what this report must hide so that no subtraction tells.

Figures that add up over quarters (episodes, interviews) are read as steps between the ends of quarters. What two reports
show together is every difference between two ends that shown steps connect; a report may not connect two ends that are
fewer than the threshold apart. Children do not add up: there, a report inside another's period is compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.reporting.calendar import between

ADDS_UP = ("episodes:", "interviews:", "suspected:", "historical:", "negated:", "held:")
UNDATED = ""
Quarters = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A report that was issued: the figures that it shows.

    Args:
        name: what it was called.
        quarters: its period, every quarter in order; "" among them if it counts what has no quarter.
        figures: count by key; a key may end in `@` and its own quarter, or quarters: `@2024-Q1 to 2024-Q3`.
    """

    name: str
    quarters: Quarters
    figures: Mapping[str, int] = field(repr=False)


@dataclass(slots=True)
class _Ends:
    """Ends of quarters, and the differences between them that are known."""

    up: dict[int, tuple[int, int]] = field(default_factory=dict)

    def root(self, end: int) -> tuple[int, int]:
        """The first end of its group, and how far it is from there."""
        far = 0
        while end in self.up:
            end, step = self.up[end]
            far += step
        return end, far

    def join(self, start: int, end: int, count: int) -> None:
        """Say that `count` lies between two ends."""
        (a, from_a), (b, from_b) = self.root(start), self.root(end)
        if a != b:
            self.up[b] = (a, from_a + count - from_b)

    def told(self, start: int, end: int, count: int, ends: range) -> Iterator[int]:
        """Differences that become known when `count` does."""
        (a, from_a), (b, from_b) = self.root(start), self.root(end)
        if a == b:
            yield abs(count - (from_b - from_a))
            return
        near = {one: self.root(one) for one in ends}
        for root, far in near.values():
            if root == a:
                yield from (
                    abs(far_other - from_b + count + from_a - far)
                    for root_other, far_other in near.values()
                    if root_other == b
                )


def telling(
    present: Mapping[str, int], quarters: Quarters, *, earlier: Sequence[Edition], threshold: int
) -> tuple[frozenset[str], frozenset[str]]:
    """Which figures of a report would tell of few children beside earlier ones, and which have been shown already.

    Args:
        present: figures by key, as they would be shown.
        quarters: of the report.
        earlier: reports that were issued.

    Returns:
        Keys to hide, and keys of which the same figure has been shown for the same period.
    """
    if not earlier:
        return frozenset(), frozenset()
    shown = [fact for one in earlier for fact in _facts(one.figures, one.quarters)]
    calendar = sorted({quarter for _, period, _, _ in shown for quarter in period} | set(quarters), key=_late)
    by_base: dict[str, list[tuple[Quarters, int]]] = {}
    for base, period, count, _ in shown:
        by_base.setdefault(base, []).append((period, count))
    hide, seen = set(), set()
    own: dict[str, list[tuple[Quarters, int, str]]] = {}
    for base, period, count, key in sorted(_facts(present, quarters), key=lambda fact: -len(fact[1])):
        own.setdefault(base, []).append((period, count, key))
    for base, facts in own.items():
        before = by_base.get(base, [])
        seen |= {key for period, count, key in facts if (period, count) in before}
        if base.startswith(ADDS_UP):
            hide |= _steps(facts, before, calendar, threshold)
        else:
            hide |= {key for period, n, key in facts if any(_near(period, n, *b, threshold) for b in before)}
    return frozenset(hide - seen), frozenset(seen)


def _facts(figures: Mapping[str, int], quarters: Quarters) -> Iterator[tuple[str, Quarters, int, str]]:
    for key, count in figures.items():
        base, _, own = key.rpartition("@")
        dated = re.fullmatch(r"(\d{4}-Q[1-4])(?: to (\d{4}-Q[1-4]))?", own)
        if dated is None:
            yield key, quarters, count, key
        else:
            yield base, between([quarter for quarter in dated.groups() if quarter]), count, key


def _late(quarter: str) -> tuple[bool, str]:
    """What has no quarter comes last."""
    return quarter == UNDATED, quarter


def _steps(
    facts: Sequence[tuple[Quarters, int, str]],
    before: Sequence[tuple[Quarters, int]],
    calendar: Sequence[str],
    threshold: int,
) -> set[str]:
    """Keys that would connect two ends of quarters that are few apart."""
    ends, place = _Ends(), {quarter: i for i, quarter in enumerate(calendar)}
    for period, count in before:
        for start, end in _spans(period, place):
            ends.join(start, end, count)
    hide = set()
    for period, count, key in facts if before else ():
        for start, end in _spans(period, place):
            if any(0 < told < threshold for told in ends.told(start, end, count, range(len(calendar) + 1))):
                hide.add(key)
            elif count >= threshold:
                ends.join(start, end, count)
    return hide


def _spans(period: Quarters, place: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Where a period begins and ends in the calendar, if it has no gap."""
    places = sorted(place[quarter] for quarter in period)
    if places and places[-1] - places[0] + 1 == len(places):
        yield places[0], places[-1] + 1


def _near(period: Quarters, count: int, other: Quarters, shown: int, threshold: int) -> bool:
    """Whether one period lies in the other and few more are counted in it."""
    nested = set(period) <= set(other) or set(other) <= set(period)
    return nested and 0 < abs(count - shown) < threshold
