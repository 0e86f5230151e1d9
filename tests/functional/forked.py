"""Runs of the command line that begin at once: each is a process of its own, forked from one that has loaded the models."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Done:
    """What came of a run."""

    code: int
    out: str
    err: str
    points: tuple[str, ...] = field(repr=False)


class Zygote:
    """Begins runs, see `zygote.py`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def textmine(self, *words: object, **rest: object) -> Done:
        line = json.dumps({"words": [str(word) for word in words], **rest})
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return Done(answer["code"], answer["out"], answer["err"], tuple(answer["points"]))


@contextmanager
def zygote_in(environment: dict[str, str]) -> Iterator[Zygote]:
    """The process, as long as the block lasts."""
    process = subprocess.Popen(
        [sys.executable, HERE / "zygote.py"],
        cwd=ROOT,
        env=environment | {"OMP_NUM_THREADS": "1", "TMPDIR": "/tmp"},  # noqa: S108 - others must reach it
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield Zygote(process)
    finally:
        process.kill()
        process.wait()
