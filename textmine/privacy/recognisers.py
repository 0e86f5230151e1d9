"""Patterns for the identifiers that social care and the police write in the United Kingdom.

Each rule is a row: label, name, pattern, score, context words. Group `x`, where a pattern has one, is the identifier;
the rest of the match is its surroundings. A checksum raises a score and never vetoes: a mistyped number still identifies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.types import Span

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"
)
DATE = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|af|ain|eg|fed|ydd|ed)?(?:\s+of|\s+o)?\s+(?:{MONTHS})\b\.?(?:,?\s+(?:\d{{4}}|'\d\d|\d\d)\b)?"
    rf"|(?:{MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?!\d|:)(?:,?\s+\d{{4}}\b)?"
    rf"|(?:{MONTHS})\s+(?:of\s+)?\d{{4}}\b)"
)
NAME = r"[A-ZÀ-ÖØ-ÞŴŶ][\w'’-]+"
STREET = "street|road|avenue|lane|close|drive|terrace|crescent|gardens|grove|row|walk|square|mews|parade|rise|way|place|court"
SHORT_STREET = "st|rd|ave|cl|cres|terr"
WELSH_STREET = "Heol|Stryd|Ffordd|Lôn|Maes|Clos|Rhodfa|Rhes|Teras|Tan|Cae|Coed"
SCHOOL = "Primary|Comprehensive|High|Secondary|Academy|School|College|Grammar|Comp|PRU|Infants|Juniors|Sixth Form"
HOSPITAL = "Hospital|Infirmary|General|Clinic|Surgery|Medical Centre|Health Centre|A&E"
HOME = "House|Lodge|Cottage|Farm|Grange|Manor|Villa|Unit|Children's Home|Children’s Home"
RANK = "PCSO|PC|DC|DS|DI|Sgt|Sergeant|Insp|Inspector|T/DC|A/Sgt"
TITLE = rf"Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Cllr|Prof|{RANK}|Aunt|Auntie|Aunty|Uncle|Anti|Wncwl|Nan|Nain|Taid|Mamgu|Tadcu|Grandad|Grandma|SW|KW|IRO|TM"
REFERENCE = (
    r"crime|niche|cad|log|incident|inc|ppn|misper|mosaic|wccis|liquidlogic|lcs|upn|urn|uln|nrm|court|occurrence|occ|pnc"
    r"|custody|ref|reference|case|file|form|collar|badge|id"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: characters of group `x` (or the whole match) are the identifier."""

    label: str
    name: str
    pattern: re.Pattern[str]
    score: float
    context: tuple[str, ...] = ()


def _rule(label: str, name: str, pattern: str, score: float, *, flags: int = re.I, context: str = "") -> Rule:
    return Rule(label, name, re.compile(pattern, flags), score, tuple(context.split()))


RULES: tuple[Rule, ...] = (
    _rule("EMAIL", "e-mail", r"\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)+\b", 0.95),
    _rule("URL", "web address", r"\b(?:https?://|www\.)[^\s<>|]+|\b[\w-]+\.(?:co\.uk|org\.uk|com|net|org|cymru|wales)(?:/[^\s<>|]*)?\b", 0.9),
    _rule("HANDLE", "handle with @", r"(?<![\w.@])@[\w.]{2,30}\b", 0.95),
    _rule("HANDLE", "handle by its shape", r"(?<![\w@./])(?=[\w.]*[a-z])(?:[a-z]+[\w]*[_.][\w.]*\d\w*|\w*[a-z]\w*_\w+|_\w{3,})(?![\w@])", 0.8),
    _rule("HANDLE", "word with digits", r"(?<![\w@./])[a-z]{3,}\d{2,4}[a-z]*(?!\w)", 0.6),
    _rule(
        "HANDLE",
        "handle after its service",
        r"\b(?:snap(?:chat)?|insta(?:gram)?|tiktok|psn|xbox|discord|gamertag|gamer tag|username|user name|handle|known online as)\b"
        r"(?:\s+(?:name|account|profile|user|handle|tag))?(?:\s+(?:is|as|called|under))?\s*[:=(-]?\s*[\"'‘“]?(?P<x>(?=\w*[\d_.])[\w.]{4,30})",
        0.85,
    ),
    _rule("NHS", "NHS number", r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])", 0.6, context="nhs"),
    _rule("NINO", "national insurance number", r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", 0.9),
    _rule("PHONE", "telephone", r"(?<![\d/])(?:\+44[ -]?(?:\(0\)[ -]?)?|0)(?:[ -]?\d|\(\d+\)){9,10}(?![\d/])", 0.85),
    _rule("PHONE", "short telephone", r"\b(?:tel|phone|mob|mobile|ring|call|ext|number|no)\b\.?\W{0,3}(?P<x>\d{3,6}(?: \d{3,6})?)\b", 0.6),
    _rule("POSTCODE", "postcode", r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", 0.85),
    _rule("POSTCODE", "outward code", r"\b(?:postcode|post code|area|district)\W{1,3}(?P<x>[A-Z]{1,2}\d{1,2}[A-Z]?)\b|\b(?P<y>[A-Z]{2}\d{1,2})(?=\s+(?:area|postcode|district)\b)", 0.8),
    _rule("VEHICLE", "registration", r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b", 0.85),
    _rule("VEHICLE", "older registration", r"\b[A-Z]\d{1,3} [A-Z]{3}\b", 0.7, flags=0),
    _rule("VEHICLE", "part of a registration", r"\b(?:reg|plate|index|vrm|registration)\b\W{0,3}(?:no\.?|part|partial|ending|starting|beginning|is|was)?\W{0,3}(?P<x>(?=[A-Z]*\d)[A-Z0-9]{2,4}(?: [A-Z]{3})?)\b", 0.7),
    _rule(
        "REFERENCE",
        "named reference",
        rf"\b(?:{REFERENCE})\b\.?(?:\s+(?:number|num|no|ref|reference|log|id))?\.?\s*[:#=]?\s*(?P<x>(?=[A-Z\d/.-]*\d)[A-Z\d](?:[A-Z\d/.-]*[A-Z\d]){{2,}}(?:\s+of\s+\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)?)",
        0.85,
    ),
    _rule("REFERENCE", "reference by its shape", r"(?<![\w/.-])(?=[A-Z\d/-]*\d)(?=[A-Z\d/-]*[A-Z])(?!\d{1,2}(?:st|nd|rd|th|am|pm|hrs|yo)\b)[A-Z\d]{1,}(?:[/-][A-Z\d]{2,}){1,4}(?![\w/])", 0.6, flags=0),
    _rule("REFERENCE", "letters and digits", r"(?<![\w/])[A-Z]{1,5}[-/ ]?\d{4,}[A-Z]?(?![\w])", 0.7, flags=0),
    _rule("REFERENCE", "long number", r"(?<![\d£$€.,:/-])\d{5,}(?![\d:])", 0.6),
    _rule("REFERENCE", "collar number", rf"\b(?:{RANK})\s+(?P<x>\d{{2,5}})\b", 0.85),
    _rule("DOB", "date of birth", rf"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|dyddiad geni)\s*(?:is|was)?\s*[|:=(-]*\s*(?P<x>{DATE})", 0.95),
    _rule("DATE", "date", rf"(?<![\w/.-]){DATE}(?![\w/])", 0.85),
    _rule("DATE", "day and month", r"(?<![\w/.£-])(?!24/7\b)(?:0?[1-9]|[12]\d|3[01])[/.](?:0[1-9]|1[0-2])(?![\w/.%])", 0.65),
    _rule("DATE", "day of a month", r"\bthe \d{1,2}(?:st|nd|rd|th)\b(?! (?:time|episode|birthday|year|floor|grade|missing|week|visit|attempt|one|occasion))", 0.65),
    _rule("ADDRESS", "house and street", rf"(?:\bflat\s+\w{{1,3}},?\s+)?(?<![\w£:])\d{{1,4}}[a-z]?,?\s+(?:[\w'’-]+\s+){{1,3}}?(?:{STREET}|{SHORT_STREET})\b(?![’'])", 0.85),
    _rule("ADDRESS", "street", rf"\b(?:{NAME} ){{1,3}}(?:{STREET.title()}|{SHORT_STREET.title()})\b(?!\s+(?:of|to|for)\b)", 0.75, flags=0),
    _rule("ADDRESS", "Welsh street", rf"(?:\b\d{{1,4}}[a-z]?,? )?\b(?:{WELSH_STREET})(?:[ -](?:y|yr|{NAME})){{1,3}}", 0.8, flags=0),
    _rule("SCHOOL", "school", rf"\b(?:(?:{NAME}|St\.?|of|the|and) ){{0,4}}{NAME} (?:{SCHOOL})(?: (?:{SCHOOL}|for Girls|for Boys))*\b", 0.8, flags=0),
    _rule("SCHOOL", "Welsh school", rf"\b(?:Ysgol|Coleg|Ysgolion)(?: (?:y|yr|Gyfun|Gynradd|Uwchradd|{NAME})){{1,4}}", 0.85, flags=0),
    _rule("HOSPITAL", "hospital", rf"\b(?:{NAME} ){{1,3}}(?:{HOSPITAL})\b|\bYsbyty(?: {NAME}){{1,3}}", 0.8, flags=0),
    _rule("HOME", "home", rf"\b(?:{NAME} ){{1,2}}(?:{HOME})\b", 0.7, flags=0),
    _rule("PERSON", "name after a title", rf"\b(?:{TITLE})\.? (?P<x>(?:[A-Z]\.? )?{NAME}(?: {NAME})?)", 0.75, flags=0),
    _rule("PERSON", "sign-off", r"\b(?:signed|completed by|written by|recorded by|worker|author|staff|by)\s*[:–-]\s*(?P<x>[A-Z]\.?[A-Z]\.?[A-Z]?\.?)(?![\w])", 0.8),
    _rule("PERSON", "initials in brackets", r"\((?P<x>[A-Z]{2})\)", 0.6, flags=0),
    _rule("LOCATION", "what3words", r"///\w+\.\w+\.\w+", 0.95),
)  # fmt: skip


def recognise(text: str) -> Iterator[Span]:
    """All matches of all rules: characters, half-open; overlaps are left for merging."""
    lowered = text.lower()
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            start, end = _span(match)
            if start < end:
                yield Span(
                    start,
                    end,
                    rule.label,
                    _score(rule, text[start:end], lowered[max(0, start - 60) : start]),
                    rule.name,
                )


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
    return (
        11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    ) % 11 == digits[9]
