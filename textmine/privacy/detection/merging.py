"""One rule for detectors that disagree: union, so that nothing that any of them caught is shown.

Spans are taken in order of trust: e-mail and web addresses and handles, which may hold names; the roster and people's
decisions; patterns and the tagger by score, then length; references that only the tagger sees and what was seen
elsewhere. A span that overlaps one taken before gives up the shared part; what is left of it belongs to the span beside
it if both are of one family of labels (a surname after a known first name), and stands alone otherwise. Leftovers
without letter or digit are dropped.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from dataclasses import replace

from textmine.types import Span

TRUST = {"roster": 0, "decision": 0, "seen elsewhere": 2}
# A name inside an address is part of the address; what the text calls a date of birth is one, though the tagger is as
# sure of a date; and what a number is, its pattern knows better than the tagger.
WHOLE = {"EMAIL": -1, "URL": -1, "DOB": 0, "CODE": 2}
SURE_HANDLE = 0.9
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
    """Spans that do not overlap and cover every letter and digit that the given ones cover, in order of start.

    The order in which the spans are given makes no difference.
    """
    taken: list[Span] = []
    for span in sorted(set(spans), key=_order):
        for start, end in list(_free(span, taken)):
            _take(text, replace(span, start=start, end=end), taken)
    return tuple(taken)


def _order(span: Span) -> tuple[int, float, int, int, str, str, str]:
    trust = WHOLE.get(span.label, TRUST.get(span.why.split(":")[0], 1))
    if span.label == "HANDLE" and span.score >= SURE_HANDLE:
        trust = WHOLE["EMAIL"]
    return trust, -span.score, span.start - span.end, span.start, span.label, span.why, span.entity


def _free(span: Span, taken: list[Span]) -> Iterator[tuple[int, int]]:
    """The parts of a span that no span has taken; `taken` is in order and without overlaps."""
    at = span.start
    for i in range(max(0, _first_after(span.start, taken) - 1), len(taken)):
        other = taken[i]
        if other.start >= span.end:
            break
        if at < other.start:
            yield at, other.start
        at = max(at, other.end)
    if at < span.end:
        yield at, span.end


def _first_after(place: int, taken: list[Span]) -> int:
    return bisect_left(taken, place, key=lambda span: span.start)


def _take(text: str, part: Span, taken: list[Span]) -> None:
    words = text[part.start : part.end]
    if not any(character.isalnum() for character in words):
        return
    start = part.start + len(words) - len(words.lstrip())
    tight = replace(part, start=start, end=start + len(words.strip()))
    at = _first_after(part.start, taken)
    for i, touches in (
        (at - 1, at and taken[at - 1].end == part.start),
        (at, taken[at:] and taken[at].start == part.end),
    ):
        if touches and _family(taken[i]) == _family(part):
            other = taken[i]
            taken[i] = replace(other, start=min(other.start, tight.start), end=max(other.end, tight.end))
            return
    insort(taken, tight)


def _family(span: Span) -> str:
    return FAMILIES.get(span.label, span.label)
