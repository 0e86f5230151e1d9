"""Server and client under strace: whatever they do, they connect to this machine alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from made import a_study, with_starter

from textmine.pipeline.study import Study

STRACE = shutil.which("strace")
TRACE = ("-f", "-qq", "--seccomp-bpf", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-e", "signal=none")
ADDRESS = re.compile(r'sin_addr=inet_addr\("([^"]+)"\)|sin6_addr=(?:inet_pton\(AF_INET6, )?"([^"]+)"')
# All that is said to a server, in one process: what takes long is to begin one.
ALL = """
import sys, textmine
from pathlib import Path
study = Path(sys.argv[1])
fit = {one.state for one in textmine.labelstudio_doctor(study=study)}
(sent,) = textmine.labelstudio_push(study=study, suggest=True)
chosen = textmine.labelstudio_next(study=study, number=4, suggest=True)
(got,) = textmine.labelstudio_pull(study=study)
print(fit == {"good"}, sent.pushed.new, len(chosen.narratives), got.tasks)
"""
OWN = {"127.0.0.1", "::1"}


@pytest.fixture(scope="module")
def strace() -> str:
    """strace; where it is missing or may not trace, the test says so loudly, and fails in CI."""
    can = STRACE and subprocess.run([STRACE, *TRACE, "true"], capture_output=True, check=False).returncode == 0
    if STRACE is None or not can:
        words = "NOT TRACED: strace is missing or may not trace here"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(words)
    return str(STRACE)


@contextmanager
def served(strace: str, study: Study, trace: Path) -> Iterator[None]:
    """`textmine labelstudio serve` until the block ends."""
    words = [strace, *TRACE, "-o", str(trace), sys.executable, "-m", "textmine", "labelstudio"]
    words += ["serve", "--port", "0", "--json", "--study", str(study.root)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            assert json.loads("".join(iter(process.stdout.readline, "}\n")) + "}")["accounts"]
            yield
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(30)


def addresses(trace: Path) -> set[str]:
    return {one or other for one, other in ADDRESS.findall(trace.read_text(errors="replace"))}


def test_the_trace_would_show_another_machine(strace: str, tmp_path: Path) -> None:
    """An address of nobody's (RFC 5737); nothing is sent."""
    words = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    trace = tmp_path / "trace"
    subprocess.run([strace, *TRACE, "-o", str(trace), sys.executable, "-c", words], check=False)
    assert addresses(trace) == {"192.0.2.1"}


def test_server_and_client_connect_to_this_machine_alone(strace: str, home: Path, tmp_path: Path) -> None:
    study = a_study(tmp_path / "study", 12)
    with_starter(study)
    traces = {name: tmp_path / f"{name}.trace" for name in ("server", "client")}
    with served(strace, study, traces["server"]):
        words = [strace, *TRACE, "-o", str(traces["client"]), sys.executable, "-c", ALL, str(study.root)]
        done = subprocess.run(words, capture_output=True, text=True, timeout=240, check=False)
        assert (done.returncode, done.stdout) == (0, "True 12 4 12\n"), done.stderr
        time.sleep(1)  # what a thread of the server would send afterwards
    found = {name: addresses(trace) for name, trace in traces.items()}
    assert all(found.values()), "the trace saw nothing"
    assert set().union(*found.values()) <= OWN, found
