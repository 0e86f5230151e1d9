"""What the strict policy masks beside names."""

from __future__ import annotations

import pytest

from textmine.privacy.strict import strict_spans


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("since 2019 she has", "2019"),
        ("between 1980 and 1981", "between 1980 and 1981"),
        ("for fourteen years", "fourteen years"),
        ("he is 14yo", "14yo"),
        ("aged 15", "aged 15"),
        ("owes £1,500 now", "£1,500"),
        ("a fine of 292 euros", "292 euros"),
        ("is a Swedish national", "Swedish national"),
        ("moved from England", "England"),
    ],
)
def test_what_may_identify_together_is_masked(text: str, words: str) -> None:
    assert words in {text[span.start : span.end] for span in strict_spans(text)}


@pytest.mark.parametrize("text", ["section 47", "rang 101", "at 20:15", "room 12", "home by ten", "a bus to town"])
def test_what_says_nothing_is_left(text: str) -> None:
    assert [] == list(strict_spans(text))
