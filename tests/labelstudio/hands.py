"""The server as tests reach it: by plain requests, so that what our client does is seen by another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpx

from textmine.annotation.address import kind_of
from textmine.annotation.server import Server


@dataclass(frozen=True, slots=True)
class Hands(Server):
    """A server that answers plain requests, too."""

    def get(self, path: str, **query: object) -> Any:
        return self._plainly("GET", path, params=query)

    def post(self, path: str, body: object) -> Any:
        return self._plainly("POST", path, json=body)

    def patch(self, path: str, body: object) -> Any:
        return self._plainly("PATCH", path, json=body)

    def delete(self, path: str) -> None:
        self._plainly("DELETE", path)

    def _plainly(self, method: str, path: str, **told: Any) -> Any:
        kind = "Token" if kind_of(self.token) == "legacy" else "Bearer"
        answer = _client(self.url).request(method, path, headers={"Authorization": f"{kind} {self.token}"}, **told)
        assert answer.is_success, f"{method} {path}: {answer.status_code}"
        return answer.json() if answer.content else None


@lru_cache(maxsize=4)
def _client(url: str) -> httpx.Client:
    return httpx.Client(base_url=url, trust_env=False, timeout=60)


def hands(server: Server) -> Hands:
    return Hands(server.url, server.token)
