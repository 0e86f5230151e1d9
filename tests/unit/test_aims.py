"""Thresholds are chosen for an aim, and what they come to is measured and said."""

from __future__ import annotations

import numpy as np
import pytest
from taught import Taught

from textmine.coding.aims import BEST_F1, Aim, reached, read_aim
from textmine.coding.calibration import best_f1_threshold
from textmine.coding.classifier import train
from textmine.settings import CodingSettings


@pytest.mark.parametrize("rate", [0.03, 0.2, 0.6])
@pytest.mark.parametrize("least", [0.7, 0.9])
def test_where_probabilities_are_true_the_aim_is_reached_on_other_narratives(rate: float, least: float) -> None:
    random = np.random.default_rng(7)
    p = random.beta(rate * 1.5, (1 - rate) * 1.5, (2, 20_000))
    truth = random.random(p.shape[1]) < p[1]
    said = p[1] >= Aim("recall", least).threshold(p[0])
    assert (truth & said).sum() / truth.sum() > least - 0.05
    said = p[1] >= Aim("precision", least).threshold(p[0])
    assert (truth & said).sum() / said.sum() > least - 0.05


def test_more_recall_needs_a_lower_threshold_and_more_precision_a_higher_one() -> None:
    p = np.random.default_rng(3).random(200)
    recalls = [Aim("recall", least).threshold(p) for least in (0.5, 0.8, 0.95)]
    precisions = [Aim("precision", least).threshold(p) for least in (0.6, 0.8, 0.95)]
    assert recalls == sorted(recalls, reverse=True)
    assert precisions == sorted(precisions)
    assert recalls[-1] < best_f1_threshold(p) < precisions[-1]


def test_the_best_f1_is_the_default_and_what_it_was() -> None:
    p = np.random.default_rng(3).random(50)
    assert BEST_F1.threshold(p) == best_f1_threshold(p)
    assert read_aim(CodingSettings().aim) == BEST_F1


@pytest.mark.parametrize("aim", [Aim("recall", 0.9), Aim("precision", 0.9), BEST_F1])
def test_no_probability_or_only_zeros_gives_a_threshold_too(aim: Aim) -> None:
    for p in (np.zeros(0), np.zeros(5)):
        assert 0 < aim.threshold(p) < 1


@pytest.mark.parametrize(
    "words", ["", "f2", "recall", "recall 1", "recall 0", "precision 80", "recall .0", "recall 0.9 0.8"]
)
def test_what_is_no_aim_is_told(words: str) -> None:
    with pytest.raises(ValueError, match='an aim is "f1"'):
        read_aim(words)
    with pytest.raises(ValueError, match='an aim is "f1"'):
        CodingSettings(aim=words)


@pytest.mark.parametrize("words", ["f1", "recall 0.9", "precision .85"])
def test_what_the_settings_allow_can_be_read(words: str) -> None:
    assert read_aim(CodingSettings(aim=words).aim).of == words.split()[0]


def test_a_coder_for_recall_codes_more_and_one_for_precision_less(taught: Taught) -> None:
    def thresholds(aim: Aim) -> np.ndarray:
        model = train(
            taught.lesson, taught.definitions, usable=("home", "mates"), folds=4, abstain=0.0, seed=7, aim=aim
        )
        return model.arrays["thresholds"][[0, 2]]

    assert (thresholds(Aim("recall", 0.99)) <= thresholds(BEST_F1)).all()
    assert (thresholds(Aim("precision", 0.99)) >= thresholds(BEST_F1)).all()


def test_what_was_reached_is_counted_over_all_and_code_by_code() -> None:
    truth = np.array([[1, 1], [1, 0], [0, 0], [0, 0]], dtype=bool)
    chosen = np.array([[1, 0], [1, 0], [1, 0], [0, 0]], dtype=bool)
    found = reached(Aim("recall", 0.6), truth, chosen)
    assert found is not None
    assert (found.recall, found.precision, found.suggested) == (2 / 3, 2 / 3, 3 / 8)
    assert (found.reaching, found.codes) == (1, 2)
    assert "recall of at least 0.60" in found.sentence()
    assert "1 of 2 codes reach it alone" in found.sentence()
    assert reached(BEST_F1, truth, chosen) is None
