"""What a coder sees of passages and of narratives: word weights, closeness to definitions, cues, and their sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.coding.cues import cue_features
from textmine.types import Matrix, Passage

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

AT_LEAST_CHILDREN_PER_WORD = 3  # a word of fewer children is not learned: it might name one
CLOSEST = 3  # passages whose closeness to a definition speaks for the narrative


def similarity(X: Matrix, definitions: Matrix) -> Matrix:
    """`float32[n_passages, n_codes]`: cosine of the sentence, without its heading, to each code's definition."""
    return X[:, : definitions.shape[1]] @ definitions.T


def words_of_enough_children(texts: Sequence[str], children: Sequence[str], *, at_most: int) -> tuple[str, ...]:
    """Words and pairs of words that enough children's texts use, in order of the alphabet; none if there are none.

    Args:
        children: whose each text is.
        at_most: of more words the most frequent are taken.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    own: dict[str, list[str]] = {}
    for text, child in zip(texts, children, strict=True):
        own.setdefault(child, []).append(text)
    counter = CountVectorizer(ngram_range=(1, 2), min_df=AT_LEAST_CHILDREN_PER_WORD, max_features=at_most, binary=True)
    try:
        counter.fit(["\n".join(group) for _, group in sorted(own.items())])
    except ValueError:  # no word is left
        return ()
    return tuple(sorted(counter.vocabulary_))


def word_weights(
    texts: Sequence[str], words: Sequence[str], idf: NDArray[np.floating] | None = None
) -> tuple[csr_matrix, NDArray[np.floating]]:
    """TF-IDF float32[n_texts, n_words] over a vocabulary, and its idf (learned here unless given)."""
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not words or not texts:
        return csr_matrix((len(texts), len(words)), dtype=np.float32), np.zeros(len(words))
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, vocabulary=list(words), dtype=np.float32)
    if idf is None:
        return vectoriser.fit_transform(texts), vectoriser.idf_
    vectoriser.idf_ = np.asarray(idf, dtype=np.float64)
    return vectoriser.transform(texts), idf


def head_features(passages: Sequence[Passage], X: Matrix) -> Matrix:
    """`float32[n_passages, 2 * n_cues + d]`: cue words beside the sentence with its heading."""
    cues = cue_features([p.text for p in passages], [p.context for p in passages])
    return np.hstack([2.0 * cues, X[:, X.shape[1] // 2 :]]).astype(np.float32)


def whole_texts(passages: Sequence[Passage], doc: NDArray[np.int64], n_docs: int) -> list[str]:
    """The words of each narrative, without its headings."""
    lines: list[list[str]] = [[] for _ in range(n_docs)]
    for passage, d in zip(passages, doc, strict=True):
        lines[int(d)].append(passage.text)
    return ["\n".join(some) for some in lines]


def whole_vectors(X: Matrix, doc: NDArray[np.int64], n_docs: int) -> Matrix:
    """`float32[n_docs, 2 * d]`: the mean of a narrative's passages, of length one; zeros without a passage."""
    total = np.zeros((n_docs, X.shape[1]), dtype=np.float32)
    np.add.at(total, doc, X)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return np.asarray(np.divide(total, length, out=total, where=length > 0), dtype=np.float32)


def whole_similarity(closeness: Matrix, doc: NDArray[np.int64], n_docs: int) -> Matrix:
    """`float32[n_docs, n_codes]`: how close a narrative's closest passages come to a definition, on average."""
    found = np.zeros((n_docs, closeness.shape[1]), dtype=np.float32)
    for d in np.unique(doc):
        rows = closeness[doc == d]
        found[d] = np.sort(rows, axis=0)[-CLOSEST:].mean(axis=0)
    return found
