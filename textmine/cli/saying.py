"""How commands speak: bars, JSON, durations, long lists and the exit code."""

from __future__ import annotations

import json
import math
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import click

from textmine.errors import EXIT_LEFT_OUT
from textmine.nouns import number_of

if TYPE_CHECKING:
    from textmine.pipeline.airlock.intake import LeftOut
    from textmine.reporting.episodes import Problem


MOST_IDS = 100  # in one command line


def progress() -> Callable[[int, int, str], None]:
    """A bar for each stage on a terminal; elsewhere, as in a log file, a line when a stage begins."""
    if not sys.stderr.isatty():
        return _begun()
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


def _begun() -> Callable[[int, int, str], None]:
    """A line for each stage that has something to do, once until it is done."""
    going: set[str] = set()

    def show(done: int, of: int, words: str) -> None:
        if done < of and words not in going:
            click.echo(f"{words.capitalize()}: {number_of(of - done, 'part')} to do …", err=True)
            going.add(words)
        elif done >= of:
            going.discard(words)

    return show


def duration(seconds: float) -> str:
    """Seconds in words a person uses."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def say_json(value: object) -> None:
    """Print a value as JSON; what is not finite is null."""
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


def exit_after(left_out: tuple[LeftOut, ...]) -> None:
    """Leave with the exit code that says that documents were left out, if any were."""
    if left_out:
        sys.exit(EXIT_LEFT_OUT)


def say_some(lines: list[str]) -> None:
    """What is to be mended in a table: the first twenty rows, and how many more there are."""
    for line in lines[:20]:
        click.echo(line, err=True)
    if len(lines) > 20:
        click.echo(f"and {len(lines) - 20} more.", err=True)


def say_left_out(left_out: Sequence[LeftOut], opening: Sequence[str] = (), *, copies: Sequence[str] = ()) -> None:
    """Documents that were left out: each reason once, with the keyed ids, and the command that tells which files they are.

    Args:
        opening: options of a command that opens the vault.
        copies: ids of files that hold the text of another.
    """
    ids: dict[str, list[str]] = {}
    for item in left_out:
        ids.setdefault(str(item.error), []).append(item.id)
    for why, found in ids.items():
        click.echo(f"Left out {some(found, 20)}: {why}", err=True)
    if copies:
        said = "Taken once, since they have the very text of another write-up of the same child and no other episode"
        click.echo(f"{said}: {some(copies, 20)}", err=True)
    if all_ids := [*(item.id for item in left_out), *copies]:
        more = f", the first {MOST_IDS} of {len(all_ids)}" if len(all_ids) > MOST_IDS else ""
        options = shlex.join([*(opening or ("--vault", "VAULT")), "--reason", "which files were left out"])
        click.echo(f"Which files they are{more}, for the holder of the key:", err=True)
        click.echo(f'textmine vault reidentify {" ".join(all_ids[:MOST_IDS])} {options} --who "YOUR NAME"', err=True)


def say_problems(problems: Sequence[Problem]) -> None:
    """Faults of the episodes table: each kind once, with the cells it is in."""
    cells: dict[tuple[str, str], list[str]] = {}
    for one in problems:
        cells.setdefault((one.column, one.what), []).append(one.cell or f"row {one.row}")
    say_some([f"Episodes table, {column}: {what} ({some(where)})" for (column, what), where in cells.items()])


def some(names: Sequence[str], most: int = 5) -> str:
    """The first few of many, and how many more there are.

    >>> some(["F2", "F3", "F4"], 2)
    'F2, F3 and 1 more'
    """
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
