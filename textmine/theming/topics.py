"""Passages to groups with words. The only room that calls BERTopic.

BERTopic's parts, made repeatable: our own space in place of UMAP, a consensus of k-means in place of HDBSCAN, class TF-IDF
for the candidates, and words chosen for standing together.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.errors import StudyError
from textmine.theming.consensus import Consensus
from textmine.theming.space import WORD, stop_words
from textmine.theming.wording import choose_words

if TYPE_CHECKING:
    from bertopic import BERTopic
    from scipy.sparse import csr_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
WORDS = 10  # of a theme
NONE = -1
"""Of a passage that fits no group, as BERTopic calls it."""
Words = tuple[tuple[str, float], ...]


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute on one thread: several add up in any order, and the last digit may decide between two centres."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1):
        yield


def cluster(texts: Sequence[str], Z: Floats, consensus: Consensus) -> Ints:
    """int[n_texts] in [0, n_themes): the group of each text, by BERTopic with our parts; `consensus` is fitted.

    Raises:
        StudyError: the texts have no words.
    """
    model = _model(consensus)
    try:
        with one_thread():
            found, _ = model.fit_transform(list(texts), embeddings=Z)
    except ValueError:
        raise StudyError("The passages have no words to name themes by", next_step="add write-ups") from None
    return np.array(consensus.labels_[: len(found)], dtype=np.int64)


def words_of(
    texts: Sequence[str], groups: Ints, *, children: Ints | None = None, at_least_children: int = 1, number: int = WORDS
) -> dict[int, Words]:
    """For each group its words (word, weight in [0, 1]), the most telling first; no word stands in two groups.

    Args:
        groups: int[n_texts]; -1 for none.
        children: int[n_texts], whose text it is.
        at_least_children: a word of a group that fewer of its children use is left out.
    """
    from bertopic.vectorizers import ClassTfidfTransformer
    from scipy.sparse import csr_matrix, vstack
    from sklearn.feature_extraction.text import CountVectorizer

    names = [int(g) for g in np.unique(groups) if g != NONE]
    try:
        vectorizer = CountVectorizer(token_pattern=WORD, stop_words=stop_words(), binary=True).fit(texts)
    except ValueError:
        return dict.fromkeys(names, ())
    if not names:
        return {}
    vocabulary = vectorizer.get_feature_names_out()
    seen = csr_matrix(vectorizer.transform(texts), dtype=np.float64)
    own = vstack([csr_matrix(seen[groups == name].sum(axis=0)) for name in names], format="csr")
    used = np.flatnonzero(np.asarray(own.sum(axis=0)).ravel())
    vocabulary, seen, own = vocabulary[used], seen[:, used], own[:, used]
    weights = ClassTfidfTransformer(reduce_frequent_words=True).fit_transform(own).toarray()
    if children is not None:
        for row, name in enumerate(names):
            weights[row, _users(seen[groups == name], children[groups == name]) < at_least_children] = 0.0
    chosen = choose_words(weights, seen, number=number)
    return {
        name: tuple((str(vocabulary[c]), round(float(weights[row, c] / weights[row].max()), 4)) for c in columns)
        for row, (name, columns) in enumerate(zip(names, chosen, strict=True))
    }


def _users(seen: csr_matrix, children: Ints) -> Floats:
    """float64[n_words]: of how many children a text holds each word."""
    from scipy.sparse import csr_matrix as sparse

    _, place = np.unique(children, return_inverse=True)
    rows = np.arange(len(children))
    by_child = sparse((np.ones(len(rows)), (place, rows)), shape=(int(place.max()) + 1, len(rows))) @ seen
    return np.asarray((by_child > 0).sum(axis=0), dtype=np.float64).ravel()


def _model(consensus: Consensus) -> BERTopic:
    from bertopic import BERTopic
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    logging.getLogger("BERTopic").setLevel(logging.ERROR)
    return BERTopic(
        language="multilingual",  # as English it would strip apostrophes and accents from the words
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=consensus,
        vectorizer_model=CountVectorizer(stop_words=stop_words(), token_pattern=WORD),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=WORDS,
        verbose=False,
    )
