"""What a team is told: misspelt settings, gone marks, paths that lead nowhere; and who may read what is written."""

from __future__ import annotations

from pathlib import Path

import pytest

import textmine
from textmine.errors import InputError, ModelError, SettingsError, StudyError
from textmine.pipeline.airlock.reviewing import review
from textmine.pipeline.coder.coding import TAUGHT, take_starter
from textmine.pipeline.reports.reporting import Wanted, report_study
from textmine.pipeline.sources import check_there
from textmine.pipeline.status import next_of, status
from textmine.pipeline.study import Study, init, open_study
from textmine.privacy.vault.vault import create_vault
from textmine.store import write_part
from textmine.types import Narrative


def with_setting(folder: Path, section: str, line: str) -> Study:
    root = init(folder / "s").root
    text = (root / "textmine.toml").read_text(encoding="utf-8")
    (root / "textmine.toml").write_text(text.replace(f"[{section}]", f"[{section}]\n{line}"), encoding="utf-8")
    return open_study(root)


def narratives(study: Study, *ids: str) -> None:
    write_part(study.narratives, "a", [Narrative(id, "C-1", "She said that nobody asks her.") for id in ids])


@pytest.mark.parametrize("section", ["columns.roster", "columns.episodes"])
def test_status_refuses_a_column_that_is_none_of_ours(tmp_path: Path, section: str) -> None:
    with pytest.raises(SettingsError, match="chlid is not a column"):
        status(with_setting(tmp_path, section, 'chlid = "Person ID"'))


def test_the_starter_is_spoken_of_until_there_is_a_coder(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    narratives(study, "N-1")
    assert "textmine code --starter" in next_of(status(study)[1:])
    with pytest.raises(ModelError, match="code --starter"):
        textmine.code(study=study.root)
    take_starter(study)
    assert "--starter" not in str(status(study))


def test_when_all_marks_are_gone_the_way_back_to_the_starter_is_told(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    narratives(study, "N-1")
    take_starter(study)
    (study.coder / TAUGHT).write_text("marks", encoding="utf-8")
    train = next(stage for stage in status(study) if stage.verb == "train")
    assert "delete the study's folder models/coder" in train.note
    with pytest.raises(StudyError, match="delete the study's folder models/coder"):
        take_starter(study)


@pytest.mark.parametrize("setting", ["writeups", "roster", "episodes"])
def test_a_setting_that_leads_nowhere_is_named(tmp_path: Path, setting: str) -> None:
    study = with_setting(tmp_path, "sources", f'{setting} = "../gone"')
    with pytest.raises(InputError, match=rf"\[sources\] {setting}"):
        check_there(study, tmp_path / "gone")
    check_there(study, tmp_path / "typed")


def test_the_review_goes_by_the_present_narratives(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    vault = create_vault(tmp_path / "v.vault", secret=b"a long passphrase of the test")
    kept = {"name": "a.txt", "text": "She left.", "narrative": "She left.", "replacements": [], "doubts": []}
    vault.remember("C-1", {}, {id: {**kept, "proposals": []} for id in ("N-1", "N-2", "N-3")}, reference="C01")
    assert review(vault=vault, study=study.root).checks.bound.batch == 3
    narratives(study, "N-1", "N-3")
    done = review(vault=vault, study=study.root, out=tmp_path / "page.html")
    assert (done.writeups, done.checks.bound.batch) == (2, 2)
    drawn = review(vault=vault, study=study.root, out=tmp_path / "sample.html", sample=3)
    assert (drawn.writeups, len(drawn.checks.waiting)) == (2, 2)


def test_restricted_reports_are_their_owners_alone(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    narratives(study, "N-1")
    written = report_study(study, wanted=Wanted(audience="restricted"))
    assert {path.stat().st_mode & 0o777 for path in (written.html, written.docx, written.xlsx)} == {0o600}
