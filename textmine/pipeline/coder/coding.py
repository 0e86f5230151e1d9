"""Narratives to codings: train on people's annotations, measure, and suggest codes for every narrative."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from textmine.annotation.record import how_drawn
from textmine.assets import asset, digest
from textmine.batches import Part, Stage, alone, run
from textmine.coding.aims import read_aim
from textmine.coding.classifier import train
from textmine.coding.drift import Drift, drift, narrative_vectors
from textmine.coding.evaluated import Evaluation
from textmine.coding.evaluation import CodeFigures, macro
from textmine.coding.lessons import Lesson, make_lesson
from textmine.coding.model import Model
from textmine.coding.model_files import load_figures, load_model, save_model
from textmine.errors import AnnotationError, StudyError
from textmine.manifest import settings_hash
from textmine.pipeline.coder.evaluating import keep, measure
from textmine.pipeline.coder.material import Material
from textmine.pipeline.coder.suggesting import Suggesting, can_read, fields_of, keep_fields, used
from textmine.pipeline.freshness import note
from textmine.pipeline.study import Annotated, Study, annotated, chosen, need
from textmine.pipeline.vectors.encoding import CODING
from textmine.pipeline.vectors.kept import (
    coding_encoder_name,
    definition_vectors,
    doc_index,
    encode_all,
    encoded,
    known_vectors,
    start_of,
)
from textmine.pipeline.vectors.vectorfiles import text_hash
from textmine.processes import ahead
from textmine.progress import Progress, silent
from textmine.store import read_all, write_whole
from textmine.types import Coding

TAUGHT = "taught.txt"  # what the coder in this folder learned from
WORTH_PROCESSES = 2000  # passages of a lesson from which on several processes pay


@dataclass(frozen=True, slots=True)
class Training:
    """What was learned from what.

    Args:
        coder: name of the trained model.
        evaluation: on children it did not learn from.
        annotated: the human codings it learned from.
    """

    coder: str
    evaluation: Evaluation = field(repr=False)
    narratives: int
    children: int
    annotated: Annotated = field(repr=False)

    def __repr__(self) -> str:
        """In a line; `textmine.frame` shows the codes."""
        return f"Training({self.coder!r}, {self.evaluation!r})"

    @property
    def figures(self) -> tuple[CodeFigures, ...]:
        """Of each code."""
        return self.evaluation.figures

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the codes that are suggested."""
        return macro(self.figures)


@dataclass(frozen=True, slots=True)
class Coded:
    """What a run of the coder did, and whether what it read looks like what it learned from.

    Args:
        done, kept, removed, rows: as of any stage.
        unread: narratives without words, not in English or far too long: all their codes are left to a person.
        unread_ids: which those are.
        drift: of narratives that nobody coded against those learned from; None if there are not both.
    """

    done: int
    kept: int
    removed: int
    rows: int
    unread: int = 0
    drift: Drift | None = None
    unread_ids: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """In a line."""
        return f"Coded({self.rows} narratives, {self.unread} of them left to a person as a whole)"


def train_coder(study: Study, *, progress: Progress = silent) -> Training:
    """Train a coder on every human coding in `annotations/` and save it with its evaluation.

    Raises:
        AnnotationError: there are none for the narratives of this study.
        ModelError: there are too few children to learn from.
    """
    with alone(study.root):
        material, human = _material(study)
        lesson, settings = material.lesson, study.settings.coding
        evaluation, errors, held = measure(
            material, settings, deep=False, progress=progress, processes=_processes(study, material.lesson)
        )
        usable = [figure.code for figure in evaluation.figures if figure.usable]
        model = train(
            lesson,
            material.definitions,
            usable=usable,
            folds=min(settings.folds, len(set(lesson.children))),
            abstain=settings.abstain,
            seed=settings.seed,
            about=_about(study, lesson, usable),
            aim=read_aim(settings.aim),
            processes=_processes(study, material.lesson),
        )
        if settings.at_most_wrong:
            model = leaving(model, evaluation.guarantee.margin)
        save_model(study.coder, model, evaluation.figures)
        keep_fields(study, material, held, evaluation)
        keep(evaluation, errors, folder=study.coder, annotations=study.root / "annotations")
        mark = _taught(study)
        write_whole(study.coder / TAUGHT, lambda temporary: temporary.write_text(mark))
    return Training(model.coder, evaluation, len(lesson.children), len(set(lesson.children)), human)


def _processes(study: Study, lesson: Lesson) -> int:
    """How many teach at once; a small lesson is sooner done than another process is there."""
    return study.settings.processes if len(lesson.passages) >= WORTH_PROCESSES else 1


def up_to_date(study: Study) -> bool:
    """Whether the coder learned from the present annotations, narratives, codebook and settings."""
    mark = study.coder / TAUGHT
    try:
        return mark.is_file() and (study.coder / "model.safetensors").is_file() and mark.read_text() == _taught(study)
    except AnnotationError:  # a file has changed so that it cannot be read: training says what is wrong with it
        return False


def evaluate_coder(study: Study, *, progress: Progress = silent) -> Evaluation:
    """Measure how well a coder learns from the present annotations, without training one.

    The page, the figures and what annotators should look at again are written; a coder that is there stays as it is, and so
    do its error rates if it learned from other annotations.
    """
    with alone(study.root):
        material, _ = _material(study)
        evaluation, errors, _ = measure(
            material, study.settings.coding, deep=True, progress=progress, processes=_processes(study, material.lesson)
        )
        another = (study.coder / "model.json").is_file() and not up_to_date(study)
        keep(evaluation, None if another else errors, folder=study.coder, annotations=study.root / "annotations")
    return evaluation


def code_narratives(study: Study, *, progress: Progress = silent) -> Coded:
    """Suggest codes for every narrative.

    Raises:
        StudyError: there are no narratives.
        ModelError: there is no coder, or it does not fit.
    """
    with alone(study.root):
        need(study.narratives.names(), "narratives", "pseudonymise")
        codebook = study.codebook
        model = load_model(study.coder, codebook=codebook, encoder=coding_encoder_name(study))
        fields_of(study, codebook)
        models = used(study)
        settings = settings_hash(
            {"stage": "code-4", "codebook": codebook.fingerprint, "coder": model.about, "models": models}
        )

        encode_all(study, CODING, progress=progress)

        def work(parts: Sequence[Part[str]]) -> Iterator[tuple[Coding, ...]]:
            # On this machine whatever the engine: the vectors lie here, and it takes a tenth of the time of encoding.
            names = [part.items[0] for part in parts]
            return ahead(Suggesting(study, settings), names, processes=study.settings.processes)

        parts = [
            Part(settings_hash({"part": name, "settings": settings}), (name,)) for name in study.narratives.names()
        ]
        stage = Stage("code", study.codings, work, settings, models, study.settings.coding.seed)
        outcome = run(stage, parts, progress=progress)
        note(study, "code")
    unread = tuple(narrative.id for narrative in read_all(study.narratives) if not can_read(model, narrative))
    return Coded(outcome.done, outcome.kept, outcome.removed, outcome.rows, len(unread), drift_of(study), unread)


def taught_here(study: Study) -> bool:
    """Whether the study's coder learned from this team's annotations: the starter, which textmine ships, did not."""
    return (study.coder / TAUGHT).is_file()


def take_starter(study: Study) -> None:
    """Give a study that has no coder the starter, for suggestions that annotators mend.

    Raises:
        StudyError: it has a coder.
    """
    if (study.coder / "model.json").is_file():
        back = "; to go back to the starter, delete the study's folder models/coder first" if taught_here(study) else ""
        raise StudyError("There is a coder already", next_step=f"textmine code, without --starter{back}")
    shutil.copytree(asset("models", "coder"), study.coder, dirs_exist_ok=True)


def drift_of(study: Study) -> Drift | None:
    """Whether narratives that nobody has coded look like those that people coded; None if there are not both."""
    coded = {coding.narrative for coding in annotated(study).codings}
    narratives = read_all(study.narratives)
    new = np.array([narrative.id not in coded for narrative in narratives], dtype=bool)
    if new.all() or not new.any():
        return None
    vectors = []
    for name in study.narratives.names():
        some, passages, X = encoded(study, name)
        vectors.append(narrative_vectors(X, doc_index(some, passages), len(some)))
    return drift(np.vstack(vectors), new, [n.child for n in narratives], seed=study.settings.coding.seed)


def quality_of(study: Study) -> tuple[CodeFigures, ...]:
    """The saved evaluation of the study's coder; empty if there is none."""
    return load_figures(study.coder)


def _material(study: Study) -> tuple[Material, Annotated]:
    narratives = read_all(study.narratives)
    need(narratives, "narratives", "pseudonymise")
    human = annotated(study)
    codings = {coding.narrative: coding for coding in chosen(human.codings)}
    if not codings:
        raise AnnotationError(
            "Nobody has coded any narrative of this study",
            next_step="textmine labelstudio push",
        )
    own = tuple(narrative for narrative in narratives if narrative.id in codings)
    known = known_vectors(study, {narrative.id for narrative in own})
    lesson = make_lesson(own, tuple(codings.values()), study.codebook, known, start=start_of(study))
    definitions, episodes = definition_vectors(study), read_all(study.episodes)
    drawn = how_drawn(study.root / "annotations")
    return Material(lesson, definitions, study.codebook, own, human.codings, codings, episodes, drawn), human


def leaving(model: Model, margin: float) -> Model:
    """The same coder, which leaves decisions nearer their threshold than the margin to a person."""
    return replace(model, arrays={**model.arrays, "margin": np.array([margin], dtype=np.float32)})


def _taught(study: Study) -> str:
    """What the coder learned from, as a hash; narratives that nobody has coded do not count."""
    files = [digest(path) for path in sorted((study.root / "annotations").rglob("*.json"))]
    coded = {coding.narrative for coding in annotated(study).codings}
    texts = sorted((one.id, text_hash(one)) for one in read_all(study.narratives) if one.id in coded)
    coding, asked = study.settings.coding.model_dump(), study.codebook.document_fields
    learned = settings_hash(
        {"files": files, "texts": texts, "codebook": study.codebook.fingerprint, "asked": asked, "coding": coding}
    )
    return f"{learned} {digest(study.coder / 'model.safetensors')}\n"


def _about(study: Study, lesson: Lesson, usable: Sequence[str]) -> list[tuple[str, str]]:
    """What a coder says of itself; its version tells it from every coder that suggests otherwise."""
    codebook = study.codebook
    learned = {"D": lesson.D.tolist(), "Y": np.packbits(lesson.Y).tolist(), "codebook": codebook.fingerprint}
    taught = settings_hash(learned | {"usable": list(usable), "coding": study.settings.coding.model_dump()})
    return [
        ("version", taught[:8]),
        ("codebook", codebook.fingerprint),
        ("codebook_version", codebook.version),
        ("encoder", coding_encoder_name(study)),
        ("narratives", str(len(lesson.children))),
        ("children", str(len(set(lesson.children)))),
        ("passages", str(len(lesson.passages))),
        ("longest", str(_longest(lesson))),
        ("aim", study.settings.coding.aim),
    ]


def _longest(lesson: Lesson) -> int:
    """Words of the longest narrative that is learned from."""
    words = [len(passage.text.split()) for passage in lesson.passages]
    return int(np.bincount(lesson.doc, words, minlength=1).max())
