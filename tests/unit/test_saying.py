"""What commands print: each summary whole, a line for each stage in a log file, one thing without a plural."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from textmine.annotation.tasks import sha256
from textmine.cli import cli
from textmine.cli.saying import progress
from textmine.pipeline.study import init
from textmine.store import write_part
from textmine.types import Meta, Narrative

GROUPS = [(), *((name,) for name, one in cli.commands.items() if isinstance(one, click.Group))]


@pytest.mark.parametrize("words", GROUPS, ids=" ".join)
def test_no_summary_is_cut_off_at_eighty_columns(words: tuple[str, ...]) -> None:
    told = CliRunner().invoke(cli, [*words, "--help"], terminal_width=80).output
    assert "Commands:" in told
    assert [line for line in told.split("Commands:")[1].splitlines() if line.endswith("...")] == []


def test_without_a_terminal_each_stage_that_has_work_says_once_that_it_begins(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show = progress()
    for done in range(3):
        show(done, 2, "encode")
    show(4, 4, "code")
    show(3, 4, "report")
    assert capsys.readouterr().err.splitlines() == ["Encode: 2 parts to do …", "Report: 1 part to do …"]


def test_an_export_says_where_it_lies_and_how_to_keep_it(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    write_part(study.narratives, "a", [Narrative("N-1", "C-1", "She went.", Meta(sha256=sha256("She went.")))])
    for out, where in ((study.root / "out", "inside the study"), (tmp_path / "out", "outside the study")):
        done = CliRunner().invoke(cli, ["exchange", "export", str(out), "--study", str(study.root)])
        assert where in done.stderr
        assert "pseudonymised and not anonymised" in done.stderr
        assert [Path(line).parent for line in done.stdout.splitlines()] == [out] * len(done.stdout.splitlines())
