"""Which code of a project stands for what here: proposed, written as a table, edited by a person, read back."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from textmine.cells import safe, unsafe
from textmine.coding.codebook import Codebook
from textmine.errors import InputError
from textmine.exchange.codetree import code_guid, id_in, paths
from textmine.exchange.meaning import DOUBT, FOLDERS, SAID, Meaning, label, read_meaning
from textmine.refi.guids import guid, plain
from textmine.refi.nouns import Code, Project

COLUMNS = ("guid", "code", "used", "becomes", "why")


@dataclass(frozen=True, slots=True)
class Row:
    """What one code of a project becomes, and why; `used` is how often it was given."""

    guid: str
    path: str = field(repr=False)
    used: int
    becomes: Meaning
    why: str


def propose(project: Project, codebook: Codebook) -> tuple[Row, ...]:
    """A row for each code of a project that can be given, in its order.

    A code is known by its GUID, by the id in its description, or by its name, if one code alone has it.
    """
    where = paths(project.codes)
    used = Counter(coded.code for source in project.sources for coded in source.codes)
    used += Counter(c.code for source in project.sources for one in source.selections for c in one.codes)
    known = _Known.of(codebook)
    rows = []
    for code in project.codes:
        if code.codable or used[code.guid]:
            meaning, why = known.find(code, where[code.guid])
            rows.append(Row(code.guid, " > ".join(where[code.guid]), used[code.guid], meaning, why))
    return tuple(rows)


def decided(rows: tuple[Row, ...], given: Mapping[str, Meaning]) -> tuple[Row, ...]:
    """The rows with what a person wrote, where somebody changed what was proposed."""
    return tuple(
        replace(row, becomes=given[row.guid], why="mapping file")
        if given.get(row.guid, row.becomes) not in (row.becomes, read_meaning(row.becomes.words))
        else row
        for row in rows
    )


def write_mapping(rows: tuple[Row, ...]) -> str:
    """The table as CSV: a person fills in `becomes`; an empty cell keeps the code aside."""
    stream = io.StringIO(newline="")
    table = csv.writer(stream)
    table.writerow(COLUMNS)
    table.writerows([safe(cell) for cell in (r.guid, r.path, r.used, r.becomes.words, r.why)] for r in rows)
    return stream.getvalue()


def read_mapping(path: Path, codebook: Codebook) -> dict[str, Meaning]:
    """GUID to meaning.

    Raises:
        InputError: a column is missing, a GUID is not one, or a cell names no code or value that there is; says
            which row.
    """
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise InputError("The mapping cannot be read", where="--mapping", next_step="save it as CSV in UTF-8") from None
    found: dict[str, Meaning] = {}
    for number, row in enumerate(rows, 2):
        where = f"mapping, row {number}"
        if "guid" not in row or "becomes" not in row:
            raise InputError("The mapping has no column guid or becomes", where=where, next_step="keep its first row")
        meaning = read_meaning(unsafe(row["becomes"] or ""))
        if meaning is None or (meaning.kind in ("code", "doubt") and meaning.value not in codebook.ids):
            step = "a code's id, assertion: negated, time: historical, voice: child, answer: question=value, or nothing"
            raise InputError("The mapping names what there is not", where=where, next_step=f"write {step}")
        found[plain(row["guid"], where)] = meaning
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What codes are known by: our GUIDs with their meanings, the codebook's ids, and names (in small) with their ids."""

    guids: Mapping[str, Meaning]
    ids: frozenset[str]
    names: Mapping[str, str]

    @classmethod
    def of(cls, codebook: Codebook) -> _Known:
        guids = {code_guid(id): Meaning("code", id) for id in codebook.ids}
        guids |= {guid("doubt", id): Meaning("doubt", id) for id in codebook.ids}
        for kind, values in SAID.items():
            guids |= {guid("said", kind, value): Meaning(kind, value) for value in values}  # type: ignore[arg-type]
        count = Counter(code.name.casefold() for code in codebook.codes)
        names = {c.name.casefold(): c.id for c in codebook.codes if count[c.name.casefold()] == 1}
        return cls(guids, frozenset(codebook.ids), names)

    def find(self, code: Code, path: tuple[str, ...]) -> tuple[Meaning, str]:
        if code.guid in self.guids:
            return self.guids[code.guid], "same GUID"
        if meaning := self._ours(code, path):
            return meaning, "place in the tree"
        if (id := id_in(code.description)) in self.ids:
            return Meaning("code", id), "id in its description"
        if id := self.names.get(code.name.casefold(), ""):
            return Meaning("code", id), "same name"
        if code.name in self.ids:
            return Meaning("code", code.name), "its name is an id"
        return (Meaning("aside"), "not known here") if code.codable else (Meaning("folder"), "a folder")

    def _ours(self, code: Code, path: tuple[str, ...]) -> Meaning | None:
        """What stands in one of our own folders, also after a program has given everything new GUIDs."""
        top, inner, name = path[0] if path else "", path[1] if len(path) == 3 else "", code.name
        own = name.removeprefix(label(inner, ""))
        if top == FOLDERS["answers"][0] and inner and own != name:
            return Meaning("answer", own, inner)
        if top == FOLDERS["said"][0] and own in SAID.get(inner, ()):
            return Meaning(inner, own)  # type: ignore[arg-type]
        if top == FOLDERS["doubts"][0] and len(path) == 2:
            own = name.removeprefix(label(DOUBT, ""))
            id = self.names.get(own.casefold(), own)
            return Meaning("doubt", id) if id in self.ids else None
        return None
