"""A surname alone: somebody's only after a title that fits; Mr and Mrs of one name are two people, and no children."""

from __future__ import annotations

from textmine.privacy.case.rosternames import RosterNames
from textmine.privacy.language.givennames import sex_of
from textmine.privacy.language.personnames import PERSON, is_titled
from textmine.privacy.language.plainwords import words_of
from textmine.privacy.surrogates.grouping import Groups

GROWN = frozenset({"mr", "mrs"})
"""Titles that no child goes by; the surname after them is a parent's, also where the roster knows the child alone."""
YOUNG = words_of(
    "child sibling brother sister half-brother half-sister stepbrother stepsister twin cousin niece nephew"
)
SEX = {"mr": "M", "mrs": "F"}


def join_titled(groups: Groups, roster: RosterNames) -> None:
    """Join `Mr Jones` with the one person of the file who is called Jones, if he may be a man and is not the child.

    Where nobody's full name holds the surname, one kind of title and the bare surname are one person's.
    """
    for name in sorted(name for name in groups.above if name.startswith((f"{PERSON}mr ", f"{PERSON}mrs "))):
        title, surname = name.removeprefix(PERSON).split(" ", 1)
        bearers = _bearers(surname, groups, roster)
        one = groups.only(bearers.values())
        if one and not is_young(one) and all(sex_of(key) in ("", SEX[title]) for key in bearers):
            groups.join(name, one)
        elif not bearers and not _other_title(title, surname, groups):
            groups.join(name, PERSON + surname)


def is_young(entity: str) -> bool:
    """Whether it is the child or somebody of the roster who is as young: a sibling, a cousin."""
    return entity.split(":")[0] in YOUNG


def _bearers(surname: str, groups: Groups, roster: RosterNames) -> dict[str, str]:
    """Full names of the file and the roster that end in a surname, and whose they are."""
    keys = {name.removeprefix(PERSON): name for name in groups.above if name.startswith(PERSON)}
    full = {**{key: name for key, name in keys.items() if not is_titled(key)}, **roster.full}
    return {key: name for key, name in full.items() if " " in key and key.split()[-1] == surname}


def _other_title(title: str, surname: str, groups: Groups) -> bool:
    return any(f"{PERSON}{other} {surname}" in groups.above for other in SEX if other != title)
