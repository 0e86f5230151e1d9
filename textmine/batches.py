"""Run a stage over parts: what is there is kept, what is missing is done, what is stale goes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TextIO, TypeVar

from textmine.assets import digest
from textmine.errors import StudyError
from textmine.journal import add_line, drop_journal, read_journal
from textmine.manifest import Manifest, read_manifest, versions, write_manifest
from textmine.progress import Progress, silent
from textmine.store import Noun, Shelf, keep_only, rows_of, sweep, unwritable, write_part

Input = TypeVar("Input")
SWEPT = ("annotations", "models", "reports")
"""Where what was left half written has no table that sweeps it out."""


@dataclass(frozen=True, slots=True)
class Part(Generic[Input]):
    """Work that is done or not done as a whole: whole children, named by a hash of inputs and settings."""

    name: str
    items: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Stage(Generic[Input, Noun]):
    """One stage of the path.

    Args:
        name: its verb.
        shelf: where its rows go.
        work: parts to the rows of each, in their order, one after the other; see `each`.
        settings: hash of what it depends on.
        models: (name, SHA-256) of what it used.
        seed: of whatever is random.
    """

    name: str
    shelf: Shelf[Noun]
    work: Callable[[Sequence[Part[Input]]], Iterable[Sequence[Noun]]]
    settings: str
    models: tuple[tuple[str, str], ...] = ()
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of a stage did.

    Args:
        done, kept, removed: parts that were done now, that were there already, and that no longer belong to the table.
        rows: of the whole table.
    """

    done: int
    kept: int
    removed: int
    rows: int


def run(stage: Stage[Input, Noun], parts: Sequence[Part[Input]], *, progress: Progress = silent) -> Outcome:
    """Do the parts of a stage that are not there yet, then write its manifest.

    What was done before a stop stays done. A part counts as done if its file has the checksum that was recorded when it
    was written; one that is damaged, or that nobody recorded, is done again.
    """
    sums = whole(stage.shelf)
    kept = [part.name for part in parts if part.name in sums]
    missing = [part for part in parts if part.name not in sums]
    rows = sum(rows_of(stage.shelf, name) for name in kept)
    progress(len(kept), len(parts), stage.name)
    for done, (part, found) in enumerate(zip(missing, stage.work(missing), strict=True), len(kept) + 1):
        sums[part.name] = digest(write_part(stage.shelf, part.name, found))
        add_line(stage.shelf.folder, part.name, sums[part.name])
        rows += len(found)
        progress(done, len(parts), stage.name)
    names = sorted(part.name for part in parts)
    removed = keep_only(stage.shelf, names)
    write_manifest(stage.shelf.folder, _manifest(stage, [(name, sums[name]) for name in names], rows))
    drop_journal(stage.shelf.folder)
    return Outcome(len(missing), len(kept), removed, rows)


def each(
    work: Callable[[Part[Input]], Sequence[Noun]],
) -> Callable[[Sequence[Part[Input]]], Iterator[Sequence[Noun]]]:
    """The work of a stage that does one part as it does the next."""
    return lambda parts: map(work, parts)


@contextmanager
def alone(study: Path) -> Iterator[None]:
    """Hold the study: two runs at once would write over each other.

    Raises:
        StudyError: another run holds it.
    """
    with _lock(study) as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            raise StudyError(
                "Another run holds this study", where=f"process {holder}", next_step="wait for it, or stop it"
            ) from None
        _tell(stream, str(os.getpid()))
        for folder in SWEPT:
            sweep(study / folder)
        sweep(study / "corpora", below=False)  # each table below sweeps itself
        try:
            yield
        finally:
            _tell(stream, "")


def _lock(study: Path) -> TextIO:
    try:
        return (study / ".lock").open("a+", encoding="ascii")
    except OSError as error:
        raise unwritable(error) from None


def _tell(stream: TextIO, holder: str) -> None:
    """Who holds the study, for the message to others; a full disk must not keep anybody from going on."""
    with suppress(OSError):
        stream.truncate(0)
        stream.write(holder)
        stream.flush()


def whole(shelf: Shelf[Noun]) -> dict[str, str]:
    """Parts whose file is the one that was recorded, with its checksum; where two runs recorded one, the later counts."""
    manifest = read_manifest(shelf.folder)
    recorded = dict(manifest.parts if manifest else ()) | read_journal(shelf.folder)
    there = set(shelf.names()) & recorded.keys()
    return {name: recorded[name] for name in there if digest(shelf.part(name)) == recorded[name]}


def _manifest(stage: Stage[Input, Noun], parts: Sequence[tuple[str, str]], rows: int) -> Manifest:
    return Manifest(stage.name, stage.settings, stage.models, versions(), stage.seed, rows, tuple(parts))
