"""A study on disk: where its tables, annotations, models and reports are."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.annotation.carry import carry
from textmine.annotation.looks import as_it_was_made, first_looks
from textmine.annotation.pulled import Pulled
from textmine.annotation.tasks import read_tasks
from textmine.assets import asset
from textmine.coding.codebook import Codebook, difference, read_codebook
from textmine.coding.codebook_page import codebook_page
from textmine.errors import AnnotationError, SettingsError, StudyError
from textmine.nouns import number_of
from textmine.reporting.ruleset import FILE as RULES
from textmine.reporting.ruleset import packaged
from textmine.settings import FILE, TEMPLATE, Settings, check_engine, read_settings
from textmine.store import Shelf, read_all, write_whole
from textmine.types import Coding, Episode, Narrative, Theme

PULLED, SUPERSEDED = "labelstudio", "superseded"  # folders in annotations/: snapshots of projects; files kept, not read
FOLDERS = ("annotations", "corpora", "models", "reports")


@dataclass(frozen=True, slots=True)
class Study:
    """A folder with a `textmine.toml`; holds nothing identifiable."""

    root: Path = field(repr=False)
    settings: Settings

    def __repr__(self) -> str:
        """Its name; its path may say more than it should."""
        return f"Study({self.settings.study.name!r})"

    @property
    def narratives(self) -> Shelf[Narrative]:
        """Pseudonymised write-ups."""
        return Shelf(self.root / "corpora" / "narratives", Narrative)

    @property
    def episodes(self) -> Shelf[Episode]:
        """Missing episodes with keyed pseudonyms."""
        return Shelf(self.root / "corpora" / "episodes", Episode)

    @property
    def codings(self) -> Shelf[Coding]:
        """The model's suggestions."""
        return Shelf(self.root / "corpora" / "codings", Coding)

    @property
    def themes(self) -> Shelf[Theme]:
        """Themes."""
        return Shelf(self.root / "corpora" / "themes", Theme)

    @property
    def theme_memory(self) -> Path:
        """How new write-ups are assigned to themes."""
        return self.root / "models" / "themes"

    @property
    def vectors(self) -> Path:
        """Encoded passages, one file for each part of the narratives."""
        return self.root / "corpora" / "vectors"

    @property
    def coder(self) -> Path:
        """The trained coder."""
        return self.root / "models" / "coder"

    @property
    def reports(self) -> Path:
        """Reports and pages."""
        return self.root / "reports"

    @property
    def codebook(self) -> Codebook:
        """The codebook, read anew.

        Raises:
            SettingsError: it is missing or wrong.
        """
        return read_codebook(self.root / self.settings.coding.codebook)


@dataclass(frozen=True, slots=True)
class Annotated:
    """People's codings of the narratives as they are now.

    Args:
        codings: by people, one for each narrative and coder.
        lost: mentions that could not be found again in a narrative that has changed.
        elsewhere: codings of narratives that this study does not have.
        skipped, drafts: annotations that were skipped or never submitted.
        seen: codings that count as reviews, since their annotators had seen the model's marks before.
    """

    codings: tuple[Coding, ...] = field(repr=False)
    lost: int
    elsewhere: int
    skipped: int
    drafts: int
    seen: int = 0

    def unused(self) -> tuple[str, ...]:
        """What people did that nothing was learned from, or that says nothing of agreement, a sentence each."""
        said = (
            (
                self.lost,
                "mark",
                "by people not found in the narratives any more, since those words are now pseudonymised",
            ),
            (self.elsewhere, "coding", "of narratives that this study does not have"),
            (self.skipped, "annotation", "skipped"),
            (self.drafts, "annotation", "never submitted"),
            (self.seen, "coding", "by people who had submitted or skipped the suggestion: reviews, not for agreement"),
        )
        return tuple(f"{number_of(n, noun)} {words}." for n, noun, words in said if n)


def init(folder: Path) -> Study:
    """Make a new study.

    Raises:
        StudyError: there is one in this folder already.
    """
    if (folder / FILE).exists():
        raise StudyError("There is a study in this folder already", next_step="textmine status")
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(asset("annotations", "codebook.yaml"), folder / "annotations" / "codebook.yaml")
    (folder / FILE).write_text(TEMPLATE.format(name=re.sub(r'["\\]', "", folder.absolute().name)), encoding="utf-8")
    (folder / RULES).write_text(packaged(), encoding="utf-8")
    study = open_study(folder)
    keep_codebook(study)
    return study


def keep_codebook(study: Study) -> None:
    """Keep the present codebook under its fingerprint, and the page that annotators read, in `annotations/`."""
    codebook = study.codebook
    kept = study.root / "annotations" / "codebooks" / f"{codebook.fingerprint}.yaml"
    kept.parent.mkdir(parents=True, exist_ok=True)
    words = (study.root / study.settings.coding.codebook).read_bytes()
    page = codebook_page(codebook)
    write_whole(kept, lambda temporary: temporary.write_bytes(words))
    write_whole(kept.parents[1] / "codebook.html", lambda temporary: temporary.write_text(page, encoding="utf-8"))


def open_study(folder: Path, *, engine: str = "") -> Study:
    """The study in a folder.

    Args:
        engine: where heavy work is done, in place of what the settings say.

    Raises:
        SettingsError: it is none, or its settings are wrong.
    """
    settings = read_settings(folder)
    if engine:
        settings = settings.model_copy(update={"engine": check_engine(engine)})
    return Study(folder.absolute(), settings)


def annotated(study: Study) -> Annotated:
    """People's codings, from every Label Studio file in `annotations/`, carried over to the present narratives.

    Raises:
        AnnotationError: a file does not fit its texts or the codebook, or was made with another codebook; says what changed.
    """
    codebook = study.codebook
    files = {path: read_tasks(path, codes=codebook.ids) for path in annotation_files(study)}
    present = {narrative.id: narrative for narrative in read_all(study.narratives)}
    looks = first_looks(look for pulled in files.values() for look in pulled.looks)
    newest: dict[tuple[str, str, bool], tuple[str, Coding]] = {}
    lost = elsewhere = seen = 0
    for path, pulled in files.items():
        _same_codebook(study, codebook, pulled.codebooks)
        made = _made(pulled, snapshot=PULLED in path.relative_to(study.root).parts)
        here = [(at, one) for at, one in made if one.narrative in present]
        as_made = [as_it_was_made(one, at, looks) for at, one in here]
        moved = carry(as_made, {n.id: n for n in pulled.narratives}, present)
        _keep_newest(newest, zip((at for at, _ in here), moved.codings, strict=True))
        lost, elsewhere = lost + moved.lost, elsewhere + len(made) - len(here)
        seen += sum(one.aided and not before.aided for one, (_, before) in zip(as_made, here, strict=True))
    skipped, drafts = (sum(getattr(one, what) for one in files.values()) for what in ("skipped", "drafts"))
    human = tuple(coding for _, coding in newest.values() if coding.human and coding.status != "rejected")
    return Annotated(human, lost, elsewhere, skipped, drafts, seen)


def _made(pulled: Pulled, *, snapshot: bool) -> list[tuple[str, Coding]]:
    """Codings of a file, each after the time when it was made; empty slips of a snapshot are none."""
    timed = zip(pulled.times, pulled.codings, strict=True)
    return [(at, coding) for at, coding in timed if not (snapshot and _is_empty_slip(coding))]


def _keep_newest(
    newest: dict[tuple[str, str, bool], tuple[str, Coding]], of_file: Iterable[tuple[str, Coding]]
) -> None:
    """Of one coder's several codings of a narrative the last one counts; what was settled stands beside them."""
    own = {(one.narrative, one.coder, one.status == "adjudicated"): (at, one) for at, one in of_file}
    newest |= {key: made for key, made in own.items() if key not in newest or newest[key][0] <= made[0]}


def _is_empty_slip(coding: Coding) -> bool:
    """Submitted with no mark, no answer, nor the word that nothing applies: whether it was read, nobody knows.

    Another program's project says of each narrative who has read it.
    """
    independent = coding.status != "adjudicated" and not coding.aided
    return independent and not coding.mentions and not coding.fields


def annotation_files(study: Study) -> tuple[Path, ...]:
    """Label Studio files that count: of each project's snapshots the newest, of other files all that nothing has superseded."""
    folder = study.root / "annotations"
    snapshots: dict[Path, Path] = {}
    others = []
    for path in sorted(folder.rglob("*.json")):
        inside = path.relative_to(folder).parts
        if inside[0] == PULLED and len(inside) > 2:
            snapshots[path.parent] = path
        elif inside[0] != SUPERSEDED:
            others.append(path)
    return tuple(sorted([*others, *snapshots.values()]))


def _same_codebook(study: Study, codebook: Codebook, made_with: Sequence[str]) -> None:
    """Codings of another codebook are not mixed in, unless the settings say that they still hold."""
    for fingerprint in made_with:
        if fingerprint != codebook.fingerprint and fingerprint not in study.settings.coding.accept_codebooks:
            kept = study.root / "annotations" / "codebooks" / f"{fingerprint}.yaml"
            changes = difference(read_codebook(kept), codebook) if kept.is_file() else ()
            said = "; ".join(f"{change.code}: {change.what}" for change in changes) or "what changed is not known here"
            raise AnnotationError(
                f"Codings were made with another codebook ({said})",
                where=f"codebook {fingerprint}",
                next_step="put that codebook back, or name it under accept_codebooks in textmine.toml",
            )


def chosen(codings: tuple[Coding, ...]) -> tuple[Coding, ...]:
    """One human coding for each narrative: the adjudicated one, else the first coder's who saw no suggestion, else a review."""
    best: dict[str, Coding] = {}
    for coding in sorted(codings, key=lambda c: (c.status != "adjudicated", c.aided, c.coder)):
        best.setdefault(coding.narrative, coding)
    return tuple(best[id] for id in sorted(best))


def every_coding(study: Study) -> tuple[Coding, ...]:
    """People's codings, then the model's suggestions."""
    return (*annotated(study).codings, *read_all(study.codings))


def one_each(codings: tuple[Coding, ...]) -> tuple[Coding, ...]:
    """One coding for each narrative, as reports count: a person's where there is one, else the model's."""
    people = chosen(tuple(coding for coding in codings if coding.human))
    done = {coding.narrative for coding in people}
    return (*people, *(one for one in codings if not one.human and one.narrative not in done))


def need(rows: tuple[object, ...], what: str, verb: str) -> None:
    """Say which stage is missing.

    Raises:
        StudyError: there are no rows.
    """
    if not rows:
        raise StudyError(f"This study has no {what} yet", next_step=f"textmine {verb}")


def check_outside(study: Path, *paths: Path) -> None:
    """Nothing identifiable may lie inside a study.

    Raises:
        SettingsError: one of the paths does.
    """
    for path in paths:
        # By its words without `..`, and by where its links lead.
        if any(Path(real(path)).is_relative_to(real(study)) for real in (os.path.abspath, os.path.realpath)):
            raise SettingsError(
                "Write-ups, roster and vault may not lie inside the study", next_step="move them out of it"
            )
