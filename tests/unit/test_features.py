"""A narrative as a whole: its words, its mean vector, and how close its closest passages come to a definition."""

from __future__ import annotations

import numpy as np

from textmine.coding.features import whole_similarity, whole_texts, whole_vectors
from textmine.types import Passage

PASSAGES = (Passage("a", 0, 3, "One"), Passage("a", 4, 7, "Two", "Heading"), Passage("c", 0, 5, "Three"))
DOC = np.array([0, 0, 2])


def test_the_words_of_a_narrative_are_those_of_its_passages_without_headings() -> None:
    assert whole_texts(PASSAGES, DOC, 3) == ["One\nTwo", "", "Three"]


def test_a_mean_vector_has_length_one_and_a_narrative_without_passages_has_zeros() -> None:
    X = np.array([[1, 0], [0, 1], [0, 2]], dtype=np.float32)
    np.testing.assert_allclose(whole_vectors(X, DOC, 3), [[0.5**0.5, 0.5**0.5], [0, 0], [0, 1]], rtol=1e-6)


def test_only_the_closest_passages_speak_for_a_narrative() -> None:
    closeness = np.array([[0.1], [0.2], [0.3], [0.4], [0.9]], dtype=np.float32)
    found = whole_similarity(closeness, np.array([1, 1, 1, 1, 2]), 3)
    np.testing.assert_allclose(found, [[0.0], [0.3], [0.9]], rtol=1e-6)
