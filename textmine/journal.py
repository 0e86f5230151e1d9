"""Parts written since the last manifest, each with its checksum: what a run that was stopped has done already."""

from __future__ import annotations

import os
import re
from pathlib import Path

from textmine.store import unwritable

FILE = "written.txt"
LINE = re.compile(r"(\S+) ([0-9a-f]{64})")


def add_line(folder: Path, name: str, sha256: str) -> None:
    """Record one part that is on the disk; lines of a run that is killed stay.

    Raises:
        StudyError: the disk is full or refuses.
    """
    try:
        with (folder / FILE).open("a", encoding="ascii") as stream:
            stream.write(f"{name} {sha256}\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise unwritable(error) from None


def read_journal(folder: Path) -> dict[str, str]:
    """Name of each part to its SHA-256; a line that breaks off, where a run was killed, counts for nothing."""
    try:
        lines = (folder / FILE).read_bytes().decode("ascii", "replace").splitlines()
    except OSError:
        return {}
    return {match[1]: match[2] for line in lines if (match := LINE.fullmatch(line))}


def drop_journal(folder: Path) -> None:
    """Forget it: a manifest says the same now."""
    (folder / FILE).unlink(missing_ok=True)
