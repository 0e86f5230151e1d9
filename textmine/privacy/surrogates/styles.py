"""The three styles of surrogates: roles, plain tags, fictional names; each knows its own surrogates of earlier runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.markshape import MARK
from textmine.privacy.case.roster import CHILD, Known
from textmine.privacy.case.rosternames import RosterNames
from textmine.privacy.language.personnames import PERSON, looks_like_initials, name_key
from textmine.privacy.surrogates.choosing import free, real_words
from textmine.privacy.surrogates.fictionalpeople import People, names_of
from textmine.privacy.surrogates.identities import Identities
from textmine.privacy.surrogates.keys import Keys
from textmine.privacy.surrogates.marks import (
    Register,
    born,
    entity_of,
    kind_of,
    next_mark,
    plain_kind,
    role_mark,
)
from textmine.privacy.surrogates.policy import Style
from textmine.privacy.surrogates.realistic import Fiction
from textmine.types import Span

# Before a keyed name in the vault, so that a study that changes its style gets each style's surrogates back.
PREFIXES: Mapping[str, str] = {"roles": "", "tags": "tags|", "realistic": "realistic|"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes what stands for a span, in one style.

    Args:
        write: what stands for a span of a text.
        register: who has which surrogate.
        prefix: of the style's names in the vault.
    """

    write: Callable[[Span, str], str] = field(repr=False)
    register: Register
    prefix: str

    def __call__(self, span: Span, text: str) -> str:
        """What stands for a span of a text."""
        return self.write(span, text)

    def marks(self) -> dict[str, tuple[str, str]]:
        """What the vault must keep: keyed name to (surrogate, words)."""
        return {self.prefix + keyed: given for keyed, given in self.register.words.items()}


def writer_of(
    style: Style,
    texts: Sequence[str],
    who: Identities,
    *,
    known: Mapping[str, str],
    keys: Keys,
    facts: tuple[Sequence[Known], str],
) -> Writer:
    """The writer of a style for one child's file.

    Args:
        style: which.
        texts, who: the write-ups, and who is who in them.
        known: keyed name to surrogate of earlier runs, in any style.
        keys: made from the vault's key.
        facts: the roster's known names, and the child's sex.
    """
    prefix = PREFIXES[style]
    given = {name.removeprefix(prefix): mark for name, mark in known.items() if _is_of(name, style)}
    taken = {match[0] for text in texts for match in MARK.finditer(text)} | set(given.values())
    if style != "realistic":
        register = Register(given, {}, taken, keys.child)
        return Writer(_Marks(register, who, roles=style == "roles"), register, prefix)
    people, sex = facts
    real = _real(texts, who, people)
    lowered = {mark.casefold() for mark in taken}
    register = Register(given, {}, taken | lowered, keys.child, lambda new: not free(new, set(), real))
    roster = RosterNames.of(people)
    persons = People(
        register, names_of(who.members, roster.names), who.members, who.roles, _written(texts, who), real, sex
    )
    return Writer(Fiction(register, keys.study, keys.claims, persons, real), register, prefix)


def _is_of(name: str, style: Style) -> bool:
    prefix = PREFIXES[style]
    return name.startswith(prefix) if prefix else not name.startswith(tuple(filter(None, PREFIXES.values())))


@dataclass(frozen=True, slots=True)
class _Marks:
    """Marks with a word and a number: `[FRIEND 2]`, or without roles `[PERSON 3]`."""

    register: Register
    who: Identities
    roles: bool

    def __call__(self, span: Span, text: str) -> str:
        words = text[span.start : span.end]
        kind, foreign = kind_of(span, words), span.entity.startswith("mark:")
        if span.entity == CHILD:
            return self.register.surrogate(CHILD, words, lambda: "[CHILD]")
        if kind == "DATE OF BIRTH":
            return self._mark(f"{kind}:{born(words)}", kind, words, numbered=not self.roles)
        entity = entity_of(span, words, kind)
        if not self.roles and not foreign:
            return self._mark(entity, plain_kind(span, words), words, numbered=True, names=self._names(span))
        told = role_mark(self.who.roles[entity]) if entity in self.who.roles else ""
        numbered = foreign or not span.entity or span.entity.startswith(PERSON)
        return self._mark(entity, told or kind, words, numbered=numbered, names=self._names(span))

    def _names(self, span: Span) -> tuple[str, ...]:
        """The names whose marks of earlier runs go on; whom the roster knows has the roster's role and no other."""
        return self.who.members.get(span.entity, ()) if span.entity.startswith(PERSON) else ()

    def _mark(self, entity: str, kind: str, words: str, *, numbered: bool, names: Sequence[str] = ()) -> str:
        return self.register.surrogate(
            entity, words, lambda: next_mark(kind, self.register.taken, numbered=numbered), names=names
        )


def _real(texts: Sequence[str], who: Identities, people: Sequence[Known]) -> frozenset[str]:
    """What no surrogate may equal: words of the texts, identifiers, names of the roster."""
    spans = (text[s.start : s.end] for text, found in zip(texts, who.spans, strict=True) for s in found)
    return real_words([*texts, *(known.words for known in people)], [*spans, *(known.words for known in people)])


def _written(texts: Sequence[str], who: Identities) -> frozenset[str]:
    """Parts of people's names that are written out somewhere in the file."""
    found = (
        text[s.start : s.end]
        for text, spans in zip(texts, who.spans, strict=True)
        for s in spans
        if s.label == "PERSON"
    )
    return frozenset(part for words in found if not looks_like_initials(words) for part in name_key(words).split())
