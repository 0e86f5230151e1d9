"""The command that says why a code is suggested."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import textmine
from textmine.cli.group import cli
from textmine.cli.options import JSON, STUDY
from textmine.cli.saying import say_json

if TYPE_CHECKING:
    from textmine.coding.explanation import Evidence, Explanation
    from textmine.pipeline.coder.explaining import Explained

FIGURES = {"coded": "suggested", "for a person": "left to a person", "not coded": "not suggested"}


@cli.command()
@click.argument("narrative")
@click.option("--code", default="", help="Explain this code only, whether it is suggested or not.")
@STUDY
@JSON
def explain(narrative: str, code: str, study: Path, as_json: bool) -> None:
    """Show why the coder suggests what it suggests.

    Of one narrative: passages, cue words, the nearest human example.
    It prints words of write-ups: keep what it prints with the study.

    Example: textmine explain N-QJ4SDZYPUA --code push_family_conflict --study missing-2026
    """
    explained = textmine.explain(narrative, code=code, study=study)
    say_json(explained) if as_json else _say(explained)


def _say(explained: Explained) -> None:
    click.echo(f"Narrative {explained.narrative}, by {explained.coder}. Restricted: words of pseudonymised write-ups.")
    if not explained.read:
        click.echo("It has no words, is not in English or is far too long: all its codes are left to a person.")
        return
    answers = "; ".join(f"{name}: {value}" for name, value in explained.fields)
    click.echo(f"As a whole: {answers or 'no answer'}. What is not answered is for a person.")
    if explained.covers:
        click.echo(f"Covered: {'; '.join(f'{name}: {answer}' for name, answer in explained.covers)}.")
    if not explained.codes:
        click.echo("No code is suggested, and none is left to a person.")
    if not explained.examples:
        click.echo("No person has marked anything in this study yet: there are no human examples to show.")
    for one in explained.codes:
        _say_code(one, examples=explained.examples, never=one.code in explained.never)


def _say_code(one: Explanation, *, examples: bool, never: bool) -> None:
    said = f"{one.code}: {FIGURES[one.decision]} (probability {one.probability:.2f}, coded from {one.threshold:.2f})"
    click.echo(f"\n{said}")
    if never:
        click.echo("  This coder never suggests it: it learned from too few examples of it, or finds it too badly.")
    if one.decision != "coded":
        click.echo("  Passages that come closest:" if one.evidence else "  No passage comes close.")
    for evidence in one.evidence:
        _say_evidence(evidence, examples=examples)


def _say_evidence(e: Evidence, *, examples: bool) -> None:
    above = f" under “{_line(e.heading)}”" if e.heading else ""
    click.echo(f"  {e.start}–{e.end}{above}: “{_line(e.text)}”")
    click.echo(f"    {e.assertion}, {e.time}, {e.voice}; probability {e.probability:.2f}")
    if e.cues:
        click.echo(f"    Cue words: {'; '.join(f'{kind} “{_line(words)}”' for kind, words in e.cues)}")
    if e.nearest:
        near = e.nearest
        click.echo(
            f"    Nearest human example ({near.closeness:.2f}), {near.coder} in {near.narrative} "
            f"{near.start}–{near.end}: “{_line(near.text)}”"
        )
    elif examples:
        click.echo("    No person coded this with this assertion in a write-up of another child.")


def _line(words: str) -> str:
    return " ".join(words.split())
