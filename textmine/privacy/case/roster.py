"""The roster: the known names of each case, as a case system exports them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.errors import InputError, SettingsError
from textmine.headings import Heading, Wanted, places_of
from textmine.privacy.language.personnames import titled_key
from textmine.privacy.language.plainwords import FAMILY, common_words, words_of
from textmine.sheets import lines_of

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
"""The role of the child itself, and the entity that its names stand for."""
RELATION = "people: "  # before the relation that a column of its own is for
MOST_FAULTS = 10
MEND = "mend the rows in the case system or in the table, and try again"
PERSON = re.compile(r"^(?P<name>.*[^\s(].*?)\s*\((?P<role>[^()]*)\)$", re.S)
BETWEEN = re.compile(r"[;\n]|(?<=\)),")
TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d\d(?::\d\d(?:\.0*)?)?(?: ?[AP]M)?Z?$", re.I)
"""What a spreadsheet or a database writes after a date, though nobody wrote a time: `2008-04-14 00:00:00`."""
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
    """One known identifier of a case.

    Args:
        words: as the roster has them.
        label: type of identifier, e.g. `PERSON`, `SCHOOL`.
        role: of a person: `child`, the relation to the child, or `person`; "" for anything else.
        entity: who or what it stands for; the same for all names of one person.
    """

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


def read_roster(
    path: Path, *, columns: Mapping[str, Heading] | None = None, people: Mapping[str, Heading] | None = None
) -> dict[str, Case]:
    """Cases by the case system's reference of the child.

    Args:
        path: a CSV or Excel table, one row a child; several values in a cell are separated by `;`, people are written
            `Name (relation)`.
        columns: our name to the heading or headings in the file, where they differ.
        people: relation to the heading or headings that hold the names of people of that relation.

    Raises:
        SettingsError: the table cannot be read, lacks `child` or `name`, has a child twice or cells that no
            heading names; says every row that is wrong.
    """
    rows = list(_rows(path, columns or {}, people or {}))
    if faults := tuple(_faults(rows)):
        raise SettingsError("The roster has rows to mend", where="; ".join(_first(faults)), next_step=MEND)
    return {row["child"]: Case(row["child"], tuple(_one_bearer(_known(row))), number) for number, row in rows}


def wanted_of(people: Mapping[str, Heading]) -> Wanted:
    """What a roster should have, with a column for each relation that has its own."""
    names = (*COLUMNS, *(f"{RELATION}{role}" for role in people))
    return Wanted("roster", names, ("child", "name"), "[columns.roster]")


def _rows(
    path: Path, columns: Mapping[str, Heading], people: Mapping[str, Heading]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows that are not empty, each with its number as a spreadsheet shows it, by our names of the columns."""
    lines = _lines(path)
    places = places_of(
        lines, wanted_of(people), {**columns, **{f"{RELATION}{role}": one for role, one in people.items()}}
    )
    for number, line in enumerate(lines[places.line :], places.line + 1):
        cells = places.cells(line)
        if any(cells.values()):
            cells["people"] = "; ".join(_everybody(cells))
            yield number, cells | {"": "more" if any(line[places.width :]) else ""}


def _lines(path: Path) -> list[list[str]]:
    try:
        return lines_of(path, what="roster")
    except InputError as fault:
        raise SettingsError(fault.what, where=fault.where, next_step=fault.next_step) from None


def _everybody(cells: Mapping[str, str]) -> Iterator[str]:
    """People of the column `people`, then those of a column for their relation."""
    if cells.get("people"):
        yield cells["people"]
    for name, cell in cells.items():
        if name.startswith(RELATION):
            yield from (f"{one} ({name.removeprefix(RELATION)})" for one in _split(cell))


def _faults(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, row in rows:
        if empty := [name for name in ("child", "name") if not row[name]]:
            yield f"row {number}, column {' and '.join(empty)}: is empty"
        elif row["child"] in seen:
            yield f"row {number}, column child: stands in row {seen[row['child']]} too; keep one row a child"
        if row[""]:
            yield f"row {number}: has more cells than headings; put quotation marks around cells with commas"
        seen.setdefault(row["child"], number)


def _first(faults: tuple[str, ...]) -> tuple[str, ...]:
    return faults if len(faults) <= MOST_FAULTS else (*faults[:MOST_FAULTS], f"and {len(faults) - MOST_FAULTS} more")


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
            words = TIME_OF_DAY.sub("", words) if label == "DOB" else words
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
