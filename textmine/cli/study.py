"""Commands for a study as a whole: demo, init, run, status."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import ENGINE, EPISODES, FILE, HERE, JSON, ROSTER, STUDY, key, secret_of
from textmine.cli.privacy import say_pseudonymised
from textmine.cli.saying import duration, exit_after, progress, say_json, say_some

if TYPE_CHECKING:
    from textmine.pipeline.running import Run


@cli.command()
@click.option(
    "--out", type=HERE, default=Path("textmine-demo"), show_default=True, help="Folder for the example study."
)
@click.option("--vault", type=FILE, help="Where to keep its key (default: your own data folder).")
@JSON
def demo(out: Path, vault: Path | None, as_json: bool) -> None:
    """Run the whole path on the example corpus.

    Example: textmine demo --out textmine-demo
    """
    done = textmine.demo(out, vault=vault, progress=progress())
    if as_json:
        say_json({"report": done.run.report, "seconds": done.seconds, "narratives": done.pseudonymisation.narratives})
    else:
        _say_run(done.run)
        click.echo(f"Done in {duration(done.seconds)}. The key is in a vault of its own; the write-ups are fictional.")
        click.echo(f"Open the report: {done.run.report.html}")
    exit_after(done.pseudonymisation.left_out)


@cli.command()
@click.argument("folder", type=HERE)
@JSON
def init(folder: Path, as_json: bool) -> None:
    """Make a new study in a folder.

    Example: textmine init missing-2026
    """
    study = textmine.init(folder)
    say_json({"study": study.root}) if as_json else click.echo(
        "A new study. Next: textmine vault create --vault PATH, then "
        f"textmine pseudonymise FOLDER --study {folder} --vault PATH"
    )


@cli.command()
@click.argument("sources", nargs=-1, type=FILE)
@click.option("--vault", type=FILE, help="The vault's file; needed with sources.")
@ROSTER
@EPISODES
@key
@ENGINE
@STUDY
@JSON
def run(
    sources: tuple[Path, ...],
    vault: Path | None,
    roster: Path | None,
    episodes: Path | None,
    key_file: Path | None,
    keyring: bool,
    engine: str,
    study: Path,
    as_json: bool,
) -> None:
    """Do what is missing, from write-ups to report.

    Example: textmine run /secure/write-ups --roster roster.csv --vault /secure/key.vault
    """
    secret = secret_of(key_file, keyring) if vault else {}
    done = textmine.run(
        sources,
        vault=vault,
        roster=roster,
        episodes=episodes,
        study=study,
        engine=engine,
        **secret,
        progress=progress(),
    )
    if as_json:
        say_json({"report": done.report, "skipped": done.skipped})
    else:
        _say_run(done)
        click.echo(f"Open the report: {done.report.html}")
    exit_after(done.pseudonymisation.left_out if done.pseudonymisation else ())


@cli.command()
@STUDY
@JSON
def status(study: Path, as_json: bool) -> None:
    """Say where the study stands and what comes next.

    Example: textmine status --study missing-2026
    """
    stages = textmine.status(study=study)
    if as_json:
        say_json(stages)
        return
    for stage in stages:
        rows = f"{stage.rows} rows" if stage.rows else ""
        click.echo(f"{'done' if stage.done else 'to do':6} {stage.verb:14} {rows}")
    step = next((stage.next_step for stage in stages if not stage.done), "")
    click.echo(f"Next: {step}" if step else "Everything is done. textmine run goes on when there is something new.")


def _say_run(done: Run) -> None:
    if done.pseudonymisation:
        say_pseudonymised(done.pseudonymisation)
    if done.training:
        click.echo(
            f"Learned from {done.training.narratives} human codings of {done.training.children} children; "
            f"macro F1 {done.training.macro_f1:.2f} on children not learned from."
        )
        say_some(list(done.training.annotated.unused()))
    if done.coded:
        click.echo(f"Suggested codes for {done.coded.rows} narratives.")
    if done.themes:
        click.echo(f"Found {len(done.themes.themes)} themes.")
    for verb, why in done.skipped:
        click.echo(f"Skipped {verb}: {why}")
