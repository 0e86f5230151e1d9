"""A coder learned from people's codings: what a passage mentions, how it is asserted, and what that makes the narrative.

A joint logistic regression on word weights beside sentence vectors, plus half the standardised similarity of the
passage to the code's definition; a second one for assertion and time on vectors beside cue words. Passages are joined
to a narrative by noisy-or of `mentioned and affirmed and now`, and calibrated by one slope for all codes with an
intercept each (Platt scaling shrunk to the pool), fitted on children that the passage model did not see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.coding.codebook import Codebook
from textmine.coding.cues import cue_features
from textmine.coding.lessons import Lesson
from textmine.coding.regression import fit_joint
from textmine.errors import ModelError
from textmine.types import ASSERTIONS, TIMES, VOICES, Assertion, Coding, Matrix, Mention, Passage, Probabilities, Time

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

PRIOR_WEIGHT = 0.5
PENALTY = 1.0  # L2, of the joint regression
AT_LEAST_CHILDREN_PER_WORD = 3  # a word of fewer children is not learned: it might name one
MOST_WORDS = 3000
EVIDENCE = 3  # at most so many evidence passages for a code
EPS = 1e-6
Arrays = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Model:
    """A trained coder: arrays and words, no code.

    Args:
        codes: columns.
        words: vocabulary of the word weights.
        arrays: `idf`, `Ws`, `Wx`, `b`, `definitions`, `prior_mean`, `prior_std`, heads `assertion_W` … `voice_b`,
            `slope`, `intercepts`, `thresholds`, `mention_thresholds`, `margin`.
        usable: codes with enough examples; the others are never suggested.
        about: who made it from what: version, codebook, encoder, counts.
    """

    codes: tuple[str, ...]
    words: tuple[str, ...] = field(repr=False)
    arrays: Arrays = field(repr=False)
    usable: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()

    @property
    def coder(self) -> str:
        """Its name as a coder."""
        return f"model:{dict(self.about).get('version', 'unnamed')}"


@dataclass(frozen=True, slots=True)
class Scores:
    """What the model thinks of some passages.

    Args:
        mention: float64[n_passages, n_codes] in [0, 1], the passage mentions the code.
        assertion, time, voice: float64[n_passages, n_values] in [0, 1], given that it mentions something.
        doc: float64[n_docs, n_codes], log-odds before calibration that the narrative has it now.
    """

    mention: Probabilities
    assertion: Probabilities
    time: Probabilities
    voice: Probabilities
    doc: NDArray[np.float64]


def train(
    lesson: Lesson,
    definitions: Matrix,
    *,
    usable: Sequence[str],
    folds: int,
    abstain: float,
    seed: int,
    about: Sequence[tuple[str, str]] = (),
) -> Model:
    """Learn from people's codings.

    Args:
        lesson: passages and codes.
        definitions: float32[n_codes, d], vectors of the codes' definitions.
        usable: codes that may be suggested.
        folds: for calibration; never a child in two.
        abstain: share of decisions nearest their threshold that are left to a person.

    Raises:
        ModelError: fewer children than folds, or nothing coded.
    """
    if len(set(lesson.children)) < max(2, folds) or not lesson.Y.any():
        raise ModelError(
            "There are too few coded narratives to learn from",
            where=f"{len(set(lesson.children))} children",
            next_step="annotate more, then train again",
        )
    held = _held_out_scores(lesson, definitions, folds, seed)
    slope, intercepts = _calibrate(held.doc, lesson.D)
    P = sigmoid(slope * held.doc + intercepts)
    thresholds = np.array([best_f1_threshold(P[:, c]) for c in range(P.shape[1])])
    mention_thresholds = np.array([best_f1_threshold(held.mention[:, c]) for c in range(P.shape[1])])
    columns = [i for i, code in enumerate(lesson.codes) if code in set(usable)]
    distance = np.abs(logit(P) - logit(thresholds))[:, columns]
    margin = np.quantile(distance, abstain) if abstain and columns else 0.0
    words, arrays = _fit(lesson, definitions, seed)
    arrays |= {
        "slope": np.array([slope]),
        "intercepts": intercepts,
        "thresholds": thresholds,
        "mention_thresholds": mention_thresholds,
        "margin": np.array([margin]),
    }
    return Model(
        lesson.codes,
        words,
        {k: np.asarray(v, dtype=np.float32) for k, v in arrays.items()},
        tuple(usable),
        tuple(about),
    )


def score(model: Model, passages: Sequence[Passage], X: Matrix, doc: NDArray[np.int64], n_docs: int) -> Scores:
    """What the model thinks of the passages of some narratives.

    Args:
        X: float32[n_passages, 2 * d] from `encode_passages`.
        doc: int[n_passages], which narrative a passage belongs to, in [0, n_docs).
    """
    return _score(model.words, model.arrays, passages, X, doc, n_docs)


def probabilities(model: Model, scores: Scores, codebook: Codebook) -> Probabilities:
    """`P float64[n_docs, n_codes]`: calibrated, affirmed and about this episode; a parent at least as likely as its sub-codes."""
    P = sigmoid(model.arrays["slope"] * scores.doc + model.arrays["intercepts"])
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
    P = probabilities(model, scores, codebook)
    codings = []
    for d, id in enumerate(narratives):
        rows = np.flatnonzero(doc == d)
        doubtful = _doubtful(model, P[d])
        mentions = sorted(set(_mentions(model, passages, scores, rows, P[d], doubtful)))
        codings.append(Coding(id, model.coder, tuple(mentions), (), "suggested", doubtful))
    return tuple(codings)


def _doubtful(model: Model, p: NDArray[np.float64]) -> tuple[str, ...]:
    near = np.abs(logit(p) - logit(model.arrays["thresholds"])) < model.arrays["margin"][0]
    return tuple(code for i, code in enumerate(model.codes) if near[i] and code in model.usable)


def _mentions(
    model: Model,
    passages: Sequence[Passage],
    scores: Scores,
    rows: NDArray[np.int64],
    p: NDArray[np.float64],
    doubtful: Sequence[str],
) -> list[Mention]:
    found = []
    now = scores.assertion[:, 0] * scores.time[:, 0]
    for c, code in enumerate(model.codes):
        if code not in model.usable or not len(rows):
            continue
        evidence: set[int] = set()
        if p[c] >= model.arrays["thresholds"][c] and code not in doubtful:
            q = scores.mention[rows, c] * now[rows]
            strong = rows[np.argsort(-q, kind="stable")[:EVIDENCE]]
            evidence = {int(i) for i in strong if scores.mention[i, c] * now[i] >= q.max() / 2}
            found += [_mention(passages[i], scores, i, code, float(p[c]), headline=True) for i in evidence]
        for i in rows:
            plain = int(scores.assertion[i].argmax()) == 0 and int(scores.time[i].argmax()) == 0
            if int(i) not in evidence and not plain and scores.mention[i, c] >= model.arrays["mention_thresholds"][c]:
                found.append(_mention(passages[i], scores, int(i), code, float(scores.mention[i, c]), headline=False))
    return found


def _mention(passage: Passage, scores: Scores, i: int, code: str, probability: float, *, headline: bool) -> Mention:
    assertion: Assertion = "affirmed" if headline else ASSERTIONS[int(scores.assertion[i].argmax())]
    time: Time = "this_episode" if headline else TIMES[int(scores.time[i].argmax())]
    voice = VOICES[int(scores.voice[i].argmax())]
    return Mention(passage.start, passage.end, code, assertion, time, voice, round(min(1.0, probability), 4))


def _held_out_scores(lesson: Lesson, definitions: Matrix, folds: int, seed: int) -> Scores:
    """Scores of every passage by a model that did not see its child."""
    parts = [np.zeros((len(lesson.passages), n)) for n in (len(lesson.codes), len(ASSERTIONS), len(TIMES), len(VOICES))]
    doc = np.zeros(lesson.D.shape)
    for learn, test in child_folds(lesson.children, folds, seed):
        words, arrays = _fit(lesson.of(learn), definitions, seed)
        part = lesson.of(test)
        scores = _score(words, arrays, part.passages, part.X, part.doc, len(test))
        rows = np.flatnonzero(np.isin(lesson.doc, test))
        for whole, piece in zip(parts, (scores.mention, scores.assertion, scores.time, scores.voice), strict=True):
            whole[rows] = piece
        doc[test] = scores.doc
    return Scores(*parts, doc)


def child_folds(children: Sequence[str], folds: int, seed: int) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """(rows to learn from, rows to test on): never a child on both sides, the same for the same seed."""
    from sklearn.model_selection import GroupKFold

    splitter = GroupKFold(n_splits=min(folds, len(set(children))), shuffle=True, random_state=seed)
    return list(splitter.split(np.zeros(len(children)), groups=np.array(children)))


def _fit(lesson: Lesson, definitions: Matrix, seed: int) -> tuple[tuple[str, ...], dict[str, NDArray[np.float32]]]:
    words = _vocabulary(lesson)
    S, idf = _word_weights(lesson.passages, words, None)
    prior = lesson.X[:, : definitions.shape[1]] @ definitions.T
    mean, deviation = prior.mean(axis=0), prior.std(axis=0) + EPS
    offset = (PRIOR_WEIGHT * (prior - mean) / deviation).astype(np.float32)
    Ws, Wx, b = fit_joint(S, lesson.X, lesson.Y, offset, penalty=PENALTY)
    arrays = {
        "idf": idf,
        "Ws": Ws,
        "Wx": Wx,
        "b": b,
        "definitions": definitions,
        "prior_mean": mean,
        "prior_std": deviation,
    }
    return words, arrays | _fit_heads(lesson)


def _fit_heads(lesson: Lesson) -> dict[str, NDArray[np.float64]]:
    """Assertion, time and voice, learned from the passages that mention something."""
    from sklearn.linear_model import LogisticRegression

    rows = [i for i, attributes in enumerate(lesson.attributes) if attributes]
    F = _head_features([lesson.passages[i] for i in rows], lesson.X[rows])
    arrays = {}
    for place, (name, values) in enumerate((("assertion", ASSERTIONS), ("time", TIMES), ("voice", VOICES))):
        y = np.array([values.index((lesson.attributes[i] or ("", "", ""))[place]) for i in rows])
        W, b = np.zeros((F.shape[1], len(values))), np.full(len(values), -8.0)
        present = np.unique(y)
        if len(present) > 1:
            model = LogisticRegression(C=1.0, max_iter=300).fit(F, y)
            coef, intercept = model.coef_, model.intercept_
            if len(present) == 2:
                coef, intercept = np.vstack([-coef / 2, coef / 2]), np.array([-intercept[0] / 2, intercept[0] / 2])
            W[:, present], b[present] = coef.T, intercept
        else:
            b[present] = 8.0
        arrays |= {f"{name}_W": W, f"{name}_b": b}
    return arrays


def _score(
    words: tuple[str, ...],
    arrays: Arrays | dict[str, NDArray[np.float64]],
    passages: Sequence[Passage],
    X: Matrix,
    doc: NDArray[np.int64],
    n_docs: int,
) -> Scores:
    n_codes = len(arrays["b"])
    if not passages:
        empty = [np.zeros((0, n)) for n in (n_codes, len(ASSERTIONS), len(TIMES), len(VOICES))]
        return Scores(*empty, np.full((n_docs, n_codes), logit(np.array(EPS))))
    S, _ = _word_weights(passages, words, np.asarray(arrays["idf"], dtype=np.float64))
    prior = (X[:, : arrays["definitions"].shape[1]] @ arrays["definitions"].T - arrays["prior_mean"]) / arrays[
        "prior_std"
    ]
    mention = sigmoid(S @ arrays["Ws"] + X @ arrays["Wx"] + arrays["b"] + PRIOR_WEIGHT * prior)
    H = _head_features(passages, X)
    heads = [softmax(H @ arrays[f"{name}_W"] + arrays[f"{name}_b"]) for name in ("assertion", "time", "voice")]
    now = heads[0][:, :1] * heads[1][:, :1]
    none = np.zeros((n_docs, n_codes))
    np.add.at(none, doc, np.log1p(-np.clip(mention * now, 0, 1 - EPS)))
    return Scores(mention, *heads, logit(-np.expm1(none)))


def _vocabulary(lesson: Lesson) -> tuple[str, ...]:
    from sklearn.feature_extraction.text import CountVectorizer

    texts: dict[str, list[str]] = {}
    for passage, d in zip(lesson.passages, lesson.doc, strict=True):
        texts.setdefault(lesson.children[int(d)], []).append(passage.text)
    counter = CountVectorizer(
        ngram_range=(1, 2), min_df=min(AT_LEAST_CHILDREN_PER_WORD, len(texts)), max_features=MOST_WORDS, binary=True
    )
    try:
        counter.fit([" ".join(group) for group in texts.values()])
    except ValueError:
        return ()
    return tuple(sorted(counter.vocabulary_))


def _word_weights(
    passages: Sequence[Passage], words: tuple[str, ...], idf: NDArray[np.float64] | None
) -> tuple[csr_matrix, NDArray[np.float64]]:
    """TF-IDF of the passages over a vocabulary, and its idf (learned here unless given)."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not words:
        return csr_matrix((len(passages), 0), dtype=np.float32), np.zeros(0)
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, vocabulary=list(words), dtype=np.float32)
    texts = [passage.text for passage in passages]
    if idf is None:
        return vectoriser.fit_transform(texts), vectoriser.idf_
    vectoriser.idf_ = idf
    return vectoriser.transform(texts), idf


def _head_features(passages: Sequence[Passage], X: Matrix) -> NDArray[np.float64]:
    cues = cue_features([p.text for p in passages], [p.context for p in passages])
    return np.hstack([2.0 * cues, X[:, X.shape[1] // 2 :]])


def _calibrate(scores: NDArray[np.float64], truth: NDArray[np.bool_]) -> tuple[float, NDArray[np.float64]]:
    from sklearn.linear_model import LogisticRegression

    n, k = scores.shape
    F = np.hstack([scores.T.reshape(-1, 1), np.repeat(np.eye(k), n, axis=0)])
    y = truth.T.reshape(-1)
    model = LogisticRegression(C=1.0, max_iter=500).fit(F, y)
    return float(max(model.coef_[0, 0], 0.05)), model.coef_[0, 1:] + model.intercept_[0]


def best_f1_threshold(p: NDArray[np.float64]) -> float:
    """Threshold with the highest F1 to be expected if the probabilities are right; 0.5 if there are none."""
    if not len(p):
        return 0.5
    ranked = np.sort(p)[::-1]
    expected = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum())
    return float(np.clip(ranked[int(expected.argmax())], 0.05, 0.9))


def sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds to probabilities."""
    return np.asarray(0.5 * (1 + np.tanh(x / 2)))


def logit(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities to log-odds, kept finite."""
    clipped = np.clip(p, EPS, 1 - EPS)
    return np.asarray(np.log(clipped / (1 - clipped)))


def softmax(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores to probabilities along the last axis."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))
