"""Carry codings over to a narrative whose text has changed, as after a better pseudonymisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from textmine.types import Coding, Mention, Narrative

MARK = re.compile(r"\[[A-Z][A-Z ]*\d*\]")
TOKEN = re.compile(r"\[[A-Z][A-Z ]*\d*\]|\w+|[^\w\s]")
SENTENCE = re.compile(r"[^\n.!?]*[\n.!?]?")
# A mention is carried if at least this share of its words is found again.
ENOUGH = 0.6
MOST_TOKENS = 3000  # of a stretch that is compared word by word; comparing takes the square of it

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Carried:
    """Codings that now refer to the new texts, and how many mentions could not be found again."""

    codings: tuple[Coding, ...] = field(repr=False)
    lost: int = 0


def carry(codings: Sequence[Coding], old: Mapping[str, Narrative], new: Mapping[str, Narrative]) -> Carried:
    """Move each coding of a narrative that exists in both to the new text; others are left out.

    A mention keeps its place among the words: one mark may stand for another, and a name for a mark, as long as three
    in five of its words are found again.
    """
    carried, lost = [], 0
    anchors: dict[str, tuple[list[Span], dict[int, Span]]] = {}
    for coding in codings:
        if coding.narrative not in old or coding.narrative not in new:
            continue
        before, after = old[coding.narrative].text, new[coding.narrative].text
        if before != after:
            if coding.narrative not in anchors:
                anchors[coding.narrative] = _anchors(before, after)
            moved = [_moved(mention, *anchors[coding.narrative]) for mention in coding.mentions]
            lost += moved.count(None)
            coding = replace(coding, mentions=tuple(sorted(mention for mention in moved if mention)))
        carried.append(coding)
    return Carried(tuple(carried), lost)


def _anchors(before: str, after: str) -> tuple[list[Span], dict[int, Span]]:
    """Tokens of the old text, and for each that stands in the new one too where it stands there.

    Sentences are matched first, whatever their marks; only what is left between them is compared word by word.
    """
    old, new = ([m.span() for m in TOKEN.finditer(text)] for text in (before, after))
    same: dict[int, Span] = {}
    for (a, b), (c, d) in _stretches(_sentences(before, old), _sentences(after, new)):
        for i, j in _pairs([_key(before, s) for s in old[a:b]], [_key(after, s) for s in new[c:d]]):
            same[a + i] = new[c + j]
    return old, same


def _sentences(text: str, tokens: Sequence[Span]) -> list[tuple[str, Span]]:
    """Each sentence without its marks, and which tokens (from, to) stand in it."""
    found, first = [], 0
    for match in SENTENCE.finditer(text):
        last = first
        while last < len(tokens) and tokens[last][0] < match.end():
            last += 1
        if last > first:
            found.append((" ".join(MARK.sub("[]", match[0]).split()), (first, last)))
        first = last
    return found


def _stretches(old: Sequence[tuple[str, Span]], new: Sequence[tuple[str, Span]]) -> Iterator[tuple[Span, Span]]:
    """Runs of tokens that belong together: equal sentences one by one, and what is left between them."""
    matcher = SequenceMatcher(None, [words for words, _ in old], [words for words, _ in new])
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            yield from zip((span for _, span in old[a:b]), (span for _, span in new[c:d]), strict=True)
        elif what == "replace":
            yield (old[a][1][0], old[b - 1][1][1]), (new[c][1][0], new[d - 1][1][1])


def _key(text: str, span: Span) -> str:
    return MARK.sub("[]", text[slice(*span)])


def _pairs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    if old == new:
        yield from ((i, i) for i in range(len(old)))
    elif max(len(old), len(new)) <= MOST_TOKENS:
        for a, b, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
            yield from ((a + i, b + i) for i in range(size))


def _moved(mention: Mention, old: Sequence[Span], same: Mapping[int, Span]) -> Mention | None:
    inside = [i for i, (start, end) in enumerate(old) if start < mention.end and mention.start < end]
    found = [same[i] for i in inside if i in same]
    if not found or len(found) < ENOUGH * len(inside):
        return None
    return replace(mention, start=found[0][0], end=found[-1][1])
