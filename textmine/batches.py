"""Run a stage over parts: what is there is kept, what is missing is done, what is stale goes."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    kept = {part.name: n for part in parts if part.name in there and (n := _rows(stage.shelf, part.name)) >= 0}
    missing = [part for part in parts if part.name not in kept]
    rows = sum(kept.values())
    progress(len(kept), len(parts), stage.name)
    for done, (part, found) in enumerate(zip(missing, stage.work(missing), strict=True), len(kept) + 1):
        write_part(stage.shelf, part.name, found)
        rows += len(found)
        progress(done, len(parts), stage.name)
    names = [part.name for part in parts]
    removed = keep_only(stage.shelf, names)
    write_manifest(stage.shelf.folder, _manifest(stage, sorted(names), rows))
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


def _rows(shelf: Shelf[Noun], name: str) -> int:
    """How many rows a part that is there has; -1 if it cannot be read."""
    try:
        return len(read_part(shelf, name))
    except StudyError:
        return -1


def _drop_damaged(shelf: Shelf[Noun]) -> None:
    """Parts whose bytes are not those that were written are done again."""
    if manifest := read_manifest(shelf.folder):
        for name in damaged_parts(shelf.folder, manifest):
            shelf.part(name).unlink(missing_ok=True)


def _manifest(stage: Stage[Input, Noun], names: Sequence[str], rows: int) -> Manifest:
    parts = tuple((name, digest(stage.shelf.part(name))) for name in names)
    return Manifest(stage.name, stage.settings, stage.models, versions(), stage.seed, rows, parts)
