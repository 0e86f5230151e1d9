"""The command that looks at a team's roster and episodes table."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import EPISODES, JSON, ROSTER, STUDY
from textmine.cli.saying import say_json, say_problems, some
from textmine.nouns import number_of

if TYPE_CHECKING:
    from textmine.pipeline.columns.matching import ColumnMatch, Mapped


@cli.command("map-columns")
@ROSTER
@EPISODES
@click.option("--ask", is_flag=True, help="Ask about each suggestion, and write those you accept into textmine.toml.")
@click.option("--accept", is_flag=True, help="Write all suggestions into textmine.toml: look at them first.")
@STUDY
@JSON
def map_columns(
    roster: Path | None, episodes: Path | None, ask: bool, accept: bool, study: Path, as_json: bool
) -> None:
    """Suggest which of your tables' headings mean what.

    It also says what is wrong in their rows. Nothing is used before it stands in textmine.toml, and no cell is shown.

    Example: textmine map-columns --roster /secure/roster.csv --episodes /secure/episodes.csv --study missing-2026
    """
    found = textmine.map_columns(roster=roster, episodes=episodes, study=study, accept=_accepting(ask, accept))
    if as_json:
        say_json(found)
        return
    for mapped in found:
        _say(mapped)
    if step := _next(found, ask or accept):
        click.echo(step)


def _next(found: Sequence[Mapped], written: bool) -> str:
    """What to do now; nothing where all is well."""
    said = "Written into textmine.toml. " if written else ""
    if any(mapped.fault for mapped in found):
        return f"{said}Next: mend what stops a run, in the table or in textmine.toml; then the same command."
    if written:
        return f"{said}Next: the same command, to see what the rows give; then pseudonymise."
    if any(mapped.suggested for mapped in found):
        return "Look at what is suggested. Next: the same command with --ask, or with --accept to take all."
    return ""


def _accepting(ask: bool, accept: bool) -> Callable[[Mapped, ColumnMatch], bool] | None:
    if accept:
        return lambda mapped, column: True
    if ask and not sys.stdin.isatty():
        raise click.UsageError("--ask needs a person at a terminal; --accept takes all suggestions.")
    return _asked if ask else None


def _asked(mapped: Mapped, column: ColumnMatch) -> bool:
    return click.confirm(f"{mapped.table}: is {json.dumps(column.heading, ensure_ascii=False)} our {column.name}?")


def _say(mapped: Mapped) -> None:
    click.echo(
        f"{mapped.table.capitalize()}: headings in row {mapped.line}, {number_of(mapped.rows, 'row')} below them."
    )
    for column in mapped.columns:
        heading = json.dumps(column.heading, ensure_ascii=False) if column.heading else ""
        filled = f"filled in {column.filled} of {mapped.rows}" if column.heading else ""
        click.echo(f"  {column.how:9}  {column.name:22} {heading:36} {filled}".rstrip())
    if mapped.unused:
        click.echo(f"  not used: column {some(mapped.unused, 40)}")
    for note in mapped.notes:
        click.echo(f"  Note: {note}")
    say_problems(mapped.problems)
    if mapped.fault:
        click.echo(f"As it is, this table stops a run. {mapped.fault}", err=True)
