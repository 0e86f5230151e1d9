"""Commands for codes: train, evaluate, code, agree."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import JSON, STUDY
from textmine.cli.saying import progress, say_json, say_some

if TYPE_CHECKING:
    from textmine.coding.card import Evaluation


@cli.command()
@STUDY
@JSON
def train(study: Path, as_json: bool) -> None:
    """Train a coder on the human codings in annotations/.

    Example: textmine train --study missing-2026
    """
    done = textmine.train(study=study, progress=progress())
    if as_json:
        say_json(
            {
                "coder": done.coder,
                "narratives": done.narratives,
                "children": done.children,
                "macro_f1": done.macro_f1,
                "unused": done.annotated.unused(),
            }
        )
    else:
        _say_evaluation(done.evaluation)
        click.echo(f"{done.coder} learned from {done.narratives} narratives of {done.children} children.")
        say_some(list(done.annotated.unused()))


@cli.command()
@STUDY
@JSON
def evaluate(study: Path, as_json: bool) -> None:
    """Measure how well a coder learns from the present annotations.

    Example: textmine evaluate --study missing-2026
    """
    evaluation = textmine.evaluate(study=study, progress=progress())
    say_json(evaluation) if as_json else _say_evaluation(evaluation)


@cli.command()
@STUDY
@JSON
def code(study: Path, as_json: bool) -> None:
    """Suggest codes for every narrative.

    Example: textmine code --study missing-2026
    """
    done = textmine.code(study=study, progress=progress())
    if as_json:
        say_json(done)
        return
    click.echo(f"{done.rows} narratives have suggested codes. Suggestions count as such until a person accepts them.")
    if done.unread:
        click.echo(f"{done.unread} have no words or are not in English: all their codes are left to a person.")
    if done.drift:
        click.echo(done.drift.sentence())


@cli.command()
@click.argument("first")
@click.argument("second")
@STUDY
@JSON
def agree(first: str, second: str, study: Path, as_json: bool) -> None:
    """Show how far two coders agree, code by code.

    Example: textmine agree annotator:1 annotator:2 --study missing-2026
    """
    rows = textmine.agree(first, second, study=study)
    if as_json:
        say_json(rows)
        return
    click.echo(f"{'code':32} {'both':>5} {'prevalence':>10} {'alpha':>6} {'95 %':>14} {'AC1':>6}")
    for row in rows:
        click.echo(
            f"{row.code:32} {row.both:5} {row.prevalence:10.2f} {row.alpha:6.2f} "
            f"{row.low:6.2f} to {row.high:5.2f} {row.ac1:6.2f}"
        )


def _say_evaluation(evaluation: Evaluation) -> None:
    click.echo(f"{'code':32} {'narratives':>10} {'children':>8} {'precision':>9} {'recall':>7} {'F1':>5}   95 %")
    for f in evaluation.figures:
        shown = f"{f.precision:9.2f} {f.recall:7.2f} {f.f1:5.2f}   {f.low:.2f} to {f.high:.2f}"
        click.echo(f"{f.code:32} {f.narratives:10} {f.children:8} {shown if f.usable else f.why}")
    for row in evaluation.comparison:
        click.echo(f"{row.coder} ({row.on}): macro F1 {row.f1:.2f} ({row.low:.2f} to {row.high:.2f})")
    for sentence in evaluation.summary():
        click.echo(sentence)
    click.echo("All of it: models/coder/evaluation.md")
