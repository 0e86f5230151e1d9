"""A run that is killed at random moments and started again ends as if nothing had happened."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from ground import Ground

SETTINGS = """
[coding]
at_least = 2
at_least_children = 2
folds = 3
[themes]
at_least_children = 2
"""
KILLS = 2  # fifty more, at chosen moments, are in tests/faults


@pytest.mark.timeout(900)  # several whole runs, on whatever machine
def test_a_killed_command_ends_byte_for_byte_like_an_undisturbed_run(furnished: Ground) -> None:
    (furnished.study / "textmine.toml").write_text(SETTINGS, encoding="utf-8")
    _annotate(furnished)
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


def _annotate(ground: Ground) -> None:
    """Narratives of this vault, coded by a person: pseudonymise, then put codes on what the text says."""
    from textmine.annotation.tasks import write_tasks
    from textmine.coding.passages import passages_of
    from textmine.pipeline.study import open_study
    from textmine.store import read_all
    from textmine.types import Coding, Mention

    assert ground.textmine("pseudonymise", *ground.sources()).returncode == 0
    narratives = read_all(open_study(ground.study).narratives)
    codings = []
    for narrative in narratives:
        passages = passages_of(narrative)[::3]
        mentions = [
            Mention(p.start, p.end, ("pull_family_contact", "event_location")[i % 2]) for i, p in enumerate(passages)
        ]
        codings.append(Coding(narrative.id, "annotator:1", tuple(mentions), (), "accepted"))
    (ground.study / "annotations" / "codings.json").write_text(write_tasks(narratives, codings), encoding="utf-8")
    shutil.rmtree(ground.study / "corpora")
    (ground.study / "corpora").mkdir()


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
