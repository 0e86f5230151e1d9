"""Whether the coder is worse for some: errors by care status, area, language, author and length, where numbers allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.coding.resampling import Floats, interval, ratio, redrawn

AT_LEAST, AT_LEAST_CHILDREN = 20, 5
NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Decisions on the narratives of one group, all codes together.

    Args:
        by, group: what it is divided by, and its value.
        narratives, children: in it.
        precision, recall, f1: nan where there are too few narratives or nothing to divide by.
        low, high: 95 % interval of F1, bootstrapped by child.
        wrong: share of decisions that are wrong.
        difference, difference_low, difference_high: F1 less that of all other narratives, with its interval.
        enough: whether there are enough narratives and children for figures.
    """

    by: str
    group: str
    narratives: int
    children: int
    precision: float = NAN
    recall: float = NAN
    f1: float = NAN
    low: float = NAN
    high: float = NAN
    wrong: float = NAN
    difference: float = NAN
    difference_low: float = NAN
    difference_high: float = NAN
    enough: bool = False

    @property
    def differs(self) -> bool:
        """Whether the interval of the difference leaves out 0."""
        return self.enough and (self.difference_low > 0 or self.difference_high < 0)


def subgroups(
    truth: NDArray[np.bool_],
    chosen: NDArray[np.bool_],
    children: Sequence[str],
    groups: Mapping[str, Sequence[str]],
    *,
    seed: int,
    at_least: int = AT_LEAST,
    at_least_children: int = AT_LEAST_CHILDREN,
) -> tuple[Subgroup, ...]:
    """Figures of every group, in the order of `groups` and of the values' names.

    Args:
        truth, chosen: bool[n, n_codes] of the codes that are suggested, held out.
        children: of the n narratives.
        groups: what to divide by, and the value of each narrative; "" is not known and left out.
    """
    W = redrawn(children, seed)
    found = []
    for by, values in groups.items():
        for group in sorted(set(values) - {""}):
            own = np.array([value == group for value in values])
            known = np.array([value != "" for value in values])
            n, behind = int(own.sum()), len({child for child, there in zip(children, own, strict=True) if there})
            few = Subgroup(by, group, n, behind)
            enough = n >= at_least and behind >= at_least_children
            found.append(_measured(few, truth, chosen, own, known & ~own, W) if enough else few)
    return tuple(found)


def by_length(words: Sequence[int]) -> tuple[str, ...]:
    """Thirds by length, each with its bounds in words: as many short as long ones."""
    if not words:
        return ()
    low, high = (int(np.quantile(words, third)) for third in (1 / 3, 2 / 3))
    names = f"1: up to {low} words", f"2: {low + 1} to {high} words", f"3: over {high} words"
    return tuple(names[(n > low) + (n > high)] for n in words)


def _measured(
    group: Subgroup,
    truth: NDArray[np.bool_],
    chosen: NDArray[np.bool_],
    own: NDArray[np.bool_],
    others: NDArray[np.bool_],
    W: Floats,
) -> Subgroup:
    hit, true, said, wrong, every = _sums(truth, chosen, own, W)
    f1 = ratio(2 * hit, true + said)
    rest = _sums(truth, chosen, others, W)
    gap = f1 - ratio(2 * rest[0], rest[1] + rest[2])
    low, high = interval(f1[1:])
    least, most = interval(gap[1:])
    return replace(
        group,
        precision=float(ratio(hit, said)[0]),
        recall=float(ratio(hit, true)[0]),
        f1=float(f1[0]),
        low=low,
        high=high,
        wrong=float(ratio(wrong, every)[0]),
        difference=float(gap[0]),
        difference_low=least,
        difference_high=most,
        enough=True,
    )


def _sums(truth: NDArray[np.bool_], chosen: NDArray[np.bool_], own: NDArray[np.bool_], W: Floats) -> tuple[Floats, ...]:
    """Hits, true, said, wrong and all decisions of one group, in every draw."""
    flags = (truth & chosen, truth, chosen, truth != chosen, np.ones_like(truth))
    return tuple(W[:, own] @ flag[own].sum(axis=1) for flag in flags)
