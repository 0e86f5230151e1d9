"""Which hidden counts could be worked out from what is shown, and which further ones to hide so that they cannot."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from textmine.reporting.counts import Figures, Sum

if TYPE_CHECKING:
    from scipy.optimize import Bounds, LinearConstraint

LEAST = 1
"""What a reader knows that a hidden count is at least: 0 is always shown."""
LOOKS = 3
"""Random directions to look into before counts are tried one by one."""


@dataclass(slots=True)
class Audit:
    """Asks of one set of figures, again and again, what a reader could work out.

    Args:
        figures: all counts, the hidden ones too, and how they hang together.
        threshold: hidden parts whose sum can be seen must together come to this much.
        counts: the true counts, 0 where none is given.
        unminded: hidden counts that no table shows in any case: that they can be worked out is no harm.
        safe: hidden counts for which another value fits; it still does when more is hidden, so that they need not be asked again.
        known: what was found of each group of hidden counts.
        inner: see `_inner`; None until it is asked for.
    """

    figures: Figures
    threshold: int
    counts: list[int] = field(init=False)
    unminded: set[int] = field(init=False, default_factory=set)
    safe: set[int] = field(init=False, default_factory=set)
    known: dict[frozenset[int], frozenset[int]] = field(init=False, default_factory=dict)
    inner: frozenset[int] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.counts = [value or 0 for value in self.figures.values]

    def more_to_hide(self, hidden: set[int]) -> set[int]:
        """The next counts to hide; empty when no hidden count can be worked out."""
        thin = [self._next(one, hidden) for one in self.figures.sums if self._thin(one, hidden)]
        if more := {at for at in thin if at is not None}:
            return more
        found = set()
        for group in groups(self.figures, hidden):
            for at in sorted(self.worked_out(group)):
                found.add(self._partner(at, group, hidden))
        return {at for at in found if at is not None}

    def worked_out(self, group: frozenset[int]) -> frozenset[int]:
        """Of hidden counts that hang together, those for which only one value fits; what was asked once is remembered."""
        if group not in self.known:
            told = only_one_value(self.figures, group, safe=self.safe)
            self.safe |= group - told
            self.known[group] = told - self.figures.unseen
        return self.known[group] - self.unminded

    def _thin(self, one: Sum, hidden: set[int]) -> bool:
        """Whether a sum alone tells too much of its hidden counts."""
        total, parts = one
        unseen = [part for part in parts if part in hidden]
        unminded = self.figures.unseen | self.unminded
        if total in hidden:
            return not unseen and total not in unminded
        if unminded.issuperset(unseen):
            return False
        together = sum(self.counts[part] for part in unseen)
        return bool(unseen) and (len(unseen) == 1 or together < self.threshold or together == len(unseen))

    def _next(self, one: Sum, hidden: set[int]) -> int | None:
        """The smallest part that is shown and not 0, else the total; never what everybody knows already."""
        total, parts = one
        shown = [at for at in parts if at not in hidden and at not in self.figures.known and self.counts[at] > 0]
        if shown:
            return min(shown, key=lambda at: (self.counts[at], at))
        return None if total in hidden or total in self.figures.known or not self.counts[total] else total

    def _partner(self, at: int, group: frozenset[int], hidden: set[int]) -> int | None:
        """What to hide beside a count that can be worked out: rather a part of its sums, or a group's base, than a total."""
        own = [one for one in self.figures.sums if at in (one[0], *one[1])]
        near = [one for one in self.figures.sums if group & {one[0], *one[1]}]
        bases = [whole for part, whole in self.figures.wholes if part == at and whole in self._inner]
        bases = [whole for whole in bases if whole not in hidden | self.figures.known and self.counts[whole]]
        tight = self._tight(at, hidden) or [
            more for one in sorted(self.worked_out(group)) for more in self._tight(one, hidden)
        ]
        choices = [more for one in own if (more := self._next(one, hidden)) is not None]
        small = [more for more in choices if more in self._inner]
        others = (more for one in near if (more := self._next(one, hidden)) is not None)
        return next((more for more in (*tight, *small, *bases, *choices)), next(others, None) or self._held(at, hidden))

    def _held(self, at: int, hidden: set[int]) -> int | None:
        """The last resort: a count that holds this one and is just as large, of other things or of the same."""
        whole = {whole for part, whole in self.figures.wholes if part == at and self.counts[whole] == self.counts[at]}
        return next(iter(sorted(whole - hidden - self.figures.known)), None)

    def _tight(self, at: int, hidden: set[int]) -> list[int]:
        """Counts that are seen and, being its part or its whole and just as large, hold this one fast."""
        pairs = [pair for pair in self.figures.wholes if at in pair and pair not in self.figures.loose]
        others = {other for pair in pairs for other in pair if self.counts[other] == self.counts[at]}
        return sorted((others & self._inner) - hidden - self.figures.known)

    @property
    def _inner(self) -> frozenset[int]:
        """Counts that are parts of a sum and totals of none."""
        if self.inner is None:
            parts = {part for _, parts in self.figures.sums for part in parts}
            self.inner = frozenset(parts - {total for total, _ in self.figures.sums})
        return self.inner


def groups(figures: Figures, hidden: set[int]) -> Iterator[frozenset[int]]:
    """Hidden counts that hang together by sums, or by one being a part of another."""
    near: dict[int, set[int]] = defaultdict(set)
    for total, parts in figures.sums:
        own = [at for at in (total, *parts) if at in hidden]
        for one, other in pairwise(own):
            near[one].add(other)
            near[other].add(one)
    for part, whole in figures.wholes:
        if part in hidden and whole in hidden:
            near[part].add(whole)
            near[whole].add(part)
    left = set(hidden)
    while left:
        group, waiting = set(), [min(left)]
        while waiting:
            at = waiting.pop()
            if at not in group:
                group.add(at)
                waiting.extend(near[at] - group)
        left -= group
        yield frozenset(group)


def only_one_value(figures: Figures, group: frozenset[int], *, safe: Collection[int] = ()) -> frozenset[int]:
    """Hidden counts for which only one whole number fits, by mixed-integer programmes.

    Those of `safe` are known to have several. The true counts are one solution. A count is safe once another solution is
    found in which it differs; so most are cleared by looking into a few directions at once, and only the others are tried
    one by one, up and down.
    """
    at = sorted(group)
    if group.issubset(safe):
        return frozenset()
    truth = [figures.values[one] or 0 for one in at]
    limits, bounds = _limits(figures, at)
    if not limits:
        return frozenset(one for one, low, high in zip(at, bounds.lb, bounds.ub, strict=True) if low == high)
    free = {place for place, one in enumerate(at) if one in safe}
    chance = random.Random(len(at))
    for _ in range(LOOKS):
        if len(free) < len(at):
            free |= _moved(
                [chance.choice((-1.0, 1.0)) * (p not in free) for p in range(len(at))], truth, limits, bounds
            )
    for place in range(len(at)):
        for sign in (-1.0, 1.0):
            if place not in free:
                free |= _moved([sign * (other == place) for other in range(len(at))], truth, limits, bounds)
    return frozenset(one for place, one in enumerate(at) if place not in free)


def _moved(aim: Sequence[float], truth: Sequence[int], limits: Sequence[LinearConstraint], bounds: Bounds) -> set[int]:
    """Places that differ from the truth where `aim` is least."""
    from scipy.optimize import milp

    found = milp(aim, constraints=limits, bounds=bounds, integrality=[1] * len(aim))
    if found.x is None:
        return set()
    return {place for place, value in enumerate(found.x) if abs(value - truth[place]) > 0.5}


def _limits(figures: Figures, at: Sequence[int]) -> tuple[list[LinearConstraint], Bounds]:
    """What a reader knows of the counts `at`: sums that are seen, and that a part is no more than its whole."""
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    column = {one: i for i, one in enumerate(at)}
    known = (_line(figures, column, total, parts) for total, parts in figures.sums)
    facts = [(line, right, right) for line, right in known if line]
    facts += [
        ({column[part]: 1.0, column[whole]: -1.0}, -float("inf"), 0.0)
        for part, whole in figures.wholes
        if part in column and whole in column
    ]
    if not facts:
        return [], _bounds(figures, column)
    lines, low, high = zip(*facts, strict=True)
    cells = [(r, c, value) for r, line in enumerate(lines) for c, value in line.items()]
    r, c, values = zip(*cells, strict=True)
    A = csr_array((values, (r, c)), shape=(len(lines), len(at)))
    return [LinearConstraint(A, low, high)], _bounds(figures, column)


def _bounds(figures: Figures, column: Mapping[int, int]) -> Bounds:
    """A hidden part is no more than a whole that is seen; a hidden whole no less than its parts that are seen."""
    from scipy.optimize import Bounds

    least = [float(LEAST)] * len(column)
    most = [float(4 * max(value or 0 for value in figures.values) + 100)] * len(column)
    for part, whole in figures.wholes:
        if part in column and whole not in column:
            most[column[part]] = min(most[column[part]], float(figures.values[whole] or 0))
        elif whole in column and part not in column:
            least[column[whole]] = max(least[column[whole]], float(figures.values[part] or 0))
    return Bounds(least, most)


def _line(figures: Figures, column: dict[int, int], total: int, parts: Sequence[int]) -> tuple[dict[int, float], float]:
    """The unknown parts less an unknown total are the seen total less seen parts."""
    line: dict[int, float] = defaultdict(float)
    right = 0.0
    for at, sign in ((total, -1.0), *((part, 1.0) for part in parts)):
        if at in column:
            line[column[at]] += sign
        else:
            right -= sign * (figures.values[at] or 0)
    return dict(line), right
