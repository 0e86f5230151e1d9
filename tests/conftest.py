"""What all tests share: no network, quiet threads, one encoder, and a small taught study; all texts are invented."""

# ruff: noqa: E402 - threads are set before anything imports numpy or torch
from __future__ import annotations

import os

for _name, _value in {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE", "TOKENIZERS_PARALLELISM": "false"}.items():
    os.environ.setdefault(_name, _value)

import socket
import warnings
from collections.abc import Iterator

import hypothesis
import pytest
from forked import Zygote, zygote_in
from ground import Ground
from pytest_socket import SocketBlockedError
from taught import Taught

from textmine.coding.codebook import Codebook
from textmine.coding.encoder import TextEncoder
from textmine.coding.lessons import make_lesson
from textmine.pipeline.vectors.encoding import GENERAL, encoder_of
from textmine.types import Coding, Mention, Narrative

# A busy machine is no fault of the code; how long something may take is tested where it matters.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

CODES = ("home", "home_row", "mates", "police")
HOME = ("There was a row about the phone with Mum.", "He argued with his stepdad over the curfew.")
MATES = ("She wanted to be with her mates at the park.", "He went to his friend's house for a party.")
POLICE = ("Police found them at the station.", "Officers brought her home at two.")


LONGEST = (
    ("test_wheel.py", "test_examples.py", "test_first_hour.py", "labelstudio"),
    ("test_ray.py", "faults", "test_stopped.py", "test_canary.py", "test_bad_input.py", "test_foreign_project.py"),
)
"""Files and folders of tests that take long, for each of two processes; what shares a server or a zygote stands together."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest begin first in each of two processes, which take a half each: else one goes on alone at the end."""
    first, second = ([item for name in names for item in items if name in item.path.parts[-2:]] for names in LONGEST)
    others = [item for item in items if not set(item.path.parts[-2:]) & {*LONGEST[0], *LONGEST[1]}]
    half = max(0, len(items) // 2 - len(first))
    items[:] = [*first, *others[:half], *second, *others[half:]]


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> None:
    """The promise to work offline is only tested while sockets are blocked."""
    if request.node.get_closest_marker("enable_socket") or "socket_enabled" in request.fixturenames:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # pytest-socket warns of the attempt too
        try:
            socket.socket(socket.AF_INET, socket.SOCK_STREAM).close()
        except SocketBlockedError:
            return
    pytest.fail("sockets are open: run the tests with --disable-socket, as pyproject.toml does")


@pytest.fixture(scope="session")
def encoder() -> TextEncoder:
    return encoder_of(GENERAL)


@pytest.fixture(scope="session")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    """Models are loaded once for all runs that begin here."""
    with zygote_in(Ground(tmp_path_factory.mktemp("zygote")).environment()) as one:
        yield one


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    words = {"home": "Home", "home_row": "Row", "mates": "Mates", "police": "Police"}
    codes = [
        {"id": id, "group": "push", "name": name, "definition": f"{name} is why.", "parent": parent}
        for (id, name), parent in zip(words.items(), ("", "home", "", ""), strict=True)
    ]
    return Codebook.model_validate({"version": "1", "groups": [{"id": "push", "name": "Push"}], "codes": codes})


@pytest.fixture(scope="session")
def taught(encoder: TextEncoder, codebook: Codebook) -> Taught:
    narratives, codings = [], []
    for number in range(16):
        narrative, coding = told(number)
        narratives.append(narrative)
        codings.append(coding)
    lesson = make_lesson(narratives, codings, codebook, encoder.read)
    definitions = encoder([f"{code.name}. {code.definition}" for code in codebook.codes])
    return Taught(codebook, tuple(narratives), tuple(codings), lesson, definitions)


def told(number: int) -> tuple[Narrative, Coding]:
    """Every second narrative has a row at home, every other one mates; every fourth rules the other out."""
    row = number % 2 == 0
    said, code = (HOME, "home_row") if row else (MATES, "mates")
    lines = [said[number // 2 % 2], f"Seen on day {number} at school."]
    if number % 4 > 1:
        lines.append("Denied any drinking with mates." if row else "No row at home.")
    text = "\n".join(lines)
    mentions = [Mention(0, len(lines[0]), code, voice="child")]
    if len(lines) == 3:
        start = text.index(lines[2])
        mentions.append(Mention(start, len(text), "mates" if row else "home_row", "negated"))
    narrative = Narrative(f"n{number:02d}", f"c{number // 2}", text)
    return narrative, Coding(narrative.id, "annotator:1", tuple(mentions), (), "accepted")
