"""Learn the weights of a coder from a lesson: words and vectors to codes, cues and vectors to how they are asserted."""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray

from textmine.coding.calibration import EPS
from textmine.coding.lessons import Lesson
from textmine.coding.regression import fit_joint
from textmine.coding.scoring import HEADS, PRIOR_WEIGHT, head_features, similarity, word_weights
from textmine.types import Matrix

PENALTY = 1.0  # L2, of the joint regression
AT_LEAST_CHILDREN_PER_WORD = 3  # a word of fewer children is not learned: it might name one
MOST_WORDS = 3000
SURE = 8.0  # log-odds of the one value that was ever seen

Learned = dict[str, NDArray[np.float32]]


def learn(lesson: Lesson, definitions: Matrix) -> tuple[tuple[str, ...], Learned]:
    """Weights for `score_passages`.

    Args:
        definitions: float32[n_codes, d], vectors of the codes' definitions.

    Returns:
        The vocabulary, and float32 arrays `idf`, `Ws`, `Wx`, `b`, `definitions`, `prior_mean`, `prior_std`, and for
        assertion, time and voice `…_W` and `…_b`.
    """
    words = _vocabulary(lesson)
    S, idf = word_weights(lesson.passages, words)
    prior = similarity(lesson.X, definitions)
    mean, deviation = prior.mean(axis=0), prior.std(axis=0) + EPS
    offset = (PRIOR_WEIGHT * (prior - mean) / deviation).astype(np.float32)
    Ws, Wx, b = fit_joint(S, lesson.X, lesson.Y, offset, penalty=PENALTY)
    arrays = {"idf": idf, "Ws": Ws, "Wx": Wx, "b": b, "definitions": definitions}
    arrays |= {"prior_mean": mean, "prior_std": deviation} | _heads(lesson)
    return words, {name: np.asarray(array, dtype=np.float32) for name, array in arrays.items()}


def _vocabulary(lesson: Lesson) -> tuple[str, ...]:
    """Words and pairs of words that enough children's narratives use; none if there are too few children."""
    from sklearn.feature_extraction.text import CountVectorizer

    texts: dict[str, list[str]] = {}
    for passage, d in zip(lesson.passages, lesson.doc, strict=True):
        texts.setdefault(lesson.children[int(d)], []).append(passage.text)
    counter = CountVectorizer(
        ngram_range=(1, 2), min_df=AT_LEAST_CHILDREN_PER_WORD, max_features=MOST_WORDS, binary=True
    )
    try:
        counter.fit([" ".join(group) for _, group in sorted(texts.items())])
    except ValueError:  # no word is left
        return ()
    return tuple(sorted(counter.vocabulary_))


def _heads(lesson: Lesson) -> dict[str, NDArray[np.float64]]:
    """Assertion, time and voice, learned from the passages that mention something."""
    rows = [i for i, attributes in enumerate(lesson.attributes) if attributes]
    F = head_features([lesson.passages[i] for i in rows], lesson.X[rows])
    arrays = {}
    for place, (name, values) in enumerate(HEADS):
        seen = [attributes[place] for attributes in lesson.attributes if attributes]
        y = np.array([values.index(value) for value in seen], dtype=np.int64)
        arrays[f"{name}_W"], arrays[f"{name}_b"] = _head(F, y, len(values))
    return arrays


def _head(F: NDArray[np.float64], y: NDArray[np.int64], n_values: int) -> tuple[NDArray[np.float64], ...]:
    """W float64[n_features, n_values] and b; a value that was never seen is never expected, the first if none was."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    W, b = np.zeros((F.shape[1], n_values)), np.full(n_values, -SURE)
    present = np.unique(y) if len(y) else np.zeros(1, dtype=np.int64)
    if len(present) == 1:
        b[present] = SURE
        return W, b
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # near enough after 40 steps
        model = LogisticRegression(C=1.0, max_iter=40, tol=1e-3).fit(F, y)
    coef, intercept = model.coef_, model.intercept_
    if len(present) == 2:
        coef, intercept = np.vstack([-coef / 2, coef / 2]), np.array([-intercept[0] / 2, intercept[0] / 2])
    W[:, present], b[present] = coef.T, intercept
    return W, b
