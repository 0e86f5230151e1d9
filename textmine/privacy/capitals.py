"""A capital inside a sentence on a word that is no common word: a name, or near enough to be masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.privacy.plainwords import CALENDAR, KINDS_OF_PLACE, common_words, identifies_nobody
from textmine.types import Span

SCORE = 0.7
INSIDE = re.compile(r"(?<=[a-zà-ÿŵŷ][ \u00a0])[A-ZÀ-ÖØ-ÞŴŶ][^\W\d_]+(?:['’-][^\W\d_]+)*(?!\w)")


def capitals(text: str) -> Iterator[Span]:
    """Words with a capital after a word without one: characters, half-open.

    Acronyms, days, makes, titles and family words are passed over, and so is every frequent English word.
    """
    for match in INSIDE.finditer(text):
        word = re.sub(r"['’]s?$", "", match[0])
        if not word.isupper() and not identifies_nobody(word) and not _common(word):
            yield Span(match.start(), match.start() + len(word), "PERSON", SCORE, "capital inside a sentence")


def _common(word: str) -> bool:
    return all(_frequent(part.casefold()) for part in re.split(r"['’-]", word))


def _frequent(word: str) -> bool:
    return word in common_words() or word in CALENDAR or word in KINDS_OF_PLACE
