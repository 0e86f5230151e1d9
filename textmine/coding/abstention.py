"""What a coder may decide without a person, so that of its own decisions hardly any are wrong.

Decisions nearest their threshold go to a person. How near is chosen as in selective classification with guaranteed risk
(Geifman & El-Yaniv 2017, arXiv:1705.08500): from the most cautious margin down, each is tested on decisions by coders that
saw nothing of the child, and the first that fails ends it. Testing in an order fixed beforehand keeps the confidence
(Learn then Test: Angelopoulos, Bates, Candès, Jordan & Lei 2021, arXiv:2110.01052). A child's decisions go wrong together:
the bound is Clopper & Pearson's with the number of decisions divided by the design effect (Korn & Graubard 1998).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.coding.resampling import Floats

SHARES = tuple(round(0.9 - 0.025 * step, 3) for step in range(37))  # to a person, from 90 % to none
FEW = 3  # errors; from fewer the design effect cannot be told, and a child counts as one decision
CONFIDENCE = 0.9


@dataclass(frozen=True, slots=True)
class Guarantee:
    """What is left to a person, and what is known of the rest.

    Args:
        margin: decisions nearer their threshold than this, in log-odds, go to a person; infinite if all do.
        share: of the decisions that go to a person.
        decided: decisions made without a person.
        wrong: how many of them people decided otherwise.
        bound: with `confidence` at most this share of such decisions is wrong.
        has: codes that people gave, over all narratives.
        missed: how many of them were decided against, without a person.
        aim: the share that was asked for; nan if a share for people was given instead.
    """

    margin: float
    share: float
    decided: int
    wrong: int
    bound: float
    missed: int
    has: int
    aim: float = float("nan")
    confidence: float = CONFIDENCE

    @property
    def reached(self) -> bool:
        """Whether the aim, if there is one, could be shown to be kept."""
        return bool(np.isnan(self.aim) or (self.decided and self.bound <= self.aim))

    def sentence(self) -> str:
        """In words."""
        if not self.decided and np.isnan(self.aim):
            return "No code may be suggested: everything goes to a person."
        if not self.decided:
            return f"At most {self.aim:.0%} wrong cannot be shown with so few narratives: everything goes to a person."
        return (
            f"If {self.share:.0%} of the decisions go to a person, with {self.confidence:.0%} confidence at most "
            f"{self.bound:.1%} of the others are wrong; measured: {self.wrong} of {self.decided}, and {self.missed} of "
            f"{self.has} codes that are there missed without a person looking."
        )


def for_aim(
    truth: NDArray[np.bool_],
    chosen: NDArray[np.bool_],
    distance: Floats,
    children: Sequence[str],
    *,
    at_most_wrong: float,
    confidence: float = CONFIDENCE,
) -> Guarantee:
    """The smallest margin with which at most a share of the decisions made without a person is wrong.

    Args:
        truth, chosen: bool[n, n_codes] of the codes that may be suggested, held out.
        distance: float64[n, n_codes], of each decision from its threshold, in log-odds.
        children: of the n narratives.
        at_most_wrong: the share, in (0, 1).

    Returns:
        The last margin that passed; if not even the most cautious one does, everything goes to a person.
    """
    best = _everything_to_a_person(truth, at_most_wrong, confidence)
    for share in SHARES:
        found = _at(_margin(distance, share), truth, chosen, distance, children, confidence, at_most_wrong)
        if not found.reached:
            break
        best = found
    return best


def for_share(
    truth: NDArray[np.bool_],
    chosen: NDArray[np.bool_],
    distance: Floats,
    children: Sequence[str],
    *,
    share: float,
    confidence: float = CONFIDENCE,
) -> Guarantee:
    """What is known if a given share of the decisions goes to a person; the share was fixed beforehand.

    Args:
        truth, chosen, distance, children: as for `for_aim`.
        share: in [0, 1).
    """
    return _at(_margin(distance, share), truth, chosen, distance, children, confidence, float("nan"))


def _margin(distance: Floats, share: float) -> float:
    """The distance within which a share of the decisions lies; 0 for none."""
    return float(np.quantile(distance, share)) if distance.size and share else 0.0


def upper_bound(wrong: Floats, decided: Floats, confidence: float = CONFIDENCE) -> float:
    """With this confidence at most such a share of decisions is wrong; 1 if there are none, or only one child's.

    Decisions about one child go wrong together, so all are worth fewer independent ones: `looks`, their number divided by the
    design effect `alike`.

    Args:
        wrong, decided: float64[n_children], numbers of decisions.

    >>> round(upper_bound(np.zeros(60), np.full(60, 10.0)), 3)  # no error in 60 children
    0.038
    """
    from scipy.stats import beta, t

    m, n, e = len(decided), float(decided.sum()), float(wrong.sum())
    if n <= 0 or m < 2:
        return 1.0
    share = e / n
    if share >= 1:
        return 1.0
    alike = n / m
    if e >= FEW:
        variance = m / (m - 1) * float(((wrong - share * decided) ** 2).sum()) / n**2
        alike = max(1.0, variance / (share * (1 - share) / n))
    looks = n / alike * (t.ppf(confidence, n - 1) / t.ppf(confidence, m - 1)) ** 2 if e >= FEW else float(min(m, n))
    return float(beta.ppf(confidence, share * looks + 1, looks * (1 - share)))


def _at(
    margin: float,
    truth: NDArray[np.bool_],
    chosen: NDArray[np.bool_],
    distance: Floats,
    children: Sequence[str],
    confidence: float,
    aim: float,
) -> Guarantee:
    """What is known if decisions nearer their threshold than the margin go to a person."""
    alone = distance >= margin
    error = alone & (truth != chosen)
    _, place = np.unique(np.asarray(children, dtype=str), return_inverse=True)
    wrong, decided = (np.bincount(place, flags.sum(axis=1)).astype(np.float64) for flags in (error, alone))
    there = decided > 0
    return Guarantee(
        margin=margin,
        share=float(1 - alone.mean()) if alone.size else 0.0,
        decided=int(alone.sum()),
        wrong=int(error.sum()),
        bound=upper_bound(wrong[there], decided[there], confidence),
        missed=int((error & truth).sum()),
        has=int(truth.sum()),
        aim=aim,
        confidence=confidence,
    )


def _everything_to_a_person(truth: NDArray[np.bool_], aim: float, confidence: float) -> Guarantee:
    return Guarantee(float("inf"), 1.0, 0, 0, 1.0, 0, int(truth.sum()), aim, confidence)
