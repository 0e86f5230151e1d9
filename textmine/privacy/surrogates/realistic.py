"""Realistic surrogates: for each identifier something fictional of its kind, chosen by the vault's key.

People are chosen within a child's file, so that nobody can be followed from one child to another; places, schools and
firms in the whole study, so that one town is one fictional town. Nothing that stands in the child's texts or roster is
ever chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice

from textmine.privacy.language.personnames import POSSESSIVE
from textmine.privacy.language.placewords import around_name
from textmine.privacy.surrogates.choosing import free, keyed_number
from textmine.privacy.surrogates.claims import Claims
from textmine.privacy.surrogates.fakenumbers import fake_numbers, written_like
from textmine.privacy.surrogates.fictionalpeople import People
from textmine.privacy.surrogates.invented import invented_name, sounds_welsh
from textmine.privacy.surrogates.marks import PLACED, Register, entity_of, kind_of, next_mark, place_key, plain_kind
from textmine.types import Span

NUMBERS = frozenset({"PHONE", "NHS NUMBER", "NATIONAL INSURANCE NUMBER", "POSTCODE", "VEHICLE", "REFERENCE", "HANDLE"})
ONLINE = frozenset({"EMAIL", "WEB ADDRESS"})
# Only a shape with hardly any other form (two figures) runs out of so many attempts.
ATTEMPTS = 200
NUMBERED = re.compile(r"^(?:flat \w+,?\s*)?\d+[a-z]?,?\s+", re.I)
HOUSES = 180


@dataclass(frozen=True, slots=True)
class Fiction:
    """What stands for the identifiers of one child's file.

    Args:
        register: who has which surrogate.
        study: turns what is the same in the whole study into its keyed form.
        claims: which fictional name stands for which place in the whole study.
        people: surrogates of people.
        real: what stands in the child's texts and roster, in the form of `choosing.real_words`.
    """

    register: Register
    study: Callable[[str], str] = field(repr=False)
    claims: Claims
    people: People = field(repr=False)
    real: frozenset[str] = field(repr=False)

    def __call__(self, span: Span, text: str) -> str:
        """What stands for a span of a text."""
        words = text[span.start : span.end]
        kind = kind_of(span) if span.entity.startswith("mark:") else plain_kind(span, words)
        try:
            return self._fiction(span, text, words, kind)
        except LookupError:
            return self._mark(span, kind, words)

    def _fiction(self, span: Span, text: str, words: str, kind: str) -> str:
        if span.entity.startswith("mark:"):
            return self._mark(span, kind, words)
        if span.label == "PERSON":
            return self.people(span, text)
        if span.label in PLACED:
            return self._place(span, words)
        return self._number(span, kind, words) if kind in NUMBERS | ONLINE else self._mark(span, kind, words)

    def _mark(self, span: Span, kind: str, words: str) -> str:
        """For kinds of which nothing fictional can be made, and where everything else is taken."""
        return self.register.surrogate(
            f"mark {entity_of(span, words, kind)}", words, lambda: next_mark(kind, self.register.taken, numbered=True)
        )

    def _place(self, span: Span, words: str) -> str:
        ending = POSSESSIVE.search(words)
        name = words[: ending.start()] if ending else words
        core = self.register.surrogate(entity_of(span, words, ""), words, lambda: self._invent(span, name))
        house, invented = core.split(" ", 1) if core[:1].isdecimal() and " " in core else ("", core)
        # Of an address the house and the street are kept; town and postcode after a comma are left out.
        street = NUMBERED.sub("", name).split(",")[0] if span.label == "ADDRESS" else name
        before, after = around_name(street.strip())
        shown = f"{house} {before}{invented}{after}".strip()
        return _cased(shown, name) + (ending[0] if ending else "")

    def _invent(self, span: Span, name: str) -> str:
        """A name, and for an address with a number a house; one name is one fictional name in the whole study."""
        keyed = self.study(f"NAMED:{place_key(span.entity.partition(':')[2] or name)}")
        house = f"{1 + keyed_number(keyed) % HOUSES} " if span.label == "ADDRESS" and NUMBERED.match(name) else ""
        names = (invented_name(keyed_number(f"{keyed} {n}"), welsh=sounds_welsh(name)) for n in count())
        ours = (new for new in names if self.claims.open_to(new, keyed))
        invented = next(new for new in ours if self._free(new) and self._free(house + new))
        self.claims.claim(invented, keyed)
        return house + invented

    def _number(self, span: Span, kind: str, words: str) -> str:
        entity = entity_of(span, words, kind)
        new = self.register.surrogate(entity, words, lambda: self._invent_number(entity, kind, words))
        return _online(new, words) if kind in ONLINE else written_like(kind, words, new)

    def _invent_number(self, entity: str, kind: str, words: str) -> str:
        attempts = islice(self._attempts(kind, words, self.register.key(entity)), ATTEMPTS)
        found = next((new for new in attempts if self._free(new)), None)
        if found is None:
            raise LookupError("every number of this shape is taken")
        return found

    def _attempts(self, kind: str, words: str, keyed: str) -> Iterator[str]:
        return fake_numbers("HANDLE", "abcdefgh", keyed) if kind in ONLINE else fake_numbers(kind, words, keyed)

    def _free(self, new: str) -> bool:
        return free(new, self.register.taken, self.real)


def _online(name: str, words: str) -> str:
    """An address below a name that is kept for examples (RFC 2606)."""
    if "@" in words:
        return f"{name}@example.org"
    start = re.match(r"(?:https?://)?(?:www\.)?", words, re.I)
    return f"{start[0] if start else ''}example.org/{name}"


def _cased(new: str, old: str) -> str:
    """In capitals or small letters throughout, where the other is."""
    letters = [character for character in old if character.isalpha()]
    if len(letters) > 3 and all(map(str.isupper, letters)):
        return new.upper()
    return new.lower() if letters and all(map(str.islower, letters)) else new
