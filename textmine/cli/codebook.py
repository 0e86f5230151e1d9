"""Commands for changes of the codebook that reach back to what is annotated."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.labelstudio import gate
from textmine.cli.options import FILE, JSON, STUDY
from textmine.cli.saying import progress, say_json
from textmine.nouns import number_of

if TYPE_CHECKING:
    from textmine.pipeline.annotation.recoding import Recoded


@cli.group("codebook")
def codebook_group() -> None:
    """Changes of codes that are used, wherever they stand.

    In the codebook, in what is annotated, and on the server.
    """


@codebook_group.command("rename")
@click.argument("old")
@click.argument("new")
@gate
@STUDY
@JSON
def codebook_rename(old: str, new: str, door: Any, study: Path, as_json: bool) -> None:
    """Give a code another id.

    A better name needs none of this: change it in the codebook.

    Example: textmine codebook rename push_rules_boundaries push_rules --study missing-2026
    """
    _say(textmine.codebook_rename(old, new, study=study, **door, progress=progress()), as_json)


@codebook_group.command("merge")
@click.argument("code")
@click.argument("into")
@gate
@STUDY
@JSON
def codebook_merge(code: str, into: str, door: Any, study: Path, as_json: bool) -> None:
    """Let one code go up in another.

    Widen the other's definition afterwards.

    Example: textmine codebook merge risk_county_lines risk_cce_indicators --study missing-2026
    """
    _say(textmine.codebook_merge(code, into, study=study, **door, progress=progress()), as_json)


@codebook_group.command("split")
@click.argument("code")
@click.option(
    "--into", multiple=True, required=True, help="A code that takes its place, in the codebook already; twice or more."
)
@click.option("--out", type=FILE, help="Write its marks to a table to decide on; it holds words of narratives.")
@click.option("--decide", type=FILE, help="The table, with a code (or several, between blanks) in each row.")
@gate
@STUDY
@JSON
def codebook_split(
    code: str,
    into: tuple[str, ...],
    out: Path | None,
    decide: Path | None,
    door: Any,
    study: Path,
    as_json: bool,
) -> None:
    """Let several codes take the place of one, mark by mark.

    Example: textmine codebook split voice_before --into voice_during --into voice_after --out marks.csv --study missing-2026
    """
    done = textmine.codebook_split(code, into, study=study, out=out, decide=decide, **door, progress=progress())
    if done.to_decide and not as_json:
        click.echo(
            f"{number_of(done.to_decide, 'mark')} to decide on: fill in the column code, then the same with --decide {out}"
        )
        return
    _say(done, as_json)


@codebook_group.command("retire")
@click.argument("code")
@gate
@STUDY
@JSON
def codebook_retire(code: str, door: Any, study: Path, as_json: bool) -> None:
    """Take a code and all its marks out; its id is never given again.

    Example: textmine codebook retire risk_trafficking --study missing-2026
    """
    _say(textmine.codebook_retire(code, study=study, **door, progress=progress()), as_json)


def _say(done: Recoded, as_json: bool) -> None:
    if as_json:
        say_json(done)
        return
    where = f" and {number_of(done.annotations, 'annotation')} on the server" if done.annotations >= 0 else ""
    click.echo(
        f"{done.change}: {number_of(done.files, 'file')}{where} rewritten, and recorded. Train again before you code."
    )
    if done.lines:
        click.echo(f"The codebook still names it in lines {', '.join(map(str, done.lines))}: mend them by hand.")
