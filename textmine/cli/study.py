"""Commands for a study as a whole: demo, init, run, status."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import ENGINE, EPISODES, FILE, HERE, JSON, OWN_VAULT, ROSTER, STUDY, key, opening, secret_of
from textmine.cli.privacy import say_pseudonymised
from textmine.cli.saying import duration, exit_after, progress, say_json, say_some
from textmine.nouns import number_of

if TYPE_CHECKING:
    from textmine.pipeline.running import Run
    from textmine.pipeline.status import StageStatus

ROWS = {"pseudonymise": "narrative", "annotate": "file of marks", "code": "narrative", "themes": "theme"}


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
    if as_json:
        say_json({"study": study.root})
        return
    click.echo(f"A new study. Its settings: {folder / 'textmine.toml'}; the codebook: {folder / 'annotations'}.")
    click.echo("Next, once: textmine vault create --vault PATH, outside the study.")
    click.echo(f"If your tables have headings of their own: textmine map-columns --roster FILE --study {folder}")
    click.echo(f"Then: textmine pseudonymise FOLDER --vault PATH --study {folder}")


@cli.command()
@click.argument("sources", nargs=-1, type=FILE)
@OWN_VAULT
@ROSTER
@EPISODES
@click.option(
    "--as-is", is_flag=True, help="Leave the narratives as they are, also where textmine.toml names write-ups."
)
@key
@ENGINE
@STUDY
@JSON
def run(
    sources: tuple[Path, ...],
    vault: Path | None,
    roster: Path | None,
    episodes: Path | None,
    as_is: bool,
    key_file: Path | None,
    keyring: bool,
    engine: str,
    study: Path,
    as_json: bool,
) -> None:
    """Do what is missing, from write-ups to report.

    It says what has changed since the last run.
    Paths that are not given are as textmine.toml says under [sources]; without any the narratives stay as they are.

    Example: textmine run /secure/write-ups
    --roster /secure/roster.csv --episodes /secure/episodes.csv --vault /secure/key.vault --study missing-2026
    """
    secret = secret_of(key_file, keyring) if not as_is and (sources or _names_writeups(study)) else {}
    done = textmine.run(
        sources,
        vault=vault,
        roster=roster,
        episodes=episodes,
        as_is=as_is,
        study=study,
        engine=engine,
        **secret,
        progress=progress(),
    )
    if as_json:
        say_json({"report": done.report, "skipped": done.skipped, "changes": done.changes})
    else:
        took = done.pseudonymisation
        _say_run(done, opening(vault, key_file, keyring, study) if took and (took.left_out or took.copies) else ())
        _say_changes(done)
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
        state = "changed" if stage.changed else "done" if stage.done else "to do"
        said = "; ".join(words for words in (_rows_of(stage), stage.note) if words)
        click.echo(f"{state:8} {stage.verb:14} {said}".rstrip())
    if any(stage.changed for stage in stages):
        click.echo("changed: what it was made from is not what it was.")
    from textmine.pipeline.status import ALL_DONE, next_of

    step = next_of(stages)
    where = f" (with --study {study})" if study != Path() else ""
    click.echo(f"Next{where}: {step}" if step else f"Everything is done. Next{where}: {ALL_DONE}.")


def _names_writeups(study: Path) -> bool:
    from textmine.settings import read_settings

    return bool(read_settings(study).sources.writeups)


def _rows_of(stage: StageStatus) -> str:
    return number_of(stage.rows, ROWS[stage.verb]) if stage.rows and stage.verb in ROWS else ""


def _say_changes(done: Run) -> None:
    if done.changes is None:
        return
    click.echo("Since the last run:" if done.changes else "Nothing has changed since the last run.")
    for change in done.changes:
        click.echo(f"  {change}")


def _say_run(done: Run, opens: Sequence[str] = ()) -> None:
    if done.pseudonymisation:
        say_pseudonymised(done.pseudonymisation, opens)
    if done.training:
        click.echo(
            f"Learned from {number_of(done.training.narratives, 'human coding')} of "
            f"{number_of(done.training.children, 'child')}; macro F1 {done.training.macro_f1:.2f} on children not learned from."
        )
        say_some(list(done.training.annotated.unused()))
    if done.coded:
        click.echo(f"Suggested codes for {number_of(done.coded.rows, 'narrative')}.")
    if done.assigned:
        click.echo(
            f"Assigned {number_of(done.assigned.narratives, 'new narrative')} to the themes there are "
            f"({number_of(done.assigned.unfit, 'passage')} in none); textmine themes finds them anew."
        )
    elif done.themes:
        click.echo(f"Found {number_of(len(done.themes.themes), 'theme')}.")
    for verb, why in done.skipped:
        click.echo(f"Skipped {verb}: {why}")
