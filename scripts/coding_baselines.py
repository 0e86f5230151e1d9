"""What a coder is measured beside: keywords of the codebook, word weights, sentence vectors, each with a regression."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from textmine.coding.calibration import best_f1_threshold
from textmine.coding.codebook import Code
from textmine.coding.folds import child_folds

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Fit = Callable[[NDArray[np.int64], NDArray[np.int64], Bools], Floats]
"""Rows to learn from, rows to score, truth of the former: probabilities of the latter."""

STOP = frozenset("and or of in by the a an to for with from not at what would is be other".split())
SEED = 7


def keywords(codes: Sequence[Code], texts: Sequence[str]) -> Bools:
    """bool[n_texts, n_codes]: a word of the code stands in the text.

    A code's words are those of its name, and those of at least five letters that stand twice or more in its name and in what
    it says to include. Endings are left open: of a word, all but its last two letters must match, and at least five.
    """
    patterns = [_pattern(code) for code in codes]
    return np.array([[bool(pattern.search(text)) for pattern in patterns] for text in texts], dtype=bool)


def word_regression(texts: Sequence[str]) -> Fit:
    """TF-IDF of words and pairs of words with one logistic regression a code, as scikit-learn has it."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    def fit(learn: NDArray[np.int64], test: NDArray[np.int64], truth: Bools) -> Floats:
        vectoriser = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        known = vectoriser.fit_transform([texts[i] for i in learn])
        return _regressed(known, vectoriser.transform([texts[i] for i in test]), truth)

    return fit


def vector_regression(X: NDArray[np.float32]) -> Fit:
    """One logistic regression a code on vectors: those of whole texts."""
    return lambda learn, test, truth: _regressed(X[learn], X[test], truth)


def words_beside_vectors(texts: Sequence[str], X: NDArray[np.float32]) -> Fit:
    """TF-IDF beside vectors, no definitions."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    def fit(learn: NDArray[np.int64], test: NDArray[np.int64], truth: Bools) -> Floats:
        vectoriser = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        known = vectoriser.fit_transform([texts[i] for i in learn])
        fresh = vectoriser.transform([texts[i] for i in test])
        beside = [hstack([S, csr_matrix(X[rows])]).tocsr() for S, rows in ((known, learn), (fresh, test))]
        return _regressed(beside[0], beside[1], truth)

    return fit


def decided(
    fit: Fit, learn: NDArray[np.int64], test: NDArray[np.int64], truth: Bools, who: Sequence[str]
) -> tuple[Floats, Bools]:
    """Probabilities of the test rows and decisions, thresholds chosen by cross-validation over children inside `learn`."""
    P = fit(learn, test, truth)
    inner = np.zeros(truth.shape)
    for known, held in child_folds([who[i] for i in learn], 4, SEED):
        inner[held] = fit(learn[known], learn[held], truth[known])
    thresholds = np.array([_tuned(p, y) for p, y in zip(inner.T, truth.T, strict=True)])
    return P, P >= thresholds


def _tuned(p: Floats, y: Bools) -> float:
    """The threshold with the best F1 on what was held out."""
    if not y.any():
        return best_f1_threshold(p)
    cuts = np.unique(p)
    f1 = [2 * (y & (p >= cut)).sum() / (y.sum() + (p >= cut).sum()) for cut in cuts]
    return float(cuts[int(np.argmax(f1))])


def _regressed(known: object, fresh: object, truth: Bools) -> Floats:
    from sklearn.linear_model import LogisticRegression

    P = np.zeros((fresh.shape[0], truth.shape[1]))  # type: ignore[attr-defined]
    for c, y in enumerate(truth.T):
        if y.all() or not y.any():
            P[:, c] = y.mean()
        else:
            P[:, c] = LogisticRegression(C=10.0, max_iter=300).fit(known, y).predict_proba(fresh)[:, 1]
    return P


def _pattern(code: Code) -> re.Pattern[str]:
    words = re.findall(r"[a-z]{3,}", " ".join((code.name, *code.include)).lower())
    names = {w for w in re.findall(r"[a-z]{3,}", code.name.lower()) if w not in STOP}
    often = {w for w in words if words.count(w) > 1 and w not in STOP and len(w) >= 5}
    stems = sorted({word[: max(5, len(word) - 2)] for word in names | often})
    return re.compile(r"\b(?:" + "|".join(map(re.escape, stems)) + ")", re.I)
