"""Indicators against figures worked out by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from textmine.reporting import episodefigures, factorfigures, interviewtimes, records
from textmine.shares import wilson
from textmine.types import Episode

RETURN = datetime(2024, 1, 10, 12)


def episode(child: str, *, after: float | None = None, dates: bool = False, **known: object) -> Episode:
    held = None if after is None else RETURN + timedelta(hours=after)
    return Episode(
        f"{child}{id(known)}",
        child,
        "2024-Q1",
        end=RETURN,
        interview=held,
        date_only=dates,
        offered=known.get("offered"),  # type: ignore[arg-type]
        completed=held is not None or None,
        care_status=str(known.get("care", "unknown")),
    )


@pytest.fixture
def five() -> list[Episode]:
    """Child a went missing three times, b and c once."""
    return [episode("a", care="looked_after") for _ in range(3)] + [episode("b"), episode("c", offered=True)]


def test_repeats_are_counted_by_both_definitions(five: list[Episode]) -> None:
    assert (
        episodefigures.repeats_after_first(five).numerator,
        episodefigures.repeats_after_first(five).denominator,
    ) == (2, 5)
    assert (
        episodefigures.repeats_of_children(five).numerator,
        episodefigures.repeats_of_children(five).denominator,
    ) == (3, 5)


def test_episodes_and_children_are_counted_apart(five: list[Episode]) -> None:
    assert (episodefigures.missing_incidents(five).value, episodefigures.children_missing(five).value) == (5, 3)
    assert str(episodefigures.episodes_per_child(five)) == "1.7"
    assert [band.numerator for band in episodefigures.bands(five)] == [2, 1, 0]
    assert (episodefigures.care_share(five).numerator, episodefigures.care_share(five).denominator) == (3, 5)


def test_delivery_has_two_denominators() -> None:
    some = [episode("a", after=1, offered=True), episode("b", offered=True), episode("c"), episode("d", offered=False)]
    assert (episodefigures.offered(some).numerator, episodefigures.offered(some).denominator) == (2, 4)
    assert (
        episodefigures.delivered_of_offered(some).numerator,
        episodefigures.delivered_of_offered(some).denominator,
    ) == (1, 2)
    assert (
        episodefigures.delivered_of_incidents(some).numerator,
        episodefigures.delivered_of_incidents(some).denominator,
    ) == (1, 4)


def test_timeliness_keeps_exact_times_dates_and_unknown_apart() -> None:
    exact = [episode("a", after=72), episode("b", after=72.5), episode("c", after=10)]
    dated = [episode("d", after=80, dates=True), episode("e", after=100, dates=True)]
    wrong = [episode("f", after=-5)]
    soon, soon_by_date, unknown, middle = interviewtimes.timeliness([*exact, *dated, *wrong])
    assert (soon.numerator, soon.denominator) == (2, 3)
    assert (soon_by_date.numerator, soon_by_date.denominator) == (1, 2)
    assert (unknown.numerator, unknown.denominator) == (1, 6)
    assert middle.value == 72


def test_factors_are_counted_by_interview_and_by_child() -> None:
    seen = [("a", frozenset({"x"}))] * 30 + [("b", frozenset[str]())]
    interviews, children = factorfigures.prevalence(seen, "x", name="X", period="2024-Q1")
    assert (interviews.numerator, interviews.denominator) == (30, 31)
    assert (children.numerator, children.denominator) == (1, 2)


def test_concerns_are_out_of_interviews_held() -> None:
    held, coded, _ = factorfigures.concern([("a", frozenset({"x"}))], "x", name="X", period="", completed=4)
    assert [(one.id, one.numerator, one.denominator) for one in (held, coded)] == [("IN-11", 1, 4), ("IN-11k", 1, 1)]
    assert "held" in held.definition


def test_wilson_matches_a_published_example() -> None:
    """Newcombe 1998, table 1: 81 of 263 gives 0.2553 to 0.3662, and 0 of 20 gives 0 to 0.1611."""
    low, high = wilson(81, 263) or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    low, high = wilson(0, 20) or (1, 1)
    assert (round(low, 4), round(high, 4)) == (0.0, 0.1611)


def test_with_nothing_to_count_every_figure_is_not_available() -> None:
    every = [
        episodefigures.episodes_per_child([]),
        episodefigures.repeats_after_first([]),
        episodefigures.offered([]),
        episodefigures.delivered_of_offered([]),
    ]
    every += [
        episodefigures.missing_incidents([]),
        *episodefigures.bands([]),
        *interviewtimes.timeliness([]),
        *records.completeness([]),
    ]
    every += factorfigures.prevalence([], "x", name="X", period="")
    assert {0} == {one.denominator for one in every}
    assert {"not available"} == {str(one) for one in every}


def test_every_indicator_says_its_period_and_definition(five: list[Episode]) -> None:
    for one in (*episodefigures.bands(five), *records.completeness(five), episodefigures.offered(five)):
        assert one.period == "2024-Q1"
        assert "÷" in one.definition
