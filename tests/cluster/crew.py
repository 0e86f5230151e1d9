"""Work for Ray's workers: functions that can be sent to another process."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from textmine.errors import ModelError

CANARY = "Zephrinda Quillock"


@dataclass(frozen=True)
class Marks:
    """Leaves a file for each process that did something, and kills the first process to come upon some items."""

    folder: Path
    fatal: tuple[int, ...] = ()

    def __call__(self, item: int) -> tuple[int, int]:
        (self.folder / f"by-{os.getpid()}").touch()
        time.sleep(0.02)
        died = self.folder / f"died-at-{item}"
        if item in self.fatal and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return item, item * item


@dataclass(frozen=True)
class Always:
    """Kills every worker that comes upon the item; only the first process survives it."""

    first: int

    def __call__(self, item: int) -> int:
        if item == 3 and os.getpid() != self.first:
            os.kill(os.getpid(), signal.SIGKILL)
        return item


def fails_with_a_name(item: int) -> int:
    raise ValueError(f"{CANARY} could not be read")


def fails_in_our_words(item: int) -> int:
    raise ModelError("A model file is damaged", where="model.safetensors")
