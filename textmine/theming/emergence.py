"""Which themes are new or rising: children who speak of them, as a share of the children interviewed, by quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.types import Narrative, Theme


@dataclass(frozen=True, slots=True)
class Trend:
    """How a theme moves.

    Args:
        theme: id of the theme.
        quarters: (quarter, children who speak of it, children interviewed), in order of time.
        p: of a two-sided exact test of the last half of the quarters against the first (Fisher), 1.0 if there is one half only.
        verdict: `rising`, `falling`, `no clear change`, or `too few to say`.
    """

    theme: int
    quarters: tuple[tuple[str, int, int], ...]
    p: float
    verdict: str


FEWEST_CHILDREN = 20  # in each half; below it no test is worth its name


def trends(themes: Sequence[Theme], narratives: Sequence[Narrative], *, level: float = 0.05) -> tuple[Trend, ...]:
    """Trend of each theme; the level is shared out over the themes (Benjamini and Hochberg 1995)."""
    child = {n.id: n.child for n in narratives}
    quarter = {n.id: n.meta.period for n in narratives if n.meta.period}
    everyone: dict[str, set[str]] = {}
    for id, name in sorted(quarter.items()):
        everyone.setdefault(name, set()).add(child[id])
    raw = [_counts(theme, child, quarter, everyone) for theme in themes]
    tested = [_test(counts) for counts in raw]
    passed = _false_discovery([p for p, _ in tested], level)
    return tuple(
        Trend(theme.id, counts, round(p, 6), _verdict(direction, ok, counts))
        for theme, counts, (p, direction), ok in zip(themes, raw, tested, passed, strict=True)
    )


def _counts(
    theme: Theme, child: Mapping[str, str], quarter: Mapping[str, str], everyone: Mapping[str, set[str]]
) -> tuple[tuple[str, int, int], ...]:
    speaking: dict[str, set[str]] = {}
    for id, *_ in theme.passages:
        if id in quarter:
            speaking.setdefault(quarter[id], set()).add(child[id])
    return tuple((name, len(speaking.get(name, ())), len(group)) for name, group in sorted(everyone.items()))


def _halves(counts: Sequence[tuple[str, int, int]]) -> tuple[tuple[int, int], tuple[int, int]]:
    middle = len(counts) // 2
    first, last = counts[:middle], counts[middle:]
    return tuple((sum(n for _, n, _ in half), sum(of for _, _, of in half)) for half in (first, last))  # type: ignore[return-value]


def _test(counts: Sequence[tuple[str, int, int]]) -> tuple[float, int]:
    from scipy.stats import fisher_exact

    (a, of_a), (b, of_b) = _halves(counts)
    if not of_a or not of_b:
        return 1.0, 0
    p = float(fisher_exact([[a, of_a - a], [b, of_b - b]]).pvalue)
    return p, (b * of_a > a * of_b) - (b * of_a < a * of_b)


def _false_discovery(values: Sequence[float], level: float) -> list[bool]:
    order = sorted(range(len(values)), key=values.__getitem__)
    last = max((rank for rank, i in enumerate(order, 1) if values[i] <= level * rank / len(values)), default=0)
    return [order.index(i) < last for i in range(len(values))]


def _verdict(direction: int, passed: bool, counts: Sequence[tuple[str, int, int]]) -> str:
    (_, of_a), (_, of_b) = _halves(counts)
    if min(of_a, of_b) < FEWEST_CHILDREN:
        return "too few to say"
    if not passed:
        return "no clear change"
    return "rising" if direction > 0 else "falling"
