"""Agreement as published, and nan where there is nothing to say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from textmine.coding.agreement import Agreement, agree, gwet_ac1, krippendorff_alpha
from textmine.types import Coding, Mention

# Krippendorff (2011), "Computing Krippendorff's alpha-reliability", section A: binary data, two observers.
BINARY_A = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
BINARY_B = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]


def table(both: int, first: int, second: int, neither: int) -> NDArray[np.bool_]:
    """A two-by-two table as units by coders."""
    rows = [[1, 1]] * both + [[1, 0]] * first + [[0, 1]] * second + [[0, 0]] * neither
    return np.array(rows, dtype=bool).reshape(-1, 2)


def coding(narrative: str, *codes: str, coder: str = "a", assertion: str = "affirmed") -> Coding:
    return Coding(narrative, coder, tuple(Mention(0, 1, code, assertion) for code in codes))  # type: ignore[arg-type]


def agreed(first: list[Coding], second: list[Coding], children: dict[str, str] | None = None) -> Agreement:
    (found,) = agree(first, second, codes=["x"], child_of=children or {})
    return found


def test_alpha_is_that_of_krippendorffs_binary_example() -> None:
    assert krippendorff_alpha(np.array([BINARY_A, BINARY_B], dtype=bool).T) == pytest.approx(0.095, abs=0.0005)


def test_alpha_is_one_for_full_agreement_and_below_zero_for_contradiction() -> None:
    assert krippendorff_alpha(table(3, 0, 0, 4)) == 1.0
    assert krippendorff_alpha(table(0, 5, 5, 0)) < -0.8


def test_alpha_of_three_coders_is_by_pairs_within_units() -> None:
    # Unit 1: 1 1 0, unit 2: 0 0 0. Observed 2·(2·1)/2/6 = 1/3, expected 2·2·4/(6·5) = 8/15.
    assert krippendorff_alpha(np.array([[1, 1, 0], [0, 0, 0]], dtype=bool)) == pytest.approx(1 - (1 / 3) / (8 / 15))


@pytest.mark.parametrize("Y", [table(4, 0, 0, 0), table(0, 0, 0, 4), table(0, 0, 0, 0), table(1, 0, 0, 1)[:, :1]])
def test_alpha_is_nan_where_nothing_varies_or_one_coder_is_alone(Y: NDArray[np.bool_]) -> None:
    assert math.isnan(krippendorff_alpha(Y))


def test_ac1_is_high_where_kappa_falls_to_nothing() -> None:
    # The table with which Gwet shows the paradox of kappa (-0.023 here): 118, 5, 2, 0 of 125.
    assert gwet_ac1(table(118, 5, 2, 0)) == pytest.approx(0.9408, abs=0.00005)


def test_ac1_by_hand() -> None:
    # Agreement 0.8, prevalence 0.3, chance 0.42: (0.8 - 0.42) / 0.58.
    assert gwet_ac1(table(2, 1, 1, 6)) == pytest.approx(0.38 / 0.58)


def test_ac1_is_one_where_nobody_ever_differs_and_nan_without_units() -> None:
    assert gwet_ac1(table(0, 0, 0, 5)) == 1.0
    assert math.isnan(gwet_ac1(table(0, 0, 0, 0)))


def test_only_narratives_that_both_coded_count() -> None:
    found = agreed([coding("1", "x"), coding("2")], [coding("2"), coding("3", "x")])
    assert found.both == 1
    assert found.agreement == 1.0
    assert math.isnan(found.alpha)


def test_nothing_in_common_is_nan_throughout() -> None:
    found = agreed([coding("1")], [coding("2")])
    assert found.both == 0
    assert all(math.isnan(value) for value in (found.agreement, found.alpha, found.low, found.ac1, found.positive))


def test_a_mention_that_is_ruled_out_is_not_having_the_code() -> None:
    found = agreed([coding("1", "x"), coding("2", "x")], [coding("1", "x"), coding("2", "x", assertion="negated")])
    assert found.agreement == 0.5
    assert found.prevalence == 0.75
    assert found.positive == pytest.approx(2 / 3)


def test_positive_agreement_is_nan_where_nobody_saw_the_code() -> None:
    assert math.isnan(agreed([coding("1")], [coding("1")]).positive)


def test_who_saw_a_sub_code_has_seen_its_parent() -> None:
    (found,) = agree([coding("1", "sub")], [coding("1", "x")], codes=["x"], child_of={}, parents={"sub": "x"})
    assert found.agreement == 1.0


def test_the_interval_holds_alpha_and_is_wider_when_children_repeat() -> None:
    rng = np.random.default_rng(3)
    first = [coding(str(i), *(["x"] if rng.random() < 0.5 else [])) for i in range(60)]
    second = [coding(c.narrative, *(["x"] if (rng.random() < 0.85) == bool(c.mentions) else [])) for c in first]
    alone = agreed(first, second)
    together = agreed(first, second, {str(i): f"child {i // 10}" for i in range(60)})
    assert alone.low < alone.alpha < alone.high
    assert together.low < together.alpha < together.high
    assert alone == agreed(first, second)


def test_the_interval_is_that_of_alphas_over_resampled_children() -> None:
    first = [coding(str(i), *(["x"] if i % 3 else [])) for i in range(12)]
    second = [coding(str(i), *(["x"] if i % 4 else [])) for i in range(12)]
    found = agreed(first, second)
    Y = np.array([[bool(a.mentions), bool(b.mentions)] for a, b in zip(first, second, strict=True)])
    order = np.argsort([str(i) for i in range(12)])
    draws = np.random.default_rng(7).integers(0, 12, (500, 12))
    alphas = [krippendorff_alpha(Y[order][draw]) for draw in draws]
    expected = np.nanquantile(alphas, [0.025, 0.975])
    assert (found.low, found.high) == pytest.approx(tuple(expected))
