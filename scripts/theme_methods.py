"""Five ways to find topics in the same passages and vectors: ours, BERTopic as it comes, NMF, LDA and KeyNMF."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.theming.consensus import Consensus
from textmine.theming.smoothing import smoothed
from textmine.theming.space import WORD, make_space, stop_words
from textmine.theming.topics import NONE, cluster, one_thread, words_of
from textmine.types import Matrix

Ints = NDArray[np.int64]
TOP = 10


@dataclass(frozen=True, slots=True)
class Topics:
    """The topic of each passage, -1 for none, and ten words for each topic."""

    labels: Ints = field(repr=False)
    words: tuple[tuple[str, ...], ...]


Method = Callable[[Sequence[str], Matrix, Sequence[str], int, int], Topics]


def ours(texts: Sequence[str], V: Matrix, children: Sequence[str], number: int, seed: int) -> Topics:
    """A consensus of k-means inside BERTopic, in a hybrid space, with words that stand together."""
    with one_thread():
        Z = smoothed(make_space(texts, V, children, at_least_children=5).places(texts, V))
        labels = cluster(texts, Z, Consensus(number, seed))
        words = words_of(texts, labels)
    return Topics(labels, tuple(tuple(word for word, _ in own) for own in words.values()))


def bertopic(texts: Sequence[str], V: Matrix, children: Sequence[str], number: int, seed: int) -> Topics:
    """BERTopic with its defaults: UMAP with a seed, HDBSCAN, class TF-IDF; our stop words, and topics merged to the number."""
    from bertopic import BERTopic
    from umap import UMAP

    logging.getLogger("BERTopic").setLevel(logging.ERROR)
    model = BERTopic(
        umap_model=UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed),
        vectorizer_model=_counter(),
        nr_topics=number + 1,  # one of them is what it leaves out
    )
    labels, _ = model.fit_transform(list(texts), embeddings=V)
    names = sorted(set(labels) - {NONE})
    return Topics(
        np.array(labels, dtype=np.int64), tuple(tuple(w for w, _ in model.get_topic(t)[:TOP] if w) for t in names)
    )


def nmf(texts: Sequence[str], V: Matrix, children: Sequence[str], number: int, seed: int) -> Topics:
    """Non-negative factors of TF-IDF."""
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    weigh = TfidfVectorizer(token_pattern=WORD, stop_words=stop_words(), min_df=5, sublinear_tf=True)
    X = weigh.fit_transform(texts)
    model = NMF(number, init="nndsvda", random_state=seed, max_iter=400)
    return _factors(model.fit_transform(X), model.components_, weigh.get_feature_names_out())


def lda(texts: Sequence[str], V: Matrix, children: Sequence[str], number: int, seed: int) -> Topics:
    """Latent Dirichlet allocation of word counts."""
    from sklearn.decomposition import LatentDirichletAllocation

    count = _counter(min_df=5)
    X = count.fit_transform(texts)
    model = LatentDirichletAllocation(number, random_state=seed, learning_method="online", max_iter=20)
    return _factors(model.fit_transform(X), model.components_, count.get_feature_names_out())


def keynmf(texts: Sequence[str], V: Matrix, children: Sequence[str], number: int, seed: int) -> Topics:
    """KeyNMF of turftopic: words near the passage's vector, then non-negative factors."""
    from turftopic import KeyNMF

    from textmine.coding.encoder import load_encoder

    model = KeyNMF(number, encoder=load_encoder().model, vectorizer=_counter(min_df=5), random_state=seed)
    found = model.fit_transform(list(texts), embeddings=V)
    return _factors(np.asarray(found), np.asarray(model.components_), np.asarray(model.get_vocab()))


METHODS: Mapping[str, Method] = {
    "ours": ours,
    "BERTopic, its defaults": bertopic,
    "NMF": nmf,
    "LDA": lda,
    "KeyNMF": keynmf,
}


def warm(name: str, V: Matrix) -> None:
    """What a method compiles when it is first used in a process, so that it is not counted."""
    if name.startswith("BERTopic"):
        from umap import UMAP

        UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=0).fit_transform(V[:200])


def _counter(**other: int):
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(token_pattern=WORD, stop_words=stop_words(), **other)


def _factors(weights: NDArray[np.float64], factors: NDArray[np.float64], vocabulary: NDArray[np.str_]) -> Topics:
    words = tuple(tuple(str(vocabulary[c]) for c in np.argsort(-row, kind="stable")[:TOP]) for row in factors)
    return Topics(weights.argmax(axis=1).astype(np.int64), words)
