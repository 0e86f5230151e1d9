"""Every example in a command's help runs as it stands, in the order in which a team would type them."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
import write_docs
from click.testing import CliRunner
from smallteam import EXAMPLE, PASSPHRASE, ROOT, annotate, furnish

import textmine
from textmine.cli import cli

NEW = "another long enough secret"
LABELLED = 24
# In the order of a study's life; what stands in neither list fails the test below.
STORY = (
    *(
        "init",
        "vault create",
        "map-columns",
        "pseudonymise",
        "review",
        "vault audit",
        "vault reidentify",
        "agree",
        "train",
    ),
    *(
        "evaluate",
        "code",
        "explain",
        "themes",
        "report",
        "prompts",
        "exchange export",
        "exchange import",
        "run",
        "status",
    ),
    *("codebook rename", "codebook merge", "codebook split", "codebook retire", "check-detection"),
    *("vault rotate", "vault forget", "vault destroy"),
)
AFTER_ROTATION = ("vault forget", "vault destroy")
THEMES = "needs themes of many write-ups: tests/unit/test_kept_themes.py"
ELSEWHERE = {
    "demo": "takes minutes: tests/functional/test_wheel.py",
    "labelstudio adjudicate": "needs a server: tests/labelstudio/test_order_and_adjudication.py",
    "labelstudio backend": "serves until it is stopped: tests/labelstudio/test_backend.py",
    "labelstudio doctor": "needs a server: tests/labelstudio/test_serving.py",
    "labelstudio next": "needs a server: tests/labelstudio/test_order_and_adjudication.py",
    "labelstudio pull": "needs a server: tests/labelstudio/test_round_trip.py",
    "labelstudio purge": "needs a server: tests/labelstudio/test_round_trip.py",
    "labelstudio push": "needs a server: tests/labelstudio/test_round_trip.py",
    "labelstudio serve": "serves until it is stopped: tests/labelstudio/test_serving.py",
    **{f"themes {verb}": THEMES for verb in ("assign", "forget", "merge", "pin", "rename", "split")},
    "themes send": "needs a server: tests/labelstudio/test_theme_to_label.py",
}


def test_every_example_is_run_here_or_it_is_said_why_not() -> None:
    examples = {verb.words: verb.example for verb in write_docs.verbs()}
    assert sorted(examples) == sorted([*STORY, *ELSEWHERE])
    assert [words for words in examples if not examples[words]] == []
    named = [why.rpartition(": ")[2] for why in ELSEWHERE.values()]
    assert [name for name in named if not any((ROOT / "tests").rglob(Path(name).name))] == []


@pytest.mark.timeout(600)
def test_the_examples_run_as_they_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    furnish(tmp_path, folder="write-ups")
    _label(tmp_path / "corpora" / "example")
    (tmp_path / "media" / "stick").mkdir(parents=True)
    (tmp_path / "media" / "stick" / "new.key").write_text(NEW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    examples = {verb.words: verb.example for verb in write_docs.verbs()}
    for words in STORY:
        _prepare(words, tmp_path)
        _type(_here(examples[words], tmp_path), NEW if words in AFTER_ROTATION else PASSPHRASE)


def _label(folder: Path) -> None:
    """Some of the example's labelled write-ups: all of them take most of a minute."""
    (folder / "gold").mkdir(parents=True)
    lines = (EXAMPLE / "gold" / "identifiers.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "gold" / "identifiers.jsonl").write_text("".join(lines[:LABELLED]), encoding="utf-8")
    shutil.copyfile(EXAMPLE / "roster.csv", folder / "roster.csv")


def _here(example: str, root: Path) -> str:
    """The example with the places and ids of this folder."""
    told = example.replace("/secure/", f"{root}/secure/").replace("/media/", f"{root}/media/")
    if not (root / "missing-2026" / "corpora" / "narratives").is_dir():
        return told
    held = textmine.frame("narratives", study=root / "missing-2026")
    quarters = sorted(held["period"])
    meant = {"N-ABC": held["narrative"][0], "C-ABC": held["child"][0], "N-QJ4SDZYPUA": held["narrative"][1]}
    meant |= {"2024-Q1": quarters[0], "2024-Q4": quarters[-1]}
    for named, here in meant.items():
        told = told.replace(named, here)
    return told


def _type(words: str, passphrase: str = PASSPHRASE) -> None:
    result = CliRunner().invoke(cli, shlex.split(words)[1:], env={"TEXTMINE_PASSPHRASE": passphrase})
    assert result.exit_code == 0, f"{words}: {result.exception}\n{result.output}"


def _prepare(words: str, root: Path) -> None:
    """What an example supposes that people, or another program, did before."""
    study = root / "missing-2026"
    if words == "agree":
        _type("textmine exchange export to-annotate --to label-studio --study missing-2026")
        tasks = root / "to-annotate" / "tasks.json"
        annotate(study, tasks, root / "secure" / "key.vault", coders=("annotator:2", "annotator:3"))
    if words == "exchange import":
        project = next((root / "exported").rglob("*.qdpx"))
        shutil.copyfile(project, root / "from-nvivo.qdpx")
