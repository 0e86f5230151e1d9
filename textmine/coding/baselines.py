"""What a team could do without this coder: search for the codebook's words, or TF-IDF with logistic regression."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.coding.codebook import Code, Codebook
from textmine.coding.folds import child_folds
from textmine.coding.lessons import Lesson, within
from textmine.coding.resampling import Floats

WORD = re.compile(r"[a-z]{3,}")
# Scores of narratives to be tested, after learning from others: (texts, truth, tested texts) -> float64[n, n_codes].
Scorer = Callable[[Sequence[str], NDArray[np.bool_], Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class Simple:
    """What a simple coder says of narratives of children it did not learn from.

    Args:
        name: how it is called in a table.
        scores: float64[n_docs, n_codes], higher is likelier.
        chosen: bool[n_docs, n_codes].
    """

    name: str
    scores: Floats = field(repr=False)
    chosen: NDArray[np.bool_] = field(repr=False)

    def of(self, docs: NDArray[np.int64]) -> Simple:
        """Of some narratives alone."""
        return Simple(self.name, self.scores[docs], self.chosen[docs])


def baselines(lesson: Lesson, codebook: Codebook, *, folds: int, seed: int) -> tuple[Simple, ...]:
    """Both simple coders over the folds that ours is measured on; their thresholds are chosen inside each."""
    texts = texts_of(lesson)
    scorers: tuple[tuple[str, Scorer], ...] = (
        ("Words of the codebook", _keyword_scorer(codebook)),
        ("TF-IDF and logistic regression", tfidf_scores),
    )
    return tuple(_held_out(name, scorer, lesson, texts, folds, seed) for name, scorer in scorers)


def texts_of(lesson: Lesson) -> list[str]:
    """Each narrative's words, with its headings, as the passages hold them."""
    lines: list[list[str]] = [[] for _ in lesson.children]
    for passage, d in zip(lesson.passages, lesson.doc, strict=True):
        lines[int(d)].append(within(passage))
    return ["\n".join(some) for some in lines]


def keywords(codebook: Codebook) -> dict[str, dict[str, float]]:
    """Words of each code's name, definition and phrases; a word of many codes weighs little, of most codes nothing."""
    own = {code.id: set(WORD.findall(_said(code).lower())) for code in codebook.codes}
    every = [word for words in own.values() for word in words]
    times = {word: every.count(word) for word in set(every)}
    n = len(own)
    return {
        id: {word: float(np.log(n / times[word])) for word in words if 2 * times[word] < n or n < 3}
        for id, words in own.items()
    }


def tfidf_scores(texts: Sequence[str], truth: NDArray[np.bool_], tested: Sequence[str]) -> Floats:
    """One logistic regression a code on TF-IDF of words and pairs of words; a code that all or none have scores its share."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    scores = np.tile(truth.mean(axis=0), (len(tested), 1))
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    try:
        S = vectoriser.fit_transform(texts)
    except ValueError:  # no word is left
        return scores
    T = vectoriser.transform(tested)
    for c, y in enumerate(truth.T):
        if 0 < y.sum() < len(y):
            model = LogisticRegression(C=10.0, class_weight="balanced", solver="liblinear", random_state=0)
            scores[:, c] = model.fit(S, y).predict_proba(T)[:, 1]
    return scores


def best_threshold(scores: Floats, truth: NDArray[np.bool_]) -> float:
    """The score from which F1 is best on these narratives; never reached if none has the code."""
    if not truth.any():
        return float("inf")
    order = np.argsort(-scores, kind="stable")
    last = np.searchsorted(-scores[order], -scores[order], side="right") - 1
    f1 = 2 * np.cumsum(truth[order])[last] / (last + 1 + truth.sum())
    return float(scores[order][int(f1.argmax())])


def _said(code: Code) -> str:
    return " ".join([code.name, code.definition, *code.phrases])


def _keyword_scorer(codebook: Codebook) -> Scorer:
    words = keywords(codebook)

    def scorer(texts: Sequence[str], truth: NDArray[np.bool_], tested: Sequence[str]) -> Floats:
        found = [set(WORD.findall(text.lower())) for text in tested]
        return np.array(
            [[sum(w for word, w in own.items() if word in some) for own in words.values()] for some in found]
        )

    return scorer


def _held_out(name: str, scorer: Scorer, lesson: Lesson, texts: list[str], folds: int, seed: int) -> Simple:
    """Scores and decisions of one simple coder, each fold's by what it learned from the others."""
    scores, chosen = np.zeros(lesson.D.shape), np.zeros(lesson.D.shape, dtype=bool)
    for learn, test in child_folds(lesson.children, folds, seed):
        inner, truth = np.zeros((len(learn), len(lesson.codes))), lesson.D[learn]
        for taught, tried in child_folds([lesson.children[d] for d in learn], 3, seed):
            inner[tried] = scorer([texts[learn[i]] for i in taught], truth[taught], [texts[learn[i]] for i in tried])
        thresholds = np.array([best_threshold(s, y) for s, y in zip(inner.T, truth.T, strict=True)])
        scores[test] = scorer([texts[d] for d in learn], truth, [texts[d] for d in test])
        chosen[test] = scores[test] >= thresholds
    return Simple(name, scores, chosen)
