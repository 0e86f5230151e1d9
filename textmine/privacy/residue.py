"""What still looks like an identifier in a narrative: for a person to look at, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from textmine.privacy.naming import common_words

MARK = re.compile(r"\[[A-Z][A-Z ]*\d*\]")
REASONS = (
    ("a run of digits", re.compile(r"(?<![\w/£.:-])\d{5,}(?!\w)")),
    ("looks like a handle", re.compile(r"(?<!\w)@\w+")),
    ("a name in capitals or with a capital inside a sentence", re.compile(r"(?<=[a-z,;] )[A-ZÀ-Þ][\w'’-]{2,}")),
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words left in a narrative: characters, half-open, and why they are doubtful."""

    start: int
    end: int
    words: str = field(repr=False)
    reason: str


def doubts(narrative: str) -> tuple[Doubt, ...]:
    """Doubtful words of a narrative in order; words that are common in English are passed over."""
    return tuple(sorted(_found(narrative), key=lambda doubt: doubt.start))


def _found(narrative: str) -> Iterator[Doubt]:
    marks = [match.span() for match in MARK.finditer(narrative)]
    for reason, pattern in REASONS:
        for match in pattern.finditer(narrative):
            words = match[0]
            inside = any(start <= match.start() < end for start, end in marks)
            if not inside and words.lower().split("'")[0] not in common_words() and not words.isupper():
                yield Doubt(match.start(), match.end(), words, reason)
