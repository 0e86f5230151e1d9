"""The codes of another program as a codebook for a person to edit: folders become groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.coding.codebook import Codebook
from textmine.exchange.codetree import ID, id_in
from textmine.refi.nouns import Code

LOOSE = ("codes", "Codes without a folder")
HEAD = """\
# A draft made from a codebook of another program: read it, mend ids, names and definitions, and put it in the place of
# codebook.yaml when it says what you mean. Ids are for ever, so choose them now. The study's codebook was not changed.
# These words did not go through the airlock: take out whatever names somebody.
"""


def draft(codes: Sequence[Code]) -> str:
    """YAML that `read_codebook` reads, if there is at least one code.

    A folder at the top is a group; deeper folders are codes; a code three deep stands below the second.
    """
    import yaml

    tree = _Tree.of(codes)
    groups: dict[str, dict[str, str]] = {}
    rows: list[dict[str, object]] = []
    for code in codes:
        top = tree.line(code)[0]
        group = LOOSE if top.codable else (tree.ids[top.guid], top.name)
        if code is top and not code.codable:
            continue
        groups.setdefault(group[0], {"id": group[0], "name": group[1]})
        rows.append(_row(code, tree, group[0]))
    book = {"version": "draft", "groups": list(groups.values()), "codes": rows}
    if rows:
        Codebook.model_validate(book)
    return HEAD + str(yaml.safe_dump(book, allow_unicode=True, sort_keys=False, width=120))


@dataclass(frozen=True, slots=True)
class _Tree:
    """Codes by their GUID, and the id that each gets."""

    by_guid: dict[str, Code]
    ids: dict[str, str]

    @classmethod
    def of(cls, codes: Sequence[Code]) -> _Tree:
        ids: dict[str, str] = {}
        taken: set[str] = set()
        for code in codes:
            wanted = _slug(id_in(code.description) or code.name)
            ids[code.guid] = next(one for n in range(1, len(codes) + 2) if (one := _numbered(wanted, n)) not in taken)
            taken.add(ids[code.guid])
        return cls({code.guid: code for code in codes}, ids)

    def line(self, code: Code) -> list[Code]:
        """From the top of the tree down to the code."""
        above = self.by_guid.get(code.parent)
        return [*(self.line(above) if above else []), code]


def _row(code: Code, tree: _Tree, group: str) -> dict[str, object]:
    top, *below = tree.line(code)
    line = [top, *below] if top.codable else below
    about = code.description.rpartition(ID)[0].strip() if id_in(code.description) else code.description
    row: dict[str, object] = {"id": tree.ids[code.guid], "group": group, "name": code.name, "definition": about}
    return row | ({"parent": tree.ids[line[0].guid]} if len(line) > 1 else {})


def _slug(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
    return words if words[:1].isalpha() and words[:1].isascii() else f"code_{words}".rstrip("_")


def _numbered(name: str, n: int) -> str:
    return name if n == 1 else f"{name}_{n}"
