"""Patterns of places and organisations: addresses, schools, homes, hospitals, firms; English and Welsh."""

# ruff: noqa: E501 - a pattern is read in one piece

from __future__ import annotations

import re

from textmine.privacy.language.patternwords import (
    BUILDING,
    FIRM,
    HOME,
    HOSPITAL,
    MONTHS,
    NAME,
    SCHOOL,
    SHORT_STREET,
    STREET,
    TREES,
    WELSH_STREET,
)
from textmine.privacy.language.plainwords import (
    COMPANY,
    FAMILY,
    KINDS_OF_PLACE,
    POSSESSIVE,
    identifies_nobody,
    words_of,
)
from textmine.privacy.rules.rule import first_is_common, plain, rule

NO_STREET = words_of(
    "the administrative supreme high crown district family youth magistrates county appeal appeals commercial security law"
)
NO_WELSH_PLACE = words_of("Nghymru Ngorffennaf Mhrydain Ngogledd Nwyrain Neheudir Naw Nos Mis")
PARTICLES = r"(?:yr?|y|o|a|ac)"


def _no_street(words: str) -> bool:
    """Whether what ends like a street is a court of law, somebody's view, a date before `the Court`, or plain words."""
    folded = words.casefold().split()
    if folded[-1] == "view" and POSSESSIVE.sub("", folded[-2]) in FAMILY | COMPANY:
        return True
    if folded[-1] == "court" and (NO_STREET & set(folded)):
        return True
    return any(re.fullmatch(MONTHS, word) for word in folded) or (not words[0].isdigit() and plain(words))


def _no_welsh_place(words: str) -> bool:
    """Whether what stands after `yn`, `yng` or `ym` is a month, the country, a direction or a common word."""
    first = words.split()[0]
    return first in NO_WELSH_PLACE or bool(re.fullmatch(MONTHS, first, re.I)) or plain(first)


def _no_name(words: str) -> bool:
    """Whether a phrase is no more than the kind of a place or service: the Youth Club, a Health Centre."""
    kinds = KINDS_OF_PLACE | {"health", "children's", "children’s", "family", "local", "community", "sports", "leisure"}
    return all(identifies_nobody(word) or word.casefold() in kinds for word in words.split())


PLACES = (
    rule("ADDRESS", "house and street", rf"(?:\bflat \w{{1,3}},? )?(?<![\w£:./])\d{{1,4}}[a-z]?,? (?:[\w'’-]{{1,30}} ){{1,3}}?(?:{STREET}|{SHORT_STREET})\b(?![’'])", 0.85, unless=_no_street),
    rule("ADDRESS", "house and building", rf"(?<![\w£:./])\d{{1,3}}[a-z]?,? (?:The )?(?:{NAME} ){{0,2}}(?:{BUILDING.title()}|{STREET.title()})\b", 0.8, flags=0),
    rule("ADDRESS", "address in a field", rf"\b(?:address|addr|cyfeiriad)\W{{0,4}}(?P<x>\d{{1,4}}[a-z]?,? (?:[\w'’-]{{1,30}},? ){{1,4}}?(?:{STREET}|{SHORT_STREET})\b)", 0.85, lines=True),
    rule("ADDRESS", "address run into its field", rf"\b(?:address|addr)(?P<x>\d{{1,4}}[a-z]?,? (?:[\w'’-]{{1,30}},? ){{1,4}}?(?:{STREET}|{SHORT_STREET}))\b", 0.85),
    rule("ADDRESS", "flat or plot", r"\b(?:flat|plot|pitch|apartment|caravan) \d{1,3}[a-z]?\b(?:,? \d{1,4}[a-z]?(?= ))?", 0.7),
    rule("ADDRESS", "street", rf"\b(?:{NAME} ){{1,3}}(?:{STREET.title()}|{SHORT_STREET.title()})\b(?!\s+(?:of|to|for)\b)", 0.75, flags=0, unless=_no_street),
    rule("ADDRESS", "street without capitals", r"(?<![\w'’-])[a-z][a-z'’-]{2,20} (?:road|rd|street|lane|avenue|ave|close|drive|crescent|terrace|gardens|grove)\b", 0.6, flags=0, unless=first_is_common),
    rule("ADDRESS", "Welsh street", rf"(?:\b\d{{1,4}}[a-z]?,? )?\b(?:{WELSH_STREET})(?:[ -](?:yr?\b|{NAME})){{1,4}}", 0.8, flags=0),
    rule("SCHOOL", "school", rf"\b(?:(?:{NAME}|St\.?|of|the|and) ){{0,4}}{NAME} (?:{SCHOOL})(?: (?:{SCHOOL}|for Girls|for Boys))*\b", 0.8, flags=0),
    rule("SCHOOL", "Welsh school", rf"\b(?:Ysgol|Coleg|Ysgolion)(?:\s(?:{PARTICLES}|Gyfun|Gynradd|Uwchradd|{NAME})){{0,4}}\s{NAME}", 0.85, flags=0),
    rule("HOSPITAL", "hospital", rf"\b(?:{NAME} ){{1,3}}(?:{HOSPITAL})\b|\bYsbyty(?:\s(?:{PARTICLES}|{NAME})){{0,3}}\s{NAME}", 0.8, flags=0),
    rule("HOME", "home", rf"\b(?:{NAME} ){{1,2}}(?:{HOME})\b|\bCartref(?:\s(?:{PARTICLES}|{NAME})){{0,3}}\s{NAME}", 0.7, flags=0),
    rule("LOCATION", "place after Welsh in", rf"(?<!\w)(?:(?:[Yy]|['’])ng (?=Ng)|(?:[Yy]|['’])m (?=M)|[Yy]n (?=N))(?P<x>{NAME}(?: (?:y|yr|{NAME})(?= |\b))*)", 0.6, flags=0, unless=_no_welsh_place),
    rule("LOCATION", "small place after Welsh in", r"(?<!\w)yng (?P<x>ngh[\w'’-]{4,})", 0.6, flags=0, unless=plain),
    rule("HOME", "home named for trees", rf"\b(?:at|from|left|to|in|of|like|placement)\W{{1,4}}the \W?(?P<x>(?:{TREES}))\b|\bThe (?P<y>(?-i:{TREES.title()}))\b", 0.65),
    rule("ORGANIZATION", "firm or service", rf"\b(?:The |the )?(?:{NAME} (?:and |& )?){{1,3}}(?:{FIRM})\b|\bHMP {NAME}|\b{NAME} & (?:Co|Sons?|Daughters?)\b|\bHeddlu {NAME}", 0.7, flags=0, unless=_no_name),
)  # fmt: skip
