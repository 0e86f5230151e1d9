"""What every reader gives back: one part of a file for each write-up in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from textmine.privacy.readers.columns import Columns


@dataclass(frozen=True, slots=True)
class Part:
    """One write-up of a file.

    Args:
        text: as the reader laid it out.
        key: the row of an export, "" for a whole document.
        child: the case system's reference of the child, "" if the file does not say.
    """

    text: str = field(repr=False)
    key: str = field(default="", repr=False)
    child: str = field(default="", repr=False)


Reader = Callable[[bytes, Columns], tuple[Part, ...]]


def whole(text: Callable[[bytes], str]) -> Reader:
    """A reader of files that hold one write-up each, made from a function that extracts their text."""

    def read(data: bytes, columns: Columns) -> tuple[Part, ...]:
        return (Part(text(data)),)

    return read
