"""Which themes rise: children against children interviewed, by hand, and never from one source alone."""

from __future__ import annotations

from math import comb

import pytest

from textmine.theming.emergence import Interview, Trend, trends, verdicts
from textmine.theming.sources import Source, alone
from textmine.theming.testing import armitage
from textmine.types import Theme

QUARTERS = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")
NINE_AT_THE_END = comb(30, 9) / comb(120, 9)


def interviews(each: int = 30, quarters: tuple[str, ...] = QUARTERS, area: str = "") -> list[Interview]:
    """So many children a quarter, each interviewed once; three authors, providers and forms take turns."""
    return [
        Interview(f"{q} {i}", f"child {q} {i}", q, area, f"author {i % 3}", f"provider {i % 3}", f"form {i % 3}")
        for q in quarters
        for i in range(each)
    ]


def theme(id: int, *spoken: tuple[str, int], kind: str = "theme") -> Theme:
    """A theme of which the first so many children of a quarter speak, twice each."""
    places = tuple((f"{q} {i}", start, start + 9, 0.5) for q, n in spoken for i in range(n) for start in (0, 10))
    return Theme(id, "bus", (("bus", 1.0),), places, kind=kind)


def everywhere(found: tuple[Trend, ...]) -> Trend:
    return next(trend for trend in found if not trend.area)


def test_children_and_interviews_are_counted_by_quarter_however_often_they_speak() -> None:
    trend = everywhere(trends([theme(1, ("2024-Q1", 1), ("2024-Q4", 9))], interviews()))
    assert [(q.name, q.children, q.of_children, q.interviews, q.of_interviews) for q in trend.quarters] == [
        ("2024-Q1", 1, 30, 1, 30),
        ("2024-Q2", 0, 30, 0, 30),
        ("2024-Q3", 0, 30, 0, 30),
        ("2024-Q4", 9, 30, 9, 30),
    ]
    assert (trend.before, trend.since) == ((1, 90), (9, 30))


def test_a_burst_by_hand() -> None:
    # Nine of the last thirty children and none of the ninety before: no other table is as unlikely.
    trend = everywhere(trends([theme(1, ("2024-Q4", 9))], interviews()))
    assert trend.burst_p == pytest.approx(NINE_AT_THE_END, abs=1e-6)
    assert trend.verdict == "new"
    assert trend.emerging
    low, high = trend.interval
    assert 0.1 < low < 0.3 < high < 0.5


def test_what_was_there_before_rises_and_is_not_new() -> None:
    assert everywhere(trends([theme(1, ("2024-Q1", 1), ("2024-Q4", 12))], interviews())).verdict == "rising"


def test_a_steady_rise_is_one_too() -> None:
    steady = theme(1, ("2024-Q1", 2), ("2024-Q2", 7), ("2024-Q3", 12), ("2024-Q4", 15))
    assert everywhere(trends([steady], interviews())).verdict == "rising"


def test_a_fall_is_a_fall() -> None:
    falling = theme(1, ("2024-Q1", 15), ("2024-Q2", 12), ("2024-Q3", 6))
    assert everywhere(trends([falling], interviews())).verdict == "falling"


def test_little_change_is_no_clear_change() -> None:
    still = theme(1, *((q, 6) for q in QUARTERS))
    assert everywhere(trends([still], interviews())).verdict == "no clear change"


def test_few_children_are_too_few_to_say_however_great_the_change() -> None:
    assert everywhere(trends([theme(1, ("2024-Q4", 9))], interviews(each=9))).verdict == "too few to say"


@pytest.mark.parametrize("kind", ["author", "provider", "form"])
def test_what_comes_from_one_source_alone_is_said_to(kind: str) -> None:
    every = [Interview(**{**_fields(one), kind: "other"}) for one in interviews()]
    speaking = {f"2024-Q4 {i}" for i in range(12)}
    marked = [Interview(**{**_fields(one), kind: "one"}) if one.narrative in speaking else one for one in every]
    trend = everywhere(trends([theme(1, ("2024-Q4", 12))], marked))
    assert trend.verdict == f"from one {kind} alone"
    assert trend.alone == (kind,)
    assert not trend.emerging


def test_one_child_with_many_interviews_is_one_child() -> None:
    own = [Source("a", "x"), *[Source("b", "y")] * 9]
    assert alone(own, [Source(f"c{i}", f"z{i % 4}") for i in range(40)] + own) == ("child", "author")


def test_a_source_that_holds_nearly_all_interviews_is_no_reason_for_doubt() -> None:
    everybody = [Source(f"c{i}", "only one" if i else "another") for i in range(40)]
    assert alone(everybody[1:12], everybody) == ()


def test_what_is_not_recorded_is_no_source() -> None:
    assert alone([Source(f"c{i}") for i in range(9)], [Source(f"c{i}") for i in range(40)]) == ()


def test_the_level_is_shared_out_over_themes_and_areas() -> None:
    """What would pass alone does not pass beside many that do not move."""
    rising = theme(1, ("2024-Q1", 3), ("2024-Q4", 7))
    still = [theme(i, *((q, 5) for q in QUARTERS)) for i in range(2, 31)]
    assert verdicts(trends([rising], interviews()))[1] == "rising"
    assert verdicts(trends([rising, *still], interviews()))[1] == "no clear change"


def test_areas_are_tested_apart() -> None:
    here = interviews(area="Porth Merin")
    there = [Interview(f"o{n.narrative}", f"o{n.child}", n.quarter, "Elsewhere") for n in interviews()]
    found = trends([theme(1, ("2024-Q4", 9))], here + there)
    assert {trend.area: trend.verdict for trend in found} == {
        "": "new",
        "Porth Merin": "new",
        "Elsewhere": "no clear change",
    }


def test_a_theme_found_as_new_needs_no_second_test() -> None:
    """Its search was tested as a whole; testing it again among the others would be twice."""
    few = theme(1, ("2024-Q4", 3), kind="new")
    assert (
        everywhere(trends([few, *(theme(i, *((q, 5) for q in QUARTERS)) for i in range(2, 30))], interviews())).verdict
        == "new"
    )


def test_one_quarter_alone_cannot_rise() -> None:
    trend = everywhere(trends([theme(1, ("2024-Q1", 9))], interviews(30, QUARTERS[:1])))
    assert (trend.trend_p, trend.burst_p, trend.verdict) == (1.0, 1.0, "too few to say")


def test_interviews_without_a_quarter_are_left_out() -> None:
    (trend,) = trends([theme(1, ("2024-Q1", 9))], [Interview("2024-Q1 0", "c")])
    assert (trend.quarters, trend.verdict) == ((), "too few to say")


def test_without_themes_nothing_moves() -> None:
    assert trends([], interviews()) == ()


def test_a_steady_trend_by_hand() -> None:
    # 1, 2, 3 of 4: scores -1, 0, 1; moved 2; variance 6 * 6 / (12 * 11) * 8 = 24 / 11; z = 2 / sqrt(24 / 11).
    p, direction = armitage([(1, 4), (2, 4), (3, 4)])
    assert p == pytest.approx(0.1757, abs=1e-3)
    assert direction == 1
    assert armitage([(3, 4), (2, 4), (1, 4)]) == (p, -1)
    assert armitage([(0, 4), (0, 4)]) == (1.0, 0)
    assert armitage([(1, 4), (0, 0)]) == (1.0, 0)


def _fields(one: Interview) -> dict[str, str]:
    names = ("narrative", "child", "quarter", "area", "author", "provider", "form")
    return {name: getattr(one, name) for name in names}
