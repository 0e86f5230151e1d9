"""The published columns of the episodes table, and how the cell of each is read: without guessing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

UNKNOWN = "unknown"
Moment = tuple[datetime, bool]
"""A date, and whether its time of day was recorded."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the published schema: its name, what belongs in it, and whether it must be there."""

    name: str
    meaning: str
    needed: bool = False


COLUMNS = (
    Column("episode_id", "the case system's number of the episode"),
    Column("child", "the case system's reference of the child", needed=True),
    Column("area", "authority responsible for the child"),
    Column("host_area", "authority where the child lives"),
    Column("force", "police force"),
    Column("region", "region"),
    Column("nation", "England, Wales, Scotland or Northern Ireland"),
    Column("care_status", "looked after, care experienced (was looked after), not looked after, or unknown"),
    Column("placement_type", "children's home, foster, kinship, supported, secure, parent, hospital, other"),
    Column("out_of_area", "where a looked-after child is placed: in area, out of area, out of nation"),
    Column("placement_moves", "how many times the placement changed in the year before, in figures"),
    Column("missing_start", "when the child went missing: YYYY-MM-DD HH:MM, or the date alone", needed=True),
    Column("missing_end", "when the child returned: YYYY-MM-DD HH:MM, or the date alone"),
    Column("joint_report", "number of a report that was made of several children together"),
    Column("was_missing", "in a joint report, whether this child was missing too: yes or no; no is not counted"),
    Column("at_risk", "a professional considers the child at risk of serious harm: yes or no"),
    Column("intervention", "date of a multi-agency meeting or plan that followed the episode"),
    Column("offered", "return interview offered: yes or no"),
    Column("completed", "return interview held: yes or no"),
    Column("reason_not_held", "why not: refused, not found, out of time, ..."),
    Column("interview", "when it was held: YYYY-MM-DD HH:MM, or the date alone"),
    Column("provider", "who held it"),
    Column("independent", "the provider is not the police, the authority or a carer: yes or no"),
    Column("consent_to_interview", "the child agreed to be interviewed: yes or no"),
    Column("analysis", "consent or another basis for analysing the write-up: yes or no; no is left out"),
    Column("document_type", "return interview, safe and well, placement log, refusal, other"),
    Column("interview_language", "English, Welsh, ..."),
    Column("interpreter", "an interpreter was there: yes or no"),
    Column("first_language", "of the child"),
    Column("uasc", "unaccompanied child seeking asylum: yes or no"),
    Column("trafficking", "referred as a possible victim of trafficking (NRM): yes or no"),
    Column("sex", "of the child, as recorded"),
    Column("ethnicity", "of the child, as recorded; for monitoring of equality only"),
    Column("date_of_birth", "YYYY-MM-DD"),
    Column("document", "file name of the write-up"),
    Column("worker", "who wrote it"),
    Column("source", "whose record this is: police, authority, provider"),
)
NAMES = tuple(column.name for column in COLUMNS)
NOT_RECORDED = frozenset(
    ("", "unknown", "not known", "n/k", "nk", "not recorded", "not given", "information not given")
    + ("n/a", "na", "none", "null", "nan", "-", "?")
)
YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
CARE = {
    **dict.fromkeys(("looked after", "yes", "y", "true", "1", "cla", "lac", "cic", "in care", "care"), "looked_after"),
    **dict.fromkeys(("looked after child", "child looked after"), "looked_after"),
    **dict.fromkeys(("care experienced", "care leaver", "formerly looked after"), "care_experienced"),
    **dict.fromkeys(("not looked after", "no", "n", "false", "0", "not in care", "home"), "not_looked_after"),
}
PLACED = {
    **dict.fromkeys(("in area", "in la", "in authority", "no", "n", "false", "0"), "in_area"),
    **dict.fromkeys(("out of area", "outside la", "yes", "y", "true", "1", "ooa", "in nation"), "out_of_area"),
    **dict.fromkeys(("out of nation", "outside nation", "out of country"), "out_of_nation"),
}
DOCUMENTS = {
    **dict.fromkeys(("return interview", "return home interview", "ri", "rhi", "debrief"), "return_interview"),
    **dict.fromkeys(("safe and well", "safe and well check", "prevention interview"), "safe_and_well"),
    **dict.fromkeys(("placement log", "daily log"), "placement_log"),
    **dict.fromkeys(("refusal", "refusal form", "declined"), "refusal"),
    "other": "other",
}


# The day before the month, as here and in exports of British systems; a month in words may not be mistaken at all.
DAYS = (
    *("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y/%m/%d"),
    *("%d-%b-%Y", "%d-%b-%y", "%d/%b/%Y", "%d %b %Y", "%d %B %Y"),
)
CLOCKS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p", "%H.%M")
NO_DATE = "is not a date like 2024-03-05 14:30, 05/03/2024 or 5 March 2024, the day before the month"
NO_DAY = "names a day that does not exist, as 31 April does not"


def simple(text: str) -> str:
    """Small letters, single spaces."""
    return re.sub(r"[\s_-]+", " ", text.strip().lower())


def moment(text: str) -> Moment:
    """A date, with or without a time of day.

    Raises:
        ValueError: it is not a date.
    """
    plain = re.sub(r"(?<=:\d\d)(?:\.\d+)?(?:Z|\+00:00)?$", "", re.sub(r"(?<=\d)T(?=\d)", " ", text.strip()))
    words = " ".join(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|,|\bat\b|\([^)]*\)", " ", plain).split())
    day, _, clock = words.partition(" ") if re.match(r"\d+[-/.]", words) else _with_month(words)
    for form in DAYS:
        if found := _parsed(day, form):
            return _timed(found, clock.strip())
    raise ValueError(NO_DAY if _in_no_month(day) else NO_DATE)


def _in_no_month(day: str) -> bool:
    """Whether a date has a month and a year, but its month has no such day: 31 April, or 29 February of most years."""
    number = re.search(r"^(?:29|30|31)(?=\D)|(?<=\D)(?:29|30|31)$", day)
    first = f"{day[: number.start()]}1{day[number.end() :]}" if number else ""
    return any(_parsed(first, form) for form in DAYS)


def _with_month(words: str) -> tuple[str, str, str]:
    """A date whose month is a word has three words; what follows is the time of day."""
    parts = words.split(" ")
    if parts and not parts[0][:1].isdigit():
        parts = parts[1:]  # the weekday
    return " ".join(parts[:3]), " ", " ".join(parts[3:])


def _timed(day: datetime, clock: str) -> Moment:
    if not clock:
        return day, False
    time = re.sub(r"^00:00(?::00)? (?=\d)", "", clock)  # a date's own midnight may stand before its time
    for form in CLOCKS:
        if found := _parsed(time, form):
            return datetime.combine(day, found.time()), True
    raise ValueError(NO_DATE)


def _parsed(words: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(words, form)
    except ValueError:
        return None


def one_of(words: Mapping[str, str], wanted: str) -> Callable[[str], str]:
    """A reader of cells that hold one of some words."""

    def read(text: str) -> str:
        if simple(text) not in words:
            raise ValueError(f"is none of: {wanted}; other words can be mapped under [words] in textmine.toml")
        return words[simple(text)]

    return read


def yes_no(text: str) -> bool:
    """Yes or no; ValueError if it is neither."""
    if simple(text) not in YES_NO:
        raise ValueError("is not yes or no; other words can be mapped under [words] in textmine.toml")
    return YES_NO[simple(text)]


def count(text: str) -> int:
    """A number of things, at most 999; ValueError if it is not a whole number."""
    if not re.fullmatch(r"\d{1,3}(?:\.0)?", text):
        raise ValueError("is not a whole number")
    return int(float(text))


WORDS: tuple[str, ...] = (
    *("area", "host_area", "force", "region", "nation", "placement_type", "reason_not_held", "provider"),
    *("interview_language", "first_language", "sex", "ethnicity", "source"),
)
FLAGS: tuple[str, ...] = (
    *("was_missing", "at_risk", "offered", "completed", "independent", "consent_to_interview", "analysis"),
    *("interpreter", "uasc", "trafficking"),
)
MOMENTS = ("missing_start", "missing_end", "interview", "intervention", "date_of_birth")
LISTS = {
    "care_status": one_of(CARE, "looked after, care experienced, not looked after or unknown"),
    "out_of_area": one_of(PLACED, "in area, out of area, out of nation or unknown"),
    "document_type": one_of(DOCUMENTS, "return interview, safe and well, placement log, refusal or other"),
}
