"""What changed between two runs, in counts; and which stage is out of date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textmine.coding.agreement import Agreement, Estimate
from textmine.pipeline.changes import Seen, changes, keep_seen, last_seen
from textmine.pipeline.frames import frame_of_result, frame_of_table
from textmine.pipeline.freshness import applied, fresh, note, note_waiting
from textmine.pipeline.status import AGAIN, StageStatus, next_of, status
from textmine.pipeline.study import init
from textmine.settings import Sources
from textmine.store import write_part
from textmine.types import Meta, Narrative, Theme

BEFORE = Seen({"N-1": "a", "N-2": "b", "N-3": "c"}, {"N-1": "x", "N-2": "y"}, {"narratives": 3, "themes": 0})
NOW = Seen({"N-1": "a", "N-2": "B", "N-4": "d"}, {"N-1": "X", "N-2": "y", "N-4": "z"}, {"narratives": 3, "themes": 2})


def test_what_came_went_and_changed_is_counted_and_nothing_else_said() -> None:
    said = [str(change) for change in changes(BEFORE, NOW)]
    assert said == [
        "new narratives: 1",
        "narratives that are gone: 1",
        "narratives with other words than before: 1",
        "earlier narratives with other codes suggested: 1",
        "themes: 2 (before: 0)",
    ]
    assert changes(BEFORE, BEFORE) == ()
    assert "N-" not in " ".join(said)


def test_what_was_seen_is_remembered_and_a_damaged_note_is_none(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    assert last_seen(study) is None
    keep_seen(study, BEFORE)
    assert last_seen(study) == BEFORE
    (study.root / "corpora" / "last-run.json").write_text("[1", encoding="utf-8")
    assert last_seen(study) is None


def test_a_stage_is_out_of_date_once_its_inputs_are_others(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    assert fresh(study, "report")
    note(study, "report")
    assert fresh(study, "report")
    (study.root / "rules.toml").write_text("# none\n", encoding="utf-8")
    assert not fresh(study, "report")
    assert fresh(study, "code")


def test_what_comes_next_is_the_first_that_is_missing_or_one_command_for_all_that_changed() -> None:
    def stage(verb: str, *, done: bool = False, changed: bool = False) -> StageStatus:
        return StageStatus(verb, done, 0, f"textmine {verb}", changed)

    first, second = stage("pseudonymise", done=True), stage("code")
    assert next_of((first, second)) == "textmine code"
    assert next_of((first, stage("train", changed=True), second)) == AGAIN
    assert next_of((first, stage("code", done=True))) == ""


def test_with_the_starter_coder_themes_and_report_come_before_marks_of_their_own(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    (study.root / "models" / "coder").mkdir(parents=True)
    (study.root / "models" / "coder" / "model.json").write_text("{}", encoding="utf-8")
    stages = tuple(replace(one, done=one.verb in ("pseudonymise", "code")) for one in status(study))
    assert next_of(stages) == "textmine themes"
    stages = tuple(replace(one, done=one.verb not in ("annotate", "train")) for one in stages)
    assert next_of(stages).startswith("textmine labelstudio serve")


def test_decisions_of_a_review_wait_for_another_pseudonymise(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    part = write_part(study.narratives, "a", [Narrative("N-1", "C-1", "x", Meta())])
    assert part.is_file()
    note_waiting(study.root, 1)
    note_waiting(study.root, 2)
    first, *others = status(study)
    assert (first.changed, first.note) == (True, "3 decisions of the review not applied yet")
    assert next_of((first, *others)).startswith("textmine pseudonymise FOLDER --vault VAULT")
    applied(study.root)
    assert status(study)[0].note == ""


def test_what_stands_under_sources_is_not_asked_for(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    settings = study.settings.model_copy(update={"sources": Sources(writeups="../w", vault="../v")})
    assert status(replace(study, settings=settings))[0].next_step.startswith("textmine pseudonymise (before it, once")
    (tmp_path / "v").write_bytes(b"")
    assert status(replace(study, settings=settings))[0].next_step == "textmine pseudonymise"


def test_a_new_study_has_everything_to_do_and_its_frames_are_empty(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    assert [stage.done for stage in status(study)] == [False] * 6
    assert len(frame_of_table(study, "narratives", text=False)) == 0
    assert list(frame_of_table(study, "status", text=False)["verb"]) == [stage.verb for stage in status(study)]


def test_a_frame_holds_words_of_narratives_only_if_they_are_asked_for(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    write_part(study.narratives, "0", [Narrative("N-1", "C-1", "Kezzanne went out.", Meta(period="2024-Q2"))])
    frame = frame_of_table(study, "narratives", text=False)
    assert ("N-1", "C-1", "2024-Q2") == tuple(frame.loc[0, ["narrative", "child", "period"]])
    assert "Kezzanne" not in frame.to_csv()
    assert "Kezzanne" in frame_of_table(study, "narratives", text=True).to_csv()
    assert "Kezzanne" not in repr(study)


def test_a_result_becomes_a_frame_of_its_rows() -> None:
    themes = (Theme(1, "lifts, cars", (("lifts", 1.0),), (("N-1", 0, 5, 0.5),)),)
    assert list(frame_of_result(themes)["label"]) == ["lifts, cars"]
    assert "passages" not in frame_of_result(themes)


def test_an_estimate_in_a_result_has_columns_that_say_whose_it_is() -> None:
    frame = frame_of_result((Agreement("push", 12, 9, alpha=Estimate(0.7, 0.5, 0.9), kappa=Estimate(0.6)),))
    assert (0.7, 0.5, 0.9, 0.6) == tuple(frame.loc[0, ["alpha", "alpha_low", "alpha_high", "kappa"]])
