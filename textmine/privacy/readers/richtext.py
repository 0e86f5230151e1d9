"""Rich text (.rtf): headers, body, text boxes, footers, notes and comments, in lines.

Read by our own scanner: striprtf leaves out headers, footers and notes, reads deleted text, takes fonts' character
sets before the declared code page, breaks emoji in two and slows down with the square of a line's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.privacy.readers.layout import laid_out, row_line
from textmine.privacy.readers.rtfscan import scanned
from textmine.privacy.readers.rtfwords import CELL, ORDER, PARAGRAPH, ROW


def text(data: bytes) -> str:
    """The text of an .rtf; deleted text (tracked changes) is not read, hidden text is.

    Raises:
        ReadError: cut off, or with bytes that its code page does not have.
    """
    streams = scanned(data)
    parts = [
        [line for line in _lines(streams[name]) if line.strip() or name == "body"] for name in ORDER if streams[name]
    ]
    return laid_out("\n".join("\n".join(part) for part in parts if part))


def _lines(stream: str) -> Iterator[str]:
    for paragraph in stream.removesuffix(PARAGRAPH).split(PARAGRAPH):
        *rows, rest = re.split(f"{ROW}([01]*){ROW}", paragraph)
        yield from filter(None, map(_row, rows[::2], rows[1::2]))
        yield row_line(rest.split(CELL)) if CELL in rest else rest


def _row(words: str, merged: str) -> str:
    """One line of a table.

    Args:
        words: its cells, each with a mark after it.
        merged: for each cell 1 if it only continues a merged one.
    """
    cells = words.split(CELL)
    flags = merged.ljust(len(cells), "0")
    return row_line(cell for cell, flag in zip(cells[:-1] or cells, flags, strict=False) if flag == "0")
