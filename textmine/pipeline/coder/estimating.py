"""How often each code is there among narratives that only the coder has read: counted, and corrected for its errors."""

from __future__ import annotations

import numpy as np

from textmine.coding.classifier import decide, probabilities, score
from textmine.coding.codebook import Codebook
from textmine.coding.lessons import with_parent
from textmine.coding.model_files import load_model
from textmine.coding.prevalence import Prevalence, prevalence
from textmine.pipeline.coder.coding import leaving
from textmine.pipeline.coder.evaluating import load_errors
from textmine.pipeline.study import Study, annotated
from textmine.pipeline.vectors.kept import coding_encoder_name, doc_index, encoded
from textmine.types import Coding


def prevalence_of(study: Study) -> tuple[Prevalence, ...]:
    """Each suggested code's share of the narratives that no person has coded, counted and corrected for the coder's errors.

    Raises:
        ModelError: there is no coder, or it does not fit.
    """
    codebook = study.codebook
    model = load_model(study.coder, codebook=codebook, encoder=coding_encoder_name(study))
    coded = {coding.narrative for coding in annotated(study).codings}
    children: list[str] = []
    P, chosen = [], []
    for name in study.narratives.names():
        narratives, passages, X = encoded(study, name)
        doc = doc_index(narratives, passages)
        rows = [i for i, narrative in enumerate(narratives) if narrative.id not in coded]
        children += [narratives[i].child for i in rows]
        scores = score(model, passages, X, doc, len(narratives))
        likely = probabilities(model, scores, codebook)
        P.append(likely[rows])
        said = decide(leaving(model, 0.0), [n.id for n in narratives], passages, scores, doc, likely)
        chosen.append(
            np.array([_row(said[i], codebook) for i in rows], dtype=bool).reshape(len(rows), len(codebook.ids))
        )
    found = prevalence(
        np.vstack(P), np.vstack(chosen), children, errors=load_errors(study.coder), seed=study.settings.coding.seed
    )
    return tuple(one for one in found if one.code in model.usable)


def _row(coding: Coding, codebook: Codebook) -> list[bool]:
    said = {code for sub in coding.headline for code in with_parent(sub, codebook)}
    return [code in said for code in codebook.ids]
