"""Errors by group, where there are enough narratives, and calibration curves by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from textmine.coding.reliability import calibrations
from textmine.coding.subgroups import by_length, subgroups

CHILDREN = [f"c{i // 2}" for i in range(80)]


def test_a_group_that_is_coded_worse_is_told_and_a_small_one_is_too_few() -> None:
    truth = np.arange(80)[:, None] % 2 == 0
    chosen = truth.copy()
    chosen[40:70] = ~chosen[40:70]
    group = ["en"] * 40 + ["cy"] * 35 + [""] * 2 + ["other"] * 3
    cy, en, other = subgroups(truth, chosen, CHILDREN, {"language": group}, seed=7)
    assert [one.group for one in (cy, en, other)] == ["cy", "en", "other"]
    assert (cy.narratives, en.narratives, en.f1, en.differs) == (35, 40, 1.0, True)
    assert cy.difference < 0
    assert cy.differs
    assert (other.enough, other.differs) == (False, False)
    assert math.isnan(other.f1)


def test_many_narratives_of_few_children_are_too_few() -> None:
    truth = np.ones((40, 1), dtype=bool)
    (found,) = subgroups(truth, truth, ["a", "b"] * 20, {"area": ["x"] * 40}, seed=7)
    assert (found.narratives, found.children, found.enough) == (40, 2, False)


def test_groups_that_are_coded_alike_do_not_differ() -> None:
    random = np.random.default_rng(1)
    truth = random.random((80, 4)) < 0.4
    chosen = truth ^ (random.random((80, 4)) < 0.1)
    found = subgroups(truth, chosen, CHILDREN, {"care": ["a", "b"] * 40}, seed=7)
    assert [one.differs for one in found] == [False, False]


def test_lengths_are_divided_in_thirds() -> None:
    assert by_length([10, 20, 30]) == ("1: up to 16 words", "2: 17 to 23 words", "3: over 23 words")
    assert by_length([]) == ()


def test_the_calibration_curve_by_hand() -> None:
    truth, P = np.array([[True], [False], [True], [True]]), np.array([[0.62], [0.68], [0.92], [0.98]])
    every, own = calibrations(["a"], truth, P, ["x", "y", "z", "z"], seed=7)
    assert (every.code, own.code) == ("", "a")
    low, high = (one for one in own.bins if one.there)
    assert (low.right, low.there, round(low.expected, 3)) == (1, 2, 0.65)
    assert (high.right, high.there, high.high) == (2, 2, 1.0)
    assert own.error == pytest.approx((abs(1.3 - 1) + abs(1.9 - 2)) / 4)


def test_a_probability_of_one_stands_in_the_last_bin_and_no_codes_have_no_curve() -> None:
    _, own = calibrations(["a"], np.ones((1, 1), dtype=bool), np.ones((1, 1)), ["x"], seed=7)
    assert own.bins[-1].there == 1
    assert calibrations([], np.ones((1, 0), dtype=bool), np.ones((1, 0)), ["x"], seed=7) == ()
