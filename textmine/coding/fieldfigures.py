"""How well questions about whole write-ups are answered, on children that nothing was learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.coding.coverage import ELEMENTS
from textmine.coding.fieldlessons import FieldLesson, learn_fields
from textmine.coding.fields import Answers
from textmine.coding.folds import child_folds
from textmine.coding.lessons import Lesson
from textmine.coding.resampling import Floats, f1s, ratio, redrawn, with_interval

NAN = float("nan")
NO_BETTER = "no better than the commonest answer"
TOO_FEW = "too few answers"
ALIKE = "all answers alike"
TOO_UNSURE = "hardly ever sure enough"
LEAST_ANSWERED = 0.05  # of the narratives; a question that is answered more rarely is left to people


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """Figures of one question, each narrative answered by a coder that saw nothing of its child.

    Args:
        field: its name.
        narratives, children: whose answers people gave.
        majority, majority_f1: accuracy and macro F1 of always giving the commonest answer of those learned from.
        accuracy, low, high: if every narrative must be answered; 95 % interval bootstrapped by child.
        f1, f1_low, f1_high: mean F1 of the answers that anybody gave, the same.
        answered: share of the narratives that it answers on its own.
        right, right_low, right_high: of those, how many as people did.
        usable: whether it is answered at all; `why` not.
    """

    field: str
    narratives: int
    children: int
    majority: float = NAN
    majority_f1: float = NAN
    accuracy: float = NAN
    low: float = NAN
    high: float = NAN
    f1: float = NAN
    f1_low: float = NAN
    f1_high: float = NAN
    answered: float = NAN
    right: float = NAN
    right_low: float = NAN
    right_high: float = NAN
    usable: bool = False
    why: str = TOO_FEW


@dataclass(frozen=True, slots=True)
class Tried:
    """Answers to one question, each `int64[n_docs]`.

    Args:
        forced: if every narrative must be answered.
        given: if unsure ones are left to a person, -1.
        plain: always the commonest answer of the narratives that were learned from.
    """

    forced: Answers
    given: Answers
    plain: Answers


def field_figures(
    lesson: FieldLesson, *, right: float, at_least: int, at_least_children: int, folds: int, seed: int
) -> tuple[FieldFigures, ...]:
    """Figures of every question of the codebook, in its order; temperature and bar are chosen inside each fold.

    Args:
        right: share of its answers that must be right.
        at_least, at_least_children: answers of people, and their children, before a question is learned.
    """
    shape, enough = (len(lesson.children), len(lesson.questions)), (at_least, at_least_children)
    forced, given, plain = (np.full(shape, -1) for _ in range(3))
    for taught, test in child_folds(lesson.children, folds, seed):
        part = lesson.of(taught)
        learned = learn_fields(part, right=right, seed=seed)
        F = learned.features(lesson.of(test))
        for q, (name, _) in enumerate(lesson.questions):
            plain[test, q] = _commonest(part.y[:, q])
            question = learned.question(name)
            if question is not None:
                P = question.probabilities(F)
                forced[test, q], given[test, q] = P.argmax(axis=1), question.answers(P)
    return tuple(
        _figures(name, lesson.y[:, q], Tried(forced[:, q], given[:, q], plain[:, q]), lesson.children, enough, seed)
        for q, (name, _) in enumerate(lesson.questions)
    )


def coverage_figures(
    lesson: Lesson,
    people: Sequence[frozenset[str]],
    seen: NDArray[np.bool_],
    *,
    at_least: int,
    at_least_children: int,
    seed: int,
) -> tuple[FieldFigures, ...]:
    """The five things as the coder's codes tell them, against those of people's; on its own it says only yes.

    Args:
        people: codes that people ascertained in each narrative.
        seen: bool[n_docs, n_codes], by coders that saw nothing of the child.
    """
    found = []
    for name, wanted in ELEMENTS:
        columns = [c for c, code in enumerate(lesson.codes) if wanted(code)]
        if columns:
            y: Answers = np.array([any(wanted(code) for code in codes) for codes in people], dtype=np.int64)
            said: Answers = np.asarray(seen[:, columns].any(axis=1), dtype=np.int64)
            tried = Tried(said, np.asarray(np.where(said == 1, 1, -1), dtype=np.int64), np.full(len(y), _commonest(y)))
            enough = (at_least, at_least_children)
            figures = _figures(f"covers: {name}", y, tried, lesson.children, enough, seed)
            found.append(replace(figures, why="") if figures.why == NO_BETTER else figures)
    return tuple(found)


def _commonest(y: Answers) -> int:
    return int(np.bincount(y[y >= 0]).argmax()) if (y >= 0).any() else -1


def _figures(
    name: str, truth: Answers, tried: Tried, of: Sequence[str], enough: tuple[int, int], seed: int
) -> FieldFigures:
    rows = np.flatnonzero(truth >= 0)
    children = [of[i] for i in rows.tolist()]
    if len(rows) < enough[0] or len(set(children)) < enough[1]:
        return FieldFigures(name, len(rows), len(set(children)))
    if len(np.unique(truth[rows])) < 2:
        return FieldFigures(name, len(rows), len(set(children)), why=ALIKE)
    y, said, sure, base = truth[rows], tried.forced[rows], tried.given[rows], tried.plain[rows]
    W = redrawn(children, seed)
    accuracy, f1 = W @ (said == y) / W.sum(axis=1), _macro(y, said, W)
    answered, right = W @ (sure >= 0) / W.sum(axis=1), ratio(W @ (sure == y), W @ (sure >= 0))
    majority = float((base == y).mean())
    why = _why(float(accuracy[0]), majority, float(answered[0]))
    return FieldFigures(
        name,
        len(rows),
        len(set(children)),
        majority,
        float(_macro(y, base, W[:1])[0]),
        *with_interval(accuracy),
        *with_interval(f1),
        float(answered[0]),
        *with_interval(right),
        not why,
        why,
    )


def _why(accuracy: float, majority: float, answered: float) -> str:
    if accuracy <= majority:
        return NO_BETTER
    return TOO_UNSURE if answered < LEAST_ANSWERED else ""


def _macro(y: Answers, said: Answers, W: Floats) -> Floats:
    """Mean F1 in every draw of the answers that people or the coder gave."""
    each = [f1s(y == v, said == v, W) for v in np.unique(np.concatenate([y, said]))]
    return np.asarray(np.nanmean(np.vstack(each), axis=0), dtype=np.float64)
