"""What is caught once is masked everywhere in the child's file, also in lower case when it is not a common word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from textmine.privacy.merging import merge
from textmine.privacy.naming import ALSO_WORDS, common_words
from textmine.types import Span

SPREADS = frozenset(
    {
        "PERSON",
        "LOCATION",
        "ORGANIZATION",
        "SCHOOL",
        "HOME",
        "HOSPITAL",
        "ADDRESS",
        "HANDLE",
        "EMAIL",
        "PHONE",
        "NHS",
        "VEHICLE",
        "REFERENCE",
        "POSTCODE",
    }
)
NUMBERS = frozenset({"PHONE", "NHS", "VEHICLE", "REFERENCE", "POSTCODE", "EMAIL", "HANDLE"})
WHY = "seen elsewhere"
# A tagger that is unsure of a word should not spread its doubt over the whole file.
SURE = 0.7


def spread(texts: Sequence[str], found: Sequence[tuple[Span, ...]]) -> list[tuple[Span, ...]]:
    """Add to each text the identifiers that stand in any of them.

    Args:
        texts: all write-ups of one child.
        found: spans of each.

    Returns:
        Spans of each text, merged, in order.
    """
    sources = _sources(texts, found)
    if not sources:
        return list(found)
    pattern = _pattern(sources)
    return [merge(text, [*spans, *_hits(text, pattern, sources)]) for text, spans in zip(texts, found, strict=True)]


def _sources(texts: Sequence[str], found: Sequence[tuple[Span, ...]]) -> dict[str, Span]:
    sources: dict[str, Span] = {}
    for text, spans in zip(texts, found, strict=True):
        for span in spans:
            if span.label in SPREADS and span.score >= SURE:
                for words in _forms(text[span.start : span.end], span):
                    if (known := sources.get(words.casefold())) is None or span.score > known.score:
                        sources[words.casefold()] = span
    return sources


def _forms(words: str, span: Span) -> Iterable[str]:
    """The words themselves, and each part of a person's name that can stand alone."""
    if len(words) >= 3:
        yield words
    if span.label == "PERSON":
        for part in re.findall(r"[^\W\d_][\w'’-]{2,}", words):
            if part.casefold() not in common_words() | ALSO_WORDS and (part[0].isupper() or words.islower()):
                yield part


def _pattern(sources: dict[str, Span]) -> re.Pattern[str]:
    longest_first = sorted(sources, key=lambda words: (-len(words), words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.I)


def _hits(text: str, pattern: re.Pattern[str], sources: dict[str, Span]) -> Iterable[Span]:
    for match in pattern.finditer(text):
        source = sources.get(match[0].casefold())
        if source is None or (source.label not in NUMBERS and _just_a_word(match[0])):
            continue
        yield Span(match.start(), match.end(), source.label, source.score, WHY, source.entity)


def _just_a_word(words: str) -> bool:
    return words.islower() and all(word in common_words() or word in ALSO_WORDS for word in words.split())
