"""Children drawn anew, intervals, and average precision in every draw."""

from __future__ import annotations

import math

import numpy as np
from sklearn.metrics import average_precision_score

from textmine.coding.resampling import average_precisions, interval, ratio, redrawn


def test_the_first_draw_is_the_narratives_as_they_are_and_children_stay_whole() -> None:
    W = redrawn(["a", "a", "b", "c"], seed=1, draws=50)
    assert W.shape == (51, 4)
    assert W[0].tolist() == [1, 1, 1, 1]
    assert (W[:, 0] == W[:, 1]).all()
    assert (W[:, 1:].sum(axis=1) == 3).all()


def test_average_precision_is_that_of_scikit_learn_also_with_ties_and_weights() -> None:
    random = np.random.default_rng(3)
    for _ in range(20):
        truth, score = random.random(30) < 0.4, np.round(random.random(30), 1)
        W = random.integers(0, 3, (4, 30)).astype(float)
        expected = [average_precision_score(truth, score, sample_weight=w) for w in W]
        np.testing.assert_allclose(average_precisions(truth, score, W), expected)


def test_what_is_not_defined_in_any_draw_has_no_interval() -> None:
    assert all(math.isnan(end) for end in interval(np.full(5, np.nan)))
    assert math.isnan(ratio(np.array([1.0]), np.array([0.0]))[0])
    assert redrawn([], seed=1, draws=2).shape == (3, 0)
