"""Which heading of a team's roster and episodes table is which column of ours: suggested, and settled by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from textmine.errors import InputError
from textmine.headings import Heading
from textmine.pipeline.columns.likely import called
from textmine.pipeline.columns.matching import ColumnMatch, Columns, Mapped, Problems, match
from textmine.pipeline.columns.settled import settle
from textmine.pipeline.columns.unlisted import unlisted
from textmine.pipeline.study import Study, check_outside
from textmine.privacy.case.roster import RELATION, read_roster, wanted_of
from textmine.reporting.episodes import WANTED, read_rows
from textmine.sheets import lines_of

Accept = Callable[[Mapped, ColumnMatch], bool]


def map_columns(
    study: Study, *, roster: Path | None, episodes: Path | None, accept: Accept | None = None
) -> tuple[Mapped, ...]:
    """Look at a team's tables, and write what a person accepts of the suggestions into `textmine.toml`.

    Args:
        accept: asked of each suggestion; without it nothing is written.

    Raises:
        InputError: neither table was named, or one cannot be read.
        SettingsError: a table lies inside the study.
    """
    if not roster and not episodes:
        raise InputError("No table was named", next_step="give --roster, --episodes or both")
    check_outside(study.root, *(path for path in (roster, episodes) if path))
    found = (
        *(_roster(study, path) for path in (roster,) if path),
        *(_episodes(study, path) for path in (episodes,) if path),
    )
    if accept:
        settle(study.root, _by_section((one, [c for c in one.suggested if accept(one, c)]) for one in found))
    return found


def section_of(mapped: Mapped, column: ColumnMatch) -> tuple[str, str]:
    """The section of `textmine.toml` and the key that a column's heading belongs to."""
    if column.name.startswith(RELATION):
        return "columns.people", column.name.removeprefix(RELATION)
    return ("columns.roster" if mapped.table == "roster" else "columns.episodes"), column.name


def _by_section(accepted: Iterable[tuple[Mapped, list[ColumnMatch]]]) -> dict[str, dict[str, Heading]]:
    found: dict[str, dict[str, Heading]] = {}
    for mapped, columns in accepted:
        for column in columns:
            section, name = section_of(mapped, column)
            found.setdefault(section, {})[name] = column.heading
    return found


def _roster(study: Study, path: Path) -> Mapped:
    columns = study.settings.columns
    given = {**columns.roster, **_of_people(columns.people)}
    people_of = called("people")
    names = {**called("roster"), **{f"{RELATION}{role}": ways for role, ways in people_of.items()}}

    def read(columns: Columns) -> Problems:
        own = {name: heading for name, heading in columns.items() if not name.startswith(RELATION)}
        people = {name.removeprefix(RELATION): one for name, one in columns.items() if name not in own}
        read_roster(path, columns=own, people=people)
        return ()

    wanted = wanted_of({**dict.fromkeys(people_of, ""), **columns.people})
    return match(lines_of(path, what="roster"), wanted, given=given, names=names, read=read)


def _of_people(columns: Mapping[str, Heading]) -> dict[str, Heading]:
    return {f"{RELATION}{role}": heading for role, heading in columns.items()}


def _episodes(study: Study, path: Path) -> Mapped:
    settings = study.settings

    def read(columns: Columns) -> Problems:
        rows, problems = read_rows(path, columns=columns, words=settings.words)
        return (*problems, *unlisted(rows))

    lines = lines_of(path, what="episodes table")
    return match(lines, WANTED, given=settings.columns.episodes, names=called("episodes"), read=read)
