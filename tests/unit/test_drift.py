"""New narratives that look different are told, and chance is not."""

from __future__ import annotations

import math

import numpy as np

from textmine.coding.drift import drift, narrative_vectors


def study(shift: float, seed: int, children: int = 60) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Vectors of two narratives a child, each child with a voice of its own; a third of the children is new."""
    random = np.random.default_rng(seed)
    voice = np.repeat(random.normal(size=(children, 30)), 2, axis=0)
    new = np.repeat(np.arange(children) % 3 == 0, 2)
    X = voice + 0.3 * random.normal(size=voice.shape)
    X[new, 0] += shift
    return X.astype(np.float32), new, [f"c{i // 2}" for i in range(2 * children)]


def test_a_new_way_of_writing_is_found() -> None:
    found = drift(*study(4.0, 1), seed=7)
    assert found.auc > 0.8
    assert found.found
    assert "look different" in found.sentence()


def test_children_who_each_write_their_own_way_are_no_drift() -> None:
    found = [drift(*study(0.0, seed), seed=7).found for seed in range(30)]
    assert sum(found) <= 4


def test_too_few_narratives_cannot_tell() -> None:
    X, new, children = study(4.0, 1, children=12)
    found = drift(X, new, children, seed=7)
    assert math.isnan(found.auc)
    assert not found.found
    assert "cannot be told" in found.sentence()


def test_a_child_with_old_and_new_narratives_keeps_both() -> None:
    X, _, children = study(0.0, 1)
    found = drift(X, np.arange(len(X)) % 2 == 0, children, seed=7)
    assert 0.3 < found.auc < 0.7


def test_a_narrative_without_passages_is_a_row_of_noughts() -> None:
    V = narrative_vectors(np.array([[1.0, 3.0], [3.0, 5.0]], dtype=np.float32), np.array([0, 0]), 2)
    assert V.tolist() == [[2.0, 4.0], [0.0, 0.0]]
