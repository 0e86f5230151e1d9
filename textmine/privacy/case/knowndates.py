"""A known date, e.g. of birth, in every way in which it may be written."""

from __future__ import annotations

import re
from datetime import date

from textmine.privacy.language.dates import read_date
from textmine.privacy.language.datewords import ENGLISH, SOFT, SUFFIX, WELSH

NAMED_MONTH = re.compile(r"^(\d{1,2})-([^\W\d_]+)-(\d{2,4})$")
"""`14-Apr-2008`, as spreadsheets write it."""


def date_patterns(words: str) -> tuple[str, ...]:
    """Patterns for a date in figures or words, with the whole year or its last two figures.

    >>> import re
    >>> any(re.fullmatch(pattern, "21st Sept 09") for pattern in date_patterns("21/09/2009"))
    True

    Returns:
        () if the words are not a whole date that can be read.
    """
    day = read_date(NAMED_MONTH.sub(r"\1 \2 \3", words.strip()))
    return () if day is None else (_figures(day), _worded(day), _month_first(day), day.isoformat())


def _figures(day: date) -> str:
    return rf"0?{day.day}\s?[./\- ]\s?0?{day.month}\s?[./\- ]\s?{_year(day)}"


def _worded(day: date) -> str:
    return rf"0?{day.day}\s?(?:{SUFFIX})?(?:,?\s+(?:of\s+|o\s+)?|-)(?:{_months(day)})(?:\.?,?\s+|-){_year(day)}"


def _month_first(day: date) -> str:
    return rf"(?:{_months(day)})\.?\s+0?{day.day}(?:st|nd|rd|th)?,?\s+{_year(day)}"


def _year(day: date) -> str:
    return rf"(?:{day.year}|['’]?{day.year % 100:02d})"


def _months(day: date) -> str:
    full, welsh = ENGLISH[day.month - 1], WELSH[day.month - 1]
    return "|".join((full, "Sept" if day.month == 9 else full[:3], full[:3], welsh, SOFT.get(welsh, welsh)))
