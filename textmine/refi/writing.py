"""Write REFI-QDA: a `Project` as a .qdpx and its codes as a .qdc; the same project is the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lxml import etree

from textmine.errors import InputError
from textmine.refi.counting import Ruler, ruler
from textmine.refi.nouns import Code, Coded, Project, Selection, Set, Source, Value
from textmine.refi.schema import CODEBOOK, PROJECT, validate

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

For = Literal["standard", "nvivo", "maxqda"]
MARK = b"\xef\xbb\xbf"  # of UTF-8
FIXED = (2000, 1, 1, 0, 0, 0)
DATED = "2000-01-01T00:00:00Z"
"""Dates are the same in every export, so that two can be compared and none tells when somebody worked."""
UNFIT = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{3}){1,2}")
KINDS = {"Text", "Boolean", "Integer", "Float", "Date", "DateTime"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one program reads: its line ends, its way of counting, and whether its texts begin with a mark."""

    crlf: bool = False
    utf16: bool = False
    mark: bool = False


DIALECTS: dict[str, Dialect] = {
    "standard": Dialect(),
    "nvivo": Dialect(crlf=True, utf16=True, mark=True),
    "maxqda": Dialect(crlf=True),
}


def write_project(project: Project, *, made_for: For = "standard") -> bytes:
    """The bytes of a .qdpx, checked against the standard's schema.

    Args:
        made_for: a program that reads the standard its own way.

    Raises:
        InputError: the project cannot be written by the standard; says where.
    """
    dialect = DIALECTS[made_for]
    xml = project_xml(project, dialect)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_entry("project.qde"), xml)
        for source in project.sources:
            archive.writestr(_entry(f"sources/{source.guid}.txt"), _stored(source.text, dialect))
        for note in project.notes:
            archive.writestr(_entry(f"sources/{note.guid}.txt"), _stored(note.text, dialect))
    return written.getvalue()


def write_codebook(codes: Sequence[Code]) -> bytes:
    """The bytes of a .qdc, checked against the standard's schema.

    Raises:
        InputError: there are no codes, or they cannot be written by the standard.
    """
    if not codes:
        raise InputError("There are no codes to write", next_step="add codes to the codebook")
    root = _root("CodeBook", CODEBOOK)
    _codes(root, codes, notes=False)
    return _checked(root, CODEBOOK)


def project_xml(project: Project, dialect: Dialect) -> bytes:
    """The bytes of `project.qde`."""
    root = _root("Project", PROJECT, name=project.name, origin=project.origin)
    if project.users:
        users = _add(root, "Users")
        for user in project.users:
            _add(users, "User", guid=user.guid, name=user.name)
    if project.codes:
        _codes(_add(root, "CodeBook"), project.codes, notes=True)
    kinds = _variables(root, project)
    _cases(root, project, kinds)
    if project.sources:
        sources = _add(root, "Sources")
        for source in project.sources:
            _source(sources, source, dialect, kinds)
    _notes(root, project)
    _sets(root, project.sets)
    _references(root, "NoteRef", project.about)
    return _checked(root, PROJECT)


def _codes(parent: Element, codes: Sequence[Code], *, notes: bool) -> None:
    nodes = {"": _add(parent, "Codes")}
    for code in codes:
        colour = code.colour if COLOUR.fullmatch(code.colour) else ""
        codable = "true" if code.codable else "false"
        node = _add(
            nodes[code.parent], "Code", guid=code.guid, name=code.name, isCodable=codable, color=colour, empty="name"
        )
        _words(node, "Description", code.description)
        _references(node, "NoteRef", code.notes if notes else ())
        nodes[code.guid] = node


def _variables(root: Element, project: Project) -> dict[str, str]:
    """Write the variables; GUID to kind, which is Text where the standard does not have the program's own."""
    kinds = {one.guid: one.kind if one.kind in KINDS else "Text" for one in project.variables}
    if project.variables:
        variables = _add(root, "Variables")
        for one in project.variables:
            _add(variables, "Variable", guid=one.guid, name=one.name, typeOfVariable=kinds[one.guid], empty="name")
    return kinds


def _cases(root: Element, project: Project, kinds: Mapping[str, str]) -> None:
    if project.cases:
        cases = _add(root, "Cases")
        for case in project.cases:
            node = _add(cases, "Case", guid=case.guid, name=case.name)
            _words(node, "Description", case.description)
            _values(node, case.values, kinds)
            _references(node, "SourceRef", case.sources)


def _source(parent: Element, source: Source, dialect: Dialect, kinds: Mapping[str, str]) -> None:
    path = f"internal://{source.guid}.txt"
    node = _add(parent, "TextSource", guid=source.guid, name=source.name, plainTextPath=path)
    _words(node, "Description", source.description)
    breaks = [m.start() for m in re.finditer("\n", source.text)] if dialect.crlf else ()
    measure = ruler(source.text, utf16=dialect.utf16, breaks=breaks)
    for selection in source.selections:
        _selection(node, selection, measure)
    for coded in source.codes:
        _coded(node, coded)
    _references(node, "NoteRef", source.notes)
    _values(node, source.values, kinds)


def _selection(parent: Element, one: Selection, measure: Ruler) -> None:
    start, end = str(measure.theirs(one.start)), str(measure.theirs(one.end))
    node = _add(
        parent,
        "PlainTextSelection",
        guid=one.guid,
        name=one.name,
        startPosition=start,
        endPosition=end,
        creatingUser=one.user,
    )
    _words(node, "Description", one.description)
    for coded in one.codes:
        _coded(node, coded)
    _references(node, "NoteRef", one.notes)


def _coded(parent: Element, coded: Coded) -> None:
    _add(_add(parent, "Coding", guid=coded.guid, creatingUser=coded.user), "CodeRef", targetGUID=coded.code)


def _values(parent: Element, values: Sequence[Value], kinds: Mapping[str, str]) -> None:
    for value in values:
        node = _add(parent, "VariableValue")
        _add(node, "VariableRef", targetGUID=value.variable)
        _words(node, f"{kinds[value.variable]}Value", value.words)


def _notes(root: Element, project: Project) -> None:
    if project.notes:
        notes = _add(root, "Notes")
        for note in project.notes:
            path = f"internal://{note.guid}.txt"
            # QualCoder reads no memo without a date.
            given = {"creatingUser": note.user, "creationDateTime": DATED}
            _add(notes, "Note", guid=note.guid, name=note.name, plainTextPath=path, **given)


def _sets(root: Element, sets: Sequence[Set]) -> None:
    if sets:
        parent = _add(root, "Sets")
        for one in sets:
            node = _add(parent, "Set", guid=one.guid, name=one.name, empty="name")
            _words(node, "Description", one.description)
            _references(node, "MemberCode", one.codes)
            _references(node, "MemberSource", one.sources)
            _references(node, "MemberNote", one.notes)


def _references(parent: Element, name: str, guids: Sequence[str]) -> None:
    for guid in guids:
        _add(parent, name, targetGUID=guid)


def _words(parent: Element, name: str, words: str) -> None:
    if words:
        _add(parent, name).text = _fit(words)


def _root(tag: str, schema: str, **attributes: str) -> Element:
    given = {key: _fit(value) for key, value in attributes.items() if value or key == "name"}
    return etree.Element(f"{{{schema}}}{tag}", given, nsmap={None: schema})


def _add(parent: Element, tag: str, *, empty: str = "", **attributes: str) -> Element:
    """A new last child in its parent's namespace; attributes without a value are left out, except the one named."""
    home = parent.tag.rpartition("}")[0]
    given = {key: _fit(value) for key, value in attributes.items() if value or key == empty}
    return etree.SubElement(parent, f"{home}}}{tag}", given)


def _fit(words: str) -> str:
    """The words without what XML cannot hold, and without carriage returns, which would come back as line feeds."""
    return words if words.isprintable() and words.isascii() else UNFIT.sub("", words)


def _checked(root: Element, schema: str) -> bytes:
    validate(root, schema)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _stored(text: str, dialect: Dialect) -> bytes:
    """The text's file; if the text itself begins with a mark, another goes before it, since readers take one off."""
    words = text.replace("\n", "\r\n") if dialect.crlf else text
    mark = MARK if dialect.mark or text.startswith(MARK.decode()) else b""
    return mark + words.encode("utf-8", "replace")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIXED)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry
