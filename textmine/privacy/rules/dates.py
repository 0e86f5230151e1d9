"""Patterns of dates: in figures and words, of birth, in Welsh, mistyped; not of times, ages or scores."""

# ruff: noqa: E501 - a pattern is read in one piece

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from textmine.privacy.case.knownpeople import one_edit
from textmine.privacy.language.dates import ENGLISH, WELSH
from textmine.privacy.language.patternwords import DATE, DAY, MONTHS, NOT_A_DAY, ORDINAL, WEEKDAY
from textmine.privacy.language.plainwords import common_words
from textmine.privacy.rules.rule import FIGURE, figures, rule
from textmine.types import Span

BETWEEN = r"\s?[./\\–-]\s?"
YEAR = rf"['’]?(?:{FIGURE}{{4}}|{FIGURE}{{2}})"
NUMERIC = rf"{FIGURE}{{1,2}}{BETWEEN}(?:{FIGURE}{{1,2}}|(?:{MONTHS})\.?){BETWEEN}{YEAR}"
BIRTH = (
    r"(?:d\.? ?o\.? ?b\.?|date of birth|birth ?da(?:te|y)|dyddiad (?:ei )?(?:geni|eni))(?:\s?\([^()\n]{1,20}\))?(?:\s?(?:/|&|and) ?age)?"
    r"|born(?: on| in| (?:in|at) (?:\w+,? ){1,3}?(?:on )?)?|(?:(?<=\()|(?<=, ))(?-i:b)\.(?=\s?\d)|birth certificate(?: seen)?|gan(?:ed|wyd)(?: (?:ef|e|o|fo|hi))?(?: ar| ym)?"
)
BIRTH_CELL = re.compile(
    r"\s*(?:child['’]?s |yp['’]?s )?(?:d\.? ?o\.? ?b\.?|date of birth|birth ?date|dyddiad geni)\b[^|\n]{0,30}", re.I
)
LEAVES = r"train|bus|tram|coach|ferry|sailing|flight|showing|[ap]\.?m\b"
"""What goes at a time: the 9.10 train."""
ROMAN = r"(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})"

DATES = (
    rule("DOB", "date of birth", rf"\b(?:{BIRTH})\s{{0,3}}(?:is|was|as|of|for|given as|recorded as|is recorded as|/ born)?(?:\s{{0,3}}[|:=(,*-]){{0,3}}\s{{0,3}}(?P<x>{DATE}|{NUMERIC}|\d{{1,2}}\s{{1,2}}\d{{1,2}}\s['’ ]{{0,3}}\d{{2,4}}|\d{{4}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?\d{{1,2}}|{FIGURE}{{1,2}}//?{FIGURE}{{1,2}}/{FIGURE}{{2,4}}|(?:{MONTHS}) - \d{{1,2}} - \d{{4}}|{FIGURE}{{4}}\s?\d{{2,4}}|{FIGURE}{{6}})(?!\w)", 0.95, unless=figures(2), lines=True),
    rule("DATE", "date", rf"(?<![\w/.])(?<!\d-){DATE}(?![\w/])", 0.85),
    rule("DATE", "date with gaps", rf"(?<![\w/.£]){NUMERIC}(?![\w/])", 0.8, unless=figures(3), lines=True),
    rule("DATE", "date over lines", rf"(?<![\w/.]){DAY}\s?(?:day )?(?:(?:of|o)\s)?(?:{MONTHS})\b(?:\s['’]?(?:\d{{4}}|\d\d)\b(?!:))?", 0.75, lines=True),
    rule("DATE", "gap before the ending", rf"(?<![\w/.])\d{{1,2}} (?:st|nd|rd|th)\s(?:day )?(?:(?:of|o)\s)?(?:the \d{{1,2}}(?:st|nd|rd|th)\b|(?:{MONTHS})\b)(?:\s['’]?(?:\d{{4}}|\d\d)\b(?!:))?", 0.75, lines=True),
    rule("DATE", "day of a numbered month", r"(?<![\w/.])\d{1,2}(?:st|nd|rd|th) of the \d{1,2}(?:st|nd|rd|th)?(?: ['’]?(?:\d{4}|\d\d)\b)?", 0.75),
    rule("DATE", "month and day with a stop", rf"(?<![\w/.])\d{{1,2}}\s?[./–-]\s?(?:{MONTHS})\b(?:\s?[./–-]\s?['’]?\d{{2,4}}\b)?", 0.75),
    rule("DATE", "month run into a number", rf"(?<!\w)(?:(?:{MONTHS})\d{{1,2}}|\d{{1,2}}(?:{MONTHS})(?:['’]?\d{{2,4}})?)(?!\w)", 0.75),
    rule("DATE", "spaced figures", r"(?<![\w/.£-])(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?:19|20)\d\d(?!\w)", 0.75),
    rule("DATE", "Roman month", rf"(?<![\w/.])\d{{1,2}}[ ./]{ROMAN}[ ./](?:\d{{4}}|\d\d)(?!\w)", 0.7, flags=0),
    rule("DATE", "date after a stroke", r"(?<=/)\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)", 0.7),
    rule("DATE", "days before a date", rf"(?<![\w/.£-])(?P<x>(?:{DAY}\s?(?:,|and|&|–|-|/|to)\s?){{1,4}}){DATE}(?![\w/])", 0.7),
    rule("DATE", "day and month", rf"(?<![\w/.£-])(?!24/7\b)(?:0?[1-9]|[12]\d|3[01])[/.](?:0[1-9]|1[0-2])(?![\w/%]|\.\d| ?(?:{LEAVES})\b)", 0.65),
    rule("DATE", "late day and month", r"(?<![\w/.£-])(?!24/7\b)(?:1[3-9]|2\d|3[01])/[1-9](?![\w/%]|\.\d)", 0.6),
    rule("DATE", "day and month after a weekday", rf"\b{WEEKDAY},? (?P<x>\d{{1,2}}[/.]\d{{1,2}})(?![\w/%]|\.\d)", 0.7),
    rule("DATE", "day of a month", rf"\b(?:the|{WEEKDAY}|ar y|ar yr) (?P<x>\d{{1,2}}(?:st|nd|rd|th|af|il|ail|ydd|edd|ed|fed|eg|ain))\b(?! (?:{NOT_A_DAY}))", 0.65),
    rule("DATE", "day of a month in words", rf"\b(?:the )?(?P<x>(?:{ORDINAL})\s(?:(?:of|o)\s)?(?:{MONTHS}))\b|\b{WEEKDAY},? the (?:{ORDINAL})\b|\bon the (?!first|second|third)(?:{ORDINAL})\b(?! (?:{NOT_A_DAY}))", 0.65),
)  # fmt: skip
WHOLE_DATE = re.compile(rf"\s*(?P<x>{DATE}|{NUMERIC})\s*", re.I)
MISTYPED = re.compile(
    r"(?<![\w/.])(\d{1,2}(?:\s?(?:st|nd|rd|th))?\s(?:of\s|o\s)?)([a-z]{4,10})(\s['’]?(?:\d{4}|\d\d)\b)?", re.I
)
MONTH_NAMES = tuple(name.casefold() for name in (*ENGLISH, *WELSH))


def mistyped_dates(text: str) -> Iterator[Span]:
    """Days with a month that is one slip from right: `1 febuary 24`, `14 mrach`: characters, half-open."""
    for match in MISTYPED.finditer(text):
        word = match[2].casefold()
        if word not in common_words() and any(one_edit(word, name) for name in MONTH_NAMES):
            yield Span(*match.span(), "DATE", 0.7, "date mistyped")


def births_in_columns(text: str) -> Iterator[Span]:
    """Dates under the heading of a table's column for the date of birth: characters, half-open."""
    lines = list(re.finditer(r"[^\n]+", text))
    for head, row in pairwise(lines):
        for place, name in enumerate(head[0].split("|") if "|" in head[0] else ()):
            if BIRTH_CELL.fullmatch(name) and (found := _cell(row, place)):
                yield found


def _cell(row: re.Match[str], place: int) -> Span | None:
    """The date that fills one cell of a table's row; None if it holds anything else."""
    cells = row[0].split("|")
    match = WHOLE_DATE.fullmatch(cells[place]) if place < len(cells) else None
    if match is None:
        return None
    start = row.start() + sum(len(cell) + 1 for cell in cells[:place])
    return Span(start + match.start("x"), start + match.end("x"), "DOB", 0.95, "date of birth in a column")
