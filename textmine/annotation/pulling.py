"""A project's annotations as an immutable, dated snapshot: read page by page, each span checked against its text."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from textmine.annotation.interface import NOTHING
from textmine.annotation.projects import Project
from textmine.annotation.pulled import Pulled
from textmine.annotation.reviewed import Fates, fates
from textmine.annotation.server import PAGE, Json, Server
from textmine.annotation.tasks import take
from textmine.errors import AnnotationError
from textmine.progress import Progress, silent
from textmine.store import write_whole

# Of an annotation this is kept; who it was is a number.
KEPT = ("id", "result", "was_cancelled", "created_at", "updated_at", "lead_time", "parent_annotation")
STAMP = "%Y-%m-%dT%H%M%S.%fZ"
SHOWN = ("id", "model_version", "score", "result")


@dataclass(frozen=True, slots=True)
class Faulty:
    """Annotations of one task that could not be used: what is wrong, and where."""

    what: str
    where: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a project held.

    Args:
        tasks: as the server has them, without what is not needed.
        pulled: the same as codings.
        faulty: tasks whose annotations were left out.
        twice: annotations left aside because their annotator made a newer one of the same task.
        unsaid: narratives submitted without a mark whose annotator did not say that nothing applies.
        fates: what became of the marks that were suggested.
    """

    tasks: tuple[Json, ...] = field(repr=False)
    pulled: Pulled
    faulty: tuple[Faulty, ...] = ()
    twice: int = 0
    unsaid: tuple[str, ...] = ()
    fates: Fates = field(default_factory=Fates)


def pull(server: Server, project: Project, *, codes: Iterable[str], progress: Progress = silent) -> Snapshot:
    """Read a project; one annotation that does not fit leaves its task's annotations out, and the others go on."""
    codes = frozenset(codes)
    tasks: dict[int, Json] = {}
    total = server.ask(lambda ls: ls.projects.get(id=project.number)).task_number or 0
    drafted = server.drafted(project.number)
    for raw in server.tasks(project.number, whole=True):
        tasks[int(raw["id"])] = _kept(raw, drafted)
        if len(tasks) % PAGE == 0:
            progress(len(tasks), total, "pull")
    progress(total, total, "pull")
    return snapshot(list(tasks.values()), codes)


def snapshot(tasks: Sequence[Json], codes: frozenset[str]) -> Snapshot:
    """Check tasks, one by one if anything is wrong with any, and keep each annotator's newest annotation of a task."""
    newest = [_newest(task) for task in tasks]
    kept, faulty = [task for task, _ in newest], tuple[Faulty, ...]()
    try:
        pulled = take(kept, codes=codes)
    except AnnotationError:
        kept, faulty = _without_faulty(kept, codes)
        pulled = take(_one_text(kept), codes=codes)
    return Snapshot(tuple(kept), pulled, faulty, sum(n for _, n in newest), _unsaid(pulled), _fates(pulled))


def _without_faulty(tasks: Sequence[Json], codes: frozenset[str]) -> tuple[list[Json], tuple[Faulty, ...]]:
    kept, faulty = [], []
    for task in tasks:
        try:
            take([task], codes=codes)
        except AnnotationError as fault:
            faulty.append(Faulty(fault.what, fault.where, fault.next_step))
            kept.append(task | {"annotations": []})
        else:
            kept.append(task)
    return kept, tuple(faulty)


def write_snapshot(folder: Path, found: Snapshot) -> Path | None:
    """Write it under the present time, never to be changed; None if the newest one holds the same, or nobody did anything."""
    if not found.pulled.codings and not found.pulled.looks and not newest_snapshot(folder):
        return None
    words = as_words(found.tasks)
    folder.mkdir(parents=True, exist_ok=True)
    newest = newest_snapshot(folder)
    if newest and newest.read_text(encoding="utf-8") == words:
        return None
    path = folder / f"{stamp_after(newest)}-{hashlib.sha256(words.encode()).hexdigest()[:8]}.json"
    write_whole(path, lambda temporary: temporary.write_text(words, encoding="utf-8"))
    path.chmod(0o444)
    return path


def as_words(tasks: Iterable[Json]) -> str:
    """Tasks as JSON, one a line: with more line breaks Python writes it six times as slowly."""
    lines = (json.dumps(task, ensure_ascii=False, sort_keys=True) for task in tasks)
    return "[" + ",\n".join(lines) + "]\n"


def stamp_after(newest: Path | None) -> str:
    """The present time as snapshots are named; a moment after the newest one where the clock was put back since."""
    now = datetime.now(UTC)
    told = newest.name[: len("2026-01-01T000000.000000Z")] if newest else ""
    with suppress(ValueError):
        now = max(now, datetime.strptime(told, STAMP).replace(tzinfo=UTC) + timedelta(microseconds=1))
    return now.strftime(STAMP)


def newest_snapshot(folder: Path) -> Path | None:
    """The newest snapshot of a folder."""
    return max(folder.glob("*.json"), default=None, key=lambda path: path.name)


def _kept(raw: Json, drafted: Container[int]) -> Json:
    made = sorted(raw.get("annotations") or [], key=lambda one: int(one["id"]))
    predictions = sorted(raw.get("predictions") or [], key=lambda one: str(one["created_at"]))
    return {
        "id": raw["id"],
        "data": raw["data"],
        "meta": raw.get("meta") or {},
        "annotations": [_annotation(one, predictions) for one in made],
        "drafts": [{}] if raw["id"] in drafted else [],  # what is not submitted is not read, only counted
        "predictions": [],
    }


def _annotation(one: Mapping[str, Any], predictions: Sequence[Mapping[str, Any]]) -> Json:
    """What is kept of an annotation, with the suggestion that its annotator saw: it began with it, or it was there first."""
    before = [shown for shown in predictions if str(shown["created_at"]) <= str(one["created_at"])]
    begun_with = [shown for shown in predictions if shown["id"] == one.get("parent_prediction")]
    suggestion = (begun_with or before or [{}])[-1]
    return {name: one.get(name) for name in KEPT} | {
        "completed_by": _number(one.get("completed_by")),
        "prediction": {name: suggestion.get(name) for name in SHOWN} if suggestion else {},
    }


def _number(who: object) -> int | None:
    """A person's number, whatever else of theirs came with it."""
    if isinstance(who, Mapping):
        who = who.get("id")
    return who if isinstance(who, int) else None


def _newest(task: Json) -> tuple[Json, int]:
    """The task with each person's newest annotation alone, and how many older ones there were."""
    made: dict[object, Json] = {}
    cancelled = [one for one in task["annotations"] if one["was_cancelled"]]
    finished = [one for one in task["annotations"] if not one["was_cancelled"]]
    for one in sorted(finished, key=lambda one: str(one["updated_at"])):
        made[one["completed_by"]] = one
    kept = sorted([*made.values(), *cancelled], key=lambda one: int(one["id"]))
    return task | {"annotations": kept}, len(finished) - len(made)


def _one_text(tasks: Sequence[Json]) -> list[Json]:
    """The tasks without those that hold another text of a narrative than its first task: somebody made them by hand."""
    first: dict[str, str] = {}
    return [
        task
        for task in tasks
        if first.setdefault(task["data"]["narrative"], task["data"]["text"]) == task["data"]["text"]
    ]


def _unsaid(pulled: Pulled) -> tuple[str, ...]:
    own = (coding for coding in pulled.codings if not coding.mentions and (NOTHING, "yes") not in coding.fields)
    return tuple(coding.narrative for coding in own)


def _fates(pulled: Pulled) -> Fates:
    total = Fates()
    shown = iter(pulled.suggested)  # in the order of the codings; of a suggestion without a mark there is none
    suggestion = next(shown, None)
    for coding in (coding for coding in pulled.codings if coding.aided):
        own = suggestion is not None and suggestion.narrative == coding.narrative
        total += fates(suggestion.mentions if own and suggestion else (), coding.mentions)
        suggestion = next(shown, None) if own else suggestion
    return total


def statuses(pulled: Pulled) -> dict[str, int]:
    """How many suggestions were accepted, edited and rejected as a whole."""
    counts = Counter(coding.status for coding in pulled.suggested)
    return {status: counts[status] for status in ("accepted", "edited", "rejected")}
