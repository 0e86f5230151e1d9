"""Cue words that turn a mention are found where they stand and nowhere else."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.coding.cues import NAMES, cue_features


def cues(text: str, context: str = "") -> set[str]:
    (row,) = cue_features([text], [context])
    return {name for name, flag in zip((*NAMES, *(f"under {name}" for name in NAMES)), row, strict=True) if flag}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("No concerns re CSE", "negated"),
        ("Nil injuries", "formula"),
        ("CSE: none", "formula"),
        ("He denied drinking", "negated"),
        ("didnt want a drink", "negated"),
        ("Doedd ddim pryderon", "negated"),
        ("We discussed the risks of lifts", "hypothetical"),
        ("? grow", "suspected"),
        ("possibly with a man", "suspected"),
        ("used to live in care in 2019", "historical"),
        ("[SOCIAL WORKER] to refer", "future"),
        ("[MOTHER] says so", "parent"),
        ("[FOSTER CARER 2] reports this", "carer"),
        ("Police brought her home", "police"),
        ("He said 'it was boring'.", "quoted"),
        ("☒ peers", "ticked"),
        ("☐ peers", "unticked"),
        ("Any drugs?", "question"),
    ],
)
def test_a_cue_is_found(text: str, name: str) -> None:
    assert name in cues(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("She couldn't sleep and wouldn't eat", "quoted"),
        ("They had notes on the nose", "negated"),
        ("Northern lights", "negated"),
        ("a willing lad", "future"),
        ("His mother was there", "parent"),
        ("Why? He left", "question"),
    ],
)
def test_what_only_looks_like_a_cue_is_none(text: str, name: str) -> None:
    assert name not in cues(text)


def test_the_heading_has_its_own_columns() -> None:
    assert {"under question"} == cues("with mates", "Any drugs?")


def test_no_texts_give_no_rows() -> None:
    assert cue_features([], []).shape == (0, 2 * len(NAMES))


def test_features_are_zero_or_one() -> None:
    assert set(np.unique(cue_features(["no no no", "yes"], ["", "if he"]))) == {0.0, 1.0}
