"""What to label next: hard and unlike the rest, a child once, and a random share that knows nothing of the model."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.coding.selection import choose, expected_errors

RNG = np.random.default_rng(5)
N = 60
X = RNG.normal(size=(N, 8)).astype(np.float32)
CHILDREN = [f"c{i // 2}" for i in range(N)]
LABELLED = np.zeros(N, dtype=bool)
LABELLED[:10] = True


def test_expected_errors_are_the_chances_of_being_wrong() -> None:
    P = np.array([[0.9, 0.1], [0.5, 0.5]])
    assert expected_errors(P, P >= 0.5).tolist() == pytest.approx([0.2, 1.0])


def test_nothing_that_is_labelled_is_chosen_and_nothing_twice() -> None:
    found = choose(np.ones(N), X, CHILDREN, LABELLED, number=50, random_share=0.3, seed=1)
    rows = [choice.row for choice in found]
    assert sorted(rows) == list(range(10, N))
    assert sum(choice.why == "random" for choice in found) == 15


def test_the_random_share_does_not_look_at_the_model_and_is_spread() -> None:
    first, second = (
        choose(errors, X, CHILDREN, LABELLED, number=20, random_share=0.25, seed=3)
        for errors in (np.arange(N, dtype=float), np.arange(N, dtype=float)[::-1])
    )
    drawn = [[choice.row for choice in found if choice.why == "random"] for found in (first, second)]
    assert drawn[0] == drawn[1]
    assert len(drawn[0]) == 5
    assert all(sum(choice.why == "random" for choice in first[i : i + 8]) >= 1 for i in range(0, 16, 4))
    assert drawn[0] != [
        c.row
        for c in choose(np.ones(N), X, CHILDREN, LABELLED, number=20, random_share=0.25, seed=4)
        if c.why == "random"
    ]


def test_the_hard_ones_come_first_and_a_child_once_while_there_are_others() -> None:
    errors = np.where(np.arange(N) % 2 == 0, 1.0, 0.01)
    found = choose(errors, X, CHILDREN, LABELLED, number=20, random_share=0.0, seed=1)
    assert all(choice.row % 2 == 0 for choice in found)
    assert len({CHILDREN[choice.row] for choice in found}) == 20


def test_what_is_like_another_that_was_chosen_waits() -> None:
    twins = X.copy()
    twins[11] = twins[12] = twins[13] = twins[14]
    children = [f"c{i}" for i in range(N)]
    found = choose(np.ones(N), twins, children, LABELLED, number=30, random_share=0.0, seed=1)
    assert sum(choice.row in (11, 12, 13, 14) for choice in found) <= 1


def test_more_than_there_are_gives_all() -> None:
    assert len(choose(np.ones(N), X, CHILDREN, LABELLED, number=500, random_share=0.5, seed=1)) == 50
    assert choose(np.ones(N), X, CHILDREN, np.ones(N, dtype=bool), number=5, random_share=0.5, seed=1) == ()
