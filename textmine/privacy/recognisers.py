"""Patterns for the identifiers that social care and the police write in the United Kingdom.

Each rule is a row: label, name, pattern, score, context words. Group `x`, where a pattern has one, is the identifier;
the rest of the match is its surroundings. A checksum raises a score and never vetoes: a number with a slip identifies.
"""

# ruff: noqa: E501 - a pattern is read in one piece

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from textmine.privacy.capitals import capitals
from textmine.privacy.patternwords import (
    BUILDING,
    CAPITALS,
    DATE,
    DAY,
    FIELD,
    FIRM,
    HOME,
    HOSPITAL,
    MONTHS,
    NAME,
    NOT_A_DAY,
    ORDINAL,
    PUBLIC,
    RANK,
    REFERENCE,
    SCHOOL,
    SHORT_STREET,
    STREET,
    TITLE,
    WEEKDAY,
    WELSH_STREET,
)
from textmine.privacy.peoples import peoples
from textmine.privacy.plainwords import KINDS_OF_PLACE, common_words, identifies_nobody, just_a_word, words_of
from textmine.privacy.signoffs import sign_offs
from textmine.types import Span

UNLIKE_HANDLES = words_of("e.g i.e a.m p.m d.o.b n.b a.k.a h.a o.k u.k v.good etc.etc")


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: characters of group `x` (or the whole match) are the identifier."""

    label: str
    name: str
    pattern: re.Pattern[str]
    score: float
    context: tuple[str, ...] = ()
    unless: Callable[[str], bool] = lambda words: False


def _rule(
    label: str,
    name: str,
    pattern: str,
    score: float,
    *,
    flags: int = re.I,
    context: tuple[str, ...] = (),
    unless: Callable[[str], bool] = lambda words: False,
) -> Rule:
    return Rule(label, name, re.compile(pattern, flags), score, context, unless)


def _plain(words: str) -> bool:
    return all(just_a_word(word) or identifies_nobody(word) for word in re.findall(r"[^\W\d_][\w'’&]*", words))


def _no_name(words: str) -> bool:
    """Whether a phrase is no more than the kind of a place or service: the Youth Club, a Health Centre."""
    kinds = KINDS_OF_PLACE | {"health", "children's", "children’s", "family", "local", "community", "sports", "leisure"}
    return all(identifies_nobody(word) or word.casefold() in kinds for word in words.split())


def _first_is_plain(words: str) -> bool:
    return _plain(words.split(",")[0])


def _first_is_common(words: str) -> bool:
    return just_a_word(words.split()[0]) or identifies_nobody(words.split()[0])


def _sentence_break(words: str) -> bool:
    """Whether `word.word` is two sentences without a space, or an abbreviation, and no handle."""
    return words.casefold() in UNLIKE_HANDLES or all(part in common_words() for part in words.casefold().split("."))


RULES: tuple[Rule, ...] = (
    _rule("EMAIL", "e-mail", r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b", 0.95),
    _rule("URL", "web address", r"\b(?:https?://|www\.)[^\s<>|]+|(?<![\w.-])(?:[\w-]{1,63}\.){1,4}(?:co\.uk|org\.uk|com|net|org|cymru|wales|uk|gov|info|io|tv|me|app)\b(?:/[^\s<>|)]*)?|(?<![\w./-])[\w-]{2,63}(?:\.[\w-]{2,63}){1,4}/[^\s<>|)]+", 0.9),
    _rule("HANDLE", "handle with @", r"(?<![\w.@])@[\w.]{2,30}\b", 0.95),
    _rule("HANDLE", "handle by its shape", r"(?<![\w@./])(?=[a-z\d_.]{0,40}[a-z])(?:[a-z][a-z\d]{1,30}[_.][\w.]{0,30}\d\w{0,30}|[a-z\d]{1,30}_\w{1,30}|_\w{3,30})(?![\w@])", 0.8),
    _rule("HANDLE", "handle with a dot", r"(?<![\w@./'’-])[a-z][a-z\d]{1,20}(?:\.[a-z\d]{1,20}){1,2}(?![\w@/.-])", 0.7, flags=0, unless=_sentence_break),
    _rule("HANDLE", "word with digits", r"(?<![\w@./])[a-z]{3,30}\d{2,4}[a-z]{0,10}(?!\w)", 0.6),
    _rule(
        "HANDLE",
        "handle after its service",
        r"\b(?:snap(?:chat)?|insta(?:gram)?|tiktok|psn|xbox|discord|gamertag|gamer tag|username|user name|handle|known online as)\b"
        r"(?:\s+(?:name|account|profile|user|handle|tag))?(?:\s+(?:is|as|called|under))?\s{0,3}[:=(-]?\s{0,3}[\"'‘“]?(?P<x>(?=\w{0,30}[\d_.])[\w.]{4,30})",
        0.85,
    ),
    _rule("NHS", "NHS number", r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])", 0.6, context=("nhs",)),
    _rule("NINO", "national insurance number", r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", 0.9),
    _rule("PHONE", "telephone", r"(?<![\d/])(?:\(?\+44\)?[ -]?(?:\(0\)[ -]?)?|\(?0|0044[ -]?)(?:[ -]?\d|\(\d{1,5}\)|\)){9,11}(?![\d/])", 0.85),
    _rule("PHONE", "short telephone", rf"\b(?:tel|phone|mob|mobile|ring|call|ext|number|no)\b\.?\W{{0,3}}(?P<x>{PUBLIC}\d{{3,6}}(?: \d{{3,6}})?)\b", 0.6),
    _rule("POSTCODE", "postcode", r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", 0.85),
    _rule("POSTCODE", "outward code", r"\b(?:postcode|post code|area|district)\W{1,3}(?P<x>[A-Z]{1,2}\d{1,2}[A-Z]?)\b|\b(?P<y>[A-Z]{2}\d{1,2})(?=\s+(?:area|postcode|district)\b)", 0.8),
    _rule("POSTCODE", "outward code after an address", r"(?<=, )(?!KS|UK|EU|Y)[A-Z]{1,2}\d{1,2}[A-Z]?(?=[.,;)\n]|$)", 0.6, flags=0),
    _rule("VEHICLE", "registration", r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b", 0.85),
    _rule("VEHICLE", "older registration", r"\b[A-Z]\d{1,3} [A-Z]{3}\b", 0.7, flags=0),
    _rule("VEHICLE", "part of a registration", r"\b(?:reg|plate|index|vrm|registration)\b\W{0,3}(?:no\.?|part|partial|ending|starting|beginning|is|was)?\W{0,3}(?P<x>(?=[A-Z]{0,4}\d)[A-Z0-9]{2,4}(?: [A-Z]{3})?)\b", 0.7),
    _rule("VEHICLE", "part of a registration by its shape", r"(?<![\w/-])(?!KS|PN|RI)[A-Z]{2}[0-7]\d(?: [A-Z]{1,3})?(?![\w/-])", 0.6, flags=0),
    _rule("VEHICLE", "registration near a plate", r"\b(?i:reg|plate|vrm)\b[^.\n]{0,25}?(?P<x>(?<![\w/-])(?:[A-Z]{1,3} ?\d{1,4}|\d{1,4} ?[A-Z]{2,3})(?: ?[A-Z]{1,3})?(?![\w/-]))", 0.7, flags=0),
    _rule(
        "REFERENCE",
        "named reference",
        rf"\b(?:{REFERENCE})\b\.?(?:\s+(?:number|num|no|ref|reference|log|id))?\.?\s{{0,3}}[:#=|]?\s{{0,3}}(?P<x>(?=[A-Z\d/.-]{{0,30}}\d)[A-Z\d](?:[A-Z\d/.-]{{0,30}}[A-Z\d])(?<=\w\w\w)(?:\s+of\s+\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)?)",
        0.85,
    ),
    _rule("REFERENCE", "reference by its shape", r"(?<![\w/.-])(?=[A-Z\d/-]{0,40}\d)(?=[A-Z\d/-]{0,40}[A-Z])(?!\d{1,2}(?:st|nd|rd|th|am|pm|hrs|yo)\b)[A-Z\d]{1,20}(?:[/-][A-Z\d]{2,20}){1,4}(?:[/-][A-Z\d])?(?![\w/])", 0.6, flags=0),
    _rule("REFERENCE", "letters and digits", rf"(?<![\w/])(?!CCTV|(?:{RANK})\b)[A-Z]{{1,5}}[-/ ]?\d{{4,20}}[A-Z]?(?![\w])", 0.7, flags=0),
    _rule("REFERENCE", "long number", r"(?<![\d£$€.,:/-])\d{5,30}(?![\d:])", 0.6),
    _rule("REFERENCE", "longer number", r"\d{31,}", 0.6),
    _rule("REFERENCE", "collar number", rf"\b(?:{RANK})\s{{1,3}}(?P<x>\d{{2,5}})\b", 0.85),
    _rule("DOB", "date of birth", rf"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|dyddiad geni|ganed)\s{{0,3}}(?:is|was|/ born)?\s{{0,3}}[|:=(-]{{0,3}}\s{{0,3}}(?P<x>{DATE})", 0.95),
    _rule("DATE", "date", rf"(?<![\w/.-]){DATE}(?![\w/])", 0.85),
    _rule("DATE", "date after a stroke", r"(?<=/)\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)", 0.7),
    _rule("DATE", "days before a date", rf"(?<![\w/.£-])(?P<x>(?:{DAY}\s?(?:,|and|&|–|-|/|to)\s?){{1,4}}){DATE}(?![\w/])", 0.7),
    _rule("DATE", "day and month", r"(?<![\w/.£-])(?!24/7\b)(?:0?[1-9]|[12]\d|3[01])[/.](?:0[1-9]|1[0-2])(?![\w/%]|\.\d)", 0.65),
    _rule("DATE", "late day and month", r"(?<![\w/.£-])(?!24/7\b)(?:1[3-9]|2\d|3[01])/[1-9](?![\w/%]|\.\d)", 0.6),
    _rule("DATE", "day of a month", rf"\b(?:the|{WEEKDAY}) (?P<x>\d{{1,2}}(?:st|nd|rd|th))\b(?! (?:{NOT_A_DAY}))", 0.65),
    _rule("DATE", "day of a month in words", rf"\b(?:the )?(?:{ORDINAL}) of (?:{MONTHS})\b|\b{WEEKDAY},? the (?:{ORDINAL})\b|\bon the (?!first|second|third)(?:{ORDINAL})\b(?! (?:{NOT_A_DAY}))", 0.65),
    _rule("ADDRESS", "house and street", rf"(?:\bflat \w{{1,3}},? )?(?<![\w£:./])\d{{1,4}}[a-z]?,? (?:[\w'’-]{{1,30}} ){{1,3}}?(?:{STREET}|{SHORT_STREET})\b(?![’'])", 0.85),
    _rule("ADDRESS", "house and building", rf"(?<![\w£:./])\d{{1,3}}[a-z]?,? (?:The )?(?:{NAME} ){{0,2}}(?:{BUILDING.title()}|{STREET.title()})\b", 0.8, flags=0),
    _rule("ADDRESS", "flat or plot", r"\b(?:flat|plot|pitch|apartment|caravan) \d{1,3}[a-z]?\b", 0.7),
    _rule("ADDRESS", "street", rf"\b(?:{NAME} ){{1,3}}(?:{STREET.title()}|{SHORT_STREET.title()})\b(?!\s+(?:of|to|for)\b)", 0.75, flags=0, unless=_plain),
    _rule("ADDRESS", "street without capitals", r"(?<![\w'’-])[a-z][a-z'’-]{2,20} (?:road|rd|street|lane|avenue|ave|close|drive|crescent|terrace|gardens|grove)\b", 0.6, flags=0, unless=_first_is_common),
    _rule("ADDRESS", "Welsh street", rf"(?:\b\d{{1,4}}[a-z]?,? )?\b(?:{WELSH_STREET})(?:[ -](?:yr?\b|{NAME})){{1,4}}", 0.8, flags=0),
    _rule("SCHOOL", "school", rf"\b(?:(?:{NAME}|St\.?|of|the|and) ){{0,4}}{NAME} (?:{SCHOOL})(?: (?:{SCHOOL}|for Girls|for Boys))*\b", 0.8, flags=0),
    _rule("SCHOOL", "Welsh school", rf"\b(?:Ysgol|Coleg|Ysgolion)(?: (?:yr?|Gyfun|Gynradd|Uwchradd|{NAME})){{1,4}}", 0.85, flags=0),
    _rule("HOSPITAL", "hospital", rf"\b(?:{NAME} ){{1,3}}(?:{HOSPITAL})\b|\bYsbyty(?: {NAME}){{1,3}}", 0.8, flags=0),
    _rule("HOME", "home", rf"\b(?:{NAME} ){{1,2}}(?:{HOME})\b", 0.7, flags=0),
    _rule("ORGANIZATION", "firm or service", rf"\b(?:The |the )?(?:{NAME} (?:and |& )?){{1,3}}(?:{FIRM})\b|\bHMP {NAME}|\b{NAME} & Co\b|\bHeddlu {NAME}", 0.7, flags=0, unless=_no_name),
    _rule("PERSON", "name after a title", rf"\b(?:{TITLE})\.? (?P<x>(?:[A-Z]\.? )?{NAME}(?: {NAME})?)", 0.75, flags=0),
    _rule("PERSON", "small name after a title", rf"\b(?:{TITLE.lower()})\.? (?P<x>[a-z][\w'’-]+)", 0.7, flags=0, unless=_plain),
    _rule("PERSON", "name after a number", rf"\b(?:{RANK}) \d{{2,5}} (?P<x>{NAME}(?: {NAME})?)", 0.8, flags=0),
    _rule("PERSON", "surname in capitals first", rf"(?<![\w-])(?P<x>{CAPITALS}, {NAME}(?: {NAME}){{0,2}})", 0.8, flags=0, unless=_first_is_plain),
    _rule("PERSON", "surname in capitals last", rf"\b{NAME}(?: \([“\"'][^)\n]{{1,20}}\))? (?P<x>{CAPITALS})(?![\w-])", 0.7, flags=0, unless=_plain),
    _rule("PERSON", "name and halved initials", rf"\b{NAME} [A-Z][-–][A-Z]\b", 0.75, flags=0),
    _rule("PERSON", "name in a field", rf"(?i:\b(?:{FIELD}))\s?[|:]\s?(?P<x>{NAME}(?: {NAME}){{0,2}})", 0.75, flags=0, unless=_plain),
    _rule("PERSON", "sign-off", r"\b(?i:signed|completed by|written by|recorded by|worker|author|staff)\s?[:–-]\s?(?P<x>[A-Z]\.?[A-Z]\.?[A-Z]?\.?)(?![\w])", 0.8, flags=0),
    _rule("PERSON", "initials in brackets", r"\((?P<x>[A-Z]{2})\)", 0.6, flags=0, unless=identifies_nobody),
    _rule("LOCATION", "what3words", r"///\w{1,30}\.\w{1,30}\.\w{1,30}", 0.95),
)  # fmt: skip


def recognise(text: str) -> Iterator[Span]:
    """All matches of all rules: characters, half-open; overlaps are left for merging."""
    lowered = text.lower()
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            start, end = _span(match)
            if start < end and not rule.unless(text[start:end]):
                before = lowered[max(0, start - 60) : start]
                yield Span(start, end, rule.label, _score(rule, text[start:end], before), rule.name)
    yield from peoples(text)
    yield from capitals(text)
    yield from sign_offs(text)


def _span(match: re.Match[str]) -> tuple[int, int]:
    for name in ("x", "y"):
        if name in match.re.groupindex and match.start(name) >= 0:
            return match.span(name)
    return match.span()


def _score(rule: Rule, words: str, before: str) -> float:
    near = any(word in before for word in rule.context)
    checked = rule.label == "NHS" and nhs_check(words)
    return min(0.98, rule.score + 0.25 * near + 0.3 * checked)


def nhs_check(number: str) -> bool:
    """Whether the check digit of an NHS number holds (modulus 11, NHS Data Dictionary)."""
    digits = [int(character) for character in number if character.isdigit()]
    if len(digits) != 10:
        return False
    weighted = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - weighted % 11) % 11 == digits[9]
