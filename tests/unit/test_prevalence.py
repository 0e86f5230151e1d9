"""Prevalence: counts that are corrected for what the coder gets wrong, also when codes have become rarer or more frequent."""

from __future__ import annotations

import math

import numpy as np
import pytest
from test_evaluation import lesson_of

from textmine.coding.heldout import HeldOut
from textmine.coding.lessons import Lesson
from textmine.coding.prevalence import errors_of, prevalence, trial


def simulated(share: float, n: int, seed: int, *, taught: float = 0.3) -> tuple[Lesson, HeldOut]:
    """Calibrated for the share that was taught, with a threshold that says too much; three narratives a child."""
    random = np.random.default_rng(seed)
    truth = random.random(n) < share
    log_odds = random.normal(np.where(truth, 1.0, -1.0), 1.2)
    p = 1 / (1 + np.exp(-(2 * log_odds / 1.2**2 + np.log(taught / (1 - taught)))))
    lesson = lesson_of([[int(t)] for t in truth], "x" * n)
    children = tuple(f"c{seed}-{i // 3}" for i in range(n))
    lesson = Lesson(lesson.codes, (), lesson.doc, lesson.X, lesson.Y, lesson.D, children)
    chosen = p > 0.2
    return lesson, HeldOut(p[:, None], chosen[:, None], np.abs(p - 0.2)[:, None], np.arange(n) // 3 % 5)


def estimate(share: float, n: int = 3000, seed: int = 2):  # type: ignore[no-untyped-def]
    errors = errors_of(*simulated(0.3, n, 1), seed=7)
    lesson, held = simulated(share, n, seed)
    (found,) = prevalence(held.P, held.chosen, lesson.children, errors=errors, seed=7)
    return found, float(lesson.D.mean())


def test_a_low_threshold_counts_too_many_and_every_correction_mends_it() -> None:
    found, truth = estimate(0.3)
    assert found.counted > truth + 0.1
    assert found.corrected == pytest.approx(truth, abs=0.02)
    assert found.adjusted == pytest.approx(truth, abs=0.03)
    assert found.re_estimated == pytest.approx(truth, abs=0.03)
    assert found.low < truth < found.high


@pytest.mark.parametrize("share", [0.15, 0.6])
def test_when_a_code_becomes_rarer_or_more_frequent_re_estimation_follows(share: float) -> None:
    found, truth = estimate(share)
    assert abs(found.re_estimated - truth) < abs(found.corrected - truth)
    assert found.re_estimated == pytest.approx(truth, abs=0.04)
    assert found.re_estimated_low < truth < found.re_estimated_high
    assert found.adjusted_low < truth < found.adjusted_high


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    errors = errors_of(*simulated(0.3, 200, 1), seed=7)
    held_it = 0
    for seed in range(2, 62):
        errors = errors_of(*simulated(0.3, 200, 1000 + seed), seed=7, draws=200)
        lesson, held = simulated(0.3, 150, seed)
        (found,) = prevalence(held.P, held.chosen, lesson.children, errors=errors, seed=7)
        held_it += found.low <= lesson.D.mean() <= found.high
    assert held_it >= 52


def test_a_coder_without_skill_gives_no_adjusted_count() -> None:
    lesson, held = simulated(0.3, 60, 1)
    blind = HeldOut(held.P, np.ones_like(held.chosen), held.distance, held.fold)
    (found,) = prevalence(held.P, blind.chosen, lesson.children, errors=errors_of(lesson, blind, seed=7), seed=7)
    assert math.isnan(found.adjusted)
    assert not math.isnan(found.corrected)


def test_a_code_that_was_never_taught_is_not_re_estimated_and_nothing_gives_nothing() -> None:
    lesson, held = simulated(0.0, 60, 1)
    (found,) = prevalence(held.P, held.chosen, lesson.children, errors=errors_of(lesson, held, seed=7), seed=7)
    assert math.isnan(found.re_estimated)
    errors = errors_of(*simulated(0.3, 60, 1), seed=7)
    (none,) = prevalence(np.zeros((0, 1)), np.zeros((0, 1), dtype=bool), (), errors=errors, seed=7)
    assert none.narratives == 0
    assert math.isnan(none.corrected)


def test_the_trial_knows_nothing_of_the_fold_it_is_tried_on() -> None:
    lesson, held = simulated(0.3, 300, 1)
    tried = trial(lesson, held, seed=7)
    assert [(code, fold) for code, fold, _, _ in tried] == [("code0", fold) for fold in range(5)]
    assert sum(one.narratives for _, _, one, _ in tried) == 300
    assert np.mean([abs(one.corrected - truth) for _, _, one, truth in tried]) < 0.06
