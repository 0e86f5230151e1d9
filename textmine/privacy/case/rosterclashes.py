"""Names that two people of one case share: which row of the roster, and what to write there; never the name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from textmine.privacy.case.roster import CHILD, Case, Known
from textmine.privacy.language.personnames import titled_key

APART = "write with one of them what tells them apart in the texts (a title, a second name)"
CHILDS_NAME = f"a person has the child's own name: [CHILD] stands for both; {APART}"
CHILDS_ALIAS = (
    "an alias of the child is another person's name too: [CHILD] stands for both; take the alias away, or write the "
    "person's full name"
)
TWO_RELATIONS = (
    "one name has two relations: the mark of the first stands for both; if it is one person, keep one relation, else "
    f"{APART}"
)


@dataclass(frozen=True, slots=True)
class Clash:
    """Something to mend in the roster: the row and column, never what the cell holds."""

    row: int
    column: str
    what: str


def clashes(cases: Iterable[Case]) -> tuple[Clash, ...]:
    """Names that two people of one case share, in the order of the rows.

    They stop nothing: the name is masked wherever it stands, but one mark stands for both. Two children with one name
    are no clash, since every child's file is pseudonymised by itself.
    """
    return tuple(clash for case in cases for clash in _in_case(case))


def _in_case(case: Case) -> Iterator[Clash]:
    bearers: dict[str, list[Known]] = {}
    for known in case.known:
        if known.label == "PERSON":
            bearers.setdefault(titled_key(known.words), []).append(known)
    for shared in bearers.values():
        others = {known.role for known in shared} - {CHILD}
        if shared[0].role != CHILD:
            if len(others) > 1:
                yield Clash(case.row, "people", TWO_RELATIONS)
        elif others and shared[0] is case.known[0]:
            yield Clash(case.row, "people", CHILDS_NAME)
        elif others:
            yield Clash(case.row, "aliases", CHILDS_ALIAS)
