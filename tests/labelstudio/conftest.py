"""A real Label Studio server for the tests of one worker, from its own environment; it talks to this machine only."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import pytest_socket
from hands import Hands, hands

from textmine.annotation.localserver import home_of, running
from textmine.annotation.serverfolder import Local
from textmine.coding.codebook import Codebook, read_codebook
from textmine.errors import ServerError

ROOT = Path(__file__).parents[2]
MISSING = "NOT TESTED AGAINST THE REAL SERVER: Label Studio is not installed here (scripts/labelstudio)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of this folder may open sockets, to this machine alone."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.enable_socket)


@pytest.fixture(scope="session")
def home() -> Path:
    """Label Studio's environment; where it is missing the tests say so loudly, and in CI fail."""
    try:
        return home_of()
    except ServerError:
        if os.environ.get("CI"):
            pytest.fail(f"{MISSING}: .ci/run makes it")
        pytest.skip(MISSING)


@pytest.fixture(autouse=True)
def _this_machine_only(socket_enabled: None) -> Iterator[None]:
    """Sockets are open for this machine alone."""
    pytest_socket.socket_allow_hosts(["127.0.0.1"])
    return


@pytest.fixture(scope="session")
def local(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """A running server with two annotators."""
    pytest_socket.enable_socket()
    with running(tmp_path_factory.mktemp("labelstudio"), home=home, annotators=2) as one:
        yield one


@pytest.fixture
def server(local: Local) -> Iterator[Hands]:
    """The server, without projects at the end."""
    server = hands(local.server)
    yield server
    for project in server.get("/api/projects", page_size=100)["results"]:
        server.delete(f"/api/projects/{project['id']}")


@pytest.fixture(scope="session")
def codes() -> Codebook:
    return read_codebook(ROOT / "annotations" / "codebook.yaml")


@pytest.fixture(scope="session")
def people(home: Path) -> Callable[..., str]:
    """Annotators at work through the maker's own SDK, which lives in the server's environment."""

    def work(local: Local, script: str, *words: object) -> str:
        command = [
            home / "venv" / "bin" / "python",
            "-c",
            SDK + script,
            local.server.url,
            local.server.token,
            *map(str, words),
        ]
        environment = {"PATH": os.environ["PATH"], "NO_PROXY": "*", "HOME": str(home)}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    return work


SDK = """
import json, sys
import httpx
from label_studio_sdk.client import LabelStudio
url, token, *words = sys.argv[1:]
ls = LabelStudio(base_url=url, api_key=token, max_retries=0, httpx_client=httpx.Client(trust_env=False, timeout=60))
"""
