"""The live backend against the real server: suggestions on opening, training on request, and nobody without the secret."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from hands import Hands
from logging_in import logged_in
from made import marked, narrative

from textmine.annotation.backend import Brain, application, listening
from textmine.annotation.projects import Project, bring
from textmine.annotation.pulling import pull
from textmine.annotation.pushing import push
from textmine.annotation.serverfolder import Local
from textmine.annotation.tasks import task_of
from textmine.coding.codebook import Codebook
from textmine.errors import AnnotationError, ServerError

SECRET = "a-secret-for-a-test"


@dataclass
class Known:
    """What the backend was asked for."""

    version: str = "model:made0001"
    suggested: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)
    fault: Exception | None = None

    def train(self) -> None:
        if self.fault:
            raise self.fault
        self.version = "model:made0002"

    def tell(self, words: str) -> None:
        self.said.append(words)
        if not words.startswith("Training was"):
            self.done.set()


@pytest.fixture
def known() -> Known:
    return Known()


@pytest.fixture
def address(known: Known) -> Iterator[str]:
    """A running backend that marks what `marked` marks."""

    def suggest(narratives):  # type: ignore[no-untyped-def]
        known.suggested += [one.id for one in narratives]
        return [marked(one, known.version) for one in narratives]

    brain = Brain(lambda: known.version, suggest, known.train, known.tell)
    with listening(application(brain, SECRET), port=0) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def project(server: Hands, codes: Codebook, address: str) -> Project:
    """A project whose tasks have no suggestions yet, with the backend connected."""
    made = bring(server, "live", "review", codes)
    push(server, made, [task_of(narrative(i), codebook=codes.fingerprint, purpose="review") for i in range(3)])
    told = {"project": made.number, "url": f"{address}/{SECRET}", "title": "model:made0001", "is_interactive": False}
    assert server.post("/api/ml/", told)["state"] == "CO"
    server.patch(f"/api/projects/{made.number}", {"model_version": "model:made0001"})
    return made


def test_a_task_that_is_opened_gets_its_suggestion(
    server: Hands, local: Local, project: Project, known: Known, codes: Codebook
) -> None:
    annotator = logged_in(server.url, local.accounts[1])
    task = annotator.get(f"/api/projects/{project.number}/next").json()
    assert known.suggested[0] == task["data"]["narrative"]
    (shown,) = task["predictions"]
    assert {item["value"]["labels"][0] for item in shown["result"] if item["type"] == "labels"} == {
        "push_family_conflict",
        "pull_peers_social",
    }
    csrf = {"X-CSRFToken": annotator.cookies["csrftoken"], "Referer": server.url}
    body = {"result": shown["result"], "parent_prediction": shown["id"]}
    assert annotator.post(f"/api/tasks/{task['id']}/annotations/", json=body, headers=csrf).status_code == 201
    found = pull(server, project, codes=codes.ids)
    assert [(c.coder, c.status) for c in found.pulled.codings] == [("review:2", "accepted")]
    assert [(c.coder, c.status) for c in found.pulled.suggested] == [("model:made0001", "accepted")]


def test_training_starts_on_request_and_another_version_suggests(server: Hands, project: Project, known: Known) -> None:
    (backend,) = server.get("/api/ml/", project=project.number)
    server.post(f"/api/ml/{backend['id']}/train", {})
    assert known.done.wait(20)
    assert known.said == ["Training was asked for.", "Trained: model:made0002 suggests from now on."]


def test_training_that_fails_says_why_and_the_old_model_goes_on(server: Hands, project: Project, known: Known) -> None:
    known.fault = AnnotationError("Nobody has coded any narrative of this study")
    (backend,) = server.get("/api/ml/", project=project.number)
    server.post(f"/api/ml/{backend['id']}/train", {})
    assert known.done.wait(20)
    assert known.said[1] == "Not trained: Nobody has coded any narrative of this study."
    assert known.version == "model:made0001"


@pytest.mark.parametrize("path", ["health", "setup", "predict", "webhook", "versions"])
def test_without_the_secret_there_is_nothing(address: str, known: Known, path: str) -> None:
    for way in (f"{address}/{path}", f"{address}/another/{path}"):
        assert httpx.post(way, json={"action": "START_TRAINING", "tasks": []}, trust_env=False).status_code == 404
        assert httpx.get(way, trust_env=False).status_code == 404
    assert known.said == []


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"tasks": [{"data": {}}]}', b'{"tasks": [1]}', b"\xff", b'{"tasks": {}}']
)
def test_nonsense_is_answered_and_stops_nothing(address: str, body: bytes) -> None:
    for path in ("predict", "webhook"):
        answer = httpx.post(f"{address}/{SECRET}/{path}", content=body, trust_env=False)
        assert answer.status_code in (200, 201, 400)
    assert httpx.get(f"{address}/{SECRET}/health", trust_env=False).json() == {"status": "UP"}


def test_a_taken_port_is_said(address: str, known: Known) -> None:
    brain = Brain(lambda: "", lambda narratives: (), known.train, known.tell)
    with (
        pytest.raises(ServerError, match="cannot listen"),
        listening(application(brain, SECRET), port=int(address.rpartition(":")[2])),
    ):
        pass
