"""What makes a project impossible: a GUID that stands twice, a code below itself, codes too deep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textmine.errors import InputError
from textmine.refi.guids import AGAIN
from textmine.refi.nouns import Code, Project

MOST_CHARACTERS = 200_000_000
"""Characters that all texts of a project may have together; a small file can name one text many times."""
MOST_LOOKS = 100_000_000_000
"""Steps that placing the selections may take: of each source its characters times its selections."""
MOST = {"source": 100_000, "code": 50_000, "selection": 2_000_000}


def check(project: Project) -> None:
    """Do nothing if no GUID stands twice and nothing is more than any real project has.

    Raises:
        InputError: says what stands twice, or of what there is too much.
    """
    if sum(len(one.text) * len(one.selections) for one in project.sources) > MOST_LOOKS:
        raise InputError(
            "The file holds too many selections for the length of its texts", next_step="split the project"
        )
    selections = [one.guid for source in project.sources for one in source.selections]
    kinds: dict[str, Sequence[str]] = {
        "user": [one.guid for one in project.users],
        "code": [one.guid for one in project.codes],
        "variable": [one.guid for one in project.variables],
        "case": [one.guid for one in project.cases],
        "source": [one.guid for one in project.sources],
        "selection": selections,
        "note": [one.guid for one in project.notes],
        "set": [one.guid for one in project.sets],
    }
    for kind, guids in kinds.items():
        if len(guids) > MOST.get(kind, MOST["source"]):
            raise InputError(f"The file holds too many things of one kind: {kind}", next_step="split the project")
        if twice := _twice(guids):
            raise InputError(f"Two things of the kind {kind} have one GUID", where=twice, next_step=AGAIN)


def check_tree(codes: Iterable[Code]) -> None:
    """Do nothing if no code stands below itself.

    Raises:
        InputError: one does; a GUID that comes back among its own sub-codes is a cycle.
    """
    parents: dict[str, str] = {}
    for code in codes:
        above = code.parent
        while above:
            if above == code.guid:
                raise InputError("A code stands below itself", where=f"code {code.guid}", next_step=AGAIN)
            above = parents.get(above, "")
        parents.setdefault(code.guid, code.parent)


def _twice(guids: Sequence[str]) -> str:
    seen: set[str] = set()
    for one in guids:
        if one and one in seen:
            return one
        seen.add(one)
    return ""
