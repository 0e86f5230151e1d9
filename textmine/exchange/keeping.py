"""What a project holds and a study has no place for: memos, properties, groups, other definitions; kept, never dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.coding.codebook import Codebook
from textmine.exchange.cases import ALSO_AT_SOURCE, KIND, OF_SOURCE, named
from textmine.exchange.codetree import code_notes, code_tree, paths
from textmine.exchange.incoming import reader_of
from textmine.exchange.meaning import FOLDERS
from textmine.exchange.outgoing import STAMP
from textmine.refi.guids import guid
from textmine.refi.nouns import Note, Project

Line = dict[str, object]


def leftovers(project: Project, names: Mapping[str, str], codebook: Codebook) -> tuple[Line, ...]:
    """Everything, apart from marks, that has no place in a study, a line each; what we wrote ourselves is left out.

    Args:
        names: GUID of a source to the id of its narrative.
    """
    look = _Look(project, names, {one.guid: one.name for one in project.variables}, _places(project, names))
    return (
        *_notes(look, codebook),
        *_codes(look, codebook),
        *_cases(look),
        *_texts(look),
        *_sets(look),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    project: Project = field(repr=False)
    names: Mapping[str, str] = field(repr=False)
    variables: Mapping[str, str] = field(repr=False)
    places: Mapping[str, list[str]] = field(repr=False)

    def narratives(self, sources: Sequence[str]) -> list[str]:
        return [self.names[one] for one in sources if one in self.names]


def _places(project: Project, names: Mapping[str, str]) -> dict[str, list[str]]:
    """Note to the places that it is about, e.g. `N-AAAA 0-8`."""
    path = {one: " > ".join(words) for one, words in paths(project.codes).items()}
    found: dict[str, list[str]] = {}
    for code in project.codes:
        _about(found, code.notes, path[code.guid])
    for source in project.sources:
        narrative = names.get(source.guid, "")
        _about(found, source.notes, narrative)
        for one in source.selections:
            _about(found, one.notes, f"{narrative} {one.start}-{one.end}")
    return found


def _about(found: dict[str, list[str]], notes: Sequence[str], place: str) -> None:
    for one in notes:
        found.setdefault(one, []).append(place)


def _notes(look: _Look, codebook: Codebook) -> Iterator[Line]:
    ours: dict[str, Note] = {one.guid: one for one in code_notes(codebook)}
    for one in look.project.notes:
        known = ours.get(one.guid)
        if one.guid != guid("note", "about") and (known is None or known.text != one.text):
            at = look.places.get(one.guid, [])
            yield {"kind": "note", "guid": one.guid, "name": one.name, "text": one.text, "user": one.user, "at": at}


def _codes(look: _Look, codebook: Codebook) -> Iterator[Line]:
    """What the other program says of a code, where that is not what we say."""
    ours = {one.description for one in code_tree(codebook)} | {about for _, about in FOLDERS.values()}
    path = paths(look.project.codes)
    for one in look.project.codes:
        if one.description and one.description not in ours:
            yield {"kind": "code", "code": " > ".join(path[one.guid]), "said": one.description}


def _cases(look: _Look) -> Iterator[Line]:
    for one in look.project.cases:
        values = named(one.values, look.variables)
        if KIND not in values:
            narratives = look.narratives(one.sources)
            yield {
                "kind": "case",
                "name": one.name,
                "said": one.description,
                "values": values,
                "narratives": narratives,
            }


def _texts(look: _Look) -> Iterator[Line]:
    for one in look.project.sources:
        values = named(one.values, look.variables)
        others = {name: words for name, words in values.items() if name not in (*OF_SOURCE, *ALSO_AT_SOURCE)}
        said = "" if one.description.startswith(STAMP) else one.description
        if others or said:
            yield {"kind": "text", "narrative": look.names.get(one.guid, ""), "said": said, "values": others}


def _sets(look: _Look) -> Iterator[Line]:
    path = paths(look.project.codes)
    for one in look.project.sets:
        if reader_of(one) is None:
            codes = [" > ".join(path[code]) for code in one.codes if code in path]
            members: Line = {"codes": codes, "narratives": look.narratives(one.sources), "notes": list(one.notes)}
            yield {"kind": "set", "name": one.name, "said": one.description, **members}
