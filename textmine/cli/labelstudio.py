"""Commands for annotators' work: a local Label Studio server, and what goes to it and comes back."""

from __future__ import annotations

import functools
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import textmine
from textmine.cli.annotators import say_accounts, say_fetched, say_sent
from textmine.cli.group import cli
from textmine.cli.options import FILE, HERE, JSON, STUDY
from textmine.cli.saying import progress, say_json
from textmine.errors import EXIT_LEFT_OUT, ServerError
from textmine.nouns import number_of

if TYPE_CHECKING:
    from textmine.annotation.serverfolder import Local

URL = click.option("--url", default="", help="Another server than the study's own, e.g. https://labels.example.org.")
TOKEN_FILE = click.option(
    "--token-file", type=FILE, help="File with that server's token (otherwise TEXTMINE_LABELSTUDIO_TOKEN)."
)
OVERRIDE = click.option(
    "--override", default="", help="Why narratives may go to a server that is not fit for them; it is recorded."
)


def door(command: Callable[..., None]) -> Callable[..., None]:
    """Which server: the same options wherever narratives go to one, given to the command together."""
    return URL(TOKEN_FILE(OVERRIDE(_gathered(command))))


def gate(command: Callable[..., None]) -> Callable[..., None]:
    """The same where nothing can be overridden."""
    return URL(TOKEN_FILE(_gathered(command)))


def _gathered(command: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(command)
    def with_door(**told: Any) -> None:
        where = {name: told.pop(name) for name in ("url", "token_file", "override") if name in told}
        command(door=where, **told)

    return with_door


@cli.group("labelstudio")
def labelstudio_group() -> None:
    """Annotators' round trip: Label Studio, without network."""


@labelstudio_group.command("serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port; 0 takes a free one."
)
@click.option(
    "--annotators", type=click.IntRange(1, 50), default=2, show_default=True, help="How many accounts there should be."
)
@click.option("--server", type=HERE, help="Folder with Label Studio's own environment (scripts/labelstudio makes it).")
@STUDY
@JSON
def labelstudio_serve(port: int, annotators: int, server: Path | None, study: Path, as_json: bool) -> None:
    """Start a server on this machine that nobody else reaches.

    Ctrl-C stops it.

    Example: textmine labelstudio serve --study missing-2026
    """

    def ready(local: Local) -> None:
        say_accounts(local, as_json)
        _wait_for_stop()

    textmine.labelstudio_serve(study=study, port=port, annotators=annotators, server=server, ready=ready)
    if not as_json:
        click.echo("Stopped. What was done is kept in the study's folder labelstudio/.")


@labelstudio_group.command("doctor")
@gate
@STUDY
@JSON
def labelstudio_doctor(door: Any, study: Path, as_json: bool) -> None:
    """Say whether a server is fit for narratives.

    Example: textmine labelstudio doctor --study missing-2026
    """
    findings = textmine.labelstudio_doctor(study=study, **door)
    if as_json:
        say_json(findings)
    else:
        for one in findings:
            step = f" Next: {one.next_step}" if one.next_step and one.state != "good" else ""
            click.echo(f"{one.state:5} {one.what:14} {one.says}{step}")
    if any(one.state == "bad" for one in findings):
        sys.exit(ServerError.exit_code)


@labelstudio_group.command("purge")
@STUDY
@JSON
def labelstudio_purge(study: Path, as_json: bool) -> None:
    """Delete copies that exports left behind.

    The server's database is compacted too.

    Example: textmine labelstudio purge --study missing-2026
    """
    files, less = textmine.labelstudio_purge(study=study)
    if as_json:
        say_json({"files": files, "bytes": less})
    else:
        click.echo(f"{number_of(files, 'left-over file')} deleted; the folder is {less / 1e6:.1f} MB smaller.")


@labelstudio_group.command("push")
@click.option("--suggest", is_flag=True, help="Show the model's suggestions, to be accepted, edited or rejected.")
@click.option(
    "--double",
    type=float,
    default=0.0,
    help="Instead, give this share, 0.1 to 0.25, to two people, unseen by each other.",
)
@door
@STUDY
@JSON
def labelstudio_push(suggest: bool, double: float, door: Any, study: Path, as_json: bool) -> None:
    """Send narratives to be coded; what is there already stays.

    Example: textmine labelstudio push --double 0.2 --study missing-2026
    """
    from textmine.annotation.double import doubt

    sent = textmine.labelstudio_push(
        study=study,
        suggest=suggest,
        double=double,
        **door,
        progress=progress(),
    )
    if as_json:
        say_json(sent)
    else:
        for one in sent:
            say_sent(one)
    if words := doubt(double):
        click.echo(words, err=True)


@labelstudio_group.command("next")
@click.option("--number", type=click.IntRange(1), default=20, show_default=True, help="How many narratives.")
@click.option("--random", "random_share", type=float, default=0.2, show_default=True, help="Share drawn at random.")
@click.option("--suggest", is_flag=True, help="In the project where suggestions are reviewed.")
@door
@STUDY
@JSON
def labelstudio_next(
    number: int,
    random_share: float,
    suggest: bool,
    door: Any,
    study: Path,
    as_json: bool,
) -> None:
    """Choose what to label next.

    That is where the model is least sure, and some at random.

    Example: textmine labelstudio next --number 20 --study missing-2026
    """
    chosen = textmine.labelstudio_next(
        study=study,
        number=number,
        random_share=random_share,
        suggest=suggest,
        **door,
        progress=progress(),
    )
    if as_json:
        say_json(chosen)
        return
    click.echo(f"{chosen.sent.purpose}: {number_of(chosen.sent.pushed.new, 'new task')}. {chosen.sent.address}")
    click.echo(f"First: {number_of(len(chosen.narratives), 'narrative')}, {chosen.random} of them drawn at random.")
    click.echo(
        f"The server was asked for its next {number_of(chosen.ordered.asked, 'task')}, and gave the chosen ones, in order."
    )


@labelstudio_group.command("adjudicate")
@click.argument("first")
@click.argument("second")
@door
@STUDY
@JSON
def labelstudio_adjudicate(first: str, second: str, door: Any, study: Path, as_json: bool) -> None:
    """Give what two coders disagree on to a third person.

    Example: textmine labelstudio adjudicate annotator:2 annotator:3 --study missing-2026
    """
    one = textmine.labelstudio_adjudicate(first, second, study=study, **door, progress=progress())
    say_json(one) if as_json else say_sent(one)


@labelstudio_group.command("pull")
@door
@STUDY
@JSON
def labelstudio_pull(door: Any, study: Path, as_json: bool) -> None:
    """Fetch what annotators have done into annotations/.

    Example: textmine labelstudio pull --study missing-2026
    """
    fetched = textmine.labelstudio_pull(study=study, **door, progress=progress())
    say_json(fetched) if as_json else say_fetched(fetched)
    if any(one.faulty for one in fetched):
        sys.exit(EXIT_LEFT_OUT)


@labelstudio_group.command("backend")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the backend; 0 takes a free one.")
@door
@STUDY
@JSON
def labelstudio_backend(port: int, door: Any, study: Path, as_json: bool) -> None:
    """Suggest as tasks are opened, and learn on request.

    Ctrl-C stops it.

    Example: textmine labelstudio backend --study missing-2026
    """

    def ready(address: str) -> None:
        say_json({"project": address}) if as_json else click.echo(f"Suggestions come as tasks are opened: {address}")
        sys.stdout.flush()
        _wait_for_stop()

    def said(words: str) -> None:
        click.echo(words, err=True)

    textmine.labelstudio_backend(study=study, port=port, **door, said=said, ready=ready)


def _wait_for_stop() -> None:
    """Until Ctrl-C or a signal to end, also where the shell has told us to take no notice of Ctrl-C."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while True:
            signal.pause()
    except KeyboardInterrupt:
        click.echo("", err=True)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
