"""A coder on disk: the same bytes each time, no code, and refused when it does not fit."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from taught import Taught

from textmine.coding.classifier import train
from textmine.coding.codebook import Codebook
from textmine.coding.evaluation import CodeFigures
from textmine.coding.model import Model
from textmine.coding.model_files import ARRAYS, CARD, FACTS, load_figures, load_model, save_model
from textmine.errors import ModelError

ENCODER = "all-MiniLM-L6-v2"
GOOD = CodeFigures("home", 20, 9, 0.8, 0.7, 0.75, 0.6, 0.9, 0.8, 0.1, True)
NONE = CodeFigures("police", 0, 0, math.nan, math.nan, math.nan, 0.0, 1.0, math.nan, 0.0, False)


def trained(taught: Taught) -> Model:
    about = (
        ("version", "1a2b"),
        ("codebook", taught.codebook.fingerprint),
        ("codebook_version", "1"),
        ("encoder", ENCODER),
    )
    return train(taught.lesson, taught.definitions, usable=("home",), folds=4, abstain=0.1, seed=7, about=about)


@pytest.fixture
def saved(taught: Taught, tmp_path: Path) -> Path:
    save_model(tmp_path / "coder", trained(taught), [GOOD, NONE])
    return tmp_path / "coder"


def facts(folder: Path) -> dict[str, object]:
    return dict(json.loads((folder / FACTS).read_text()))


def test_a_model_comes_back_as_it_was_saved(saved: Path, taught: Taught) -> None:
    model, expected = load_model(saved, codebook=taught.codebook, encoder=ENCODER), trained(taught)
    assert (expected.codes, expected.words, expected.usable) == (model.codes, model.words, model.usable)
    assert expected.about == model.about
    assert model.coder == "model:1a2b"
    assert expected.arrays.keys() == model.arrays.keys()
    assert all(np.array_equal(expected.arrays[name], model.arrays[name]) for name in model.arrays)


def test_a_model_without_words_comes_back_too(taught: Taught, tmp_path: Path) -> None:
    few, about = taught.lesson.of(np.arange(4)), (("codebook", taught.codebook.fingerprint), ("encoder", ENCODER))
    model = train(few, taught.definitions, usable=(), folds=2, abstain=0.1, seed=7, about=about)
    save_model(tmp_path, model, [])
    assert load_model(tmp_path, codebook=taught.codebook, encoder=ENCODER).words == ()


def test_two_trainings_give_byte_identical_files(saved: Path, taught: Taught, tmp_path: Path) -> None:
    save_model(tmp_path / "again", trained(taught), [GOOD, NONE])
    names = [ARRAYS, FACTS, CARD]
    assert sorted(names) == sorted(path.name for path in saved.iterdir())
    assert [(saved / name).read_bytes() for name in names] == [
        (tmp_path / "again" / name).read_bytes() for name in names
    ]


def test_figures_come_back_with_nan_though_the_file_is_strict_json(saved: Path) -> None:
    good, none = load_figures(saved)
    assert good.row() == GOOD.row()
    assert math.isnan(none.f1)
    assert "NaN" not in (saved / FACTS).read_text()


def test_without_a_model_there_are_no_figures_and_nothing_to_load(tmp_path: Path, codebook: Codebook) -> None:
    assert load_figures(tmp_path) == ()
    with pytest.raises(ModelError, match="no coder yet"):
        load_model(tmp_path, codebook=codebook, encoder=ENCODER)


def test_a_model_for_another_codebook_is_refused(saved: Path, codebook: Codebook) -> None:
    changed = codebook.codes[0].model_copy(update={"definition": "Something else."})
    other = codebook.model_copy(update={"codes": (changed, *codebook.codes[1:])})
    with pytest.raises(ModelError, match="another codebook"):
        load_model(saved, codebook=other, encoder=ENCODER)


def test_a_model_with_another_encoder_is_refused(saved: Path, codebook: Codebook) -> None:
    with pytest.raises(ModelError, match="another encoder"):
        load_model(saved, codebook=codebook, encoder="other-0123456789ab")


def test_changed_arrays_are_refused(saved: Path, codebook: Codebook) -> None:
    raw = bytearray((saved / ARRAYS).read_bytes())
    raw[-1] ^= 1
    (saved / ARRAYS).write_bytes(raw)
    with pytest.raises(ModelError, match="missing or damaged"):
        load_model(saved, codebook=codebook, encoder=ENCODER)


def test_missing_arrays_are_refused(saved: Path, codebook: Codebook) -> None:
    (saved / ARRAYS).unlink()
    with pytest.raises(ModelError, match="missing or damaged"):
        load_model(saved, codebook=codebook, encoder=ENCODER)


def test_a_word_taken_out_of_the_description_is_noticed(saved: Path, codebook: Codebook) -> None:
    content = facts(saved)
    content["words"] = content["words"][:-1]  # type: ignore[index]
    (saved / FACTS).write_text(json.dumps(content))
    with pytest.raises(ModelError, match="does not fit"):
        load_model(saved, codebook=codebook, encoder=ENCODER)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", '{"codes": 1}', "[" * 100_000])
def test_a_damaged_description_is_refused(saved: Path, codebook: Codebook, content: str) -> None:
    (saved / FACTS).write_text(content)
    with pytest.raises(ModelError, match="damaged"):
        load_model(saved, codebook=codebook, encoder=ENCODER)
    with pytest.raises(ModelError, match="damaged"):
        load_figures(saved)


def test_figures_of_another_make_are_refused(saved: Path) -> None:
    (saved / FACTS).write_text(json.dumps(facts(saved) | {"figures": [{"code": "home"}]}))
    with pytest.raises(ModelError, match="damaged"):
        load_figures(saved)


def test_the_card_says_what_the_coder_is_and_how_good(saved: Path) -> None:
    card = (saved / CARD).read_text()
    assert "# Coder model:1a2b" in card
    assert "| home | 20 | 9 | 0.80 | 0.70 | 0.75 | 0.60–0.90 | 0.80 | |" in card
    assert "| police | 0 | 0 |" in card
    assert "too few" in card
