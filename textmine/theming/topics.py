"""Themes of passages. The only room that calls BERTopic.

BERTopic's parts, made repeatable: sentence vectors reduced by PCA beside word weights reduced by SVD, k-means with a
fixed seed on one thread, class TF-IDF for the words. Headings, tick boxes and pseudonym marks are kept out.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from textmine.errors import StudyError
from textmine.theming.furniture import FURNITURE, plain
from textmine.types import Coding, Matrix, Passage, Theme

FEWEST_PASSAGES = 60
PASSAGES_A_THEME = 25
FEWEST_WORDS = 5
COMPONENTS = 50
WORDS = 10  # of a theme
WORD = r"\b[^\W\d_]{3,}\b"
Words = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Clustering:
    """Which passages were used and which theme each has.

    Args:
        rows: of the passages given.
        theme: int[n_rows], in [0, n_themes).
        closeness: float64[n_rows] in [0, 1], cosine to the theme's centre.
        words: for each theme (word, weight), strongest first.
    """

    rows: NDArray[np.int64]
    theme: NDArray[np.int64]
    closeness: NDArray[np.float64]
    words: tuple[Words, ...]


def find_themes(
    passages: Sequence[Passage],
    X: Matrix,
    codings: Sequence[Coding],
    *,
    child_of: Mapping[str, str],
    at_most: int,
    at_least_children: int,
    seed: int,
) -> tuple[Theme, ...]:
    """Themes of the passages, most children first.

    Args:
        passages: of all narratives.
        X: float32[n_passages, d], a vector for each.
        codings: to tell how much of a theme the codes already explain.
        child_of: narrative to child.
        at_most: how many themes.
        at_least_children: a theme, and a word of it, from fewer children is left out.

    Raises:
        StudyError: there are too few passages.
    """
    found = cluster(passages, X, at_most=at_most, seed=seed)
    spoken = _children_of_words(passages, found, child_of)
    themes = []
    for t, words in enumerate(found.words):
        rows = np.flatnonzero(found.theme == t)
        order = rows[np.argsort(-found.closeness[rows], kind="stable")]
        members = [(passages[found.rows[i]], round(float(found.closeness[i]), 4)) for i in order]
        safe = tuple((word, weight) for word, weight in words if len(spoken.get((t, word), ())) >= at_least_children)
        children = len({child_of[passage.narrative] for passage, _ in members})
        if children >= at_least_children and safe:
            themes.append((children, _theme(members, safe, codings)))
    themes.sort(key=lambda pair: (-pair[0], pair[1].label, pair[1].passages))
    return tuple(replace(theme, id=i) for i, (_, theme) in enumerate(themes, 1))


def cluster(passages: Sequence[Passage], X: Matrix, *, at_most: int, seed: int) -> Clustering:
    """Cluster the passages that say something; the same for the same input.

    Raises:
        StudyError: there are too few, or too few that differ.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    texts = [plain(passage.text) for passage in passages]
    rows = np.array([i for i, text in enumerate(texts) if len(text.split()) >= FEWEST_WORDS], dtype=np.int64)
    chosen = [texts[i] for i in rows]
    different = len(set(chosen))
    if different < FEWEST_PASSAGES:
        raise StudyError(
            "There are too few passages for themes",
            where=f"{different} different ones of {FEWEST_PASSAGES}",
            next_step="add write-ups",
        )
    n_themes = max(2, min(at_most, different // PASSAGES_A_THEME))
    with threadpool_limits(1):  # threads add up in any order, and the last digit decides between two centres
        space = _space(chosen, X[rows], seed)
        theme, words = _bertopic(chosen, space, n_themes, seed)
    return Clustering(rows, theme, _closeness(space, theme), words)


def explained(passages: Sequence[Passage], codings: Sequence[Coding]) -> float:
    """Share of passages in which some coder saw something; 0 if there are none."""
    seen: dict[str, list[tuple[int, int]]] = {}
    for coding in codings:
        seen.setdefault(coding.narrative, []).extend((m.start, m.end) for m in coding.mentions)
    hits = [any(s < p.end and p.start < e for s, e in seen.get(p.narrative, ())) for p in passages]
    return round(float(np.mean(hits)), 4) if hits else 0.0


def _theme(members: Sequence[tuple[Passage, float]], words: Words, codings: Sequence[Coding]) -> Theme:
    places = tuple((passage.narrative, passage.start, passage.end, close) for passage, close in members)
    label = ", ".join(word for word, _ in words[:3])
    return Theme(0, label, words, places, explained([passage for passage, _ in members], codings))


def _space(texts: list[str], X: Matrix, seed: int) -> NDArray[np.float64]:
    """`float64[n_texts, d]`, rows of length one: meaning beside wording."""
    from sklearn.decomposition import PCA, TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    size = min(COMPONENTS, len(texts) - 1, X.shape[1])
    meaning = _unit(PCA(size, svd_solver="full").fit_transform(X.astype(np.float64)))
    try:
        weights = TfidfVectorizer(stop_words=_stop_words(), min_df=2, sublinear_tf=True).fit_transform(texts)
    except ValueError:  # no two passages share a word
        return meaning
    svd = TruncatedSVD(size, random_state=seed)
    wording = svd.fit_transform(weights) if weights.shape[1] > size else weights.toarray()
    return _unit(np.hstack([meaning, 0.7 * _unit(wording)]))


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9))


def _closeness(space: NDArray[np.float64], theme: NDArray[np.int64]) -> NDArray[np.float64]:
    """Cosine to the centre of the passage's own theme, in [0, 1]."""
    close = np.zeros(len(theme))
    for t in np.unique(theme):
        centre = _unit(space[theme == t].mean(axis=0, keepdims=True))
        close[theme == t] = (space[theme == t] @ centre.T)[:, 0]
    return np.clip(close, 0.0, 1.0)


def _bertopic(
    texts: list[str], space: NDArray[np.float64], n_themes: int, seed: int
) -> tuple[NDArray[np.int64], tuple[Words, ...]]:
    """Theme of each text, and the words of each theme, strongest first."""
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import CountVectorizer

    logging.getLogger("BERTopic").setLevel(logging.ERROR)
    model = BERTopic(
        language="multilingual",  # as English it would strip apostrophes and accents from the words
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=KMeans(n_themes, n_init=10, random_state=seed),
        vectorizer_model=CountVectorizer(stop_words=_stop_words(), token_pattern=WORD),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=WORDS,
        verbose=False,
    )
    try:
        theme, _ = model.fit_transform(texts, embeddings=space)
    except ValueError:
        raise StudyError("The passages have no words to name themes by", next_step="add write-ups") from None
    topics = range(int(max(theme)) + 1)
    words = tuple(tuple((str(w), round(float(x), 6)) for w, x in model.get_topic(t) if w) for t in topics)
    return np.asarray(theme, dtype=np.int64), words


def _stop_words() -> list[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return sorted(ENGLISH_STOP_WORDS | FURNITURE)


def _children_of_words(
    passages: Sequence[Passage], found: Clustering, child_of: Mapping[str, str]
) -> dict[tuple[int, str], set[str]]:
    """(theme, word) to the children in whose passages it stands outside of marks."""
    spoken: dict[tuple[int, str], set[str]] = {}
    tops = [{word for word, _ in words} for words in found.words]
    for row, theme in zip(found.rows, found.theme, strict=True):
        passage = passages[row]
        for word in set(re.findall(WORD, plain(passage.text).lower())) & tops[theme]:
            spoken.setdefault((int(theme), word), set()).add(child_of[passage.narrative])
    return spoken
