"""Commands that show what was found: themes, report."""

from __future__ import annotations

from pathlib import Path

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import JSON, STUDY
from textmine.cli.saying import progress, say_json


@cli.command()
@STUDY
@JSON
def themes(study: Path, as_json: bool) -> None:
    """Find themes that nobody may have a code for yet.

    Example: textmine themes --study missing-2026
    """
    found = textmine.themes(study=study, progress=progress())
    if as_json:
        say_json(
            [
                {"id": t.id, "label": t.label, "passages": len(t.passages), "explained": t.explained}
                for t in found.themes
            ]
        )
        return
    for theme, trend in zip(found.themes, found.trends, strict=True):
        click.echo(
            f"{theme.id:3} {theme.label:44} {len(theme.passages):5} passages, "
            f"{theme.explained:4.0%} coded, {trend.verdict}"
        )


@cli.command()
@STUDY
@JSON
def report(study: Path, as_json: bool) -> None:
    """Write the report in HTML, Word and Excel.

    Example: textmine report --study missing-2026
    """
    written = textmine.report(study=study, progress=progress())
    say_json(written) if as_json else click.echo(
        f"The report: {written.html}, {written.docx.name}, {written.xlsx.name}"
    )
