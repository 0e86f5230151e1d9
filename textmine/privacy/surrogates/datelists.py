"""Shift whatever stretch of words a detector calls a date: lists, ranges, a day beside its weekday.

All or nothing: a figure, month or other word that is not understood makes the whole stretch unreadable, so that no part
of a true date is shown beside a moved one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from textmine.privacy.language.dates import YEAR, When, Written, read_form, shift
from textmine.privacy.language.datewords import (
    DAYS,
    MONTH,
    ORDINAL,
    SUFFIX,
    month_like,
    ordinal_like,
    ordinal_of,
    suffix_like,
    weekday_of,
)
from textmine.types import Span

DATED = frozenset({"DATE", "DATE_TIME"})
SEPARATOR = r"\s*(?:,\s*(?:and|&)|,|and|&|\+|-|–|—|/|to|until|till|or|a|ac|i|neu|hyd|tan)\s*"
# A stroke or hyphen between bare figures may be a date's own, so it counts before the last day and after an ending only.
APART = r"\s*(?:,\s*(?:and|&)|,|and|&|\+|to|until|till|or|a|ac|i|neu|hyd|tan)\s*"
A_DAY = rf"(?:(?:{DAYS})\.?,?\s+)?(?:the\s+)?\d{{1,2}}(?:{SUFFIX})?"
DAYS_BEFORE = rf"(?:{A_DAY}{APART}|\d{{1,2}}(?:{SUFFIX}){SEPARATOR})*{A_DAY}{SEPARATOR}"
MONTHLY = rf"\d{{1,2}}(?:{SUFFIX})?,?\s*(?:of\s+|o\s+)?(?:{MONTH})\b(?:\.?,?\s+(?:{YEAR})\b(?!:))?"
ONE = (
    rf"\d{{4}}-\d{{2}}-\d{{2}}(?!\d)|(?<![./])\d{{1,2}}(?P<s>[./-])(?:0?[1-9]|1[0-2])(?!\d)(?:(?P=s)(?:\d{{4}}|\d{{2}}))?(?!(?P=s)?\d)|{MONTHLY}"
    rf"|(?:{ORDINAL})\s+(?:of\s+)?(?:{MONTH})\b(?:,?\s+\d{{4}}\b)?"
    rf"|(?:{MONTH})\.?\s+\d{{1,2}}(?:{SUFFIX})?\b(?!:)(?:,?\s+\d{{4}}\b)?|(?:{MONTH})\s+(?:of\s+)?\d{{4}}\b"
)
ITEM = re.compile(rf"(?<!\w)(?:(?P<days>{DAYS_BEFORE})(?P<last>{MONTHLY})|(?P<one>{ONE}))", re.I | re.A)
DAY_IN_LIST = re.compile(rf"(\d{{1,2}})({SUFFIX})?", re.I | re.A)
NAMED = re.compile(rf"^\d+(?:{SUFFIX})?(,?\s*(?:of\s+|o\s+)?)({MONTH})", re.I | re.A)
LONE = re.compile(
    rf"(?<![\w:.])(?:(?P<figure>\d{{1,2}})(?P<suffix>{SUFFIX})?|(?P<word>{ORDINAL}))(?![\w:]|\.\d)", re.I | re.A
)
WEEKDAY_BEFORE = re.compile(rf"\b(?P<weekday>{DAYS})\.?,?\s+(?:the\s+)?$", re.I)
HARMLESS = re.compile(
    rf"(?:\s|[^\w\s]|\b\d{{1,2}}(?::\d\d|\.[0-5]\d)\b|\b(?:{DAYS}|the|on|of|in|at|and|to|until|till|between|from|or|a|ac|ar|i|o|y|yr|neu|hyd|tan)\b)*",
    re.I,
)
FIRST_PART = re.compile(
    rf"(?:the\s+)?(?:{A_DAY}{APART}|\d{{1,2}}(?:{SUFFIX}){SEPARATOR})*{A_DAY}(?:{SEPARATOR})?", re.I
)
BETWEEN = re.compile(rf"\s*|{SEPARATOR}(?:(?:{DAYS})\.?,?\s+)?(?:the\s+)?", re.I)
# A weekday and a day of the month meet again after some months: further off nobody can say which is meant.
NEAR = timedelta(days=75)


def shift_stretch(words: str, weeks: int, *, when: When, before: str = "") -> str | None:
    """The stretch some weeks later, in the form in which it was written.

    >>> shift_stretch("3rd-5th May", 4, when=When(year=2024))
    '31st May-2nd June'

    Args:
        words, weeks, when: see `shift`.
        before: what stands before it; a weekday there tells in which month a day alone is.

    Returns:
        None if any of it cannot be read.
    """
    if whole := shift(words, weeks, when=when):
        return whole
    try:
        found = _pieces(words, timedelta(weeks=weeks), when, before)
    except (ValueError, OverflowError):
        return None
    return None if found == words and ITEM.search(words) else found


def joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans with days alone (`3rd-`) joined to the date after them, whose month is theirs."""
    kept: list[Span] = []
    for span in spans:
        last = kept[-1] if kept else None
        if last and _belongs(text, last, span):
            kept[-1] = replace(span, start=last.start, score=max(last.score, span.score))
        else:
            kept.append(span)
    return tuple(kept)


def _belongs(text: str, last: Span, span: Span) -> bool:
    if last.label not in DATED or span.label not in DATED or span.start - last.end > 20:
        return False
    days, month = text[last.start : last.end], text[span.start : span.end]
    together = text[last.start : span.end]
    apart = BETWEEN.fullmatch(text, last.end, span.start)
    return bool(apart and FIRST_PART.fullmatch(days) and re.match(r"\d", month) and ITEM.fullmatch(together))


def _pieces(words: str, move: timedelta, when: When, before: str) -> str | None:
    items = list(ITEM.finditer(words))
    parts: list[str] = []
    end = len(words)
    for item in reversed(items):
        if not (tail := _rest(words, item.end(), end, move, when, before)) and item.end() < end:
            return None
        new, day = _list(item, move, when) if item["days"] else _single(item[0], move, when)
        parts[:0] = [new, tail or ""]
        when, end = When(day, day.year), item.start()
    head = _rest(words, 0, end, move, when, before)
    return None if head is None else "".join([head, *parts])


def _rest(words: str, start: int, end: int, move: timedelta, when: When, before: str) -> str | None:
    """What stands between dates: days alone are moved, joining words stay, anything else is not understood."""
    parts, last = [], start
    for match in LONE.finditer(words, start, end):
        if (new := _lone(match, before + words[: match.start()], move, when)) is None:
            return None
        parts += [words[last : match.start()], new]
        last = match.end()
    kept = [*parts[::2], words[last:end]]
    return "".join([*parts, words[last:end]]) if all(map(HARMLESS.fullmatch, kept)) else None


def _single(words: str, move: timedelta, when: When) -> tuple[str, date]:
    found = _read(words, when)
    return found.write(found.day + move), found.day


def _list(item: re.Match[str], move: timedelta, when: When) -> tuple[str, date]:
    """Days that share the month of the last: `3rd-5th May`; one that is later than the next is of the month before."""
    last = _read(item["last"], when)
    end = last.day + move
    days = list(DAY_IN_LIST.finditer(item["days"]))
    parts, at, after = [item["days"][days[-1].end() :]], len(item["days"]), last.day
    for match in reversed(days):
        after = _not_after(int(match[1]), after, item["days"][match.end() : at])
        new = after + move
        parts[:0] = [_like(match, new, end, item["last"]), item["days"][match.end() : at] if parts[1:] else ""]
        at = match.start()
    return item["days"][:at] + "".join(parts) + last.write(end), last.day


def _like(match: re.Match[str], new: date, end: date, last: str) -> str:
    shown = f"{new.day:02d}" if match[1].startswith("0") else str(new.day)
    shown += suffix_like(new.day, match[2] or "")
    if (new.year, new.month) == (end.year, end.month):
        return shown
    named = NAMED.match(last)
    month = named[1] + month_like(new.month, named[2], named[1]) if named else ""
    year = f" {new.year}" if new.year != end.year and re.search(r"\d{4}$", last) else ""
    return shown + month + year


def _not_after(day: int, after: date, sign: str) -> date:
    """The day in the month of the next one, or the month before; after a comma that would be no list of days."""
    if day <= after.day:
        return after.replace(day=day)
    if "," in sign:
        raise ValueError("no list of days")
    return (after.replace(day=1) - timedelta(days=1)).replace(day=day)


def _read(words: str, when: When) -> Written:
    if (found := read_form(words, when)) is None:
        raise ValueError("no date")
    return found


def _lone(match: re.Match[str], before: str, move: timedelta, when: When) -> str | None:
    """A day alone moves only where its weekday says in which month it is."""
    named = WEEKDAY_BEFORE.search(before[-24:])
    day = int(match["figure"] or 0) or ordinal_of(match["word"] or "")
    if not named or when.interview is None:
        return None
    fitting = [
        new for new in _around(when.interview) if new.day == day and new.weekday() == weekday_of(named["weekday"])
    ]
    if not fitting:
        return None
    new = min(fitting, key=lambda new: abs(new - (when.interview or new))) + move
    if match["word"]:
        return ordinal_like(new.day, match["word"])
    padded = f"{new.day:02d}" if match["figure"].startswith("0") else str(new.day)
    return padded + suffix_like(new.day, match["suffix"] or "")


def _around(day: date) -> Iterator[date]:
    return (day + timedelta(days=n) for n in range(-NEAR.days, NEAR.days + 1))
