"""Bounds against published values and against counting; what was read counts only if it was drawn and still stands there."""

from __future__ import annotations

from math import comb

import pytest

from textmine.privacy.review.checks import checks_of, drawn_for
from textmine.privacy.review.sampling import bound, draw, needed, upper_count, upper_share


@pytest.mark.parametrize(
    ("leaking", "read", "expected"),
    [
        # Hanley and Lippman-Hand 1983, JAMA 249:1743: nothing found in n, 95 %, one-sided.
        (0, 10, 0.259),
        (0, 20, 0.139),
        (0, 30, 0.095),
        (0, 100, 0.030),
        # NIST/SEMATECH e-Handbook 7.2.4.1: 4 of 20, two-sided 90 % (so one-sided 95 %): upper limit 0.401029.
        (4, 20, 0.401),
    ],
)
def test_the_bound_of_a_share_is_the_published_one(leaking: int, read: int, expected: float) -> None:
    assert expected == pytest.approx(upper_share(leaking, read), abs=0.0005)


@pytest.mark.parametrize("read", [30, 60, 299, 1000])
def test_nothing_found_is_the_rule_of_three(read: int) -> None:
    assert 1 - 0.05 ** (1 / read) == pytest.approx(upper_share(0, read))
    assert 0.95 * 3 / read < upper_share(0, read) < 3 / read


def test_without_reading_nothing_is_known() -> None:
    assert 1.0 == upper_share(0, 0) == upper_share(3, 3)
    assert 50 == upper_count(0, 0, 50)
    assert 0 == upper_count(0, 50, 50)
    assert 7 == upper_count(7, 50, 50)


@pytest.mark.parametrize(
    ("leaking", "read", "batch"), [(0, 5, 20), (1, 5, 20), (0, 60, 240), (2, 60, 240), (5, 9, 12), (0, 1, 1)]
)
def test_the_bound_of_a_small_batch_is_the_one_that_counting_gives(leaking: int, read: int, batch: int) -> None:
    possible = range(leaking, batch - (read - leaking) + 1)
    ways = {
        there: sum(comb(there, found) * comb(batch - there, read - found) for found in range(leaking + 1))
        for there in possible
    }
    likely = [there for there in possible if ways[there] > 0.05 * comb(batch, read)]
    assert max(likely) == upper_count(leaking, read, batch)


def test_a_large_batch_has_nearly_the_bound_of_any_number() -> None:
    assert upper_share(2, 300) == pytest.approx(upper_count(2, 300, 1_000_000) / 1_000_000, rel=0.01)


@pytest.mark.parametrize(("below", "expected"), [(0.01, 299), (0.05, 59), (0.1, 29), (0.001, 2995)])
def test_how_many_must_be_read_is_the_published_number(below: float, expected: int) -> None:
    assert expected == needed(below)


def test_with_leaks_more_must_be_read_and_a_small_batch_may_never_do() -> None:
    assert 473 == needed(0.01, leaking=1)
    assert 196 == needed(0.01, batch=500)
    assert None is needed(0.01, leaking=6, batch=500)
    assert None is bound(batch=100, read=50, leaking=2, leaks=3).more
    assert 299 - 60 > (bound(batch=500, read=60, leaking=0, leaks=0).more or 0) == 196 - 60


def test_what_cannot_be_is_refused() -> None:
    for numbers in ({"batch": 3, "read": 4, "leaking": 0}, {"batch": 3, "read": 2, "leaking": 3}):
        with pytest.raises(ValueError, match="some are read"):
            bound(**numbers, leaks=0)


def test_the_same_seed_draws_the_same_and_every_write_up_may_be_drawn() -> None:
    ids = [f"N-{i}" for i in range(40)]
    assert draw(ids, 10, seed=3) == draw(reversed(ids), 10, seed=3)
    assert set(ids) == {id for seed in range(60) for id in draw(ids, 10, seed=seed)}


VERSIONS = {f"N-{i}": f"v{i}" for i in range(20)}
DRAWN = [{"decision": "drawn", "narrative": f"N-{i}"} for i in range(5)]


def read(i: int, leaks: int = 0, version: str = "") -> dict[str, str]:
    return {"decision": "checked", "narrative": f"N-{i}", "leaks": str(leaks), "version": version or f"v{i}"}


def test_what_was_drawn_and_read_counts() -> None:
    checks = checks_of([*DRAWN, *(read(i) for i in range(4)), read(4, 2)], VERSIONS)
    assert (20, 5, 1, 2) == (checks.bound.batch, checks.bound.read, checks.bound.leaking, checks.bound.leaks)
    assert ((), 0, 0) == (checks.waiting, checks.changed, checks.not_drawn)


def test_what_was_not_drawn_does_not_count() -> None:
    checks = checks_of([*DRAWN, *(read(i) for i in range(9))], VERSIONS)
    assert (5, 4) == (checks.bound.read, checks.not_drawn)


def test_a_leak_counts_after_it_was_masked_and_a_clean_reading_only_of_the_text_that_stands_there() -> None:
    decisions = [*DRAWN, read(0, 3, "before"), read(0), read(1, 0, "before"), read(2)]
    checks = checks_of(decisions, VERSIONS)
    assert (2, 1, 3) == (checks.bound.read, checks.bound.leaking, checks.bound.leaks)
    assert (("N-1", "N-3", "N-4"), 1) == (checks.waiting, checks.changed)


def test_narratives_that_are_gone_do_not_count() -> None:
    checks = checks_of([*DRAWN, read(0), {"decision": "drawn", "narrative": "N-99"}, read(99)], VERSIONS)
    assert (20, 1) == (checks.bound.batch, checks.bound.read)
    assert "N-99" not in checks.waiting


def test_what_waits_is_read_before_more_is_drawn() -> None:
    decisions = [*DRAWN, read(0), read(1)]
    assert {"N-2", "N-3", "N-4"} <= set(drawn_for(decisions, VERSIONS, 6, seed=1))
    assert 6 == len(drawn_for(decisions, VERSIONS, 6, seed=1))
    assert ("N-2", "N-3", "N-4") == drawn_for(decisions, VERSIONS, 2, seed=1)
    assert not {"N-0", "N-1"} & set(drawn_for(decisions, VERSIONS, 99, seed=1))
