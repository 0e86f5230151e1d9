"""What is measured of a coder on narratives it did not learn from, each a number a research team can check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.coding.codebook import Codebook
from textmine.coding.lessons import overlap, with_parent
from textmine.types import Coding, Mention

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
BOOTSTRAPS, BINS = 500, 10


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f})"


@dataclass(frozen=True, slots=True)
class Pairs:
    """Narratives by codes: what people say, what the coder says, how likely it thinks it.

    Args:
        truth, said: bool[n_docs, n_codes].
        P: float64[n_docs, n_codes] in [0, 1].
        left: bool[n_docs, n_codes], left to a person.
        children: child of each narrative.
    """

    truth: Bools
    said: Bools
    P: Floats
    left: Bools
    children: tuple[str, ...] = field(repr=False)


def macro_f1(truth: Bools, said: Bools) -> float:
    """Mean F1 of the codes that anybody has; a code that nobody found and somebody has counts as 0."""
    hits, all_ = (truth & said).sum(axis=0), truth.sum(axis=0) + said.sum(axis=0)
    return float(np.mean(2 * hits[all_ > 0] / all_[all_ > 0])) if (all_ > 0).any() else float("nan")


def calibration_error(truth: Bools, P: Floats) -> float:
    """Expected calibration error of all decisions together, ten bins of equal width (Naeini et al. 2015)."""
    p, y = P.ravel(), truth.ravel()
    bins = np.minimum((p * BINS).astype(int), BINS - 1)
    gaps = [abs(p[bins == b].sum() - y[bins == b].sum()) for b in range(BINS)]
    return float(sum(gaps) / len(p))


def errors(pairs: Pairs) -> tuple[float, float, float]:
    """Share of wrong decisions among all, among those that are not left to a person, and the share left."""
    wrong = pairs.truth != pairs.said
    kept = ~pairs.left
    return float(wrong.mean()), float(wrong[kept].mean()), float(pairs.left.mean())


def bootstrapped(pairs: Pairs, figure: Callable[[Pairs], float], *, seed: int = 5) -> Interval:
    """A figure and its interval, children drawn with replacement."""
    rows: dict[str, list[int]] = {}
    for d, child in enumerate(pairs.children):
        rows.setdefault(child, []).append(d)
    groups, random = list(rows.values()), np.random.default_rng(seed)
    drawn = []
    for _ in range(BOOTSTRAPS):
        picked = [d for g in random.integers(len(groups), size=len(groups)) for d in groups[g]]
        drawn.append(figure(_rows(pairs, np.array(picked))))
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Interval(figure(pairs), float(low), float(high))


def headlines(codings: Sequence[Coding], codebook: Codebook) -> Bools:
    """bool[n_codings, n_codes]: the codes in each headline, a sub-code with its parent."""
    found = [{c for code in coding.headline for c in with_parent(code, codebook)} for coding in codings]
    return np.array([[code in codes for code in codebook.ids] for codes in found], dtype=bool)


def first_try(human: Sequence[Coding], model: Sequence[Coding], codes: Sequence[str]) -> list[bool]:
    """For every code in both headlines: whether the model's likeliest evidence is where a person saw it."""
    return [
        right for h, m in zip(human, model, strict=True) for code in codes if (right := _right(h, m, code)) is not None
    ]


def wrongly_counted(human: Sequence[Coding], model: Sequence[Coding], codes: Sequence[str]) -> list[bool]:
    """For every mention that people ruled out or called hypothetical: whether the model has it in its headline.

    A place where the same code is also affirmed about this episode is passed over.
    """
    found = []
    for h, m in zip(human, model, strict=True):
        mine = [one for one in m.mentions if one.headline]
        theirs = [one for one in h.mentions if one.headline]
        found += [
            any(_same(one, other) for other in mine)
            for one in h.mentions
            if one.code in codes and one.assertion in {"negated", "hypothetical"}
            if not any(_same(one, other) for other in theirs)
        ]
    return found


def _right(human: Coding, model: Coding, code: str) -> bool | None:
    theirs = [one for one in human.mentions if one.headline and one.code == code]
    mine = [one for one in model.mentions if one.headline and one.code == code]
    if not theirs or not mine:
        return None
    best = max(mine, key=lambda one: one.probability)
    return any(_same(best, one) for one in theirs)


def _same(a: Mention, b: Mention) -> bool:
    return a.code == b.code and overlap(a.start, a.end, b.start, b.end)


def _rows(pairs: Pairs, rows: NDArray[np.int64]) -> Pairs:
    return Pairs(
        pairs.truth[rows], pairs.said[rows], pairs.P[rows], pairs.left[rows], tuple(pairs.children[d] for d in rows)
    )
