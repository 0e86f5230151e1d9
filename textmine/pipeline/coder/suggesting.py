"""What a coder suggests for narratives: codes with evidence, and answers about each write-up as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from textmine.assets import digest
from textmine.coding.classifier import decide, probabilities, score
from textmine.coding.codebook import Codebook
from textmine.coding.evaluated import Evaluation
from textmine.coding.field_files import FIELDS, load_fields, save_fields
from textmine.coding.fieldlessons import FieldCoder, field_lesson, learn_fields
from textmine.coding.heldout import HeldOut
from textmine.coding.language import readable, welsh
from textmine.coding.model import Model
from textmine.coding.model_files import load_model
from textmine.pipeline.coder.material import Material, answers_by_people
from textmine.pipeline.study import Study
from textmine.pipeline.vectors.kept import Encoded, coding_encoder_name, doc_index, encoded
from textmine.settings import CodingSettings
from textmine.types import Coding, Narrative

ARRAYS = "model.safetensors"
# Up to twenty write-ups of the example read as one are coded as well as one alone; beyond, every code seems to be there.
MOST_TIMES_LONGER = 20
LANGUAGE, WELSH = "interview_language", "cy"
LOADED: dict[tuple[Path, str], tuple[Model, FieldCoder, Codebook]] = {}
"""The coder that this process loaded last."""


def keep_fields(study: Study, material: Material, held: HeldOut, evaluation: Evaluation) -> None:
    """Learn to answer the questions that are answered well enough, and keep that beside the coder that is there."""
    settings: CodingSettings = study.settings.coding
    lesson = field_lesson(material.lesson, answers_by_people(material), material.codebook, held.P)
    usable = [figure.field for figure in evaluation.fields if figure.usable]
    fields = learn_fields(lesson, right=settings.answers_right, seed=settings.seed, only=usable)
    save_fields(study.coder, fields, coder=digest(study.coder / ARRAYS))


def fields_of(study: Study, codebook: Codebook) -> FieldCoder:
    """What answers questions in this study.

    Raises:
        ModelError: it is damaged or belongs to another coder.
    """
    return load_fields(study.coder, coder=digest(study.coder / ARRAYS), codebook=codebook)


def used(study: Study) -> tuple[tuple[str, str], ...]:
    """(name, SHA-256) of what suggestions are made with."""
    files = (("coder", ARRAYS), ("fields", FIELDS))
    return tuple((name, digest(study.coder / file)) for name, file in files if (study.coder / file).is_file())


def suggest(model: Model, fields: FieldCoder, some: Encoded, codebook: Codebook) -> tuple[Coding, ...]:
    """A suggested coding for each narrative; of one that it cannot read it leaves everything to a person."""
    narratives, passages, X = some
    doc = doc_index(narratives, passages)
    scores = score(model, passages, X, doc, len(narratives))
    P = probabilities(model, scores, codebook)
    codings = decide(model, [narrative.id for narrative in narratives], passages, scores, doc, P)
    answers = fields.answers(passages, X, doc, P)
    return tuple(
        replace(coding, fields=answered) if can_read(model, narrative) else _unread(coding, narrative, model, codebook)
        for coding, narrative, answered in zip(codings, narratives, answers, strict=True)
    )


def can_read(model: Model, narrative: Narrative) -> bool:
    """Whether there are words, English enough, and not incomparably more than the coder ever learned from."""
    longest = int(dict(model.about).get("longest", "0"))
    fits = not longest or len(narrative.text.split()) <= MOST_TIMES_LONGER * longest
    return fits and readable(narrative.text)


def _unread(coding: Coding, narrative: Narrative, model: Model, codebook: Codebook) -> Coding:
    """Of what the coder cannot read it says nothing, not that there is nothing; that it is Welsh can be seen."""
    told = WELSH in codebook.document_fields.get(LANGUAGE, ()) and welsh(narrative.text)
    return replace(coding, mentions=(), fields=((LANGUAGE, WELSH),) if told else (), doubtful=model.usable)


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Suggests codes for the narratives of a part; can be sent to another process, which loads the coder once.

    Args:
        settings: hash of the coder and of all that it works with.
    """

    study: Study
    settings: str

    def __call__(self, part: str) -> tuple[Coding, ...]:
        """A coding of each narrative."""
        model, fields, codebook = _coder(self.study, self.settings)
        return suggest(model, fields, encoded(self.study, part), codebook)


def _coder(study: Study, settings: str) -> tuple[Model, FieldCoder, Codebook]:
    """The study's coder; the last one that was loaded stays."""
    key = (study.root, settings)
    if key not in LOADED:
        LOADED.clear()
        codebook = study.codebook
        model = load_model(study.coder, codebook=codebook, encoder=coding_encoder_name(study))
        LOADED[key] = model, fields_of(study, codebook), codebook
    return LOADED[key]
