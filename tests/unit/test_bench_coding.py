"""The figures of the coding bench are what they say, on cases counted by hand."""

from __future__ import annotations

import numpy as np
import pytest
from coding_baselines import keywords
from coding_example import author_folds
from coding_measures import Pairs, bootstrapped, calibration_error, errors, first_try, macro_f1, wrongly_counted

from textmine.coding.codebook import Code
from textmine.types import Coding, Mention

TRUTH = np.array([[True, False], [True, False], [False, False], [False, True]])
SAID = np.array([[True, False], [False, False], [True, False], [False, True]])


def test_macro_f1_is_the_mean_over_codes_that_anybody_has() -> None:
    assert macro_f1(TRUTH, SAID) == pytest.approx((0.5 + 1.0) / 2)
    assert macro_f1(np.zeros((2, 1), dtype=bool), np.ones((2, 1), dtype=bool)) == 0.0


def test_the_calibration_error_is_the_mean_gap_of_the_bins() -> None:
    assert calibration_error(np.array([[True], [False]]), np.array([[0.9], [0.1]])) == pytest.approx(0.1)
    assert calibration_error(TRUTH, TRUTH.astype(float)) == 0.0


def test_what_is_left_to_a_person_is_no_error() -> None:
    pairs = Pairs(TRUTH, SAID, SAID.astype(float), TRUTH != SAID, ("a", "a", "b", "c"))
    assert errors(pairs) == (0.25, 0.0, 0.25)


def test_an_interval_holds_its_figure() -> None:
    pairs = Pairs(TRUTH, SAID, SAID.astype(float), np.zeros_like(SAID), ("a", "a", "b", "c"))
    found = bootstrapped(pairs, lambda drawn: macro_f1(drawn.truth, drawn.said))
    assert found.low <= found.value <= found.high


def test_evidence_is_right_where_the_likeliest_place_is_one_that_people_marked() -> None:
    human = [Coding("n", "a", (Mention(0, 10, "x"), Mention(20, 30, "y")))]
    model = [Coding("n", "m", (Mention(0, 10, "x", probability=0.4), Mention(40, 50, "x"), Mention(20, 30, "y")))]
    assert first_try(human, model, ("x", "y", "z")) == [False, True]


def test_a_mention_that_people_ruled_out_is_counted_once_and_not_where_they_affirm_it_too() -> None:
    human = [Coding("n", "a", (Mention(0, 9, "x", "negated"), Mention(20, 29, "y", "negated"), Mention(20, 29, "y")))]
    model = [Coding("n", "m", (Mention(0, 9, "x"), Mention(20, 29, "y")))]
    assert wrongly_counted(human, model, ("x", "y")) == [True]


def test_neither_the_authors_that_are_left_out_nor_their_children_are_learned_from() -> None:
    authors, children = ("a", "b", "c", "c"), ("1", "2", "1", "3")
    folds = author_folds(authors, children, at_once=1)
    assert [(learn.tolist(), test.tolist()) for learn, test in folds] == [
        ([1, 3], [0]),
        ([0, 2, 3], [1]),
        ([1], [2, 3]),
    ]


def test_a_keyword_is_a_word_of_the_codes_name() -> None:
    code = Code(id="school", group="push", name="School or bullying", definition="Trouble at school.")
    assert keywords([code], ["He was bullied at schools.", "Nothing."]).tolist() == [[True], [False]]
