"""The roster: the known names of each case, as a case system exports them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.errors import SettingsError
from textmine.privacy.language.personnames import titled_key
from textmine.privacy.language.plainwords import FAMILY, common_words, words_of

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
CHILD = "child"
PERSON = re.compile(r"^(?P<name>.*[^\s(].*?)\s*\((?P<role>[^()]*)\)$", re.S)
BETWEEN = re.compile(r"[;\n]|(?<=\)),")
# Marks with a meaning of their own: a person of that relation would share them.
RESERVED = frozenset(
    {"child", "date", "dob", "date of birth", "place", "school", "home", "address", "phone", "reference"}
)
PLACEHOLDERS = frozenset(
    {"n/a", "na", "nil", "none", "nk", "no", "not known", "not recorded", "tbc", "unknown", "various"}
)
# Words of relations that are too rare to be among the frequent words.
RELATIONS = FAMILY | words_of(
    """
    adoptive adviser advisor allocated birth camhs co-ordinator coordinator counsellor died duty early ex former foster
    godfather godmother guardian half-brother half-sister host independent interpreter interviewer justice key kinship
    lodgings mentor nok officer paediatrician placement police pastoral personal probation residential reviewing school
    senco short-break sibling social support supervising teacher team therapist tutor worker youth
    """
)


@dataclass(frozen=True, slots=True)
class Known:
    """One known identifier of a case: its words, what it is, and who it stands for."""

    words: str = field(repr=False)
    label: str
    role: str
    entity: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """What the case system knows of one child.

    Args:
        child: the case system's reference.
        known: identifiers; the child's name first, then the aliases, then other people.
        row: of the roster, the headings being row 1.
    """

    child: str = field(repr=False)
    known: tuple[Known, ...] = field(repr=False, default=())
    row: int = 0


def read_roster(path: Path, *, columns: Mapping[str, str] | None = None) -> dict[str, Case]:
    """Cases by the case system's reference of the child.

    Args:
        path: a CSV table, one row a child; several values in a cell are separated by `;`, people are written
            `Name (relation)`.
        columns: our name to the name in the file, where they differ.

    Raises:
        SettingsError: the table cannot be read, lacks `child` or `name`, has a child twice or cells that no
            heading names.
    """
    cases: dict[str, Case] = {}
    for number, row in _rows(path, columns or {}):
        child = row.get("child", "").strip()
        if not child or not row.get("name", "").strip():
            raise SettingsError("A row of the roster lacks the child or the name", where=f"row {number}")
        if child in cases:
            raise SettingsError("The roster has a child twice", where=f"row {number}", next_step="keep one row a child")
        cases[child] = Case(child, tuple(_one_bearer(_known(row))), number)
    return cases


def _rows(path: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows that are not empty, each with its number (the headings are row 1), by our names of the columns."""
    table = csv.DictReader(io.StringIO(_text(path), newline=""), restkey="", restval="")
    try:
        headings = {(heading or "").strip().casefold(): heading for heading in table.fieldnames or ()}
        ours = {name: headings.get(columns.get(name, name).strip().casefold()) for name in COLUMNS}
        _check_headings(ours)
        for number, row in enumerate(table, 2):
            if row.get(""):
                raise SettingsError(
                    "A row of the roster has more cells than headings",
                    where=f"row {number}",
                    next_step="put quotation marks around cells with commas",
                )
            cells = {name: row[heading].strip() for name, heading in ours.items() if heading}
            if any(cells.values()):
                yield number, cells
    except csv.Error:
        raise SettingsError("The roster is not a CSV table", next_step="save it as CSV in UTF-8") from None


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError:
        raise SettingsError("The roster cannot be read", next_step="check --roster") from None
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _check_headings(ours: Mapping[str, str | None]) -> None:
    if missing := [name for name in ("child", "name") if not ours[name]]:
        raise SettingsError(
            f"The roster has no column {' and no column '.join(missing)}",
            next_step="map your headings under [columns.roster] in textmine.toml",
        )


def _known(row: Mapping[str, str]) -> Iterator[Known]:
    for name in [row["name"], *_split(row.get("aliases", ""))]:
        yield Known(name.strip(), "PERSON", CHILD, CHILD)
    people = [_person(cell) for cell in _split(row.get("people", ""))]
    names = _words_of(" ".join([row["name"], row.get("aliases", ""), *(name for name, _ in people)]))
    for name, relation in people:
        role = _role(relation, names)
        yield Known(name, "PERSON", role, f"{role}:{name.casefold()}")
    for column, label in LABELS.items():
        for words in _split(row.get(column, "")):
            yield Known(words, label, "", f"{label}:{words.casefold()}")


def _one_bearer(known: Iterable[Known]) -> Iterator[Known]:
    """A name that two people share stands for the first of them, the child before all: a text cannot tell which it is.

    Each keeps the role, so that the clash can be told (`rosterclashes`).
    """
    bearers: dict[str, str] = {}
    for one in known:
        if one.label == "PERSON":
            one = replace(one, entity=bearers.setdefault(titled_key(one.words), one.entity))
        yield one


def _person(cell: str) -> tuple[str, str]:
    match = PERSON.match(cell)
    return (match["name"], match["role"]) if match else (cell, "")


def _role(relation: str, names: frozenset[str]) -> str:
    """The relation in lower case where it names nobody ("sister of Ffion" does): it stands in the narrative."""
    role = " ".join(relation.split()).casefold().replace(":", " ")
    words = _words_of(re.sub(r"['’]s\b", "", role))
    plain = all(word not in names and (word in common_words() or word in RELATIONS) for word in words)
    return role if words and plain and role not in RESERVED else "person"


def _words_of(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.casefold()))


def _split(cell: str) -> list[str]:
    parts = (part.strip() for part in BETWEEN.split(cell))
    return [part for part in parts if re.search(r"\w", part) and part.casefold() not in PLACEHOLDERS]
