"""What became of suggestions, mark by mark and as a whole."""

from __future__ import annotations

import pytest

from textmine.annotation.reviewed import Fates, fate, fates
from textmine.types import Coding, Mention

A, B = Mention(0, 10, "home"), Mention(20, 30, "mates", "negated")


@pytest.mark.parametrize(
    ("kept", "found", "whole"),
    [
        ((A, B), Fates(accepted=2), "accepted"),
        ((A,), Fates(accepted=1, rejected=1), "edited"),
        ((), Fates(rejected=2), "rejected"),
        ((Mention(50, 60, "home"),), Fates(rejected=2, added=1), "rejected"),
        ((A, Mention(22, 30, "mates", "negated")), Fates(accepted=1, edited=1), "edited"),
        ((A, Mention(20, 30, "mates")), Fates(accepted=1, edited=1), "edited"),
        ((A, Mention(20, 30, "police")), Fates(accepted=1, rejected=1, added=1), "edited"),
        ((A, B, Mention(40, 50, "police")), Fates(accepted=2, added=1), "edited"),
    ],
)
def test_marks_are_kept_changed_taken_out_or_added(kept: tuple[Mention, ...], found: Fates, whole: str) -> None:
    assert fates((A, B), kept) == found
    assert fate((A, B), kept) == whole


def test_a_suggestion_of_nothing_is_accepted_or_edited() -> None:
    assert (fate((), ()), fate((), (A,))) == ("accepted", "edited")


def test_who_saw_a_suggestion_is_told_from_who_did_not() -> None:
    assert [Coding("N", coder).aided for coder in ("review:2", "annotator:2", "model:1")] == [True, False, False]
