"""Patterns of names and initials by what stands beside them: titles, ranks, fields, sign-offs."""

# ruff: noqa: E501 - a pattern is read in one piece

from __future__ import annotations

import re

from textmine.privacy.language.patternwords import CAPITALS, FIELD, NAME, RANK, TITLE
from textmine.privacy.language.plainwords import acronyms, common_words, identifies_nobody
from textmine.privacy.rules.rule import first_is_plain, plain, rule

SIGNED = r"signed|sgd|sign(?:ed)? off by|init(?:ial)?s?|completed by|written by|recorded by|entry by|note by|entered by|author"


def _acronyms_first(words: str) -> bool:
    """Whether what stands before the comma is common or an acronym, and no surname."""
    first = words.split(",")[0]
    return first in acronyms() or first_is_plain(words)


def _word(letters: str) -> bool:
    """Whether letters are an acronym or a short word."""
    return identifies_nobody(letters) or letters.casefold() in common_words()


PEOPLE = (
    rule("PERSON", "name after a title", rf"\b(?:{TITLE})\.? (?P<x>(?:[A-Z]\.? )?{NAME}(?: {NAME})?)", 0.75, flags=0),
    rule("PERSON", "small name after a title", rf"\b(?:{TITLE.lower()})\.? (?P<x>[a-z][\w'’-]+)", 0.7, flags=0, unless=plain),
    rule("PERSON", "name after a number", rf"\b(?:{RANK}) \d{{2,5}} (?P<x>{NAME}(?: {NAME})?)", 0.8, flags=0),
    rule("PERSON", "surname in capitals first", rf"(?<![\w-])(?P<x>{CAPITALS}, {NAME}(?: {NAME}){{0,2}})", 0.8, flags=0, unless=_acronyms_first),
    rule("PERSON", "surname first and an initial", rf"(?<![\w-])(?P<x>{NAME}, [A-Z]\.)(?!\w)", 0.7, flags=0, unless=first_is_plain),
    rule("PERSON", "surname in capitals last", rf"\b{NAME}(?: \([“\"'][^)\n]{{1,20}}\))? (?P<x>{CAPITALS})(?![\w-])", 0.7, flags=0, unless=plain),
    rule("PERSON", "name and halved initials", rf"\b{NAME} [A-Z][-–][A-Z]\b", 0.75, flags=0),
    rule("PERSON", "name in a field", rf"(?i:\b(?:{FIELD}))\s?[|:]\s?(?P<x>{NAME}(?: {NAME}){{0,2}})", 0.75, flags=0, unless=plain),
    rule("PERSON", "sign-off", r"\b(?i:signed|completed by|written by|recorded by|worker|author|staff)\s?[:–-]\s?(?P<x>[A-Z]\.?[A-Z]\.?[A-Z]?\.?)(?![\w])", 0.8, flags=0),
    rule("PERSON", "signed with initials", rf"\b(?i:{SIGNED})\b[\s:=–(-]{{1,4}}(?P<x>[A-Z]{{2,3}}|(?:[A-Za-z][. ]){{1,2}}[A-Za-z]\b\.?|[A-Z][a-z]{{1,2}})(?!\w)", 0.75, flags=0),
    rule("PERSON", "signed with small initials", rf"\b(?i:{SIGNED})\b[\s:=–(-]{{1,4}}(?P<x>[a-z]{{2,3}})(?!\w)", 0.65, flags=0, unless=_word),
    rule("PERSON", "speaker's initials", r"^[ \t]*(?P<x>[A-Z]{2,3}|[A-Z] [A-Z]-[A-Z])(?=:\s)", 0.65, flags=re.M, unless=identifies_nobody),
    rule("PERSON", "parted initials", r"(?<![\w.&-])[A-Z] [A-Z]-[A-Z](?![\w-])", 0.65, flags=0),
    rule("PERSON", "small initials at the end", r"[–—-] ?(?P<x>[a-z]{2,3}|[a-z]\.[a-z]\.?)\s*\Z", 0.65, flags=0, unless=_word),
    rule("PERSON", "parted initials at the end", r"[–—-] ?(?P<x>(?:[A-Z] ){1,2}[A-Z])\s*\Z", 0.65, flags=0),
    rule("PERSON", "initials in brackets", r"\((?P<x>[A-Z]{2})\)", 0.6, flags=0, unless=identifies_nobody),
)  # fmt: skip
