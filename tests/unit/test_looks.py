"""Who saw a model's marks before coding: by the moments that a server keeps, and on the safe side where it keeps none."""

from __future__ import annotations

import pytest

from textmine.annotation.looks import Look, as_it_was_made, first_looks, opened
from textmine.types import Coding

LOOKS = first_looks(
    [Look("n1", "7", "2026-03-02T10:00:00Z"), Look("n1", "7", "2026-03-01T10:00:00Z"), Look("n2", "7", "")]
)


@pytest.mark.parametrize(
    ("coding", "at", "coder"),
    [
        (Coding("n1", "annotator:7"), "2026-02-28T09:00:00Z", "annotator:7"),
        (Coding("n1", "annotator:7"), "2026-03-01T11:00:00Z", "review:7"),
        (Coding("n1", "annotator:7"), "", "review:7"),
        (Coding("n2", "annotator:7"), "2026-02-28T09:00:00Z", "review:7"),
        (Coding("n1", "annotator:8"), "2026-03-05T11:00:00Z", "annotator:8"),
        (Coding("n3", "annotator:7"), "2026-03-05T11:00:00Z", "annotator:7"),
        (Coding("n1", "annotator:7", status="rejected"), "2026-03-05T11:00:00Z", "annotator:7"),
        (Coding("n1", "annotator:7", status="adjudicated"), "2026-03-05T11:00:00Z", "annotator:7"),
        (Coding("n1", "refi:Ann"), "2026-03-05T11:00:00Z", "refi:Ann"),
    ],
)
def test_who_looked_first_coded_a_review(coding: Coding, at: str, coder: str) -> None:
    made = as_it_was_made(coding, at, LOOKS)
    assert (made.coder, made.mentions) == (coder, coding.mentions)
    assert made.aided == (coder == "review:7")


def test_a_look_begins_when_the_narrative_was_opened() -> None:
    assert opened("2026-03-01T10:00:00.5+01:00", 90) == "2026-03-01T08:58:30.500000Z"
    assert opened("2026-03-01T10:00:00Z", None) == "2026-03-01T10:00:00.000000Z"
    assert [opened(bad, seconds) for bad, seconds in ((None, 1), ("", 0), ("yesterday", 5), ("2026-03-01", "nan"))] == [
        ""
    ] * 4
