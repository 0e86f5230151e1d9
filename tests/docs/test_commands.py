"""The command line and its reference are one: verb = command = function = section of the documentation."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import click
import pytest
import write_house
import write_notices
from click.testing import CliRunner

import textmine
from textmine.cli import cli
from textmine.privacy.case.roster import COLUMNS as ROSTER

ROOT = Path(__file__).parents[2]
HEAVY = {"torch", "pandas", "spacy", "sklearn", "matplotlib"}


@lru_cache(maxsize=1)
def generator() -> ModuleType:
    """scripts/write_docs.py."""
    spec = importlib.util.spec_from_file_location("write_docs", ROOT / "scripts" / "write_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look for the module they are made in
    spec.loader.exec_module(module)
    return module


def commands() -> dict[str, click.Command]:
    """Every command that does something, by the words that a person types."""
    return {verb.words: verb.command for verb in generator().verbs()}


def test_the_command_reference_is_up_to_date() -> None:
    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert generator().commands_page() == written, "run scripts/write-docs"


def test_the_tables_of_the_formats_page_are_up_to_date() -> None:
    written = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert generator().formats_page(written) == written, "run scripts/write-docs"
    assert sorted(generator().PARTS) == sorted(re.findall(r"<!-- generated: ([\w-]+) -->", written))


def test_the_house_is_drawn_as_it_stands() -> None:
    assert write_house.house_page() == write_house.PAGE.read_text(encoding="utf-8"), "run scripts/write-docs"
    assert {"cli", "pipeline", "privacy.vault", "reporting", "types"} <= set(write_house.rooms())


def test_the_notices_name_every_package_with_its_bounds_and_a_licence() -> None:
    page = write_notices.PAGE.read_text(encoding="utf-8")
    # The licence's words may differ in another version of a package, as its numbers may.
    written, drawn = (
        re.sub(r" \| [^|\n]* \|$", "", words, flags=re.M) for words in (page, write_notices.notices_page())
    )
    assert drawn == written, "run scripts/write-docs"
    assert [line for line in page.splitlines() if line.startswith("| ") and line.endswith(" |  |")] == []


def test_nothing_that_textmine_needs_passes_on_a_licence_to_what_uses_it() -> None:
    needed = write_notices.needed()
    stated = {name: write_notices.licence_of(name) for name in needed}
    assert [name for name, words in stated.items() if not words or re.search(r"\bA?GPL", words)] == []


def test_the_formats_page_names_every_column_of_the_roster() -> None:
    written = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    section = written.partition("## Roster")[2].partition("\n## ")[0]
    assert [column for column in ROSTER if f"`{column}`" not in section] == []


def test_a_verb_is_a_command_is_a_function_is_a_section() -> None:
    sections = re.findall(r"^## textmine (.+)$", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), re.M)
    named = [re.sub(r"[ -]", "_", words) for words in commands()]
    assert list(commands()) == sections
    only_in_python = {"frame"}  # what a command prints, a notebook shows
    assert set(textmine.__all__) == {*named, *only_in_python}
    assert len(textmine.__all__) == len(named) + len(only_in_python)
    assert [name for name in textmine.__all__ if not callable(getattr(textmine, name))] == []


@pytest.mark.parametrize("words", list(commands()))
def test_every_example_can_be_typed_as_it_stands(words: str) -> None:
    command = commands()[words]
    example = (command.help or "").partition("Example: ")[2].strip()
    typed = shlex.split(example)
    name = ["textmine", *words.split()]
    assert name == typed[: len(name)]
    above = click.Context(cli, **cli.context_settings)
    context = command.make_context(words, typed[len(name) :], parent=above)
    assert context.args == []


@pytest.mark.parametrize("words", ["", *commands(), "vault", "exchange"])
def test_every_command_answers_to_help(words: str) -> None:
    for asked in ("--help", "-h"):
        result = CliRunner().invoke(cli, [*words.split(), asked])
        assert result.exit_code == 0
        assert result.output.startswith("Usage: ")


@pytest.mark.parametrize("words", list(commands()))
def test_every_command_prints_for_machines(words: str) -> None:
    flags = [option for parameter in commands()[words].params for option in parameter.opts]
    assert "--json" in flags


@pytest.mark.parametrize("words", list(commands()))
def test_every_option_says_what_it_is(words: str) -> None:
    options = [parameter for parameter in commands()[words].params if isinstance(parameter, click.Option)]
    assert [option.opts[0] for option in options if not option.help] == []


def test_the_shell_completes_commands() -> None:
    asked = {"_TEXTMINE_COMPLETE": "bash_complete", "COMP_WORDS": "textmine vault r", "COMP_CWORD": "2"}
    command = [sys.executable, "-c", "import sys; sys.argv = ['textmine']; from textmine.cli import main; main()"]
    environment = os.environ | asked | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["plain,reidentify", "plain,rotate"]
    assert (ROOT / "docs" / "first-hour.md").read_text(encoding="utf-8").count("_TEXTMINE_COMPLETE=bash_source") == 1


def test_help_answers_in_under_half_a_second() -> None:
    assert min(_seconds([sys.executable, "-m", "textmine", "--help"]) for _ in range(3)) < 0.5


def test_help_loads_no_heavy_library() -> None:
    words = "import sys; from textmine.cli import cli; cli(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", words], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
    assert set() == loaded & HEAVY


def _seconds(words: list[str]) -> float:
    began = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=True)
    return time.perf_counter() - began
