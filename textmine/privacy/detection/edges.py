"""What belongs to a name at its edges: initials (`Dean R`, `S. E. Prosser`), `The` and other words with capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.privacy.language.plainwords import careless_of_capitals, common_words, identifies_nobody
from textmine.privacy.language.welshwords import in_english, only_welsh
from textmine.types import Span

NAMED = frozenset({"PERSON", "LOCATION", "ORGANIZATION", "HOME", "SCHOOL"})
# "I" is a word, and so is "A" in A level.
INITIALS_AFTER = re.compile(
    r"(?:[ \u00a0](?:[B-HJ-Z](?:[-–][A-Z])?|[A-Z][-–][A-Z]|A(?!\s?(?:level|star|grade|&|\*)))\b(?!['’]\w\w|&))+(?!\w)"
)
INITIALS_BEFORE = re.compile(
    r"(?<![\w.])(?:(?:[B-HJ-Z]|[A-Z](?=\.|[-–]))(?:[-–][A-Z])?(?:\.[ \u00a0]?|[ \u00a0])){1,3}$"
)
THE = re.compile(r"(?<=[^\n.!?\s][ ])The[ ]$")
SMALL_INITIAL = re.compile(r"[ \u00a0][b-hjklmopqst](?=\s*(?:[.,;:)/&|\n–-]|$))")
"""`priya n:` in a text without capitals; not n for and, w for with, u for you, at the end of a phrase only."""
KIND_AFTER = re.compile(
    r"[ \u00a0](?:(?:bus|coach|train|railway|petrol|service|police) station|station|bus stop"
    r"|(?:holiday|caravan|retail|skate|country) ?(?:park|site|pk)|park|pk|services|estate|bridge|steps|site|pier|beach"
    r"|woods?|rec|reservoir|market|arcade|precinct|shopping centre|leisure centre|library|police|hub)(?!\w)",
    re.I,
)
"""What goes on from a place's name and belongs to it, without a capital: `Brinsea coach station`."""
GLUED = re.compile(r"(?<![\w.])[a-z][a-z\d]{1,20}[._]$")
"""What a name without a capital hangs on in a handle: `big.dave`."""
BRACKETS = re.compile(r"\([^()]+\)")
POSSESSIVE = re.compile(r"(?<=\w\w)['’](?:s|S)?$")
WORD_AFTER = re.compile(r"[ \u00a0](?P<word>[A-ZÀ-ÖØ-ÞŴŶ][a-zà-ÿŵŷ][\w’'-]*)(?!\w)")


def with_edges(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The spans, those of people and places grown over what belongs to their names; they do not overlap."""
    grown: list[Span] = []
    careless = careless_of_capitals(text)
    for i, span in enumerate(spans):
        least = grown[-1].end if grown else 0
        most = spans[i + 1].start if i + 1 < len(spans) else len(text)
        grown.append(_tidy(text, _grown(text, span, least, most, careless) if span.label in NAMED else span))
    return tuple(grown)


def _tidy(text: str, span: Span) -> Span:
    """The span without brackets that enclose it, or that have no fellow in it, and a person's without the possessive."""
    words = text[span.start : span.end]
    inner = words[1:-1] if BRACKETS.fullmatch(words) else words
    inner = inner[1:] if inner[0] == "(" and ")" not in inner else inner
    inner = inner[:-1] if inner[-1] == ")" and "(" not in inner else inner
    bare = POSSESSIVE.sub("", inner) if span.label == "PERSON" else inner
    start = span.start + words.index(bare)
    return replace(span, start=start, end=start + len(bare))


def _grown(text: str, span: Span, least: int, most: int, careless: bool) -> Span:
    person = span.label == "PERSON"
    before = (INITIALS_BEFORE if person else THE).search(text, max(least, span.start - 12), span.start)
    if person and text[span.start].islower():
        before = GLUED.search(text, max(least, span.start - 22), span.start) or before
    end = _end_of_words(text, span, most)
    after = INITIALS_AFTER.match(text, end, most) if person else None
    if after is None and (not person or careless):
        after = (SMALL_INITIAL if person else KIND_AFTER).match(text, end, most)
    return replace(span, start=before.start() if before else span.start, end=after.end() if after else end)


def _end_of_words(text: str, span: Span, most: int) -> int:
    """Where the words with capitals end that go on from the name: at most two."""
    end = span.end
    for _ in range(2 if text[span.start].isupper() else 0):
        match = WORD_AFTER.match(text, end, most)
        if match is None or identifies_nobody(match["word"]):
            break
        if span.label == "PERSON" and _a_word(match):
            break
        end = match.end()
    return end


def _a_word(match: re.Match[str]) -> bool:
    """Whether the next word with a capital is a frequent one, not only in a language that the sentence is not in."""
    word = match["word"]
    foreign = only_welsh(word) and in_english(match.string, *match.span("word"))
    return word.casefold() in common_words() and not foreign
