"""What stands in a narrative in place of a name: the mark of an entity, and what makes two writings one entity."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from textmine.markshape import MARK
from textmine.privacy.language.dates import read_date
from textmine.privacy.language.folding import fold
from textmine.privacy.language.numbershapes import kind_of_number
from textmine.privacy.language.personnames import PERSON
from textmine.privacy.language.placewords import kind_by_words
from textmine.types import Span

NAMES = {
    "LOCATION": "PLACE",
    "ORGANIZATION": "ORGANISATION",
    "CODE": "REFERENCE",
    "DATE_TIME": "DATE",
    "NRP": "GROUP",
    "NHS": "NHS NUMBER",
    "NINO": "NATIONAL INSURANCE NUMBER",
    "DOB": "DATE OF BIRTH",
    "URL": "WEB ADDRESS",
}
FIGURES = frozenset({"PHONE", "NHS NUMBER", "POSTCODE", "VEHICLE", "NATIONAL INSURANCE NUMBER"})
ONLINE = frozenset({"HANDLE", "EMAIL", "WEB ADDRESS"})
PLACED = frozenset({"LOCATION", "ORGANIZATION", "SCHOOL", "HOME", "HOSPITAL", "ADDRESS"})


@dataclass(frozen=True, slots=True)
class Register:
    """Who has which surrogate in one child's file: it grows while the write-ups are read.

    Args:
        given: keyed name to surrogate, from earlier runs and this one.
        words: keyed name to (surrogate, words), of what stands in the texts now.
        taken: surrogates that may not be given to anybody else.
        key: turns an entity into its keyed form.
        refused: surrogates that may not stay, though they were given earlier.
        holders: surrogate to the entity that has it in this run.
    """

    given: dict[str, str] = field(repr=False)
    words: dict[str, tuple[str, str]] = field(repr=False)
    taken: set[str] = field(repr=False)
    key: Callable[[str], str] = field(repr=False)
    refused: Callable[[str], bool] = lambda surrogate: False
    holders: dict[str, str] = field(repr=False, default_factory=dict)

    def surrogate(self, entity: str, words: str, make: Callable[[], str], *, names: Sequence[str] = ()) -> str:
        """The surrogate of an entity; a new one if none of its names has one that is its own.

        Args:
            entity, words: of the span.
            make: a surrogate that is not taken.
            names: all names of the entity in this file.
        """
        keyed = [self.key(name) for name in dict.fromkeys((entity, *names))]
        found = (new for one in keyed if (new := self.given.get(one)) is not None and self._free(new, entity))
        surrogate = next(found, None)
        if surrogate is None:
            surrogate = make()
        self.taken.update((surrogate, surrogate.casefold()))
        self.holders[surrogate] = entity
        for one in keyed:
            self.given[one] = surrogate
            self.words[one] = (surrogate, words)
        return surrogate

    def _free(self, surrogate: str, entity: str) -> bool:
        return self.holders.get(surrogate, entity) == entity and not self.refused(surrogate)


def kind_of(span: Span, words: str = "") -> str:
    """The word in the mark: the role the roster gives, the kind that the words tell, or the kind of identifier."""
    role = span.entity.split(":")[0]
    if role == "mark":
        match = MARK.fullmatch(span.entity.removeprefix("mark:"))
        return match[1] if match else "PERSON"
    if role == "DOB":
        return NAMES[role]
    if role and role not in NAMES and role != span.label:
        return role_mark(role)
    return plain_kind(span, words)


def plain_kind(span: Span, words: str = "") -> str:
    """The kind of identifier, without regard to who it is."""
    if span.label in ("LOCATION", "ORGANIZATION") and (kind := kind_by_words(words)):
        return kind
    kind = NAMES.get(span.label, span.label)
    return kind_of_number(words) or kind if kind == "REFERENCE" else kind


def role_mark(role: str) -> str:
    """A role in plain capitals, as it stands in a mark."""
    return " ".join(re.sub(r"[^A-Z ]+", " ", fold(role).text.upper()).split()) or "PERSON"


def entity_of(span: Span, words: str, kind: str) -> str:
    """What all writings of an identifier share, within one child's file.

    What one detector calls a place and another an organisation is one thing; so is a number with and without spaces.
    """
    if span.label == "PERSON" and not span.entity:
        return PERSON + canonical(words)
    if span.entity and kind not in FIGURES:
        return span.entity
    if span.label in PLACED:
        return f"NAMED:{place_key(words)}"
    return f"{kind}:{canonical(words, kind)}"


def canonical(words: str, kind: str = "") -> str:
    """What two writings of one identifier share.

    Case, accents, spaces and the possessive do not matter; in figures nothing but figures and letters does, and a
    telephone is the same with its country; in names used online every dot matters.
    """
    folded = fold(words).text.casefold().strip()
    if kind in FIGURES:
        bare = re.sub(r"[\W_]+", "", folded)
        return re.sub(r"^(?:00)?440?(?=\d{9,10}$)", "0", bare) if kind == "PHONE" else bare
    if kind in ONLINE:
        return folded.removeprefix("@")
    return re.sub(r"'s?$", "", re.sub(r"[\s\-.]+", " ", folded).strip())


def place_key(words: str) -> str:
    """What two writings of a place's name share: also with and without `the`, and saints with and without apostrophe.

    >>> place_key("St. John’s") == place_key("st johns"), place_key("the Ship Inn") == place_key("Ship Inn")
    (True, True)
    """
    folded = re.sub(r"[\s\-.,]+", " ", fold(words).text.casefold()).strip().removeprefix("the ")
    if folded.startswith(("st ", "saint ")):
        return re.sub(r"^saint ", "st ", folded).replace("'", "")
    return re.sub(r"'s?$", "", folded)


def born(words: str) -> str:
    """A date of birth in one form, however it is written."""
    day = read_date(words.strip())
    return day.isoformat() if day else canonical(words)


def next_mark(kind: str, taken: set[str], *, numbered: bool) -> str:
    """The first mark of a kind that is free: the kind alone, or with the next number."""
    if not numbered and f"[{kind}]" not in taken and kind != "CHILD":
        return f"[{kind}]"
    number = 1 if numbered and f"[{kind}]" not in taken else 2
    while f"[{kind} {number}]" in taken:
        number += 1
    return f"[{kind} {number}]"
