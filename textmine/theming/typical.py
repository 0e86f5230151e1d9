"""Passages that stand for a theme: typical of it, and of different children."""

from __future__ import annotations

from collections.abc import Mapping

from textmine.types import Theme


def different(theme: Theme, child_of: Mapping[str, str], *, number: int) -> tuple[tuple[str, int, int], ...]:
    """(narrative, start, end) of at most so many passages, one of each child.

    The first is the most typical one; the others are spread evenly over the typical half, so that they differ.

    Args:
        child_of: narrative to child; passages of other narratives are passed over.
    """
    first: dict[str, tuple[str, int, int]] = {}
    for narrative, start, end, _ in theme.passages:
        if narrative in child_of:
            first.setdefault(child_of[narrative], (narrative, start, end))
    places = list(first.values())
    half = places[: max(number, len(places) // 2)]
    if len(half) <= number:
        return tuple(half)
    step = len(half) / number
    return tuple(half[int(i * step)] for i in range(number))
