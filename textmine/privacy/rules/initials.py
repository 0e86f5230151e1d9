"""Two capitals that are no acronym: somebody's initials."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.privacy.language.plainwords import acronyms, identifies_nobody
from textmine.types import Span

INITIALS = re.compile(r"(?<![\w.&/'’-])[A-Z]{2}(?![\w&/'’-]|\.\w)(?!\s\d)")


def lone_initials(text: str) -> Iterator[Span]:
    """Two capitals in a line that is not all capitals: characters, half-open; acronyms are passed over."""
    for match in INITIALS.finditer(text):
        if match[0] not in acronyms() and not identifies_nobody(match[0]) and not _shouted(text, match.start()):
            yield Span(*match.span(), "PERSON", 0.6, "lone initials")


def _shouted(text: str, at: int) -> bool:
    """Whether a line is written mostly in capitals: then two of them say nothing."""
    start = text.rfind("\n", 0, at) + 1
    line = text[max(start, at - 200) : at + 200].split("\n", 1)[0]
    letters = [character for character in line if character.isalpha()]
    return 2 * sum(map(str.isupper, letters)) > len(letters) > 8
