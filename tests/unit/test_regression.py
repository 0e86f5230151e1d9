"""The joint regression finds what is there, and stays finite where there is nothing."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from textmine.coding.regression import Weights, fit_choice, fit_joint
from textmine.types import Matrix

RNG = np.random.default_rng(1)
X = RNG.normal(size=(200, 3)).astype(np.float32)
S = csr_matrix((RNG.random((200, 5)) > 0.7).astype(np.float32))
OFFSET = np.zeros((200, 2), dtype=np.float32)


def fitted(Y: NDArray[np.bool_], penalty: float = 1.0, offset: Matrix = OFFSET, words: csr_matrix = S) -> Weights:
    return fit_joint(words, X, Y, offset, penalty=penalty)


def test_a_code_that_follows_a_word_or_a_direction_is_learned() -> None:
    Y = np.column_stack([S[:, 2].toarray()[:, 0] > 0, X[:, 1] > 0])
    Ws, Wx, b = fitted(Y, penalty=0.1)
    z = S @ Ws + X @ Wx + b
    assert ((z > 0) == Y).mean() > 0.97
    assert np.abs(Ws[:, 0]).argmax() == 2
    assert np.abs(Wx[:, 1]).argmax() == 1


@pytest.mark.parametrize("value", [True, False])
def test_a_code_that_all_or_none_have_gets_finite_weights(value: bool) -> None:
    Ws, Wx, b = fitted(np.full((200, 2), value))
    assert all(np.isfinite(weights).all() for weights in (Ws, Wx, b))
    assert ((S @ Ws + X @ Wx + b > 0) == value).all()


def test_a_code_with_one_positive_gets_finite_weights() -> None:
    Y = np.zeros((200, 2), dtype=bool)
    Y[7, 0] = True
    assert all(np.isfinite(weights).all() for weights in fitted(Y))


def test_the_offset_explains_what_it_explains_and_leaves_the_rest() -> None:
    Y = np.column_stack([X[:, 0] > 0, X[:, 0] > 0])
    offset = np.column_stack([4 * X[:, 0], 0 * X[:, 0]]).astype(np.float32)
    _, Wx, _ = fitted(Y, offset=offset)
    assert abs(Wx[0, 0]) < abs(Wx[0, 1])


def test_a_higher_penalty_gives_smaller_weights() -> None:
    Y = np.column_stack([X[:, 1] > 0, X[:, 2] > 0])
    assert np.abs(fitted(Y, penalty=100.0)[1]).sum() < np.abs(fitted(Y, penalty=0.1)[1]).sum()


def test_it_works_without_any_words() -> None:
    Ws, Wx, _ = fitted(np.column_stack([X[:, 1] > 0, X[:, 2] > 0]), words=csr_matrix((200, 0), dtype=np.float32))
    assert Ws.shape == (0, 2)
    assert Wx.shape == (3, 2)


def test_two_fits_give_the_same_bytes() -> None:
    Y = RNG.random((200, 2)) > 0.5
    assert [w.tobytes() for w in fitted(Y)] == [w.tobytes() for w in fitted(Y)]


def test_a_choice_is_learned_from_words_and_vectors_and_a_value_never_seen_is_never_expected() -> None:
    random = np.random.default_rng(3)
    y = random.integers(0, 2, size=200)
    S = csr_matrix((y[:, None] == np.arange(2)).astype(np.float32))
    X = random.normal(size=(200, 3)).astype(np.float32)
    Ws, Wx, b = fit_choice(S, X, y, np.zeros((1, 3), np.float32), values=3, penalty=1.0)
    assert (S @ Ws + X @ Wx + b).argmax(axis=1).tolist() == y.tolist()
