"""The study's own record of what was done with a server or to the codes: lines that are only ever added."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from textmine.errors import StudyError

FILE = "record.jsonl"
RANDOM, CHOSEN = "drawn at random", "chosen by the coder"


def note(annotations: Path, what: str, told: Mapping[str, object]) -> None:
    """Add a line: when, which account of this computer, what; never words of a narrative.

    Each line holds the hash of the one before, so that one that was changed or taken out is noticed.

    Raises:
        StudyError: the record was altered.
    """
    lines = read(annotations)
    before = str(lines[-1]["hash"]) if lines else ""
    line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "account": _account(), "what": what, **told}
    line |= {"hash": _hash(before, line)}
    annotations.mkdir(parents=True, exist_ok=True)
    with (annotations / FILE).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def read(annotations: Path) -> list[dict[str, object]]:
    """All lines.

    Raises:
        StudyError: one was altered or taken out.
    """
    path, before = annotations / FILE, ""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found = []
    for n, words in enumerate(lines, 1):
        try:
            line = json.loads(words)
            told = {name: value for name, value in line.items() if name != "hash"}
            if line["hash"] != _hash(before, told):
                raise ValueError
        except (ValueError, KeyError, AttributeError):
            raise StudyError(
                "The record of the annotations was altered", where=f"line {n}", next_step="find out why"
            ) from None
        found.append(line)
        before = line["hash"]
    return found


def how_drawn(annotations: Path) -> dict[str, str]:
    """How each narrative was drawn to be coded: at random (`RANDOM`), or by the coder because it is hard (`CHOSEN`).

    Only figures on those drawn at random hold for the narratives that they were drawn from.
    """
    found: dict[str, str] = {}
    for line in read(annotations):
        if line["what"] in ("next", "double"):
            how = dict.fromkeys(_ids(line.get("chosen")), CHOSEN) | dict.fromkeys(_ids(line["random"]), RANDOM)
            found = how | found  # what it was drawn for first
    return found


def _ids(told: object) -> list[str]:
    return [str(id) for id in told] if isinstance(told, list) else []


def _hash(before: str, line: Mapping[str, object]) -> str:
    return hashlib.sha256((before + json.dumps(line, sort_keys=True)).encode()).hexdigest()


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"
