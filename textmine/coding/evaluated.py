"""All that is known of how good a coder is."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.coding.abstention import Guarantee
from textmine.coding.aims import Reached
from textmine.coding.comparison import Row
from textmine.coding.evaluation import UNDER_BAR, CodeFigures, macro
from textmine.coding.fieldfigures import FieldFigures
from textmine.coding.labelerrors import Doubt
from textmine.coding.learningcurve import Curve
from textmine.coding.prevalence import Prevalence
from textmine.coding.reliability import Calibration
from textmine.coding.subgroups import Subgroup
from textmine.nouns import number_of

NO_CURVE = Curve((), ())
WAYS = ("counted", "corrected", "adjusted", "re_estimated")


@dataclass(frozen=True, slots=True)
class Share:
    """Prevalence of a code by the coder alone, and what people found in the same narratives.

    Args:
        found: share by people.
        estimate: by coders that saw none of these children; means over folds.
        off: distance from what people found, mean over folds, of `WAYS`: in a mean over folds errors would cancel out.
        held: in this share of the folds the interval of `corrected` held what people found.
    """

    found: float
    estimate: Prevalence
    off: tuple[float, ...]
    held: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is known of how good a coder is; everything measured on children it did not learn from.

    Args:
        narratives, children: coded by people.
        bar: F1 that a code's interval must be above to be coded.
        figures: of each code.
        calibrations: of the codes that are suggested, all together first.
        guarantee: what is left to a person, and what is known of the rest.
        others: the same for other aims.
        shares: prevalence of the codes that are suggested.
        subgroups: errors by group.
        doubts: human decisions to look at again.
        reached: what thresholds for an aim came to; None for the best F1.
        fields: of each question about the whole write-up, and of the five things derived from codes.
        reviews: reviewed suggestions, which are learned from too but not measured on.
        counted: reviewed suggestions that are measured on, since the settings say so.
        comparison, curve: beside simple coders and people, and with more narratives; empty after `train`.
    """

    narratives: int
    children: int
    bar: float
    figures: tuple[CodeFigures, ...]
    calibrations: tuple[Calibration, ...]
    guarantee: Guarantee
    others: tuple[Guarantee, ...]
    shares: tuple[Share, ...]
    subgroups: tuple[Subgroup, ...]
    doubts: tuple[Doubt, ...]
    reached: Reached | None = None
    fields: tuple[FieldFigures, ...] = ()
    comparison: tuple[Row, ...] = ()
    curve: Curve = NO_CURVE
    reviews: int = 0
    counted: int = 0

    def __repr__(self) -> str:
        """In a line; `textmine.frame` shows the codes."""
        usable = sum(figure.usable for figure in self.figures)
        return (
            f"Evaluation({usable} of {len(self.figures)} codes suggested, macro F1 {self.macro_f1:.2f} on "
            f"{self.narratives} narratives of {self.children} children)"
        )

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the codes that are suggested."""
        return macro(self.figures)

    def unaided(self) -> tuple[str, ...]:
        """What became of codings by people who saw a suggestion first."""
        said = []
        if self.reviews:
            said.append(f"Learned from too, but not measured on: {number_of(self.reviews, 'reviewed suggestion')}.")
        if self.counted:
            said.append(
                f"Counted as truth: {number_of(self.counted, 'reviewed suggestion')}; so the coder looks better than it is."
            )
        return tuple(said)

    def summary(self) -> tuple[str, ...]:
        """What a person should read after the table of codes, a sentence each."""
        below = [figure.code for figure in self.figures if figure.why == UNDER_BAR]
        said = list(self.unaided())
        if self.calibrations:
            said.append(f"Probabilities are off by {self.calibrations[0].error:.3f} on average (calibration error).")
        if self.reached:
            said.append(self.reached.sentence())
        said.append(self.guarantee.sentence())
        if below:
            said.append(f"Not coded, for F1 may be under {self.bar:.2f}: {', '.join(below)}.")
        said += [_differs(group) for group in self.subgroups if group.differs]
        if self.curve.points:
            said.append(self.curve.sentence())
        if self.doubts:
            slips = number_of(len(self.doubts), "decision")
            said.append(f"Perhaps a slip: {slips} of people, listed in annotations/to-check.csv.")
        return tuple(said)


def _differs(group: Subgroup) -> str:
    way = "worse" if group.difference < 0 else "better"
    ends = f"{group.difference_low:+.2f} to {group.difference_high:+.2f}"
    return f"Codes are found {way} for {group.by} {group.group}: F1 {group.difference:+.2f} ({ends})."
