"""Run a stage over parts: what is there is kept, what is missing is done, what is stale goes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from textmine.assets import digest
from textmine.errors import StudyError
from textmine.manifest import Manifest, damaged_parts, read_manifest, versions, write_manifest
from textmine.progress import Progress, silent
from textmine.store import Noun, Shelf, keep_only, read_part, write_part

Input = TypeVar("Input")


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
        work: one part's items to its rows.
        settings: hash of what it depends on.
        models: (name, SHA-256) of what it used.
        seed: of whatever is random.
    """

    name: str
    shelf: Shelf[Noun]
    work: Callable[[Part[Input]], Sequence[Noun]]
    settings: str
    models: tuple[tuple[str, str], ...] = ()
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of a stage did."""

    done: int
    kept: int
    removed: int
    rows: int


def run(stage: Stage[Input, Noun], parts: Sequence[Part[Input]], *, progress: Progress = silent) -> Outcome:
    """Do the parts of a stage that are not there yet, then write its manifest.

    A part whose file is damaged is done again. What was done before a stop stays done.
    """
    _drop_damaged(stage.shelf)
    there = set(stage.shelf.names())
    rows = kept = 0
    for done, part in enumerate(parts):
        progress(done, len(parts), stage.name)
        found = _kept(stage.shelf, part.name) if part.name in there else None
        if found is None:
            found = tuple(stage.work(part))
            write_part(stage.shelf, part.name, found)
        else:
            kept += 1
        rows += len(found)
    progress(len(parts), len(parts), stage.name)
    names = [part.name for part in parts]
    removed = keep_only(stage.shelf, names)
    write_manifest(stage.shelf.folder, _manifest(stage, sorted(names), rows))
    return Outcome(len(names) - kept, kept, removed, rows)


@contextmanager
def alone(study: Path) -> Iterator[None]:
    """Hold the study: two runs at once would write over each other.

    Raises:
        StudyError: another run holds it.
    """
    path = study / ".lock"
    with path.open("a+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            raise StudyError(
                "Another run holds this study", where=f"process {holder}", next_step="wait for it, or stop it"
            ) from None
        stream.truncate(0)
        stream.write(str(os.getpid()))
        stream.flush()
        try:
            yield
        finally:
            stream.truncate(0)


def _kept(shelf: Shelf[Noun], name: str) -> tuple[Noun, ...] | None:
    """Rows of a part that is there; None if it cannot be read."""
    try:
        return read_part(shelf, name)
    except StudyError:
        return None


def _drop_damaged(shelf: Shelf[Noun]) -> None:
    """Parts whose bytes are not those that were written are done again."""
    if manifest := read_manifest(shelf.folder):
        for name in damaged_parts(shelf.folder, manifest):
            shelf.part(name).unlink(missing_ok=True)


def _manifest(stage: Stage[Input, Noun], names: Sequence[str], rows: int) -> Manifest:
    parts = tuple((name, digest(stage.shelf.part(name))) for name in names)
    return Manifest(stage.name, stage.settings, stage.models, versions(), stage.seed, rows, parts)
