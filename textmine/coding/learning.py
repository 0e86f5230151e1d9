"""Learn the weights of a coder from a lesson: words and vectors to codes, cues and vectors to how they are asserted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.coding.calibration import EPS
from textmine.coding.cues import CUES
from textmine.coding.features import (
    head_features,
    similarity,
    whole_similarity,
    whole_texts,
    whole_vectors,
    word_weights,
    words_of_enough_children,
)
from textmine.coding.lessons import Lesson
from textmine.coding.regression import fit_choice, fit_joint
from textmine.coding.scoring import HEADS, PRIOR_WEIGHT, WORDS_WEIGHT
from textmine.types import Matrix

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

PENALTY, WHOLE_PENALTY, HEAD_PENALTY = 0.3, 0.01, 1.0  # L2; chosen on the example, see docs/coding.md
STEPS, WHOLE_STEPS, HEAD_STEPS, START_STEPS = 30, 100, 40, 60
MOST_WORDS = 3000
SURE = 8.0  # log-odds against a value that was never seen

Learned = dict[str, NDArray[np.float32]]


def learn(lesson: Lesson, definitions: Matrix) -> tuple[tuple[str, ...], Learned]:
    """Weights for `score_passages`.

    Args:
        lesson: with what to start from; what is learned is pulled towards it.
        definitions: float32[n_codes, d], vectors of the codes' definitions.

    Returns:
        The vocabulary, and float32 arrays: `idf`, `Ws`, `Wx`, `b`, `definitions`, `prior_mean`, `prior_std` of passages,
        the same with `whole_` of narratives, and for assertion, time and voice `…_Ws`, `…_Wx`, `…_b`, `…_codes`.
    """
    texts = [passage.text for passage in lesson.passages]
    words = words_of_enough_children(texts, [lesson.children[d] for d in lesson.doc], at_most=MOST_WORDS)
    S, idf = word_weights(texts, words)
    closeness = similarity(lesson.X, definitions)
    offset, mean, deviation = _prior(closeness)
    Wx0, b0 = _started(lesson, "Wx"), _started(lesson, "b")
    offset = offset + lesson.X @ Wx0 + b0
    Ws, Wx, b = fit_joint(S, lesson.X, lesson.Y, offset, penalty=PENALTY, iterations=STEPS)
    arrays = {"idf": idf, "Ws": Ws, "Wx": Wx + Wx0, "b": b + b0, "definitions": definitions}
    arrays |= {"prior_mean": mean, "prior_std": deviation}
    arrays |= _whole(lesson, words, closeness) | _heads(lesson, S)
    return words, {name: np.asarray(array, dtype=np.float32) for name, array in arrays.items()}


def fit_start(lesson: Lesson, definitions: Matrix) -> Learned:
    """What others may start from: weights of vectors and cues, without words; see `starting`."""
    from scipy.sparse import csr_matrix

    none = csr_matrix((len(lesson.passages), 0), dtype=np.float32)
    offset, _, _ = _prior(similarity(lesson.X, definitions))
    _, Wx, b = fit_joint(none, lesson.X, lesson.Y, offset, penalty=PENALTY, iterations=START_STEPS)
    heads = _heads(lesson, none)
    arrays = {"Wx": Wx, "b": b}
    for name, _ in HEADS:
        arrays |= {f"{name}_Wx": heads[f"{name}_Wx"], f"{name}_codes": heads[f"{name}_codes"] + heads[f"{name}_b"]}
    return {name: np.asarray(array, dtype=np.float32) for name, array in arrays.items()}


def _started(lesson: Lesson, name: str) -> NDArray[np.float32]:
    """The lesson's weights to start from, zeros of their shape without."""
    if name in lesson.start:
        return lesson.start[name]
    k, d, cues = len(lesson.codes), lesson.X.shape[1], 2 * len(CUES)
    values = {head: len(given) for head, given in HEADS}
    head, _, part = name.rpartition("_")
    shapes = {"Wx": (d, k), "b": (k,)}
    shape = shapes[name] if not head else (k if part == "codes" else cues + d - d // 2, values[head])
    return np.zeros(shape, dtype=np.float32)


def _prior(closeness: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """What closeness to the definitions adds to the log-odds, and its mean and deviation."""
    mean, deviation = closeness.mean(axis=0), closeness.std(axis=0) + EPS
    return (PRIOR_WEIGHT * (closeness - mean) / deviation).astype(np.float32), mean, deviation


def _whole(lesson: Lesson, words: tuple[str, ...], closeness: Matrix) -> dict[str, NDArray[np.floating]]:
    """From the narrative as a whole to its codes: what no single passage says."""
    n = len(lesson.children)
    S, idf = word_weights(whole_texts(lesson.passages, lesson.doc, n), words)
    offset, mean, deviation = _prior(whole_similarity(closeness, lesson.doc, n))
    X = whole_vectors(lesson.X, lesson.doc, n)
    Ws, Wx, b = fit_joint(S, X, lesson.D, offset, penalty=WHOLE_PENALTY, iterations=WHOLE_STEPS)
    found = {"idf": idf, "Ws": Ws, "Wx": Wx, "b": b, "mean": mean, "std": deviation}
    return {f"whole_{name}": np.asarray(array) for name, array in found.items()}


def _heads(lesson: Lesson, S: csr_matrix) -> dict[str, NDArray[np.floating]]:
    """Assertion, time and voice, learned from what people marked: each passage with each of its codes."""
    from scipy.sparse import csr_matrix, hstack

    rows, codes = lesson.marks[:, 0], lesson.marks[:, 1]
    k, n_words = len(lesson.codes), S.shape[1]
    which = csr_matrix((np.ones(len(rows), np.float32), (np.arange(len(rows)), codes)), shape=(len(rows), k))
    beside = hstack([WORDS_WEIGHT * S[rows], which]).tocsr()
    F = head_features([lesson.passages[i] for i in rows], lesson.X[rows])
    arrays: dict[str, NDArray[np.floating]] = {}
    for place, (name, values) in enumerate(HEADS, 2):
        Wx0, codes0 = _started(lesson, f"{name}_Wx"), _started(lesson, f"{name}_codes")
        offset = np.asarray(F @ Wx0 + codes0[codes], dtype=np.float32)
        W, Wx, b = _head(beside, F, lesson.marks[:, place], len(values), offset)
        arrays |= {
            f"{name}_Ws": W[:n_words],
            f"{name}_codes": W[n_words:] + codes0,
            f"{name}_Wx": Wx + Wx0,
            f"{name}_b": b,
        }
    return arrays


def _head(
    S: csr_matrix, F: Matrix, y: NDArray[np.int64], values: int, offset: Matrix
) -> tuple[NDArray[np.float32], ...]:
    """Weights of one choice; a value that was never seen is never expected, the first always if none was."""
    never = np.bincount(y, minlength=values) == 0
    if len(y) == 0:
        never[0] = False
        zeros = [np.zeros((n, values), dtype=np.float32) for n in (S.shape[1], F.shape[1])]
        return *zeros, np.where(never, -SURE, 0).astype(np.float32)
    Ws, Wx, b = fit_choice(S, F, y, offset, values=values, penalty=HEAD_PENALTY, iterations=HEAD_STEPS)
    return Ws, Wx, (b - SURE * never).astype(np.float32)
