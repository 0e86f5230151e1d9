"""A live backend by Label Studio's HTTP contract: suggests when a task is opened, and starts training when it is asked to.

It listens on this machine alone, under a path that is a secret: Label Studio sends no password with a request to train, but
it sends the request to the whole address that it was given. Whatever else it sends, such as its own token, is not read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from textmine.annotation.tasks import prediction_of
from textmine.errors import ServerError, TextmineError
from textmine.types import Coding, Narrative

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import JSONResponse

TRAIN = "START_TRAINING"


@dataclass(frozen=True, slots=True)
class Brain:
    """What stands behind the backend.

    Args:
        version: name of the model that suggests now.
        suggest: texts to codings.
        train: learns anew from what is on the server; raises TextmineError if it cannot.
        said: told what became of a training, in words without text.
    """

    version: Callable[[], str]
    suggest: Callable[[Sequence[Narrative]], Sequence[Coding]] = field(repr=False)
    train: Callable[[], None] = field(repr=False)
    said: Callable[[str], None] = field(repr=False)


def application(brain: Brain, secret: str) -> Starlette:
    """The backend as a web application; whatever is not under the secret is not found."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse
    from starlette.routing import Mount, Route

    busy = threading.Lock()

    async def health(request: Request) -> JSONResponse:
        return JSONResponse({"status": "UP"})

    async def version(request: Request) -> JSONResponse:
        return JSONResponse({"model_version": brain.version(), "versions": [brain.version()]})

    async def predict(request: Request) -> JSONResponse:
        try:
            narratives = _narratives(await request.json())
        except (ValueError, LookupError, TypeError, AttributeError):
            return JSONResponse({"error": "these are no tasks of textmine"}, status_code=400)
        codings = await run_in_threadpool(brain.suggest, narratives)
        results = [prediction_of(one, coding) for one, coding in zip(narratives, codings, strict=True)]
        return JSONResponse({"results": results})

    async def webhook(request: Request) -> JSONResponse:
        try:
            asked = (await request.json()).get("action") == TRAIN
        except (ValueError, AttributeError):
            asked = False
        if asked and busy.acquire(blocking=False):
            threading.Thread(target=_train, args=(brain, busy), daemon=True).start()
        return JSONResponse({"status": "training" if asked else "ignored"}, status_code=201)

    routes = [
        Route("/health", health, methods=["GET"]),
        Route("/setup", version, methods=["POST"]),
        Route("/versions", version, methods=["GET"]),
        Route("/predict", predict, methods=["POST"]),
        Route("/webhook", webhook, methods=["POST"]),
    ]
    return Starlette(routes=[Mount(f"/{secret}", routes=routes)])


@contextmanager
def listening(app: Starlette, *, port: int) -> Iterator[int]:
    """Serve an application on this machine while the block lasts; gives the port.

    Raises:
        ServerError: the port is taken.
    """
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical", access_log=False))
    thread = threading.Thread(target=_run, args=(server,), daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise ServerError("The backend cannot listen", where=f"port {port}", next_step="give another --port")
        thread.join(0.02)
    try:
        yield int(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(10)


def installed() -> None:
    """Check that the web framework is installed.

    Raises:
        ServerError: it is not.
    """
    from importlib.util import find_spec

    if not all(map(find_spec, ("starlette", "uvicorn"))):
        raise ServerError("The backend needs a web framework", next_step="pip install 'textmine[backend]'")


def _run(server: Any) -> None:
    try:
        server.run()
    except SystemExit:
        return  # uvicorn's way to say that the port is taken


def _narratives(body: Mapping[str, Any]) -> list[Narrative]:
    found = []
    for task in body["tasks"]:
        data = task["data"]
        found.append(Narrative(str(data["narrative"]), str(data["child"]), str(data["text"])))
    return found


def _train(brain: Brain, busy: threading.Lock) -> None:
    """Train, say what became of it, and release the lock."""
    try:
        brain.said("Training was asked for.")
        brain.train()
        brain.said(f"Trained: {brain.version()} suggests from now on.")
    except TextmineError as error:
        brain.said(f"Not trained: {error}")
    finally:
        busy.release()
