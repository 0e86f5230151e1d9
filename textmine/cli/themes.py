"""Commands about themes: find them, decide about them, assign new write-ups, send one to be labelled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.labelstudio import door
from textmine.cli.options import JSON, STUDY
from textmine.cli.saying import progress, say_json
from textmine.nouns import number_of

if TYPE_CHECKING:
    from textmine.pipeline.themes.deciding import Decided
    from textmine.pipeline.themes.finding import Themes
    from textmine.theming.emergence import Trend
    from textmine.types import Theme

NEXT = "textmine themes and textmine report show it."


@cli.group("themes", invoke_without_command=True)
@click.option("--parts", is_flag=True, help="List the parts of each theme too.")
@STUDY
@JSON
@click.pass_context
def themes(context: click.Context, parts: bool, study: Path, as_json: bool) -> None:
    """Find themes that nobody may have a code for yet.

    It says which of them are new or rise.

    With the same narratives, codings, settings and decisions the themes are the same, to the byte. Each has a number and a
    key, by which the commands below name it: rename, merge, split and pin decide what it is from now on.

    Example: textmine themes --study missing-2026
    """
    if context.invoked_subcommand:
        return
    found = textmine.themes(study=study, progress=progress())
    say_json([_for_machines(found, theme) for theme in found.themes]) if as_json else _say(found, parts)


@themes.command("assign")
@STUDY
@JSON
def themes_assign(study: Path, as_json: bool) -> None:
    """Assign new narratives to the themes there are.

    What fits none is collected.

    The themes stay as they are; textmine themes finds them anew.

    Example: textmine themes assign --study missing-2026
    """
    done = textmine.themes_assign(study=study, progress=progress())
    if as_json:
        say_json(done)
        return
    click.echo(
        f"{number_of(done.narratives, 'new narrative')}: {number_of(done.passages, 'passage')} in a theme, {done.unfit} in none."
    )
    if done.unfit > done.passages:
        click.echo("Most fit no theme: look for themes anew with textmine themes.")


@themes.command("rename")
@click.argument("theme")
@click.argument("name")
@STUDY
@JSON
def themes_rename(theme: str, name: str, study: Path, as_json: bool) -> None:
    """Give a theme a name of your own; it stays from now on.

    Example: textmine themes rename 3 "Late buses" --study missing-2026
    """
    _say_decided(textmine.themes_rename(theme, name, study=study), as_json)


@themes.command("merge")
@click.argument("themes", nargs=-1, required=True)
@click.option("--name", default="", help="What it is called.")
@STUDY
@JSON
def themes_merge(themes: tuple[str, ...], name: str, study: Path, as_json: bool) -> None:
    """Make one theme of several.

    Example: textmine themes merge 3 5 --name "Getting home" --study missing-2026
    """
    _say_decided(textmine.themes_merge(themes, name=name, study=study), as_json)


def _decision(name: str, said: str) -> None:
    """A command that decides one thing about one theme; its verb is loaded when it is called."""

    @themes.command(name, help=said)
    @click.argument("theme")
    @STUDY
    @JSON
    def command(theme: str, study: Path, as_json: bool) -> None:
        _say_decided(getattr(textmine, f"themes_{name}")(theme, study=study), as_json)


for name, said in {
    "split": "Make the parts of a theme themes of their own.\n\nExample: textmine themes split 2 --study missing-2026",
    "pin": "Keep a theme as it is in every later run.\n\nExample: textmine themes pin 4 --study missing-2026",
    "forget": "Take a decision about a theme back.\n\nExample: textmine themes forget 4 --study missing-2026",
}.items():
    _decision(name, said)


@themes.command("send")
@click.argument("theme")
@click.option("--number", type=click.IntRange(1), default=20, show_default=True, help="How many narratives at most.")
@door
@STUDY
@JSON
def themes_send(theme: str, number: int, door: Any, study: Path, as_json: bool) -> None:
    """Have Label Studio give a theme's narratives next.

    They are to be labelled with a new code.

    Example: textmine themes send 3 --number 20 --study missing-2026
    """
    done = textmine.themes_send(theme, study=study, number=number, **door, progress=progress())
    if as_json:
        say_json(done)
        return
    click.echo(f"{done.sent.purpose}: {number_of(done.sent.pushed.new, 'new task')}. {done.sent.address}")
    click.echo(f"First come {number_of(len(done.narratives), 'narrative')} of the theme, each of another child.")


def _say(found: Themes, parts: bool) -> None:
    everywhere = {trend.theme: trend for trend in found.trends if not trend.area}
    for theme in found.themes:
        click.echo(_line(theme, everywhere.get(theme.id), found.codes.get(theme.code, "")))
        for part in found.parts if parts else ():
            if part.parent == theme.id:
                click.echo(f"      {part.id:3} {part.label:41} {number_of(len(part.passages), 'passage'):>14}")
    click.echo(f"In no theme: {number_of(found.rest, 'passage')}.")
    if not found.themes:
        click.echo(
            "No theme came back often enough to be shown: there are too few write-ups, or they share too little."
        )
        click.echo("Themes need some sixty write-ups of many children.")
    for trend in found.trends:
        if trend.area and trend.emerging:
            click.echo(f"In {trend.area}: theme {trend.theme} is {trend.verdict}, {_effect(trend)}.")
    missed = [str(theme.id) for theme in found.themes if theme.uncovered]
    if missed:
        click.echo(
            f"Codes mark few passages of {', '.join(missed)}: textmine themes send {missed[0]} has them labelled."
        )


def _line(theme: Theme, trend: Trend | None, code: str) -> str:
    moves = trend.verdict if trend else "too few to say"
    effect = f" ({_effect(trend)})" if trend and trend.emerging else ""
    kept = " *" if theme.named else ""
    coded = f"coded ({code})" if code else "coded"
    return (
        f"{theme.id:3} {theme.label + kept:44} {number_of(len(theme.passages), 'passage'):>14}, {theme.explained:4.0%} {coded}, "
        f"came back in {theme.stability:.0%} of runs, {moves}{effect}"
    )


def _effect(trend: Trend) -> str:
    if trend.steady:
        return "steadily over the quarters"
    (a, of_a), (b, of_b) = trend.before, trend.since
    low, high = trend.interval
    return f"{a / of_a:.0%} of children before, {b / of_b:.0%} now; difference {100 * low:+.0f} to {100 * high:+.0f} points"


def _for_machines(found: Themes, theme: Theme) -> dict[str, object]:
    trend = next((one for one in found.trends if one.theme == theme.id and not one.area), None)
    return {
        "id": theme.id,
        "key": theme.key,
        "label": theme.label,
        "words": [word for word, _ in theme.words],
        "kind": theme.kind,
        "passages": len(theme.passages),
        "explained": theme.explained,
        "code": theme.code,
        "stability": theme.stability,
        "verdict": trend.verdict if trend else "too few to say",
        "parts": [{"id": p.id, "key": p.key, "label": p.label} for p in found.parts if p.parent == theme.id],
    }


def _say_decided(done: Decided, as_json: bool) -> None:
    if as_json:
        say_json(done)
        return
    if done.kept:
        click.echo(f"Kept: {', '.join(done.kept)}. {NEXT}")
    if done.forgotten:
        click.echo(f"No longer kept: {', '.join(done.forgotten)}. {NEXT}")
