"""What the three files share: the words of the audience mark, text that XML can hold, and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime

from textmine.types import Report, Section

FIXED = datetime(2000, 1, 1)
"""Files carry this date, so that equal reports are equal files and none tells when somebody worked."""
LONG = 24
"""Characters from which a cell is words and not a figure."""
SYMBOLS = ("Information not given", "not available", "not shown", "too few to say")
MARKS = {
    "shareable": "SHAREABLE · small numbers hidden · pseudonymised, still personal data",
    "restricted": "RESTRICTED · holds children's own words · not to be passed on",
}
DRAFT = "DRAFT, not to be passed on · "


def mark_of(report: Report) -> str:
    """What stands on every page."""
    return (DRAFT if report.draft else "") + MARKS[report.audience]


def printable(text: str) -> str:
    """The text without the control characters that XML cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)


def of_words(column: Sequence[str]) -> bool:
    """Whether a column is of words, and so begins at the left, rather than of figures and their symbols."""
    shown = [
        words
        for words in column
        if len(words) > 1 and words not in SYMBOLS and not words.startswith(("over ", "under "))
    ]
    return any(len(words) > LONG for words in shown) or (bool(shown) and all(words[0].isalpha() for words in shown))


def in_order(sections: Sequence[Section], level: int = 1) -> Iterator[tuple[int, Section]]:
    """Every section with its depth, as a reader meets them."""
    for section in sections:
        yield level, section
        yield from in_order(section.sections, level + 1)


def same_bytes(document: bytes) -> bytes:
    """The zip of an Office file with all dates fixed."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIXED.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            content = old.read(name)
            new.writestr(entry, _undated(content) if name == "docProps/core.xml" else content)
    return written.getvalue()


def _undated(core: bytes) -> bytes:
    stamp = FIXED.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, core)
