"""What a coder starts from: for the codes that it knows, in any order; a team's own codings pull it away."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from taught import Taught

import textmine
from textmine.assets import asset
from textmine.coding.codebook import read_codebook
from textmine.coding.cues import CUES
from textmine.coding.learning import fit_start, learn
from textmine.coding.scoring import score_passages
from textmine.coding.starting import load_start
from textmine.errors import ModelError, StudyError
from textmine.pipeline.reports.reporting import make_report
from textmine.pipeline.study import open_study
from textmine.store import read_all, write_part
from textmine.types import Narrative

FOLDER = asset("models", "encoder")
CODES = read_codebook(asset("annotations", "codebook.yaml")).ids


def test_the_weights_are_those_of_the_codes_asked_for() -> None:
    every = load_start(FOLDER, CODES)
    some = load_start(FOLDER, (CODES[3], "ours_alone", CODES[0]))
    assert np.array_equal(some["Wx"], np.stack([every["Wx"][:, 3], 0 * every["Wx"][:, 0], every["Wx"][:, 0]], axis=1))
    assert np.array_equal(some["assertion_codes"][[0, 2]], every["assertion_codes"][[3, 0]])
    assert not some["assertion_codes"][1].any()
    assert some["assertion_Wx"].shape == (2 * len(CUES) + 384, 4)


def test_of_an_unknown_codebook_nothing_is_known() -> None:
    assert load_start(FOLDER, ("a", "b")) == {}


def test_a_damaged_start_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "encoder")
    (tmp_path / "encoder" / "start.safetensors").write_bytes(b"damaged")
    with pytest.raises(ModelError, match="damaged"):
        load_start(tmp_path / "encoder", CODES)


@pytest.mark.parametrize("config", ["[]", "{}", '{"codes": null, "start_sha256": ""}', "not JSON"])
def test_a_start_without_its_description_is_refused(tmp_path: Path, config: str) -> None:
    (tmp_path / "config.json").write_text(config, encoding="utf-8")
    with pytest.raises(ModelError, match="missing or damaged"):
        load_start(tmp_path, CODES)


def test_where_a_team_says_nothing_the_start_stays(taught: Taught) -> None:
    lesson = taught.lesson
    start = fit_start(lesson, taught.definitions)
    few = replace(lesson.of(np.arange(2)), start=start)
    rest = lesson.of(np.arange(2, len(lesson.children)))

    def error(words: tuple[str, ...], arrays: dict[str, np.ndarray]) -> float:
        scores = score_passages(words, arrays, rest.passages, rest.X, rest.doc, len(rest.children))
        return float(np.abs(scores.mention - rest.Y).mean())

    assert error(*learn(few, taught.definitions)) < error(*learn(replace(few, start={}), taught.definitions)) - 0.05


def test_the_starter_codes_where_there_is_no_coder_and_says_what_it_is(tmp_path: Path) -> None:
    study = textmine.init(tmp_path / "study")
    told = "Row with mum about her phone, so she walked out and stayed at a friend's house. No drink taken, she says."
    write_part(study.narratives, "a", [Narrative("N-1", "C-1", told)])
    textmine.code(study=study.root, starter=True)
    (coding,) = read_all(study.codings)
    assert coding.coder.startswith("model:starter-")
    assert coding.status == "suggested"
    said = {(m.code, m.assertion) for m in coding.mentions}
    assert {("event_location", "affirmed"), ("risk_substance_misuse", "negated")} <= said
    assert "fictional" in (study.coder / "README.md").read_text("utf-8")
    with pytest.raises(StudyError, match="There is a coder already"):
        textmine.code(study=study.root, starter=True)
    report = make_report(open_study(study.root)).report
    words = str([(section.paragraphs, section.tables) for section in report.sections])
    assert "has not been tested against people's coding" in words
    assert "firm enough" not in words
    assert report.subtitle.endswith("Draft, not to be passed on")
