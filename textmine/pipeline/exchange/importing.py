"""Projects and codebooks of other programs into a study: texts through the airlock, codes by a file a person can edit."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from textmine.annotation.carry import carry
from textmine.annotation.tasks import read_tasks, write_tasks
from textmine.batches import Part, Stage, alone, each, run
from textmine.cells import MARK
from textmine.errors import InputError
from textmine.exchange.cases import episodes_of
from textmine.exchange.codebookdraft import draft
from textmine.exchange.incoming import COMMENT, Incoming, codings_of
from textmine.exchange.keeping import leftovers
from textmine.exchange.mapping import Row, decided, propose, read_mapping, write_mapping
from textmine.manifest import settings_hash
from textmine.nouns import number_of
from textmine.pipeline.exchange.importedtexts import Texts, place_texts
from textmine.pipeline.exchange.throughairlock import moved
from textmine.pipeline.study import Study, keep_codebook
from textmine.privacy.vault.vault import Vault
from textmine.progress import Progress, silent
from textmine.refi.nouns import Project, Reading
from textmine.refi.reading import Found, read_refi
from textmine.store import Noun, Shelf, read_all, write_whole
from textmine.types import Coding, Episode

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
STAGE = "import"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Args:
        reading: how the file's positions were counted, and how well that fits; None of a codebook.
        narratives: texts that are new to the study.
        codings, mentions: of people, taken in now.
        suggestions: of models, taken in because the study had none.
        already: codings that the study has already.
        kept: marks, codes on whole texts, comments, memos, cases and sets that have no place here, kept beside the codings.
        lost: mentions whose words are not in the narrative any more.
        unknown: codes in use that the mapping gives no meaning.
        losses: what the file has and was left behind, in words.
        files: what was written: the mapping first.
    """

    reading: Reading | None
    files: tuple[Path, ...]
    narratives: int = 0
    codings: int = 0
    mentions: int = 0
    suggestions: int = 0
    already: int = 0
    kept: int = 0
    lost: int = 0
    unknown: int = 0
    losses: tuple[str, ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether everything found a place."""
        return not (self.kept or self.lost or self.unknown or self.losses)


def import_file(
    study: Study,
    path: Path,
    *,
    name: str = "project",
    mapping: Path | None = None,
    vault: Vault | None = None,
    roster: Path | None = None,
    pseudonymised: bool = False,
    doubtful: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Take a .qdpx or .qdc into a study.

    Args:
        name: of this import: a later one of the same name takes its place.
        mapping: which code becomes what; written if it is not there.
        vault: through which texts go that are not pseudonymised, or went before.
        roster: known names, for those.
        pseudonymised: the team vouches that the texts are, although textmine did not do it.
        doubtful: take codings whose positions are doubtful all the same.

    Raises:
        InputError: the file is unsafe or impossible, its texts are not pseudonymised, or its positions are doubtful;
            then nothing is taken in.
        StudyError: the study has narratives of its own, and the file has others.
    """
    if not NAME.fullmatch(name):
        raise InputError("The import needs a name of letters, figures, - and _", next_step="give --as NAME")
    found = read_refi(path)
    if found.reading is None:
        return _codebook(study, found, name)
    _sure(found.reading, doubtful)
    for one in (mapping, _beside(study, name), _outside(path)):
        if one is not None and one.is_file():
            read_mapping(one, study.codebook)  # a fault in it is told before anything is done
    texts = place_texts(
        study, found.project, path, vault=vault, roster=roster, vouched=pseudonymised, progress=progress
    )
    # What the file calls its codes may hold a child's words: then the mapping lies beside the file.
    table = mapping or (_beside(study, name) if texts.safe else _outside(path))
    with alone(study.root):
        return _taken(study, found, texts, table, name)


def _sure(reading: Reading, doubtful: bool) -> None:
    if reading.doubtful and not doubtful:
        otherwise = f"; counted otherwise, to {reading.rival:.0%}" if reading.rival else ""
        raise InputError(
            f"The positions are doubtful: as {reading.words}, they fit to {reading.score:.0%}{otherwise}",
            next_step="export it again from its program, or look at a few marks there and give --doubtful",
        )


def _outside(path: Path) -> Path:
    """The mapping beside the project's own file, which is not in the study."""
    return path.with_suffix(".mapping.csv")


def _beside(study: Study, name: str, suffix: str = "mapping.csv") -> Path:
    """A file of this import in the study."""
    folder = study.root / "annotations" / "imported"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.{suffix}"


def _taken(study: Study, found: Found, texts: Texts, table: Path, name: str) -> Imported:
    """Everything is worked out before the first file is written."""
    project, codebook = found.project, study.codebook
    rows = propose(project, codebook)
    if table.is_file():
        rows = decided(rows, read_mapping(table, codebook))
    incoming = codings_of(project, rows, texts.names)
    codings, lost = _at_their_places([one for own in incoming.codings.values() for one in own], texts)
    human = [one for one in codings if one.human]
    new, already = _new(study, human, name)
    suggested = [one for one in codings if not one.human]
    models = [] if study.codings.names() else suggested
    given = episodes_of(project) if texts.safe else ()
    episodes = () if study.episodes.names() else given
    others = _others_there(study, suggested if not models else (), given if not episodes else ())
    lines, unkept = _kept(study, project, incoming, texts, rows)
    files = {
        table: MARK + write_mapping(rows),
        _beside(study, name, "json"): _annotations(study, texts, new),
        _beside(study, name, "kept.jsonl"): "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
    }
    narratives = _keep(study.narratives, texts.new)
    _keep(study.codings, models)
    _keep(study.episodes, episodes)
    return Imported(
        reading=found.reading,
        files=_written(files),
        narratives=narratives,
        codings=len(new),
        mentions=sum(len(one.mentions) for one in new),
        suggestions=len(models),
        already=already,
        kept=len(lines),
        lost=lost,
        unknown=sum(1 for row in rows if row.used and row.becomes.kind == "aside"),
        losses=(*found.losses, *_wordless(project, texts), *others, *unkept),
    )


def _at_their_places(codings: Sequence[Coding], texts: Texts) -> tuple[tuple[Coding, ...], int]:
    """The codings in the study's narratives: through the airlock exactly, in changed texts by their words."""
    through, lost = moved(codings, texts.ways)
    here = [one for one in through if one.narrative in texts.ways]
    carried = carry([one for one in through if one.narrative not in texts.ways], texts.theirs, texts.ours)
    return (*here, *carried.codings), lost + carried.lost


def _new(study: Study, codings: Sequence[Coding], name: str) -> tuple[list[Coding], int]:
    """Codings that the study does not have; where it has another by the same coder, this one is the import's own."""
    there = _others(study, name)
    new = []
    for coding in codings:
        known = there.get((coding.narrative, coding.coder))
        if known is None:
            new.append(coding)
        elif (set(known.mentions), set(known.fields)) != (set(coding.mentions), set(coding.fields)):
            new.append(Coding(coding.narrative, f"{coding.coder}@{name}", coding.mentions, coding.fields, "edited"))
    return new, len(codings) - len(new)


def _others(study: Study, name: str) -> dict[tuple[str, str], Coding]:
    """The codings of every other file in `annotations/`, at their present places."""
    present = {one.id: one for one in read_all(study.narratives)}
    own = _beside(study, name, "json")
    found: dict[tuple[str, str], Coding] = {}
    codes = study.codebook.ids
    for path in sorted((study.root / "annotations").rglob("*.json")):
        if path != own:
            pulled = read_tasks(path, codes=codes)
            here = carry(pulled.codings, {n.id: n for n in pulled.narratives}, present)
            found |= {(one.narrative, one.coder): one for one in here.codings}
    return found


def _keep(shelf: Shelf[Noun], rows: Sequence[Noun]) -> int:
    """Make a table one part that holds these rows, if there are any; how many more it has than before."""
    if not rows:
        return 0
    before = len(read_all(shelf))
    name = settings_hash({"rows": [repr(asdict(one)) for one in rows]})
    stage = Stage(STAGE, shelf, each(_items), settings_hash({"stage": "import-1"}))
    run(stage, [Part(name, tuple(rows))])
    return len(rows) - before


def _items(part: Part[Noun]) -> tuple[Noun, ...]:
    return part.items


def _annotations(study: Study, texts: Texts, codings: Sequence[Coding]) -> str:
    """The codings as Label Studio's tasks; "" if there are none."""
    if not codings:
        return ""
    coded = {one.narrative for one in codings}
    narratives = [one for id, one in texts.ours.items() if id in coded]
    keep_codebook(study)
    return write_tasks(narratives, codings, codebook=study.codebook.fingerprint)


def _kept(
    study: Study, project: Project, incoming: Incoming, texts: Texts, rows: Sequence[Row]
) -> tuple[list[dict[str, object]], list[str]]:
    """What has no place here, and what of it is left out: words that are not known to be pseudonymised."""
    codes = {one.guid: one.path for one in rows} if texts.safe else {}
    marks: list[dict[str, object]] = [
        {"kind": "mark", "narrative": texts.names[one.source], **asdict(one), "name": codes.get(one.code, "")}
        for one in incoming.aside
    ]
    rest = leftovers(project, texts.names, study.codebook)
    if texts.safe:
        return [*marks, *rest], []
    # A case that has nothing but its name is there as a child.
    words = Counter(str(one["kind"]) for one in rest if one["kind"] != "case" or one["said"] or one["values"])
    words["comment"] = sum(bool(one.said) for one in incoming.aside)
    left = [f"{n} {kind}s: their words did not go through the airlock" for kind, n in words.items() if n]
    return [one | {"said": ""} for one in marks if one["why"] != COMMENT], left


def _others_there(study: Study, suggested: Sequence[Coding], episodes: Sequence[Episode]) -> tuple[str, ...]:
    """What is left out because the study has its own; what is the same is no loss."""
    models, there = set(read_all(study.codings)), set(read_all(study.episodes))
    left = {
        "codings of models: the study has its own": sum(one not in models for one in suggested),
        "episodes: the study has its own": sum(one not in there for one in episodes),
    }
    return tuple(f"{number} {what}" for what, number in left.items() if number)


def _wordless(project: Project, texts: Texts) -> tuple[str, ...]:
    """What is lost of texts without words: some programs write texts anew and leave them empty."""
    bare = [one for one in project.sources if one.guid not in texts.names]
    marks = sum(len(one.codes) for one in bare)
    return (f"{number_of(len(bare), 'text')} without words, with {number_of(marks, 'code')} on them",) if bare else ()


def _written(files: Mapping[Path, str]) -> tuple[Path, ...]:
    """The files that have words; one of an earlier import that has none now goes."""
    for path, words in files.items():
        _write(path, words) if words else path.unlink(missing_ok=True)
    return tuple(path for path, words in files.items() if words)


def _write(path: Path, words: str) -> None:
    write_whole(path, lambda temporary: temporary.write_text(words, encoding="utf-8", newline=""))


def _codebook(study: Study, found: Found, name: str) -> Imported:
    """A codebook becomes a draft for a person to edit: the study's own stays as it is."""
    rows = propose(found.project, study.codebook)
    unknown = sum(row.becomes.kind == "aside" for row in rows)
    files = {
        _beside(study, name): MARK + write_mapping(rows),
        _beside(study, name, "codebook.yaml"): draft(found.project.codes),
    }
    return Imported(None, _written(files), unknown=unknown, losses=found.losses)
