"""How good a coder is, code by code, on narratives of children it did not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.coding.lessons import Lesson
from textmine.coding.resampling import Floats, average_precisions, f1s, interval, ratio, redrawn
from textmine.shares import wilson
from textmine.types import Probabilities

NAN = float("nan")
TOO_FEW, UNDER_BAR = "too few", "not good enough"


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """Figures of one code.

    Args:
        narratives, children: that have it, in the human codings.
        precision, recall, f1: of the headline decision; nan where there is nothing to divide by.
        low, high: 95 % interval of F1, the wider of the bootstrap by child and of Wilson's over children.
        average_precision: of the calibrated probabilities.
        brier: mean squared error of the probabilities.
        usable: whether the code is suggested and reported as coded.
        precision_low, …, average_high: 95 % intervals, bootstrapped by child.
        why: why it is not usable: too few examples, or F1 may be under the team's bar.
    """

    code: str
    narratives: int
    children: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    average_precision: float
    brier: float
    usable: bool
    precision_low: float = NAN
    precision_high: float = NAN
    recall_low: float = NAN
    recall_high: float = NAN
    average_low: float = NAN
    average_high: float = NAN
    why: str = ""

    def row(self) -> dict[str, str | int | float | bool | None]:
        """As a row of a table, rounded; None where there is no figure."""
        return {
            name: (None if np.isnan(value) else round(value, 4)) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }

    def markdown(self) -> str:
        """As a row of the card."""
        head = f"| {self.code} | {self.narratives} | {self.children} |"
        if not self.usable and self.why != UNDER_BAR:
            return f"{head} | | | | | {TOO_FEW} |"
        figures = (self.precision, self.recall, self.f1)
        shown = " | ".join("–" if np.isnan(value) else f"{value:.2f}" for value in figures)
        average = "–" if np.isnan(self.average_precision) else f"{self.average_precision:.2f}"
        why = f" {self.why}" if self.why else ""
        return f"{head} {shown} | {self.low:.2f}–{self.high:.2f} | {average} |{why} |"


def usable_codes(lesson: Lesson, *, at_least: int, at_least_children: int) -> tuple[str, ...]:
    """Codes with enough affirmed narratives from enough children to be learned."""
    return tuple(
        code
        for c, code in enumerate(lesson.codes)
        if lesson.D[:, c].sum() >= at_least and _children(lesson, c) >= at_least_children
    )


def figures(
    lesson: Lesson, P: Probabilities, chosen: NDArray[np.bool_], *, usable: Sequence[str], seed: int
) -> tuple[CodeFigures, ...]:
    """Figures of decisions and probabilities against the human codings of the same narratives."""
    W = redrawn(lesson.children, seed)
    return tuple(
        _figures(lesson, c, P[:, c], chosen[:, c], W, usable=code in usable) for c, code in enumerate(lesson.codes)
    )


def held_to(figures: Sequence[CodeFigures], bar: float) -> tuple[CodeFigures, ...]:
    """A code whose F1 may be under the bar is not suggested: it says so instead."""
    return tuple(
        replace(figure, usable=False, why=UNDER_BAR) if figure.usable and not figure.low >= bar else figure
        for figure in figures
    )


def macro(figures: Sequence[CodeFigures], name: str = "f1") -> float:
    """Mean over the usable codes that have the figure; nan if there are none."""
    values = [getattr(figure, name) for figure in figures if figure.usable]
    there = [value for value in values if not np.isnan(value)]
    return float(np.mean(there)) if there else NAN


def f1_interval(
    truth: NDArray[np.bool_], said: NDArray[np.bool_], children: Sequence[str], W: Floats
) -> tuple[float, float]:
    """95 % interval of F1; (0, 1) where nothing is said or true.

    Bootstrapped by child; where a child more or less would not show (all right, or a handful of cases) it is too narrow, so
    it is at least Wilson's interval of hits among what is said or true, of as many looks as there are children behind it.

    Args:
        W: float64[1 + draws, n] from `redrawn`.
    """
    either = truth | said
    if not either.any():
        return 0.0, 1.0
    low, high = interval(f1s(truth, said, W[1:]))
    looks = len({child for child, there in zip(children, either, strict=True) if there})
    least, most = wilson(looks * float((truth & said).sum() / either.sum()), looks) or (0.0, 1.0)
    return min(low, 2 * least / (1 + least)), max(high, 2 * most / (1 + most))


def _figures(lesson: Lesson, c: int, p: Floats, said: NDArray[np.bool_], W: Floats, *, usable: bool) -> CodeFigures:
    truth = lesson.D[:, c]
    hit, true, picked = (W @ flags.astype(np.float64) for flags in (truth & said, truth, said))
    precision, recall, f1 = ratio(hit, picked), ratio(hit, true), ratio(2 * hit, true + picked)
    average = average_precisions(truth, p, W)
    low, high = f1_interval(truth, said, lesson.children, W)
    ends = [interval(values[1:]) for values in (precision, recall, average)]
    return CodeFigures(
        code=lesson.codes[c],
        narratives=int(truth.sum()),
        children=_children(lesson, c),
        precision=float(precision[0]),
        recall=float(recall[0]),
        f1=float(f1[0]),
        low=low,
        high=high,
        average_precision=float(average[0]),
        brier=float(np.mean((p - truth) ** 2)) if len(truth) else NAN,
        usable=usable,
        precision_low=ends[0][0],
        precision_high=ends[0][1],
        recall_low=ends[1][0],
        recall_high=ends[1][1],
        average_low=ends[2][0],
        average_high=ends[2][1],
        why="" if usable else TOO_FEW,
    )


def _children(lesson: Lesson, c: int) -> int:
    return len({child for child, has in zip(lesson.children, lesson.D[:, c], strict=True) if has})
