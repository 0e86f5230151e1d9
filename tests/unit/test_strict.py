"""What the strict policy masks beside names."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import pytest

from textmine.privacy.detection.merging import merge
from textmine.privacy.detection.strict import strict_spans
from textmine.privacy.language.dates import When
from textmine.privacy.review.doubts import shown
from textmine.privacy.surrogates.policy import Policy, Style
from textmine.privacy.surrogates.replacing import Keys, Pseudonymised, pseudonymise_case, restore
from textmine.types import Span


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


def pseudonymised(text: str, style: Style = "roles") -> Pseudonymised:
    result = pseudonymise_case(
        [text],
        [merge(text, strict_spans(text))],
        known={},
        keys=Keys(3, str, str),
        when=[When(date(2024, 5, 16), 2024)],
        policy=Policy(style, "band"),
    )
    return result.texts[0]


@pytest.mark.parametrize("style", ["roles", "tags", "realistic"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("since 2019; between 1980 and 1981", "since [DATE]; [DATE]"),
        ("for two years, then ten days", "for [DATE], then [DATE]"),
        ("a boy aged 15, 17yo now", "a boy [AGE 13-15], [AGE 16-17] now"),
        ("is 14 years old, a 14-year-old", "is [AGE 13-15], a [AGE 13-15]"),
        ("owes £1,500, paid £20 of £1,500", "owes [AMOUNT 1], paid [AMOUNT 2] of [AMOUNT 1]"),
        ("went to Scotland", "went to [GROUP 1]"),
    ],
)
def test_what_is_masked_becomes_a_band_an_amount_or_a_date(style: Style, text: str, expected: str) -> None:
    new = pseudonymised(text, style)
    assert expected == new.text
    assert text == restore(new.text, new.replacements)


def test_an_age_of_which_the_number_belongs_to_something_else_stops_nothing() -> None:
    text = "a boy aged 15"
    aged = [Span(6, 10, "AGE", 0.55, "an age"), Span(11, 13, "CODE", 0.9, "tagger")]
    result = pseudonymise_case([text], [aged], known={}, keys=Keys(3, str, str), when=[When()])
    assert "a boy [AGE] [REFERENCE 1]" == result.texts[0].text


def test_nobody_is_asked_about_what_is_masked_by_the_policy() -> None:
    new = pseudonymised("since 2019 aged 15 for two years with £20 in Scotland")
    rows = [asdict(item) for item in new.replacements]
    kept = {"name": "a.txt", "text": "", "narrative": new.text, "replacements": rows, "doubts": [], "proposals": []}
    assert 5 == len(rows)
    assert () == shown(kept, 0).asked
