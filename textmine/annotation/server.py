"""A Label Studio server, spoken to over HTTP: the only file that opens a connection, and only to the address it is given."""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit  # takes addresses apart, opens nothing

import httpx

from textmine.errors import ServerError

PAGE = 250  # tasks a page: a page of long narratives still comes in two seconds
BRIEF = ("id", "data", "meta", "total_annotations", "cancelled_annotations")
# What is asked for of a task is what is given of annotations and suggestions in it, too.
INSIDE = (
    *("annotations", "predictions", "result", "created_at", "updated_at", "completed_by", "was_cancelled", "lead_time"),
    *("parent_prediction", "parent_annotation", "model_version", "score"),
)
SECONDS = 60.0
FRESH = 120.0  # seconds; half of what an access token lasts, and less
LOOPBACK = ("127.0.0.1", "localhost", "::1")
REFUSED = {
    401: "the token is not valid here: textmine labelstudio doctor says why",
    403: "the token's owner may not do this",
    404: "it is not there (any more): push again",
}
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is, and what lets one in.

    Nothing is tried twice: a request that was sent twice would make tasks twice. What a request carries or answers is never
    in a message.

    Args:
        url: `http://127.0.0.1:8080`, without a path.
        token: a legacy token, or a personal access token, which is changed for one that lasts five minutes.
    """

    url: str
    token: str = field(repr=False, default="")

    def get(self, path: str, **query: object) -> Any:
        """What the server answers."""
        return self._ask("GET", path, query=query)

    def post(self, path: str, body: object, **query: object) -> Any:
        """What the server answers."""
        return self._ask("POST", path, body=body, query=query)

    def patch(self, path: str, body: Mapping[str, object]) -> Any:
        """What the server answers."""
        return self._ask("PATCH", path, body=body)

    def delete(self, path: str) -> None:
        """Delete a thing."""
        self._ask("DELETE", path)

    def tasks(self, project: int, *, whole: bool) -> Iterator[Json]:
        """Every task of a project, page by page, in order of their numbers.

        Args:
            whole: with annotations and suggestions; reading them leaves no export on the server's disk.
        """
        told = (*BRIEF, *INSIDE) if whole else BRIEF
        return self._pages(project, "all" if whole else "task_only", told, {"ordering": ["tasks:id"]})

    def keys(self, project: int) -> Iterator[tuple[int, str]]:
        """Number and narrative of every task that is ours, without its text."""
        for raw in self._pages(project, "task_only", ("id", "meta"), {"ordering": ["tasks:id"]}):
            if key := (raw.get("meta") or {}).get("tm_key"):
                yield int(raw["id"]), str(key)

    def drafted(self, project: int) -> frozenset[int]:
        """Tasks in which anybody has work that is not submitted; the server shows drafts themselves to their owner only."""
        drafts = {"filter": "filter:tasks:draft_exists", "operator": "equal", "type": "Boolean", "value": True}
        query = {"filters": {"conjunction": "and", "items": [drafts]}}
        return frozenset(int(raw["id"]) for raw in self._pages(project, "task_only", ("id",), query))

    def _pages(self, project: int, fields: str, include: Sequence[str], query: Mapping[str, object]) -> Iterator[Json]:
        """What is not included the server need not work out: two thirds of the time."""
        page, told = 1, {"fields": fields, "include": ",".join(include), "query": json.dumps(query)}
        while True:
            found = self.get("/api/tasks", project=project, page=page, page_size=PAGE, **told)
            yield from found["tasks"]
            if page * PAGE >= found["total"]:
                return
            page += 1

    def page(self, path: str) -> tuple[int, str]:
        """Status and text of a page for people, without the token.

        Raises:
            ServerError: it does not answer.
        """
        try:
            answer = _client(self.url).get(path)
        except httpx.HTTPError as error:
            raise _silent(self.url, error) from None
        return answer.status_code, answer.text

    def sign_up(self, link: str, name: str, password: str) -> None:
        """Make an account by an invitation, as a person would in a browser.

        Raises:
            ServerError: the invitation or the name is not taken.
        """
        told = {"email": name, "password": password, "how_find_us": "", "elaborate": "", "allow_newsletters": "false"}
        with httpx.Client(base_url=self.url, timeout=SECONDS, trust_env=False) as browser:
            browser.get(link)
            csrf = {"csrfmiddlewaretoken": browser.cookies.get("csrftoken", "")}
            answer = browser.post(link, data=told | csrf, headers={"Referer": self.url + link})
        if answer.status_code != 302:
            raise ServerError(
                "An account could not be made", where=f"{answer.status_code}", next_step="make it by hand"
            )

    def _ask(self, method: str, path: str, *, body: object = None, query: Mapping[str, object] | None = None) -> Any:
        told = {name: value for name, value in (query or {}).items() if value is not None}
        try:
            answer = _client(self.url).request(
                method,
                path,
                params=told,  # type: ignore[arg-type]
                content=None if body is None else _packed(body),
                headers={"Content-Type": "application/json", "Authorization": _pass(self.url, self.token)},
            )
        except httpx.HTTPError as error:
            raise _silent(self.url, error) from None
        if answer.is_error:
            step = REFUSED.get(answer.status_code, "see the server's own log")
            raise ServerError(
                "Label Studio refused", where=f"{method} {_plain(path)}: {answer.status_code}", next_step=step
            )
        return answer.json() if answer.content else None


def kind_of(token: str) -> str:
    """`legacy`, `personal` (lasts long), `access` (lasts five minutes), or `none`."""
    if not token:
        return "none"
    try:
        middle = token.split(".")[1]
        kind = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4))).get("token_type")
    except (IndexError, ValueError, binascii.Error, AttributeError):
        return "legacy"
    return "personal" if kind == "refresh" else "access"


def loopback(url: str) -> bool:
    """Whether the address is this machine's own."""
    return urlsplit(url).hostname in LOOPBACK


def secure(url: str) -> bool:
    """Whether what is sent there cannot be read on the way."""
    return urlsplit(url).scheme == "https" or loopback(url)


@lru_cache(maxsize=4)
def _client(url: str) -> httpx.Client:
    # No proxy, no .netrc: the environment must not send narratives elsewhere.
    return httpx.Client(base_url=url, timeout=SECONDS, trust_env=False, follow_redirects=False)


def _pass(url: str, token: str) -> str:
    kind = kind_of(token)
    if kind == "personal":
        return f"Bearer {_access(url, token, int(time.monotonic() / FRESH))}"
    return f"Bearer {token}" if kind == "access" else f"Token {token}"


@lru_cache(maxsize=4)
def _access(url: str, token: str, _when: int) -> str:
    """A token that lasts five minutes, asked for anew every two; the personal one if the server does not know it."""
    answer = _client(url).post("/api/token/refresh/", json={"refresh": token})
    return str(answer.json()["access"]) if answer.is_success else token


def _packed(body: object) -> bytes:
    try:
        return json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except UnicodeEncodeError:
        # A half of a pair of surrogates is taken by the server, which then fails on every list of the project.
        raise ServerError("A text holds half a character", next_step="pseudonymise it again") from None


def _silent(url: str, error: httpx.HTTPError) -> ServerError:
    slow = isinstance(error, httpx.TimeoutException)
    return ServerError(
        "Label Studio does not answer in time" if slow else "Label Studio does not answer",
        where=urlsplit(url).netloc,
        next_step="textmine labelstudio serve, then the same command again: it goes on from here",
    )


def _plain(path: str) -> str:
    return path.partition("?")[0]
