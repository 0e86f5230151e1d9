"""A change of the codebook on a server: in every annotation and suggestion of the study's projects, then in the interface."""

from __future__ import annotations

from textmine.annotation.projects import Project, bring, projects
from textmine.annotation.recode import Recode, recoded, uses
from textmine.annotation.server import Json, Server
from textmine.coding.codebook import Codebook
from textmine.errors import AnnotationError
from textmine.nouns import number_of
from textmine.progress import Progress, silent


def recode_server(
    server: Server, study: str, change: Recode, codebook: Codebook, *, progress: Progress = silent
) -> int:
    """Rewrite what is there; how many annotations. Done again after a stop, it does what is left.

    Args:
        codebook: the new one.

    Raises:
        AnnotationError: somebody has work that is not submitted, which nobody but they can see.
    """
    found = projects(server, study)
    waiting = {project.number: len(server.drafted(project.number)) for project in found}
    if any(waiting.values()):
        raise AnnotationError(
            "Work that is not submitted would keep the old code",
            where=", ".join(f"project {number}: {number_of(n, 'task')}" for number, n in waiting.items() if n),
            next_step="have annotators submit or delete their drafts, then try again",
        )
    changed = 0
    for project in found:
        tasks = list(server.tasks(project.number, whole=True))
        for done, task in enumerate(tasks):
            progress(done, len(tasks), "recode")
            changed += _task(server, task, change, codebook)
        progress(len(tasks), len(tasks), "recode")
        _interface(server, study, project, codebook)
    return changed


def tasks_of(server: Server, study: str) -> list[Json]:
    """All tasks of a study's projects."""
    return [task for project in projects(server, study) for task in server.tasks(project.number, whole=True)]


def _task(server: Server, task: Json, change: Recode, codebook: Codebook) -> int:
    narrative, changed = str(task["data"].get("narrative")), 0
    for made in task["annotations"]:
        if uses(made["result"], change.code):
            _annotation(server, made["id"], recoded(made["result"], narrative, change))
            changed += 1
    for shown in task["predictions"]:
        if uses(shown["result"], change.code):
            _prediction(server, shown["id"], recoded(shown["result"], narrative, change))
    meta = task.get("meta") or {}
    if meta.get("codebook") not in (None, codebook.fingerprint):
        told = meta | {"codebook": codebook.fingerprint}
        server.ask(lambda ls: ls.tasks.update(id=str(task["id"]), meta=told))
    return changed


def _annotation(server: Server, number: int, result: list[Json]) -> None:
    server.ask(lambda ls: ls.annotations.update(id=number, result=result))


def _prediction(server: Server, number: int, result: list[Json]) -> None:
    server.ask(lambda ls: ls.predictions.update(id=number, result=result))


def _interface(server: Server, study: str, project: Project, codebook: Codebook) -> None:
    bring(server, study, project.purpose, codebook)
