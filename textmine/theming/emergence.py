"""Which themes are new or rising: children who speak of them, as a share of the children interviewed, by quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.types import Narrative, Theme

FEWEST_CHILDREN = 20  # in each half; below it no test is worth its name

Half = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Trend:
    """How a theme moves.

    Args:
        theme: id of the theme.
        quarters: (quarter, children who speak of it, children interviewed), in order of time.
        p: of a two-sided exact test (Fisher) of the later half of the quarters against the earlier one; a middle
            quarter counts as later, a child once in each half; 1.0 if there is one half only.
        verdict: `rising`, `falling`, `no clear change`, or `too few to say`.
    """

    theme: int
    quarters: tuple[tuple[str, int, int], ...]
    p: float
    verdict: str


def trends(themes: Sequence[Theme], narratives: Sequence[Narrative], *, level: float = 0.05) -> tuple[Trend, ...]:
    """Trend of each theme; the level is shared out over the themes (Benjamini and Hochberg 1995).

    Narratives whose quarter is not known are left out.
    """
    dated = [narrative for narrative in narratives if narrative.meta.period]
    quarters = sorted({narrative.meta.period for narrative in dated})
    everyone = _children(dated)
    spoken = [_children([n for n in dated if n.id in {place[0] for place in theme.passages}]) for theme in themes]
    halves = [_halves(quarters, speaking, everyone) for speaking in spoken]
    tested = [_test(*pair) for pair in halves]
    passed = _false_discovery(tested, level)
    return tuple(
        Trend(theme.id, _counts(quarters, speaking, everyone), round(p, 6), _verdict(*pair, passed=ok))
        for theme, speaking, pair, p, ok in zip(themes, spoken, halves, tested, passed, strict=True)
    )


def _children(narratives: Sequence[Narrative]) -> dict[str, set[str]]:
    """Quarter to the children interviewed in it."""
    found: dict[str, set[str]] = {}
    for narrative in narratives:
        found.setdefault(narrative.meta.period, set()).add(narrative.child)
    return found


def _counts(
    quarters: Sequence[str], speaking: Mapping[str, set[str]], everyone: Mapping[str, set[str]]
) -> tuple[tuple[str, int, int], ...]:
    return tuple((name, len(speaking.get(name, ())), len(everyone[name])) for name in quarters)


def _halves(
    quarters: Sequence[str], speaking: Mapping[str, set[str]], everyone: Mapping[str, set[str]]
) -> tuple[Half, Half]:
    """Earlier and later: how many children speak of it, of how many."""
    middle = len(quarters) // 2
    earlier, later = quarters[:middle], quarters[middle:]
    return (
        (_distinct(earlier, speaking), _distinct(earlier, everyone)),
        (_distinct(later, speaking), _distinct(later, everyone)),
    )


def _distinct(quarters: Sequence[str], children: Mapping[str, set[str]]) -> int:
    return len({child for name in quarters for child in children.get(name, ())})


def _test(earlier: Half, later: Half) -> float:
    from scipy.stats import fisher_exact

    if not earlier[1] or not later[1]:
        return 1.0
    return float(fisher_exact([[n, of - n] for n, of in (earlier, later)]).pvalue)


def _false_discovery(values: Sequence[float], level: float) -> list[bool]:
    order = sorted(range(len(values)), key=values.__getitem__)
    last = max((rank for rank, i in enumerate(order, 1) if values[i] <= level * rank / len(values)), default=0)
    return [i in order[:last] for i in range(len(values))]


def _verdict(earlier: Half, later: Half, *, passed: bool) -> str:
    (a, of_a), (b, of_b) = earlier, later
    if min(of_a, of_b) < FEWEST_CHILDREN:
        return "too few to say"
    if not passed:
        return "no clear change"
    return "rising" if b * of_a > a * of_b else "falling"
