"""The double-coded sample: as much of every group and length as of all, at random, the same ones each time."""

from __future__ import annotations

import pytest

from textmine.annotation.double import double_sample, doubt
from textmine.types import Narrative

GROUPS = ("looked_after", "not_looked_after", "unknown")
SOME = [Narrative(f"N-{i:03d}", f"C-{i // 2}", "word " * (500 if i % 4 == 0 else 50)) for i in range(200)]
CARE = {narrative.id: GROUPS[i % 3] for i, narrative in enumerate(SOME)}


@pytest.mark.parametrize("share", [0.1, 0.2, 0.25])
def test_every_group_and_length_has_its_share(share: float) -> None:
    found = double_sample(SOME, share, group_of=CARE, seed=7)
    assert len(found) == pytest.approx(200 * share, abs=1)
    for group in GROUPS:
        own = [narrative for narrative in SOME if CARE[narrative.id] == group]
        assert sum(CARE[one.id] == group for one in found) == pytest.approx(len(own) * share, abs=1.5)
    long = sum(len(one.text) > 1000 for one in found)
    assert long == pytest.approx(50 * share, abs=2)


def test_the_same_seed_draws_the_same_and_another_others() -> None:
    one = double_sample(SOME, 0.2, group_of=CARE, seed=7)
    assert one == double_sample(list(reversed(SOME)), 0.2, group_of=CARE, seed=7)
    assert one != double_sample(SOME, 0.2, group_of=CARE, seed=8)


def test_narratives_that_come_later_add_to_the_draw_and_hardly_change_it() -> None:
    before = {one.id for one in double_sample(SOME[:150], 0.2, group_of=CARE, seed=7)}
    after = {one.id for one in double_sample(SOME, 0.2, group_of=CARE, seed=7)}
    assert len(before & after) >= 0.75 * len(before)


@pytest.mark.parametrize(("share", "words"), [(0.05, "Less than 10%"), (0.1, ""), (0.25, ""), (0.3, "More than 25%")])
def test_a_share_that_is_unusual_is_said(share: float, words: str) -> None:
    assert doubt(share).startswith(words)
    assert bool(doubt(share)) == bool(words)


def test_all_and_none() -> None:
    assert len(double_sample(SOME, 1.0, group_of=CARE, seed=7)) == 200
    assert double_sample([], 0.2, group_of={}, seed=7) == ()
