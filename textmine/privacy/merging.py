"""One rule for detectors that disagree: union, so that nothing that any of them caught is shown.

Spans are taken in order of trust: roster, then patterns and the tagger by score, then length. A span that overlaps one
taken before gives up the shared part; what is left of it belongs to the span beside it if both are of one family of
labels (a surname after a known first name), and stands alone otherwise. Leftovers without a letter or digit are dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textmine.types import Span

TRUST = {"roster": 0, "decision": 0, "seen elsewhere": 2}
FAMILIES = {
    "LOCATION": "place",
    "ADDRESS": "place",
    "POSTCODE": "place",
    "SCHOOL": "organisation",
    "HOME": "organisation",
    "HOSPITAL": "organisation",
    "ORGANIZATION": "organisation",
    "DATE": "date",
    "DOB": "date",
    "DATE_TIME": "date",
    "REFERENCE": "number",
    "CODE": "number",
    "NHS": "number",
    "PHONE": "number",
}


def merge(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans that do not overlap and cover every letter and digit that the given ones cover, in order of start."""
    taken: list[Span] = []
    for span in sorted(spans, key=_order):
        for start, end in _free(span, taken):
            _take(text, replace(span, start=start, end=end), taken)
    return tuple(sorted(taken))


def _order(span: Span) -> tuple[int, float, int, int]:
    return TRUST.get(span.why.split(":")[0], 1), -span.score, span.start - span.end, span.start


def _free(span: Span, taken: list[Span]) -> list[tuple[int, int]]:
    free = [(span.start, span.end)]
    for other in taken:
        free = [part for start, end in free for part in _without(start, end, other)]
    return free


def _without(start: int, end: int, other: Span) -> list[tuple[int, int]]:
    if other.end <= start or end <= other.start:
        return [(start, end)]
    return [part for part in ((start, other.start), (other.end, end)) if part[0] < part[1]]


def _take(text: str, part: Span, taken: list[Span]) -> None:
    words = text[part.start : part.end]
    if not any(character.isalnum() for character in words):
        return
    for i, other in enumerate(taken):
        beside = text[other.end : part.start] if other.end <= part.start else text[part.end : other.start]
        whole = min(other.start, part.start), max(other.end, part.end)
        cut = part.start == other.end or part.end == other.start
        if cut and _family(other) == _family(part) and not beside.strip():
            taken[i] = replace(other, start=whole[0], end=whole[1])
            return
    start = part.start + len(words) - len(words.lstrip())
    taken.append(replace(part, start=start, end=start + len(words.strip())))


def _family(span: Span) -> str:
    return FAMILIES.get(span.label, span.label)
