"""How good a coder is, code by code, on narratives of children it did not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.coding.classifier import predict, probabilities, score, train
from textmine.coding.codebook import Codebook
from textmine.coding.folds import child_folds
from textmine.coding.lessons import Lesson, with_parent
from textmine.progress import Progress, silent
from textmine.types import Matrix, Probabilities

BOOTSTRAPS = 500


@dataclass(frozen=True, slots=True)
class CodeFigures:
    """Figures of one code.

    Args:
        narratives, children: that have it, in the human codings.
        precision, recall, f1: of the headline decision; nan where there is nothing to divide by.
        low, high: 95 % interval of F1, bootstrapped by child.
        average_precision: of the calibrated probabilities.
        brier: mean squared error of the probabilities.
        usable: whether there were enough examples to suggest it.
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

    def row(self) -> dict[str, str | int | float | bool | None]:
        """As a row of a table, rounded; None where there is no figure."""
        return {
            name: (None if np.isnan(value) else round(value, 4)) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }

    def markdown(self) -> str:
        """As a row of the card."""
        head = f"| {self.code} | {self.narratives} | {self.children} |"
        if not self.usable:
            return f"{head} | | | | | too few |"
        figures = (self.precision, self.recall, self.f1)
        shown = " | ".join("–" if np.isnan(value) else f"{value:.2f}" for value in figures)
        average = "–" if np.isnan(self.average_precision) else f"{self.average_precision:.2f}"
        return f"{head} {shown} | {self.low:.2f}–{self.high:.2f} | {average} | |"


def usable_codes(lesson: Lesson, *, at_least: int, at_least_children: int) -> tuple[str, ...]:
    """Codes with enough affirmed narratives from enough children to be learned."""
    return tuple(
        code
        for c, code in enumerate(lesson.codes)
        if lesson.D[:, c].sum() >= at_least and _children(lesson, c) >= at_least_children
    )


def cross_validate(
    lesson: Lesson,
    definitions: Matrix,
    codebook: Codebook,
    *,
    usable: Sequence[str],
    folds: int,
    abstain: float,
    seed: int,
    progress: Progress = silent,
) -> tuple[CodeFigures, ...]:
    """Nested: calibration, thresholds and abstention are chosen without the children they are measured on.

    A suggested sub-code brings its parent, as it does in the human codings.

    Raises:
        ModelError: there are too few children, or without one fold's children nothing is coded.
    """
    P = np.zeros(lesson.D.shape)
    chosen = np.zeros(lesson.D.shape, dtype=bool)
    splits = child_folds(lesson.children, folds, seed)
    for done, (learn, test) in enumerate(splits):
        progress(done, len(splits), "evaluate")
        model = train(lesson.of(learn), definitions, usable=usable, folds=max(2, folds - 2), abstain=abstain, seed=seed)
        part = lesson.of(test)
        P[test] = probabilities(model, score(model, part.passages, part.X, part.doc, len(test)), codebook)
        names = [str(d) for d in range(len(test))]
        for d, coding in enumerate(predict(model, names, part.passages, part.X, part.doc, codebook)):
            said = {code for sub in coding.headline for code in with_parent(sub, codebook)}
            chosen[test[d]] = [code in said for code in lesson.codes]
    progress(len(splits), len(splits), "evaluate")
    return figures(lesson, P, chosen, usable=usable, seed=seed)


def figures(
    lesson: Lesson, P: Probabilities, chosen: NDArray[np.bool_], *, usable: Sequence[str], seed: int
) -> tuple[CodeFigures, ...]:
    """Figures of decisions and probabilities against the human codings of the same narratives."""
    from sklearn.metrics import average_precision_score

    found = []
    for c, code in enumerate(lesson.codes):
        truth, said = lesson.D[:, c], chosen[:, c]
        precision, recall, f1 = _prf(truth, said)
        low, high = _interval(truth, said, lesson.children, seed)
        average = float(average_precision_score(truth, P[:, c])) if truth.any() else float("nan")
        brier = float(np.mean((P[:, c] - truth) ** 2))
        found.append(
            CodeFigures(
                code,
                int(truth.sum()),
                _children(lesson, c),
                precision,
                recall,
                f1,
                low,
                high,
                average,
                brier,
                code in usable,
            )
        )
    return tuple(found)


def macro(figures: Sequence[CodeFigures], name: str = "f1") -> float:
    """Mean over the usable codes that have the figure; nan if there are none."""
    values = [getattr(figure, name) for figure in figures if figure.usable]
    there = [value for value in values if not np.isnan(value)]
    return float(np.mean(there)) if there else float("nan")


def _children(lesson: Lesson, c: int) -> int:
    return len({child for child, has in zip(lesson.children, lesson.D[:, c], strict=True) if has})


def _prf(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> tuple[float, float, float]:
    hit = int((truth & said).sum())
    precision = hit / int(said.sum()) if said.any() else float("nan")
    recall = hit / int(truth.sum()) if truth.any() else float("nan")
    both = int(truth.sum() + said.sum())
    return precision, recall, 2 * hit / both if both else float("nan")


def _interval(
    truth: NDArray[np.bool_], said: NDArray[np.bool_], children: Sequence[str], seed: int
) -> tuple[float, float]:
    """95 % percentile interval of F1 over resampled children; (0, 1) if it is not defined."""
    names, place = np.unique(children, return_inverse=True)
    counts = np.zeros((3, len(names)))
    for row, flags in enumerate((truth & said, truth, said)):
        np.add.at(counts[row], place, flags)
    draws = np.random.default_rng(seed).integers(0, len(names), (BOOTSTRAPS, len(names)))
    hit, true, picked = (counts[row][draws].sum(axis=1) for row in range(3))
    with np.errstate(invalid="ignore", divide="ignore"):
        f1 = 2 * hit / (true + picked)
    f1 = f1[~np.isnan(f1)]
    return (float(np.quantile(f1, 0.025)), float(np.quantile(f1, 0.975))) if len(f1) else (0.0, 1.0)
