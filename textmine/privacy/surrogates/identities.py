"""Who is who in a child's file: which names are one person's, because the roster or the text says so.

Names are never joined because they are alike. What is alike is proposed, and a person decides (`proposals`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from textmine.privacy.case.roster import Known
from textmine.privacy.case.rosternames import RosterNames
from textmine.privacy.language.introductions import introductions, whole_names
from textmine.privacy.language.personnames import (
    PERSON,
    initials_of,
    is_titled,
    looks_like_initials,
    name_key,
    title_before,
    title_class,
)
from textmine.privacy.language.relations import relation
from textmine.privacy.surrogates.grouping import Groups
from textmine.privacy.surrogates.proposals import Proposal, propose
from textmine.privacy.surrogates.surnames import GROWN, is_young, join_titled
from textmine.types import Span


@dataclass(frozen=True, slots=True)
class Identities:
    """People of a child's file.

    Args:
        spans: of each text; every span of a person names its entity.
        members: entity to all names that stand for it in this file, itself among them.
        roles: entity to the relation that the text tells, of people whom the roster does not know.
        proposals: names that may be one person's.
    """

    spans: tuple[tuple[Span, ...], ...] = field(repr=False)
    members: Mapping[str, tuple[str, ...]] = field(repr=False)
    roles: Mapping[str, str] = field(repr=False)
    proposals: tuple[Proposal, ...] = field(repr=False, default=())


def identify(
    texts: Sequence[str],
    spans: Sequence[Sequence[Span]],
    *,
    people: Sequence[Known] = (),
    same: Sequence[tuple[str, str]] = (),
) -> Identities:
    """Find out who is who.

    One person's are: the names of one person of the roster; names that the text introduces as one person's; a first
    name, if exactly one person of the file bears it; a surname after a title, likewise; what a person decided.

    Args:
        texts, spans: all write-ups of one child and the spans of each.
        people: known names of people, from the roster.
        same: pairs of names that a person said are one person's.
    """
    roster = RosterNames.of(people)
    named = [[_named(text, span, roster) for span in found] for text, found in zip(texts, spans, strict=True)]
    groups = Groups(lambda name: not name.startswith(PERSON))
    known = {span.entity for found in named for span in found}
    named = [whole_names(text, found, known=known) for text, found in zip(texts, named, strict=True)]
    for name in (*roster.names, *(span.entity for found in named for span in found if _of_person(span))):
        groups.of(name)
    decided = _decided(groups, roster, same)
    join_first_names(groups, roster)
    _join_introduced(groups, roster, texts, named)
    join_first_names(groups, roster)
    join_titled(groups, roster)
    whole = tuple(tuple(_grouped(span, groups) for span in found) for found in named)
    return Identities(
        whole,
        groups.members(),
        _roles(texts, whole),
        propose(groups, roster, settled=decided),
    )


def _named(text: str, span: Span, roster: RosterNames) -> Span:
    """A span of a person with the entity that its own words name."""
    if not _of_person(span):
        return span
    words = text[span.start : span.end]
    key, title = name_key(words), title_before(text, span.start)
    a_parent = " " not in key and title in GROWN and is_young(span.entity)
    if _from_roster(span) and roster.bears(span.entity, words) and not a_parent:
        return span
    if " " not in key and (kind := title_class(title)):
        key = f"{kind} {key}"
    return replace(span, entity=PERSON + key)


def _of_person(span: Span) -> bool:
    return span.label == "PERSON" and not span.entity.startswith("mark:")


def _from_roster(span: Span) -> bool:
    return bool(span.entity) and span.entity.split(":")[0] not in ("person", "PERSON")


def _decided(groups: Groups, roster: RosterNames, same: Sequence[tuple[str, str]]) -> frozenset[frozenset[str]]:
    """Join what a person said is one."""
    for one, other in same:
        names = [name for words in (one, other) for name in _standing(words, groups, roster)]
        for name in names[1:]:
            groups.join(names[0], name, decided=True)
    return frozenset(frozenset(map(name_key, pair)) for pair in same)


def _standing(words: str, groups: Groups, roster: RosterNames) -> list[str]:
    known = [entity for entity in roster.entities(words) if entity in groups.above]
    return known or [name for name in (PERSON + name_key(words),) if name in groups.above]


def join_first_names(groups: Groups, roster: RosterNames) -> None:
    """Join the beginning of a full name with it, where exactly one person of the file has a name that begins so.

    `Kayleigh`, `Kayleigh Mae` and `Kayleigh J` are Kayleigh Mae Jones if no other name of the file or the roster holds
    a Kayleigh.
    """
    names = sorted(_plain(groups), key=lambda key: (-len(key), key))
    full = {**{key: PERSON + key for key in names if " " in key}, **roster.full}
    for key in names:
        bearers = [entity for other, entity in full.items() if other != key and _begins(key, other)]
        parts = [entity for other, entity in full.items() if " " not in key and key in other.split()[1:]]
        if bearers and not looks_like_initials(key) and (one := groups.only([*bearers, *parts])):
            groups.join(PERSON + key, one)


def _plain(groups: Groups) -> list[str]:
    """Keys of names that stand in the texts and that the roster did not place; not those after a title."""
    keys = (name.removeprefix(PERSON) for name in groups.above if name.startswith(PERSON))
    return [key for key in keys if not is_titled(key)]


def _begins(key: str, full: str) -> bool:
    parts, whole = key.split(), full.split()
    if len(parts) > 1 and len(parts[-1]) == 1 and len(whole) >= 2:
        return parts[:-1] == whole[: len(parts) - 1] and whole[-1].startswith(parts[-1]) and len(whole[-1]) > 1
    return len(parts) < len(whole) and parts == whole[: len(parts)]


def _join_introduced(
    groups: Groups, roster: RosterNames, texts: Sequence[str], named: Sequence[Sequence[Span]]
) -> None:
    """Join names that a text introduces as one person's, unless it does so for two people."""
    principals: dict[str, set[str]] = {}
    for text, found in zip(texts, named, strict=True):
        for one, other in introductions(text, [span for span in found if _of_person(span)]):
            long, short = sorted((one.entity, other.entity), key=_rank)
            principals.setdefault(short, set()).add(long)
    for short, names in sorted(principals.items()):
        rivals = _with_initials(short, names, groups, roster)
        if whose := groups.only(names | rivals):
            groups.join(whose, short)


def _rank(name: str) -> tuple[bool, int]:
    """Whose the other name is: the roster's, then the longer."""
    return name.startswith(PERSON), -len(name.split())


def _with_initials(short: str, names: set[str], groups: Groups, roster: RosterNames) -> set[str]:
    """Everybody of the file whose initials these are, if they are initials of those whom the text introduces."""
    letters = short.removeprefix(PERSON)
    full = {**{key: PERSON + key for key in _plain(groups) if " " in key}, **roster.full}
    bearers = {entity for key, entity in full.items() if letters in initials_of(key)}
    return bearers if bearers & names else set()


def _grouped(span: Span, groups: Groups) -> Span:
    if not _of_person(span):
        return span
    return replace(span, entity=groups.of(span.entity))


def _roles(texts: Sequence[str], spans: Iterable[Sequence[Span]]) -> dict[str, str]:
    """The first relation that the file tells of each person whom the roster does not know."""
    roles: dict[str, str] = {}
    for text, found in zip(texts, spans, strict=True):
        for span in found:
            new = span.label == "PERSON" and span.entity.startswith(PERSON) and span.entity not in roles
            if new and (role := relation(text, span.start, span.end)):
                roles[span.entity] = role
    return roles
