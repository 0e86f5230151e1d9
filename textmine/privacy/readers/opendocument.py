"""LibreOffice documents (.odt): headers, body, footers, notes, comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textmine.privacy.readers.archives import attribute, opened, tree
from textmine.privacy.readers.content import locked, mismatched
from textmine.privacy.readers.layout import TICKED, UNTICKED, laid_out, row_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Frames and shapes hold paragraphs of their own, read after the paragraph that they are fixed to.
# fmt: off
SHAPES = frozenset({
    "frame", "custom-shape", "g", "rect", "ellipse", "circle", "path", "polygon", "polyline", "connector", "caption", "line",
})
# fmt: on
ASIDE = frozenset({"note", "annotation", "annotation-end", "forms", "event-listeners", "script"})
TEMPLATES = frozenset({f"{kind}-source" for kind in ("table-of-content", "alphabetical-index", "user-index")})
MAX_SPACES = 1000


def text(data: bytes) -> str:
    """The text of an .odt: page headers, body, page footers, footnotes and endnotes, comments.

    Raises:
        ReadError: not a text document, locked, or damaged.
    """
    parts = opened(data)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b"") or "encrypted-package" in parts:
        raise locked()
    content = tree(parts, "content.xml") if "content.xml" in parts else None
    body = content.find("body/text") if content is not None else None
    if body is None:
        raise mismatched()
    styles = tree(parts, "styles.xml") if "styles.xml" in parts else body.makeelement("none", {})
    _strike_deleted(body)
    boxes = {attribute(box, "id"): _box(box) for box in body.iter("checkbox")}
    notes = [line for kind in ("note-body", "annotation") for note in body.iter(kind) for line in blocks(note, boxes)]
    headers, footers = _page_lines(styles, "header"), _page_lines(styles, "footer")
    return laid_out("\n".join([*headers, *blocks(body, boxes), *footers, *filter(str.strip, notes)]))


def blocks(node: Element, boxes: dict[str | None, str]) -> Iterator[str]:
    """Lines of whatever holds paragraphs, lists and tables.

    Args:
        node: a body, section, cell, header, note, frame.
        boxes: what each tick box of a form shows, by its id.
    """
    for child in node:
        if child.tag in ("p", "h"):
            yield "".join(_inline(child, boxes)).lstrip(" ")
            yield from _shapes(child, boxes)
        elif child.tag == "table":
            yield from filter(None, (_row(row, boxes) for row in _rows(child)))
        elif child.tag not in ASIDE and child.tag not in TEMPLATES:
            yield from blocks(child, boxes)


def _strike_deleted(body: Element) -> None:
    """Tracked deletions are stored in one place before the text."""
    for parent in list(body.iter()):
        for changes in parent.findall("tracked-changes"):
            parent.remove(changes)


def _box(box: Element) -> str:
    state = TICKED if attribute(box, "current-state") == "checked" else UNTICKED
    return f"{state} {attribute(box, 'label') or ''}".rstrip()


def _page_lines(styles: Element, kind: str) -> list[str]:
    """Lines of the page headers or footers of all master pages; those that say the same only once."""
    pages: dict[str, None] = {}
    for master in styles.iterfind("master-styles/master-page"):
        for node in master:
            if node.tag.startswith(kind):
                pages["\n".join(filter(str.strip, blocks(node, {})))] = None
    return [page for page in pages if page]


def _inline(node: Element, boxes: dict[str | None, str]) -> Iterator[str]:
    yield _collapsed(node.text)
    for child in node:
        if child.tag == "s":
            yield " " * min(int(attribute(child, "c") or 1), MAX_SPACES)
        elif child.tag == "tab":
            yield "\t"
        elif child.tag == "line-break":
            yield "\n"
        elif child.tag == "control":
            yield boxes.get(attribute(child, "control"), "")
        elif child.tag not in ASIDE and child.tag not in SHAPES:
            yield from _inline(child, boxes)
        yield _collapsed(child.tail)


def _collapsed(words: str | None) -> str:
    """Spaces that count are elements of their own; those in the XML are as in HTML."""
    return re.sub(r"[ \t\r\n]+", " ", words or "")


def _shapes(node: Element, boxes: dict[str | None, str]) -> Iterator[str]:
    for child in node:
        if child.tag in SHAPES:
            yield from blocks(child, boxes)
        elif child.tag not in ASIDE:
            yield from _shapes(child, boxes)


def _rows(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == "table-row":
            yield child
        elif child.tag in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _row(row: Element, boxes: dict[str | None, str]) -> str:
    """One line; the cells that a merged one covers have a tag of their own and are passed over."""
    return row_line("\n".join(blocks(cell, boxes)) for cell in row.iterfind("table-cell"))
