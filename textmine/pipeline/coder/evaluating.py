"""Human codings to an evaluation: measured once, kept in the model's folder as a page, as JSON and as error rates."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.coding.abstention import Guarantee, for_aim, for_share
from textmine.coding.aims import reached, read_aim
from textmine.coding.baselines import baselines
from textmine.coding.card import evaluation_card
from textmine.coding.coverage import ascertained
from textmine.coding.evaluated import WAYS, Evaluation, Share
from textmine.coding.evaluation import figures, held_to, usable_codes
from textmine.coding.fieldfigures import FieldFigures, coverage_figures, field_figures
from textmine.coding.fieldlessons import field_lesson
from textmine.coding.heldout import HeldOut, columns_of, hold_out
from textmine.coding.labelerrors import doubts, doubts_table
from textmine.coding.lessons import Lesson
from textmine.coding.prevalence import Errors, Prevalence, errors_of, trial
from textmine.coding.reliability import calibrations
from textmine.coding.subgroups import subgroups
from textmine.errors import ModelError
from textmine.nouns import number_of
from textmine.pipeline.coder.comparing import beside, curve_of
from textmine.pipeline.coder.material import Material, aided, answers_by_people, groups_of
from textmine.progress import Progress, silent
from textmine.settings import CodingSettings
from textmine.store import write_whole

CARD, FACTS, ERRORS, TO_CHECK = "evaluation.md", "evaluation.json", "errors.safetensors", "to-check.csv"
AIMS = (0.02, 0.05, 0.1)


def measure(
    material: Material, settings: CodingSettings, *, deep: bool, progress: Progress = silent, processes: int = 1
) -> tuple[Evaluation, Errors, HeldOut]:
    """Measure a coder that learns from these codings.

    It learns from all, and is measured on those that people made on their own: who saw a suggestion agrees with it more, and
    the coder would be held against itself. The setting `measure_on_reviews` counts them nevertheless.

    Args:
        deep: also beside simple coders and people, and with fewer narratives; takes several times as long.
        processes: 0 as many as the machine feeds.

    Raises:
        ModelError: there are too few children, or nobody has coded enough without seeing suggestions.
    """
    lesson = material.lesson
    if len(set(lesson.children)) < 3:
        raise ModelError(
            "There are too few children to learn from",
            where=number_of(len(set(lesson.children)), "child"),
            next_step="annotate write-ups of more children",
        )
    enough = usable_codes(lesson, at_least=settings.at_least, at_least_children=settings.at_least_children)
    folds = min(settings.folds, len(set(lesson.children)))
    held = hold_out(
        lesson,
        material.definitions,
        material.codebook,
        usable=enough,
        folds=folds,
        seed=settings.seed,
        progress=progress,
        aim=read_aim(settings.aim),
        processes=processes,
    )
    rows = _truth(material, settings)
    own, seen = material.of(rows), held.of(rows)
    found = held_to(figures(own.lesson, seen.P, seen.chosen, usable=enough, seed=settings.seed), settings.least_f1)
    evaluation = _evaluation(own, seen, [f.code for f in found if f.usable], settings)
    reviews = len(material.narratives) - len(own.narratives)
    evaluation = replace(
        evaluation, figures=found, fields=_answered(own, seen, folds, settings), reviews=reviews, counted=aided(own)
    )
    if deep:
        simple = [one.of(rows) for one in baselines(lesson, material.codebook, folds=folds, seed=settings.seed)]
        evaluation = beside(evaluation, own, seen, simple, enough, settings.seed)
        curve = curve_of(own, held if not reviews else None, enough, folds, settings, progress, processes)
        evaluation = replace(evaluation, curve=curve)
    return evaluation, errors_of(own.lesson, seen, seed=settings.seed), held


def _truth(material: Material, settings: CodingSettings) -> NDArray[np.int64]:
    """Rows that may be measured on."""
    fit = [settings.measure_on_reviews or not material.chosen[one.id].aided for one in material.narratives]
    rows = np.flatnonzero(fit)
    children = len({material.narratives[row].child for row in rows})
    if children < 3:
        raise ModelError(
            "Too few narratives were coded by people who saw no suggestion: there is nothing to measure on",
            where=number_of(children, "child"),
            next_step="have some coded without suggestions: textmine labelstudio push; or set measure_on_reviews",
        )
    return rows


def keep(evaluation: Evaluation, errors: Errors | None, *, folder: Path, annotations: Path) -> None:
    """Write the page, the figures and the error rates into the model's folder, and what to check beside the annotations.

    Args:
        errors: None leaves those that are there, which belong to the coder that is there.
    """
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    for path, words in (
        (folder / CARD, evaluation_card(evaluation)),
        (folder / FACTS, json.dumps(plain(asdict(evaluation)), indent=1, allow_nan=False) + "\n"),
        (annotations / TO_CHECK, doubts_table(evaluation.doubts)),
    ):
        write_whole(path, _writer(words))
    if errors is None:
        return
    names = ("shares", "sensitivity", "specificity", "error")
    arrays = {name: np.ascontiguousarray(getattr(errors, name)) for name in names}
    arrays["children"] = np.array([errors.children])
    facts = {"codes": json.dumps(errors.codes)}
    write_whole(folder / ERRORS, lambda temporary: save_file(arrays, temporary, metadata=facts))


def load_errors(folder: Path) -> Errors:
    """The error rates that were saved with a coder.

    Raises:
        ModelError: there are none, or they are damaged.
    """
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(folder / ERRORS, framework="numpy") as stream:
            codes = tuple(str(code) for code in json.loads(stream.metadata()["codes"]))
            arrays = {name: stream.get_tensor(name) for name in stream.keys()}  # noqa: SIM118 no mapping
        children = int(arrays.pop("children")[0])
        return Errors(codes, children=children, **arrays)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        raise ModelError("The coder's error rates are missing or damaged", next_step="textmine train") from None


def plain(value: object) -> object:
    """As JSON holds it: None for what is not a number or has no end."""
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def _evaluation(material: Material, held: HeldOut, usable: Sequence[str], settings: CodingSettings) -> Evaluation:
    lesson, seed = material.lesson, settings.seed
    columns = columns_of(lesson, usable)
    truth, chosen = lesson.D[:, columns], held.chosen[:, columns]
    distance = held.distance[:, columns]
    return Evaluation(
        narratives=len(lesson.children),
        children=len(set(lesson.children)),
        bar=settings.least_f1,
        figures=(),
        calibrations=calibrations(usable, truth, held.P[:, columns], lesson.children, seed=seed),
        guarantee=_guarantee(lesson, held, columns, settings),
        others=tuple(for_aim(truth, chosen, distance, lesson.children, at_most_wrong=aim) for aim in AIMS),
        shares=_shares(lesson, held, usable, seed),
        subgroups=subgroups(truth, chosen, lesson.children, groups_of(material), seed=seed),
        reached=reached(read_aim(settings.aim), truth, chosen),
        doubts=doubts(lesson, held, [n.id for n in material.narratives], usable=usable),
    )


def _answered(material: Material, held: HeldOut, folds: int, settings: CodingSettings) -> tuple[FieldFigures, ...]:
    """Questions of the codebook, then the five things that are derived from codes."""
    lesson = field_lesson(material.lesson, answers_by_people(material), material.codebook, held.P)
    enough = {"at_least": settings.at_least, "at_least_children": settings.at_least_children, "seed": settings.seed}
    asked = field_figures(lesson, right=settings.answers_right, folds=folds, **enough)
    seen = [ascertained(material.chosen[narrative.id]) for narrative in material.narratives]
    return asked + coverage_figures(material.lesson, seen, held.seen, **enough)


def _guarantee(lesson: Lesson, held: HeldOut, columns: Sequence[int], settings: CodingSettings) -> Guarantee:
    given = (lesson.D[:, columns], held.chosen[:, columns], held.distance[:, columns], lesson.children)
    if settings.at_most_wrong:
        return for_aim(*given, at_most_wrong=settings.at_most_wrong)
    return for_share(*given, share=settings.abstain)


def _shares(lesson: Lesson, held: HeldOut, usable: Sequence[str], seed: int) -> tuple[Share, ...]:
    """Each code's estimates, averaged over folds."""
    tried = trial(lesson, held, seed=seed)
    found = []
    for code in usable:
        own = [(one, share) for name, _, one, share in tried if name == code]
        n = sum(one.narratives for one, _ in own)
        means = {
            name: _weighted([(getattr(one, name), one.narratives) for one, _ in own])
            for name in Prevalence.__slots__
            if name not in ("code", "narratives")
        }
        truth = _weighted([(t, one.narratives) for one, t in own])
        held_it = [(float(one.low <= t <= one.high), 1) for one, t in own]
        off = tuple(_weighted([(abs(getattr(one, way) - t), one.narratives) for one, t in own]) for way in WAYS)
        found.append(Share(truth, Prevalence(code, n, **means), off, _weighted(held_it)))
    return tuple(found)


def _weighted(values: Sequence[tuple[float, int]]) -> float:
    n = sum(weight for _, weight in values)
    return sum(value * weight for value, weight in values) / n if n else float("nan")


def _writer(words: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(words, encoding="utf-8")
