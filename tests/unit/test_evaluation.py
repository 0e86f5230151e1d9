"""Figures by hand, and measuring that never lets a child teach its own examiner."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from taught import Taught

from textmine.coding.evaluation import CodeFigures, figures, macro, usable_codes
from textmine.coding.heldout import hold_out
from textmine.coding.lessons import Lesson
from textmine.errors import ModelError
from textmine.progress import Progress, silent


def lesson_of(D: list[list[int]], children: str) -> Lesson:
    """A lesson of one passage each, only for what depends on D and the children."""
    n, k = len(D), len(D[0])
    codes = tuple(f"code{c}" for c in range(k))
    X, Y = np.zeros((n, 2), dtype=np.float32), np.zeros((n, k), dtype=bool)
    return Lesson(codes, (), np.arange(n), X, Y, np.array(D, dtype=bool), tuple(children))


def figures_of(
    truth: list[int], said: list[int], p: list[float] | None = None, children: str = "abcdefgh"
) -> CodeFigures:
    lesson = lesson_of([[t] for t in truth], children[: len(truth)])
    P = np.array([[value] for value in p or said], dtype=np.float64)
    (found,) = figures(lesson, P, np.array(said, dtype=bool)[:, None], usable=["code0"], seed=7)
    return found


def test_precision_recall_and_f1_by_hand() -> None:
    found = figures_of([1, 1, 1, 0, 0], [1, 1, 0, 1, 0])
    assert (found.narratives, found.children) == (3, 3)
    assert (found.precision, found.recall, found.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))


def test_average_precision_and_brier_by_hand() -> None:
    # Ranked true, false, true: (1/1 + 2/3) / 2; errors 0.1, 0.6, 0.5 squared.
    found = figures_of([1, 0, 1], [1, 1, 1], [0.9, 0.6, 0.5])
    assert found.average_precision == pytest.approx(5 / 6)
    assert found.brier == pytest.approx((0.01 + 0.36 + 0.25) / 3)


def test_a_code_that_nobody_has_gives_nan_not_zero() -> None:
    found = figures_of([0, 0, 0], [0, 0, 0])
    assert all(math.isnan(v) for v in (found.precision, found.recall, found.f1, found.average_precision))
    assert (found.low, found.high) == (0.0, 1.0)


def test_a_code_that_is_never_suggested_has_recall_nought() -> None:
    found = figures_of([1, 0, 1], [0, 0, 0])
    assert math.isnan(found.precision)
    assert (found.recall, found.f1) == (0.0, 0.0)


def test_the_interval_is_over_children_not_over_narratives() -> None:
    truth, said = [1, 0] * 20, [1, 0, 1, 0, 0, 1, 1, 0] * 5
    alone = figures_of(truth, said, children="abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN")
    alike = figures_of(truth, said, children="".join(letter * 8 for letter in "abcde"))
    assert alike.low < alone.low < alone.f1 < alone.high < alike.high
    assert alike.precision_low == alike.precision == alike.precision_high


def test_rows_are_rounded_and_say_none_where_there_is_no_figure() -> None:
    row = figures_of([0, 0, 0], [0, 0, 0]).row()
    assert row["precision"] is None
    assert row["brier"] == 0.0
    assert row["usable"] is True


def test_the_card_has_a_dash_where_there_is_no_figure_and_eight_cells_always() -> None:
    figure = figures_of([1, 0, 1], [0, 0, 0])
    assert "| code0 | 2 | 2 | – | 0.00 | 0.00 | 0.00–0.79 |" in figure.markdown()
    assert "too few" in replace(figure, usable=False).markdown()
    assert figure.markdown().count("|") == replace(figure, usable=False).markdown().count("|") == 10


def test_codes_need_enough_narratives_of_enough_children() -> None:
    lesson = lesson_of([[1, 1, 0], [1, 1, 0], [1, 0, 1], [0, 0, 1]], "aabc")
    assert usable_codes(lesson, at_least=2, at_least_children=2) == ("code0", "code2")
    assert usable_codes(lesson, at_least=3, at_least_children=2) == ("code0",)
    assert usable_codes(lesson, at_least=3, at_least_children=3) == ()


def test_the_mean_is_over_usable_codes_that_have_the_figure() -> None:
    good, bad = figures_of([1, 0], [1, 0]), figures_of([0, 0], [0, 0])
    assert macro([good, bad]) == 1.0
    assert macro([good, replace(good, f1=0.0, usable=False)]) == 1.0
    assert math.isnan(macro([bad]))
    assert math.isnan(macro([]))


def held_out_figures(
    taught: Taught, usable: tuple[str, ...], *, progress: Progress = silent
) -> tuple[CodeFigures, ...]:
    held = hold_out(
        taught.lesson, taught.definitions, taught.codebook, usable=usable, folds=4, seed=7, progress=progress
    )
    return figures(taught.lesson, held.P, held.chosen, usable=usable, seed=7)


def test_cross_validation_finds_what_can_be_learned_and_tells_how_far_it_is(taught: Taught) -> None:
    seen: list[tuple[int, int, str]] = []
    found = held_out_figures(taught, ("home", "home_row", "mates"), progress=lambda *step: seen.append(step))
    assert [figure.code for figure in found] == list(taught.codebook.ids)
    assert [figure.usable for figure in found] == [True, True, True, False]
    assert macro(found, "average_precision") > 0.9
    assert macro(found) > 0.7
    assert seen == [(i, 4, "evaluate") for i in range(5)]


def test_a_suggested_sub_code_counts_for_its_parent_as_it_does_in_human_codings(taught: Taught) -> None:
    found = held_out_figures(taught, ("home_row",))
    assert found[0].recall == found[1].recall
    assert found[0].recall > 0


def test_what_cannot_be_learned_from_is_said(taught: Taught) -> None:
    few = taught.lesson.of(np.arange(4))
    with pytest.raises(ModelError, match="too few"):
        hold_out(few, taught.definitions, taught.codebook, usable=(), folds=2, seed=7)
