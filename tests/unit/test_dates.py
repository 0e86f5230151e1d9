"""Dates move by whole weeks and stay in the form in which they were written."""

from __future__ import annotations

import re
from datetime import date

import pytest

from textmine.privacy.dates import read_date, shift
from textmine.privacy.knowndates import date_patterns


@pytest.mark.parametrize(
    ("written", "weeks", "shifted"),
    [
        ("14/5/24", 1, "21/5/24"),
        ("14/05/2024", -2, "30/04/2024"),
        ("05.03.24", 1, "12.03.24"),
        ("5-3-2024", 1, "12-3-2024"),
        ("28/12", 1, "04/01"),
        ("2024-02-28", 1, "2024-03-06"),
        ("3rd of March", -1, "25th of February"),
        ("3 March 2024", 1, "10 March 2024"),
        ("3rd March, 2024", 1, "10th March, 2024"),
        ("1st Sept '23", 1, "8th Sep '23"),
        ("12 Sep 23", 26, "12 Mar 24"),
        ("May 14th", 1, "May 21st"),
        ("May 14, 2024", 1, "May 21, 2024"),
        ("may 2024", 10, "july 2024"),
        ("MAY 2024", 1, "JUNE 2024"),
        ("May 2024", -1, "April 2024"),
        ("14 Mai 2024", 4, "11 Mehefin 2024"),
        ("Tuesday 14 May", 1, "Tuesday 21 May"),
        ("Fri, 14/6/24", 1, "Fri, 21/6/24"),
        ("the 14th of May", 1, "the 21st of May"),
        ("Mawrth 2024", 9, "Mai 2024"),
    ],
)
def test_a_date_is_shifted_in_the_form_in_which_it_was_written(written: str, weeks: int, shifted: str) -> None:
    assert shifted == shift(written, weeks, year=2024)


@pytest.mark.parametrize(
    "words", ["31/2/24", "29 February", "the 14th", "Tuesday", "2024", "99/99", "May", "", "٣/٥/٢٤"]
)
def test_what_is_no_whole_date_is_not_shifted(words: str) -> None:
    assert shift(words, 3, year=2023) is None


def test_a_shift_by_nothing_is_refused_so_that_no_true_date_is_shown() -> None:
    assert shift("14/5/24", 0, year=2024) is None
    assert shift("May 2024", 0, year=2024) is None


def test_a_date_beyond_the_calendar_is_not_shifted() -> None:
    assert shift("31/12/9999", 26, year=2024) is None


def test_a_year_of_two_figures_is_of_this_century_up_to_69() -> None:
    assert [date(2069, 1, 2), date(1970, 1, 2)] == [read_date("2/1/69"), read_date("2/1/70")]


def test_a_known_date_is_found_however_it_is_written() -> None:
    forms = (
        *("21/09/2009", "21.9.09", "21-09-2009", "2009-09-21", "21 September 2009", "21st Sept 09", "21st of Sep '09"),
        *("September 21, 2009", "21 Medi 2009", "21ain o Medi 2009", "21 / 9 / 2009"),
    )
    patterns = date_patterns("21/09/2009")
    assert list(forms) == [form for form in forms if any(re.fullmatch(p, form, re.I) for p in patterns)]
    assert not any(re.fullmatch(p, "21/10/2009") for p in patterns)


def test_words_that_are_no_date_have_no_patterns() -> None:
    assert () == date_patterns("not recorded")
