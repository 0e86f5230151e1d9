"""What became of a suggestion that a person looked at: accepted, edited or rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.types import Mention, Status


@dataclass(frozen=True, slots=True)
class Fates:
    """How many suggested marks were kept as they were, changed, or taken out, and how many a person added."""

    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    added: int = 0

    def __add__(self, other: Fates) -> Fates:
        """Both together."""
        return Fates(
            self.accepted + other.accepted,
            self.edited + other.edited,
            self.rejected + other.rejected,
            self.added + other.added,
        )


def fates(suggested: Sequence[Mention], kept: Sequence[Mention]) -> Fates:
    """What became of each suggested mark.

    Kept is what has place, code, assertion, time and voice as before; changed what overlaps a mark of the same code.
    """
    left = set(map(_plain, kept))
    same = {_plain(mention) for mention in suggested} & left
    rest = sorted(left - same)
    accepted = edited = 0
    others = []
    for mention in suggested:
        if _plain(mention) in same:
            accepted += 1
        else:
            others.append(mention)
    for mention in others:
        match = next(
            (one for one in rest if one[2] == mention.code and one[0] < mention.end and mention.start < one[1]), None
        )
        if match:
            rest.remove(match)
            edited += 1
    return Fates(accepted, edited, len(others) - edited, len(rest))


def fate(suggested: Sequence[Mention], kept: Sequence[Mention]) -> Status:
    """What became of the suggestion as a whole: rejected is one of which nothing was kept."""
    found = fates(suggested, kept)
    if not found.edited + found.rejected + found.added:
        return "accepted"
    return "edited" if found.accepted + found.edited or not suggested else "rejected"


def _plain(mention: Mention) -> tuple[int, int, str, str, str, str]:
    return mention.start, mention.end, mention.code, mention.assertion, mention.time, mention.voice
