"""Plain text and Markdown, in the encodings that Windows and case systems write."""

from __future__ import annotations

import codecs

from textmine.errors import ReadError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 where a mark says so, otherwise UTF-8, otherwise Windows-1252.

    Raises:
        ReadError: no such encoding fits, or there are NULs, which no text has.
    """
    encodings = [name for mark, name in MARKS if data.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise misencoded()


def misencoded() -> ReadError:
    """The fault of a text whose characters cannot be made out."""
    return ReadError(
        "The characters of the document cannot be made out",
        next_step="save it again as text with the encoding UTF-8",
    )
