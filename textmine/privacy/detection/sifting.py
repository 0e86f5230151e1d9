"""What the tagger marks but nobody needs masked: times, months, titles, family words, agencies, days.

Only the tagger's own spans pass through here. A span loses such words at its edges, and goes if nothing else is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from textmine.privacy.detection.formwords import says_nothing
from textmine.privacy.language.dates import DAYS, ENGLISH, WELSH
from textmine.privacy.language.letters import belongs_to_a_thing
from textmine.privacy.language.patternwords import told_time
from textmine.privacy.language.plainwords import (
    ALSO_WORDS,
    POSSESSIVE,
    TITLES,
    acronyms,
    careless_of_capitals,
    headings,
    identifies_nobody,
    just_a_word,
    words_of,
)
from textmine.types import Span

WORD = re.compile(r"[^\W_](?:[\w'’&.-]*\w)?")
MONTHS = "|".join((*ENGLISH, *WELSH, *(name[:3] for name in ENGLISH), "Sept"))
DATED = re.compile(
    rf"\d\s?(?:st|nd|rd|th)\b|\d\s+(?:of\s+|o\s+)?(?:{MONTHS})\b|\b(?:{MONTHS})\.?,?\s+(?:the\s+)?\d"
    r"|\d[/-]\d|\d\.\d{1,2}\.\d|\b(?:\d\d\.(?:0\d|1[0-2]))\b"
    r"|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+teenth|twelfth|twentieth|thirtieth"
    r"|twenty-\w+|thirty-first)\b",
    re.I,
)
CLOCK = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d(?:\s?(?:[-–]|to)\s?(?:[01]\d|2[0-4])[0-5]\d)?(?:\s?hrs)?|(?:19|20)\d\d")
UNDATED = re.compile(rf"{DAYS}|\d{{1,2}}[.:]\d\d(?:am|pm)?|\d{{1,2}}(?:am|pm)|am|pm|the|on|at|about|to|until", re.I)
# A tagger that is this sure of a common word without a capital is believed.
SURE = 0.3
UNSURE = 0.5
"""Below this a letter, or two that are an acronym too, are not taken for initials."""
EMERGENCY = re.compile(
    r"(?:999|101|111|112|105)(?:/(?:999|101|111))?|(?:0800|0808|0300) ?\d{3,4} ?\d{0,4}|116 ?\d{3}"
    r"|[ABM]\d{1,4}(?:\(M\))?|KS\d|NVQ ?\d|Q\d{1,2}(?:-Q?\d{1,2})?|(?:s|sec|section)\.? ?\d{1,3}|ITV\d|Channel \d",
    re.I,
)
"""Figures that everybody knows: emergency and help lines, roads, stages, sections, channels."""
FRACTION = re.compile(r"24/7|\d{1,2}/(?:52|7)|\d+ \d/\d|\d{1,2}-\d{1,2}|[3-9]\d/\d{2}|[1-3]/[2-4]")
NOBODYS = re.compile(r"(?:(?:Philomena|Herbert) Protocol|(?:Had )?(?:a )?Row (?:with|about|over))\b", re.I)
"""What begins like a name and is none: protocols of missing people, named after one; a row with somebody."""
COUNTED = re.compile(r"\b(?:had|has|have|needed|needs|needing|having|got|getting|received|given|required)\s$", re.I)
A_COUNT = re.compile(r"\d{1,3} [a-z]{4,}s")
"""What somebody had so many of, `had 5 stiches`, is no address, however it is spelt."""
AND = re.compile(r"\s+(?:n|and|a|ac|efo|with|w|or|plus)\s+|\s*[&+/]\s*")
CONTRACTED = re.compile(r"(?<=\w)['’](?:r|n|i|u|w|ch|m|th)$")
"""What Welsh small words run on with: `i'r`, `o'i`."""
PART_OF_NAME = frozenset({"Abu", "Umm", "Nana", "Baba"})
"""Words for relatives that some names begin with: Nana Yaw, Abu Sami."""
NAMES = frozenset({"PERSON", "LOCATION", "ORGANIZATION", "NRP"})
WELSH_WORDS = words_of(
    """
    y yr yn ac mae oedd roedd ei eu wedi gan ond efo gyda nhw bod bydd bu hyn sy sy'n neu ddim dim wrth drwy heb ble yno
    eto cyn ar fel nad ni dydi dyw
    """
)


def sift(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The tagger's spans without what identifies nobody, in order."""
    careless = careless_of_capitals(text)
    for span in spans:
        if span.label == "DATE_TIME":
            yield from _date(text, span)
        elif span.label == "CODE":
            yield from _code(text, span)
        elif span.label in NAMES:
            yield from _named(text, span, careless)
        else:
            yield span


def _date(text: str, span: Span) -> Iterator[Span]:
    """The span without weekdays and times of day at its edges, if a day or a month with its year is left."""
    for kept in (*_trimmed(text, span, lambda word: bool(UNDATED.fullmatch(word))), span):
        if DATED.search(text, kept.start, kept.end):
            if not FRACTION.fullmatch(text, kept.start, kept.end) and not told_time(text, kept.start, kept.end):
                yield kept
            return


def _code(text: str, span: Span) -> Iterator[Span]:
    words = text[span.start : span.end]
    if not CLOCK.fullmatch(words) and not EMERGENCY.fullmatch(words) and any(c.isdigit() for c in words):
        yield from _trimmed(text, span, lambda word: word.casefold() in TITLES)


def _named(text: str, span: Span, careless: bool) -> Iterator[Span]:
    words = text[span.start : span.end]
    sure = span.score >= SURE and span.label == "PERSON"
    welsh = not careless and _in_welsh(text, span)

    def small(word: str) -> bool:
        word = CONTRACTED.sub("", word)
        return word.islower() and (welsh or (just_a_word(word) and not (careless and word in ALSO_WORDS)))

    if _names_nobody(text, span) or (not sure and all(map(small, WORD.findall(words)))):
        return
    # Where no capitals are used, a common word beside a name is most often part of it: long marden.
    keep = sure or (careless and span.label != "PERSON")
    for part in _parted(text, span) if span.label == "PERSON" else (span,):
        yield from _trimmed(text, part, lambda word: identifies_nobody(word) or (not keep and small(word)))


def _names_nobody(text: str, span: Span) -> bool:
    """Whether it is no name as a whole: a time, a number that everybody knows, a phrase, a letter of which nobody is sure."""
    words = text[span.start : span.end]
    doubtful = span.score < UNSURE and (len(words) == 1 or words in acronyms())
    known = CLOCK.fullmatch(words) or EMERGENCY.fullmatch(words) or NOBODYS.match(text, span.start)
    thing = len(words) == 1 and belongs_to_a_thing(text, span.start)
    thing = (
        thing or (A_COUNT.fullmatch(words) and COUNTED.search(text, max(0, span.start - 12), span.start)) is not None
    )
    return doubtful or thing or known is not None or _known_phrase(words) or says_nothing(text, span)


def _parted(text: str, span: Span) -> Iterator[Span]:
    """Two people who are named in one breath are two: `tash n kyle`."""
    start = span.start
    for match in AND.finditer(text, span.start, span.end):
        if start < match.start():
            yield replace(span, start=start, end=match.start())
        start = match.end()
    if start < span.end:
        yield replace(span, start=start)


def _known_phrase(words: str) -> bool:
    """Whether words are a heading, role or brand, or an acronym; two letters may be somebody's initials."""
    return words.casefold() in headings() or (len(words) > 2 and words in acronyms())


def _trimmed(text: str, span: Span, needless: Callable[[str], bool]) -> Iterator[Span]:
    """The span from its first to its last word that is needed; nothing if none is."""
    words = list(WORD.finditer(text, span.start, span.end))
    needed = [match for match in words if not needless(match[0])]
    if needed and words[0] is not needed[0] and words[0][0] in PART_OF_NAME:
        needed.insert(0, words[0])
    if needed:
        last = POSSESSIVE.sub("", needed[-1][0]) if span.label == "PERSON" else needed[-1][0]
        yield replace(span, start=needed[0].start(), end=needed[-1].start() + len(last))


def _in_welsh(text: str, span: Span) -> bool:
    line = text[text.rfind("\n", 0, span.start) + 1 :].split("\n", 1)[0]
    return sum(word.casefold() in WELSH_WORDS for word in WORD.findall(line)) >= 2
