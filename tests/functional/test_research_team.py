"""The first hour of a research team: its own files, its own headings, and what each command says next."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from caseteam import CHILDREN, lay_out
from click.testing import CliRunner, Result

from textmine.cli import cli
from textmine.settings import read_settings

NAMES = {str(name) for child in CHILDREN for name in (child[1], child[2], child[5], child[6])}


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    typed("init", "missing")
    return tmp_path


def typed(*words: str, code: int = 0) -> Result:
    result = CliRunner(env={"TEXTMINE_PASSPHRASE": "a long enough passphrase"}).invoke(cli, words)
    assert result.exit_code == code, f"{words}: {result.exception}\n{result.output}"
    return result


def mapped(team: Path, *words: str) -> Result:
    tables = ("--roster", "secure/Person export.xlsx", "--episodes", "secure/missing episodes.csv")
    return typed("map-columns", *tables, "--study", "missing", *words)


def settle(team: Path) -> None:
    """As a person would: accept what is suggested, then say what words mean and where the files are."""
    mapped(team, "--accept")
    path = team / "missing" / "textmine.toml"
    words = path.read_text(encoding="utf-8").replace("# care_status = {", "care_status = {")
    words = words.replace('# completed = { "Accepted"', 'offered = { "tbc" = "" }\ncompleted = { "Accepted"')
    places = '[sources]\nwriteups = "../secure/RHI forms 2024-25"\nroster = "../secure/Person export.xlsx"\n'
    places += 'episodes = "../secure/missing episodes.csv"\nvault = "../keys/missing.vault"'
    path.write_text(words.replace("[sources]", places), encoding="utf-8")


def test_columns_are_suggested_and_nothing_is_used_before_a_person_accepts(team: Path) -> None:
    said = mapped(team).output
    assert '["Forename", "Surname"]' in said
    assert '["Date missing", "Time missing"]' in said
    assert "care_status: is none of: looked after" in said
    assert "not used: column I" in said
    assert read_settings(team / "missing").columns.roster == {}
    assert not NAMES & set(said.replace('"', " ").split())
    assert "brown" not in said


def test_what_is_accepted_stands_in_the_settings_and_comments_stay(team: Path) -> None:
    mapped(team, "--accept")
    columns = read_settings(team / "missing").columns
    assert columns.roster["name"] == ("Forename", "Surname")
    assert columns.people == {"mother": "Mother's name", "social worker": "Allocated worker"}
    assert columns.episodes["missing_start"] == ("Date missing", "Time missing")
    assert "# style = " in (team / "missing" / "textmine.toml").read_text(encoding="utf-8")
    assert [one["how"] for table in json.loads(mapped(team, "--json").stdout) for one in table["columns"]] == [
        "mapped"
    ] * 20


def test_a_table_without_headings_shows_no_name(team: Path) -> None:
    (team / "secure" / "bare.csv").write_text("40117,Keira,Tolland\n40233,Callum,Wray\n", encoding="utf-8")
    said = typed("map-columns", "--roster", "secure/bare.csv", "--study", "missing").output
    assert "has no column child and no column name" in said
    assert not NAMES & set(said.replace(",", " ").split())


def test_every_wrong_row_of_the_roster_is_told_at_once(team: Path) -> None:
    (team / "secure" / "r.csv").write_text("child,name\n1,Keira\n,Callum\n2,\n1,Ruby\n", encoding="utf-8")
    said = typed("map-columns", "--roster", "secure/r.csv", "--study", "missing").output
    for place in ("row 3, column child", "row 4, column name", "row 5, column child: stands in row 2 too"):
        assert place in said
    assert not NAMES & set(said.split())


def test_from_init_to_a_second_run_that_needs_no_paths(team: Path) -> None:
    settle(team)
    assert "Next (with --study missing): textmine pseudonymise" in typed("status", "--study", "missing").output
    typed("vault", "create", "--vault", "keys/missing.vault")
    first = typed("run", "--study", "missing")
    assert "Pseudonymised 10 write-ups of 5 children" in first.output
    assert "Episodes table" not in first.output
    assert "Since the last run" not in first.output
    texts = " ".join(str(row["text"]) for row in rows(team, "narratives"))
    assert not [name for name in NAMES if name in texts]
    assert "[MOTHER" in texts
    assert {row["care_status"] for row in rows(team, "episodes")} == {"looked_after", "not_looked_after"}
    assert {row["offered"] for row in rows(team, "episodes")} == {True, None}
    assert all(row["period"] for row in rows(team, "narratives"))

    forms = team / "secure" / "RHI forms 2024-25"
    shutil.copyfile(forms / "Open" / "40117 RHI 1.docx", forms / "Open" / "Copy of 40117 RHI 1.docx")
    (forms / "Open" / "40117 RHI 9.txt").write_text("She said that nobody asks her what she wants.", encoding="utf-8")
    second = typed("run", "--study", "missing").output
    assert "new narratives: 1" in second
    assert "narratives: 11 (before: 10)" in second
    assert "Taken once" in second
    assert "no row of the episodes table belongs to: 1" in second
    assert "Nothing has changed since the last run." in typed("run", "--study", "missing", "--as-is").output
    states = [line.split()[:2] for line in typed("status", "--study", "missing").output.splitlines()]
    assert ["done", "pseudonymise"] in states
    assert ["done", "report"] in states
    assert ["to", "do"] in states


def rows(team: Path, table: str) -> list[dict[str, object]]:
    import pandas as pd

    parts = sorted((team / "missing" / "corpora" / table).glob("*.parquet"))
    frame = pd.concat([pd.read_parquet(part) for part in parts]).astype(object)
    return frame.where(frame.notna(), None).to_dict("records")
