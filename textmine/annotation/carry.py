"""Carry codings over to a narrative whose text has changed, as after a better pseudonymisation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from textmine.types import Coding, Mention, Narrative

TOKEN = re.compile(r"\[[A-Z][A-Z ]*\d*\]|\w+|[^\w\s]")
# A mention is carried if at least this share of its words is found again.
ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Carried:
    """Codings that now refer to the new texts, and how many mentions could not be found again."""

    codings: tuple[Coding, ...] = field(repr=False)
    lost: int = 0


def carry(codings: Sequence[Coding], old: Mapping[str, Narrative], new: Mapping[str, Narrative]) -> Carried:
    """Move each coding of a narrative that exists in both to the new text; others are left out."""
    carried, lost = [], 0
    for coding in codings:
        if coding.narrative not in old or coding.narrative not in new:
            continue
        before, after = old[coding.narrative].text, new[coding.narrative].text
        if before == after:
            carried.append(coding)
            continue
        mentions = [_moved(m, *pair) for pair in [_anchors(before, after)] for m in coding.mentions]
        lost += mentions.count(None)
        carried.append(replace(coding, mentions=tuple(sorted(m for m in mentions if m))))
    return Carried(tuple(carried), lost)


def _anchors(before: str, after: str) -> tuple[list[tuple[int, int]], dict[int, tuple[int, int]]]:
    """Tokens of the old text, and for each that stands in the new one too where it stands there."""
    old, new = ([m.span() for m in TOKEN.finditer(text)] for text in (before, after))
    matcher = SequenceMatcher(None, [before[s:e] for s, e in old], [after[s:e] for s, e in new], autojunk=False)
    same = {a + i: new[b + i] for a, b, size in matcher.get_matching_blocks() for i in range(size)}
    return old, same


def _moved(mention: Mention, old: list[tuple[int, int]], same: dict[int, tuple[int, int]]) -> Mention | None:
    inside = [i for i, (start, end) in enumerate(old) if start < mention.end and mention.start < end]
    found = [same[i] for i in inside if i in same]
    if not found or len(found) < ENOUGH * len(inside):
        return None
    return replace(mention, start=found[0][0], end=found[-1][1])
