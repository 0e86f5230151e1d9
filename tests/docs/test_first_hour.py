"""The first hour does what it says: its commands run, in order, on a small team's own files."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from smallteam import CHILDREN, EACH, PASSPHRASE, annotate, furnish

import textmine
from textmine.cli import cli

ROOT = Path(__file__).parents[2]
FIRST_HOUR = ROOT / "docs" / "first-hour.md"
NOT_RUN = "<!-- shown, not run -->"
BLOCK = re.compile(r"(?P<mark><!-- [^\n]* -->\n)?```(?P<language>\w+)\n(?P<code>.*?)^```", re.S | re.M)


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the README supposes it."""
    furnish(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_first_ten_minutes_run_as_written(team: Path) -> None:
    ran = [_run(language, words, team) for language, words in _steps(FIRST_HOUR)]
    assert "textmine vault create" in " ".join(ran)
    assert {path.name for path in (team / "missing" / "reports").iterdir()} == {
        "report.html",
        "report.docx",
        "report.xlsx",
    }
    assert [stage.done for stage in textmine.status(study=Path("missing"))] == [True] * 6
    assert textmine.status(study=Path("missing"))[0].rows == CHILDREN * EACH
    held = textmine.exchange_export(team / "read-back", study=Path("missing"))[0].read_text(encoding="utf-8")
    assert "model:" in held, "nothing was suggested"
    assert "netball" not in held, "the decision was not applied"


def test_every_shell_line_of_it_is_a_command() -> None:
    lines = [words for language, words in _steps(FIRST_HOUR) if language == "shell"]
    assert [words for words in lines if not words.startswith("textmine ")] == []


def test_the_python_of_the_other_pages_runs(team: Path) -> None:
    _run("shell", "textmine init missing", team)
    pages = sorted({*(ROOT / "docs").glob("*.md")} - {FIRST_HOUR})
    ran = [_run(*step, team) for page in pages for step in _steps(page) if step[0] == "python"]
    assert len(ran) >= 1


def _steps(page: Path) -> Iterator[tuple[str, str]]:
    """(language, words) of every line of shell and every block of Python that is meant to be run."""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if (block["mark"] or "").strip() == NOT_RUN:
            continue
        if block["language"] == "python":
            yield "python", block["code"]
        elif block["language"] == "shell":
            yield from (("shell", line) for line in block["code"].splitlines() if line and not line.startswith("#"))


def _run(language: str, words: str, team: Path) -> str:
    if language == "python":
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(words, "documentation", "exec"), {})  # noqa: S102 the pages are ours
        return words
    if words.startswith("textmine train"):
        annotate(team / "missing", team / "to-annotate" / "tasks.json", team / "keys" / "missing.vault")
    result = CliRunner(env={"TEXTMINE_PASSPHRASE": PASSPHRASE}).invoke(
        cli, shlex.split(words)[1:], standalone_mode=False
    )
    assert result.exception is None, f"{words}: {result.exception}\n{result.output}"
    assert result.exit_code == 0, words
    return words
