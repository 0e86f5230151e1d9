"""A coder beside simple ones and people, and with fewer narratives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textmine.coding.aims import read_aim
from textmine.coding.baselines import Simple
from textmine.coding.comparison import ceiling, coded_twice, compare
from textmine.coding.evaluated import Evaluation
from textmine.coding.heldout import HeldOut, columns_of, hold_out
from textmine.coding.learningcurve import Curve, learning_curve
from textmine.pipeline.coder.material import Material
from textmine.progress import Progress
from textmine.settings import CodingSettings


def beside(
    evaluation: Evaluation,
    material: Material,
    held: HeldOut,
    simple: Sequence[Simple],
    enough: Sequence[str],
    seed: int,
) -> Evaluation:
    """The evaluation with our coder beside simple ones and beside people.

    They are compared on all codes with enough examples: on the codes on which ours does well, it would be favoured.

    Args:
        held: what our coder said of narratives of children that it did not learn from.
        simple: what simple coders said of the same narratives.
        enough: codes with enough examples.
    """
    lesson, codebook = material.lesson, material.codebook
    columns = columns_of(lesson, enough)
    ours = Simple("This coder", held.P, held.chosen)
    twice = ceiling(
        coded_twice(material.codings),
        lesson,
        [n.id for n in material.narratives],
        columns,
        ours=held.chosen,
        parents=codebook.parents,
        seed=seed,
    )
    return replace(evaluation, comparison=(*compare(lesson, columns, [*simple, ours], seed=seed), *twice))


def curve_of(
    material: Material,
    held: HeldOut | None,
    enough: Sequence[str],
    folds: int,
    settings: CodingSettings,
    progress: Progress,
    processes: int,
) -> Curve:
    """How good a coder is with more and more narratives that people coded on their own.

    Args:
        held: what the coder said; None if it also learned from reviewed suggestions: then one learns anew without them.
    """
    given = (material.lesson, material.definitions, material.codebook)
    told: dict[str, Any] = {"usable": enough, "seed": settings.seed, "processes": processes}
    held = held or hold_out(*given, folds=folds, aim=read_aim(settings.aim), **told)
    return learning_curve(*given, held, progress=progress, **told)
