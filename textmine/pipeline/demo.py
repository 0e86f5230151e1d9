"""The whole path on the example corpus."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, field
from pathlib import Path

from textmine.assets import asset
from textmine.errors import StudyError
from textmine.pipeline.airlock.pseudonymising import Pseudonymisation
from textmine.pipeline.running import Run, run_study
from textmine.pipeline.study import init, open_study
from textmine.privacy.vault.vault import Vault, create_vault, open_vault
from textmine.progress import Progress, silent
from textmine.settings import FILE

# What a team would have: most narratives coded by people, some twice; a third of the children is left to the coder.
ANNOTATIONS = ("codings.json", "second-coder.json", "adjudicated.json")

SETTINGS = """\
# The example study. Its write-ups are fictional, and few: it learns codes from fewer examples than a real study may.

[study]
name = "example"

[coding]
at_least = 10
at_least_children = 8

[report]
title = "Why children went missing: the example region"
headings = "en+cy"
nation = "Wales"
"""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made, where, and in how long."""

    run: Run
    study: Path
    vault: Path
    seconds: float = field(compare=False)

    @property
    def pseudonymisation(self) -> Pseudonymisation:
        """What was read and replaced."""
        assert self.run.pseudonymisation is not None
        return self.run.pseudonymisation


def demo(out: Path, *, vault: Path | None = None, progress: Progress = silent) -> Demo:
    """Run everything on the example corpus; a second time only what is missing is done.

    Args:
        out: the folder for the study and its reports.
        vault: where to keep the key; by default in the user's own data folder, outside any study or checkout.

    Raises:
        StudyError: `out` holds something else.
    """
    began = time.monotonic()
    example = asset("corpora", "example")
    if out.exists() and any(out.iterdir()) and not (out / FILE).is_file():
        raise StudyError("The folder holds something else", next_step="choose another --out")
    if not (out / FILE).is_file():
        init(out)
        (out / FILE).write_text(SETTINGS, encoding="utf-8")
    for name in ANNOTATIONS:
        shutil.copyfile(asset("annotations", "example", name), out / "annotations" / name)
    study = open_study(out)
    place = vault or default_vault()
    done = run_study(
        [example / "writeups"],
        study=study,
        vault=_example_vault(place, example),
        roster=example / "roster.csv",
        episodes=example / "episodes.csv",
        progress=progress,
    )
    return Demo(done, study.root, place, time.monotonic() - began)


def default_vault() -> Path:
    """The demo's vault in the user's data folder."""
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "textmine" / "demo.vault"


def _example_vault(path: Path, example: Path) -> Vault:
    """The example's key is published, so that its pseudonyms are the same everywhere; a real vault's never is."""
    key = (example / "example.key").read_text(encoding="ascii").strip()
    secret = key.encode()
    if path.exists():
        return open_vault(path, secret=secret)
    return create_vault(path, secret=secret, key=bytes.fromhex(key))
