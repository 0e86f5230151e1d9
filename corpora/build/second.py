"""The second coder's codes of some write-ups, and what a third person decided where the two differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from source import Mention, compile_mentions

EXAMPLE = Path(__file__).parents[1] / "example"


@dataclass(frozen=True, slots=True)
class Second:
    """What the second coder saw in one write-up."""

    mentions: tuple[Mention, ...]
    fields: dict[str, str]


def second_coding(id: str, text: str) -> Second | None:
    """The second coder's codes of a write-up, None if there are none."""
    path = EXAMPLE / "second-coder" / f"{id}.codes"
    if not path.is_file():
        return None
    lines = path.read_text(encoding="utf-8").splitlines()
    fields = dict(re.findall(r"(\w+)=(\w+)", next((line for line in lines if line.startswith("#")), "")))
    return Second(compile_mentions(text, [line for line in lines if not line.startswith("#")]), fields)


def adjudicated(id: str, first: Sequence[Mention], second: Sequence[Mention]) -> tuple[Mention, ...] | None:
    """The first coder's mentions after the decisions, None if nobody has decided.

    A decision is a line `code | first` or `code | second`: whose headline mentions of the code hold for the write-up.
    """
    path = EXAMPLE / "adjudicated" / f"{id}.decisions"
    if not path.is_file():
        return None
    pairs = [line.split("|")[:2] for line in path.read_text(encoding="utf-8").splitlines() if "|" in line]
    theirs = {code.strip() for code, who in pairs if who.strip() == "second"}
    kept = [m for m in first if m.code not in theirs or not _headline(m)]
    return (*kept, *(m for m in second if m.code in theirs and _headline(m)))


def _headline(mention: Mention) -> bool:
    return mention.assertion == "affirmed" and mention.time == "this_episode"
