"""Why the study's coder suggests what it suggests for one narrative; holds words of write-ups: for restricted roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from textmine.coding.classifier import mentions_at, probabilities, score
from textmine.coding.coverage import Answer, coverage
from textmine.coding.explanation import CLOSEST, Explanation, Known, explain, known_passages
from textmine.coding.model import Model
from textmine.coding.model_files import load_model
from textmine.coding.scoring import Scores
from textmine.errors import SettingsError, StudyError
from textmine.pipeline.coder.suggesting import can_read, fields_of, suggest
from textmine.pipeline.study import Study, annotated, need
from textmine.pipeline.vectors.kept import coding_encoder, coding_encoder_name, encoded
from textmine.store import read_part
from textmine.types import Matrix, Narrative, Passage


@dataclass(frozen=True, slots=True)
class Explained:
    """What a coder makes of one narrative, and why.

    Args:
        read: False if it has no words, is not in English or is far too long; then nothing is suggested.
        fields: answers about the write-up as a whole; what is missing is for a person.
        covers: the five things an interview should ascertain.
        codes: those suggested first, then those left to a person; or the one asked for.
        examples: whether a person has marked anything in this study.
        never: of these codes those that the coder does not suggest at all.
    """

    narrative: str
    coder: str
    read: bool
    fields: tuple[tuple[str, str], ...]
    covers: tuple[tuple[str, Answer], ...]
    codes: tuple[Explanation, ...]
    examples: bool = True
    never: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """In a line, without words of the narrative; `textmine.frame` shows the codes."""
        return f"Explained({self.narrative!r} by {self.coder!r}, {len(self.codes)} codes)"


def explain_narrative(study: Study, narrative: str, *, code: str = "") -> Explained:
    """Explain the codes of a narrative, or one code whether it is suggested or not.

    Raises:
        StudyError: there is no such narrative.
        SettingsError: the codebook has no such code.
        ModelError: there is no coder, or it does not fit.
    """
    need(study.narratives.names(), "narratives", "pseudonymise")
    codebook = study.codebook
    if code and code not in codebook.ids:
        raise SettingsError("The codebook has no such code", next_step=_alike(code, codebook.ids))
    one, passages, X = _of(study, narrative)
    model = load_model(study.coder, codebook=codebook, encoder=coding_encoder_name(study))
    doc = np.zeros(len(passages), dtype=np.int64)
    (coding,) = suggest(model, fields_of(study, codebook), ((one,), passages, X), codebook)
    scores = score(model, passages, X, doc, 1)
    P, known = probabilities(model, scores, codebook)[0], _known(study)
    thresholds = model.arrays["thresholds"]
    found = []
    for c in _columns(model, code, [*sorted({m.code for m in coding.mentions}), *coding.doubtful]):
        told = explain(
            model.codes[c],
            coding,
            one,
            passages,
            X,
            probability=float(P[c]),
            threshold=float(thresholds[c]),
            closest=mentions_at(passages, scores, _closest(scores, c), model.codes[c], c),
            known=known,
        )
        found.append(told)
    order = ("coded", "for a person", "not coded")
    found.sort(key=lambda told: (order.index(told.decision), -told.probability))
    covers = coverage(coding, codebook.ids, suggested=model.usable)
    read, examples = can_read(model, one), bool(known.rows)
    never = tuple(told.code for told in found if told.code not in model.usable)
    return Explained(one.id, model.coder, read, coding.fields, covers, tuple(found), examples, never)


def _of(study: Study, id: str) -> tuple[Narrative, tuple[Passage, ...], Matrix]:
    for part in study.narratives.names():
        if any(narrative.id == id for narrative in read_part(study.narratives, part)):
            narratives, passages, X = encoded(study, part)
            rows = [i for i, passage in enumerate(passages) if passage.narrative == id]
            return next(n for n in narratives if n.id == id), tuple(passages[i] for i in rows), X[rows]
    raise StudyError(
        "This study has no such narrative", next_step="take an id from quotations.csv of textmine exchange export"
    )


def _known(study: Study) -> Known:
    """What people coded in this study, with vectors."""
    codings = annotated(study).codings
    coded = {coding.narrative for coding in codings}
    narratives: dict[str, Narrative] = {}
    passages: list[Passage] = []
    vectors: list[Matrix] = [np.zeros((0, 2 * coding_encoder(study).dimensions), dtype=np.float32)]
    for part in study.narratives.names():
        if any(narrative.id in coded for narrative in read_part(study.narratives, part)):
            some, own, X = encoded(study, part)
            narratives |= {narrative.id: narrative for narrative in some}
            passages += own
            vectors.append(X)
    return known_passages(codings, narratives, passages, np.vstack(vectors))


def _columns(model: Model, code: str, suggested: Sequence[str]) -> list[int]:
    return [model.codes.index(one) for one in dict.fromkeys([code] if code else suggested)]


def _closest(scores: Scores, c: int) -> NDArray[np.int64]:
    """Passages that speak most for a code now."""
    return np.argsort(-scores.mention[:, c] * scores.now[:, c], kind="stable")[:CLOSEST]


def _alike(code: str, codes: Sequence[str]) -> str:
    near = get_close_matches(code, codes, n=3, cutoff=0.4)
    return f"use {' or '.join(near)}" if near else "take an id from annotations/codebook.yaml"
