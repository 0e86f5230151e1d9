"""PDF files with a text layer: lines as they stand on the page, then what was filled in and noted."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from textmine.errors import ReadError
from textmine.privacy.readers.content import damaged, locked, too_large
from textmine.privacy.readers.layout import TICKED, UNTICKED, laid_out

if TYPE_CHECKING:
    from pypdf import PageObject
    from pypdf.generic import DictionaryObject

MAX_PAGES = 2_000
MAX_OPERATIONS = 2_000_000
"""Drawing operations in one document: pages can be made that draw themselves again and again."""

MAX_FIELDS = 10_000
COMMENTS = ("/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Stamp")
"""Kinds of notes on a page that hold words of a reader."""


def text(data: bytes) -> str:
    """The text layer page by page; after each page the fields that were filled in and the comments on it.

    Lines are not joined, but for words parted by a soft hyphen.

    Raises:
        ReadError: encrypted, without a text layer (a scan), cut off, or larger than any write-up.
    """
    import pypdf

    if b"%%EOF" not in data:
        raise damaged()
    with _hushed():
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise locked()
        if len(reader.pages) > MAX_PAGES:
            raise too_large()
        operations = [0]
        lines = [line for page in reader.pages for line in (_layer(page, operations), *_notes(page))]
    found = laid_out(re.sub("\u00ad[ \t]*\r?\n", "", "\n".join(lines)))
    if not found.strip():
        raise _scanned()
    return found


@contextmanager
def _hushed() -> Iterator[None]:
    """Pypdf's warnings may quote the document."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _layer(page: PageObject, operations: list[int]) -> str:
    """The text of a page; `operations` is a count over the whole document."""

    def count(*operation: object) -> None:
        operations[0] += 1
        if operations[0] > MAX_OPERATIONS:
            raise too_large()

    words = page.extract_text(visitor_operand_before=count)
    # pypdf swallows what is raised inside a drawing, so ask again.
    if operations[0] > MAX_OPERATIONS:
        raise too_large()
    return words.rstrip("\n")


def _notes(page: PageObject) -> Iterator[str]:
    """What the text layer leaves out: answers in the fields of a form, and comments."""
    for reference in list(page.get("/Annots", ()) or ())[:MAX_FIELDS]:
        note = reference.get_object()
        kind = note.get("/Subtype")
        line = _answer(note) if kind == "/Widget" else str(note.get("/Contents") or "") if kind in COMMENTS else ""
        if line.strip():
            yield line


def _answer(field: DictionaryObject) -> str:
    """`name: answer` of a field that was filled in, "" of an empty one."""
    name = str(_inherited(field, "/TU") or _inherited(field, "/T") or "")
    kind, value = _inherited(field, "/FT"), _inherited(field, "/V")
    if kind == "/Btn":
        state = field.get("/AS", value)
        return f"{name}: {UNTICKED if state in (None, '/Off') else TICKED}" if _is_box(field) else ""
    return f"{name}: {value}" if kind in ("/Tx", "/Ch") and value else ""


def _inherited(field: DictionaryObject, key: str) -> object:
    """A property of a form field, or of the field that it is a part of."""
    node: DictionaryObject | None = field
    for _ in range(8):
        if node is None or key in node:
            break
        parent = node.get("/Parent")
        node = parent.get_object() if parent is not None else None
    return None if node is None or key not in node else node[key]


def _is_box(field: DictionaryObject) -> bool:
    """Tick boxes and radio buttons, not buttons that do something (bit 17)."""
    flags = _inherited(field, "/Ff")
    return not (isinstance(flags, int) and flags & 1 << 16)


def _scanned() -> ReadError:
    return ReadError(
        "The PDF holds no text, only pictures of pages (a scan)",
        next_step="make its text readable with your own text recognition, or type it up",
    )
