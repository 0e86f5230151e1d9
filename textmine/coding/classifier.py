"""A coder learned from people's codings: what a passage mentions, how it asserts it, and what the narrative has.

A joint logistic regression on word weights beside sentence vectors, plus half the standardised similarity of the
passage to the code's definition; others for assertion, time and voice on words, vectors, cue words and the code.
Passages are joined to a narrative by noisy-or of `mentioned and affirmed and now`. Beside it stands a regression on the
narrative as a whole. Both are calibrated by one slope each for all codes and an intercept a code (Platt scaling shrunk
to the pool), fitted on children that neither saw. What was tried, and what it brought, is in docs/coding.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from textmine.coding.aims import BEST_F1, Aim
from textmine.coding.calibration import EPS, best_f1_threshold, combine, logit, margin, sigmoid
from textmine.coding.codebook import Codebook
from textmine.coding.folds import Rows, child_folds
from textmine.coding.learning import learn
from textmine.coding.lessons import Lesson
from textmine.coding.model import Model
from textmine.coding.scoring import HEADS, Scores, score_passages
from textmine.errors import ModelError
from textmine.nouns import number_of
from textmine.processes import ahead
from textmine.types import ASSERTIONS, TIMES, VOICES, Assertion, Coding, Matrix, Mention, Passage, Probabilities, Time

EVIDENCE = 3  # at most so many evidence passages for a code
AT_LEAST_NOW = 0.6  # what is hardly likelier affirmed now than ruled out, advised or past is no evidence of a headline


def train(
    lesson: Lesson,
    definitions: Matrix,
    *,
    usable: Sequence[str],
    folds: int,
    abstain: float,
    seed: int,
    about: Sequence[tuple[str, str]] = (),
    aim: Aim = BEST_F1,
    processes: int = 1,
) -> Model:
    """Learn from people's codings.

    Args:
        lesson: passages and codes; without marks in the text the whole narratives are learned from.
        definitions: float32[n_codes, d], vectors of the codes' definitions.
        usable: codes that may be suggested.
        folds: for calibration; never a child in two.
        abstain: share of decisions nearest their threshold that are left to a person.
        aim: what thresholds are chosen for.
        processes: for the folds; 0 as many as the machine feeds.

    Raises:
        ModelError: fewer children than folds, or nothing coded.
    """
    if not (lesson.Y.any() or lesson.D.any()):
        raise ModelError(
            "The codings to learn from mark no code",
            where=number_of(len(lesson.D), "narrative"),
            next_step="mark codes in narratives that have some, then train again",
        )
    if len(set(lesson.children)) < max(2, folds):
        raise ModelError(
            "There are too few coded narratives to learn from",
            where=number_of(len(set(lesson.children)), "child"),
            next_step="annotate more, then train again",
        )
    decisions = _decisions(lesson, _held_out(lesson, definitions, folds, seed, processes), usable, abstain, aim)
    words, arrays = learn(lesson, definitions)
    return Model(lesson.codes, words, arrays | decisions, tuple(usable), tuple(about))


def score(model: Model, passages: Sequence[Passage], X: Matrix, doc: NDArray[np.int64], n_docs: int) -> Scores:
    """What the model thinks of the passages of some narratives.

    Args:
        X: float32[n_passages, 2 * d] from `encode_passages`.
        doc: int[n_passages], which narrative a passage belongs to, in [0, n_docs).
    """
    return score_passages(model.words, model.arrays, passages, X, doc, n_docs)


def probabilities(model: Model, scores: Scores, codebook: Codebook) -> Probabilities:
    """`P float64[n_docs, n_codes]`: calibrated, affirmed and about this episode.

    A parent is at least as likely as its sub-codes.
    """
    P = _calibrated(scores, model.arrays["slope"], model.arrays["intercepts"])
    column = {code: i for i, code in enumerate(model.codes)}
    for child, parent in codebook.parents.items():
        P[:, column[parent]] = np.maximum(P[:, column[parent]], P[:, column[child]])
    return P


def predict(
    model: Model,
    narratives: Sequence[str],
    passages: Sequence[Passage],
    X: Matrix,
    doc: NDArray[np.int64],
    codebook: Codebook,
) -> tuple[Coding, ...]:
    """A suggested coding for each narrative, with evidence and the codes on which the model abstains."""
    scores = score(model, passages, X, doc, len(narratives))
    return decide(model, narratives, passages, scores, doc, probabilities(model, scores, codebook))


def decide(
    model: Model,
    narratives: Sequence[str],
    passages: Sequence[Passage],
    scores: Scores,
    doc: NDArray[np.int64],
    P: Probabilities,
) -> tuple[Coding, ...]:
    """The codings that follow from scores and probabilities."""
    codings = []
    for d, id in enumerate(narratives):
        doubtful = _doubtful(model, P[d])
        mentions = _mentions(model, passages, scores, np.flatnonzero(doc == d), P[d], doubtful)
        codings.append(Coding(id, model.coder, tuple(sorted(mentions)), (), "suggested", doubtful))
    return tuple(codings)


def mentions_at(
    passages: Sequence[Passage], scores: Scores, rows: NDArray[np.int64], code: str, c: int
) -> tuple[Mention, ...]:
    """How some passages mention a code, whatever was decided of it.

    Args:
        rows: of the passages.
        c: the code's column.
    """
    return tuple(
        _mention(passages[i], scores, (i, c), code, scores.mention[i, c], headline=False) for i in rows.tolist()
    )


def _held_out(lesson: Lesson, definitions: Matrix, folds: int, seed: int, processes: int) -> Scores:
    """Scores of every passage by a model that did not see its child."""
    splits = child_folds(lesson.children, folds, seed)
    n, k = len(lesson.passages), len(lesson.codes)
    assertion, time, voice = (np.zeros((n, k, len(values))) for _, values in HEADS)
    whole = np.zeros(lesson.D.shape)
    held = Scores(np.zeros((n, k)), assertion, time, voice, np.zeros_like(whole), whole)
    work = partial(_scored_without, lesson, definitions)
    for (_, test), scores in zip(splits, ahead(work, splits, processes=processes, worth=2), strict=True):
        rows = np.isin(lesson.doc, test)
        for name in ("mention", "assertion", "time", "voice"):
            getattr(held, name)[rows] = getattr(scores, name)
        held.doc[test], held.whole[test] = scores.doc, scores.whole
    return held


def _scored_without(lesson: Lesson, definitions: Matrix, split: tuple[Rows, Rows]) -> Scores:
    """Scores of a fold's passages by a model that learned from the others; the same bits in whichever process."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    taught, test = split
    with threadpool_limits(1):
        words, arrays = learn(lesson.of(taught), definitions)
        part = lesson.of(test)
        return score_passages(words, arrays, part.passages, part.X, part.doc, len(test))


def _calibrated(scores: Scores, slopes: NDArray[np.floating], intercepts: NDArray[np.floating]) -> Probabilities:
    return sigmoid(slopes[0] * scores.doc + slopes[1] * scores.whole + intercepts)


def _decisions(
    lesson: Lesson, held: Scores, usable: Sequence[str], abstain: float, aim: Aim
) -> dict[str, NDArray[np.float32]]:
    """Calibration, thresholds and margin, chosen on scores of children that were not learned from."""
    slopes, intercepts = combine([held.doc, held.whole], lesson.D)
    P = _calibrated(held, slopes, intercepts)
    thresholds = np.array([aim.threshold(p) for p in P.T])
    columns = [i for i, code in enumerate(lesson.codes) if code in usable]
    arrays = {
        "slope": slopes,
        "intercepts": intercepts,
        "thresholds": thresholds,
        "mention_thresholds": [best_f1_threshold(p) for p in held.mention.T],
        "margin": [margin(P[:, columns], thresholds[columns], abstain)],
    }
    return {name: np.asarray(values, dtype=np.float32) for name, values in arrays.items()}


def _doubtful(model: Model, p: Probabilities) -> tuple[str, ...]:
    thresholds = model.arrays["thresholds"].astype(np.float64)
    near = np.abs(logit(p) - logit(thresholds)) < model.arrays["margin"][0]
    return tuple(code for i, code in enumerate(model.codes) if near[i] and code in model.usable)


def _mentions(
    model: Model,
    passages: Sequence[Passage],
    scores: Scores,
    rows: NDArray[np.int64],
    p: Probabilities,
    doubtful: Sequence[str],
) -> set[Mention]:
    """Evidence for the codes the narrative has, and passages that mention a code otherwise: ruled out, long ago."""
    if not len(rows):
        return set()
    found: set[Mention] = set()
    plain = scores.plain[rows]
    for c, code in enumerate(model.codes):
        if code not in model.usable:
            continue
        evidence: list[int] = []
        if p[c] >= model.arrays["thresholds"][c] and code not in doubtful:
            evidence = _evidence(scores, rows, c)
        otherwise = rows[~plain[:, c] & (scores.mention[rows, c] >= model.arrays["mention_thresholds"][c])].tolist()
        strength = scores.mention[evidence, c] * scores.now[evidence, c]
        sure = p[c] * strength / max(strength.max(initial=0), EPS)
        found |= {
            _mention(passages[i], scores, (i, c), code, s, headline=True) for i, s in zip(evidence, sure, strict=True)
        }
        found |= {
            _mention(passages[i], scores, (i, c), code, scores.mention[i, c], headline=False)
            for i in otherwise
            if i not in evidence
        }
    return found


def _evidence(scores: Scores, rows: NDArray[np.int64], c: int) -> list[int]:
    """The passages that speak most for a code now, none less than half as much as the first; none if none does."""
    q = scores.mention[rows, c] * scores.now[rows, c]
    strongest = np.argsort(-q, kind="stable")[:EVIDENCE]
    return [int(rows[i]) for i in strongest if q[i] >= q.max() / 2 and scores.now[rows[i], c] >= AT_LEAST_NOW]


def _mention(
    passage: Passage, scores: Scores, at: tuple[int, int], code: str, probability: float, *, headline: bool
) -> Mention:
    """A mention at `at`, passage and code; the likeliest evidence of a headline has the narrative's probability."""
    assertion: Assertion = "affirmed" if headline else ASSERTIONS[int(scores.assertion[at].argmax())]
    time: Time = "this_episode" if headline else TIMES[int(scores.time[at].argmax())]
    voice = VOICES[int(scores.voice[at].argmax())]
    p = round(min(1.0, float(probability)), 4)
    return Mention(passage.start, passage.end, code, assertion, time, voice, p)
