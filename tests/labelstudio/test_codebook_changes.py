"""A code that is used changes everywhere at once: codebook, snapshots, other files, the server; or nowhere."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hands import Hands
from logging_in import logged_in
from made import a_study, marked, narrative

import textmine
from textmine.annotation import recode_server
from textmine.annotation.projects import projects, used_codes
from textmine.annotation.record import read
from textmine.annotation.serverfolder import Local, write
from textmine.annotation.tasks import regions_of, write_tasks
from textmine.errors import AnnotationError, InputError, StudyError
from textmine.pipeline.study import Study, annotated
from textmine.types import Coding, Narrative

OLD, OTHER = "push_family_conflict", "pull_peers_social"


@pytest.fixture
def study(tmp_path: Path, local: Local, server: Hands) -> Study:
    """Three narratives coded on the server and pulled, one on the server only, and one in a file of its own."""
    study = a_study(tmp_path / "study", 5)
    (study.root / "labelstudio").mkdir(mode=0o700)
    write(study.root / "labelstudio", local)
    aside = Coding("N-0004", "annotator:9", marked(narrative(4)).mentions, (), "accepted")
    words = write_tasks([narrative(4)], [aside], codebook=study.codebook.fingerprint)
    (study.root / "annotations" / "aside.json").write_text(words, encoding="utf-8")
    textmine.labelstudio_push(study=study.root)
    raws = list(server.tasks(projects(server, "made up")[0].number, whole=False))
    for i, raw in enumerate(raws):
        text = Narrative(raw["meta"]["tm_key"], "c", raw["data"]["text"])
        if i == 3:
            textmine.labelstudio_pull(study=study.root)
        body = {"result": regions_of(text, marked(text))}
        server.post(f"/api/tasks/{raw['id']}/annotations/", body)
    return study


def codes_of(study: Study) -> dict[str, list[str]]:
    return {c.narrative: sorted(m.code for m in c.mentions) for c in annotated(study).codings}


def on_server(server: Hands) -> set[str]:
    (project,) = projects(server, "made up")
    return set(used_codes(server, project))


def test_a_used_code_is_renamed_everywhere(study: Study, server: Hands) -> None:
    done = textmine.codebook_rename(OLD, "push_home_rows", study=study.root)
    assert (done.files, done.annotations, done.lines) == (2, 4, ())
    assert on_server(server) == {"push_home_rows", OTHER}
    assert codes_of(study) == {f"N-000{i}": [OTHER, "push_home_rows"] for i in (0, 1, 2, 4)}
    assert OLD not in study.codebook.ids
    assert OLD not in (study.root / "annotations" / "codebook.yaml").read_text("utf-8")
    assert "# All phrases are invented" in (study.root / "annotations" / "codebook.yaml").read_text("utf-8"), (
        "comments went"
    )
    textmine.labelstudio_pull(study=study.root)
    assert len(codes_of(study)) == 5
    (line,) = [line for line in read(study.root / "annotations") if line["what"] == "rename"]
    assert (line["code"], line["into"]) == (OLD, ["push_home_rows"])
    kept = list((study.root / "annotations" / "superseded").rglob("aside.json"))
    assert [OLD in path.read_text("utf-8") for path in kept] == [True]


def test_one_code_goes_up_in_another_and_no_mark_is_twice(study: Study, server: Hands) -> None:
    before = annotated(study).codings[0].mentions
    textmine.codebook_merge(OLD, "push_communication_breakdown", study=study.root)
    assert on_server(server) == {"push_communication_breakdown", OTHER}
    after = annotated(study).codings[0].mentions
    assert [(m.start, m.end) for m in after] == [(m.start, m.end) for m in before]
    assert OLD not in study.codebook.ids
    with pytest.raises(InputError, match="new id cannot be used"):
        textmine.codebook_rename(OTHER, OLD, study=study.root)


def test_a_code_is_retired_with_its_marks_and_what_was_said_of_them(study: Study, server: Hands) -> None:
    done = textmine.codebook_retire(OLD, study=study.root)
    assert on_server(server) == {OTHER}
    assert set(map(tuple, codes_of(study).values())) == {(OTHER,)}
    (project,) = projects(server, "made up")
    for raw in server.tasks(project.number, whole=True):
        assert len({item["id"] for item in raw["annotations"][0]["result"]}) == 1
    assert done.lines != ()
    assert "risk" in (study.root / "annotations" / "codebook.yaml").read_text("utf-8")


def test_a_code_is_split_as_a_person_decides(study: Study, server: Hands, tmp_path: Path) -> None:
    into = ("push_rules_boundaries", "push_communication_breakdown")
    table = tmp_path / "marks.csv"
    assert textmine.codebook_split(OLD, into, study=study.root, out=table).to_decide == 5
    with table.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["words"] for row in rows} == {"a row about the phone"}
    for i, row in enumerate(rows):
        row["code"] = into[0] if i < 4 else " ".join(into)
    for given in (rows[:3], rows):
        with table.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(given)
        if given != rows:
            with pytest.raises(InputError, match="not decided yet"):
                textmine.codebook_split(OLD, into, study=study.root, decide=table)
            assert on_server(server) == {OLD, OTHER}
    textmine.codebook_split(OLD, into, study=study.root, decide=table)
    assert on_server(server) | {into[1]} == {OTHER, *into}
    textmine.labelstudio_pull(study=study.root)
    counts = [len(codes) for codes in codes_of(study).values()]
    assert sorted(counts) == [2, 2, 2, 2, 3]


def test_a_change_that_was_stopped_is_done_again(study: Study, server: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    changed, real = [], recode_server._annotation

    def breaks(server: Hands, number: int, result: list[dict[str, object]]) -> None:
        changed.append(number)
        if len(changed) == 2:
            raise KeyboardInterrupt
        real(server, number, result)

    monkeypatch.setattr(recode_server, "_annotation", breaks)
    with pytest.raises(KeyboardInterrupt):
        textmine.codebook_rename(OLD, "push_home_rows", study=study.root)
    assert on_server(server) == {OLD, "push_home_rows", OTHER}
    textmine.codebook_rename(OLD, "push_home_rows", study=study.root)
    assert on_server(server) == {"push_home_rows", OTHER}
    assert codes_of(study)["N-0000"] == [OTHER, "push_home_rows"]


def test_drafts_that_nobody_else_can_see_are_submitted_first(study: Study, server: Hands, local: Local) -> None:
    (project,) = projects(server, "made up")
    raw = next(server.tasks(project.number, whole=False))
    browser = logged_in(server.url, local.accounts[1])
    csrf = {"X-CSRFToken": browser.cookies["csrftoken"], "Referer": server.url}
    body = {"result": [], "lead_time": 1}
    assert browser.post(f"/api/tasks/{raw['id']}/drafts", json=body, headers=csrf).status_code == 201
    with pytest.raises(AnnotationError, match="not submitted"):
        textmine.codebook_rename(OLD, "push_home_rows", study=study.root)
    assert on_server(server) == {OLD, OTHER}
    assert OLD in study.codebook.ids


@pytest.mark.parametrize("new", ["pull_peers_social", "Push Home", "push-home", ""])
def test_an_id_that_cannot_be_is_refused(tmp_path: Path, new: str) -> None:
    study = a_study(tmp_path / "study", 1)
    with pytest.raises(InputError):
        textmine.codebook_rename(OLD, new, study=study.root)
    with pytest.raises(InputError, match="no such code"):
        textmine.codebook_retire("holidays", study=study.root)


def test_a_record_that_was_altered_is_noticed(tmp_path: Path) -> None:
    study = a_study(tmp_path / "study", 1)
    textmine.codebook_rename(OLD, "push_home_rows", study=study.root)
    textmine.codebook_retire("risk_trafficking", study=study.root)
    path = study.root / "annotations" / "record.jsonl"
    lines = path.read_text("utf-8").splitlines()
    assert [json.loads(line)["what"] for line in lines] == ["rename", "retire"]
    path.write_text(lines[1] + "\n", encoding="utf-8")
    with pytest.raises(StudyError, match="altered"):
        textmine.codebook_rename(OTHER, "pull_friends", study=study.root)


def test_a_wrong_code_is_told_by_its_row_even_where_a_place_stands_twice(tmp_path: Path) -> None:
    study, table = a_study(tmp_path / "study", 1), tmp_path / "marks.csv"
    row = "N-0000,0,5,words,push_rules_boundaries"
    table.write_text(f"narrative,start,end,words,code\n{row}\n{row}\nN-0000,6,9,words,holidays\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 4"):
        textmine.codebook_split(OLD, ("push_rules_boundaries", OTHER), study=study.root, decide=table)
