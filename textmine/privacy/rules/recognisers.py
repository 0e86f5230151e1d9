"""Patterns for the identifiers that social care and the police write in the United Kingdom.

A checksum raises a score and never vetoes: a number with a slip identifies, too. The patterns stand in the other files
of this room, one in a row: label, name, pattern, score. What no pattern can say is found by the functions in `FINDERS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.privacy.language.patternwords import told_time
from textmine.privacy.rules.dates import DATES, births_in_columns, mistyped_dates
from textmine.privacy.rules.initials import lone_initials
from textmine.privacy.rules.letters import short_names, single_letters
from textmine.privacy.rules.numbers import NUMBERS, nhs_check
from textmine.privacy.rules.online import ONLINE
from textmine.privacy.rules.people import PEOPLE
from textmine.privacy.rules.peoples import peoples
from textmine.privacy.rules.places import PLACES
from textmine.privacy.rules.rule import Rule
from textmine.privacy.rules.signoffs import sign_offs
from textmine.privacy.rules.smallplaces import small_places
from textmine.types import Span

__all__ = ["RULES", "nhs_check", "recognise"]

RULES: tuple[Rule, ...] = (*ONLINE, *NUMBERS, *DATES, *PLACES, *PEOPLE)
FINDERS = (
    peoples,
    sign_offs,
    mistyped_dates,
    births_in_columns,
    small_places,
    lone_initials,
    single_letters,
    short_names,
)


def recognise(text: str) -> Iterator[Span]:
    """All matches of all rules: characters, half-open; overlaps are left for merging."""
    lowered, flat = text.lower(), text.replace("\n", " ")
    for rule in RULES:
        for match in rule.pattern.finditer(flat if rule.lines else text):
            start, end = _span(match)
            if start < end and not rule.unless(flat[start:end]) and not _a_time(rule, flat, start, end):
                before = lowered[max(0, start - 60) : start]
                yield Span(start, end, rule.label, _score(rule, text[start:end], before), rule.name)
    for find in FINDERS:
        yield from find(text)


def _span(match: re.Match[str]) -> tuple[int, int]:
    for name in ("x", "y"):
        if name in match.re.groupindex and match.start(name) >= 0:
            return _without_stop(match, *match.span(name))
    return _without_stop(match, *match.span())


def _without_stop(match: re.Match[str], start: int, end: int) -> tuple[int, int]:
    """The stretch without a full stop at its end: a month's, where it has one, may as well be the sentence's."""
    return start, end - 1 if start < end and match.string[end - 1] == "." and match.string[end - 2].isalnum() else end


def _a_time(rule: Rule, text: str, start: int, end: int) -> bool:
    return rule.label == "DATE" and told_time(text, start, end)


def _score(rule: Rule, words: str, before: str) -> float:
    near = any(word in before for word in rule.context)
    checked = rule.label == "NHS" and nhs_check(words)
    return min(0.98, rule.score + 0.25 * near + 0.3 * checked)
