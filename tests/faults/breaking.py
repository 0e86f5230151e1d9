"""A study that can be broken."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from forked import Done, Zygote
from ground import Ground

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Broken:
    """A study that can be broken, and the command that goes through all stages."""

    ground: Ground
    zygote: Zygote

    @property
    def study(self) -> Path:
        return self.ground.study

    def run(self, **rest: object) -> Done:
        return self.zygote.textmine("run", *self.ground.sources(), **rest)

    def textmine(self, *words: object, **rest: object) -> Done:
        return self.zygote.textmine(*words, **rest)

    def files(self) -> dict[str, bytes]:
        """Every file of the study but the lock."""
        found = [path for path in self.study.rglob("*") if path.is_file() and path.name != ".lock"]
        return {path.relative_to(self.study).as_posix(): path.read_bytes() for path in sorted(found)}


def copied(broken: Broken, target: Path) -> Broken:
    for folder in ("secure", "keys", "study", "tmp"):
        shutil.copytree(broken.ground.root / folder, target / folder, dirs_exist_ok=True)
    return Broken(Ground(target), broken.zygote)


def differing(a: dict[str, bytes], b: dict[str, bytes]) -> Sequence[str]:
    """Names of files that are not the same."""
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))


def loudly(what: str) -> None:
    """A check that this machine cannot do: skipped with a word why, and in CI an error."""
    if os.environ.get("CI"):
        pytest.fail(f"NOT CHECKED: {what}")
    pytest.skip(f"NOT CHECKED: {what}")
