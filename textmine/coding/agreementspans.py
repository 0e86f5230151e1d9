"""Whether two coders mark the same words: spans of one code are matched where they share at least half."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.types import Coding, Mention

ENOUGH = 0.5  # intersection over union, as in the evaluation of named entities and objects


def matched(first: Sequence[Mention], second: Sequence[Mention]) -> int:
    """How many spans of the first have a partner in the second; each has one at most, the best pairs first."""
    pairs = [(overlap(one, other), i, j) for i, one in enumerate(first) for j, other in enumerate(second)]
    left, right = set(range(len(first))), set(range(len(second)))
    for share, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        if share >= ENOUGH and i in left and j in right:
            left.remove(i)
            right.remove(j)
    return len(first) - len(left)


def overlap(one: Mention, other: Mention) -> float:
    """Intersection over union, in characters.

    >>> overlap(Mention(0, 10, "x"), Mention(5, 10, "x"))
    0.5
    """
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start))


def spans(coding: Coding, code: str) -> list[Mention]:
    """Places of a code, however it is asserted."""
    places = {(mention.start, mention.end) for mention in coding.mentions if mention.code == code}
    return [Mention(start, end, code) for start, end in sorted(places)]
