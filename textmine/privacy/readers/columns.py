"""Which column of an export holds the text, the row's id and the child's reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textmine.errors import ReadError

TEXT_HEADINGS = (
    "text",
    "narrative",
    "return interview",
    "interview text",
    "interview notes",
    "debrief",
    "debrief notes",
    "write up",
    "writeup",
    "write-up",
    "case note",
    "case notes",
    "notes",
    "summary",
    "free text",
    "details",
    "description",
    "comments",
)
ID_HEADINGS = (
    "id",
    "record id",
    "interview id",
    "episode id",
    "form id",
    "note id",
    "reference",
    "ref",
)
CHILD_HEADINGS = (
    "child",
    "child id",
    "child reference",
    "child ref",
    "person id",
    "young person id",
    "yp id",
    "client id",
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Headings of an export; case, underscores and spaces around and between the words do not matter.

    A heading that was left at its default is also looked for under its likely synonyms, in their order. A heading
    that was chosen must be there: the wrong column would be read without anybody noticing.

    Args:
        text: the write-up.
        id: what the row is called, unique in the file.
        child: the case system's reference of the child.
    """

    text: str = "text"
    id: str = "id"
    child: str = "child"


DEFAULT = Columns()


@dataclass(frozen=True, slots=True)
class Places:
    """Where the columns stand, from 0; `None` if the export has no such column."""

    text: int
    id: int | None
    child: int | None


def placed(headings: Sequence[str], columns: Columns) -> Places | None:
    """Where the columns stand under these headings.

    Returns:
        `None` if no heading names the text.

    Raises:
        ReadError: a heading that was chosen for the id or the child is missing, or a heading stands twice.

    >>> placed(["Person ID", "Debrief"], DEFAULT)
    Places(text=1, id=None, child=0)
    """
    plain = [_plain(heading) for heading in headings]
    text = _place(plain, text_headings(columns))
    if text is None:
        return None
    identity = _place(plain, _wanted(columns.id, ID_HEADINGS), required=columns.id != DEFAULT.id)
    child = _place(plain, _wanted(columns.child, CHILD_HEADINGS), required=columns.child != DEFAULT.child)
    return Places(text, identity, child)


def text_headings(columns: Columns) -> tuple[str, ...]:
    """The headings under which the text is looked for, in order."""
    return _wanted(columns.text, TEXT_HEADINGS)


def _wanted(heading: str, synonyms: tuple[str, ...]) -> tuple[str, ...]:
    return synonyms if _plain(heading) == synonyms[0] else (heading,)


def _plain(heading: str) -> str:
    return " ".join(heading.replace("_", " ").split()).casefold()


def _place(headings: list[str], wanted: tuple[str, ...], *, required: bool = False) -> int | None:
    for heading in map(_plain, wanted):
        if headings.count(heading) > 1:
            raise ReadError(
                "Two columns of the export have the same heading",
                where=f"heading {heading}",
                next_step="rename or remove one of the two columns",
            )
        if heading in headings:
            return headings.index(heading)
    if required:
        raise ReadError(
            "The export lacks a column that the settings name",
            where=f"heading {wanted[0]}",
            next_step="correct the column's name in the settings, or export again with it",
        )
    return None
