"""Ages: a date of birth becomes the age at the interview, and ages in a text become bands where that is wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from textmine.privacy.language.dates import read_date
from textmine.privacy.language.patternwords import DATE
from textmine.types import Span

LABEL = "AGE"
BANDS = ((0, 9), (10, 12), (13, 15), (16, 17))
OLDEST = 115
TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", *TEENS)
NUMBER = rf"\d{{1,2}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))}"
AFTER = (
    r"\s?[- ]?(?:y/?o|yrs?\.?(?:\s?old)?|years?[- ]olds?|years? of age|years? old|oed|mlwydd oed|blwydd oed)\b"
    r"|[- ]?(?:year|yr)[- ]olds?\b"
)
BEFORE = (
    r"aged|age(?:\s?[:|]|\sof)?|oed(?:ran)?\s?[:|]?|turned|turns|turning"
    r"|(?:(?:s?he|they|i)(?: is| was| are| am)|s?he['’]?s|they['’]?re|i['’]?m)(?: only| just| now| nearly| almost)?"
)
WRITTEN = re.compile(rf"(?<![\w/.-]){DATE}(?![\w/])", re.I)
# What is counted after "he is 15" is no age: minutes late, days, pounds.
AGE = re.compile(
    rf"(?<![\w£.:/-])(?P<a>{NUMBER})(?:{AFTER})"
    rf"|(?<!\w)(?:{BEFORE})\s(?:a\s)?(?P<b>\d{{1,2}}|{'|'.join(TEENS)})(?=\s*(?:[.,;)!?|\n]|$|and\b|but\b|next\b|now\b|when\b|this\b|on\b|last\b))"
    r"(?![.:]\d)|(?<=\()(?P<c>[5-9]|1\d)(?=\))",
    re.I,
)


def find_ages(text: str) -> Iterator[Span]:
    """Every age in a text, the number alone with the words that make it one: characters, half-open."""
    for match in AGE.finditer(text):
        start, end = match.span("b" if match["b"] else 0)
        yield Span(start, end, LABEL, 1.0, "age")


def band_of(age: int) -> tuple[int, int | None]:
    """First and last year of the band of an age; the last band has no end.

    >>> band_of(14), band_of(18)
    ((13, 15), (18, None))
    """
    return next((band for band in BANDS if age <= band[1]), (18, None))


def age_mark(age: int | None, *, banded: bool) -> str:
    """What stands in a narrative for an age; None is one that could not be read.

    >>> age_mark(14, banded=False), age_mark(14, banded=True), age_mark(41, banded=True), age_mark(None, banded=True)
    ('[AGE 14]', '[AGE 13-15]', '[AGE 18+]', '[AGE]')
    """
    if age is None:
        return "[AGE]"
    if not banded:
        return f"[AGE {age}]"
    first, last = band_of(age)
    return f"[AGE {first}+]" if last is None else f"[AGE {first}-{last}]"


def read_age(words: str) -> int | None:
    """The age that words such as `14yo`, `aged 14` or `fourteen years old` name; None if they name none."""
    match = re.search(rf"(?<![^\W_])(?:{NUMBER})", words, re.I)
    if match is None:
        return None
    return int(match[0]) if match[0].isdecimal() else NUMBERS.index(match[0].lower()) + 1


def age_at(words: str, interview: date | None) -> int | None:
    """Whole years from a date of birth to the interview; None if either is unknown or they make no sense."""
    dates = {day for match in WRITTEN.finditer(words) if (day := read_date(match[0]))}
    born = read_date(words.strip()) or (dates.pop() if len(dates) == 1 else None)
    if born and interview and born > interview and not re.search(r"\d{4}", words):
        born = _century_before(born)  # which two figures of a year do not say
    if born is None or interview is None:
        return None
    age = interview.year - born.year - ((interview.month, interview.day) < (born.month, born.day))
    return age if 0 <= age <= OLDEST else None


def _century_before(day: date) -> date | None:
    """The same day a hundred years earlier; None of 29 February 2000."""
    try:
        return day.replace(year=day.year - 100)
    except ValueError:
        return None
