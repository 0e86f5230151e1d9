"""What more annotation would bring: average precision by number of narratives, and where fifty more help most.

Coders are taught by 25, 50 and 75 % of the children of each fold besides all of them, and measured on the fold. Each code's
curve is `a - b / sqrt(n)`; what fifty more would bring is read off it. Its interval comes from drawing children anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from textmine.coding.classifier import probabilities, score, train
from textmine.coding.codebook import Codebook
from textmine.coding.folds import Rows, child_folds
from textmine.coding.heldout import HeldOut, columns_of
from textmine.coding.lessons import Lesson
from textmine.coding.resampling import Floats, average_precisions, redrawn, with_interval
from textmine.errors import ModelError
from textmine.processes import ahead
from textmine.progress import Progress, silent
from textmine.types import Matrix

SHARES = (0.25, 0.5, 0.75)
FOLDS, REPEATS, DRAWS, MORE = 3, 2, 200, 50


@dataclass(frozen=True, slots=True)
class Point:
    """Macro average precision after so many narratives.

    Args:
        narratives: taught by, on average over folds and repeats.
        low, high: 95 % interval, bootstrapped by the children measured on.
    """

    narratives: float
    average_precision: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What fifty more narratives would bring for a code, by its curve.

    Args:
        low, high: 95 % interval, bootstrapped by child.
    """

    code: str
    gain: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The learning curve of a lesson.

    Args:
        points: from few narratives to all.
        gains: of each code, the largest first.
    """

    points: tuple[Point, ...]
    gains: tuple[Gain, ...]

    def sentence(self, most: int = 3) -> str:
        """Which codes would profit, or that it cannot be told."""
        sure = [gain for gain in self.gains if gain.low > 0]
        if not sure:
            return (
                f"Whether {MORE} more narratives would help cannot be told from these: no code's curve clearly rises."
            )
        told = ", ".join(f"{g.code} (+{g.gain:.2f}, {g.low:.2f} to {g.high:.2f})" for g in sure[:most])
        return f"{MORE} more narratives would help most for {told}: average precision to be expected by the curve."


def learning_curve(
    lesson: Lesson,
    definitions: Matrix,
    codebook: Codebook,
    held: HeldOut,
    *,
    usable: Sequence[str],
    seed: int,
    progress: Progress = silent,
    processes: int = 1,
) -> Curve:
    """Teach by ever more children and measure on others; all of them is what `held` says already.

    Args:
        processes: for the runs; 0 as many as the machine feeds.
    """
    columns = columns_of(lesson, usable)
    if not columns:
        return Curve((), ())
    W = redrawn(lesson.children, seed, DRAWS)
    splits = child_folds(lesson.children, FOLDS, seed)
    sizes, values = [], []
    runs = [(share, seed + repeat) for share in SHARES for repeat in range(REPEATS)]
    work = partial(_taught_by, lesson, definitions, codebook, splits, usable)
    progress(0, len(runs), "learning curve")
    for done, (n, P) in enumerate(ahead(work, runs, processes=processes, worth=2), 1):
        sizes.append(n)
        values.append(_averages(lesson, P, columns, W))
        progress(done, len(runs), "learning curve")
    sizes.append(float(np.mean([(held.fold != k).sum() for k in np.unique(held.fold)])))
    values.append(_averages(lesson, held.P, columns, W))
    return curve_of(np.array(sizes), np.stack(values), [lesson.codes[c] for c in columns])


def curve_of(sizes: Floats, values: Floats, codes: Sequence[str]) -> Curve:
    """Points and gains from measurements.

    Args:
        sizes: float64[n_runs], narratives taught by; runs of one share stand together.
        values: float64[n_runs, 1 + draws, n_codes], average precision as measured and in every draw.
    """
    with np.errstate(invalid="ignore"):
        means = np.nanmean(values, axis=2)
    points = []
    for group in _runs_of(len(sizes)):
        macro = means[group].mean(axis=0)
        points.append(Point(float(sizes[group].mean()), *with_interval(macro)))
    n = sizes[-1]
    F = np.column_stack([np.ones_like(sizes), -1 / np.sqrt(sizes)])
    slopes = np.tensordot(np.linalg.pinv(F)[1], values, axes=1)  # b of every draw and code
    brings = slopes * (1 / np.sqrt(n) - 1 / np.sqrt(n + MORE))
    gains = [Gain(code, *with_interval(brings[:, c])) for c, code in enumerate(codes)]
    return Curve(tuple(points), tuple(sorted(gains, key=lambda gain: -gain.gain)))


def _runs_of(n_runs: int) -> list[list[int]]:
    """Runs by share; the last run is all children."""
    return [*([s * REPEATS + r for r in range(REPEATS)] for s in range((n_runs - 1) // REPEATS)), [n_runs - 1]]


def _taught_by(
    lesson: Lesson,
    definitions: Matrix,
    codebook: Codebook,
    splits: Sequence[tuple[Rows, Rows]],
    usable: Sequence[str],
    run: tuple[float, int],
) -> tuple[float, Floats]:
    """Mean number of narratives taught by, and P of every narrative; a fold too small to teach says the share of each code."""
    (share, seed), P, sizes = run, np.zeros(lesson.D.shape), []
    for learn, test in splits:
        names = np.random.default_rng(seed).permutation(sorted({lesson.children[d] for d in learn}))
        some = set(names[: max(2, round(share * len(names)))])
        rows = np.array([d for d in learn if lesson.children[d] in some], dtype=np.int64)
        sizes.append(len(rows))
        part = lesson.of(test)
        try:
            model = train(lesson.of(rows), definitions, usable=usable, folds=2, abstain=0.0, seed=seed)
        except ModelError:
            P[test] = lesson.D[rows].mean(axis=0)
            continue
        P[test] = probabilities(model, score(model, part.passages, part.X, part.doc, len(test)), codebook)
    return float(np.mean(sizes)), P


def _averages(lesson: Lesson, P: Floats, columns: Sequence[int], W: Floats) -> Floats:
    """float64[1 + draws, n_codes]: average precision, fold scores taken together."""
    return np.column_stack([average_precisions(lesson.D[:, c], P[:, c], W) for c in columns])
