"""When a write-up's interview was, from its own words, where the episodes table does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from textmine.privacy.language.dates import MONTH_YEAR, When, read_date
from textmine.privacy.language.datewords import DAYS
from textmine.privacy.language.patternwords import DATE

HEAD = 800
LABEL = re.compile(
    r"(?:interview(?:ed)?|return interview|debrief(?:ed)?|seen|spoken to|spoke to|visit(?:ed)?|date|dyddiad|cyfweliad)"
    rf"[^\w\n]{{0,4}}(?:\w+[ ]){{0,3}}?[^\w]{{0,4}}(?:on |ar )?(?:(?:{DAYS})\.?,? )?(?:the )?$",
    re.I,
)
BIRTH = re.compile(r"(?:\bd\.?o\.?b\.?|birth|born(?: on)?|\bb\.|geni|ganed)[^\w\n]{0,6}$", re.I)
WRITTEN = re.compile(rf"(?<![\w/.-]){DATE}(?![\w/])", re.I)


def when_of(text: str) -> When:
    """The date that the head of a write-up calls the interview's; else the newest year that the text writes.

    >>> when_of("Date of interview: Tuesday 14 May 2024").interview
    datetime.date(2024, 5, 14)
    """
    dates = list(_dates(text))
    labelled = [day for start, day in dates if start < HEAD and LABEL.search(text, max(0, start - 60), start)]
    if labelled:
        return When(labelled[0], labelled[0].year)
    return When(year=max((day.year for _, day in dates), default=None))


def _dates(text: str) -> Iterator[tuple[int, date]]:
    """Where dates with their year stand, and which; those of birth are passed over."""
    for match in WRITTEN.finditer(text):
        day = read_date(match[0]) or _new_year(match[0])
        if day and not BIRTH.search(text, max(0, match.start() - 20), match.start()):
            yield match.start(), day


def _new_year(words: str) -> date | None:
    """The first day of the year of a month without a day; None if there is no such year."""
    year = int(words[-4:]) if MONTH_YEAR.match(words) else 0
    return date(year, 1, 1) if year else None
