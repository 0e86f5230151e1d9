"""A run that is killed at random moments and started again ends as if nothing had happened."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from codedstudy import annotate, settle
from ground import Ground

KILLS = 2  # fifty more, at chosen moments, are in tests/faults


@pytest.mark.timeout(900)  # several whole runs, on whatever machine
def test_a_killed_command_ends_byte_for_byte_like_an_undisturbed_run(furnished: Ground) -> None:
    settle(furnished.study)
    assert furnished.textmine("pseudonymise", *furnished.sources()).returncode == 0
    annotate(furnished.study)
    untouched = furnished.root / "untouched"
    shutil.copytree(furnished.study, untouched)
    began = time.monotonic()
    assert furnished.typed("run", *furnished.sources()).returncode == 0
    took = time.monotonic() - began
    undisturbed = _tables(furnished.study)
    shutil.rmtree(furnished.study)
    shutil.copytree(untouched, furnished.study)
    moments = random.Random(11)
    for _ in range(KILLS):
        _killed(furnished, after=moments.uniform(0.15, 0.95) * took)
    done = furnished.typed("run", *furnished.sources())
    assert done.returncode == 0, done.stderr
    ended = _tables(furnished.study)
    assert [name for name in ended.keys() | undisturbed.keys() if ended.get(name) != undisturbed.get(name)] == []
    assert {"report.html", "report.docx", "report.xlsx"} <= {name.split("/")[-1] for name in undisturbed}


def _killed(ground: Ground, *, after: float) -> None:
    process = ground.start("run", *ground.sources())
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()


def _tables(study: Path) -> dict[str, bytes]:
    """Every file of the study but the lock."""
    files = [path for path in study.rglob("*") if path.is_file() and path.name != ".lock"]
    return {path.relative_to(study).as_posix(): path.read_bytes() for path in sorted(files)}
