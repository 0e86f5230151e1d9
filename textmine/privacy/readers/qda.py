"""Projects of NVivo, ATLAS.ti, MAXQDA, QualCoder and others (.qdpx): one write-up a text."""

from __future__ import annotations

from collections import Counter

from textmine.errors import InputError, ReadError
from textmine.privacy.readers.columns import Columns
from textmine.privacy.readers.part import Part
from textmine.refi.nouns import Project
from textmine.refi.reading import read_project


def from_qdpx(data: bytes, columns: Columns) -> tuple[Part, ...]:
    """The texts of a project that have words; a text's child is its case, if it has one alone.

    Raises:
        ReadError: it is no project, or an unsafe one.
    """
    try:
        project = read_project(data).project
    except InputError as fault:
        raise ReadError(fault.what, where=fault.where, next_step=fault.next_step) from None
    keys, children = source_keys(project), _children(project)
    return tuple(
        Part(one.text, keys[one.guid], children.get(one.guid, "")) for one in project.sources if one.text.strip()
    )


def source_keys(project: Project) -> dict[str, str]:
    """GUID of a source to what tells it from the others of its file: its name, or its GUID where two have one name."""
    names = Counter(one.name for one in project.sources)
    return {one.guid: one.name if one.name and names[one.name] == 1 else one.guid for one in project.sources}


def _children(project: Project) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for case in project.cases:
        for source in case.sources:
            found.setdefault(source, set()).add(case.name)
    return {source: next(iter(names)) for source, names in found.items() if len(names) == 1}
