"""What annotators have done, fetched from the study's projects into dated snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.annotation.reviewed import Fates
from textmine.batches import alone
from textmine.errors import StudyError
from textmine.pipeline.annotation.labelstudio import Door, fit_server
from textmine.pipeline.study import PULLED, Study
from textmine.progress import Progress, silent

if TYPE_CHECKING:
    from textmine.annotation.projects import Project
    from textmine.annotation.pulling import Faulty, Snapshot


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a project held.

    Args:
        snapshot: name of the file, empty if nothing has changed since the last one.
        codings, annotators: finished annotations, and of how many people.
        skipped, drafts: not used: skipped, or never submitted.
        twice: older annotations of the same task by the same person.
        unsaid: narratives submitted without a mark and without the word that nothing applies; not used if nothing is answered.
        unsettled: narratives submitted in adjudication with every mark of both coders as it was shown.
        accepted, edited, rejected: suggestions as a whole.
        marks: what became of single suggested marks.
        faulty: tasks whose annotations do not fit.
    """

    purpose: str
    tasks: int
    snapshot: str
    codings: int
    annotators: int
    skipped: int
    drafts: int
    twice: int
    unsaid: tuple[str, ...]
    accepted: int
    edited: int
    rejected: int
    marks: Fates
    faulty: tuple[Faulty, ...] = ()
    unsettled: tuple[str, ...] = ()


def pull(study: Study, door: Door, *, progress: Progress = silent) -> tuple[Fetched, ...]:
    """Snapshots of all the study's projects.

    Raises:
        StudyError: nothing was ever pushed.
        ServerError: the server does not answer, or is not fit.
    """
    from textmine.annotation.projects import projects
    from textmine.annotation.pulling import pull as read
    from textmine.annotation.pulling import write_snapshot

    server = fit_server(study, door)
    found = projects(server, study.settings.study.name)
    if not found:
        raise StudyError("Nothing of this study is on the server", next_step="textmine labelstudio push")
    fetched = []
    with alone(study.root):
        for project in found:
            got = read(server, project, codes=study.codebook.ids, progress=progress)
            path = write_snapshot(study.root / "annotations" / PULLED / project.name, got)
            fetched.append(_fetched(project, got, path))
    return tuple(fetched)


def _fetched(project: Project, got: Snapshot, path: Path | None) -> Fetched:
    from textmine.annotation.pulling import statuses

    pulled = got.pulled
    return Fetched(
        purpose=project.purpose,
        tasks=len(got.tasks),
        snapshot=path.name if path else "",
        codings=len(pulled.codings),
        annotators=len({coding.coder for coding in pulled.codings}),
        skipped=pulled.skipped,
        drafts=pulled.drafts,
        twice=got.twice,
        unsaid=got.unsaid,
        marks=got.fates,
        faulty=got.faulty,
        unsettled=pulled.unsettled,
        **statuses(pulled),
    )
