"""Which narrative each text of a project is; texts that are new and not pseudonymised go through the airlock first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.annotation.tasks import sha256
from textmine.errors import InputError, StudyError
from textmine.exchange.cases import meta_of, named
from textmine.exchange.outgoing import STAMP
from textmine.manifest import read_manifest
from textmine.nouns import number_of
from textmine.pipeline.airlock.pseudonymising import pseudonymise
from textmine.pipeline.airlock.vaults import check_belongs
from textmine.pipeline.exchange.throughairlock import Way, originals_of, way_through
from textmine.pipeline.study import Study, check_outside
from textmine.privacy.readers.qda import source_keys
from textmine.privacy.vault.vault import Vault
from textmine.progress import Progress
from textmine.refi.guids import guid
from textmine.refi.nouns import Project, Source
from textmine.store import read_all
from textmine.types import Narrative


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a project and the narratives that they are.

    Args:
        names: GUID of a source to its narrative's id.
        theirs, ours: by id, the texts as the project has them and as the study has them.
        new: all narratives that the study is to have, also those that it has already; empty if none is new.
        ways: by id, where the characters of texts that went through the airlock are now.
        safe: whether all words of the project may be taken to be pseudonymised.
    """

    names: Mapping[str, str] = field(repr=False)
    theirs: Mapping[str, Narrative] = field(repr=False)
    ours: Mapping[str, Narrative] = field(repr=False)
    new: tuple[Narrative, ...] = field(repr=False, default=())
    ways: Mapping[str, Way] = field(repr=False, default_factory=dict)
    safe: bool = True


def place_texts(
    study: Study,
    project: Project,
    path: Path,
    *,
    vault: Vault | None,
    roster: Path | None,
    vouched: bool,
    progress: Progress,
) -> Texts:
    """Find or make the narrative of each text.

    Raises:
        InputError: texts are not pseudonymised and there is no vault, or they have not gone through it.
        StudyError: texts are new to a study that was made by `textmine pseudonymise`.
    """
    present = {one.id: one for one in read_all(study.narratives)}
    names = _known(project, present)
    rest = [one for one in project.sources if one.guid not in names and one.text.strip()]
    ways: dict[str, Way] = {}
    if rest and vault is not None:
        check_outside(study.root, path)
        check_belongs(study.root, vault)
        if not present:
            pseudonymise([path], study=study, vault=vault, roster=roster, progress=progress)
            present = {one.id: one for one in read_all(study.narratives)}
        through = _through(rest, project, path, vault, present)
        names |= {source: id for source, (id, _) in through.items()}
        ways = dict(through.values())
        rest = [one for one in rest if one.guid not in names]
        if not through or rest:
            raise _not_through(rest, vault_given=True)
    new: tuple[Narrative, ...] = ()
    if rest:
        _check_new(study, rest, vouched)
        made = _narratives(rest, project)
        new = (*present.values(), *made)
        present |= {one.id: one for one in made}
        names |= {source.guid: one.id for source, one in zip(rest, made, strict=True)}
    theirs = {names[one.guid]: Narrative(names[one.guid], "", one.text) for one in project.sources if one.guid in names}
    return Texts(names, theirs, present, new, ways, safe=not ways)


def _known(project: Project, present: Mapping[str, Narrative]) -> dict[str, str]:
    """Sources that are narratives of the study: by GUID, now or at an earlier import, or by name."""
    by_guid = {guid("source", id): id for id in present}
    count = Counter(one.name for one in project.sources)
    found: dict[str, str] = {}
    free = set(present)
    for one in project.sources:
        ways = (by_guid.get(one.guid, ""), _foreign("N", one.guid), one.name if count[one.name] == 1 else "")
        if id := next((id for id in ways if id in free), ""):
            found[one.guid] = id
            free.discard(id)  # two texts are never one narrative
    return found


def _through(
    sources: Sequence[Source], project: Project, path: Path, vault: Vault, present: Mapping[str, Narrative]
) -> dict[str, tuple[str, Way]]:
    """Of texts that went through the airlock just as they are here: source to its narrative and the way there."""
    keys, texts = source_keys(project), {one.guid: one.text for one in sources}
    ends = {f"{path.name}#{keys[one.guid]}": one.guid for one in sources}
    found: dict[str, tuple[str, Way]] = {}
    for source, id, kept in originals_of(vault, ends):
        way = way_through(texts[source], kept)
        if way is not None and id in present and present[id].text == kept.get("narrative"):
            found[source] = (id, way)
    return found


def _check_new(study: Study, sources: Sequence[Source], vouched: bool) -> None:
    if not vouched and not all(one.description.startswith(f"{STAMP}{sha256(one.text)}") for one in sources):
        raise _not_through(sources, vault_given=False)
    manifest = read_manifest(study.narratives.folder)
    if manifest is not None and manifest.stage != "import":
        raise StudyError(
            "The project has texts that this study does not have",
            where=number_of(len(sources), "text"),
            next_step="import it into a new study: textmine init DIR",
        )


def _not_through(sources: Sequence[Source], *, vault_given: bool) -> InputError:
    step = (
        "textmine pseudonymise PROJECT.qdpx and all other write-ups of the study, and import it again"
        if vault_given
        else "give --vault, so that they go through the airlock; or --pseudonymised, if you vouch that they are"
    )
    return InputError(
        "Texts of the project are not pseudonymised, as far as this study knows",
        where=number_of(len(sources), "text"),
        next_step=step,
    )


def _narratives(sources: Sequence[Source], project: Project) -> list[Narrative]:
    """Texts that are known to be pseudonymised, each under its own name if that is ours.

    Its child is the one that we wrote there; else the case that it belongs to, if there is just one; else one of its own.
    """
    variables = {one.guid: one.name for one in project.variables}
    cases: dict[str, list[str]] = {}
    for case in project.cases:
        for source in case.sources:
            cases.setdefault(source, []).append(case.guid)
    found = []
    for one in sources:
        values = named(one.values, variables)
        ours = guid("source", one.name) == one.guid
        own = cases.get(one.guid, [])
        child = values.get("child") or _foreign("C", own[0] if len(own) == 1 else one.guid)
        id = one.name if ours else _foreign("N", one.guid)
        found.append(Narrative(id, child, one.text, meta_of(values, sha256(one.text))))
    return found


def _foreign(kind: str, own: str) -> str:
    """An id for a text or a case of another program: the same at each import, made of its whole GUID."""
    return f"{kind}-{guid(kind, own).replace('-', '')[:12].upper()}"
