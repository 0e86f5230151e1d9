"""Carry codings over to a narrative whose text has changed, as after a better pseudonymisation."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import pairwise
from operator import itemgetter

from textmine.markshape import MARK
from textmine.types import Coding, Mention, Narrative

TOKEN = re.compile(rf"{MARK.pattern}|\w+|[^\w\s]")
# A mention is carried if at least this share of its words is found again.
ENOUGH = 0.6
MASKED = 12  # words that one mark may stand for: an address with its commas
MOST_TOKENS = 3000  # of a stretch that is compared word by word; comparing takes the square of it

Span = tuple[int, int]
_start, _end = itemgetter(0), itemgetter(1)


@dataclass(frozen=True, slots=True)
class Carried:
    """Codings that now refer to the new texts, and how many mentions could not be found again."""

    codings: tuple[Coding, ...] = field(repr=False)
    lost: int = 0


def carry(codings: Sequence[Coding], old: Mapping[str, Narrative], new: Mapping[str, Narrative]) -> Carried:
    """Move each coding of a narrative that exists in both to the new text; others are left out.

    A mention keeps its place among the words: one mark may stand for another, a name for a mark, and a mark for words, as
    long as three in five of its words are found again.
    """
    carried, lost = [], 0
    anchors: dict[str, tuple[list[Span], dict[int, Span]]] = {}
    for coding in codings:
        if coding.narrative not in old or coding.narrative not in new:
            continue
        before, after = old[coding.narrative].text, new[coding.narrative].text
        if before != after and plain_lines(before) == plain_lines(after):
            coding = replace(coding, mentions=_by_lines(coding.mentions, before, after))
        elif before != after:
            if coding.narrative not in anchors:
                anchors[coding.narrative] = _anchors(before, after)
            moved = [_moved(mention, *anchors[coding.narrative]) for mention in coding.mentions]
            lost += moved.count(None)
            coding = replace(coding, mentions=tuple(sorted(mention for mention in moved if mention)))
        carried.append(coding)
    return Carried(tuple(carried), lost)


def plain_lines(text: str) -> str:
    """The text with plain line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_lines(mentions: Sequence[Mention], before: str, after: str) -> tuple[Mention, ...]:
    """Mentions in a text that differs in its line ends alone: to the very character."""
    there = dict(zip(_places(before), _places(after), strict=True))
    moved = [replace(m, start=_place(there, m.start), end=_place(there, m.end)) for m in mentions]
    return tuple(sorted(moved))


def _place(there: Mapping[int, int], place: int) -> int:
    """Where a place is in the new text; one inside a line end of two signs counts as the line end."""
    return there.get(place) or there.get(place - 1, 0)


def _places(text: str) -> Iterator[int]:
    """Where each sign of the text stands, a line end counting as one sign; and where the text ends."""
    yield from (i for i, sign in enumerate(text) if sign != "\n" or text[i - 1 : i] != "\r")
    yield len(text)


def _anchors(before: str, after: str) -> tuple[list[Span], dict[int, Span]]:
    """Tokens of the old text, and for each that stands in the new one too, or was masked in it, where that is."""
    old, new = ([match.span() for match in TOKEN.finditer(text)] for text in (before, after))
    keys = [MARK.sub("[]", before[s:e]) for s, e in old], [MARK.sub("[]", after[s:e]) for s, e in new]
    pairs = list(_pairs(*keys))
    return old, {i: new[j] for i, j in pairs} | dict(_masked(pairs, *keys, new))


def _masked(
    pairs: Sequence[tuple[int, int]], old: Sequence[str], new: Sequence[str], places: Sequence[Span]
) -> Iterator[tuple[int, Span]]:
    """Old words in whose place, between two that are found again, the new text has marks and nothing else."""
    for (a, b), (c, d) in pairwise([(-1, -1), *pairs, (len(old), len(new))]):
        marks = new[b + 1 : d]
        if c - a - 1 <= MASKED * len(marks) and set(marks) == {"[]"}:
            yield from ((i, (places[b + 1][0], places[d - 1][1])) for i in range(a + 1, c))


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Which tokens are the same ones, in order; a long text is first cut at words that stand once in both."""
    if max(len(old), len(new)) <= MOST_TOKENS:
        for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            yield from ((a + i, b + i) for i in range(size))
        return
    fixed = _rising(_once_in_both(old, new))
    for (a, b), (c, d) in pairwise([(-1, -1), *fixed, (len(old), len(new))]):
        if fixed:
            yield from ((a + 1 + i, b + 1 + j) for i, j in _pairs(old[a + 1 : c], new[b + 1 : d]))
        if c < len(old):
            yield c, d


def _once_in_both(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    counts, others = Counter(old), Counter(new)
    place = {word: j for j, word in enumerate(new) if others[word] == 1}
    return [(i, place[word]) for i, word in enumerate(old) if counts[word] == 1 and word in place]


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises on both sides (patience sorting)."""
    ends: list[int] = []  # the lowest end of a run of each length so far
    last: list[int] = []  # and the pair it ends with
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1], last[length : length + 1] = [j], [n]
    found, n = [], last[-1] if last else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def _moved(mention: Mention, old: Sequence[Span], same: Mapping[int, Span]) -> Mention | None:
    inside = range(bisect_right(old, mention.start, key=_end), bisect_left(old, mention.end, key=_start))
    found = [same[i] for i in inside if i in same]
    if not found or len(found) < ENOUGH * len(inside):
        return None
    return replace(mention, start=found[0][0], end=found[-1][1])
