"""The codebook as a tree of codes of REFI-QDA: groups are folders, hard cases are memos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from textmine.coding.codebook import Code as OurCode
from textmine.coding.codebook import Codebook
from textmine.refi.guids import guid
from textmine.refi.nouns import Code, Note

# After Okabe & Ito (2008), for people who see colours differently: they differ in lightness too.
COLOURS = ("#D55E00", "#0072B2", "#CC79A7", "#009E73", "#E69F00", "#56B4E9", "#F0E442", "#666666")
ID = "id: "  # before the id, in the last line of a description


def code_guid(id: str) -> str:
    """The GUID of a code of the codebook."""
    return guid("code", id)


def code_tree(codebook: Codebook) -> tuple[Code, ...]:
    """All groups and codes, parents before their children, in the codebook's order."""
    found: list[Code] = []
    names = Counter(code.name for code in codebook.codes)
    for number, group in enumerate(codebook.groups):
        colour, home = COLOURS[number % len(COLOURS)], guid("group", group.id)
        about = "\n\n".join(part for part in (group.question, f"{ID}{group.id}") if part)
        found.append(Code(home, group.name, codable=False, description=about, colour=colour))
        own = [code for code in codebook.codes if code.group == group.id]
        for code in own:
            # A narrower code of another group stands in its own, or its parent would not be there yet.
            if not any(other.id == code.parent for other in own):
                found.append(_code(code, home, colour))
                found += [_code(one, code_guid(code.id), colour) for one in own if one.parent == code.id]
    return tuple(
        replace(one, name=f"{one.name} ({id_in(one.description)})") if names[one.name] > 1 else one for one in found
    )


def code_notes(codebook: Codebook) -> tuple[Note, ...]:
    """The hard cases of each code, as a memo on it."""
    return tuple(
        Note(guid("note", "code", code.id), f"Hard cases: {code.name}", "\n".join(code.hard_cases))
        for code in codebook.codes
        if code.hard_cases
    )


def path_of(code: OurCode, codebook: Codebook) -> str:
    """Where a code stands, e.g. `Push factors > Rules > Curfew`."""
    names = {one.id: one.name for one in codebook.codes}
    group = next(one.name for one in codebook.groups if one.id == code.group)
    return " > ".join([group, *([names[code.parent]] if code.parent else []), code.name])


def paths(codes: Iterable[Code]) -> dict[str, tuple[str, ...]]:
    """GUID to the names from the top of the tree down to the code."""
    found: dict[str, tuple[str, ...]] = {}
    for code in codes:
        found[code.guid] = (*found.get(code.parent, ()), code.name)
    return found


def id_in(description: str) -> str:
    """The id that the last line of one of our descriptions tells; "" if it tells none.

    >>> id_in("Rules at home.\\n\\nid: push_rules")
    'push_rules'
    """
    last = description.rstrip().rpartition("\n")[2]
    return last.removeprefix(ID).strip() if last.startswith(ID) else ""


def _code(code: OurCode, parent: str, colour: str) -> Code:
    rules = [f"Mark: {one}" for one in code.include] + [f"Do not mark: {one}" for one in code.exclude]
    about = "\n\n".join(part for part in (code.definition, "\n".join(rules), f"{ID}{code.id}") if part)
    notes = (guid("note", "code", code.id),) if code.hard_cases else ()
    return Code(code_guid(code.id), code.name, True, parent, about, colour, notes)
