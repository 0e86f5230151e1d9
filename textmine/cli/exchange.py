"""Commands for other tools."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import FILE, HERE, JSON, ROSTER, STUDY, key, secret_of
from textmine.cli.saying import progress, say_json
from textmine.errors import EXIT_LEFT_OUT
from textmine.nouns import number_of

if TYPE_CHECKING:
    from textmine.pipeline.exchange.importing import Imported

INSIDE = "These files lie inside the study, where reports for others lie too: do not hand them on with those."
OUTSIDE = "These files lie outside the study."
KEEP = (
    "They hold children's own words, pseudonymised and not anonymised, and small numbers are not hidden: "
    "keep them as you keep the study."
)


@cli.group("exchange")
def exchange_group() -> None:
    """In and out of NVivo, ATLAS.ti, MAXQDA, QualCoder, R.

    And Excel, SPSS, Taguette: whatever reads tables or REFI-QDA.
    """


@exchange_group.command("export")
@click.argument("out", type=HERE)
@click.option(
    "--to",
    type=click.Choice(["csv", "xlsx", "parquet", "refi", "label-studio"]),
    default="csv",
    show_default=True,
    help="Format: tables, a REFI-QDA project and codebook, or tasks for annotators.",
)
@click.option(
    "--for",
    "made_for",
    type=click.Choice(["standard", "nvivo", "maxqda"]),
    default="standard",
    show_default=True,
    help="With --to refi: the program, where it reads the standard its own way.",
)
@STUDY
@JSON
def exchange_export(out: Path, to: str, made_for: str, study: Path, as_json: bool) -> None:
    """Write the study's codings for other tools.

    They are for the research team only, since small numbers are not hidden in them.

    Example: textmine exchange export exported --to refi --for nvivo --study missing-2026
    """
    paths = textmine.exchange_export(out, to=to, made_for=made_for, study=study)
    if as_json:
        say_json(paths)
        return
    click.echo("\n".join(str(path) for path in paths))
    inside = out.resolve().is_relative_to(study.resolve())
    click.echo(f"{INSIDE if inside else OUTSIDE} {KEEP}", err=True)


@exchange_group.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--as", "name", default="project", show_default=True, help="Name; a later import of this name replaces it."
)
@click.option("--mapping", type=FILE, help="CSV: which code becomes what; written, to be edited, if it is not there.")
@click.option("--pseudonymised", is_flag=True, help="You vouch that the texts are, although textmine did not do it.")
@click.option("--doubtful", is_flag=True, help="Take marks whose positions are doubtful all the same.")
@click.option("--vault", type=FILE, help="The vault's file: texts that are not pseudonymised go through the airlock.")
@ROSTER
@key
@STUDY
@JSON
def exchange_import(
    file: Path,
    name: str,
    mapping: Path | None,
    pseudonymised: bool,
    doubtful: bool,
    vault: Path | None,
    roster: Path | None,
    key_file: Path | None,
    keyring: bool,
    study: Path,
    as_json: bool,
) -> None:
    """Take people's codings from a project of another tool.

    From a REFI-QDA project (.qdpx) it takes codings; from a .qdc it drafts a codebook.

    Example: textmine exchange import from-nvivo.qdpx --as nvivo --study missing-2026
    """
    secret = secret_of(key_file, keyring) if vault else {}
    done = textmine.exchange_import(
        file,
        name=name,
        mapping=mapping,
        pseudonymised=pseudonymised,
        doubtful=doubtful,
        vault=vault,
        roster=roster,
        study=study,
        **secret,
        progress=progress(),
    )
    say_json(done) if as_json else _say(done)
    if not done.complete:
        sys.exit(EXIT_LEFT_OUT)


def _say(done: Imported) -> None:
    if done.reading is None:
        click.echo(f"Draft of a codebook: {done.files[1]}\nWhich code would be which of ours: {done.files[0]}")
    else:
        doubt = " DOUBTFUL: look at a few marks before you use them." if done.reading.doubtful else ""
        click.echo(f"Positions: {done.reading.words}; they fit to {done.reading.score:.0%}.{doubt}")
        click.echo(
            f"{number_of(done.codings, 'coding')} with {number_of(done.mentions, 'mark')} taken in, "
            f"{done.already} there already, "
            f"{number_of(done.narratives, 'new narrative')}, {number_of(done.suggestions, 'suggestion')} of models."
        )
        click.echo(f"Which code became what: {done.files[0]}")
    for line in _left(done):
        click.echo(line, err=True)


def _left(done: Imported) -> list[str]:
    told = [
        (done.unknown, "code", f"without a meaning here: fill in `becomes` in {done.files[0]} and import again."),
        (
            done.kept if done.reading else 0,
            "thing",
            f"without a place here (marks, comments, memos, cases …); read them for names: {done.files[-1]}",
        ),
        (done.lost, "mark", "lost, whose words are not in the narrative."),
    ]
    return [f"{number_of(n, noun)} {words}" for n, noun, words in told if n] + [
        f"Left behind: {what}." for what in done.losses
    ]
