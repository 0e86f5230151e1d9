"""Patterns of numbers that name a person or a thing of theirs: health, insurance, telephone, vehicle, reference.

What people mistype is caught too: O and l for figures, other gaps, the end of a line in between.
"""

# ruff: noqa: E501 - a pattern is read in one piece

from __future__ import annotations

import re

from textmine.privacy.language.patternwords import (
    AREA,
    DATE,
    MONTHS,
    PUBLIC,
    RANK,
    REFERENCE,
    SECTION,
    SMALL_WORD,
    VEHICLES,
)
from textmine.privacy.language.plainwords import common_words, words_of
from textmine.privacy.rules.rule import FIGURE, figures, rule

# Beginnings of words that an outward code in small letters could be.
NOT_AREAS = words_of("me so co hr pe")
HELPLINES = re.compile(
    r"(?:0800 ?1111|116 ?000|116 ?123|0808 ?\d{3} ?\d{3,4}|0800 ?\d{3} ?\d{3,4}|0300 ?\d{3} ?\d{4}|101|111|999|112|105|119)"
)


def _helpline(words: str) -> bool:
    return HELPLINES.fullmatch(words.strip()) is not None


def _ordinal(words: str) -> bool:
    """Whether what looks like the second half of a postcode is an ordinal, a time or a word: `X4 1st`, `T19 off`."""
    small = not words[-3].isdigit() and words[-3:].islower() and words[-3:] in common_words()
    return small or words[-2:].casefold() in {"st", "nd", "rd", "th", "am", "pm"} or not any(map(str.isdigit, words))


def _no_plate(words: str) -> bool:
    """Whether it has no figure, or an outward code or a handle goes on with a small word: `LL57 and`."""
    small = words[-3:].islower() and not words[-4].isalnum()
    return figures(1)(words) or (small and words[-3:] in common_words())


def _no_area(words: str) -> bool:
    return words.islower() and words[:2] in NOT_AREAS


NUMBERS = (
    rule("NHS", "NHS number", rf"(?<![\w-]){FIGURE}{{3}}[ .-]?{FIGURE}{{3}}[ .-]?{FIGURE}{{4}}(?![\w-])", 0.6, context=("nhs",), unless=figures(7), lines=True),
    rule("NINO", "national insurance number", rf"(?<!\w)[A-Z]{{2}}(?:[ ./-]{{0,2}}{FIGURE}){{6}}[ ./-]{{0,2}}[A-Z](?!\w)", 0.9, unless=figures(4), lines=True),
    rule("PHONE", "telephone", rf"(?<![\d/])(?:\(?\+ ?44\)?[ -]?(?:\(0\)[ -]?)?|\(?0|0044[ -]?)(?:[ .\-–]{{0,2}}{FIGURE}|\({FIGURE}{{1,5}}\)|\)){{9,11}}(?![\d/])(?:,? ?(?:ext|x)\.? ?\d{{2,5}})?", 0.85, unless=lambda words: figures(8)(words) or _helpline(words), lines=True),
    rule("PHONE", "short telephone", rf"\b(?:tel|phone|mob|mobile|landline|ring|call|ext|number|no)\b\.?\W{{0,3}}(?P<x>{PUBLIC}[\dOo]{{3,6}}(?:[ -]{{1,2}}\d{{1,6}})?)\b", 0.6, unless=lambda words: figures(3)(words) or _helpline(words)),
    rule("POSTCODE", "postcode", rf"(?<![\w£])[A-Z]{{1,2}}{FIGURE}{{1,2}}[A-Z]? ?{FIGURE}[A-Z]{{2}}(?!\w)", 0.85, unless=_ordinal, lines=True),
    rule("POSTCODE", "end of a postcode", rf"\b(?:ending|ends)(?: in)?\W{{1,3}}(?P<x>(?-i:{FIGURE}[A-Z]{{2}}|\d[a-z]{{2}}))(?!\w)", 0.7, unless=_ordinal),
    rule("POSTCODE", "begun postcode", rf"(?<![\w£])(?:{AREA})\d{{1,2}}[A-Z]? \d(?![\w/:.,]\w|\w)", 0.65, unless=_no_area, lines=True),
    rule("POSTCODE", "outward code", rf"\b(?:postcode|post code|p/?code|pc|(?:area|district)(?!\W{{1,14}}{SECTION}))\W{{1,14}}(?P<x>[A-Z]{{1,2}}(?:\d{{1,2}}[A-Z]?|[Il][A-Z]|l\d|O\d))\b|\b(?P<y>[A-Z]{{1,2}}\d{{1,2}}[A-Z]?)(?=\s+(?:area|postcode|district|lot|lads|boys)\b)", 0.8),
    rule("POSTCODE", "outward code of an area", rf"(?<![\w£/.-])(?:{AREA})(?:\d{{1,2}}[A-Z]?|[\dlIO]{{2}})(?![\w/-])", 0.7, flags=0, unless=figures(1)),
    rule("POSTCODE", "small outward code", rf"\b(?:in|round|around|covers|to|from|of|the|\() ?\(?(?P<x>(?:{AREA})\d{{1,2}})(?![\w/-])", 0.6, unless=_no_area),
    rule("POSTCODE", "outward code after a place", r"\b(?:in|round|around|covers|hang round) (?P<x>[BEGLNW]\d{1,2}[A-Z]?)(?![\w/-])", 0.6, flags=0),
    rule("POSTCODE", "inner London", r"(?<![\w/-])(?:[EW]C?\d[A-Z]|N1C|SE1P|SW1[A-Z]|NW1W)(?![\w/-])", 0.65, flags=0),
    rule("POSTCODE", "outward code after an address", rf"(?<=, )(?!KS|UK|EU|Y|{SECTION})[A-Z]{{1,2}}\d{{1,2}}[A-Z]?(?=[.,;)\n]|$)", 0.6, flags=0),
    rule("VEHICLE", "registration", r"(?<!\w)[A-Z]{2}[\dlO]{2}[ .–-]?[A-Z]{3}(?!\w)", 0.87, unless=_no_plate, lines=True),
    rule("VEHICLE", "older registration", r"(?<!\w)(?:[A-Z]\d{1,3} [A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z])(?!\w)", 0.7, flags=0, lines=True),
    rule("VEHICLE", "registration with gaps", r"(?<![\w/-])[A-Z]{2}[\dlO]{2} ?[A-Z?*]{0,2}[?*]{1,3}[A-Z]{0,2}(?!\w)", 0.7, unless=figures(1)),
    rule("VEHICLE", "registration of a vehicle", rf"\b(?:{VEHICLES})\b[^.\n]{{0,30}}?(?<![\w/-])(?P<x>[a-z]{{2}}[\dlo]{{2}}(?: ?(?!{SMALL_WORD})[a-z?*]{{1,3}})?|[a-z]{{3}} ?\d{{1,3}}[a-z])(?![\w/-])", 0.65, unless=figures(1)),
    rule("VEHICLE", "part of a registration", rf"\b(?:reg|plate|index|vrm|registration)\b\W{{0,3}}(?:no\.?|part|partial|ending|starting|beginning|is|was)?\W{{0,4}}(?:ending|starting|beginning)?\W{{0,3}}(?P<x>(?=[A-Z]{{0,4}} ?\d)[A-Z0-9]{{2,4}}(?: ?(?!{SMALL_WORD})[A-Z]{{3}})?|(?-i:[A-Z]{{1,3}}(?: [A-Z]{{2,3}})?))(?!\w)", 0.72, lines=True),
    rule("VEHICLE", "part of a registration by its shape", r"(?<![\w/-])(?!KS|PN|RI)[A-Z]{2}[0-7]\d(?: [A-Z]{1,3})?(?![\w/-])", 0.6, flags=0),
    rule("VEHICLE", "registration near a plate", r"\b(?i:reg|plate|vrm)\b[^.\n]{0,25}?(?P<x>(?<![\w/-])(?:[A-Z]{1,3} ?\d{1,4}|\d{1,4} ?[A-Z]{2,3})(?: ?[A-Z]{1,3})?(?![\w/-]))", 0.72, flags=0),
    rule("REFERENCE", "driving licence", rf"(?<!\w)[A-Z9]{{5}} ?{FIGURE}{{6}} ?[A-Z9]{{2}} ?[A-Z\d][A-Z]{{2}}(?: {FIGURE}{{1,2}})?(?!\w)", 0.85, unless=figures(4), lines=True),
    rule(
        "REFERENCE",
        "licence or passport in a field",
        r"\b(?:licen[cs]e|driver|dvla|d/?l|passport|p/?p)\b\.?(?: (?:no|number|num|lists|with))?[.:=#-]{0,3}(?: (?:no|number)\b\.?)?[\s:=#(-]{0,3}"
        r"(?:licen[cs]e )?(?P<x>(?:[A-Z\d]{1,5} ){0,2}[A-Z\d]{0,18}\d[A-Z\d]{0,18}(?: (?=[A-Z\d]{1,7}\b)(?:[A-Z]{0,3}\d[A-Z\d]{0,6}|(?-i:[A-Z]{1,3}))){0,5})(?!\w)",
        0.8,
        unless=figures(4),
        lines=True,
    ),
    rule(
        "REFERENCE",
        "named reference",
        rf"\b(?:{REFERENCE})\b\.?(?:[\s:]+(?:number|num|no|ref|reference|log|id))?\.?\s{{0,3}}[:#=|(-]{{0,2}}\s{{0,3}}(?P<x>(?=(?-i:[A-Z]{{1,3}} )?[A-Z\d/.–\\-]{{0,30}} ?\d)(?-i:[A-Z]{{1,3}} )?[A-Z\d](?:[A-Z\d]|(?!/\d{{1,2}}\.\d{{1,2}}\.)(?:[/–\\-](?=[A-Z\d])|[/–\\-] (?=\d)|\.(?=\d))){{0,30}}(?<=\w\w)(?:\s+\d{{3,6}}\b)?(?:\s+of\s+(?:{DATE}|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?))?)",
        0.85,
        unless=lambda words: sum(map(str.isalnum, words)) < 3 or figures(1)(words),
        lines=True,
    ),
    rule("REFERENCE", "recorded delivery", r"(?<!\w)[A-Z]{2} ?\d{3,4} ?\d{3,4} ?\d{0,3} ?GB(?!\w)", 0.8, flags=0),
    rule("REFERENCE", "number of a day", rf"(?<![\w/.-])\d{{2,5}} of (?:{DATE}|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?)", 0.7),
    rule("REFERENCE", "number and month", rf"(?<![\w/.-])\d{{3,5}}[–-](?:\d{{1,2}}[–-])?(?:{MONTHS}|\d{{1,2}})(?!\w)", 0.65),
    rule("REFERENCE", "reference by its shape", r"(?<![\w/.-])(?!Q\d{1,2}-Q)(?=[A-Z\d/-]{0,40}\d)(?=[A-Z\d/-]{0,40}[A-Z])(?!\d{1,2}(?:st|nd|rd|th|am|pm|hrs|yo)\b)[A-Z\d]{1,20}(?:[/-][A-Z\d]{2,20}){1,4}(?:[/-][A-Z\d])?(?![\w/])", 0.6, flags=0),
    rule("REFERENCE", "letters and digits", rf"(?<![\w/])(?!CCTV|[ABM]\d{{1,4}}\b|(?:{RANK})\b)[A-Z]{{1,5}}[-/ ]?\d{{4,20}}[A-Z]?(?![\w])", 0.7, flags=0, unless=lambda words: re.fullmatch(r"[A-Z]{3,5} (?:19|20)\d\d", words) is not None),
    rule("REFERENCE", "long number", r"(?<![\d£$€.,:/-])\d{5,30}(?![\d:])", 0.6),
    rule("REFERENCE", "longer number", r"\d{31,}", 0.6),
    rule("REFERENCE", "collar number", rf"\b(?:{RANK})\s{{1,3}}(?P<x>\d{{2,5}})\b", 0.85),
)  # fmt: skip


def nhs_check(number: str) -> bool:
    """Whether the check digit of an NHS number holds (modulus 11, NHS Data Dictionary)."""
    digits = [int(character) for character in number if character.isdigit()]
    if len(digits) != 10:
        return False
    weighted = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - weighted % 11) % 11 == digits[9]
