"""What annotators label next: chosen here, put first on the server, and asked back from it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from textmine.annotation.record import note
from textmine.batches import alone
from textmine.coding.classifier import probabilities, score
from textmine.coding.drift import narrative_vectors
from textmine.coding.model_files import load_model
from textmine.coding.selection import Choice, choose, expected_errors
from textmine.errors import AnnotationError, InputError
from textmine.pipeline.annotation.labelstudio import (
    Door,
    Sent,
    begun_or_coded,
    fit_server,
    project_for,
    send,
    suggestions,
)
from textmine.pipeline.study import Study, need
from textmine.pipeline.vectors.kept import coding_encoder_name, doc_index, encoded
from textmine.progress import Progress, silent
from textmine.types import Narrative

if TYPE_CHECKING:
    from textmine.annotation.ordering import Ordered
    from textmine.annotation.projects import Purpose


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next.

    Args:
        narratives: in order.
        random: how many of them were drawn at random.
        ordered: what the server said when it was asked for its next tasks.
    """

    narratives: tuple[str, ...]
    random: int
    sent: Sent
    ordered: Ordered


def choose_next(
    study: Study,
    door: Door,
    *,
    number: int = 20,
    random_share: float = 0.2,
    suggest: bool = False,
    progress: Progress = silent,
) -> Next:
    """Choose narratives that nobody has coded or begun, and have the server give them next.

    Args:
        number: how many.
        random_share: of them drawn at random, whatever the model thinks.
        suggest: in the project where suggestions are reviewed; otherwise annotators see none.

    Raises:
        InputError: the share is not between 0 and 1, or the number is not at least 1.
        ModelError: there is no coder yet.
        AnnotationError: nothing is left to choose from.
        ServerError: the server gives other tasks.
    """
    from textmine.annotation.ordering import order

    if not 0 <= random_share <= 1:
        raise InputError("The random share lies between 0 and 1", next_step="give 0.2, for instance")
    if number < 1:
        raise InputError("At least one narrative comes next", next_step="give 20, for instance")
    need(study.narratives.names(), "narratives", "pseudonymise")
    server = fit_server(study, door)
    purpose: Purpose = "review" if suggest else "coding"
    taken = begun_or_coded(study, server)
    with alone(study.root):
        shown = suggestions(study) if suggest else {}
        narratives, chosen = _chosen(study, taken, number, random_share, only=set(shown) if suggest else None)
        ids = tuple(narratives[choice.row].id for choice in chosen)
        pushed = send(study, server, purpose, [narratives[choice.row] for choice in chosen], shown, progress)
        version = next(iter(shown.values())).coder if suggest else order_name(ids)
        ordered = order(server, project_for(study, server, purpose), ids, version=version, shown=suggest)
        drawn = [narratives[choice.row].id for choice in chosen if choice.why == "random"]
        note(study.root / "annotations", "next", {"project": purpose, "chosen": list(ids), "random": drawn})
    return Next(ids, len(drawn), pushed, ordered)


def order_name(ids: Sequence[str]) -> str:
    """What an order of narratives is called on the server, where no version of a model gives it."""
    from textmine.annotation.ordering import PREFIX

    return PREFIX + hashlib.sha256("".join(ids).encode()).hexdigest()[:8]


def _chosen(
    study: Study, taken: set[str], number: int, random_share: float, *, only: set[str] | None
) -> tuple[list[Narrative], Sequence[Choice]]:
    codebook = study.codebook
    model = load_model(study.coder, codebook=codebook, encoder=coding_encoder_name(study))
    usable = [model.codes.index(code) for code in model.usable]
    narratives: list[Narrative] = []
    errors, vectors = [], []
    for name in study.narratives.names():
        some, passages, X = encoded(study, name)
        doc = doc_index(some, passages)
        P = probabilities(model, score(model, passages, X, doc, len(some)), codebook)
        errors.append(expected_errors(P[:, usable], P[:, usable] >= model.arrays["thresholds"][usable]))
        vectors.append(narrative_vectors(X, doc, len(some)))
        narratives += some
    free = np.array([n.id not in taken and (only is None or n.id in only) for n in narratives], dtype=bool)
    if not free.any():
        raise AnnotationError(
            "Nothing is left to label: every narrative was coded or begun",
            next_step="textmine labelstudio pull, then textmine train",
        )
    seed = study.settings.coding.seed + int(free.sum())  # another draw when something has been labelled since
    chosen = choose(
        np.concatenate(errors),
        np.vstack(vectors),
        [narrative.child for narrative in narratives],
        ~free,
        number=number,
        random_share=random_share,
        seed=seed,
    )
    return narratives, chosen
