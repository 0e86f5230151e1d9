"""Areas in place of places: a town that the settings name becomes the larger area it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from textmine.privacy.case.naming import mutated
from textmine.privacy.language.folding import fold
from textmine.privacy.language.plainwords import just_a_word
from textmine.types import Span

LABEL = "AREA"
PLACES = frozenset({"LOCATION", "ORGANIZATION", "PERSON", "ADDRESS"})


def coarsened(text: str, spans: Sequence[Span], areas: Mapping[str, str]) -> list[Span]:
    """The spans, with places that have an area in place of what the detectors said of them.

    A place inside a longer name (`Porth Merin Academy`) stays part of it. A key that is also a word counts without a
    capital only where a detector found it.

    Args:
        text, spans: a write-up and its spans, in order, not overlapping.
        areas: place to area, as the settings have them.
    """
    kept = list(spans)
    for found in _places(text, areas):
        over = [span for span in kept if span.start < found.end and found.start < span.end]
        whole = all(found.start <= s.start and s.end <= found.end and s.label in PLACES for s in over)
        sure = bool(over) or text[found.start].isupper() or not just_a_word(text[found.start : found.end])
        if whole and sure:
            kept = [span for span in kept if span not in over] + [found]
    return sorted(kept)


def area_mark(area: str) -> str:
    """What stands in a narrative for an area.

    >>> area_mark("North Wales coast")
    '[NORTH WALES COAST]'
    """
    return f"[{' '.join(re.sub(r'[^A-Z ]+', ' ', fold(area).text.upper()).split())}]"


def area_of(place: str, areas: Mapping[str, str]) -> str:
    """The area of a place of the episodes table; the place itself where the settings name none."""
    return next((area for name, area in areas.items() if _key(name) == _key(place)), place)


def _places(text: str, areas: Mapping[str, str]) -> Iterator[Span]:
    """Places with an area, the longest name first; they do not overlap."""
    of = {_key(form): area for place, area in areas.items() for form in (*mutated(fold(place).text), place)}
    if not of:
        return
    folded = fold(text)
    longest = sorted(of, key=lambda form: (-len(form), form))
    pattern = "|".join(r"[\s-]+".join(map(re.escape, form.split())) for form in longest)
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", folded.text, re.I):
        yield Span(*folded.back(*match.span()), LABEL, 1.0, "area", of[_key(match[0])])


def _key(words: str) -> str:
    return " ".join(re.sub(r"[\s-]+", " ", fold(words).text).casefold().split())
