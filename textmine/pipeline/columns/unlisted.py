"""Words in columns with a list of usual ones that are none of them: kept as they are, so somebody should know of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textmine.reporting.columns import UNKNOWN, simple
from textmine.reporting.episodes import EpisodeRow, Problem

USUAL = {
    "placement_type": (
        *(
            "children's home",
            "children’s home",
            "childrens home",
            "children home",
            "foster",
            "kinship",
            "supported",
            "secure",
        ),
        *("parent", "hospital", "other"),
    ),
    "nation": ("england", "wales", "scotland", "northern ireland"),
}
SHOWN = {
    "placement_type": "children_home, foster, kinship, supported, secure, parent, hospital, other",
    "nation": "England, Wales, Scotland, Northern Ireland",
}


def unlisted(rows: Sequence[EpisodeRow]) -> Iterator[Problem]:
    """Cells of `placement_type` and `nation` that reports would show under a name of their own."""
    for row in rows:
        for column, words in (("placement_type", row.placement_type), ("nation", row.nation)):
            if words != UNKNOWN and simple(words) not in USUAL[column]:
                yield Problem(row.row, column, _said(column))


def _said(column: str) -> str:
    return f"is none of: {SHOWN[column]}; it is counted under its own word unless you map it under [words] in textmine.toml"
