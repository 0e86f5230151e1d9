"""Commands for other tools."""

from __future__ import annotations

from pathlib import Path

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import HERE, JSON, STUDY
from textmine.cli.saying import say_json


@cli.group("exchange")
def exchange_group() -> None:
    """Codings for other tools."""


@exchange_group.command("export")
@click.argument("out", type=HERE)
@click.option("--to", type=click.Choice(["csv", "label-studio"]), default="csv", show_default=True, help="Format.")
@STUDY
@JSON
def exchange_export(out: Path, to: str, study: Path, as_json: bool) -> None:
    """Write the study's codings for other tools.

    Example: textmine exchange export exported --to csv --study missing-2026
    """
    paths = textmine.exchange_export(out, to=to, study=study)
    say_json(paths) if as_json else click.echo("\n".join(str(path) for path in paths))
