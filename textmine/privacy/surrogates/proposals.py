"""Names that are alike and may be one person's: a person decides, the program never does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

from textmine.privacy.case.knownpeople import one_edit
from textmine.privacy.case.rosternames import RosterNames
from textmine.privacy.language.personnames import PERSON, initials_of, is_titled
from textmine.privacy.surrogates.grouping import Groups

# Below this many letters one letter's difference says too little: Jon and Jan.
LEAST = 4
# Short forms that do not begin like the name; the others are seen by their beginning.
SHORT_FORMS = (
    *({"alexander", "sandy"}, {"elizabeth", "beth", "liz", "lizzie", "betty"}, {"william", "bill", "billy", "liam"}),
    *({"robert", "bob", "bobby"}, {"richard", "dick", "rick"}, {"margaret", "maggie", "peggy", "meg"}),
    *({"james", "jim", "jimmy", "jamie"}, {"edward", "ted", "ned", "eddie"}, {"katherine", "kate", "katie", "kathy"}),
    *({"thomas", "tommy", "twm", "tomos"}, {"joseph", "joe", "joey"}, {"yousef", "yusuf", "joe"}),
    *({"anthony", "tony"}, {"victoria", "vicky", "tori"}, {"isabella", "bella", "izzy"}, {"john", "jack", "sion"}),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two names of a child's file that may be one person's, and why."""

    a: str = field(repr=False)
    b: str = field(repr=False)
    why: str


def propose(groups: Groups, roster: RosterNames, *, settled: frozenset[frozenset[str]]) -> tuple[Proposal, ...]:
    """Pairs of people of the file with names that are alike, in order; each pair once.

    Args:
        groups: who is who so far.
        roster: known names, for those whom the roster knows.
        settled: pairs of names on which a person has decided.
    """
    names = {
        group: [key for name in members for key in _keys(name, roster)] for group, members in groups.members().items()
    }
    found = (
        _alike(names[one], names[other])
        for one, other in combinations(sorted(names), 2)
        if one.startswith(PERSON) or other.startswith(PERSON)
    )
    return tuple(p for p in found if p is not None and frozenset((p.a, p.b)) not in settled)


def _keys(name: str, roster: RosterNames) -> tuple[str, ...]:
    if not name.startswith(PERSON):
        return roster.names.get(name, ())
    key = name.removeprefix(PERSON)
    return () if is_titled(key) else (key,)


def _alike(ones: list[str], others: list[str]) -> Proposal | None:
    reasons = (
        Proposal(one, other, why) for one in ones for other in others for why in _reasons(one, other) if one != other
    )
    return next(reasons, None)


def _reasons(one: str, other: str) -> Iterator[str]:
    short, long = sorted((one, other), key=lambda key: (" " in key, len(key)))
    if " " not in short and short in initials_of(long):
        yield "initials that fit"
    first, second = short.split()[0], long.split()[0]
    surnames = {key.split()[-1] for key in (short, long) if " " in key}
    if len(surnames) > 1 or " " in short:
        if " " in short and one_edit(short, long):
            yield "one letter apart"
        return
    if min(len(first), len(second)) >= LEAST and one_edit(first, second):
        yield "one letter apart"
    elif any(first in forms and second in forms for forms in SHORT_FORMS) or (
        len(first) > 2 and second.startswith(first) and first != second
    ):
        yield "may be a short form"
    elif " " in long and short == long.split()[-1]:
        yield "a surname alone"
