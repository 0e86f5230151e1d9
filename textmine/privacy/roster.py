"""The roster: the known names of each case, as a case system exports them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from textmine.errors import SettingsError

COLUMNS = (
    "child",
    "name",
    "aliases",
    "date_of_birth",
    "people",
    "home",
    "school",
    "address",
    "postcode",
    "phones",
    "references",
    "handles",
)
LABELS = {
    "date_of_birth": "DOB",
    "home": "HOME",
    "school": "SCHOOL",
    "address": "ADDRESS",
    "postcode": "POSTCODE",
    "phones": "PHONE",
    "references": "REFERENCE",
    "handles": "HANDLE",
}
PERSON = re.compile(r"^(?P<name>[^()]+?)\s*(?:\((?P<role>[^()]*)\))?$")


@dataclass(frozen=True, slots=True)
class Known:
    """One known identifier of a case: its words, what it is, and who it stands for."""

    words: str = field(repr=False)
    label: str
    role: str
    entity: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """What the case system knows of one child."""

    child: str = field(repr=False)
    known: tuple[Known, ...] = field(repr=False, default=())


def read_roster(path: Path, *, columns: Mapping[str, str] | None = None) -> dict[str, Case]:
    """Cases by the case system's reference of the child.

    Args:
        path: a CSV table, one row a child; several values in a cell are separated by `;`, people are written
            `Name (relation)`.
        columns: our name to the name in the file, where they differ.

    Raises:
        SettingsError: the table cannot be read, lacks `child` or `name`, or has a child twice.
    """
    rows = _rows(path, columns or {})
    cases: dict[str, Case] = {}
    for number, row in rows:
        child = row.get("child", "").strip()
        if not child or not row.get("name", "").strip():
            raise SettingsError("A row of the roster lacks the child or the name", where=f"row {number}")
        if child in cases:
            raise SettingsError("The roster has a child twice", where=f"row {number}", next_step="keep one row a child")
        cases[child] = Case(child, tuple(_known(row)))
    return cases


def _rows(path: Path, columns: Mapping[str, str]) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_bytes().decode("cp1252", "replace")
    except OSError:
        raise SettingsError("The roster cannot be read", next_step="check --roster") from None
    table = csv.DictReader(io.StringIO(text))
    headings = {(heading or "").strip().lower(): heading for heading in table.fieldnames or ()}
    ours = {name: headings.get(columns.get(name, name).lower()) for name in COLUMNS}
    if missing := [name for name in ("child", "name") if not ours[name]]:
        raise SettingsError(
            f"The roster has no column {' and no column '.join(missing)}",
            next_step="map your headings under [roster.columns] in textmine.toml",
        )
    return [
        (number, {name: row.get(heading) or "" for name, heading in ours.items() if heading})
        for number, row in enumerate(table, 2)
    ]


def _known(row: Mapping[str, str]) -> Iterator[Known]:
    for name in [row["name"], *_split(row.get("aliases", ""))]:
        yield Known(name.strip(), "PERSON", "child", "child")
    for person in _split(row.get("people", "")):
        if match := PERSON.match(person):
            role = (match["role"] or "person").strip().lower()
            yield Known(match["name"].strip(), "PERSON", role, f"{role}:{match['name'].strip().casefold()}")
    for column, label in LABELS.items():
        for words in _split(row.get(column, "")):
            yield Known(words, label, "", f"{label}:{words.casefold()}")


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
