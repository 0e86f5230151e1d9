"""What the coder decides without a person: the stated bound holds on simulated children, also where they err together."""

from __future__ import annotations

import math

import numpy as np
import pytest

from textmine.coding.abstention import for_aim, for_share, upper_bound

CODES = 8


def simulated(random: np.random.Generator, children: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Narratives whose decisions go wrong the more, the nearer to the threshold, and of some children more than of others."""
    own = random.integers(1, 6, children)
    names = np.repeat(np.arange(children), own)
    trouble = np.exp(random.normal(0, 0.7, children))[names]
    distance = random.exponential(1.5, (len(names), CODES))
    wrong = random.random(distance.shape) < np.minimum(0.5, trouble[:, None] * 0.3 * np.exp(-distance))
    chosen = random.random(distance.shape) < 0.3
    return chosen ^ wrong, chosen, distance, [f"c{name}" for name in names]


@pytest.mark.parametrize("aim", [0.05, 0.1])
def test_the_guarantee_is_kept_nine_times_in_ten(aim: float) -> None:
    random = np.random.default_rng(11)
    truth, chosen, distance, _ = simulated(random, 20000)
    broken = given = 0
    for _ in range(200):
        found = for_aim(*simulated(random, 80), at_most_wrong=aim)
        if not found.decided:
            continue
        given += 1
        alone = distance >= found.margin
        broken += (truth != chosen)[alone].mean() > aim
    assert given > 100  # it is no guarantee if everything goes to a person
    assert broken <= 0.1 * 200 + 8  # and as much as chance may add in 200 trials


def test_a_lower_aim_sends_more_to_a_person() -> None:
    study = simulated(np.random.default_rng(5), 300)
    strict, lax = (for_aim(*study, at_most_wrong=aim) for aim in (0.05, 0.15))
    assert strict.share > lax.share
    assert strict.bound <= 0.05
    assert lax.reached


def test_what_cannot_be_shown_goes_to_a_person_and_says_so() -> None:
    found = for_aim(*simulated(np.random.default_rng(5), 6), at_most_wrong=0.01)
    assert (found.share, found.decided, found.reached) == (1.0, 0, False)
    assert math.isinf(found.margin)
    assert "everything goes to a person" in found.sentence()


def test_a_given_share_is_kept_and_its_bound_said() -> None:
    truth, chosen, distance, children = simulated(np.random.default_rng(5), 100)
    found = for_share(truth, chosen, distance, children, share=0.15)
    assert found.share == pytest.approx(0.15, abs=0.01)
    assert found.wrong == int((truth != chosen)[distance >= found.margin].sum())
    assert found.bound > found.wrong / found.decided
    assert "15% of the decisions go to a person" in found.sentence()


def test_without_a_code_that_may_be_suggested_a_given_share_says_so() -> None:
    none = np.zeros((3, 0), dtype=bool)
    found = for_share(none, none, np.zeros((3, 0)), ["a", "b", "c"], share=0.15)
    assert found.sentence() == "No code may be suggested: everything goes to a person."


def test_without_abstaining_every_decision_counts() -> None:
    truth, chosen, distance, children = simulated(np.random.default_rng(5), 30)
    found = for_share(truth, chosen, distance, children, share=0.0)
    assert (found.margin, found.share, found.decided) == (0.0, 0.0, truth.size)


def test_children_who_err_together_make_the_bound_wider() -> None:
    decided = np.full(50, 20.0)
    apart, together = np.full(50, 1.0), np.where(np.arange(50) < 5, 10.0, 0.0)
    assert apart.sum() == together.sum()
    assert upper_bound(apart, decided) < upper_bound(together, decided)


def test_nothing_decided_is_no_ground_for_a_bound() -> None:
    assert upper_bound(np.zeros(0), np.zeros(0)) == 1.0
    assert upper_bound(np.zeros(1), np.ones(1)) == 1.0
    assert upper_bound(np.ones(5), np.ones(5)) == 1.0
