"""Fictional people: a first name of the same sex and language for each, a surname for each family, fitting initials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, islice

from textmine.privacy.case.roster import CHILD
from textmine.privacy.language.givennames import given_names, group_of, names_like, sex_of, surnames
from textmine.privacy.language.numbershapes import in_shape
from textmine.privacy.language.personnames import (
    PERSON,
    POSSESSIVE,
    SURNAME_FIRST,
    looks_like_initials,
    name_key,
    title_before,
)
from textmine.privacy.language.plainwords import TITLES
from textmine.privacy.language.relations import sex_of_role
from textmine.privacy.surrogates.choosing import free, in_keyed_order, keyed_number
from textmine.privacy.surrogates.marks import Register
from textmine.types import Span

FAMILY = "family name:"
TITLED = re.compile(rf"^(?:(?:{'|'.join(sorted(TITLES, key=len, reverse=True))})\.?\s+)+(?=\S)", re.I)
LETTERS = "ABCDEFGHIJKLMNOPRSTUVWXYZ"
# After these a first name may follow.
GIVEN_AFTER = frozenset({"", "sister", "nurse", "officer"})
ATTEMPTS = 400


@dataclass(frozen=True, slots=True)
class People:
    """Surrogates of the people of one child's file.

    Args:
        register: who has which surrogate.
        names: entity to the keys of all its names, from the roster and the file.
        members: entity to all names that stand for it in the file.
        roles: entity to role, where the text tells one.
        written: parts of names that are written out somewhere: capitals that equal one are no initials.
        real: what stands in the child's texts and roster.
        sex: of the child, `F`, `M` or empty.
    """

    register: Register
    names: Mapping[str, tuple[str, ...]] = field(repr=False)
    members: Mapping[str, tuple[str, ...]] = field(repr=False)
    roles: Mapping[str, str] = field(repr=False)
    written: frozenset[str] = field(repr=False)
    real: frozenset[str] = field(repr=False)
    sex: str = ""

    def __call__(self, span: Span, text: str) -> str:
        """What stands for a person's name, in the form and case in which it is written here.

        Raises:
            LookupError: every name is taken.
        """
        words = text[span.start : span.end]
        ending, title = POSSESSIVE.search(words), TITLED.match(words)
        name = words[title.end() if title else 0 : ending.start() if ending else len(words)]
        after_title = title is not None or title_before(text, span.start) not in GIVEN_AFTER
        if self._are_initials(span.entity, name):
            shown = self._initials(span.entity, name, words)
        else:
            shown = self._name(span.entity, name, words, after_title)
        return f"{title[0] if title else ''}{shown}{ending[0] if ending else ''}"

    def _are_initials(self, entity: str, name: str) -> bool:
        """Capitals that are no name written out; also small letters that begin the person's own names, in order."""
        key = name_key(name)
        firsts = ["".join(part[0] for part in full.split()) for full in self.names.get(entity, ()) if " " in full]
        own = {*firsts, *(letters[0] + letters[-1] for letters in firsts)}
        capitals = looks_like_initials(name)
        return (key in own and (capitals or name.islower())) or (capitals and key not in self.written)

    def _name(self, entity: str, name: str, words: str, after_title: bool) -> str:
        parts = name_key(name).split()
        if len(parts) < 2:
            return self._single(entity, name, words, after_title)
        if match := SURNAME_FIRST.match(name):
            return f"{_like(self._last(entity, parts[-1], words), match[1])}, {_like(self._first(entity, words), match[2])}"
        written = re.split(r"[\s.]+", name.strip())
        first = _short(self._first(entity, words), written[0])
        if any(key.startswith(" ".join(parts) + " ") for key in self.names.get(entity, ())):
            return first
        return f"{first} {_short(self._last(entity, parts[-1], words), written[-1] or parts[-1])}"

    def _single(self, entity: str, name: str, words: str, after_title: bool) -> str:
        key = name_key(name)
        if entity.startswith(FAMILY):
            last = entity.removeprefix(FAMILY)
            return _like(self._last(entity, last, words), name) + ("s" if key == f"{last}s" else "")
        full = [names.split() for names in self.names.get(entity, ()) if " " in names]
        if (after_title or key in self._surnames()) and not any(key == parts[0] for parts in full):
            return _like(self._last(entity, key, words), name)
        return _like(self._first(entity, words), name)

    def _surnames(self) -> set[str]:
        return {key.split()[-1] for keys in self.names.values() for key in keys if " " in key}

    def _first(self, entity: str, words: str) -> str:
        return self.register.surrogate(
            entity, words, lambda: self._choose_first(entity), names=self.members.get(entity, ())
        )

    def _choose_first(self, entity: str) -> str:
        keys = sorted(self.names.get(entity, ()), key=lambda key: (" " not in key, key))
        sex = sex_of_role(self.roles.get(entity, entity.split(":")[0])) or next(filter(None, map(sex_of, keys)), "")
        sex = (self.sex or sex) if entity == CHILD else sex
        group = group_of(keys[0]) if keys else group_of("")
        return self._choose([*in_keyed_order(names_like(sex, group), self.register.key(entity)), *given_names()])

    def _last(self, entity: str, last: str, words: str) -> str:
        """The surname of a family, of whose language its first member is; of an initial that of the whole name."""
        if len(last) == 1:
            last = next((key.split()[-1] for key in self.names.get(entity, ()) if _begins(key, last)), last)
        return self.register.surrogate(FAMILY + last, words, lambda: self._choose_last(entity, last))

    def _choose_last(self, entity: str, last: str) -> str:
        bearers = sorted(
            (owner != CHILD, key)
            for owner, keys in self.names.items()
            for key in keys
            if " " in key and key.split()[-1] == last
        )
        group = group_of(bearers[0][1] if bearers else "".join(self.names.get(entity, ())[:1]))
        every = (name for names in surnames().values() for name in names)
        return self._choose([*in_keyed_order(surnames()[group], self.register.key(FAMILY + last)), *every])

    def _choose(self, names: list[str]) -> str:
        found = next((name for name in names if free(name, self.register.taken, self.real)), None)
        if found is None:
            raise LookupError("every name is taken")
        return found

    def _initials(self, entity: str, name: str, words: str) -> str:
        wanted = len(name_key(name))
        own = f"initials {wanted}:{entity}"
        letters = self.register.surrogate(own, words, lambda: self._choose_letters(entity, own, wanted, words))
        return in_shape(name, letters)

    def _choose_letters(self, entity: str, own: str, wanted: int, words: str) -> str:
        full = next((key for key in self.names.get(entity, ()) if " " in key), "")
        ends = (self._first(entity, words)[0], self._last(entity, full.split()[-1], words)[0]) if full else ()
        return self._choose(list(islice(_letters(ends, wanted, self.register.key(own)), ATTEMPTS)))


def names_of(
    members: Mapping[str, tuple[str, ...]], roster: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Entity to the keys of all its names."""
    return {
        entity: tuple(
            key
            for name in names
            for key in ((name.removeprefix(PERSON),) if name.startswith(PERSON) else roster.get(name, ()))
        )
        for entity, names in members.items()
    }


def _letters(ends: tuple[str, ...], wanted: int, keyed: str) -> Iterator[str]:
    """Initials, those of the surrogate's own name first."""
    for attempt in count():
        number = keyed_number(f"{keyed} {attempt}")
        drawn = [LETTERS[number // len(LETTERS) ** i % len(LETTERS)] for i in range(wanted)]
        yield "".join([ends[0], *drawn[1:-1], ends[1]]) if ends and attempt < len(LETTERS) else "".join(drawn)


def _begins(key: str, letter: str) -> bool:
    return " " in key and len(key.split()[-1]) > 1 and key.split()[-1].startswith(letter)


def _short(new: str, old: str) -> str:
    """An initial where the other name is one."""
    return new[0] if len(old) == 1 else _like(new, old)


def _like(new: str, old: str) -> str:
    if len(old) > 1 and old.isupper():
        return new.upper()
    return new.lower() if old.islower() else new
