"""Places named by the word for their kind, and initials that are no acronym."""

from __future__ import annotations

import pytest

from textmine.privacy.rules.dates import mistyped_dates
from textmine.privacy.rules.initials import lone_initials
from textmine.privacy.rules.smallplaces import small_places


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mates from wrenbury cross comprehensive school say", "wrenbury cross comprehensive school"),
        ("excluded from st anselm's community school", "st anselm's community school"),
        ("taken to brackenmoor district hospital", "brackenmoor district hospital"),
        ("back at larkstead children's home", "larkstead children's home"),
        ("ysgol maes y deri for five days", "ysgol maes y deri"),
        ("ysbyty'r foel yn hwyr", "ysbyty'r foel"),
    ],
)
def test_a_place_without_capitals_is_found_by_its_kind(text: str, name: str) -> None:
    assert any(text[span.start : span.end].startswith(name) for span in small_places(text))


@pytest.mark.parametrize(
    "text", ["the local school", "at school again", "his new college", "went to hospital", "no school"]
)
def test_a_kind_of_place_without_a_name_is_left(text: str) -> None:
    assert [] == list(small_places(text))


def test_two_capitals_that_are_no_acronym_are_initials() -> None:
    text = "Spoke to QD after, then the SW and EDT rang"
    assert ["QD"] == [text[span.start : span.end] for span in lone_initials(text)]


def test_capitals_in_a_line_of_capitals_say_nothing() -> None:
    assert [] == list(lone_initials("LAST SEEN BY QD AT NIGHT"))


def test_a_month_with_a_slip_is_still_a_date() -> None:
    text = "found on 1 febuary 24 by police, 14 people there"
    assert ["1 febuary 24"] == [text[span.start : span.end] for span in mistyped_dates(text)]
