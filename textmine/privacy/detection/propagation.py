"""What is caught once is masked everywhere in the child's file, also in lower case when it is not a common word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from textmine.privacy.case.naming import mutated
from textmine.privacy.detection.merging import merge
from textmine.privacy.language.introductions import goes_by
from textmine.privacy.language.plainwords import EVERYDAY, identifies_nobody, just_a_word
from textmine.privacy.language.welshwords import a_welsh_name, only_welsh
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
FULL_NAME = re.compile(r"[A-ZÀ-Þ][\w'’]+(?:[\s-][A-ZÀ-Þ][\w'’]+){1,2}")
CAPITALS = re.compile(r"(?<![\w.&'’-])[A-Z]{2,3}(?![\w&-])")
PART = re.compile(r"[^\W\d_][\w'’]*[^\W_]")


def spread(texts: Sequence[str], found: Sequence[tuple[Span, ...]]) -> list[tuple[Span, ...]]:
    """Add to each text the identifiers that stand in any of them.

    Args:
        texts: all write-ups of one child.
        found: spans of each.

    Returns:
        Spans of each text, merged, in order.
    """
    sources, initials = _sources(texts, found), _initials(texts, found)
    if not sources and not initials:
        return [tuple(spans) for spans in found]
    pattern = _pattern(sources)
    return [
        merge(text, [*spans, *_hits(text, pattern, sources), *_initial_hits(text, initials)])
        for text, spans in zip(texts, found, strict=True)
    ]


def _sources(texts: Sequence[str], found: Sequence[tuple[Span, ...]]) -> dict[str, Span]:
    """Words without regard to capitals, and the span that is surest of them."""
    sources: dict[str, Span] = {}
    for text, spans in zip(texts, found, strict=True):
        for span in spans:
            if span.label in SPREADS and span.score >= SURE:
                for words in _forms(text[span.start : span.end], span.label):
                    known = sources.get(_key(words))
                    if known is None or _trust(span) > _trust(known):
                        sources[_key(words)] = span
    return sources


def _initials(texts: Sequence[str], found: Sequence[tuple[Span, ...]]) -> dict[str, Span]:
    """First letters of the full names that stand in the file, but for what two letters usually mean."""
    letters: dict[str, Span] = {}
    for text, spans in zip(texts, found, strict=True):
        for span in spans:
            names = FULL_NAME.fullmatch(text, span.start, span.end) if span.label == "PERSON" else None
            if names and span.score >= SURE:
                both = "".join(part[0] for part in re.split(r"[\s-]+", names[0]))
                if both.casefold() not in EVERYDAY:
                    letters.setdefault(both, span)
        letters |= _goes_by(text, spans)
    return letters


def _goes_by(text: str, spans: Sequence[Span]) -> dict[str, Span]:
    """Capitals by which the text says that somebody goes, `known as IT`, whatever they usually mean."""
    places = {match.span("x"): match["x"] for match in goes_by(text)}
    return {places[span.start, span.end]: span for span in spans if (span.start, span.end) in places}


def _initial_hits(text: str, initials: dict[str, Span]) -> Iterator[Span]:
    for match in CAPITALS.finditer(text):
        if source := initials.get(match[0]):
            yield Span(*match.span(), "PERSON", 0.65, WHY, source.entity)


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


def _trust(span: Span) -> tuple[bool, float, str, str]:
    return bool(span.entity), span.score, span.label, span.entity


def _forms(words: str, label: str) -> Iterator[str]:
    """The words themselves, a place's after Welsh mutations, each part of a person's name that can stand alone."""
    if len(words) >= 3 and not all(map(identifies_nobody, words.split())):
        yield words
    if label == "LOCATION" and len(words) > 4:
        yield from (new for new in mutated(words) if not just_a_word(new.split()[0]))
    if label == "PERSON":
        for part in PART.findall(words):
            capital = part[0].isupper() or words.islower()
            if len(part) >= 3 and capital and _a_name(part):
                yield part


def _a_name(part: str) -> bool:
    """Whether a part of a name can stand for it: it is no frequent English word, nor a Welsh one in small letters."""
    a_word = just_a_word(part) and not (part[0].isupper() and only_welsh(part))
    return not a_word and not identifies_nobody(part)


def _pattern(sources: dict[str, Span]) -> re.Pattern[str]:
    longest_first = sorted(sources, key=lambda words: (-len(words), words))
    alternatives = (r"\s+".join(map(re.escape, words.split())) for words in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives) or '(?!)'})(?!\w)", re.I)


def _hits(text: str, pattern: re.Pattern[str], sources: dict[str, Span]) -> Iterable[Span]:
    for match in pattern.finditer(text):
        source = sources.get(_key(match[0]))
        if source is None or (source.label not in NUMBERS and (_plain(match[0]) or _welsh_word(match))):
            continue
        yield Span(match.start(), match.end(), source.label, source.score, WHY, source.entity)


def _welsh_word(match: re.Match[str]) -> bool:
    """Whether it is a frequent Welsh word where that may be meant: without a capital, or first in a Welsh sentence."""
    return only_welsh(match[0]) and not a_welsh_name(match.string, *match.span())


def _plain(words: str) -> bool:
    """Whether words without a capital are frequent words: then they are not the name that stands elsewhere."""
    return words.islower() and all(just_a_word(word) for word in words.split())
