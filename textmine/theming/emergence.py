"""Which themes are new or rising: children who speak of them, as a share of the children interviewed, tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from textmine.shares import Part, false_discoveries, fisher, newcombe
from textmine.theming.sources import Source, alone
from textmine.theming.testing import armitage
from textmine.types import Theme

FEWEST_CHILDREN = 20  # in each period; below it no test is worth its name
LEVEL = 0.05
EVERYWHERE = ""


@dataclass(frozen=True, slots=True)
class Interview:
    """What emergence needs to know of one write-up; "" and `unknown` where it is not recorded.

    Args:
        narrative, child: keyed pseudonyms.
        quarter: e.g. `2024-Q2`.
        area: authority responsible.
        author, provider, form: who wrote it, who held the interview, how it was stored.
    """

    narrative: str
    child: str
    quarter: str = ""
    area: str = ""
    author: str = ""
    provider: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Quarter:
    """A theme in one quarter: children and interviews that speak of it, of those interviewed."""

    name: str
    children: int
    of_children: int
    interviews: int
    of_interviews: int


@dataclass(frozen=True, slots=True)
class Trend:
    """How a theme moves, everywhere or in one area.

    Args:
        theme: id of the theme.
        area: "" for everywhere.
        quarters: in order of time.
        before, since: (children who speak of it, children interviewed) before the recent quarters, and in them; a child
            counts once in each quarter, so that long and short stretches of time compare.
        trend_p: two-sided, of a steady rise or fall over the quarters (Cochran 1954, Armitage 1955); 1.0 of one quarter.
        burst_p: two-sided, of the recent quarters against all before them (Fisher); 1.0 of one quarter.
        verdict: `new`, `rising`, `falling`, `no clear change`, `too few to say`, or `from one ... alone`.
        alone: what its rise comes from alone: child, author, provider, form.
        steady: True if it moves over all quarters, and not lately above all.
    """

    theme: int
    area: str
    quarters: tuple[Quarter, ...]
    before: Part
    since: Part
    trend_p: float
    burst_p: float
    verdict: str
    alone: tuple[str, ...] = ()
    steady: bool = False

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the share since less the share before (Newcombe 1998)."""
        return newcombe(self.before, self.since) or (-1.0, 1.0)

    @property
    def emerging(self) -> bool:
        """Whether it is new or rises, and not from one source alone."""
        return self.verdict in ("new", "rising")


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is measured of a theme before all tests together say what it means; `direction` is the steady trend's."""

    theme: Theme
    area: str
    quarters: tuple[Quarter, ...]
    before: Part
    since: Part
    trend_p: float
    burst_p: float
    direction: int
    sources: tuple[str, ...]


def trends(themes: Sequence[Theme], interviews: Sequence[Interview], *, level: float = LEVEL) -> tuple[Trend, ...]:
    """How each theme moves, everywhere and by area; undated interviews are left out.

    A steady trend and a burst in the recent quarters are tested apart; the share of false ones among all that pass, over all
    themes and areas, is kept to the level (Benjamini and Hochberg 1995).
    """
    dated = [one for one in interviews if one.quarter]
    areas = [EVERYWHERE, *sorted({one.area for one in dated} - {"", "unknown"})]
    areas = areas if len(areas) > 2 else [EVERYWHERE]
    last = frozenset(recent_quarters(dated))
    found = [
        _measure(theme, area, last, [one for one in dated if area in (EVERYWHERE, one.area)])
        for theme in themes
        for area in areas
    ]
    testable = [one for one in found if _enough(one) and not _searched(one)]
    passed = false_discoveries([p for one in testable for p in (one.trend_p, one.burst_p)], level)
    said = {id(one): passed[2 * i : 2 * i + 2] for i, one in enumerate(testable)}
    found_new = {id(one): [False, True] for one in found if _searched(one)}
    return tuple(_trend(one, (said | found_new).get(id(one))) for one in found)


def recent_quarters(interviews: Sequence[Interview]) -> tuple[str, ...]:
    """The last quarter, or as many of the last as hold twenty children, but at most half of all quarters."""
    by = _by_quarter(one for one in interviews if one.quarter)
    names = sorted(by)
    chosen = names[-1:]
    while len(chosen) < len(names) // 2 and len({one.child for q in chosen for one in by[q]}) < FEWEST_CHILDREN:
        chosen = names[-len(chosen) - 1 :]
    return tuple(chosen)


def _measure(theme: Theme, area: str, last: frozenset[str], here: Sequence[Interview]) -> _Measured:
    own = {narrative for narrative, *_ in theme.passages}
    speaking = [one for one in here if one.narrative in own]
    quarters = _quarters(here, speaking)
    before = _half(quarter for quarter in quarters if quarter.name not in last)
    since = _half(quarter for quarter in quarters if quarter.name in last)
    steady, direction = armitage([(q.children, q.of_children) for q in quarters])
    recent = [one for one in speaking if one.quarter in last]
    sources = alone([_source(one) for one in recent], [_source(one) for one in here if one.quarter in last])
    return _Measured(theme, area, quarters, before, since, steady, fisher(before, since), direction, sources)


def _quarters(here: Sequence[Interview], speaking: Sequence[Interview]) -> tuple[Quarter, ...]:
    every, own = _by_quarter(here), _by_quarter(speaking)
    return tuple(
        Quarter(
            name,
            len({one.child for one in own.get(name, ())}),
            len({one.child for one in all_}),
            len({one.narrative for one in own.get(name, ())}),
            len({one.narrative for one in all_}),
        )
        for name, all_ in sorted(every.items())
    )


def _by_quarter(interviews: Iterable[Interview]) -> dict[str, list[Interview]]:
    found: dict[str, list[Interview]] = {}
    for one in interviews:
        found.setdefault(one.quarter, []).append(one)
    return found


def _half(quarters: Iterable[Quarter]) -> Part:
    """Children once in each quarter: over many quarters a child has many chances to speak of anything."""
    some = list(quarters)
    return sum(quarter.children for quarter in some), sum(quarter.of_children for quarter in some)


def _source(one: Interview) -> Source:
    return Source(one.child, one.author, one.provider, one.form)


def _enough(one: _Measured) -> bool:
    return min(one.before[1], one.since[1]) >= FEWEST_CHILDREN


def _searched(one: _Measured) -> bool:
    """Found by the search for what is new, which tests itself; everywhere, and of enough children to be so."""
    return one.theme.kind == "new" and one.area == EVERYWHERE and _enough(one)


def _trend(one: _Measured, passed: Sequence[bool] | None) -> Trend:
    return Trend(
        one.theme.id,
        one.area,
        one.quarters,
        one.before,
        one.since,
        round(one.trend_p, 6),
        round(one.burst_p, 6),
        _verdict(one, passed),
        one.sources,
        bool(passed and passed[0] and not passed[1]),
    )


def _verdict(one: _Measured, passed: Sequence[bool] | None) -> str:
    if passed is None:
        return "too few to say"
    (a, of_a), (b, of_b) = one.before, one.since
    burst = (1 if b * of_a > a * of_b else -1) if passed[1] else 0
    direction = burst or (one.direction if passed[0] else 0)
    if direction <= 0:
        return "falling" if direction else "no clear change"
    if one.sources:
        return f"from one {one.sources[0]} alone"
    return "new" if burst and not a else "rising"


def verdicts(found: Iterable[Trend]) -> Mapping[int, str]:
    """Theme to what is said of it everywhere."""
    return {trend.theme: trend.verdict for trend in found if trend.area == EVERYWHERE}
