"""Read REFI-QDA: a .qdpx or .qdc of any program into a `Project`, with a list of what was left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import InputError
from textmine.refi import elements
from textmine.refi.checks import MOST_CHARACTERS, check, check_tree
from textmine.refi.guids import AGAIN
from textmine.refi.nouns import Code, Project, Reading, Source
from textmine.refi.positions import settle
from textmine.refi.unpacking import MAX_FILE, opened, project_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_MARKS = 15_000_000
"""Elements, begun and ended, and attributes: five times what 60,000 marks need; more would fill the memory."""
NOT_TEXT = ("PictureSource", "AudioSource", "VideoSource", "PDFSource")


@dataclass(frozen=True, slots=True)
class Found:
    """A project as read.

    Args:
        project: with our positions.
        reading: how its positions were counted; None of a codebook.
        losses: what the file has and a `Project` has not, in words.
    """

    project: Project
    reading: Reading | None
    losses: tuple[str, ...] = field(default=())


def read_refi(path: Path) -> Found:
    """Read a project (.qdpx, .qde) or a codebook (.qdc).

    Raises:
        InputError: it cannot be read, is not such a file, or is unsafe; one line, without a word of the file.
    """
    suffix = path.suffix.lower()
    if suffix not in (".qdpx", ".qdc", ".qde"):
        raise InputError("This is no REFI-QDA file", next_step="give a .qdpx or a .qdc")
    data = _bytes(path)
    return read_codebook(data) if suffix == ".qdc" else read_project(data, packed=suffix == ".qdpx")


def read_project(data: bytes, *, packed: bool = True) -> Found:
    """Read the bytes of a project.

    Args:
        packed: whether it is a .qdpx; else the bare XML, whose texts must stand in it.

    Raises:
        InputError: see `read_refi`.
    """
    members = opened(data) if packed else {}
    root = _root(project_of(members) if packed else data, "Project")
    codes = tuple(_codes(root, "CodeBook"))
    check_tree(codes)
    losses: Counter[str] = Counter()
    sources = tuple(_sources(root, members, losses))
    raw = Project(
        name=root.get("name", ""),
        origin=root.get("origin", ""),
        users=tuple(elements.user(node) for node in elements.below(root, "Users")),
        codes=codes,
        variables=tuple(elements.variable(node) for node in elements.below(root, "Variables")),
        cases=tuple(elements.case(node) for node in elements.below(root, "Cases")),
        sources=sources,
        notes=(*elements.about(root), *(elements.note(node, members) for node in elements.below(root, "Notes"))),
        sets=tuple(elements.set_of(node) for node in elements.below(root, "Sets")),
        about=elements.targets(root, "NoteRef"),
    )
    check(raw)
    losses["links of cases to codes or marks"] += sum(
        child.tag in ("CodeRef", "SelectionRef") for node in elements.below(root, "Cases") for child in node
    )
    for name in ("Links", "Graphs"):
        losses[f"{name.lower()} between things"] += len(elements.below(root, name))
    project, reading = settle(raw)
    return Found(project, reading, _told(losses))


def read_codebook(data: bytes) -> Found:
    """Read the bytes of a .qdc.

    Raises:
        InputError: see `read_refi`.
    """
    root = _root(data, "CodeBook")
    codes = tuple(_codes(root, ""))
    check_tree(codes)
    project = Project(
        name="",
        origin=root.get("origin", ""),
        codes=codes,
        sets=tuple(elements.set_of(node) for node in elements.below(root, "Sets")),
    )
    check(project)
    return Found(project, None, _told(Counter({"sets of codes": len(project.sets)})))


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_FILE else b""
    except OSError:
        raise InputError("The file cannot be opened", next_step="check its path and your rights to it") from None
    if size > MAX_FILE:
        raise InputError("The file is larger than any project of texts", next_step="export it without its recordings")
    return data


def _root(data: bytes, name: str) -> Element:
    from xml.etree.ElementTree import ParseError

    if data.count(b"<") + data.count(b"=") > MOST_MARKS:
        raise InputError("The file's XML holds more than any project of texts", next_step="split the project")
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise InputError("The file declares XML entities, which no such program writes", next_step=AGAIN) from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise InputError("The file is not whole XML", next_step=AGAIN) from None
    elements.strip(root)
    if root.tag.casefold() != name.casefold():
        raise InputError(f"The file's XML is no {name} of REFI-QDA", next_step=AGAIN)
    return root


def _codes(root: Element, book: str) -> Iterator[Code]:
    where = root.find(book) if book else root
    for node in elements.below(where, "Codes") if where is not None else []:
        yield from elements.codes(node)


def _sources(root: Element, members: dict[str, bytes], losses: Counter[str]) -> Iterator[Source]:
    signs = 0
    for number, node in enumerate(elements.below(root, "Sources"), 1):
        text = node if node.tag == "TextSource" else node.find("Representation")
        if node.tag in NOT_TEXT:
            losses["selections in pictures, pages, sound or film"] += sum(
                child.tag.endswith("Selection") for child in node
            )
        if text is None:
            losses["sources that are no text"] += 1
            continue
        source = elements.source(text, members, f"source {number}", owner=node)
        if source is None:
            losses["sources without a plain text"] += 1
            continue
        signs += len(source.text)
        if signs > MOST_CHARACTERS:
            raise InputError("The texts are longer together than those of any project", next_step="split the project")
        yield source


def _told(losses: Counter[str]) -> tuple[str, ...]:
    return tuple(f"{number} {what}" for what, number in sorted(losses.items()) if number)
