"""The evaluation of a coder, all of it, and its page in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
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
            said.append(f"{self.reviews} reviewed suggestions are learned from too, but nothing is measured on them.")
        if self.counted:
            said.append(f"{self.counted} reviewed suggestions count as truth: the coder looks better than it is.")
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
            said.append(f"{len(self.doubts)} decisions of people may be slips: annotations/to-check.csv lists them.")
        return tuple(said)


def evaluation_card(evaluation: Evaluation) -> str:
    """The page."""
    parts = [
        ("", _opening(evaluation)),
        ("Codes", _codes(evaluation)),
        ("Beside simple coders and people", _comparison(evaluation.comparison)),
        ("Do probabilities mean what they say?", _calibration(evaluation.calibrations[:1])),
        ("What goes to a person", _guarantees(evaluation)),
        ("How often: counted and corrected", _shares(evaluation.shares)),
        ("Questions about the whole write-up", _fields(evaluation.fields)),
        ("Is it worse for some?", _subgroups(evaluation.subgroups)),
        ("What more annotation would bring", _curve(evaluation.curve)),
    ]
    return "\n\n".join(f"## {title}\n\n{words}" if title else words for title, words in parts if words) + "\n"


def _opening(e: Evaluation) -> str:
    return (
        "# How good the coder is\n\n"
        f"Measured on {e.narratives} narratives of {e.children} children that people coded, each by a coder that saw nothing of "
        "its child: calibration, thresholds and what goes to a person are chosen inside each fold. Intervals are 95 %, "
        "bootstrapped by child; they do not hold what another choice of annotators or services would change."
        + "".join(f" {sentence}" for sentence in e.unaided())
    )


def _codes(e: Evaluation) -> str:
    note = "F1 of decisions the coder must make itself. `too few`: never suggested. `not good enough`: under the team's bar."
    head = ("code", "narratives", "children", "precision", "recall", "F1", "95 %", "average precision", "Brier", "")
    rows = [
        (
            f.code,
            f.narratives,
            f.children,
            f.precision,
            f.recall,
            f.f1,
            (f.low, f.high),
            f.average_precision,
            f.brier,
            f.why,
        )
        if f.usable or f.why == UNDER_BAR
        else (f.code, f.narratives, f.children, "", "", "", "", "", "", f.why)
        for f in e.figures
    ]
    aimed = f" {e.reached.sentence()}" if e.reached else ""
    return f"{note}{aimed}\n\n{_table(head, rows)}"


def _comparison(rows: Sequence[Row]) -> str:
    head = ("coder", "narratives", "codes", "macro F1", "95 %", "macro average precision", "95 %")
    lines = [
        (
            f"{r.coder} ({r.on})",
            r.narratives,
            r.codes,
            r.f1,
            (r.low, r.high),
            r.average_precision,
            (r.ap_low, r.ap_high),
        )
        for r in rows
    ]
    return _table(head, lines) if rows else ""


def _calibration(curves: Sequence[Calibration]) -> str:
    head = ("probability", "mean", "have the code", "of", "share", "95 %")
    return "\n\n".join(
        f"Expected calibration error {curve.error:.3f}, all codes together.\n\n"
        + _table(
            head,
            [
                (f"{b.low:.2f} to {b.high:.2f}", b.expected, b.right, b.there, b.right / b.there, (b.least, b.most))
                for b in curve.bins
                if b.there
            ],
        )
        for curve in curves
    )


def _guarantees(e: Evaluation) -> str:
    source = (
        "Selective classification with guaranteed risk (Geifman & El-Yaniv 2017), tested in a fixed order (Angelopoulos et al. "
        "2021), with the bound of Korn & Graubard (1998) for children whose decisions go wrong together. It holds for children "
        "like these, not after drift, and over all codes together: a rare code may do worse."
    )
    others = "\n".join(f"* {one.sentence()}" for one in e.others)
    return f"{e.guarantee.sentence()}\n\nOther aims:\n\n{others}\n\n{source}" if e.others else e.guarantee.sentence()


def _shares(shares: Sequence[Share]) -> str:
    head = ("code", "people", "counted", "corrected", "95 %", "adjusted count", "95 %", "re-estimated", "95 %")
    rows = [
        (
            s.estimate.code,
            s.found,
            s.estimate.counted,
            s.estimate.corrected,
            (s.estimate.low, s.estimate.high),
            s.estimate.adjusted,
            (s.estimate.adjusted_low, s.estimate.adjusted_high),
            s.estimate.re_estimated,
            (s.estimate.re_estimated_low, s.estimate.re_estimated_high),
        )
        for s in shares
    ]
    note = (
        "Each fold's narratives as if only the coder had read them, with errors known from the other folds; means over folds. "
        f"{_off(shares)}"
    )
    return f"{note}\n\n{_table(head, rows)}" if shares else ""


def _off(shares: Sequence[Share]) -> str:
    off = [(way, _mean([share.off[i] for share in shares])) for i, way in enumerate(WAYS)]
    told = ", ".join(f"{way.replace('_', '-')} {100 * value:.1f}" for way, value in off)
    held = f"The interval of `corrected` held it in {_mean([s.held for s in shares]):.0%} of cases."
    return f"Mean distance from people's share in a fold, in percentage points: {told}. {held}"


def _fields(figures: Sequence[FieldFigures]) -> str:
    asked = ("question", "narratives", "commonest answer", "accuracy", "95 %", "its macro F1", "macro F1", "95 %")
    head = (*asked, "answers", "of them right", "95 %", "")
    rows = [
        (
            f.field,
            f.narratives,
            f.majority,
            f.accuracy,
            (f.low, f.high),
            f.majority_f1,
            f.f1,
            (f.f1_low, f.f1_high),
            f.answered,
            f.right,
            (f.right_low, f.right_high),
            f.why,
        )
        for f in figures
    ]
    note = (
        "Accuracy and macro F1 are of answers to every narrative, beside always giving the commonest answer. `answers`: share "
        "that the coder answers on its own; the others are left to a person, and so is a question with a reason in the last "
        "column. `covers`: the five things an interview should ascertain, derived from the codes; only a yes is said without "
        "a person, for what the coder does not suggest may still be written."
    )
    return f"{note}\n\n{_table(head, rows)}" if figures else ""


def _subgroups(groups: Sequence[Subgroup]) -> str:
    head = ("by", "group", "narratives", "children", "precision", "recall", "F1", "95 %", "less others", "95 %")
    rows = [
        (
            g.by,
            g.group,
            g.narratives,
            g.children,
            g.precision,
            g.recall,
            g.f1,
            (g.low, g.high),
            g.difference,
            (g.difference_low, g.difference_high),
        )
        if g.enough
        else (g.by, g.group, g.narratives, g.children, "too few", "", "", "", "", "")
        for g in groups
    ]
    note = (
        "All codes together. Of twenty comparisons one differs by chance: look at what differs before you believe it."
    )
    return f"{note}\n\n{_table(head, rows)}" if groups else ""


def _curve(curve: Curve) -> str:
    if not curve.points:
        return ""
    head = ("narratives", "macro average precision", "95 %")
    rows = [(f"{p.narratives:.0f}", p.average_precision, (p.low, p.high)) for p in curve.points]
    return f"{curve.sentence()}\n\n{_table(head, rows)}"


def _differs(group: Subgroup) -> str:
    way = "worse" if group.difference < 0 else "better"
    ends = f"{group.difference_low:+.2f} to {group.difference_high:+.2f}"
    return f"Codes are found {way} for {group.by} {group.group}: F1 {group.difference:+.2f} ({ends})."


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(_cell(value) for value in row) + " |" for row in rows)])


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "–" if any(math.isnan(end) for end in value) else f"{value[0]:.2f} to {value[1]:.2f}"
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:.2f}"
    return str(value)


def _mean(values: Sequence[float]) -> float:
    there = [value for value in values if not math.isnan(value)]
    return sum(there) / len(there) if there else float("nan")
