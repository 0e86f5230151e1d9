"""What coders say of narratives of children they did not learn from: nothing else may be measured on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from textmine.coding.aims import BEST_F1, Aim
from textmine.coding.calibration import logit
from textmine.coding.classifier import decide, probabilities, score, train
from textmine.coding.codebook import Codebook
from textmine.coding.coverage import ascertained
from textmine.coding.folds import Rows, child_folds
from textmine.coding.lessons import Lesson, with_parent
from textmine.coding.model import Model
from textmine.processes import ahead
from textmine.progress import Progress, silent
from textmine.types import Matrix, Probabilities


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Decisions on every narrative of a lesson, each by a coder that saw nothing of its child.

    Args:
        P: float64[n_docs, n_codes] in [0, 1], calibrated.
        chosen: bool[n_docs, n_codes], has the code if the coder must decide; a sub-code brings its parent.
        distance: float64[n_docs, n_codes], log-odds between P and the threshold of the decision.
        fold: int[n_docs], which coder it was.
        seen: bool[n_docs, n_codes], mentions it about this episode, affirmed or not; nothing advised.
    """

    P: Probabilities = field(repr=False)
    chosen: NDArray[np.bool_] = field(repr=False)
    distance: NDArray[np.float64] = field(repr=False)
    fold: NDArray[np.int64] = field(repr=False)
    seen: NDArray[np.bool_] = field(repr=False, default_factory=lambda: np.zeros((0, 0), dtype=bool))

    def of(self, docs: NDArray[np.int64]) -> HeldOut:
        """Of some narratives alone."""
        return HeldOut(self.P[docs], self.chosen[docs], self.distance[docs], self.fold[docs], self.seen[docs])


def hold_out(
    lesson: Lesson,
    definitions: Matrix,
    codebook: Codebook,
    *,
    usable: Sequence[str],
    folds: int,
    seed: int,
    progress: Progress = silent,
    aim: Aim = BEST_F1,
    processes: int = 1,
) -> HeldOut:
    """Nested cross-validation: calibration and thresholds too are chosen without the children they are measured on.

    Args:
        processes: for the folds; 0 as many as the machine feeds.

    Raises:
        ModelError: there are too few children, or without one fold's children nothing is coded.
    """
    shape = lesson.D.shape
    P, distance = np.zeros(shape), np.zeros(shape)
    chosen, seen = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    fold = np.zeros(len(lesson.D), dtype=np.int64)
    splits = child_folds(lesson.children, folds, seed)
    teach = partial(train, usable=usable, folds=max(2, folds - 2), abstain=0.0, seed=seed, aim=aim)
    work = partial(_decided_without, lesson, definitions, codebook, teach)
    progress(0, len(splits), "evaluate")
    for done, part in enumerate(ahead(work, splits, processes=processes, worth=2)):
        test = splits[done][1]
        P[test], chosen[test], distance[test], seen[test] = part
        fold[test] = done
        progress(done + 1, len(splits), "evaluate")
    return HeldOut(P, chosen, distance, fold, seen)


def _decided_without(
    lesson: Lesson, definitions: Matrix, codebook: Codebook, teach: Callable[..., Model], split: tuple[Rows, Rows]
) -> tuple[Probabilities, NDArray[np.bool_], NDArray[np.float64], NDArray[np.bool_]]:
    """P, chosen, distance and seen of a fold's narratives, by a coder that learned from the others."""
    learn, test = split
    model, part = teach(lesson.of(learn), definitions), lesson.of(test)
    scores = score(model, part.passages, part.X, part.doc, len(test))
    P = probabilities(model, scores, codebook)
    distance = np.abs(logit(P) - logit(np.asarray(model.arrays["thresholds"], dtype=np.float64)))
    names = [str(d) for d in range(len(test))]
    codings = decide(model, names, part.passages, scores, part.doc, P)
    said = [{code for sub in coding.headline for code in with_parent(sub, codebook)} for coding in codings]
    covered = [ascertained(coding) for coding in codings]
    return P, _flags(said, lesson.codes), distance, _flags(covered, lesson.codes)


def _flags(sets: Sequence[Collection[str]], codes: Sequence[str]) -> NDArray[np.bool_]:
    """bool[n_sets, n_codes]: which codes each set has."""
    return np.array([[code in one for code in codes] for one in sets], dtype=bool)


def columns_of(lesson: Lesson, codes: Sequence[str]) -> list[int]:
    """Columns of some codes, in the lesson's order."""
    return [c for c, code in enumerate(lesson.codes) if code in codes]
