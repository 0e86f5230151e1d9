"""Where a text itself says that two names are one person's: `Kayleigh Jones (KJ)`, `Kayleigh "Kay" Jones`, `known as`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from textmine.privacy.language.personnames import PERSON, initials_of, looks_like_initials, name_key
from textmine.privacy.language.plainwords import identifies_nobody
from textmine.types import Span

OPEN, CLOSE = "[\"“'‘]", "[\"”'’]"
KNOWN_AS = re.compile(
    rf"[\s,(–-]*(?:(?:who|she|he|they) )?(?:(?:is|was|are|were) )?(?:also |better |otherwise |usually |often )?"
    r"(?:known(?: to (?:\w+ ){1,2})? as|a\.?k\.?a\.?|nicknamed|goes by(?: the name(?: of)?)?|a elwir(?: hefyd)? yn"
    rf"|(?:sy['’]n|yn) cael ei (?:h?alw|galw) yn|neu['’]?n adnabyddus fel)\s+{OPEN}?",
    re.I,
)
# Who goes by a name is told; what is known as CSE is no name.
GOES_BY = re.compile(
    r"\b(?i:known(?: to (?:\w+ ){1,2}?)? as|a\.?k\.?a\.?|alias(?:es)?|nicknamed?|nick ?name(?: is| was)?|goes by"
    r"(?: the name(?: of)?)?|(?:call|calls|called) (?:her|him|them|me)|llysenw|adnabod fel|adnabyddus fel|galw yn)"
    rf"\s?[:=]?\s?{OPEN}?(?P<x>[A-Z]{{2,4}}|(?:[A-Z]\.){{1,3}}[A-Z]?|[B-HJ-Z])(?![\w’'-]*\w)"
)
QUOTED_AFTER = re.compile(rf"\s+\(?{OPEN}")
AFTER_QUOTE = re.compile(rf"{CLOSE}\)?\s+")
BRACKET = re.compile(r"\s+\(")
COMMA = re.compile(r",\s+")


def introductions(text: str, people: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Pairs of spans of people that the text says are one person.

    A second name in brackets counts where it is the initials of the first or begins like it; other names in brackets
    may be somebody who was there.

    Args:
        people: the text's spans of people, in order.
    """
    for one, other in pairwise(people):
        between, after = text[one.end : other.start], text[other.end : other.end + 2]
        quoted = QUOTED_AFTER.fullmatch(between) and re.match(CLOSE, after)
        bracketed = BRACKET.fullmatch(between) and after.startswith(")")
        short = bracketed and _short_for(text[one.start : one.end], text[other.start : other.end])
        if quoted or short or KNOWN_AS.fullmatch(between):
            yield one, other


def goes_by(text: str) -> Iterator[re.Match[str]]:
    """Where somebody is said to go by a few capitals: group `x`; acronyms of three letters and more are passed over."""
    return (m for m in GOES_BY.finditer(text) if len(m["x"]) < 3 or not identifies_nobody(m["x"]))


def whole_names(text: str, spans: Sequence[Span], *, known: Container[str]) -> list[Span]:
    """The spans, with the parts of one name that stand apart named by the whole: `Kayleigh "Kay" Jones`.

    A name after a comma (`Jones, Kayleigh`) belongs to the one before only where the whole name stands elsewhere: it
    may be a list.

    Args:
        spans: all spans of the text, those of people with their own entity.
        known: entities of the file.
    """
    named = {i: span for i, span in enumerate(spans) if span.label == "PERSON" and span.entity.startswith(PERSON)}
    found = list(spans)
    for i, one in named.items():
        two, three = named.get(i + 1), named.get(i + 2)
        if two and three and _quoted(text, one, two, three):
            full = PERSON + f"{one.entity} {three.entity}".replace(PERSON, "")
            found[i], found[i + 2] = replace(one, entity=full), replace(three, entity=full)
        elif two and COMMA.fullmatch(text, one.end, two.start):
            full = PERSON + f"{two.entity} {one.entity}".replace(PERSON, "")
            if full in known and " " not in one.entity:
                found[i], found[i + 1] = replace(one, entity=full), replace(two, entity=full)
    return found


def _quoted(text: str, one: Span, two: Span, three: Span) -> bool:
    return bool(QUOTED_AFTER.fullmatch(text, one.end, two.start) and AFTER_QUOTE.fullmatch(text, two.end, three.start))


def _short_for(full: str, short: str) -> bool:
    one, other = name_key(full), name_key(short)
    if looks_like_initials(short):
        return other in initials_of(one)
    return bool(one and other) and (one[:2] == other[:2] or one.split()[0] in other.split())
