"""Commands that show what was found: report, prompts."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import FILE, JSON, STUDY
from textmine.cli.saying import progress, say_json
from textmine.nouns import number_of


@cli.command()
@click.option("--kind", default="full", show_default=True, help="Which report; see below.")
@click.option("--audience", type=click.Choice(["shareable", "restricted"]), help="Otherwise as the settings say.")
@click.option("--from", "first", default="", help="First quarter, e.g. 2024-Q1.")
@click.option("--to", "last", default="", help="Last quarter.")
@click.option("--issue", default="", metavar="NAME", help="It is given out: later reports must not give it away.")
@STUDY
@JSON
def report(kind: str, audience: str | None, first: str, last: str, issue: str, study: Path, as_json: bool) -> None:
    """Write a report in HTML, Word and Excel.

    Kinds: full, data (annual or quarterly), foi, themes, corporate-parenting, compliance, quality, and your own under
    [report.kinds] in textmine.toml. Only a restricted report holds children's own words; it has files of its own. A report
    is a draft until it is written with --issue and a name: what was issued is remembered, so that no difference between two
    reports tells of a child.

    Example: textmine report --kind data --from 2024-Q1 --to 2024-Q4 --study missing-2026
    """
    who: Literal["shareable", "restricted"] | None = (
        "restricted" if audience == "restricted" else "shareable" if audience else None
    )
    written = textmine.report(
        kind=kind, audience=who, first=first, last=last, issue=issue, study=study, progress=progress()
    )
    say_json(written) if as_json else click.echo(
        f"The report: {written.html}, {written.docx.name}, {written.xlsx.name}"
    )


@cli.command()
@click.option("--out", type=FILE, help="A CSV for the allocated team, with the pseudonyms of child and episode.")
@STUDY
@JSON
def prompts(out: Path | None, study: Path, as_json: bool) -> None:
    """Say at which episodes a rule asks somebody to look.

    Prompts for a person, never decisions.

    The rules are rows of rules.toml in the study. They go by the episodes table alone, never by what a write-up says.

    Example: textmine prompts --out prompts.csv --study missing-2026
    """
    found = textmine.prompts(out=out, study=study)
    if as_json:
        say_json(found)
        return
    for rule in dict.fromkeys(prompt.rule for prompt in found):
        own = [prompt for prompt in found if prompt.rule == rule]
        click.echo(f"{rule:8} {number_of(len(own), 'episode'):>14}  {own[0].action}")
    click.echo(
        number_of(len(found), "prompt") + (f" in {out}" if out else "; --out FILE writes them for the allocated team")
    )
