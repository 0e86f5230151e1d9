"""Shift a written date by whole weeks and write it as it was written."""

from __future__ import annotations

import re
from datetime import date, timedelta

ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WELSH = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
]
NUMERIC = re.compile(r"^(\d{1,2})([./-])(\d{1,2})(?:([./-])(\d{4}|\d{2}))?$")
ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")
WORDED = re.compile(r"^(\d{1,2})(st|nd|rd|th)?(\s+(?:of\s+|o\s+)?)([A-Za-z]+)(\.?(?:,?\s+))?(\d{4}|'?\d{2})?$")
MONTH_FIRST = re.compile(r"^([A-Za-z]+)(\s+)(\d{1,2})(st|nd|rd|th)?(?:(,?\s+)(\d{4}))?$")
MONTH_YEAR = re.compile(r"^([A-Za-z]+)(\s+(?:of\s+)?)(\d{4})$")


def shift(words: str, weeks: int, *, year: int) -> str | None:
    """The date some weeks later, in the form in which it was written.

    Args:
        words: e.g. `14/5/24`, `3rd of March`, `May 2024`.
        weeks: how far; may be negative.
        year: to take where none is written.

    Returns:
        None if the words are not a date that can be read.
    """
    days = timedelta(weeks=weeks)
    for form in (_iso, _numeric, _worded, _month_first, _month_year):
        try:
            if shifted := form(words, days, year):
                return shifted
        except ValueError:
            continue
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
    shown = f"{_pad(new.day, day)}{mark}{_pad(new.month, month)}"
    return f"{shown}{mark2}{_short(new.year, written)}" if written else shown


def _worded(words: str, days: timedelta, year: int) -> str | None:
    if not (match := WORDED.match(words)) or not (month := _month(match[4])):
        return None
    day, suffix, gap, name, gap2, written = match.groups()
    new = date(_year(written, year), month, int(day)) + days
    shown = f"{new.day}{_suffix(new.day) if suffix else ''}{gap}{_name(new.month, name)}"
    return f"{shown}{gap2 or ' '}{_short(new.year, written)}" if written else shown


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
    new = date(int(match[3]), month, 15) + days
    return f"{_name(new.month, match[1])}{match[2]}{new.year}"


def _month(name: str) -> int:
    lowered = name.lower().rstrip(".")
    for names in (ENGLISH, WELSH):
        for number, full in enumerate(names, 1):
            if lowered == full.lower() or (len(lowered) >= 3 and names is ENGLISH and full.lower().startswith(lowered)):
                return number
            if lowered == "sept" and full == "September":
                return number
    return 0


def _name(month: int, like: str) -> str:
    names = WELSH if like.capitalize() in WELSH and like.capitalize() not in ENGLISH else ENGLISH
    full = names[month - 1]
    short = full if len(like) > 4 or like.capitalize() in names else full[:3]
    return short.lower() if like.islower() else short.upper() if like.isupper() else short


def _year(written: str | None, otherwise: int) -> int:
    if not written:
        return otherwise
    number = int(written.strip("'"))
    return number if number > 99 else 2000 + number if number < 70 else 1900 + number


def _short(year: int, like: str) -> str:
    if len(like) == 4:
        return str(year)
    return ("'" if like.startswith("'") else "") + f"{year % 100:02d}"


def _pad(number: int, like: str) -> str:
    return f"{number:0{len(like)}d}" if like.startswith("0") or len(like) == 2 else str(number)


def _suffix(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
