"""Agreement as published, nan where there is nothing to say, and the mistakes that are known of other tools."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from textmine.cli.coding import say_agreed
from textmine.coding import agreementmeasures as measures
from textmine.coding.agreement import Agreement, agree, together
from textmine.coding.agreementmeasures import krippendorff_alpha, masi, masi_alpha
from textmine.coding.agreementspans import matched
from textmine.pipeline.annotation.agreeing import Agreed
from textmine.types import Coding, Mention

GAP = -1
# Krippendorff (2011), "Computing Krippendorff's alpha-reliability": A binary, B nominal, C four observers with gaps.
BINARY = ([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
NOMINAL = ("aabbdcccedda", "babbbccceddd")
GAPS = (
    [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
    [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
)
# Feinstein & Cicchetti (1990), "High agreement but low kappa: I": the tables with which they show both paradoxes.
PARADOXES = [
    ((40, 9, 6, 45), 0.85, 0.70),
    ((80, 10, 5, 5), 0.85, 0.32),
    ((45, 15, 25, 15), 0.60, 0.13),
    ((25, 35, 5, 35), 0.60, 0.26),
]


def of(measure: Callable[..., np.ndarray], *table: float) -> float:
    """A measure of one table: both, only the first, only the second, neither."""
    return float(measure(*[np.array([n], dtype=float) for n in table])[0])


def coding(narrative: str, *codes: str, coder: str = "a", assertion: str = "affirmed") -> Coding:
    return Coding(narrative, coder, tuple(Mention(0, 1, code, assertion) for code in codes))  # type: ignore[arg-type]


def agreed(first: list[Coding], second: list[Coding], children: dict[str, str] | None = None) -> Agreement:
    (found,) = agree(first, second, codes=["x"], child_of=children or {})
    return found


def test_alpha_is_that_of_krippendorffs_examples() -> None:
    letters = [[ord(one) for one in row] for row in NOMINAL]
    assert krippendorff_alpha(np.array(BINARY).T) == pytest.approx(0.095, abs=0.0005)
    assert krippendorff_alpha(np.array(letters).T) == pytest.approx(0.692, abs=0.0005)
    assert krippendorff_alpha(np.array(GAPS).T) == pytest.approx(0.743, abs=0.0005)


def test_alpha_from_counts_is_alpha_from_units() -> None:
    table = np.array(BINARY, dtype=bool)
    counts = [(table[0] & table[1]).sum(), (table[0] & ~table[1]).sum(), (~table[0] & table[1]).sum(), 0]
    counts[3] = 10 - sum(counts)
    assert of(measures.alpha, *counts) == pytest.approx(0.095, abs=0.0005)


@pytest.mark.parametrize(("table", "observed", "kappa"), PARADOXES)
def test_kappa_is_that_of_feinstein_and_cicchetti(table: tuple[int, ...], observed: float, kappa: float) -> None:
    assert of(measures.observed, *table) == pytest.approx(observed, abs=0.005)
    assert of(measures.kappa, *table) == pytest.approx(kappa, abs=0.006)


def test_specific_agreement_is_that_of_cicchetti_and_feinstein() -> None:
    # "High agreement but low kappa: II": the first two tables above.
    assert of(measures.positive, 40, 9, 6, 45) == pytest.approx(0.84, abs=0.005)
    assert of(measures.negative, 40, 9, 6, 45) == pytest.approx(0.86, abs=0.005)
    assert of(measures.positive, 80, 10, 5, 5) == pytest.approx(0.914, abs=0.005)
    assert of(measures.negative, 80, 10, 5, 5) == pytest.approx(0.40, abs=0.005)


@pytest.mark.parametrize("share", [0.5, 0.3, 0.1])
def test_two_who_guess_score_nothing(share: float) -> None:
    """The known wrong kappa multiplies what both say by chance over the values, where it must add: guessing then pays."""
    n = 1000
    table = (n * share**2, n * share * (1 - share), n * share * (1 - share), n * (1 - share) ** 2)
    observed, wrong_chance = (table[0] + table[3]) / n, table[0] / n * table[3] / n
    assert (observed - wrong_chance) / (1 - wrong_chance) > 0.3
    assert of(measures.kappa, *table) == pytest.approx(0, abs=1e-12)
    assert of(measures.alpha, *table) == pytest.approx(0, abs=1e-3)


def test_kappa_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import cohen_kappa_score

    rng = np.random.default_rng(1)
    for _ in range(20):
        first, second = rng.random(60) < 0.3, rng.random(60) < 0.4
        table = [(first & second).sum(), (first & ~second).sum(), (~first & second).sum(), (~first & ~second).sum()]
        assert of(measures.kappa, *table) == pytest.approx(cohen_kappa_score(first, second))


def test_ac1_is_high_where_kappa_falls_to_nothing() -> None:
    # The table with which Gwet shows the paradox of kappa: 118, 5, 2, 0 of 125.
    assert of(measures.ac1, 118, 5, 2, 0) == pytest.approx(0.9408, abs=0.00005)
    assert of(measures.kappa, 118, 5, 2, 0) == pytest.approx(-0.0234, abs=0.00005)


def test_ac1_by_hand() -> None:
    # Agreement 0.8, prevalence 0.3, chance 0.42: (0.8 - 0.42) / 0.58.
    assert of(measures.ac1, 2, 1, 1, 6) == pytest.approx(0.38 / 0.58)


def test_alpha_is_one_for_full_agreement_and_below_zero_for_contradiction() -> None:
    assert of(measures.alpha, 3, 0, 0, 4) == 1.0
    assert of(measures.alpha, 0, 5, 5, 0) < -0.8


@pytest.mark.parametrize("table", [(4, 0, 0, 0), (0, 0, 0, 4), (0, 0, 0, 0)])
def test_alpha_and_kappa_are_nan_where_nothing_varies(table: tuple[int, ...]) -> None:
    assert math.isnan(of(measures.alpha, *table))
    assert math.isnan(of(measures.kappa, *table))


def test_masi_is_passonneaus_and_two_empty_sets_are_the_same() -> None:
    one, two, three = (frozenset(letters) for letters in ("ab", "abcd", "bc"))
    assert masi(one, two) == pytest.approx(1 - 2 / 4 * 2 / 3)
    assert masi(one, three) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert (masi(one, one), masi(one, frozenset("z")), masi(one, frozenset())) == (0, 1, 1)
    assert masi(frozenset(), frozenset()) == 0


def test_alpha_of_sets_of_one_is_plain_alpha() -> None:
    first, second = ([frozenset(letter) for letter in row] for row in NOMINAL)
    assert masi_alpha(first, second, np.ones((1, 12)))[0] == pytest.approx(0.692, abs=0.0005)


def test_alpha_of_sets_by_hand() -> None:
    # Units ({a,b}, {a}) and ({}, {}): observed 2·(2/3)/4 = 1/3; expected: pairs of {ab, a, {}, {}}, mean distance 7/9.
    sets = [frozenset("ab"), frozenset()], [frozenset("a"), frozenset()]
    assert masi(*[side[0] for side in sets]) == pytest.approx(2 / 3)
    assert masi_alpha(*sets, np.ones((1, 2)))[0] == pytest.approx(1 - (1 / 3) / ((2 * (2 / 3) + 8) / 12))


def test_only_narratives_that_both_coded_count() -> None:
    found = agreed([coding("1", "x"), coding("2")], [coding("2"), coding("3", "x")])
    assert (found.both, found.observed.value) == (1, 1.0)
    assert math.isnan(found.alpha.value)


def test_nothing_in_common_is_nan_throughout() -> None:
    found = agreed([coding("1")], [coding("2")])
    assert (found.both, found.children) == (0, 0)
    estimates = (found.observed, found.alpha, found.kappa, found.ac1, found.positive, found.negative, found.span_f1)
    assert all(math.isnan(value) for one in estimates for value in (one.value, one.low, one.high))
    assert math.isnan(together([coding("1")], [coding("2")], child_of={}).masi.value)


def test_a_mention_that_is_ruled_out_is_not_having_the_code() -> None:
    found = agreed([coding("1", "x"), coding("2", "x")], [coding("1", "x"), coding("2", "x", assertion="negated")])
    assert (found.observed.value, found.prevalence.value) == (0.5, 0.75)
    assert found.positive.value == pytest.approx(2 / 3)
    assert (found.first, found.second) == (2, 1)


def test_who_saw_a_sub_code_has_seen_its_parent() -> None:
    (found,) = agree([coding("1", "sub")], [coding("1", "x")], codes=["x"], child_of={}, parents={"sub": "x"})
    assert found.observed.value == 1.0


def test_spans_match_where_they_share_half_and_each_only_once() -> None:
    a, b, c = Mention(0, 10, "x"), Mention(20, 30, "x"), Mention(0, 6, "x")
    assert matched([a, b], [Mention(2, 10, "x"), Mention(28, 40, "x")]) == 1
    assert matched([a], [a, c]) == 1
    assert matched([a, c], [a, c]) == 2
    assert matched([a], []) == 0


def test_span_f1_counts_places_however_asserted() -> None:
    first = [Coding("1", "a", (Mention(0, 10, "x"), Mention(50, 60, "x", "negated")))]
    second = [Coding("1", "b", (Mention(1, 10, "x"), Mention(70, 80, "x")))]
    assert agreed(first, second).span_f1.value == pytest.approx(0.5)


def test_a_rare_code_is_flagged_because_kappa_would_mislead() -> None:
    """Two coders of whom each is right in 95 %: the same people, a rare code and a common one."""
    rare = agreed(*_pair(20, 1, 1, 978 - 20))
    common = agreed(*_pair(475, 25, 25, 475))
    assert (rare.misleading, common.misleading) == (True, False)
    assert rare.ac1.value > 0.95


def test_a_threshold_is_held_against_the_lower_end() -> None:
    sure, unsure = agreed(*_pair(95, 5, 5, 95)), agreed(*_pair(19, 1, 1, 19))
    assert sure.alpha.value == pytest.approx(unsure.alpha.value, abs=0.02)
    assert sure.good_for == "firm conclusions"
    assert unsure.good_for == "tentative conclusions"
    assert agreed(*_pair(9, 1, 1, 9)).good_for == "not yet shown: code more twice"
    assert agreed(*_pair(5, 5, 5, 5)).good_for == "not yet: discuss and define better"


def test_agreement_on_a_handful_is_no_certainty() -> None:
    few, many = agreed(*_pair(2, 0, 0, 58)), agreed(*_pair(30, 0, 0, 30))
    assert (few.alpha.value, many.alpha.value) == (1.0, 1.0)
    assert few.alpha.low < 0.6
    assert few.good_for == "too few to tell"
    assert many.alpha.low > 0.9


def test_half_the_width_needs_four_times_as_many() -> None:
    found = agreed(*_pair(30, 10, 10, 50))
    width = found.alpha.high - found.alpha.low
    assert found.more(width) == 0
    assert found.more(width / 2) == pytest.approx(300, abs=1)
    with pytest.raises(ValueError, match="no interval"):
        agreed([coding("1")], [coding("1")]).more(0.1)


def test_the_interval_holds_alpha_and_is_wider_when_children_repeat() -> None:
    rng = np.random.default_rng(3)
    first = [coding(str(i), *(["x"] if rng.random() < 0.5 else [])) for i in range(60)]
    second = [coding(c.narrative, *(["x"] if (rng.random() < 0.85) == bool(c.mentions) else [])) for c in first]
    alone = agreed(first, second)
    apart = agreed(first, second, {str(i): f"child {i // 10}" for i in range(60)})
    assert alone.alpha.low < alone.alpha.value < alone.alpha.high
    assert apart.alpha.low < apart.alpha.value < apart.alpha.high
    assert (alone.children, apart.children) == (60, 6)
    assert alone == agreed(first, second)


def test_agreement_on_all_codes_at_once() -> None:
    first = [coding("1", "a", "b"), coding("2"), coding("3", "c")]
    second = [coding("1", "a"), coding("2"), coding("3", "c")]
    found = together(first, second, child_of={})
    assert (found.both, found.same) == (3, 2)
    assert 0.5 < found.masi.value < 1


def _pair(both: int, first: int, second: int, neither: int) -> tuple[list[Coding], list[Coding]]:
    said = [(1, 1)] * both + [(1, 0)] * first + [(0, 1)] * second + [(0, 0)] * neither
    sides = [[coding(str(i), *["x"] * pair[side]) for i, pair in enumerate(said)] for side in (0, 1)]
    return sides[0], sides[1]


def test_every_measure_is_told_with_its_interval(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = _pair(30, 10, 10, 50)
    row, whole = agreed(first, second), together(first, second, child_of={})
    say_agreed(Agreed("a", "b", (row,), whole, (("x", 30),)))
    told = capsys.readouterr().out
    heads, values, ends = told.splitlines()[1:4]
    assert heads.split() == ["code", "n", "share", "alpha", "kappa", "AC1", "pos.", "neg.", "spans", "good", "for"]
    estimates = (row.prevalence, row.alpha, row.kappa, row.ac1, row.positive, row.negative, row.span_f1)
    assert values.split()[:9] == ["x", "40/40", *(f"{one.value:.2f}" for one in estimates)]
    assert ends.split() == [word for one in estimates for word in (f"{one.low:.2f}", "to", f"{one.high:.2f}")]
    assert "[30 more]" in values
    assert f"alpha with MASI {whole.masi.value:.2f} ({whole.masi.low:.2f} to {whole.masi.high:.2f})" in told


def test_the_share_that_has_a_code_has_an_interval() -> None:
    found = agreed(*_pair(30, 10, 10, 50)).prevalence
    assert found.value == pytest.approx(0.4)
    assert found.low < 0.4 < found.high
