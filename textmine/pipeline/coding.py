"""Narratives to codings: train on people's annotations, measure, and suggest codes for every narrative."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.assets import digest
from textmine.batches import Outcome, Part, Stage, alone, run
from textmine.coding.agreement import Agreement, agree
from textmine.coding.classifier import predict, train
from textmine.coding.codebook import Codebook
from textmine.coding.encoder import TextEncoder, load_encoder
from textmine.coding.evaluation import CodeFigures, cross_validate, macro, usable_codes
from textmine.coding.lessons import Lesson, encode_passages, make_lesson, within
from textmine.coding.model_files import load_figures, load_model, save_model
from textmine.coding.passages import passages_of
from textmine.errors import AnnotationError, ModelError
from textmine.manifest import settings_hash
from textmine.pipeline.study import Annotated, Study, annotated, chosen, need
from textmine.progress import Progress, silent
from textmine.store import read_all, read_part, write_whole
from textmine.types import Coding, Matrix, Narrative, Passage

TAUGHT = "taught.txt"  # what the coder in this folder learned from


@dataclass(frozen=True, slots=True)
class Training:
    """What was learned from what.

    Args:
        coder: name of the trained model.
        figures: of each code, on children it did not learn from.
        annotated: the human codings it learned from.
    """

    coder: str
    figures: tuple[CodeFigures, ...] = field(repr=False)
    narratives: int
    children: int
    annotated: Annotated = field(repr=False)

    @property
    def macro_f1(self) -> float:
        """Mean F1 of the codes that are suggested."""
        return macro(self.figures)


def train_coder(study: Study, *, progress: Progress = silent) -> Training:
    """Train a coder on every human coding in `annotations/` and save it with its evaluation.

    Raises:
        AnnotationError: there are none for the narratives of this study.
        ModelError: there are too few children to learn from.
    """
    with alone(study.root):
        lesson, human = _lesson(study)
        codebook, settings = study.codebook, study.settings.coding
        definitions = _definitions(codebook)
        figures = _measure(lesson, definitions, study, progress)
        usable = [figure.code for figure in figures if figure.usable]
        folds = min(settings.folds, len(set(lesson.children)))
        model = train(
            lesson,
            definitions,
            usable=usable,
            folds=folds,
            abstain=settings.abstain,
            seed=settings.seed,
            about=_about(study, lesson),
        )
        save_model(study.coder, model, figures)
        mark = _taught(study)
        write_whole(study.coder / TAUGHT, lambda temporary: temporary.write_text(mark))
    return Training(model.coder, figures, len(lesson.children), len(set(lesson.children)), human)


def up_to_date(study: Study) -> bool:
    """Whether the coder learned from the present annotations, narratives, codebook and settings."""
    mark = study.coder / TAUGHT
    return mark.is_file() and (study.coder / "model.safetensors").is_file() and mark.read_text() == _taught(study)


def evaluate_coder(study: Study, *, progress: Progress = silent) -> tuple[CodeFigures, ...]:
    """Measure how well a coder learns from the present annotations, without saving one."""
    lesson, _ = _lesson(study)
    return _measure(lesson, _definitions(study.codebook), study, progress)


def code_narratives(study: Study, *, progress: Progress = silent) -> Outcome:
    """Suggest codes for every narrative.

    Raises:
        StudyError: there are no narratives.
        ModelError: there is no coder, or it does not fit.
    """
    with alone(study.root):
        need(study.narratives.names(), "narratives", "pseudonymise")
        codebook = study.codebook
        model = load_model(study.coder, codebook=codebook, encoder=_encoder().name)
        models = (("coder", digest(study.coder / "model.safetensors")),)
        settings = settings_hash(
            {"stage": "code-2", "codebook": codebook.fingerprint, "coder": model.about, "models": models}
        )

        def work(part: Part[str]) -> tuple[Coding, ...]:
            narratives, passages, X = encoded(study, part.items[0])
            doc = _doc_index(narratives, passages)
            return predict(model, [n.id for n in narratives], passages, X, doc, codebook)

        parts = [
            Part(settings_hash({"part": name, "settings": settings}), (name,)) for name in study.narratives.names()
        ]
        return run(
            Stage("code", study.codings, work, settings, models, study.settings.coding.seed), parts, progress=progress
        )


def agree_coders(study: Study, first: str, second: str) -> tuple[Agreement, ...]:
    """Agreement of two coders, people or models, on the narratives that both coded.

    Raises:
        AnnotationError: one of them coded nothing.
    """
    codings = (*annotated(study).codings, *read_all(study.codings))
    sides = [[coding for coding in codings if coding.coder == name] for name in (first, second)]
    if not all(sides):
        known = ", ".join(sorted({coding.coder for coding in codings})) or "none"
        raise AnnotationError("One of the coders has coded nothing here", where=f"coders: {known}")
    child_of = {narrative.id: narrative.child for narrative in read_all(study.narratives)}
    return agree(sides[0], sides[1], codes=study.codebook.ids, child_of=child_of, parents=study.codebook.parents)


def encoded(study: Study, part: str) -> tuple[tuple[Narrative, ...], tuple[Passage, ...], Matrix]:
    """Narratives, passages and `X float32[n_passages, 2 * d]` of one part; encoded once and kept."""
    narratives = read_part(study.narratives, part)
    passages = tuple(passage for narrative in narratives for passage in passages_of(narrative))
    path = study.vectors / f"{_vector_name(narratives)}.npy"
    if path.is_file():
        try:
            X = np.load(path, allow_pickle=False)
            if X.shape[0] == len(passages):
                return narratives, passages, X
        except (ValueError, OSError, EOFError):
            path.unlink()
    X = encode_passages(passages, _encoder())
    study.vectors.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda temporary: _save(temporary, X))
    return narratives, passages, X


def quality_of(study: Study) -> tuple[CodeFigures, ...]:
    """The saved evaluation of the study's coder; empty if there is none."""
    return load_figures(study.coder)


@lru_cache(maxsize=1)
def _encoder() -> TextEncoder:
    return load_encoder()


def _save(path: Path, X: Matrix) -> None:
    with path.open("wb") as stream:
        np.save(stream, X, allow_pickle=False)


def _vector_name(narratives: Sequence[Narrative]) -> str:
    return settings_hash(
        {"cut": "passages-2", "encoder": _encoder().name, "texts": [narrative.meta.sha256 for narrative in narratives]}
    )


def _doc_index(narratives: Sequence[Narrative], passages: Sequence[Passage]) -> NDArray[np.int64]:
    place = {narrative.id: i for i, narrative in enumerate(narratives)}
    return np.array([place[passage.narrative] for passage in passages], dtype=np.int64)


def _lesson(study: Study) -> tuple[Lesson, Annotated]:
    narratives = read_all(study.narratives)
    need(narratives, "narratives", "pseudonymise")
    human = annotated(study)
    codings = chosen(human.codings)
    if not codings:
        raise AnnotationError(
            "Nobody has coded any narrative of this study", next_step="put a Label Studio export into annotations/"
        )
    return make_lesson(narratives, codings, study.codebook, _known_vectors(study)), human


def _known_vectors(study: Study) -> Callable[[Sequence[str]], Matrix]:
    """An encoder that looks up what was encoded before."""
    known: dict[str, NDArray[np.float32]] = {}
    for name in study.narratives.names():
        _, passages, X = encoded(study, name)
        half = X.shape[1] // 2
        for passage, row in zip(passages, X, strict=True):
            known[passage.text] = row[:half]
            known[within(passage)] = row[half:]
    empty = np.zeros((0, _encoder().dimensions), dtype=np.float32)
    return lambda texts: np.stack([known[text] for text in texts]) if texts else empty


def _measure(lesson: Lesson, definitions: Matrix, study: Study, progress: Progress) -> tuple[CodeFigures, ...]:
    settings = study.settings.coding
    usable = usable_codes(lesson, at_least=settings.at_least, at_least_children=settings.at_least_children)
    if len(set(lesson.children)) < 3:
        raise ModelError(
            "There are too few children to learn from",
            where=f"{len(set(lesson.children))} children",
            next_step="annotate write-ups of more children",
        )
    folds = min(settings.folds, len(set(lesson.children)))
    return cross_validate(
        lesson,
        definitions,
        study.codebook,
        usable=usable,
        folds=folds,
        abstain=settings.abstain,
        seed=settings.seed,
        progress=progress,
    )


def _definitions(codebook: Codebook) -> Matrix:
    """`float32[n_codes, d]`: each code by its name and definition and by its example phrases."""
    encode = _encoder()
    words = encode([f"{code.name}. {code.definition}" for code in codebook.codes])
    phrases = np.vstack([encode([*code.phrases, code.name]).mean(axis=0) for code in codebook.codes])
    both = words + phrases
    return np.asarray(both / np.linalg.norm(both, axis=1, keepdims=True), dtype=np.float32)


def _taught(study: Study) -> str:
    files = [digest(path) for path in sorted((study.root / "annotations").rglob("*.json"))]
    parts = [digest(study.narratives.part(name)) for name in study.narratives.names()]
    coding = study.settings.coding.model_dump()
    learned = settings_hash({"files": files, "parts": parts, "codebook": study.codebook.fingerprint, "coding": coding})
    return f"{learned} {digest(study.coder / 'model.safetensors')}\n"


def _about(study: Study, lesson: Lesson) -> list[tuple[str, str]]:
    codebook = study.codebook
    taught = settings_hash(
        {"D": lesson.D.tolist(), "Y": np.packbits(lesson.Y).tolist(), "codebook": codebook.fingerprint}
    )
    return [
        ("version", taught[:8]),
        ("codebook", codebook.fingerprint),
        ("codebook_version", codebook.version),
        ("encoder", _encoder().name),
        ("narratives", str(len(lesson.children))),
        ("children", str(len(set(lesson.children)))),
        ("passages", str(len(lesson.passages))),
    ]
