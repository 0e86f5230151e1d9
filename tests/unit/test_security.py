"""What docs/security.md promises: no secret where others look, nothing loaded that can run, every promise with its test."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest

import textmine
from textmine import cli
from textmine.cli.options import secret_of
from textmine.pipeline.airlock.vaults import write_private
from textmine.processes import WORTH, ahead

ROOT = Path(__file__).parents[2]
NAME = "Zephrinda Quillock"


def environment_of(item: int) -> list[str]:
    return sorted(os.environ)


def test_every_promise_names_a_test_that_there_is() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", page)
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| what")]
    assert len(named) >= 25
    assert [row[:60] for row in rows if "tests/" not in row] == []
    assert [test for path, test in named if f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8")] == []


def test_no_command_takes_a_secret_on_the_command_line() -> None:
    options = {str(option.name) for command in _commands(cli.cli) for option in command.params}
    assert {"key_file", "keyring"} <= options
    assert {name for name in options if re.search("passphrase|password|secret|token$", name)} == set()


def test_the_passphrase_is_not_handed_to_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTMINE_PASSPHRASE", "a passphrase of the test")
    assert secret_of(None, keyring=False) == {"passphrase": "a passphrase of the test"}
    assert "TEXTMINE_PASSPHRASE" not in os.environ
    seen = next(iter(ahead(environment_of, range(WORTH), processes=2)))
    assert [name for name in seen if "PASSPHRASE" in name] == []


def test_a_fault_of_ours_is_told_without_a_word_of_the_data(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _failing(ValueError(f"{NAME} is no date"), monkeypatch, capsys)
    assert "A fault of textmine itself (ValueError at" in said
    assert "report this line" in said


def test_what_the_system_refuses_is_told_without_the_name_of_the_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = _failing(PermissionError(13, "denied", f"/secure/{NAME}.docx"), monkeypatch, capsys)
    assert "Permission denied" in said
    assert "check the disk and your rights" in said


def test_a_crash_leaves_no_memory_on_the_disk(tmp_path: Path) -> None:
    """The limit is lifted as far as it goes before textmine sets it to nothing."""
    code = (
        "import os, resource, signal; from textmine.cli import _no_dumps; _no_dumps()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), flush=True); os.kill(os.getpid(), signal.SIGSEGV)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = ["sh", "-c", f'ulimit -c "$(ulimit -H -c)"; exec {sys.executable} -c "$0"', code]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout == "(0, 0)\n"
    assert done.returncode < 0
    assert [path.name for path in tmp_path.iterdir()] == []


def test_pages_that_identify_are_the_owners_alone(tmp_path: Path) -> None:
    write_private(tmp_path / "page.html", NAME)
    assert stat.S_IMODE((tmp_path / "page.html").stat().st_mode) == 0o600


def test_reports_ask_nothing_of_any_server() -> None:
    """A page that is opened anywhere must not tell anybody that it was."""
    pages = [path for path in (ROOT / "textmine").rglob("templates/*") if path.is_file()]
    assert pages
    loading = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?\s*(?:https?:)?//""")
    assert [path.name for path in pages if loading.search(path.read_text(encoding="utf-8"))] == []


def test_the_audit_says_loudly_when_it_could_not_ask(tmp_path: Path) -> None:
    done = _audit(tmp_path, "echo 'no route to host' >&2; exit 1")
    assert done.returncode == 0
    assert "NOT CHECKED" in done.stderr
    found = {"dependencies": [{"name": "pkg", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}]}
    known = _audit(tmp_path, f"echo '{json.dumps(found)}'; exit 1")
    assert known.returncode == 1
    assert "pkg 1: PYSEC-1, mended in 2" in known.stdout
    unknown = {
        "dependencies": [{"name": "pkg", "skip_reason": "not found"}, {"name": "other", "version": "1", "vulns": []}]
    }
    half = _audit(tmp_path, f"echo '{json.dumps(unknown)}'")
    assert (half.returncode, half.stderr.count("NOT CHECKED: known faults of 1 of 2")) == (0, 1)
    none = _audit(tmp_path, """echo '{"dependencies": []}'""")
    assert (none.returncode, none.stdout, none.stderr) == (0, "", "")


def _audit(folder: Path, words: str) -> subprocess.CompletedProcess[str]:
    tool = folder / "pip-audit"
    tool.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
    tool.chmod(0o755)
    return subprocess.run([ROOT / "scripts" / "audit", folder], capture_output=True, text=True, check=False)


def _commands(group: click.Group) -> list[click.Command]:
    found: list[click.Command] = []
    for command in group.commands.values():
        found += _commands(command) if isinstance(command, click.Group) else [command]
    return found


def _failing(fault: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    def fail(**rest: object) -> None:
        raise fault

    monkeypatch.setattr(textmine, "status", fail)
    monkeypatch.setattr(sys, "argv", ["textmine", "status"])
    monkeypatch.setattr(cli, "_no_dumps", lambda: None)
    with pytest.raises(SystemExit) as end:
        cli.main()
    said = "".join(capsys.readouterr())
    assert end.value.code == 1
    assert NAME not in said
    assert "Traceback" not in said
    assert "Next:" in said
    return said
