"""Themes of passages. The only room that calls BERTopic.

BERTopic's parts, made repeatable: sentence vectors reduced by PCA beside word weights reduced by SVD, k-means with a
fixed seed, class TF-IDF for the words. Headings, tick boxes and pseudonym marks are kept out.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.errors import StudyError
from textmine.types import Coding, Matrix, Passage, Theme

MARK = re.compile(r"\[[A-Z][A-Z ]*\d*\]")
FEWEST_PASSAGES = 60
PASSAGES_A_THEME = 25
FEWEST_WORDS = 5
COMPONENTS = 50
WORDS = 10
# Words of the form and of reporting speech: they stand in every write-up and name no theme.
FURNITURE = [
    "yp",
    "young",
    "person",
    "child",
    "children",
    "interview",
    "return",
    "debrief",
    "said",
    "says",
    "stated",
    "states",
    "reported",
    "reports",
    "told",
    "asked",
    "felt",
    "feels",
    "missing",
    "episode",
    "home",
    "time",
    "day",
    "days",
    "night",
    "went",
    "go",
    "going",
    "got",
    "get",
    "came",
    "back",
    "left",
    "didn",
    "did",
    "wasn",
    "was",
    "don",
    "doesn",
    "would",
    "could",
    "also",
    "just",
    "like",
    "know",
    "think",
    "thinks",
    "thought",
    "explained",
    "described",
    "went",
    "way",
    "things",
    "thing",
    "really",
    "want",
    "wanted",
    "ok",
    "lot",
    "bit",
    "worker",
    "sw",
    "staff",
    "discussed",
    "spoke",
    "advised",
    "noted",
    "aware",
    "today",
    "week",
    "weeks",
    "following",
    "currently",
    "continue",
    "continued",
    "mr",
    "mrs",
]


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
    words: tuple[tuple[tuple[str, float], ...], ...]


def find_themes(
    passages: Sequence[Passage],
    X: Matrix,
    codings: Sequence[Coding],
    *,
    child_of: dict[str, str],
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
        members = [(passages[found.rows[i]], float(found.closeness[i])) for i in order]
        safe = tuple((word, weight) for word, weight in words if len(spoken.get((t, word), ())) >= at_least_children)
        children = {child_of[passage.narrative] for passage, _ in members}
        if len(children) >= at_least_children and safe:
            places = tuple((p.narrative, p.start, p.end, round(c, 4)) for p, c in members)
            themes.append(
                (len(children), Theme(0, _label(safe), safe, places, explained([p for p, _ in members], codings)))
            )
    themes.sort(key=lambda pair: (-pair[0], pair[1].label))
    return tuple(Theme(i, t.label, t.words, t.passages, t.explained) for i, (_, t) in enumerate(themes, 1))


def cluster(passages: Sequence[Passage], X: Matrix, *, at_most: int, seed: int) -> Clustering:
    """Cluster the passages that say something.

    Raises:
        StudyError: there are too few.
    """
    texts = [plain(passage.text) for passage in passages]
    rows = np.array([i for i, text in enumerate(texts) if len(text.split()) >= FEWEST_WORDS], dtype=np.int64)
    if len(rows) < FEWEST_PASSAGES:
        raise StudyError(
            "There are too few passages for themes",
            where=f"{len(rows)} of {FEWEST_PASSAGES}",
            next_step="add write-ups",
        )
    chosen = [texts[i] for i in rows]
    space = _space(chosen, X[rows], seed)
    n_themes = max(2, min(at_most, len(rows) // PASSAGES_A_THEME))
    model, theme = _bertopic(chosen, space, n_themes, seed)
    centres = np.vstack([space[theme == t].mean(axis=0) for t in range(n_themes)])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True) + 1e-9
    closeness = np.clip((space * centres[theme]).sum(axis=1), 0, 1)
    words = tuple(tuple((str(w), round(float(x), 6)) for w, x in model.get_topic(t) if w) for t in range(n_themes))
    return Clustering(rows, theme, closeness.astype(np.float64), words)


def plain(text: str) -> str:
    """A passage without pseudonym marks and tick boxes."""
    return " ".join(MARK.sub(" ", text).replace("☒", " ").replace("☐", " ").split())


def explained(passages: Sequence[Passage], codings: Sequence[Coding]) -> float:
    """Share of passages in which some coder saw something."""
    seen: dict[str, list[tuple[int, int]]] = {}
    for coding in codings:
        seen.setdefault(coding.narrative, []).extend((m.start, m.end) for m in coding.mentions)
    hits = [any(s < p.end and p.start < e for s, e in seen.get(p.narrative, ())) for p in passages]
    return round(float(np.mean(hits)), 4) if hits else 0.0


def _space(texts: list[str], X: Matrix, seed: int) -> NDArray[np.float64]:
    from sklearn.decomposition import PCA, TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    size = min(COMPONENTS, len(texts) - 1)
    meaning = PCA(size, svd_solver="full").fit_transform(X.astype(np.float64))
    weights = TfidfVectorizer(stop_words=_stop_words(), min_df=2, sublinear_tf=True).fit_transform(texts)
    wording = TruncatedSVD(min(size, weights.shape[1] - 1), random_state=seed).fit_transform(weights)
    space = np.hstack([_unit(meaning), 0.7 * _unit(wording)])
    return _unit(space)


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9))


def _bertopic(
    texts: list[str], space: NDArray[np.float64], n_themes: int, seed: int
) -> tuple[object, NDArray[np.int64]]:
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import CountVectorizer

    logging.getLogger("BERTopic").setLevel(logging.ERROR)
    model = BERTopic(
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=KMeans(n_themes, n_init=10, random_state=seed),
        vectorizer_model=CountVectorizer(
            stop_words=_stop_words(), min_df=1, token_pattern=r"(?u)\b[^\W\d_][^\W\d_]{2,}\b"
        ),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=WORDS,
        calculate_probabilities=False,
        verbose=False,
    )
    theme, _ = model.fit_transform(texts, embeddings=space)
    return model, np.asarray(theme, dtype=np.int64)


def _stop_words() -> list[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return sorted(ENGLISH_STOP_WORDS | set(FURNITURE))


def _children_of_words(
    passages: Sequence[Passage], found: Clustering, child_of: dict[str, str]
) -> dict[tuple[int, str], set[str]]:
    spoken: dict[tuple[int, str], set[str]] = {}
    tops = [{word for word, _ in words} for words in found.words]
    for row, theme in zip(found.rows, found.theme, strict=True):
        passage = passages[row]
        for word in set(re.findall(r"\w+", passage.text.lower())) & tops[theme]:
            spoken.setdefault((int(theme), word), set()).add(child_of[passage.narrative])
    return spoken


def _label(words: Sequence[tuple[str, float]]) -> str:
    return ", ".join(word for word, _ in words[:3])
