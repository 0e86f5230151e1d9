"""The page of a coder's evaluation, in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from textmine.coding.comparison import Row
from textmine.coding.evaluated import WAYS, Evaluation, Share
from textmine.coding.evaluation import UNDER_BAR
from textmine.coding.fieldfigures import FieldFigures
from textmine.coding.learningcurve import Curve
from textmine.coding.reliability import Calibration
from textmine.coding.subgroups import Subgroup


def evaluation_card(evaluation: Evaluation) -> str:
    """The page; a section that has nothing to tell is left out."""
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
