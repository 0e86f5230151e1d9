"""How programs count characters: code points or UTF-16 units, line ends of two signs as one or two."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

BREAK = "\r\n"


@dataclass(frozen=True, slots=True)
class Ruler:
    """Positions of a program in a text, and ours: `marks[i]` is where it counts our character `i`; None if it is `i`."""

    length: int
    marks: Sequence[int] | None = field(default=None, repr=False)

    def ours(self, position: int) -> int | None:
        """Our character at a program's position; None outside the text. Within a character, that character."""
        if self.marks is None:
            return position if 0 <= position <= self.length else None
        if not 0 <= position <= self.marks[-1]:
            return None
        return bisect_right(self.marks, position) - 1

    def theirs(self, place: int) -> int:
        """The program's position of one of our characters."""
        return place if self.marks is None else self.marks[place]


def unified(text: str) -> str:
    """The text with `\\n` at all its line ends: what we keep."""
    return text.replace(BREAK, "\n").replace("\r", "\n") if "\r" in text else text


def ruler(text: str, *, utf16: bool, breaks: Sequence[int] | None = None) -> Ruler:
    """How a program counts a text.

    Args:
        text: ours, line ends `\\n`.
        utf16: whether characters beyond U+FFFF count as two.
        breaks: our places of the line ends that count as two; None for none.
    """
    double = set(breaks or ())
    if utf16 and not text.isascii():
        double |= {i for i, sign in enumerate(text) if sign > "\uffff"}
    if not double:
        return Ruler(len(text))
    marks, at = [], 0
    for i in range(len(text)):
        marks.append(at)
        at += 2 if i in double else 1
    return Ruler(len(text), (*marks, at))


def pairs_in(raw: str) -> list[int]:
    """Where line ends of two signs are, as places in the unified text."""
    found, at, before = [], raw.find(BREAK), 0
    while at >= 0:
        found.append(at - before)
        before += 1
        at = raw.find(BREAK, at + 2)
    return found
