"""Read a written date, and shift it by whole weeks in the form in which it was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from textmine.privacy.language.datewords import (
    DAYS,
    ENGLISH,
    MONTH,
    ORDINAL,
    SUFFIX,
    WELSH,
    month_like,
    month_of,
    ordinal_like,
    ordinal_of,
    suffix_like,
)

__all__ = ["DAYS", "ENGLISH", "WELSH", "When", "Written", "read_date", "read_form", "shift"]

# A shift by whole weeks keeps the weekday, so that what stands before the date stays.
BEFORE = re.compile(rf"^(?:on\s+)?(?:(?:{DAYS})\.?,?\s+)?(?:the\s+|y\s+|yr\s+)?", re.I)
YEAR = r"\d{4}|['’]?\d{2}"
NUMERIC = re.compile(r"^(\d{1,2})([./-])(\d{1,2})(?:([./-])(\d{4}|\d{2}))?$", re.A)
ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$", re.A)
WORDED = re.compile(
    rf"^(\d{{1,2}})({SUFFIX})?(,?\s*(?:of\s+|o\s+)?)({MONTH})(?:(\.?(?:,?\s+))({YEAR}))?(\.?)$", re.A | re.I
)
ORDINAL_WORDED = re.compile(rf"^({ORDINAL})(\s+of\s+|\s+)({MONTH})(?:(\.?(?:,?\s+))({YEAR}))?(\.?)$", re.A | re.I)
MONTH_FIRST = re.compile(rf"^({MONTH})(\.?\s+(?:the\s+)?)(\d{{1,2}})({SUFFIX})?(?:(,?\s+)(\d{{4}}))?$", re.A | re.I)
MONTH_YEAR = re.compile(rf"^({MONTH})(\s+(?:of\s+)?)(\d{{4}})$", re.A | re.I)


@dataclass(frozen=True, slots=True)
class When:
    """What a date without a year is read by.

    Args:
        interview: day of the interview: the date is the nearest to it.
        year: where only a year is known.
    """

    interview: date | None = None
    year: int | None = None

    def place(self, day: int, month: int, written: str | None) -> date:
        """The whole date.

        Raises:
            ValueError: there is no such day, or nobody can say in which year it is.
        """
        if written:
            return date(_year(written), month, day)
        if self.interview is None:
            return date(self.year or 0, month, day)
        near = [new for year in (-1, 0, 1) if (new := _day(self.interview.year + year, month, day))]
        return min(near, key=lambda new: abs(new - (self.interview or new)))


@dataclass(frozen=True, slots=True)
class Written:
    """A date that was read: the day, and how another day is written in its form."""

    day: date
    write: Callable[[date], str] = field(repr=False)


def shift(words: str, weeks: int, *, when: When) -> str | None:
    """The date some weeks later, in the form in which it was written.

    A month without a day moves with its middle, and to the next month where that stays in the same one.

    >>> shift("Fri 14/5/24", 2, when=When()), shift("3ydd o Fawrth", -1, when=When(year=2024))
    ('Fri 28/5/24', '25ain o Chwefror')

    Args:
        words: e.g. `14/5/24`, `Tuesday 3rd of March`, `May 2024`.
        weeks: how far; may be negative.
        when: for dates without a year.

    Returns:
        None if the words are not a date that can be read, or would stay as they are.
    """
    for rest in (words, BEFORE.sub("", words, count=1)):
        try:
            found = read_form(rest, when)
            shifted = found and found.write(found.day + timedelta(weeks=weeks))
        except (ValueError, OverflowError):
            continue
        if shifted and shifted != rest:
            return words.removesuffix(rest) + shifted
    return None


def read_date(words: str) -> date | None:
    """The day that a whole date names; day before month, as in the United Kingdom. None if it cannot be read."""
    try:
        found = None if MONTH_YEAR.match(words) else read_form(words, When())
    except (ValueError, OverflowError):
        return None
    return found.day if found else None


def read_form(words: str, when: When) -> Written | None:
    """Read one date, without a weekday; None if it has no form that is known.

    Raises:
        ValueError: there is no such day, or its year is not known.
    """
    for form in (_iso, _numeric, _worded, _ordinal, _month_first, _month_year):
        if found := form(words, when):
            return found
    return None


def _iso(words: str, _: When) -> Written | None:
    return Written(date.fromisoformat(words), date.isoformat) if ISO.match(words) else None


def _numeric(words: str, when: When) -> Written | None:
    if not (match := NUMERIC.match(words)):
        return None
    day, mark, month, mark2, written = match.groups()
    # Two figures each (14/12) do not tell whether others are padded: they are taken as padded.
    like = "0" if "0" in (day[0], month[0]) or len(day + month) == 4 else ""

    def write(new: date) -> str:
        shown = f"{_pad(new.day, like)}{mark}{_pad(new.month, like)}"
        return f"{shown}{mark2}{_short(new.year, written)}" if written else shown

    return Written(when.place(int(day), int(month), written), write)


def _worded(words: str, when: When) -> Written | None:
    if not (match := WORDED.match(words)):
        return None
    day, suffix, gap, name, gap2, written, stop = match.groups()

    def write(new: date) -> str:
        month = month_like(new.month, name, gap)
        shown = f"{_pad(new.day, day)}{suffix_like(new.day, suffix or '')}{gap}{month}"
        return f"{shown}{gap2}{_short(new.year, written)}{stop}" if written else shown + stop

    return Written(when.place(int(day), month_of(name), written), write)


def _ordinal(words: str, when: When) -> Written | None:
    if not (match := ORDINAL_WORDED.match(words)):
        return None
    day, gap, name, gap2, written, stop = match.groups()

    def write(new: date) -> str:
        shown = f"{ordinal_like(new.day, day)}{gap}{month_like(new.month, name)}"
        return f"{shown}{gap2}{_short(new.year, written)}{stop}" if written else shown + stop

    return Written(when.place(ordinal_of(day), month_of(name), written), write)


def _month_first(words: str, when: When) -> Written | None:
    if not (match := MONTH_FIRST.match(words)):
        return None
    name, gap, day, suffix, gap2, written = match.groups()

    def write(new: date) -> str:
        shown = f"{month_like(new.month, name)}{gap}{new.day}{suffix_like(new.day, suffix or '')}"
        return f"{shown}{gap2}{new.year:04d}" if written else shown

    return Written(when.place(int(day), month_of(name), written), write)


def _month_year(words: str, _: When) -> Written | None:
    if not (match := MONTH_YEAR.match(words)):
        return None
    name, gap, year = match.groups()
    old = date(int(year), month_of(name), 15)

    def write(new: date) -> str:
        if (new.year, new.month) == (old.year, old.month) and new != old:
            new = old + timedelta(days=31 if new > old else -31)
        return f"{month_like(new.month, name)}{gap}{new.year:04d}"

    return Written(old, write)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str) -> int:
    number = int(written.strip("'’"))
    return number if number > 99 else 2000 + number if number < 70 else 1900 + number


def _short(year: int, like: str) -> str:
    if len(like) == 4:
        return f"{year:04d}"
    return (like[0] if like[0] in "'’" else "") + f"{year % 100:02d}"


def _pad(number: int, like: str) -> str:
    return f"{number:02d}" if like.startswith("0") else str(number)
