"""How far two coders agree, code by code and on all codes together; a person or a model may be either of them.

What is compared is what counts in reports: whether a narrative has a code, affirmed and about this episode. No single
measure is right for every code (kappa and alpha fall to nothing where a code is rare), so several stand side by side, each
with an interval bootstrapped by child, and it is the interval's lower end that is held against a threshold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from textmine.coding import agreementmeasures as measures
from textmine.coding.agreementspans import matched, spans
from textmine.coding.resampling import Floats, interval, ratio, redrawn, with_interval
from textmine.types import Coding

# Krippendorff (2019, Content Analysis, 4th ed., ch. 12): rely on 0.8 and above, draw tentative conclusions from 0.667.
# 0.6 is where Landis & Koch (1977) let "substantial" begin, and the codebook's bar for teaching a model.
FIRM, TENTATIVE, TEACHING = 0.8, 0.667, 0.6
# A verdict needs so many narratives to which either gave the code; from fewer, one more narrative would change it.
FEWEST = 10
# Added to both kinds of disagreement at the interval's lower end, as Haldane (1956) and Anscombe (1956) add to empty cells.
HALF = 0.5
# Beyond this share, or its complement, the same few disagreements pull kappa and alpha down (Feinstein & Cicchetti 1990).
RARE = 0.1
NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure and its 95 % interval, bootstrapped by child; nan where it is not defined."""

    value: float = NAN
    low: float = NAN
    high: float = NAN


UNKNOWN = Estimate()


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of two coders on one code.

    Args:
        both, children: narratives that both coded, and of how many children.
        first, second, either: narratives that each of them gave the code, and at least one of them.
        prevalence: share of (narrative, coder) pairs that have the code.
        observed: share of narratives on which they say the same.
        alpha, kappa, ac1: Krippendorff's, Cohen's, Gwet's: beyond what chance would give, each with its own chance.
        positive, negative: specific agreement on having and on not having the code.
        span_f1: of the places they marked, however asserted, where at least half of the words are the same.
    """

    code: str
    both: int
    children: int
    first: int = 0
    second: int = 0
    either: int = 0
    prevalence: Estimate = UNKNOWN
    observed: Estimate = UNKNOWN
    alpha: Estimate = UNKNOWN
    kappa: Estimate = UNKNOWN
    ac1: Estimate = UNKNOWN
    positive: Estimate = UNKNOWN
    negative: Estimate = UNKNOWN
    span_f1: Estimate = UNKNOWN

    @property
    def misleading(self) -> bool:
        """Whether kappa and alpha alone would mislead: nearly all narratives, or hardly any, have the code."""
        return not RARE <= self.prevalence.value <= 1 - RARE

    @property
    def good_for(self) -> str:
        """What the lower end of alpha's interval allows."""
        if self.either < FEWEST:
            return "too few to tell"
        for bar, words in (
            (FIRM, "firm conclusions"),
            (TENTATIVE, "tentative conclusions"),
            (TEACHING, "teaching a model"),
        ):
            if self.alpha.low >= bar:
                return words
        return "not yet: discuss and define better" if self.alpha.value < TEACHING else "not yet shown: code more twice"

    def more(self, width: float) -> int:
        """How many more narratives to code twice until alpha's interval is this wide; 0 if it is no wider now.

        An interval narrows with the square root of the number of children.

        Raises:
            ValueError: alpha has no interval.
        """
        now = self.alpha.high - self.alpha.low
        if math.isnan(now):
            raise ValueError("alpha has no interval yet")
        return max(0, math.ceil(self.both * ((now / width) ** 2 - 1)))


@dataclass(frozen=True, slots=True)
class Together:
    """Agreement on all codes at once.

    Args:
        masi: Krippendorff's alpha of the sets of codes, with MASI's distance: near misses count in part.
        same: narratives with exactly the same codes.
    """

    both: int
    children: int
    same: int
    masi: Estimate


def agree(
    first: Sequence[Coding],
    second: Sequence[Coding],
    *,
    codes: Sequence[str],
    child_of: Mapping[str, str],
    parents: Mapping[str, str] | None = None,
    seed: int = 7,
) -> tuple[Agreement, ...]:
    """Agreement on every code over the narratives that both coders coded.

    Args:
        codes: ids of the codes to compare.
        child_of: narrative to child; a narrative that is not in it counts as a child of its own.
        parents: sub-code to parent; a coder who gave the sub-code has given its parent too.
        seed: of the draws of children.
    """
    sides, shared = _sides(first, second)
    children = [child_of.get(id, id) for id in shared]
    W = redrawn(children, seed)
    blank = Agreement("", len(shared), len(set(children)))
    return tuple(_agreement(code, blank, sides, shared, W, parents or {}) for code in codes)


def together(
    first: Sequence[Coding],
    second: Sequence[Coding],
    *,
    child_of: Mapping[str, str],
    parents: Mapping[str, str] | None = None,
    seed: int = 7,
) -> Together:
    """Agreement on each narrative's codes as a set; the arguments are those of `agree`."""
    sides, shared = _sides(first, second)
    children = [child_of.get(id, id) for id in shared]
    sets = [[seen(side[id], parents or {}) for id in shared] for side in sides]
    found = measures.masi_alpha(sets[0], sets[1], redrawn(children, seed))
    same = sum(one == other for one, other in zip(*sets, strict=True))
    return Together(len(shared), len(set(children)), same, _estimate(found))


def seen(coding: Coding, parents: Mapping[str, str]) -> frozenset[str]:
    """Codes that a coding gives a narrative, with the parents of sub-codes."""
    return coding.headline | {parents[code] for code in coding.headline if code in parents}


def _sides(first: Sequence[Coding], second: Sequence[Coding]) -> tuple[list[dict[str, Coding]], list[str]]:
    sides = [{coding.narrative: coding for coding in side} for side in (first, second)]
    return sides, sorted(sides[0].keys() & sides[1].keys())


def _agreement(
    code: str,
    blank: Agreement,
    sides: Sequence[Mapping[str, Coding]],
    shared: Sequence[str],
    W: Floats,
    parents: Mapping[str, str],
) -> Agreement:
    Y = np.array([[code in seen(side[id], parents) for side in sides] for id in shared], dtype=bool).reshape(-1, 2)
    x, y = Y.T
    table = tuple(W @ flags.astype(np.float64) for flags in (x & y, x & ~y, ~x & y, ~x & ~y))
    names = ("observed", "alpha", "kappa", "ac1", "positive", "negative")
    told = {name: _cautious(getattr(measures, name), *table) for name in names}
    first, second, either = (int(flags.sum()) for flags in (x, y, x | y))
    share, f1 = _estimate(measures.prevalence(*table)), _estimate(_span_f1s(code, sides, shared, W))
    return Agreement(code, blank.both, blank.children, first, second, either, share, **told, span_f1=f1)


def _cautious(measure: Callable[..., Floats], a: Floats, b: Floats, c: Floats, d: Floats) -> Estimate:
    """A measure with a lower end that allows for disagreement not seen yet: else one narrative in common would be certainty."""
    plain = _estimate(measure(a, b, c, d))
    low, _ = interval(measure(a, b + HALF, c + HALF, d)[1:])
    return plain if math.isnan(plain.value) else replace(plain, low=min(plain.low, low))


def _span_f1s(code: str, sides: Sequence[Mapping[str, Coding]], shared: Sequence[str], W: Floats) -> Floats:
    rows = []
    for id in shared:
        one, other = (spans(side[id], code) for side in sides)
        rows.append((matched(one, other), len(one) + len(other)))
    hit, there = (W @ np.array([row[i] for row in rows], dtype=np.float64) for i in (0, 1))
    return ratio(2 * hit, there)


def _estimate(values: Floats) -> Estimate:
    return Estimate(*with_interval(values))
