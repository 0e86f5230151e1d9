"""Read a written date, and shift it by whole weeks in the form in which it was written."""

from __future__ import annotations

import re
from datetime import date, timedelta

ENGLISH = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WELSH = (
    *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
    *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
)
DAYS = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    "|(?:dydd |nos )?(?:llun|mawrth|mercher|iau|g?wener|sadwrn|sul)"
)
# A shift by whole weeks keeps the weekday, so that what stands before the date stays.
BEFORE = re.compile(rf"^(?:(?:{DAYS})\.?,?\s+)?(?:the\s+)?", re.I)
NUMERIC = re.compile(r"^(\d{1,2})([./-])(\d{1,2})(?:([./-])(\d{4}|\d{2}))?$", re.A)
ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$", re.A)
WORDED = re.compile(
    r"^(\d{1,2})(st|nd|rd|th)?(\s+(?:of\s+|o\s+)?)([A-Za-z]+)(?:(\.?(?:,?\s+))(\d{4}|['’]?\d{2}))?(\.?)$", re.A
)
MONTH_FIRST = re.compile(r"^([A-Za-z]+)(\s+)(\d{1,2})(st|nd|rd|th)?(?:(,?\s+)(\d{4}))?$", re.A)
MONTH_YEAR = re.compile(r"^([A-Za-z]+)(\s+(?:of\s+)?)(\d{4})$", re.A)


def shift(words: str, weeks: int, *, year: int) -> str | None:
    """The date some weeks later, in the form in which it was written.

    A month without a day moves with its middle, and to the next month where that stays in the same one.

    >>> shift("Fri 14/5/24", 2, year=2024), shift("3rd of March", -1, year=2024)
    ('Fri 28/5/24', '25th of February')

    Args:
        words: e.g. `14/5/24`, `Tuesday 3rd of March`, `May 2024`.
        weeks: how far; may be negative.
        year: to take where none is written.

    Returns:
        None if the words are not a date that can be read, or would stay as they are.
    """
    days = timedelta(weeks=weeks)
    for rest in (words, BEFORE.sub("", words, count=1)):
        for form in (_iso, _numeric, _worded, _month_first, _month_year):
            try:
                shifted = form(rest, days, year)
            except (ValueError, OverflowError):
                continue
            if shifted and shifted != rest:
                return words.removesuffix(rest) + shifted
    return None


def read_date(words: str) -> date | None:
    """The day that a whole date names; day before month, as in the United Kingdom. None if it cannot be read."""
    try:
        if match := ISO.match(words):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if (match := NUMERIC.match(words)) and match[5]:
            return date(_year(match[5], 0), int(match[3]), int(match[1]))
        if (match := WORDED.match(words)) and match[6]:
            return date(_year(match[6], 0), _month(match[4]), int(match[1]))
        if (match := MONTH_FIRST.match(words)) and match[6]:
            return date(int(match[6]), _month(match[1]), int(match[3]))
    except ValueError:
        return None
    return None


def _iso(words: str, days: timedelta, year: int) -> str | None:
    if not (match := ISO.match(words)):
        return None
    return (date(int(match[1]), int(match[2]), int(match[3])) + days).isoformat()


def _numeric(words: str, days: timedelta, year: int) -> str | None:
    if not (match := NUMERIC.match(words)):
        return None
    day, mark, month, mark2, written = match.groups()
    new = date(_year(written, year), int(month), int(day)) + days
    like = "0" if "0" in (day[0], month[0]) or len(day + month) == 4 else ""
    shown = f"{_pad(new.day, like)}{mark}{_pad(new.month, like)}"
    return f"{shown}{mark2}{_short(new.year, written)}" if written else shown


def _worded(words: str, days: timedelta, year: int) -> str | None:
    if not (match := WORDED.match(words)) or not (month := _month(match[4])):
        return None
    day, suffix, gap, name, gap2, written, stop = match.groups()
    new = date(_year(written, year), month, int(day)) + days
    shown = f"{_pad(new.day, day)}{_suffix(new.day) if suffix else ''}{gap}{_name(new.month, name)}"
    return f"{shown}{gap2}{_short(new.year, written)}{stop}" if written else shown + stop


def _month_first(words: str, days: timedelta, year: int) -> str | None:
    if not (match := MONTH_FIRST.match(words)) or not (month := _month(match[1])):
        return None
    name, gap, day, suffix, gap2, written = match.groups()
    new = date(_year(written, year), month, int(day)) + days
    shown = f"{_name(new.month, name)}{gap}{new.day}{_suffix(new.day) if suffix else ''}"
    return f"{shown}{gap2}{new.year}" if written else shown


def _month_year(words: str, days: timedelta, year: int) -> str | None:
    if not (match := MONTH_YEAR.match(words)) or not (month := _month(match[1])):
        return None
    old = date(int(match[3]), month, 15)
    new = old + days
    if (new.year, new.month) == (old.year, old.month) and days:
        new = old + timedelta(days=31 if days > timedelta() else -31)
    return f"{_name(new.month, match[1])}{match[2]}{new.year}"


def _month(name: str) -> int:
    lowered = name.lower().rstrip(".")
    for names in (ENGLISH, WELSH):
        for number, full in enumerate(names, 1):
            if lowered == full.lower() or (names is ENGLISH and lowered in (full[:3].lower(), full[:4].lower())):
                return number
    return 0


def _name(month: int, like: str) -> str:
    names = WELSH if like.capitalize() in WELSH and like.capitalize() not in ENGLISH else ENGLISH
    full = names[month - 1]
    short = full if like.capitalize() in names else full[:3]
    return short.lower() if like.islower() else short.upper() if like.isupper() else short


def _year(written: str | None, otherwise: int) -> int:
    if not written:
        return otherwise
    number = int(written.strip("'’"))
    return number if number > 99 else 2000 + number if number < 70 else 1900 + number


def _short(year: int, like: str) -> str:
    if len(like) == 4:
        return f"{year:04d}"
    return (like[0] if like[0] in "'’" else "") + f"{year % 100:02d}"


def _pad(number: int, like: str) -> str:
    return f"{number:02d}" if like.startswith("0") else str(number)


def _suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
