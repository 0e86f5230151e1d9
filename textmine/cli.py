"""The command line: words to a verb to an exit code. The only room that prints."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import textmine
from textmine.errors import EXIT_LEFT_OUT, TextmineError

if TYPE_CHECKING:
    from textmine.coding.card import Evaluation
    from textmine.pipeline.intake import LeftOut
    from textmine.pipeline.pseudonymising import Pseudonymisation
    from textmine.pipeline.reviewing import Review
    from textmine.pipeline.running import Run
    from textmine.privacy.reviewchecks import Checks

HERE = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(path_type=Path)
STUDY = click.option("--study", type=HERE, default=Path(), show_default="here", help="Folder of the study.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
VAULT = click.option("--vault", type=FILE, required=True, help="The vault's file, outside any study.")
KEY_FILE = click.option(
    "--key-file", type=FILE, help="File with the vault's passphrase (otherwise TEXTMINE_PASSPHRASE, or you are asked)."
)
KEYRING = click.option("--keyring", is_flag=True, help="Take the passphrase from this computer's keyring.")
WHO = click.option("--who", required=True, help="Your name, for the log.")
REASON = click.option("--reason", required=True, help="Why, for the log.")
ROSTER = click.option("--roster", type=FILE, help="CSV of the known names of each case.")
EPISODES = click.option("--episodes", type=FILE, help="Table of missing episodes.")


def _key(command: Callable[..., None]) -> Callable[..., None]:
    """Where the passphrase comes from: the same options wherever a vault is opened."""
    return KEY_FILE(KEYRING(command))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(textmine.__version__)
def cli() -> None:
    """Why children go missing, in their own words.

    Pseudonymise return interviews, code them, find themes, and report. Everything stays on this machine.
    Begin with: textmine demo
    """


def main() -> None:
    """Run the command line; errors become one message and an exit code."""
    try:
        cli(standalone_mode=False)
    except TextmineError as error:
        click.echo(f"textmine: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\ntextmine: stopped; the same command goes on from here.", err=True)
        sys.exit(130)


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
    done = textmine.demo(out, vault=vault, progress=_progress())
    if as_json:
        _json({"report": done.run.report, "seconds": done.seconds, "narratives": done.pseudonymisation.narratives})
    else:
        _say_run(done.run)
        click.echo(f"Done in {_duration(done.seconds)}. The key is in a vault of its own; the write-ups are fictional.")
        click.echo(f"Open the report: {done.run.report.html}")
    _exit(done.pseudonymisation.left_out)


@cli.command()
@click.argument("folder", type=HERE)
@JSON
def init(folder: Path, as_json: bool) -> None:
    """Make a new study in a folder.

    Example: textmine init missing-2026
    """
    study = textmine.init(folder)
    _json({"study": study.root}) if as_json else click.echo(
        "A new study. Next: textmine vault create --vault PATH, then "
        f"textmine pseudonymise FOLDER --study {folder} --vault PATH"
    )


@cli.command()
@click.argument("sources", nargs=-1, required=True, type=FILE)
@VAULT
@ROSTER
@EPISODES
@_key
@STUDY
@JSON
def pseudonymise(
    sources: tuple[Path, ...],
    vault: Path,
    roster: Path | None,
    episodes: Path | None,
    key_file: Path | None,
    keyring: bool,
    study: Path,
    as_json: bool,
) -> None:
    """Turn write-ups into pseudonymised narratives.

    Example: textmine pseudonymise /secure/write-ups --roster roster.csv --vault /secure/key.vault
    """
    done = textmine.pseudonymise(
        sources,
        vault=vault,
        roster=roster,
        episodes=episodes,
        study=study,
        **_secret(key_file, keyring),
        progress=_progress(),
    )
    if as_json:
        _json(
            {
                "narratives": done.narratives,
                "children": done.children,
                "doubtful": done.doubtful,
                "left_out": [item.id for item in done.left_out],
                "roster": done.clashes,
            }
        )
    else:
        _say_pseudonymised(done)
    _exit(done.left_out)


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
@_key
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
    """Look at what was replaced, decide what is doubtful, and learn from a random sample how much still leaks.

    Example: textmine review --vault /secure/key.vault --out /secure/review.html
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
        **_secret(key_file, keyring),
    )
    if as_json:
        _json(done)
        return
    if decide or withdraw:
        click.echo(f"{done.decisions} decisions {'kept' if decide else 'taken back'}; the next run applies them.")
    if listed:
        _say_kinds(done)
    elif out:
        click.echo(f"{done.writeups} write-ups on the page. It is identifiable: delete it after the review.")
    if bound:
        _say_bound(done.checks)


@cli.command("check-detection")
@click.argument("gold", type=FILE)
@ROSTER
@JSON
def check_detection(gold: Path, roster: Path | None, as_json: bool) -> None:
    """Measure how well identifiers are found on labelled text; numbers only.

    Example: textmine check-detection corpora/example/gold/identifiers.jsonl --roster corpora/example/roster.csv
    """
    figures = textmine.check_detection(gold, roster=roster, progress=_progress())
    if as_json:
        _json(figures)
        return
    click.echo(
        f"{figures.writeups} write-ups, {figures.words} words; {figures.leaking} with a direct identifier left; "
        f"precision {figures.precision:.3f}"
    )
    for item in figures.types:
        click.echo(
            f"{item.type:14} {item.kind:7} {item.masked:6} of {item.there:6}   {item.recall:.3f} "
            f"(95 %: {item.low:.3f} to {item.high:.3f})"
        )


@cli.group("vault")
def vault_group() -> None:
    """The key, by its holder only; every reading is logged."""


@vault_group.command("create")
@VAULT
@_key
@JSON
def vault_create(vault: Path, key_file: Path | None, keyring: bool, as_json: bool) -> None:
    """Make a vault; with --keyring its passphrase is a new random one, kept there.

    Example: textmine vault create --vault /secure/key.vault
    """
    textmine.vault_create(vault, **_secret(key_file, keyring, new=True))
    if as_json:
        _json({"vault": vault})
    elif keyring:
        click.echo(
            "The vault is made. Its passphrase is in this computer's keyring, under textmine: keep a copy of it."
        )
    else:
        click.echo(
            "The vault is made. Keep its passphrase where the vault is not; without it nothing can be read back."
        )


@vault_group.command("reidentify")
@click.argument("id")
@VAULT
@WHO
@REASON
@click.option("--out", type=FILE, help="Write it to a new file, exactly as it was read, for its owner only.")
@click.option("--study", type=HERE, help="The study that the id is from: be sure that this is its vault.")
@_key
@JSON
def vault_reidentify(
    id: str,
    vault: Path,
    who: str,
    reason: str,
    out: Path | None,
    study: Path | None,
    key_file: Path | None,
    keyring: bool,
    as_json: bool,
) -> None:
    """Read one write-up back (N-…), or find out which child (C-…) or left-out document (D-…) it is.

    Example: textmine vault reidentify N-ABC --vault /secure/key.vault --who "A. Holder" --reason "access request"
    """
    original = textmine.vault_reidentify(
        id, vault=vault, who=who, reason=reason, out=out, study=study, **_secret(key_file, keyring)
    )
    if as_json:
        _json({"name": original.name, "text": original.text} if out is None else {"out": out})
    elif out is not None:
        click.echo(f"Written to {out}. It is identifiable: delete it when it is not needed any more.")
    else:
        click.echo(f"{original.name}\n\n{original.text}" if original.text else original.name)


@vault_group.command("forget")
@click.argument("child")
@VAULT
@WHO
@REASON
@_key
@JSON
def vault_forget(
    child: str, vault: Path, who: str, reason: str, key_file: Path | None, keyring: bool, as_json: bool
) -> None:
    """Take one child (C-…) out of the vault: write-ups, marks, reference and decisions.

    Example: textmine vault forget C-ABC --vault /secure/key.vault --who "A. Holder" --reason "erasure request"
    """
    gone = textmine.vault_forget(child, vault=vault, who=who, reason=reason, **_secret(key_file, keyring))
    _json({"writeups": gone}) if as_json else click.echo(
        f"{gone} write-ups are taken out. Remove the child's write-ups too and run again: the study still has its "
        "narratives. Backups of the vault are yours to delete."
    )


@vault_group.command("rotate")
@VAULT
@click.option("--all", "everything", is_flag=True, help="Encrypt all values anew too; pseudonyms stay the same.")
@click.option(
    "--new-key-file", type=FILE, help="File with the new passphrase (otherwise TEXTMINE_NEW_PASSPHRASE, or a question)."
)
@click.option("--new-keyring", is_flag=True, help="Make a random passphrase and keep it in this computer's keyring.")
@_key
@JSON
def vault_rotate(
    vault: Path,
    everything: bool,
    new_key_file: Path | None,
    new_keyring: bool,
    key_file: Path | None,
    keyring: bool,
    as_json: bool,
) -> None:
    """Give the vault a new passphrase; stopped at any moment, it has the old or the new one.

    Example: textmine vault rotate --vault /secure/key.vault --new-key-file /media/stick/new.key
    """
    old, new = _secret(key_file, keyring), _secret(new_key_file, new_keyring, new=True, which="NEW_")
    textmine.vault_rotate(
        vault, everything=everything, **old, **{f"new_{name}": secret for name, secret in new.items()}
    )
    _json({"vault": vault}) if as_json else click.echo(
        "The vault has its new passphrase. Copies and backups made before still open with the old one: delete them."
    )


@vault_group.command("audit")
@VAULT
@_key
@JSON
def vault_audit(vault: Path, key_file: Path | None, keyring: bool, as_json: bool) -> None:
    """Show the log of every reading, checked.

    Example: textmine vault audit --vault /secure/key.vault
    """
    readings = textmine.vault_audit(vault, **_secret(key_file, keyring))
    _json([{"n": r.n, "at": r.at, "entry": r.entry} for r in readings]) if as_json else click.echo(
        "\n".join(f"{r.n:4} {r.at} {r.entry}" for r in readings)
    )


@vault_group.command("destroy")
@VAULT
@click.option("--confirm", default="", help="The word destroy.")
@click.option("--keyring", is_flag=True, help="Take its passphrase out of this computer's keyring too.")
@JSON
def vault_destroy(vault: Path, confirm: str, keyring: bool, as_json: bool) -> None:
    """Destroy the key: nothing can be read back again.

    Example: textmine vault destroy --vault /secure/key.vault --confirm destroy
    """
    textmine.vault_destroy(vault, confirm=confirm, keyring=keyring)
    _json({"destroyed": True}) if as_json else click.echo("The key is destroyed.")


@cli.command()
@STUDY
@JSON
def train(study: Path, as_json: bool) -> None:
    """Train a coder on the human codings in annotations/.

    Example: textmine train --study missing-2026
    """
    done = textmine.train(study=study, progress=_progress())
    if as_json:
        _json(
            {"coder": done.coder, "narratives": done.narratives, "children": done.children, "macro_f1": done.macro_f1}
        )
    else:
        _say_evaluation(done.evaluation)
        click.echo(f"{done.coder} learned from {done.narratives} narratives of {done.children} children.")


@cli.command()
@STUDY
@JSON
def evaluate(study: Path, as_json: bool) -> None:
    """Measure how well a coder learns from the present annotations.

    Example: textmine evaluate --study missing-2026
    """
    evaluation = textmine.evaluate(study=study, progress=_progress())
    _json(evaluation) if as_json else _say_evaluation(evaluation)


@cli.command()
@STUDY
@JSON
def code(study: Path, as_json: bool) -> None:
    """Suggest codes for every narrative.

    Example: textmine code --study missing-2026
    """
    done = textmine.code(study=study, progress=_progress())
    if as_json:
        _json(done)
        return
    click.echo(f"{done.rows} narratives have suggested codes. Suggestions count as such until a person accepts them.")
    if done.unread:
        click.echo(f"{done.unread} have no words or are not in English: all their codes are left to a person.")
    if done.drift:
        click.echo(done.drift.sentence())


@cli.command()
@click.argument("first")
@click.argument("second")
@STUDY
@JSON
def agree(first: str, second: str, study: Path, as_json: bool) -> None:
    """Show how far two coders agree, code by code.

    Example: textmine agree annotator:1 annotator:2 --study missing-2026
    """
    rows = textmine.agree(first, second, study=study)
    if as_json:
        _json(rows)
        return
    click.echo(f"{'code':32} {'both':>5} {'prevalence':>10} {'alpha':>6} {'95 %':>14} {'AC1':>6}")
    for row in rows:
        click.echo(
            f"{row.code:32} {row.both:5} {row.prevalence:10.2f} {row.alpha:6.2f} "
            f"{row.low:6.2f} to {row.high:5.2f} {row.ac1:6.2f}"
        )


@cli.command()
@STUDY
@JSON
def themes(study: Path, as_json: bool) -> None:
    """Find themes that nobody may have a code for yet.

    Example: textmine themes --study missing-2026
    """
    found = textmine.themes(study=study, progress=_progress())
    if as_json:
        _json(
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
    written = textmine.report(study=study, progress=_progress())
    _json(written) if as_json else click.echo(f"The report: {written.html}, {written.docx.name}, {written.xlsx.name}")


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
    _json(paths) if as_json else click.echo("\n".join(str(path) for path in paths))


@cli.command()
@click.argument("sources", nargs=-1, type=FILE)
@click.option("--vault", type=FILE, help="The vault's file; needed with sources.")
@ROSTER
@EPISODES
@_key
@STUDY
@JSON
def run(
    sources: tuple[Path, ...],
    vault: Path | None,
    roster: Path | None,
    episodes: Path | None,
    key_file: Path | None,
    keyring: bool,
    study: Path,
    as_json: bool,
) -> None:
    """Do what is missing, from write-ups to report.

    Example: textmine run /secure/write-ups --roster roster.csv --vault /secure/key.vault
    """
    secret = _secret(key_file, keyring) if vault else {}
    done = textmine.run(
        sources, vault=vault, roster=roster, episodes=episodes, study=study, **secret, progress=_progress()
    )
    if as_json:
        _json({"report": done.report, "skipped": done.skipped})
    else:
        _say_run(done)
        click.echo(f"Open the report: {done.report.html}")
    _exit(done.pseudonymisation.left_out if done.pseudonymisation else ())


@cli.command()
@STUDY
@JSON
def status(study: Path, as_json: bool) -> None:
    """Say where the study stands and what comes next.

    Example: textmine status --study missing-2026
    """
    stages = textmine.status(study=study)
    if as_json:
        _json(stages)
        return
    for stage in stages:
        rows = f"{stage.rows} rows" if stage.rows else ""
        click.echo(f"{'done' if stage.done else 'to do':6} {stage.verb:14} {rows}")
    step = next((stage.next_step for stage in stages if not stage.done), "")
    click.echo(f"Next: {step}" if step else "Everything is done. textmine run goes on when there is something new.")


def _secret(key_file: Path | None, keyring: bool, *, new: bool = False, which: str = "") -> dict[str, Any]:
    """The vault's secret: a file, the keyring, the environment, or a question if a person sits there."""
    import os

    if key_file is not None:
        return {"key_file": key_file}
    if keyring:
        return {"keyring": True}
    passphrase = os.environ.get(f"TEXTMINE_{which}PASSPHRASE")
    if not passphrase and sys.stdin.isatty():
        asked = f"{'New passphrase' if which else 'Passphrase'} of the vault"
        passphrase = click.prompt(asked, hide_input=True, confirmation_prompt=new)
    return {"passphrase": passphrase}


def _progress() -> Callable[[int, int, str], None]:
    """A bar for each stage on a terminal; silent otherwise."""
    if not sys.stderr.isatty():
        return lambda done, of, words: None
    from tqdm import tqdm

    bars: dict[str, tqdm[Any]] = {}

    def show(done: int, of: int, words: str) -> None:
        bar = bars.setdefault(words, tqdm(total=of, desc=f"{words:14}", leave=True))
        bar.total = of
        bar.update(done - bar.n)
        if done >= of:
            bar.close()
            bars.pop(words)

    return show


def _say_run(done: Run) -> None:
    if done.pseudonymisation:
        _say_pseudonymised(done.pseudonymisation)
    if done.training:
        click.echo(
            f"Learned from {done.training.narratives} human codings of {done.training.children} children; "
            f"macro F1 {done.training.macro_f1:.2f} on children not learned from."
        )
    if done.coded:
        click.echo(f"Suggested codes for {done.coded.rows} narratives.")
    if done.themes:
        click.echo(f"Found {len(done.themes.themes)} themes.")
    for verb, why in done.skipped:
        click.echo(f"Skipped {verb}: {why}")


def _say_pseudonymised(done: Pseudonymisation) -> None:
    click.echo(
        f"Pseudonymised {done.narratives} write-ups of {done.children} children "
        f"({done.outcome.kept} parts were there already); {done.episodes} episodes."
    )
    if done.doubtful:
        click.echo(f"For a person: {done.doubtful} words that may identify (textmine review).")
    for item in done.left_out:
        click.echo(f"Left out {item.id}: {item.error}", err=True)
    if done.left_out:
        click.echo("textmine vault reidentify ID tells which file it is.", err=True)
    _say_some([f"Roster, row {clash.row}, {clash.column}: {clash.what}" for clash in done.clashes])
    _say_some([f"Episodes table, row {one.row}, {one.column}: {one.what}" for one in done.problems])


def _say_some(lines: list[str]) -> None:
    """What is to be mended in a table: the first twenty rows, and how many more there are."""
    for line in lines[:20]:
        click.echo(line, err=True)
    if len(lines) > 20:
        click.echo(f"and {len(lines) - 20} more.", err=True)


def _say_kinds(done: Review) -> None:
    kinds = ", ".join(f"{kind} {n}" for kind, n in done.kinds.items()) or "none"
    click.echo(f"Decisions kept: {kinds}.")


def _say_bound(checks: Checks) -> None:
    found = checks.bound
    click.echo(
        f"Read: {found.read} of {found.batch} write-ups, drawn at random; {found.leaking} had a leak ({found.leaks} in all)."
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


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _json(value: object) -> None:
    click.echo(json.dumps(_plain(value), ensure_ascii=False, indent=1))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(item) for name, item in asdict(value).items()}
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _exit(left_out: tuple[LeftOut, ...]) -> None:
    if left_out:
        sys.exit(EXIT_LEFT_OUT)
