"""The study's coder as a live backend: it suggests when a task is opened, and learns again when annotators ask for it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textmine.coding.lessons import encode_passages
from textmine.coding.model import Model
from textmine.coding.model_files import load_model
from textmine.coding.passages import passages_of
from textmine.pipeline.annotation.fetching import pull
from textmine.pipeline.annotation.labelstudio import Door, blindly, fit_server, project_for, send
from textmine.pipeline.coder.coding import code_narratives, train_coder
from textmine.pipeline.coder.suggesting import fields_of, suggest
from textmine.pipeline.study import Study, annotated
from textmine.pipeline.vectors.kept import coding_encoder, coding_encoder_name
from textmine.progress import silent
from textmine.store import read_all
from textmine.types import Coding, Narrative

if TYPE_CHECKING:
    from textmine.annotation.projects import Project
    from textmine.annotation.server import Server


def back(
    study: Study,
    door: Door,
    *,
    port: int = 0,
    said: Callable[[str], None],
    ready: Callable[[str], None],
) -> None:
    """Connect a backend to the project where suggestions are reviewed, until `ready` returns.

    Narratives that nobody has coded are pushed there without suggestions: they get them when they are opened.

    Args:
        said: told what becomes of trainings.
        ready: called with the project's address.

    Raises:
        ModelError: there is no coder yet.
        ServerError: the server is not fit, or the framework is not installed.
    """
    from textmine.annotation.backend import Brain, application, installed, listening

    installed()
    coder = _Coder(study)
    server = fit_server(study, door)
    coded = {coding.narrative for coding in annotated(study).codings} | blindly(study, server)
    free = [narrative for narrative in read_all(study.narratives) if narrative.id not in coded]
    done = send(study, server, "review", free, {}, silent)

    def learn() -> None:
        pull(study, door)
        train_coder(study)
        code_narratives(study)
        coder.load()
        _connect(server, project, address, coder.version)

    brain = Brain(lambda: coder.version, coder.suggest, learn, said)
    secret = secrets.token_urlsafe(24)
    with listening(application(brain, secret), port=port) as own:
        address = f"http://127.0.0.1:{own}/{secret}"
        project = project_for(study, server, "review")
        try:
            _connect(server, project, address, coder.version)
            ready(done.address)
        finally:
            _disconnect(server, project)


class _Coder:
    """The study's model as it is now; `load` takes the one that a training has made since."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.load()

    def load(self) -> None:
        self.model: Model = load_model(
            self.study.coder, codebook=self.study.codebook, encoder=coding_encoder_name(self.study)
        )
        self.fields = fields_of(self.study, self.study.codebook)

    @property
    def version(self) -> str:
        return self.model.coder

    def suggest(self, narratives: Sequence[Narrative]) -> Sequence[Coding]:
        passages = tuple(passage for narrative in narratives for passage in passages_of(narrative))
        X = encode_passages(passages, coding_encoder(self.study).read)
        return suggest(self.model, self.fields, (tuple(narratives), passages, X), self.study.codebook)


def _connect(server: Server, project: Project, address: str, version: str) -> None:
    """Connect anew: the server shows the marks of the version that a backend's title names, so the two must agree."""
    from textmine.annotation.pushing import show

    _disconnect(server, project)
    told = {"project": project.number, "url": address, "title": version, "is_interactive": False}
    server.ask(lambda ls: ls.ml.create(**told))
    show(server, project, version)


def _disconnect(server: Server, project: Project) -> None:
    for one in server.ask(lambda ls: ls.ml.list(project=project.number)):
        _remove(server, one.id)


def _remove(server: Server, backend: int) -> None:
    server.ask(lambda ls: ls.ml.delete(id=backend))
