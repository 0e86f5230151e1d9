"""The episodes table as teams keep it: its published columns, read without guessing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from textmine.errors import SettingsError
from textmine.headings import Heading, Wanted, places_of
from textmine.reporting.columns import (
    COLUMNS,
    FLAGS,
    LISTS,
    MOMENTS,
    NAMES,
    NOT_RECORDED,
    UNKNOWN,
    WORDS,
    count,
    moment,
    simple,
    yes_no,
)
from textmine.reporting.overlaps import merge
from textmine.sheets import lines_of

__all__ = ["COLUMNS", "NAMES", "EpisodeRow", "Problem", "merge", "read_rows"]

T = TypeVar("T")
U = TypeVar("U")
WANTED = Wanted(
    "episodes table", NAMES, tuple(column.name for column in COLUMNS if column.needed), "[columns.episodes]"
)


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One row of the episodes table: identifiable, made into an `Episode` before it crosses the airlock.

    `None` and `unknown` mean not recorded, never no.

    Args:
        row: its line in the table, as a spreadsheet numbers it.
        date_only: True if a time of day was not recorded with one of the dates.
    """

    row: int
    episode_id: str = field(repr=False)
    child: str = field(repr=False)
    area: str = UNKNOWN
    host_area: str = UNKNOWN
    force: str = UNKNOWN
    region: str = UNKNOWN
    nation: str = UNKNOWN
    care_status: str = UNKNOWN
    placement_type: str = UNKNOWN
    out_of_area: str = UNKNOWN
    placement_moves: int | None = None
    missing_start: datetime | None = None
    missing_end: datetime | None = None
    date_only: bool = False
    joint_report: str = field(default="", repr=False)
    was_missing: bool | None = None
    at_risk: bool | None = None
    intervention: datetime | None = None
    offered: bool | None = None
    completed: bool | None = None
    reason_not_held: str = UNKNOWN
    interview: datetime | None = None
    provider: str = UNKNOWN
    independent: bool | None = None
    consent_to_interview: bool | None = None
    analysis: bool | None = None
    document_type: str = UNKNOWN
    interview_language: str = UNKNOWN
    interpreter: bool | None = None
    first_language: str = UNKNOWN
    uasc: bool | None = None
    trafficking: bool | None = None
    sex: str = UNKNOWN
    ethnicity: str = UNKNOWN
    date_of_birth: date | None = field(default=None, repr=False)
    document: str = field(default="", repr=False)
    worker: str = field(default="", repr=False)
    source: str = UNKNOWN


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend in the table: line and column, never what the cell holds.

    Args:
        cell: what a spreadsheet calls it, e.g. `F7`; empty if the table has no such column.
    """

    row: int
    column: str
    what: str
    cell: str = field(default="", compare=False)


def read_rows(
    path: Path, *, columns: Mapping[str, Heading], words: Mapping[str, Mapping[str, str]] | None = None
) -> tuple[tuple[EpisodeRow, ...], tuple[Problem, ...]]:
    """Read the episodes table, a CSV or an Excel file.

    Args:
        path: the table; one of its first ten lines holds the headings.
        columns: published name → heading or headings in this table, for those that differ.
        words: published name → what this table writes → what it means in ours, e.g. `{"care_status": {"S20": "yes"}}`.

    Returns:
        The rows that name a child, in order, and what is to be mended. An empty table gives two empty tuples.

    Raises:
        SettingsError: a column is missing, is mapped twice, or is not one of the published names.
        InputError: the file cannot be read.
    """
    lines = lines_of(path, what="episodes table")
    places, meant = places_of(lines, WANTED, columns), _meant(words or {})
    rows: list[EpisodeRow] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines[places.line :], start=places.line + 1):
        named = {name: meant.get((name, simple(cell)), cell) for name, cell in places.cells(line).items()}
        if any(named.values()):
            row, faults = _row(number, named)
            rows.extend([row] if row else [])
            problems.extend(faults)
    found = (*problems, *_repeated(rows))
    return tuple(rows), tuple(replace(one, cell=places.cell(one.column, one.row)) for one in found)


def _meant(words: Mapping[str, Mapping[str, str]]) -> dict[tuple[str, str], str]:
    """(column, what is written, simplified) → what it means."""
    for name in words:
        if name not in NAMES:
            raise SettingsError(
                f"{name} is not a column of the episodes table",
                where="textmine.toml, [words]",
                next_step=f"use one of {', '.join(NAMES)}",
            )
    return {(name, simple(written)): ours for name, pairs in words.items() for written, ours in pairs.items()}


def _row(number: int, cells: Mapping[str, str]) -> tuple[EpisodeRow | None, tuple[Problem, ...]]:
    problems: list[Problem] = []

    def read(column: str, parse: Callable[[str], T], otherwise: U) -> T | U:
        text = cells.get(column, "")
        if text.lower() in NOT_RECORDED:
            return otherwise
        try:
            return parse(text)
        except ValueError as fault:
            problems.append(Problem(number, column, str(fault)))
            return otherwise

    moments = {name: read(name, moment, None) for name in MOMENTS}
    start, end, interview = (moments[name] for name in ("missing_start", "missing_end", "interview"))
    born = moments.pop("date_of_birth")
    values: dict[str, Any] = {name: found[0] if found else None for name, found in moments.items()}
    values |= {name: read(name, str, UNKNOWN) for name in WORDS}
    values |= {name: read(name, parse, UNKNOWN) for name, parse in LISTS.items()}
    values |= {name: read(name, yes_no, None) for name in FLAGS}
    values |= {name: read(name, str, "") for name in ("episode_id", "child", "joint_report", "document", "worker")}
    row = EpisodeRow(
        row=number,
        placement_moves=read("placement_moves", count, None),
        date_only=any(found is not None and not found[1] for found in (start, end, interview)),
        date_of_birth=born[0].date() if born else None,
        **values,
    )
    unread = {problem.column for problem in problems}  # what cannot be read has been told already
    problems.extend(one for one in _contradictions(row) if one.column not in unread)
    return (row if row.child else None), tuple(problems)


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
    if row.completed and row.consent_to_interview is False:
        yield Problem(row.row, "completed", "is yes although consent_to_interview is no")
    if row.was_missing is False and not row.joint_report:
        yield Problem(row.row, "was_missing", "is no although there is no joint_report")


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
