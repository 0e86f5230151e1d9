"""The study and a Label Studio server: which one, whether it is fit, and what is sent to it and fetched from it."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from textmine.annotation.double import double_sample
from textmine.annotation.record import note
from textmine.batches import alone
from textmine.errors import AnnotationError, InputError, ServerError, StudyError
from textmine.pipeline.study import Study, annotated, keep_codebook, need
from textmine.progress import Progress, silent
from textmine.reporting.tallies import care_of_children
from textmine.store import read_all
from textmine.types import Coding, Narrative

if TYPE_CHECKING:
    from textmine.annotation.doctor import Finding
    from textmine.annotation.projects import Project, Purpose
    from textmine.annotation.pushing import Pushed
    from textmine.annotation.server import Server
    from textmine.annotation.serverfolder import Local

TOKEN = "TEXTMINE_LABELSTUDIO_TOKEN"  # noqa: S105 the variable's name
LEAST, MOST = 0.05, 0.5  # share coded twice: enough to measure agreement by, without coding everything twice


class Where(TypedDict, total=False):
    """A `Door`, as people describe it to a function."""

    url: str
    token_file: Path | None
    override: str


@dataclass(frozen=True, slots=True)
class Door:
    """Which server, and how to get in; nothing given means the one that `textmine labelstudio serve` started.

    Args:
        url: of another server.
        token_file: file with its token; otherwise the environment variable TEXTMINE_LABELSTUDIO_TOKEN.
        override: why narratives may go to a server that is not fit for them; written to the record.
    """

    url: str = ""
    token_file: Path | None = field(default=None, repr=False)
    override: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was pushed into which project."""

    purpose: str
    project: int
    address: str
    pushed: Pushed


def data_of(study: Study) -> Path:
    """Where the study's own server keeps its data: with the study, so that they are deleted with it."""
    return study.root / "labelstudio"


def serve(
    study: Study, *, port: int = 0, annotators: int = 2, home: Path | None = None, ready: Callable[[Local], None]
) -> None:
    """Run a server that is closed to the network until `ready` returns, then stop it.

    Raises:
        ServerError: Label Studio is not installed or does not start, or one runs already.
    """
    from textmine.annotation.localserver import home_of, running

    with running(data_of(study), home=home_of(home), port=port, annotators=annotators) as local:
        ready(local)


def purge(study: Study) -> tuple[int, int]:
    """Delete what exports and uploads left behind, and compact the database; files, and bytes less."""
    from textmine.annotation.serverfolder import purge as clean

    done = clean(data_of(study))
    note(study.root / "annotations", "purge", {"files": done[0]})
    return done


def doctor(study: Study, door: Door) -> tuple[Finding, ...]:
    """Everything that can be told of a server."""
    from textmine.annotation.doctor import examine

    return examine(server_of(study, door), data_of(study))


def server_of(study: Study, door: Door) -> Server:
    """The server that is meant.

    Raises:
        ServerError: there is none yet.
        InputError: the token cannot be read, or is for no server that was named.
    """
    from textmine.annotation.server import Server
    from textmine.annotation.serverfolder import connection

    if door.token_file and not door.url:
        raise InputError(
            "A token's file is for another server than the study's own", next_step="name that server with --url"
        )
    if not door.url:
        return connection(data_of(study))
    try:
        token = door.token_file.read_text(encoding="utf-8").strip() if door.token_file else os.environ.get(TOKEN, "")
    except (OSError, UnicodeDecodeError):
        raise InputError("The token cannot be read", next_step="check the path after --token-file") from None
    return Server(door.url.rstrip("/"), token)


def fit_server(study: Study, door: Door) -> Server:
    """The server, once nothing speaks against it or somebody has overridden what does, and why.

    Raises:
        ServerError: it is not fit for narratives.
    """
    from textmine.annotation.doctor import examine, fit

    server = server_of(study, door)
    findings = examine(server, data_of(study))
    if not fit(findings):
        bad = [finding for finding in findings if finding.state == "bad"]
        if not door.override:
            raise ServerError(
                "This server is not fit for narratives",
                where="; ".join(f"{finding.what}: {finding.says.rstrip('.')}" for finding in bad),
                next_step=bad[0].next_step,
            )
        told = {"server": server.url, "why": door.override, "against": [finding.what for finding in bad]}
        note(study.root / "annotations", "override", told)
    return server


def push(
    study: Study, door: Door, *, suggest: bool = False, double: float = 0.0, progress: Progress = silent
) -> tuple[Sent, ...]:
    """Make or update projects and send narratives that are not there yet.

    Args:
        suggest: into the project of suggestions to be reviewed: narratives that nobody has coded, with the model's marks.
        double: this share is coded by two people on their own, each in a project of their own, without suggestions.

    Raises:
        StudyError: there are no narratives, or no suggestions.
        AnnotationError, ServerError: as the parts say.
    """
    narratives = read_all(study.narratives)
    need(narratives, "narratives", "pseudonymise")
    server = fit_server(study, door)
    with alone(study.root):
        keep_codebook(study)
        if double:
            return _push_double(study, server, narratives, double, progress)
        purpose: Purpose = "review" if suggest else "coding"
        return (_push_one(study, server, purpose, narratives, progress),)


def _push_one(
    study: Study, server: Server, purpose: Purpose, narratives: Sequence[Narrative], progress: Progress
) -> Sent:
    from textmine.annotation.projects import projects
    from textmine.annotation.pushing import numbers

    there = {project.purpose: project for project in projects(server, study.settings.study.name)}
    blind = blindly(study, server)
    coded = {coding.narrative for coding in annotated(study).codings} - blind
    own = set(numbers(server, there[purpose])) if coded and purpose in there else set()
    wanted = [n for n in narratives if n.id not in blind and (n.id in own or n.id not in coded)]
    shown = suggestions(study) if purpose == "review" else {}
    if purpose == "review":
        wanted = [narrative for narrative in wanted if narrative.id in shown]
    return send(study, server, purpose, wanted, shown, progress)


def blindly(study: Study, server: Server) -> set[str]:
    """Narratives that two people code on their own: nobody is given them elsewhere, and no model says anything of them."""
    from textmine.annotation.projects import BLIND

    return _given(study, server, BLIND)


def _given(study: Study, server: Server, purposes: Collection[str]) -> set[str]:
    """Narratives that stand in the study's projects for some purposes."""
    from textmine.annotation.projects import projects
    from textmine.annotation.pushing import numbers

    there = [project for project in projects(server, study.settings.study.name) if project.purpose in purposes]
    return {key for project in there for key in numbers(server, project)}


def begun_or_coded(study: Study, server: Server) -> set[str]:
    """Narratives that somebody has coded or begun, and those that two people code on their own."""
    from textmine.annotation.projects import BLIND, projects
    from textmine.annotation.pushing import begun

    found = {coding.narrative for coding in annotated(study).codings}
    for one in projects(server, study.settings.study.name):
        found |= begun(server, one, all_of=one.purpose in BLIND)
    return found


def project_for(study: Study, server: Server, purpose: Purpose) -> Project:
    """The study's project for a purpose, which is there already."""
    from textmine.annotation.projects import projects

    return next(one for one in projects(server, study.settings.study.name) if one.purpose == purpose)


def send(
    study: Study,
    server: Server,
    purpose: Purpose,
    narratives: Sequence[Narrative],
    shown: dict[str, Coding],
    progress: Progress,
) -> Sent:
    """Narratives into the project of a purpose, with the suggestions that there are."""
    from textmine.annotation.projects import bring
    from textmine.annotation.pushing import push as put
    from textmine.annotation.pushing import suggest as show
    from textmine.annotation.tasks import task_of

    codebook = study.codebook
    project = bring(server, study.settings.study.name, purpose, codebook)
    fingerprint = codebook.fingerprint
    tasks = [task_of(one, codebook=fingerprint, suggestion=shown.get(one.id), purpose=purpose) for one in narratives]
    done = put(server, project, tasks, progress=progress)
    made = {str(task["meta"]["tm_key"]): task["predictions"][0] for task in tasks if task["predictions"]}
    if made:
        version = str(next(iter(made.values()))["model_version"])
        show(server, project, made, version=version, progress=progress)
    return sent(server, project, done)


def sent(server: Server, project: Project, done: Pushed) -> Sent:
    """What was pushed where, for people to open."""
    return Sent(project.purpose, project.number, server.url + project.path, done)


def _push_double(
    study: Study, server: Server, narratives: Sequence[Narrative], share: float, progress: Progress
) -> tuple[Sent, ...]:
    from textmine.annotation.projects import BLIND

    if not LEAST <= share <= MOST:
        raise InputError("The share to be coded twice is out of range", next_step=f"give {LEAST} to {MOST}, e.g. 0.2")
    drawn, given = blindly(study, server), _given(study, server, ("coding", "review"))
    coded = {coding.narrative for coding in annotated(study).codings}
    care = care_of_children(read_all(study.episodes))
    free = [narrative for narrative in narratives if narrative.id in drawn or narrative.id not in given | coded]
    chosen = double_sample(
        free,
        min(1.0, share * len(narratives) / max(1, len(free))),
        group_of={narrative.id: care.get(narrative.child, "") for narrative in free},
        seed=study.settings.coding.seed,
    )
    if not chosen:
        raise AnnotationError(
            "No narrative is left that nobody has been given",
            next_step="draw the double-coded share before anything else is pushed",
        )
    done = tuple(send(study, server, purpose, chosen, {}, progress) for purpose in BLIND)
    if new := [narrative.id for narrative in chosen if narrative.id not in drawn]:
        note(study.root / "annotations", "double", {"random": new})
    return done


def suggestions(study: Study) -> dict[str, Coding]:
    """The model's coding of each narrative.

    Raises:
        StudyError: there are none.
    """
    found = {coding.narrative: coding for coding in read_all(study.codings) if not coding.human}
    if not found:
        raise StudyError("There are no suggestions yet", next_step="textmine train, then textmine code")
    return found
