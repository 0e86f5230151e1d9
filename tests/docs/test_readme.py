"""The README does what it says: its commands run, in order, on a small team's own files."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import textmine
from textmine.annotation.carry import carry
from textmine.annotation.tasks import read_tasks, write_tasks
from textmine.cli import cli
from textmine.coding.codebook import read_codebook
from textmine.privacy.vault.vault import Vault
from textmine.types import Coding

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "corpora" / "example"
CHILDREN, EACH = 6, 2
FEWEST_CODED = 4  # children: the example leaves some write-ups uncoded, as a team would
NOT_RUN = "<!-- shown, not run -->"
BLOCK = re.compile(r"(?P<mark><!-- [^\n]* -->\n)?```(?P<language>\w+)\n(?P<code>.*?)^```", re.S | re.M)
PASSPHRASE = "a passphrase for a test"


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as the README supposes it: a dozen write-ups of the example, their roster and episodes."""
    with (EXAMPLE / "episodes.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["document"] and "#" not in row["document"]]
    by_child: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_child.setdefault(row["child"], []).append(row)
    several = [own[:EACH] for own in by_child.values() if len(own) >= EACH][:CHILDREN]
    chosen = [row for own in several for row in own]
    for row in chosen:
        target = tmp_path / "secure" / "writeups" / row["document"]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(EXAMPLE / "writeups" / row["document"], target)
    _write(tmp_path / "secure" / "episodes.csv", chosen)
    with (EXAMPLE / "roster.csv").open(encoding="utf-8", newline="") as stream:
        known = {row["child"] for row in chosen}
        _write(tmp_path / "secure" / "roster.csv", [row for row in csv.DictReader(stream) if row["child"] in known])
    decision = {"child": chosen[0]["child"], "words": "netball", "decision": "mask"}
    _write(tmp_path / "secure" / "decisions.csv", [decision])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEXTMINE_PASSPHRASE", PASSPHRASE)
    return tmp_path


def test_the_first_ten_minutes_run_as_written(team: Path) -> None:
    ran = [_run(language, words, team) for language, words in _steps(ROOT / "README.md")]
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


def test_the_readme_says_what_every_shell_line_is() -> None:
    lines = [words for language, words in _steps(ROOT / "README.md") if language == "shell"]
    assert [words for words in lines if not words.startswith("textmine ")] == []


def test_the_python_of_the_other_pages_runs(team: Path) -> None:
    _run("shell", "textmine init missing", team)
    pages = sorted((ROOT / "docs").glob("*.md"))
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
            exec(compile(words, "README.md", "exec"), {})  # noqa: S102 the README is ours
        return words
    if words.startswith("textmine train"):
        _annotate(team)
    result = CliRunner().invoke(cli, shlex.split(words)[1:], standalone_mode=False)
    assert result.exception is None, f"{words}: {result.exception}\n{result.output}"
    assert result.exit_code == 0, words
    return words


def _annotate(team: Path) -> None:
    """Play the annotators: the example's own marks for these write-ups, as an export in annotations/."""
    study = team / "missing"
    codes = read_codebook(study / "annotations" / "codebook.yaml").ids
    tasks = read_tasks(team / "to-annotate" / "tasks.json", codes=codes)
    example = read_tasks(ROOT / "annotations" / "example" / "codings.json", codes=codes)
    # The example's key is published, so its pseudonyms can be worked out from the documents' names.
    published = Vault(team, bytes.fromhex((EXAMPLE / "example.key").read_text(encoding="ascii").strip()))
    vault = team / "keys" / "missing.vault"
    ours = {}
    for narrative in tasks.narratives:
        name = textmine.vault_reidentify(
            narrative.id, vault=vault, who="the test", reason="to mark as the example does", passphrase=PASSPHRASE
        ).name
        ours[published.pseudonym("narrative", name)] = narrative
    moved = carry(example.codings, {n.id: n for n in example.narratives}, ours)
    marked = [Coding(ours[c.narrative].id, "annotator:1", c.mentions, c.fields, "accepted") for c in moved.codings]
    children = {narrative.id: narrative.child for narrative in tasks.narratives}
    assert len({children[coding.narrative] for coding in marked}) >= FEWEST_CODED
    (study / "annotations" / "first.json").write_text(write_tasks(tasks.narratives, marked), encoding="utf-8")
    settings = study / "textmine.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace(
            "[coding]", "[coding]\nat_least = 3\nat_least_children = 3\nfolds = 2"
        ),
        encoding="utf-8",
    )


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
