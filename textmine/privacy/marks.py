"""What stands in a narrative in place of a name: the mark of an entity, and what makes two writings one entity."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from textmine.privacy.dates import read_date
from textmine.privacy.folding import fold
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
MARK = re.compile(r"\[([A-Z][A-Z ]*?) ?\d*\]")
CHILD = "child"
FIGURES = frozenset({"PHONE", "NHS NUMBER", "POSTCODE", "VEHICLE", "NATIONAL INSURANCE NUMBER"})
ONLINE = frozenset({"HANDLE", "EMAIL", "WEB ADDRESS"})


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one child's file while it is pseudonymised: it grows as write-ups are read.

    Args:
        given: keyed entity to mark.
        words: keyed entity to (mark, words), of what stands in the texts now.
        taken: marks that may not be given to anybody else.
        key: see `pseudonymise_case`.
    """

    given: dict[str, str] = field(repr=False)
    words: dict[str, tuple[str, str]] = field(repr=False)
    taken: set[str]
    key: Callable[[str], str] = field(repr=False)

    def of(self, entity: str, kind: str, words: str, *, numbered: bool) -> str:
        """The mark of an entity, a new one if it has none."""
        keyed = self.key(entity)
        if keyed not in self.given:
            self.given[keyed] = "[CHILD]" if entity == CHILD else _next(kind, self.taken, numbered=numbered)
            self.taken.add(self.given[keyed])
        self.words[keyed] = (self.given[keyed], words)
        return self.given[keyed]


def kind_of(span: Span) -> str:
    """The word in the mark: the role the roster gives, or the kind of identifier."""
    role = span.entity.split(":")[0]
    if role == "mark":
        match = MARK.fullmatch(span.entity.removeprefix("mark:"))
        return match[1] if match else "PERSON"
    if role and role not in NAMES and role != span.label:
        return " ".join(re.sub(r"[^A-Z ]+", " ", fold(role).text.upper()).split()) or "PERSON"
    return NAMES.get(span.label, span.label)


def canonical(words: str, kind: str = "") -> str:
    """What two writings of one identifier share.

    Case, accents, spaces and the possessive do not matter; in figures nothing but figures and letters does; in names
    used online every dot does.
    """
    folded = fold(words).text.casefold().strip()
    if kind in FIGURES:
        return re.sub(r"[\W_]+", "", folded)
    if kind in ONLINE:
        return folded.removeprefix("@")
    return re.sub(r"'s?$", "", re.sub(r"[\s\-.]+", " ", folded).strip())


def born(words: str) -> str:
    """A date of birth in one form, however it is written."""
    day = read_date(words.strip())
    return day.isoformat() if day else canonical(words)


def _next(kind: str, taken: set[str], *, numbered: bool) -> str:
    if not numbered and f"[{kind}]" not in taken and kind != "CHILD":
        return f"[{kind}]"
    number = 1 if numbered else 2
    while f"[{kind} {number}]" in taken:
        number += 1
    return f"[{kind} {number}]"
