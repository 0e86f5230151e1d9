"""Dates move by whole weeks and stay in the form in which they were written."""

from __future__ import annotations

import re
from datetime import date

import pytest

from textmine.privacy.case.knowndates import date_patterns
from textmine.privacy.language.dates import When, read_date, shift
from textmine.privacy.rules.headdates import when_of
from textmine.privacy.surrogates.datelists import joined, shift_stretch
from textmine.types import Span

INTERVIEW = When(date(2024, 5, 16), 2024)


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
    assert shifted == shift(written, weeks, when=When(year=2024))


@pytest.mark.parametrize(
    "words", ["31/2/24", "29 February", "the 14th", "Tuesday", "2024", "99/99", "May", "", "٣/٥/٢٤"]
)
def test_what_is_no_whole_date_is_not_shifted(words: str) -> None:
    assert shift(words, 3, when=When(year=2023)) is None


def test_a_shift_by_nothing_is_refused_so_that_no_true_date_is_shown() -> None:
    assert shift("14/5/24", 0, when=When(year=2024)) is None
    assert shift("May 2024", 0, when=When(year=2024)) is None


def test_a_date_beyond_the_calendar_is_not_shifted() -> None:
    assert shift("31/12/9999", 26, when=When(year=2024)) is None


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


@pytest.mark.parametrize(
    ("written", "weeks", "shifted"),
    [
        ("3rd-5th May", 1, "10th-12th May"),
        ("3rd-5th May", 4, "31st May-2nd June"),
        ("3rd/4th May", 4, "31st May/1st June"),
        ("30th April-2nd May", 4, "28th May-30th May"),
        ("30th-2nd May", 1, "7th-9th May"),
        ("30 Dec-1 Jan 2025", 4, "27 Jan-29 Jan 2025"),
        ("3rd, 4th, and 5th of May 2024", 4, "31st of May, 1st, and 2nd of June 2024"),
        ("between 3rd and 5th May", 1, "between 10th and 12th May"),
        ("6/9 and", 4, "4/10 and"),
        ("1 and 3 June.", 4, "29 June and 1 July."),
        ("29/12-02/01/25", 4, "26/01-30/01/25"),
        ("14/5/24, 16th May", 3, "4/6/24, 6th June"),
        ("20 December 2024, 18.30 – Sat 21 December 2024", 3, "10 January 2025, 18.30 – Sat 11 January 2025"),
        ("Friday the 10th to Monday the 13th", 4, "Friday the 7th to Monday the 10th"),
        ("On the twelfth of May", 4, "On the ninth of June"),
        ("twenty-first May", 1, "twenty-eighth May"),
    ],
)
def test_lists_and_ranges_move_as_a_whole(written: str, weeks: int, shifted: str) -> None:
    assert shifted == shift_stretch(written, weeks, when=INTERVIEW)


@pytest.mark.parametrize(
    "words",
    [
        "the 12th",
        "On the twelfth",
        "1-3/5/24",
        "May 14-16",
        "24, 1st Sept 2023",
        "31st-32nd May",
        "May",
        "Mo 3/5",
    ],
)
def test_a_stretch_that_is_not_understood_whole_is_not_shifted(words: str) -> None:
    assert shift_stretch(words, 3, when=INTERVIEW) is None


def test_a_day_alone_moves_where_its_weekday_says_which_it_is() -> None:
    assert "9th" == shift_stretch("12th", 4, when=INTERVIEW, before="since Sunday the ")
    assert "ninth" == shift_stretch("twelfth", 4, when=INTERVIEW, before="on Sunday, the ")
    assert None is shift_stretch("12th", 4, when=INTERVIEW, before="on Thursday the 29 and the ")
    assert None is shift_stretch("12th", 4, when=When(year=2024), before="since Sunday the ")
    assert None is shift_stretch("31st", 4, when=INTERVIEW, before="on Monday the ")
    assert "at 5.15" == shift_stretch("at 5.15", 4, when=INTERVIEW)


def test_days_alone_are_joined_to_the_date_that_names_their_month() -> None:
    text = "from 3rd to 5th May, 14/5/24, 16th May"
    spans = [Span(5, 8, "DATE"), Span(12, 19, "DATE_TIME"), Span(21, 28, "DATE"), Span(30, 38, "DATE")]
    assert ["3rd to 5th May", "14/5/24", "16th May"] == [text[s.start : s.end] for s in joined(text, spans)]


def test_a_date_without_a_year_is_the_one_nearest_to_the_interview() -> None:
    # 2024 has a 29th of February: read in the wrong year the 28th would land a day off.
    assert "6 March" == shift("28 February", 1, when=When(date(2024, 1, 5)))
    assert "7 March" == shift("28 February", 1, when=When(date(2023, 1, 5)))
    assert "5 January" == shift("29 December", 1, when=When(date(2024, 1, 5)))


def test_a_date_without_a_year_is_not_shifted_where_no_year_is_known() -> None:
    assert None is shift("3 May", 1, when=When())
    assert "10 May 2024" == shift("3 May 2024", 1, when=When())


def test_the_interview_is_read_from_the_head_of_a_write_up() -> None:
    assert date(2024, 5, 14) == when_of("Date of interview: Tuesday 14 May 2024\nDOB 12/3/2009").interview
    assert date(2025, 2, 28) == when_of("Cyfweliad: 28/02/25. She came back on 1/3/25").interview
    assert date(2024, 6, 21) == when_of("Child | Robin, dob | 27 January 2013 | Interview | 21 June 2024").interview


def test_else_the_newest_year_that_is_written_counts_and_none_if_none_is() -> None:
    assert When(year=2024) == when_of("In March 2023 and on 3/4/24 she left. Born 1/2/2009.")
    assert When() == when_of("On 3 May she left. dob 12/3/2009")
    assert When() == when_of("Last reviewed May 0000")


@pytest.mark.parametrize(
    ("written", "weeks", "shifted"),
    [
        ("3ydd o Fawrth", -1, "25ain o Chwefror"),
        ("14eg o Fai 2024", 4, "11eg o Fehefin 2024"),
        ("1af o Fedi", 1, "8fed o Fedi"),
        ("2il Hydref", 1, "9fed Hydref"),
        ("28ain o Fehefin", 1, "5ed o Orffennaf"),
        ("dydd Llun 13 Mai", 1, "dydd Llun 20 Mai"),
    ],
)
def test_welsh_dates_keep_their_ordinals_and_mutations(written: str, weeks: int, shifted: str) -> None:
    assert shifted == shift(written, weeks, when=INTERVIEW)
