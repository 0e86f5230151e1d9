"""A Label Studio server, spoken to through its maker's SDK: the only file that opens a connection, and only to its address."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from textmine.annotation.address import kind_of, netloc
from textmine.errors import ServerError

if TYPE_CHECKING:
    import httpx
    from label_studio_sdk import LabelStudio
    from pydantic import BaseModel

T = TypeVar("T")
Json = dict[str, Any]
PAGE = 250  # tasks a page: a page of long narratives still comes in two seconds
BRIEF = ("id", "data", "meta", "total_annotations", "cancelled_annotations")
# What is asked for of a task is what is given of annotations and suggestions in it, too.
INSIDE = (
    *("annotations", "predictions", "result", "created_at", "updated_at", "completed_by", "was_cancelled", "lead_time"),
    *("parent_prediction", "parent_annotation", "model_version", "score"),
)
SECONDS = 60.0
FRESH = 120.0  # seconds; less than half of what an access token lasts, so that clocks may differ
SILENT = "Label Studio does not answer"
REFUSED = {
    401: "the token is not valid here: textmine labelstudio doctor says why",
    403: "the token's owner may not do this",
    404: "it is not there (any more): push again",
}


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

    def ask(self, call: Callable[[LabelStudio], T]) -> T:
        """What the SDK's client makes of the server's answer.

        Raises:
            ServerError: the server does not answer, or refuses.
        """
        import httpx
        from label_studio_sdk.core import ApiError
        from label_studio_sdk.core.parse_error import ParsingError

        try:
            return call(_client(self.url, self.token, _age(self.token)))
        except httpx.HTTPError as error:
            raise _silent(self.url, error) from None
        except UnicodeEncodeError:
            # A half of a pair of surrogates is taken by the server, which then fails on every list of the project.
            raise ServerError("A text holds half a character", next_step="pseudonymise it again") from None
        except ApiError as error:  # its words hold cookies and what was sent
            if error.status_code == 401:  # the SDK sees by itself that a token has expired
                raise ServerError("The token is not valid", where=netloc(self.url), next_step=REFUSED[401]) from None
            raise _strange(self.url) from None
        except (ParsingError, AttributeError, LookupError, TypeError, ValueError):
            raise _strange(self.url) from None

    def unnamed(self, path: str, **query: object) -> Any:
        """What the server answers, by the SDK's own underlying client.

        For questions that the SDK has no method for, and for long answers: making its models of a thousand tasks, and taking
        them apart again, takes longer than the tasks take to arrive.
        """
        return self.ask(lambda ls: ls._client_wrapper.httpx_client.request(path, method="GET", params=query).json())

    def give(self, path: str, rows: Sequence[Mapping[str, object]]) -> Json:
        """Send many things at once, past the SDK's encoder, which looks at each of half a million parts six ways."""
        return self.ask(lambda ls: dict(_sent(ls, path, json.dumps(rows, ensure_ascii=False).encode())))

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

    def predictions(self, project: int) -> list[Json]:
        """Every suggestion of a project."""
        return list(self.unnamed("api/predictions/", project=project))

    def drafted(self, project: int) -> frozenset[int]:
        """Tasks in which anybody has work that is not submitted; the server shows drafts themselves to their owner only."""
        drafts = {"filter": "filter:tasks:draft_exists", "operator": "equal", "type": "Boolean", "value": True}
        query = {"filters": {"conjunction": "and", "items": [drafts]}}
        return frozenset(int(raw["id"]) for raw in self._pages(project, "task_only", ("id",), query))

    def _pages(self, project: int, fields: str, include: Sequence[str], query: Mapping[str, object]) -> Iterator[Json]:
        """Every task that fits, page by page, with the fields in `include` alone: others cost the server two thirds of the time.

        The SDK's own pager would take a missing page for the end; here the number of tasks tells where the end is.
        """
        told = {"project": project, "fields": fields, "include": ",".join(include), "query": json.dumps(query)}
        page = 1
        while True:
            some, total = self._page(page, told)
            yield from some
            if page * PAGE >= total:
                return
            page += 1

    def _page(self, page: int, told: Mapping[str, object]) -> tuple[list[Json], int]:
        found = self.unnamed("api/tasks/", page=page, page_size=PAGE, **told)
        try:
            return [dict(task) for task in found["tasks"]], int(found["total"])
        except (LookupError, TypeError, ValueError):
            raise _strange(self.url) from None

    def page(self, path: str) -> tuple[int, str]:
        """Status and text of a page for people, without the token.

        Raises:
            ServerError: it does not answer.
        """
        import httpx

        try:
            answer = _browser(self.url).get(path)
        except httpx.HTTPError as error:
            raise _silent(self.url, error) from None
        return answer.status_code, answer.text

    def sign_up(self, link: str, name: str, password: str) -> None:
        """Make an account by an invitation, as a person would in a browser: the SDK can make none that may log in.

        Raises:
            ServerError: it does not answer, or the invitation or the name is not taken.
        """
        import httpx

        told = {"email": name, "password": password, "how_find_us": "", "elaborate": "", "allow_newsletters": "false"}
        try:
            with _http(self.url) as browser:
                browser.get(link)
                csrf = {"csrfmiddlewaretoken": browser.cookies.get("csrftoken", "")}
                answer = browser.post(link, data=told | csrf, headers={"Referer": self.url + link})
        except httpx.HTTPError as error:
            raise _silent(self.url, error) from None
        if answer.status_code != 302:
            raise ServerError(
                "An account could not be made", where=f"{answer.status_code}", next_step="make it by hand"
            )


def plain(one: BaseModel | Json) -> Json:
    """What the server said of a thing, as it said it; the SDK hands on what fits none of its forms."""
    return one if isinstance(one, dict) else dict(json.loads(one.model_dump_json(exclude_unset=True)))


def _sent(ls: LabelStudio, path: str, body: bytes) -> Any:
    return ls._client_wrapper.httpx_client.request(path, method="POST", content=body).json()


@lru_cache(maxsize=8)
def _client(url: str, token: str, _when: int) -> LabelStudio:
    """The SDK's client, which changes a personal token for one that lasts five minutes; ours is made anew every two."""
    from label_studio_sdk import LabelStudio

    def bear(request: httpx.Request) -> None:
        request.headers["Authorization"] = f"Bearer {token}"

    http, short = _http(url), kind_of(token) == "access"  # the SDK would try to change one that is short-lived already
    http.event_hooks = {"request": [bear, _typed] if short else [_typed], "response": [_refuse]}
    key = "" if short else token
    return LabelStudio(base_url=url, api_key=key, max_retries=0, httpx_client=http)  # type: ignore[no-untyped-call]


def _age(token: str) -> int:
    return int(time.monotonic() / FRESH) if kind_of(token) == "personal" else 0


@lru_cache(maxsize=4)
def _browser(url: str) -> httpx.Client:
    return _http(url)


def _http(url: str) -> httpx.Client:
    """No proxy, no .netrc, nowhere else: neither the environment nor an answer may send narratives to another machine."""
    import httpx

    return httpx.Client(base_url=url, timeout=SECONDS, trust_env=False, follow_redirects=False)


def _typed(request: httpx.Request) -> None:
    """The SDK takes the type away from what it has not encoded itself."""
    if request.content:
        request.headers.setdefault("Content-Type", "application/json")


def _refuse(answer: httpx.Response) -> None:
    """Before the SDK sees it: it would try again, and put the server's cookies into what it says.

    Raises:
        ServerError: the answer is an error.
    """
    if answer.is_error:
        what = f"{answer.request.method} {answer.request.url.path}: {answer.status_code}"
        step = REFUSED.get(answer.status_code, "see the server's own log")
        raise ServerError("Label Studio refused", where=what, next_step=step)


def _strange(url: str) -> ServerError:
    step = "look whether that is Label Studio: textmine labelstudio doctor"
    return ServerError("What answers there speaks in another form", where=netloc(url), next_step=step)


def _silent(url: str, error: httpx.HTTPError) -> ServerError:
    import httpx

    slow = isinstance(error, httpx.TimeoutException)
    return ServerError(
        f"{SILENT} in time" if slow else SILENT,
        where=netloc(url),
        next_step="textmine labelstudio serve, then the same command again: it goes on from here",
    )
