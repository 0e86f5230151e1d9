"""Which themes rise: children against children interviewed, by hand."""

from __future__ import annotations

from math import comb

import pytest

from textmine.theming.emergence import Trend, trends
from textmine.types import Meta, Narrative, Theme

QUARTERS = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")
ONE_AGAINST_NINE = 2 * (comb(30, 10) + 30 * comb(30, 9)) / comb(60, 10)


def interviews(each: int = 15, quarters: tuple[str, ...] = QUARTERS) -> list[Narrative]:
    """So many children a quarter, each interviewed once."""
    return [Narrative(f"{q} {i}", f"child {q} {i}", "", Meta(period=q)) for q in quarters for i in range(each)]


def theme(id: int, *spoken: tuple[str, int]) -> Theme:
    """A theme of which the first so many children of a quarter speak, twice each."""
    places = tuple((f"{q} {i}", start, start + 9, 0.5) for q, n in spoken for i in range(n) for start in (0, 10))
    return Theme(id, "bus", (("bus", 1.0),), places)


def test_children_are_counted_by_quarter_however_often_they_speak() -> None:
    (trend,) = trends([theme(1, ("2024-Q1", 1), ("2024-Q4", 9))], interviews())
    assert trend.quarters == (("2024-Q1", 1, 15), ("2024-Q2", 0, 15), ("2024-Q3", 0, 15), ("2024-Q4", 9, 15))


def test_a_rise_by_hand() -> None:
    # Earlier 1 of 30, later 9 of 30; as likely or less so with the same margins: 0, 1, 9 or 10 of 10 on one side.
    (trend,) = trends([theme(1, ("2024-Q1", 1), ("2024-Q4", 9))], interviews())
    assert trend.p == pytest.approx(ONE_AGAINST_NINE, abs=1e-6)
    assert trend.verdict == "rising"


def test_a_fall_is_a_rise_backwards() -> None:
    (trend,) = trends([theme(1, ("2024-Q1", 9), ("2024-Q4", 1))], interviews())
    assert trend.p == pytest.approx(ONE_AGAINST_NINE, abs=1e-6)
    assert trend.verdict == "falling"


def test_little_change_is_no_clear_change() -> None:
    (trend,) = trends([theme(1, ("2024-Q1", 4), ("2024-Q4", 6))], interviews())
    assert trend.verdict == "no clear change"


def test_few_children_are_too_few_to_say_however_great_the_change() -> None:
    (trend,) = trends([theme(1, ("2024-Q4", 9))], interviews(each=9))
    assert trend.p < 0.01
    assert trend.verdict == "too few to say"


def test_a_child_counts_once_in_a_half_however_often_interviewed() -> None:
    often = [Narrative(f"{n.id}", f"child {n.meta.period} {int(n.id[8:]) % 5}", "", n.meta) for n in interviews(15)]
    (trend,) = trends([theme(1, ("2024-Q4", 15))], often)
    assert trend.quarters[3] == ("2024-Q4", 5, 5)
    assert trend.verdict == "too few to say"


def test_the_level_is_shared_out_over_the_themes() -> None:
    """What would pass alone does not pass beside nineteen that do not move."""
    rising = theme(1, ("2024-Q1", 1), ("2024-Q4", 9))
    still = [theme(i, ("2024-Q1", 5), ("2024-Q4", 5)) for i in range(2, 21)]
    assert trends([rising], interviews())[0].verdict == "rising"
    assert trends([rising, *still], interviews())[0].verdict == "no clear change"


def test_a_strong_rise_carries_a_weaker_one_through() -> None:
    strong, weak = theme(1, ("2024-Q4", 15)), theme(2, ("2024-Q1", 2), ("2024-Q4", 10))
    found = trends([weak, strong, theme(3, ("2024-Q1", 5), ("2024-Q4", 5))], interviews())
    assert found[0].p > 0.05 / 3
    assert [trend.verdict for trend in found] == ["rising", "rising", "no clear change"]


def test_of_an_odd_number_of_quarters_the_middle_one_is_late() -> None:
    (trend,) = trends([theme(1, ("2024-Q2", 15))], interviews(30, QUARTERS[:3]))
    (other,) = trends([theme(1, ("2024-Q3", 15))], interviews(30, QUARTERS[:3]))
    assert trend.p == other.p
    assert trend.verdict == other.verdict == "rising"


def test_one_quarter_alone_cannot_rise() -> None:
    expected = Trend(1, (("2024-Q1", 9, 30),), 1.0, "too few to say")
    assert trends([theme(1, ("2024-Q1", 9))], interviews(30, QUARTERS[:1])) == (expected,)


def test_narratives_without_a_quarter_are_left_out() -> None:
    undated = [Narrative("u", "child u", "")]
    speaking = Theme(1, "bus", (), (("u", 0, 5, 1.0), ("gone", 0, 5, 1.0)))
    assert trends([speaking], undated) == (Trend(1, (), 1.0, "too few to say"),)


def test_without_themes_nothing_moves() -> None:
    assert trends([], interviews()) == ()
