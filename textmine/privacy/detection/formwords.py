"""Capitals that say nothing about a word: labels of a form, first words of sentences, seasons and months as such."""

from __future__ import annotations

import re

from textmine.privacy.language.dates import ENGLISH
from textmine.privacy.language.plainwords import ALSO_WORDS, just_a_word, words_of
from textmine.privacy.language.welshwords import a_welsh_name, only_welsh
from textmine.types import Span

UNSURE = 0.3
"""Below this a capital at the beginning of a sentence is nothing but that."""
DOUBTFUL = 0.5
LABELS = words_of(
    """
    account action actions analysis appearance assessment background cause causes circumstances comments concern concerns
    conclusion contact context conversation disclosure discussion education episode family feelings follow-up health harm
    harms history home impression journey living location missing mood next notes observations outcome outcomes placement
    plan presentation pull push reason reasons recommendation recommendations return returned risk risks safety school
    signs stayed steps strengths summary transport travel trigger triggers view views whereabouts where wishes worries worry
    """
)
"""Words of forms: of these a tagger is often sure. Another frequent word before a colon may be a nickname in a chat."""
WORD = re.compile(r"[^\W\d_][\w'’]*")
LINE_BEGINS = re.compile(r"(?:^|\n)[ \t•*–-]*$")
SENTENCE_BEGINS = re.compile(r"(?:^|[\n|]|[.!?:][\"'”’)]?\s)[\s\"'“‘(•*–-]*$")
LABEL_ENDS = re.compile(r"[ \t]*(?:[:|]|\?|\n+(?=\S))")
MONTHS = "|".join(ENGLISH)
CALENDAR = re.compile(
    rf"\b(?:(?:spring|summer|autumn|winter) (?:holidays?|hols|term|break|half[- ]term)"
    rf"|(?:{MONTHS})(?: or | to | until |/|[-–])(?:{MONTHS}))\b",
    re.I,
)
REACH = 24


def says_nothing(text: str, span: Span) -> bool:
    """Whether what the tagger took for a name is a form's label, a sentence's first word or a time of the year."""
    words = WORD.findall(text[span.start : span.end])
    if not text[span.start].isupper():
        return False
    return (
        _a_time(text, span)
        or (bool(words) and all(map(_plain, words)) and (_a_label(text, span) or _only_first(text, span, words)))
        or (len(words) == 1 and _a_welsh_word(text, span, words[0]))
    )


def _plain(word: str) -> bool:
    """Whether it is a frequent word and no name: `Journey`, not `Summer`."""
    return just_a_word(word) and word.casefold() not in ALSO_WORDS


def _a_label(text: str, span: Span) -> bool:
    """Whether it stands alone before a colon, a cell's edge or the end of a line that is not the last."""
    words = WORD.findall(text[span.start : span.end])
    if span.score >= DOUBTFUL and not all(word.casefold() in LABELS for word in words):
        return False
    begins = LINE_BEGINS.search(text, max(0, span.start - REACH), span.start)
    return bool(begins and LABEL_ENDS.match(text, span.end))


def _only_first(text: str, span: Span, words: list[str]) -> bool:
    """Whether a capital is that of a sentence's first word, and the tagger far from sure."""
    first = all(map(str.islower, words[1:])) and SENTENCE_BEGINS.search(text, max(0, span.start - REACH), span.start)
    return bool(first and span.score < UNSURE)


def _a_welsh_word(text: str, span: Span, word: str) -> bool:
    return span.score < DOUBTFUL and only_welsh(word) and not a_welsh_name(text, span.start, span.end)


def _a_time(text: str, span: Span) -> bool:
    least = max(0, span.start - REACH)
    return any(
        m.start() <= span.start and span.end <= m.end() for m in CALENDAR.finditer(text, least, span.end + REACH)
    )
