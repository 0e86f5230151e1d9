"""A suggestion is explained by its passages, the words that turn them, and what people coded most alike elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from taught import Taught

import textmine
from textmine.annotation.tasks import write_tasks
from textmine.cli import cli
from textmine.coding.cues import cues_in
from textmine.coding.explanation import Known
from textmine.errors import ModelError, SettingsError, StudyError
from textmine.pipeline.coder.coding import train_coder
from textmine.pipeline.study import Study, init, open_study
from textmine.store import write_part
from textmine.types import Mention, Narrative

ROW = "There was a row about the phone with Mum.\nDenied any drinking with mates."
WELSH = (
    "Dywedodd ei bod hi wedi mynd i weld ei nain am nad oedd neb yn gwrando arni gartref ac roedd hi yn drist iawn. "
)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory, taught: Taught) -> Study:
    study = made(tmp_path_factory.mktemp("explained") / "study", taught)
    train_coder(study)
    return study


def made(folder: Path, taught: Taught) -> Study:
    root = init(folder).root
    (root / "textmine.toml").write_text(
        "[coding]\nat_least = 3\nat_least_children = 2\nfolds = 4\nleast_f1 = 0.1\nabstain = 0.0\n", encoding="utf-8"
    )
    codes = [code.model_dump(exclude_defaults=True) | {"group": "push"} for code in taught.codebook.codes]
    book = {"version": "1", "groups": [{"id": "push", "name": "Push"}], "codes": codes}
    (root / "annotations" / "codebook.yaml").write_text(json.dumps(book), encoding="utf-8")
    study = open_study(root)
    new = [Narrative("x1", "d1", ROW), Narrative("x2", "d2", WELSH * 4), Narrative("x3", "d3", "")]
    write_part(study.narratives, "a", taught.narratives)
    write_part(study.narratives, "b", new)
    words = write_tasks(taught.narratives, taught.codings, codebook=study.codebook.fingerprint)
    (root / "annotations" / "codings.json").write_text(words, encoding="utf-8")
    return study


def test_a_suggested_code_shows_its_passage_and_the_same_words_of_a_person(study: Study) -> None:
    told = textmine.explain("x1", study=study.root)
    row = next(one for one in told.codes if one.code == "home_row")
    assert row.decision == "coded"
    assert row.probability >= row.threshold
    first = row.evidence[0]
    assert ROW[first.start : first.end] == first.text == ROW.split("\n")[0]
    assert first.nearest is not None
    assert (first.nearest.text, first.nearest.closeness) == (first.text, 1.0)
    assert first.nearest.coder == "annotator:1"


def test_what_is_ruled_out_shows_the_word_that_did_it_and_an_example_ruled_out_too(study: Study) -> None:
    told = textmine.explain("x1", code="mates", study=study.root)
    (mates,) = told.codes
    assert mates.decision == "not coded"
    denied = next(one for one in mates.evidence if one.text.startswith("Denied"))
    assert ("negated", "Denied") in denied.cues
    assert denied.assertion == "negated"
    assert denied.nearest is not None
    assert denied.nearest.text == denied.text


def test_the_example_is_always_of_another_child(study: Study, taught: Taught) -> None:
    children = {narrative.id: narrative.child for narrative in taught.narratives}
    for id in list(children)[:4]:
        for one in textmine.explain(id, study=study.root).codes:
            for evidence in one.evidence:
                if evidence.nearest:
                    assert children[evidence.nearest.narrative] != children[id]


def test_where_nobody_else_coded_it_so_no_example_is_made_up() -> None:
    mention = Mention(0, 4, "home", "negated")
    known = Known((("c1", "n1", "text", "a", mention),), np.ones((1, 2), dtype=np.float32))
    assert known.nearest(np.ones(2, dtype=np.float32), "home", "affirmed", "c2") is None
    assert known.nearest(np.ones(2, dtype=np.float32), "home", "negated", "c1") is None
    assert known.nearest(np.ones(2, dtype=np.float32), "home", "negated", "c2") is not None


def test_what_cannot_be_read_says_so(study: Study) -> None:
    for id in ("x2", "x3"):
        told = textmine.explain(id, study=study.root)
        assert not told.read
        assert all(one.decision == "for a person" for one in told.codes)
    assert textmine.explain("x3", code="home", study=study.root).codes[0].evidence == ()


def test_unknown_narratives_and_codes_are_told_without_repeating_them(study: Study, taught: Taught) -> None:
    with pytest.raises(StudyError) as fault:
        textmine.explain("Kezzanne", study=study.root)
    assert "Kezzanne" not in str(fault.value)
    with pytest.raises(SettingsError, match="use home"):
        textmine.explain("x1", code="home_rows", study=study.root)


def test_without_a_coder_it_says_how_to_get_one(tmp_path: Path, taught: Taught) -> None:
    study = made(tmp_path / "study", taught)
    with pytest.raises(ModelError, match="textmine train"):
        textmine.explain("x1", study=study.root)


def test_the_command_prints_it_for_people_and_machines(study: Study) -> None:
    told = CliRunner().invoke(cli, ["explain", "x1", "--study", str(study.root)])
    assert told.exit_code == 0
    assert "Restricted" in told.output
    assert "home_row: suggested" in told.output
    assert "Covered" not in told.output  # this codebook has none of what an interview should ascertain
    assert "Nearest human example (1.00), annotator:1 in n" in told.output
    unread = CliRunner().invoke(cli, ["explain", "x2", "--study", str(study.root)])
    assert "not in English" in unread.output
    row = json.loads(CliRunner().invoke(cli, ["explain", "x1", "--json", "--study", str(study.root)]).output)
    assert {"narrative", "coder", "read", "fields", "covers", "codes", "examples", "never"} == set(row)


def test_the_coder_says_which_narratives_are_left_to_a_person(study: Study) -> None:
    told = CliRunner().invoke(cli, ["code", "--study", str(study.root)]).output
    assert "far too long: 2 narratives (x2, x3; --json lists all)." in told


def test_where_no_person_has_marked_anything_that_is_said_once(study: Study) -> None:
    path = study.root / "annotations" / "codings.json"
    kept = path.read_text(encoding="utf-8")
    path.unlink()
    try:
        told = CliRunner().invoke(cli, ["explain", "x1", "--study", str(study.root)]).output
    finally:
        path.write_text(kept, encoding="utf-8")
    assert told.count("No person has marked anything in this study yet") == 1
    assert "of another child" not in told


def test_cue_words_stand_in_the_text() -> None:
    text = "Nil concerns re CSE; prev. on a plan. ? drinking"
    assert all(words in text for _, words in cues_in(text))
    assert {"formula", "historical", "suspected"} <= {kind for kind, _ in cues_in(text)}
    assert cues_in("") == ()
