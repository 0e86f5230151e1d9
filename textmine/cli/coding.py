"""Commands for codes: train, evaluate, code, agree."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import ENGINE, FILE, JSON, STUDY
from textmine.cli.saying import progress, say_json, say_some, some
from textmine.nouns import number_of

if TYPE_CHECKING:
    from textmine.coding.agreement import Agreement, Estimate
    from textmine.coding.evaluated import Evaluation
    from textmine.pipeline.annotation.agreeing import Agreed


FLATTERED = (
    "The model learned from what people coded here, so these figures flatter it. How good it is on narratives that it did not "
    "learn from: textmine evaluate."
)
BELOW = """n: narratives to which each gave the code; share: of both coders' narratives, how many have it; below each figure its
95 % interval, bootstrapped by child. The lower end of alpha's is held against 0.8 and 0.667 (Krippendorff 2019) and
0.6 (Landis & Koch 1977, and the codebook's bar for a model)."""


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
        click.echo(
            f"{done.coder} learned from {number_of(done.narratives, 'narrative')} of {number_of(done.children, 'child')}."
        )
        say_some(list(done.annotated.unused()))


@cli.command()
@STUDY
@JSON
def evaluate(study: Path, as_json: bool) -> None:
    """Measure how well a coder learns from the annotations.

    Example: textmine evaluate --study missing-2026
    """
    evaluation = textmine.evaluate(study=study, progress=progress())
    say_json(evaluation) if as_json else _say_evaluation(evaluation)


@cli.command()
@click.option(
    "--starter", is_flag=True, help="Without a coder of your own: the one that learned from fictional write-ups."
)
@ENGINE
@STUDY
@JSON
def code(starter: bool, engine: str, study: Path, as_json: bool) -> None:
    """Suggest codes for every narrative.

    Example: textmine code --study missing-2026
    """
    done = textmine.code(study=study, starter=starter, engine=engine, progress=progress())
    if as_json:
        say_json(done)
        return
    click.echo(
        f"Suggested codes for {number_of(done.rows, 'narrative')}. Suggestions count as such until a person accepts them."
    )
    if starter:
        click.echo(
            "The starter learned from fictional write-ups: for annotators to mend. Train your own before you report."
        )
    if done.unread:
        click.echo(
            f"Left to a person, with all their codes, since without words, not in English or far too long: "
            f"{number_of(done.unread, 'narrative')} ({some(done.unread_ids, 10)}; --json lists all)."
        )
    if done.drift:
        click.echo(done.drift.sentence())


@cli.command()
@click.argument("first")
@click.argument("second")
@click.option("--page", type=FILE, help="Write where they differ to an HTML file; it holds words of narratives.")
@click.option(
    "--width", type=float, default=0.0, help="Say how many more to code twice for an interval of alpha this wide."
)
@STUDY
@JSON
def agree(first: str, second: str, page: Path | None, width: float, study: Path, as_json: bool) -> None:
    """Show how far two coders agree.

    A coder is a person, a model, or `adjudicated`.

    Example: textmine agree annotator:2 annotator:3 --page differences.html --study missing-2026
    """
    found = textmine.agree(first, second, study=study, page=page, width=width)
    if as_json:
        told = {row.code: {"misleading": row.misleading, "good_for": row.good_for} for row in found.rows}
        say_json({"agreed": found, "codes": told})
        return
    say_agreed(found)


def say_agreed(found: Agreed) -> None:
    """Print every measure of every code that either gave, its interval below it, the least agreed first."""
    both, children = found.together.both, found.together.children
    click.echo(
        f"{found.first} and {found.second}: {number_of(both, 'narrative')} of {number_of(children, 'child')} coded by both."
    )
    heads = "".join(f"{head:>16}" for head in ("share", "alpha", "kappa", "AC1", "pos.", "neg.", "spans"))
    click.echo(f"{'code':32} {'n':>7}{heads}   good for")
    more = dict(found.more)
    for row in sorted(found.rows, key=lambda row: (math.isnan(row.alpha.value), row.alpha.value)):
        if row.either:
            _say_code(row, more.get(row.code, 0))
    m = found.together.masi
    alpha = "too few to tell" if math.isnan(m.value) else f"{m.value:.2f} ({m.low:.2f} to {m.high:.2f})"
    click.echo(f"All codes at once: alpha with MASI {alpha}; ", nl=False)
    click.echo(f"exactly the same codes on {found.together.same} of {both}.")
    click.echo(BELOW)
    if found.taught:
        click.echo(FLATTERED)
    if more:
        click.echo("[… more]: so many more narratives to code twice before alpha's interval is as narrow as you asked.")
    if found.page:
        click.echo(f"{number_of(found.differing, 'narrative')} to talk over: {found.page}")


def _say_code(row: Agreement, more: int) -> None:
    told = (row.prevalence, row.alpha, row.kappa, row.ac1, row.positive, row.negative, row.span_f1)
    there = [None if math.isnan(one.value) else one for one in told]
    values, ends = ("".join(f"{f(one) if one else '–':>16}" for one in there) for f in (_value, _ends))
    flag = " (rare, or nearly all: see AC1, pos., neg.)" if row.misleading else ""
    extra = f" [{more} more]" if more else ""
    click.echo(f"{row.code:32} {f'{row.first}/{row.second}':>7}{values}   {row.good_for}{flag}{extra}")
    click.echo(f"{'':40}{ends}")


def _value(one: Estimate) -> str:
    return f"{one.value:.2f}"


def _ends(one: Estimate) -> str:
    return f"{one.low:.2f} to {one.high:.2f}"


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
