"""Commands on the identifiable side: pseudonymise, review, check-detection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import ENGINE, EPISODES, FILE, JSON, OWN_VAULT, ROSTER, STUDY, VAULT, key, opening, secret_of
from textmine.cli.saying import exit_after, progress, say_json, say_left_out, say_problems, say_some
from textmine.nouns import number_of

if TYPE_CHECKING:
    from textmine.pipeline.airlock.pseudonymising import Pseudonymisation
    from textmine.pipeline.airlock.reviewing import Review
    from textmine.privacy.review.checks import Checks


@cli.command()
@click.argument("sources", nargs=-1, type=FILE)
@OWN_VAULT
@ROSTER
@EPISODES
@key
@ENGINE
@STUDY
@JSON
def pseudonymise(
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
    """Turn write-ups into pseudonymised narratives.

    Paths that are not given are as textmine.toml says.

    Example: textmine pseudonymise /secure/write-ups
    --roster /secure/roster.csv --episodes /secure/episodes.csv --vault /secure/key.vault --study missing-2026
    """
    done = textmine.pseudonymise(
        sources,
        vault=vault,
        roster=roster,
        episodes=episodes,
        study=study,
        **secret_of(key_file, keyring),
        engine=engine,
        progress=progress(),
    )
    if as_json:
        say_json(
            {
                "narratives": done.narratives,
                "children": done.children,
                "doubtful": done.doubtful,
                "left_out": [item.id for item in done.left_out],
                "roster": done.clashes,
                "told": done.told,
                "copies": done.copies,
            }
        )
    else:
        say_pseudonymised(done, opening(vault, key_file, keyring, study) if done.left_out or done.copies else ())
    exit_after(done.left_out)


@cli.command()
@VAULT
@click.option("--out", type=FILE, help="Where to write the page; identifiable, so outside the study.")
@click.option("--decide", type=FILE, help="CSV of decisions, as the page saves it.")
@click.option("--withdraw", type=FILE, help="CSV of decisions to take back.")
@click.option("--list", "listed", is_flag=True, help="Count the decisions kept; with --out, write them as CSV.")
@click.option("--sample", type=click.IntRange(min=1), help="A page of so many write-ups, drawn at random, to be read.")
@click.option("--seed", default=7, show_default=True, help="Of the drawing.")
@click.option("--bound", is_flag=True, help="Say how many write-ups may still have a leak, from the sample read.")
@click.option(
    "--below", type=click.FloatRange(0, 1, min_open=True), default=0.01, show_default=True, help="Share to aim at."
)
@key
@STUDY
@JSON
def review(
    vault: Path,
    out: Path | None,
    decide: Path | None,
    withdraw: Path | None,
    listed: bool,
    sample: int | None,
    seed: int,
    bound: bool,
    below: float,
    key_file: Path | None,
    keyring: bool,
    study: Path,
    as_json: bool,
) -> None:
    """Look at what was replaced, and decide what is doubtful.

    A random sample tells how much still leaks.

    Example: textmine review --vault /secure/key.vault --out /secure/review.html --study missing-2026
    """
    if not (out or decide or withdraw or listed or sample or bound):
        raise click.UsageError("Give --out, --decide, --withdraw, --list, --sample or --bound.")
    done = textmine.review(
        vault=vault,
        out=out,
        decide=decide,
        withdraw=withdraw,
        sample=sample,
        seed=seed,
        listed=listed,
        below=below,
        study=study,
        **secret_of(key_file, keyring),
    )
    if as_json:
        say_json(done)
        return
    if decide or withdraw:
        click.echo(
            f"{number_of(done.decisions, 'decision')} {'kept' if decide else 'taken back'}. "
            "Next, to apply what was decided about words: textmine pseudonymise, as before."
        )
    if listed:
        _say_kinds(done)
    elif out:
        click.echo(
            f"{number_of(done.writeups, 'write-up')} on the page. It is identifiable: delete it after the review."
        )
    if bound:
        _say_bound(done.checks)


@cli.command("check-detection")
@click.argument("gold", type=FILE)
@ROSTER
@JSON
def check_detection(gold: Path, roster: Path | None, as_json: bool) -> None:
    """Measure how well identifiers are found; numbers only.

    It takes labelled text.

    Example: textmine check-detection corpora/example/gold/identifiers.jsonl --roster corpora/example/roster.csv
    """
    figures = textmine.check_detection(gold, roster=roster, progress=progress())
    if as_json:
        say_json(figures)
        return
    click.echo(
        f"{number_of(figures.writeups, 'write-up')}, {number_of(figures.words, 'word')}; "
        f"{figures.leaking} with a direct identifier left; "
        f"precision {figures.precision:.3f}"
    )
    for item in figures.types:
        click.echo(
            f"{item.type:14} {item.kind:7} {item.masked:6} of {item.there:6}   {item.recall:.3f} "
            f"(95 %: {item.low:.3f} to {item.high:.3f})"
        )


def say_pseudonymised(done: Pseudonymisation, opens: Sequence[str] = ()) -> None:
    """Say what was pseudonymised, what is doubtful, and what to mend in the tables.

    Args:
        opens: options of a command that opens the vault.
    """
    click.echo(
        f"Pseudonymised {number_of(done.narratives, 'write-up')} of {number_of(done.children, 'child')} "
        f"({number_of(done.outcome.kept, 'part')} there already); {number_of(done.episodes, 'episode')}."
    )
    if done.doubtful:
        click.echo(
            f"For a person: {number_of(done.doubtful, 'word')} left that may identify; "
            "the same words count once for a child (textmine review)."
        )
    if done.told:
        ways = ", ".join(f"{way} {n}" for way, n in done.told.items())
        click.echo(f"Which child a write-up is about was told {ways}: look at these in the review.")
    if done.in_no_row:
        click.echo(
            f"Write-ups that no row of the episodes table belongs to: {done.in_no_row}. Their quarter is not known: "
            "name them in its column document, or put the episode's id into the file's name."
        )
    say_left_out(done.left_out, opens, copies=done.copies)
    say_some([f"Roster, row {clash.row}, {clash.column}: {clash.what}" for clash in done.clashes])
    say_problems(done.problems)


def _say_kinds(done: Review) -> None:
    kinds = ", ".join(f"{kind} {n}" for kind, n in done.kinds.items()) or "none"
    click.echo(f"Decisions kept: {kinds}.")


def _say_bound(checks: Checks) -> None:
    found = checks.bound
    click.echo(
        f"Read: {found.read} of {number_of(found.batch, 'write-up')}, drawn at random; "
        f"{found.leaking} had a leak ({found.leaks} in all)."
    )
    if not found.read:
        click.echo("Nothing is known yet. Next: textmine review --sample 60 --out PAGE")
        return
    click.echo(
        f"With 95 % confidence at most {found.at_most} of the {found.batch} have one ({found.at_most / found.batch:.1%}); "
        f"of write-ups made in the same way, at most {found.share:.1%}."
    )
    if found.more:
        click.echo(f"To be at or below {found.below:.1%} of this batch, read {found.more} more without finding a leak.")
    elif found.more is None:
        click.echo(
            f"With {found.leaking} leaking, {found.below:.1%} of this batch cannot be reached: mask, and begin anew."
        )
    for n, what in (
        (len(checks.waiting), "drawn and not read yet: read them before you rely on this"),
        (checks.changed, "read and changed since: they do not count any more"),
        (checks.not_drawn, "read without having been drawn: they do not count"),
    ):
        if n:
            click.echo(f"{n} {what}.")
