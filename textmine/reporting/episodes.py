"""The episodes table as teams keep it: its published columns, read without guessing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from textmine.errors import SettingsError
from textmine.reporting.sheets import lines_of
from textmine.types import Episode

T = TypeVar("T")
Moment = tuple[datetime, bool]
"""A date, and whether its time of day was recorded."""

UNKNOWN = "unknown"


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
    Column("care_status", "looked after, not looked after, or unknown"),
    Column("placement_type", "children's home, foster, kinship, supported, secure, parent, hospital, other"),
    Column("missing_start", "when the child went missing: YYYY-MM-DD HH:MM, or the date alone", needed=True),
    Column("missing_end", "when the child returned: YYYY-MM-DD HH:MM, or the date alone"),
    Column("offered", "return interview offered: yes or no"),
    Column("completed", "return interview held: yes or no"),
    Column("interview", "when it was held: YYYY-MM-DD HH:MM, or the date alone"),
    Column("provider", "who held it"),
    Column("sex", "of the child, as recorded"),
    Column("date_of_birth", "YYYY-MM-DD"),
    Column("document", "file name of the write-up"),
    Column("worker", "who wrote it"),
)
NAMES = tuple(column.name for column in COLUMNS)

NOT_RECORDED = frozenset(
    ("", "unknown", "not known", "n/k", "nk", "not recorded", "not given", "information not given")
    + ("n/a", "na", "none", "null", "nan", "-", "?")
)
YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
CARE = {
    **dict.fromkeys(("looked after", "yes", "y", "true", "1", "cla", "lac", "cic", "in care", "care"), "looked_after"),
    **dict.fromkeys(("care experienced", "looked after child", "child looked after"), "looked_after"),
    **dict.fromkeys(("not looked after", "no", "n", "false", "0", "not in care", "home"), "not_looked_after"),
}


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One row of the episodes table: identifiable, made into an `Episode` before it crosses the airlock.

    `None` and `unknown` mean not recorded, never no.

    Args:
        row: its line in the table, the headings being line 1.
        date_only: True if a time of day was not recorded with one of the dates.
    """

    row: int
    episode_id: str = field(repr=False)
    child: str = field(repr=False)
    area: str = UNKNOWN
    host_area: str = UNKNOWN
    force: str = UNKNOWN
    care_status: str = UNKNOWN
    placement_type: str = UNKNOWN
    missing_start: datetime | None = None
    missing_end: datetime | None = None
    date_only: bool = False
    offered: bool | None = None
    completed: bool | None = None
    interview: datetime | None = None
    provider: str = UNKNOWN
    sex: str = UNKNOWN
    date_of_birth: date | None = field(default=None, repr=False)
    document: str = field(default="", repr=False)
    worker: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend in the table: line and column, never what the cell holds."""

    row: int
    column: str
    what: str


def read_rows(path: Path, *, columns: Mapping[str, str]) -> tuple[tuple[EpisodeRow, ...], tuple[Problem, ...]]:
    """Read the episodes table, a CSV or an Excel file.

    Args:
        path: the table; its first line holds the headings.
        columns: published name → heading in this table, for those that differ.

    Returns:
        The rows that name a child, in order, and what is to be mended. An empty table gives two empty tuples.

    Raises:
        SettingsError: a column is missing, is mapped twice, or is not one of the published names.
        InputError: the file cannot be read.
    """
    headings, *lines = lines_of(path)
    places = _places(headings, columns)
    rows: list[EpisodeRow] = []
    problems: list[Problem] = []
    for number, cells in enumerate(lines, start=2):
        named = {name: cells[place] for name, place in places.items() if place < len(cells)}
        if any(named.values()):
            row, faults = _row(number, named)
            rows.extend([row] if row else [])
            problems.extend(faults)
    return tuple(rows), (*problems, *_repeated(rows))


def merge(episodes: Sequence[Episode]) -> tuple[Episode, ...]:
    """Make one episode of those of one child that overlap or are given twice.

    An episode without an end lasts an instant; episodes that only touch stay two.

    Returns:
        Episodes by child and start, those without a start first.
    """
    children = groupby(sorted(episodes, key=_child_and_start), key=lambda episode: episode.child)
    return tuple(episode for _, own in children for episode in _merged(own))


def _child_and_start(episode: Episode) -> tuple[str, datetime, str]:
    return episode.child, episode.start or datetime.min, episode.id


def _merged(own: Iterable[Episode]) -> list[Episode]:
    merged: list[Episode] = []
    for episode in own:
        same = next((i for i, other in enumerate(merged) if _same(other, episode)), None)
        if same is None:
            merged.append(episode)
        else:
            merged[same] = _joined(merged[same], episode)
    return merged


def _places(headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    for name in columns:
        if name not in NAMES:
            raise SettingsError(f"{name} is not a column of the episodes table", next_step=_may_be_mapped())
    simple = [_simple(heading) for heading in headings]
    wanted = {name: _simple(columns.get(name, name)) for name in NAMES}
    for name, heading in wanted.items():
        if simple.count(heading) > 1:
            raise SettingsError(f"two columns of the episodes table have the heading for {name}")
    needed = {column.name for column in COLUMNS if column.needed} | set(columns)
    for name in NAMES:
        if name in needed and wanted[name] not in simple:
            raise SettingsError(f"the episodes table has no column for {name}", next_step=_may_be_mapped())
    return {name: simple.index(heading) for name, heading in wanted.items() if heading in simple}


def _simple(heading: str) -> str:
    return re.sub(r"[\s_-]+", "_", heading.strip().lower())


def _may_be_mapped() -> str:
    return "map your headings to these names in textmine.toml: " + ", ".join(NAMES)


def _row(number: int, cells: Mapping[str, str]) -> tuple[EpisodeRow | None, tuple[Problem, ...]]:
    problems: list[Problem] = []

    def read(column: str, parse: Callable[[str], T], otherwise: T) -> T:
        text = cells.get(column, "")
        if text.lower() in NOT_RECORDED:
            return otherwise
        try:
            return parse(text)
        except ValueError as fault:
            problems.append(Problem(number, column, str(fault)))
            return otherwise

    start, end, interview = (
        read(name, _moment_or_none, None) for name in ("missing_start", "missing_end", "interview")
    )
    born = read("date_of_birth", _moment_or_none, None)
    row = EpisodeRow(
        row=number,
        episode_id=read("episode_id", str, ""),
        child=read("child", str, ""),
        area=read("area", str, UNKNOWN),
        host_area=read("host_area", str, UNKNOWN),
        force=read("force", str, UNKNOWN),
        care_status=read("care_status", _care, UNKNOWN),
        placement_type=read("placement_type", str, UNKNOWN),
        missing_start=start[0] if start else None,
        missing_end=end[0] if end else None,
        date_only=any(moment is not None and not moment[1] for moment in (start, end, interview)),
        offered=read("offered", _yes_no, None),
        completed=read("completed", _yes_no, None),
        interview=interview[0] if interview else None,
        provider=read("provider", str, UNKNOWN),
        sex=read("sex", str, UNKNOWN),
        date_of_birth=born[0].date() if born else None,
        document=read("document", str, ""),
        worker=read("worker", str, ""),
    )
    problems.extend(_contradictions(row))
    return (row if row.child else None), tuple(problems)


def _moment_or_none(text: str) -> Moment | None:
    simple = re.sub(r"(?:\.\d+)?(?:Z|\+00:00)?$", "", text.strip().replace("T", " "))
    for pattern, timed in (
        ("%Y-%m-%d %H:%M", True),
        ("%Y-%m-%d %H:%M:%S", True),
        ("%d/%m/%Y %H:%M", True),
        ("%d/%m/%Y %H:%M:%S", True),
        ("%Y-%m-%d", False),
        ("%d/%m/%Y", False),
    ):
        try:
            return datetime.strptime(simple, pattern), timed
        except ValueError:
            continue
    raise ValueError("is not a date like 2024-03-05 14:30 or 05/03/2024")


def _care(text: str) -> str:
    simple = re.sub(r"[\s_-]+", " ", text.lower())
    if simple not in CARE:
        raise ValueError("is not looked after, not looked after or unknown")
    return CARE[simple]


def _yes_no(text: str) -> bool | None:
    if text.lower() not in YES_NO:
        raise ValueError("is not yes or no")
    return YES_NO[text.lower()]


def _contradictions(row: EpisodeRow) -> Iterator[Problem]:
    if not row.child:
        yield Problem(row.row, "child", "is not given; the row is left out")
    if row.missing_start is None:
        yield Problem(row.row, "missing_start", "is not recorded; the episode has no period")
    if row.missing_start and row.missing_end and _wrong_way_round(row.missing_start, row.missing_end, row.date_only):
        yield Problem(row.row, "missing_end", "is before missing_start")
    if row.missing_end and row.interview and row.interview.date() < row.missing_end.date():
        yield Problem(row.row, "interview", "is before missing_end")
    if row.completed and row.offered is False:
        yield Problem(row.row, "completed", "is yes although offered is no")


def _wrong_way_round(start: datetime, end: datetime, date_only: bool) -> bool:
    """Whether the child returned before leaving; where a time was not recorded, only the days can say so."""
    return end.date() < start.date() if date_only else end < start


def _repeated(rows: Sequence[EpisodeRow]) -> tuple[Problem, ...]:
    seen: set[str] = set()
    found = []
    for row in rows:
        if row.episode_id and row.episode_id in seen:
            found.append(Problem(row.row, "episode_id", "is given to an earlier row too"))
        seen.add(row.episode_id)
    return tuple(found)


def _same(one: Episode, other: Episode) -> bool:
    if one.id == other.id:
        return True
    if one.start is None or other.start is None:
        return False
    earlier, later = sorted((one, other), key=_child_and_start)
    return one.start == other.start or (
        earlier.end is not None and later.start is not None and later.start < earlier.end
    )


def _joined(one: Episode, other: Episode) -> Episode:
    ends = [end for end in (one.end, other.end) if end]
    interviews = [held for held in (one.interview, other.interview) if held]
    texts = ("area", "host_area", "force", "care_status", "placement_type", "provider", "sex")
    return replace(
        one,
        end=max(ends, default=None),
        start=min((start for start in (one.start, other.start) if start), default=None),
        period=one.period or other.period,
        date_only=one.date_only or other.date_only,
        offered=_either(one.offered, other.offered),
        completed=_either(one.completed, other.completed),
        interview=min(interviews, default=None),
        age=one.age if one.age is not None else other.age,
        **{name: _known(getattr(one, name), getattr(other, name)) for name in texts},
    )


def _either(one: bool | None, other: bool | None) -> bool | None:
    recorded = [answer for answer in (one, other) if answer is not None]
    return any(recorded) if recorded else None


def _known(one: str, other: str) -> str:
    return other if one == UNKNOWN else one
