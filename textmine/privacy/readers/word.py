"""Word documents (.docx): headers, body, footers, notes, comments, as a person would read them.

The XML is walked directly: python-docx's own text leaves out content controls, text boxes, insertions and notes.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textmine.errors import ReadError
from textmine.privacy.readers.archives import attribute, opened, tree
from textmine.privacy.readers.content import mismatched
from textmine.privacy.readers.layout import laid_out, row_line
from textmine.privacy.readers.wordline import NOT_READ, boxed, chosen, inline

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NOTES = (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment"))
SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def text(data: bytes) -> str:
    """The text of a .docx: page headers, body, page footers, footnotes, endnotes, comments.

    Inserted text is read and deleted text is not; hidden text is read, because it can identify.

    Raises:
        ReadError: not a Word document, or damaged.
    """
    parts = opened(data)
    main = next((target for kind, target in _links(parts, "").values() if kind == "officeDocument"), "")
    root = tree(parts, main) if main in parts else None
    body = root.find("body") if root is not None else None
    if root is None or body is None:
        raise mismatched()
    links = _links(parts, main)
    headers = _page_lines(parts, links, root, "headerReference")
    footers = _page_lines(parts, links, root, "footerReference")
    return laid_out("\n".join([*headers, *blocks(body), *footers, *_notes(parts, links)]))


def blocks(node: Element) -> Iterator[str]:
    """Lines of whatever holds paragraphs and tables: a body, a cell, a header, a note, a text box."""
    carried = ""
    for child in node:
        if child.tag == "p":
            carried += "".join(inline(child))
            if not _mark_deleted(child):
                yield carried
                carried = ""
            for box in _text_boxes(child):
                yield from blocks(box)
        elif child.tag not in NOT_READ:
            yield from filter(None, [carried])
            carried = ""
            yield from _block(child)
    yield from filter(None, [carried])


def _links(parts: dict[str, bytes], name: str) -> dict[str, tuple[str, str]]:
    """Relation id → (kind, name of the part) of one part; of the whole package for ""."""
    folder, base = posixpath.split(name)
    relations = posixpath.join(folder, "_rels", f"{base}.rels")
    if relations not in parts:
        return {}
    return {
        node.get("Id", ""): (node.get("Type", "").rpartition("/")[2], _target(folder, node.get("Target", "")))
        for node in tree(parts, relations)
        if node.get("TargetMode") != "External"
    }


def _target(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _page_lines(parts: dict[str, bytes], links: dict[str, tuple[str, str]], root: Element, tag: str) -> list[str]:
    """Lines of the page headers or footers of all sections; those that say the same only once."""
    pages: dict[str, None] = {}
    for reference in root.iter(tag):
        _, name = links.get(attribute(reference, "id") or "", ("", ""))
        if name in parts:
            pages["\n".join(filter(str.strip, blocks(tree(parts, name))))] = None
    return [page for page in pages if page]


def _notes(parts: dict[str, bytes], links: dict[str, tuple[str, str]]) -> Iterator[str]:
    for kind, tag in NOTES:
        for name in sorted({name for found, name in links.values() if found == kind and name in parts}):
            for note in tree(parts, name).iter(tag):
                if attribute(note, "type") not in SEPARATORS:
                    yield from filter(str.strip, blocks(note))


def _mark_deleted(paragraph: Element) -> bool:
    """Whether tracked changes joined this paragraph to the next one."""
    return any(paragraph.find(f"pPr/rPr/{tag}") is not None for tag in ("del", "moveFrom"))


def _text_boxes(node: Element) -> Iterator[Element]:
    for child in node:
        if child.tag == "txbxContent":
            yield child
        elif child.tag == "AlternateContent":
            yield from _text_boxes(chosen(child))
        elif child.tag not in NOT_READ:
            yield from _text_boxes(child)


def _block(node: Element) -> Iterable[str]:
    if node.tag == "tbl":
        return filter(None, map(_row, _within(node, "tr")))
    if node.tag == "sdt":
        return boxed(node, "\n".join(line for part in node.iterfind("sdtContent") for line in blocks(part))).split("\n")
    if node.tag == "altChunk":
        raise ReadError(
            "A part of the document is another document that Word has yet to merge",
            next_step="open it in Word and save it again",
        )
    return blocks(chosen(node) if node.tag == "AlternateContent" else node)


def _row(row: Element) -> str:
    if row.find("trPr/del") is not None:
        return ""
    return row_line("\n".join(blocks(cell)) for cell in _within(row, "tc") if not _continued(cell))


def _continued(cell: Element) -> bool:
    """Whether the cell only continues a merged one, or tracked changes deleted it."""
    merges = [merge for tag in ("vMerge", "hMerge") for merge in cell.iterfind(f"tcPr/{tag}")]
    return cell.find("tcPr/cellDel") is not None or any(attribute(merge, "val") != "restart" for merge in merges)


def _within(node: Element, tag: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those wrapped in content controls."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _within(child, tag)
