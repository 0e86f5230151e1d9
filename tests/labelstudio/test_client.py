"""Our client against servers that break: nothing is sent twice, and no token, cookie or text gets into a message or a log."""

from __future__ import annotations

import base64
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from made import narrative

from textmine.annotation.projects import Project
from textmine.annotation.pushing import _import
from textmine.annotation.server import Server
from textmine.annotation.tasks import task_of
from textmine.errors import ServerError
from textmine.progress import silent

TOKEN, COOKIE, SAID = "0123456789abcdef0123456789abcdef01234567", "sessionid=canary", "the server quotes a narrative"
PROJECT = Project(7, "coding", "made")
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def breaking(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that answers in one way, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer(self)

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *args: object) -> None:
            """It keeps quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()  # looks whether to stop so often
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def refusing(status: int) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Set-Cookie", COOKIE)
        handler.send_header("Retry-After", "0")
        handler.end_headers()
        handler.wfile.write(json.dumps({"detail": SAID}).encode())

    return answer


def dropping(handler: BaseHTTPRequestHandler) -> None:
    """The connection ends before an answer."""
    handler.close_connection = True
    handler.connection.close()


@pytest.mark.parametrize("status", [400, 401, 408, 409, 429, 500, 502, 503])
def test_a_batch_that_is_refused_is_sent_once_and_nothing_is_given_away(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with breaking(refusing(status)) as (url, asked), pytest.raises(ServerError) as fault:
        _import(Server(url, TOKEN), PROJECT, [task_of(narrative(1))], silent)
    assert asked == ["POST /api/projects/7/import"]
    assert fault.value.where == f"POST /api/projects/7/import: {status}"
    told = f"{fault.value} {fault.value!r} {fault.value.__cause__} {Server(url, TOKEN)!r}"
    for secret in (TOKEN, COOKIE, SAID, "a row about the phone"):
        assert secret not in told
    assert TOKEN not in caplog.text
    assert "a row about the phone" not in caplog.text


def test_a_batch_whose_answer_is_lost_is_sent_once() -> None:
    with breaking(dropping) as (url, asked), pytest.raises(ServerError, match="does not answer"):
        _import(Server(url, TOKEN), PROJECT, [task_of(narrative(1))], silent)
    assert asked == ["POST /api/projects/7/import"]


def test_an_account_that_the_server_does_not_answer_for_is_told_without_its_password() -> None:
    with breaking(dropping) as (url, _), pytest.raises(ServerError, match="does not answer") as fault:
        Server(url, TOKEN).sign_up("/user/signup/?token=x", "annotator1@study.invalid", "canary")
    assert "canary" not in f"{fault.value} {fault.value!r}"


def test_an_answer_that_sends_elsewhere_is_not_followed() -> None:
    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("Location", "http://127.0.0.1:9/api/projects/7/import")
        handler.end_headers()

    with breaking(elsewhere) as (url, asked), pytest.raises(ServerError):
        _import(Server(url, TOKEN), PROJECT, [task_of(narrative(1))], silent)
    assert asked == ["POST /api/projects/7/import"]


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with breaking(refusing(404)) as (url, asked), pytest.raises(ServerError, match="refused"):
        Server(url, TOKEN).unnamed("api/projects/7/next")
    assert asked == ["GET /api/projects/7/next"]


def test_a_personal_token_that_is_over_is_explained() -> None:
    head, body = ({"alg": "HS256", "typ": "JWT"}, {"token_type": "refresh", "exp": 1})
    words = [base64.urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in (head, body)]
    token = ".".join([*words, "c2lnbmVk"])
    with pytest.raises(ServerError, match="token is not valid") as fault:
        Server("http://127.0.0.1:9", token).ask(lambda ls: ls.users.whoami())
    assert token not in str(fault.value)


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"[]", b'"hello"', b'{"tasks": 3}'])
def test_what_is_no_label_studio_is_said_so(body: bytes) -> None:
    def other(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(body)

    with breaking(other) as (url, _), pytest.raises(ServerError, match="in another form"):
        list(Server(url, TOKEN).tasks(7, whole=True))
