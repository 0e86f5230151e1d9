"""Cut a narrative into passages: sentences, each with the heading or question it stands under."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from textmine.types import Narrative, Passage

HEADING_WORDS, TITLE_WORDS = 9, 6
LONGEST = 45  # words; run-on notes are cut at the next comma, dash or "and", and where there is none, between words
WRAPPED = 50  # characters; a shorter line was ended by its writer, not by the margin
# A sentence ends at . ! ? … after a word of two letters or more (so that "p.m." and initials do not end one).
END = re.compile(r"(?<=[\w)\]’'\"”]{2})[.!?…]+['\"’”)]*(?=\s+\S)")
ABBREVIATION = re.compile(r"\b(?:mrs?|ms|dr|st|sgt|insp|cllr|approx|incl|prev|vs)\.$", re.I)
NUMBER = re.compile(r"\A\s*(?:#+|\(?\d{1,3}[.)])\s+")
ONLY_NUMBER = re.compile(r"\s*\(?\d{1,3}[.)]+\s*$")
BULLET = re.compile(r"\s*(?:[-*•·–▪]|\(?\d{1,3}[.)]|#+)\s")
BREAK = re.compile(r"[,;]\s+|\s(?:-+|–|and|but|then|so)\s+")
WORD = re.compile(r"\S+")
TICK = re.compile(r"[☒☐]")
ASKED = re.compile(r"\bQ:\s+(.{1,200}?)\s+A:(?=\s|$)")
# Short notes without a full stop that are no headings: "No injuries", "Went to Mum's".
STATEMENT = re.compile(
    r"(?:no|nil|none|not|nothing|nobody|never|den(?:ied|ies|y)|refus(?:ed|es)|declin(?:ed|es)|he|she|they|we|i|it|went"
    r"|got|was|were|is|are|has|had|said|says|came|stay(?:ed|s)|slept|ran|walked|felt|feels|dim)\b",
    re.I,
)


def passages_of(narrative: Narrative) -> tuple[Passage, ...]:
    """Passages in order; every letter stands in one, or in a heading or question.

    A heading is also the context of the passages under it; what only looks like one, with nothing under it, is a
    passage. A table row or a line `Q: … A: …` gives its answers, with the question as context. A line that was broken
    at the margin is read together with the next.
    """
    found: list[Passage] = []
    context = ""
    text = narrative.text
    blocks = tuple(_blocks(text))
    for start, end in blocks:
        line = text[start:end]
        if is_heading(line) and (start, end) != blocks[-1]:
            context = NUMBER.sub("", line, count=1).strip().rstrip(":").strip()
            continue
        for begin, stop, asked in _answers(line):
            for s, e in _sentences(line[begin:stop]):
                span = start + begin + s, start + begin + e
                found.append(Passage(narrative.id, *span, text[slice(*span)], asked or context))
    return tuple(found)


def is_heading(line: str) -> bool:
    """Whether a line only names what follows: short, no full stop, no bullet, no tick box, no cell, no statement."""
    bare = NUMBER.sub("", line, count=1).strip()
    words = bare.split()
    if not words or len(words) > HEADING_WORDS or " | " in line or TICK.search(line) or ASKED.search(line):
        return False
    if line.lstrip().startswith("#") and bare != line.strip():
        return True
    if BULLET.match(line) and bare == line.strip():
        return False
    return bare.endswith((":", "?")) or _is_title(bare)


def _is_title(line: str) -> bool:
    return (
        len(line.split()) <= TITLE_WORDS
        and line[:1].isupper()
        and line[-1:].isalnum()
        and not re.search(r"[.,;]|:\s", line)
        and not STATEMENT.match(line)
    )


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines that say something, each with what was wrapped onto the next ones."""
    open_: tuple[int, int] | None = None
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        last = text[open_[0] : open_[1]].rpartition("\n")[2] if open_ else ""
        if open_ and _goes_on(last, line):
            open_ = open_[0], end
        else:
            if open_:
                yield open_
            open_ = (start, end) if line.strip() else None
        start = end + 1
    if open_:
        yield open_


def _goes_on(line: str, following: str) -> bool:
    """Whether a line was broken at the margin only."""
    if len(line) < WRAPPED or line.rstrip()[-1:] in ".!?…:;\"”’'" or not re.match(r"[a-z(\[\d]", following):
        return False
    return not any(" | " in part or TICK.search(part) or ASKED.search(part) for part in (line, following)) and not (
        BULLET.match(following)
    )


def _answers(line: str) -> Iterator[tuple[int, int, str]]:
    """Stretches that say something, each with what was asked, "" if nothing was."""
    asked = list(ASKED.finditer(line))
    if not asked:
        yield from _cells(line)
        return
    yield 0, asked[0].start(), ""
    ends = [*(match.start() for match in asked[1:]), len(line)]
    for match, end in zip(asked, ends, strict=True):
        ticked = TICK.search(line, match.end(), end) and not _says(line[match.end() : end])
        yield (match.start(), end, "") if ticked else (match.end(), end, match[1])


def _cells(line: str) -> Iterator[tuple[int, int, str]]:
    """Cells of a table row; the first asks, if it is short, and the others answer. A plain line is one cell.

    A row whose answer is no more than a tick box stays whole.
    """
    edges = [match.span() for match in re.finditer(r"(?<= )\|(?= )|^\||\|$", line)]
    starts, ends = [0, *(end for _, end in edges)], [*(start for start, _ in edges), len(line)]
    cells = [(start, end) for start, end in zip(starts, ends, strict=True) if line[start:end].strip()]
    if len(cells) > 1 and not _says(line[cells[1][0] :]):
        cells = [(cells[0][0], cells[-1][1])]
    first = line[slice(*cells[0])].strip() if len(cells) > 1 else ""
    asks = bool(first) and _asks(first)
    for start, end in cells[1:] if asks else cells:
        yield start, end, first if asks else ""


def _says(words: str) -> bool:
    return any(letter.isalnum() for letter in words)


def _asks(cell: str) -> bool:
    words = len(cell.split())
    if TICK.search(cell) or STATEMENT.match(cell):
        return cell.endswith("?") and words <= HEADING_WORDS
    return words <= (3 * HEADING_WORDS if cell.endswith(("?", ":")) else HEADING_WORDS)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in (*_ends(text), len(text)):
        for box in _boxes(text, start, end):
            for piece in _bounded(text, *box):
                words = text[slice(*piece)]
                begin = piece[0] + len(words) - len(words.lstrip())
                if _says(words):
                    yield begin, begin + len(words.strip())
        start = end


def _ends(text: str) -> Iterator[int]:
    start = 0
    for match in END.finditer(text):
        abbreviated = match[0] == "." and ABBREVIATION.search(text, max(0, match.start() - 8), match.end())
        if not abbreviated and not ONLY_NUMBER.match(text, start, match.end()):
            yield match.end()
            start = match.end()


def _boxes(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A row of tick boxes is cut at the boxes if it is clear on which side of its box a label stands."""
    ticks = [match.start() for match in TICK.finditer(text, start, end)]
    words = text[start:end].strip()
    before, after = bool(TICK.match(words)), bool(words and TICK.match(words[-1]))
    cuts = [tick + (0 if before else 1) for tick in ticks] if before != after and " | " not in words else []
    yield from pairwise([start, *cuts, end])


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pieces of at most `LONGEST` words."""
    words = [match.start() for match in WORD.finditer(text, start, end)]
    breaks = [match.end() for match in BREAK.finditer(text, start, end)] if len(words) > LONGEST else []
    first = 0
    while len(words) - first > LONGEST:
        low, high = words[first + LONGEST // 2], words[first + LONGEST]
        place = bisect_left(breaks, low)
        cut = min(breaks[place], high) if place < len(breaks) else high
        yield start, cut
        start, first = cut, bisect_left(words, cut)
    yield start, end
