"""Cut a narrative into passages: sentences, each with the heading or question it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.types import Narrative, Passage

# A sentence ends at . ! ? … after a word of two letters or more (so that "p.m." and initials do not end one).
END = re.compile(r"(?<=[\w)\]’'\"”]{2})[.!?…]+['\"’”)]*(?=\s+\S)")
HEADING_WORDS = 9
LONGEST = 45  # words; run-on notes are cut at the next comma, dash or "and"
BREAK = re.compile(r"(?:,|;| -+| –| and | but | then | so )\s*")
TICK = re.compile(r"[☒☐]")


def passages_of(narrative: Narrative) -> tuple[Passage, ...]:
    """Passages in order; together they cover every word that is not a heading alone."""
    found = []
    context = ""
    for start, line in _lines(narrative.text):
        if is_heading(line):
            context = line.strip().rstrip(":").strip()
            continue
        for begin, end, asked in _cells(line):
            for s, e in _sentences(line[begin:end]):
                span = start + begin + s, start + begin + e
                found.append(Passage(narrative.id, *span, narrative.text[slice(*span)], asked or context))
    return tuple(found)


def is_heading(line: str) -> bool:
    """Whether a line only names what follows: short, no full stop, and no tick box or cell."""
    words = line.split()
    if not words or len(words) > HEADING_WORDS or " | " in line or TICK.search(line):
        return False
    if line.rstrip().endswith((":", "?")):
        return True
    return (
        line.rstrip()[-1:].isalnum()
        and line.lstrip()[:1].isupper()
        and len(words) <= 6
        and not re.search(r"[.,;]", line)
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def _cells(line: str) -> Iterator[tuple[int, int, str]]:
    """Cells of a table row; the first asks, the others answer. A plain line is one cell."""
    cells = [(match.start(), match.end()) for match in re.finditer(r"(?:(?! \| ).)+", line)]
    cells = [(s + 3 if line[s : s + 3] == " | " else s, e) for s, e in cells]
    first = line[slice(*cells[0])].strip() if len(cells) > 1 else ""
    for i, (start, end) in enumerate(cells):
        if line[start:end].strip() and not (i == 0 and len(cells) > 1):
            yield start, end, first


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    ends = [match.end() for match in END.finditer(text)] + [len(text)]
    start = 0
    for end in ends:
        for piece in _pieces(text, start, end):
            words = text[slice(*piece)]
            begin = piece[0] + len(words) - len(words.lstrip())
            if words.strip():
                yield begin, begin + len(words.strip())
        start = end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while len(text[start:end].split()) > LONGEST:
        cuts = [m.end() for m in BREAK.finditer(text, start, end)]
        cut = next((c for c in cuts if len(text[start:c].split()) >= LONGEST // 2), None)
        if cut is None or cut >= end:
            break
        yield start, cut
        start = cut
    yield start, end
