"""Small studies made of the example's own documents, and the command line as a person would call it."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from forked import Zygote

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "corpora" / "example"
PASSPHRASE = "a long enough passphrase"


@dataclass(frozen=True)
class Ground:
    """A team's own folders: write-ups, roster, episodes, vault, study, and a temporary folder to look into.

    Args:
        zygote: begins commands at once; without it each loads its models.
    """

    root: Path
    zygote: Zygote | None = None

    @property
    def writeups(self) -> Path:
        return self.root / "secure" / "writeups"

    @property
    def roster(self) -> Path:
        return self.root / "secure" / "roster.csv"

    @property
    def episodes(self) -> Path:
        return self.root / "secure" / "episodes.csv"

    @property
    def vault(self) -> Path:
        return self.root / "keys" / "study.vault"

    @property
    def study(self) -> Path:
        return self.root / "study"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTEST"))}
        return kept | {
            "PYTHONPATH": f"{ROOT / 'tests' / 'offline'}{os.pathsep}{ROOT}",
            "TMPDIR": str(self.temporary),
            "TEXTMINE_PASSPHRASE": PASSPHRASE,
            "XDG_DATA_HOME": str(self.root / "data"),
            "OMP_WAIT_POLICY": "PASSIVE",
        }

    def start(self, *words: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "textmine", *map(str, words)]
        return subprocess.Popen(
            command, cwd=self.root, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def textmine(self, *words: object) -> subprocess.CompletedProcess[str]:
        """The command line in a process of its own; from the zygote, if there is one."""
        if self.zygote is None:
            return self.typed(*words)
        done = self.zygote.textmine(*words, environment=self.environment(), folder=str(self.root))
        return subprocess.CompletedProcess(words, done.code, done.out, done.err)

    def typed(self, *words: object) -> subprocess.CompletedProcess[str]:
        """The command as a person would type it, from a new Python."""
        process = self.start(*words)
        out, err = process.communicate(timeout=280)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def sources(self) -> list[object]:
        return [
            self.writeups,
            "--vault",
            self.vault,
            "--roster",
            self.roster,
            "--episodes",
            self.episodes,
            "--study",
            self.study,
        ]


def furnish(ground: Ground, *, children: Callable[[str], bool]) -> None:
    """Copy what belongs to some children: documents, rows of exports, roster, episodes."""
    with (EXAMPLE / "episodes.csv").open(encoding="utf-8", newline="") as stream:
        episodes = [row for row in csv.DictReader(stream) if children(row["child"])]
    for row in episodes:
        name = row["document"]
        if name and "#" not in name:
            target = ground.writeups / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(EXAMPLE / "writeups" / name, target)
    _write(ground.episodes, [row for row in episodes if "#" not in row["document"]])
    with (EXAMPLE / "roster.csv").open(encoding="utf-8", newline="") as stream:
        _write(ground.roster, [row for row in csv.DictReader(stream) if children(row["child"])])


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
