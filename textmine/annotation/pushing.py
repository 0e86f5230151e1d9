"""Narratives to a server: in batches, each once, whatever was there before and wherever it was stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.annotation.projects import Project
from textmine.annotation.server import Json, Server
from textmine.errors import AnnotationError, ServerError
from textmine.nouns import number_of
from textmine.progress import Progress, silent

AGAIN = "push again"
BATCH = 250  # tasks a request; one request is one transaction on the server
BAD = ("\r", "\0")  # line ends that browsers show twice, and what databases cut texts at


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push did.

    Args:
        new: tasks made now.
        there: tasks that were there already with the same text.
        anew: tasks whose text had changed and that nobody had begun, made anew.
        older: tasks whose text has changed since somebody began: left as they are, their marks are carried over.
        doubles: tasks that stood twice and were deleted.
        gone: tasks of narratives that are not pushed any more; left as they are.
    """

    new: int
    there: int
    anew: int = 0
    older: int = 0
    doubles: int = 0
    gone: int = 0


def push(server: Server, project: Project, tasks: Sequence[Json], *, progress: Progress = silent) -> Pushed:
    """Make the tasks that are not there; a push that was stopped goes on where it was.

    Args:
        tasks: from `task_of`.

    Raises:
        AnnotationError: a text cannot be shown so that places in it hold; names the narrative.
        ServerError: the server took another number of tasks than it was given.
    """
    for task in tasks:
        _check(task)
    wanted = {str(task["meta"]["tm_key"]): task for task in tasks}
    found, doubles = _single(server, project)
    gone = len(found.keys() - wanted.keys())
    changed = [key for key, raw in found.items() if key in wanted and _text(raw) != _text(wanted[key])]
    anew = [key for key in changed if not found[key]["begun"]]
    for key in anew:
        _delete(server, found.pop(key)["id"])
    for key, raw in found.items():
        if key in wanted and not raw["begun"] and raw["meta"] != wanted[key]["meta"]:
            _describe(server, raw["id"], wanted[key]["meta"])  # what is begun keeps its codebook
    missing = [task for key, task in wanted.items() if key not in found]
    _import(server, project, missing, progress)
    after, late = _single(server, project) if missing else (found, 0)
    if lost := wanted.keys() - after.keys():
        raise ServerError(
            "The server did not take every task", where=f"missing: {number_of(len(lost), 'task')}", next_step=AGAIN
        )
    older = len(changed) - len(anew)
    there = len(wanted) - len(missing) - older
    return Pushed(len(missing) - len(anew), there, len(anew), older, doubles + late, gone)


def numbers(server: Server, project: Project) -> dict[str, int]:
    """The number of each narrative's task; of several the first."""
    found: dict[str, int] = {}
    for number, key in server.keys(project.number):
        found.setdefault(key, number)
    return found


def begun(server: Server, project: Project, *, all_of: bool = False) -> set[str]:
    """Narratives in which anybody has done something, or all of the project; tasks that stand twice are deleted on the way."""
    return {key for key, raw in _single(server, project)[0].items() if raw["begun"] or all_of}


def suggest(
    server: Server,
    project: Project,
    suggestions: Mapping[str, Mapping[str, Any]],
    *,
    version: str,
    progress: Progress = silent,
) -> int:
    """Give tasks that are there a prediction each, and make the project show this version; how many were new.

    Args:
        suggestions: narrative to `result` and `score`.
        version: of the model, or of an order.

    Raises:
        ServerError: the server took another number of predictions than it was given.
    """
    counts = server.unnamed(f"api/projects/{project.number}/model-versions/")
    there = int(counts.get(version, 0)) if isinstance(counts, dict) else 0
    rows = [] if there == len(suggestions) else _rows(server, project, suggestions, version, there)
    # The server's bulk import passes over predictions without a mark, and says nothing.
    empty, marked = [row for row in rows if not row["result"]], [row for row in rows if row["result"]]
    for row in empty:
        _predict(server, row)
    for start in range(0, len(marked), BATCH):
        progress(start, len(marked), "suggest")
        part = marked[start : start + BATCH]
        taken = _predictions(server, project, part)
        if taken != len(part):
            raise ServerError(
                "The server did not take every suggestion", where=f"{taken} of {len(part)}", next_step=AGAIN
            )
    progress(len(rows), len(rows), "suggest")
    if (rows or there) and project.version != version:
        show(server, project, version)
    return len(rows)


def show(server: Server, project: Project, version: str) -> None:
    """Have a project show the suggestions of one version."""
    server.ask(lambda ls: ls.projects.update(id=project.number, model_version=version))


def _rows(
    server: Server, project: Project, suggestions: Mapping[str, Mapping[str, Any]], version: str, there: int
) -> list[Json]:
    """Predictions of this version that are not there."""
    listed = server.predictions(project.number) if there else []
    have = {int(one["task"]) for one in listed if one["model_version"] == version}
    known = numbers(server, project)
    return [
        {"task": known[key], "result": one["result"], "score": one["score"], "model_version": version}
        for key, one in suggestions.items()
        if key in known and known[key] not in have
    ]


def _import(server: Server, project: Project, tasks: Sequence[Json], progress: Progress) -> None:
    for start in range(0, len(tasks), BATCH):
        progress(start, len(tasks), "push")
        part = list(tasks[start : start + BATCH])
        taken = _tasks(server, project, part)
        if taken != len(part):
            raise ServerError("The server did not take every task", where=f"{taken} of {len(part)}", next_step=AGAIN)
    progress(len(tasks), len(tasks), "push")


def _single(server: Server, project: Project) -> tuple[dict[str, Json], int]:
    """Each narrative's one task, with `begun`; others of the same narrative that nobody began are deleted, and counted.

    They come about when a server is killed while it answers: it has the tasks, and we do not know.
    """
    drafted = server.drafted(project.number)
    by_key: dict[str, list[Json]] = {}
    for raw in server.tasks(project.number, whole=False):
        begun = raw["total_annotations"] or raw["cancelled_annotations"] or raw["id"] in drafted
        by_key.setdefault(str((raw.get("meta") or {}).get("tm_key")), []).append(raw | {"begun": bool(begun)})
    by_key.pop("None", None)
    deleted = 0
    for same in by_key.values():
        same.sort(key=lambda raw: (not raw["begun"], raw["id"]))
        for raw in [raw for raw in same[1:] if not raw["begun"]]:
            _delete(server, raw["id"])
            deleted += 1
    return {key: same[0] for key, same in by_key.items()}, deleted


def _tasks(server: Server, project: Project, part: Sequence[Json]) -> int:
    return int(server.give(f"api/projects/{project.number}/import", part).get("task_count") or 0)


def _predictions(server: Server, project: Project, part: Sequence[Json]) -> int:
    return int(server.give(f"api/projects/{project.number}/import/predictions", part).get("created") or 0)


def _predict(server: Server, row: Json) -> None:
    server.ask(lambda ls: ls.predictions.create(**row))


def _delete(server: Server, task: int) -> None:
    server.ask(lambda ls: ls.tasks.delete(id=str(task)))


def _describe(server: Server, task: int, meta: Json) -> None:
    server.ask(lambda ls: ls.tasks.update(id=str(task), meta=meta))


def _text(raw: Json) -> str:
    return str(raw["data"]["text"])


def _check(task: Json) -> None:
    text = _text(task)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        bad = True
    else:
        bad = any(sign in text for sign in BAD)
    if bad:
        raise AnnotationError(
            "A text holds signs that Label Studio counts otherwise than we do",
            where=f"narrative {task['meta']['tm_key']}",
            next_step="textmine pseudonymise makes narratives anew, with plain line ends",
        )
