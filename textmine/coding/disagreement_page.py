"""A page for two coders to talk over: where they differ, with the words that each of them marked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.coding.agreement import Agreement
from textmine.coding.codebook import Codebook
from textmine.coding.disagreement import Difference, Disagreement
from textmine.pages import page
from textmine.types import Mention, Narrative


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a narrative, and by whom it is marked with a code on which they differ: `first`, `second`, `both`."""

    words: str = field(repr=False)
    by: str = ""
    codes: tuple[str, ...] = ()


def disagreement_page(
    found: Sequence[Disagreement],
    rows: Sequence[Agreement],
    narratives: Mapping[str, Narrative],
    codebook: Codebook,
    *,
    coders: tuple[str, str],
) -> str:
    """The page as one HTML file, everything inside, all text escaped; it holds words of narratives.

    Args:
        rows: agreement on each code; the least agreed stand first.
    """
    differing = [one for one in rows if any(d.code == one.code for each in found for d in each.differences)]
    return page(
        "textmine.coding",
        "disagreements.html.j2",
        style="disagreements.css",
        coders=coders,
        names={code.id: code.name for code in codebook.codes},
        definitions={code.id: code.definition for code in codebook.codes},
        questions=codebook.document_questions,
        rows=sorted(differing, key=lambda row: (row.alpha.value, row.code)),
        counts={
            row.code: [one.narrative for one in found if any(d.code == row.code for d in one.differences)]
            for row in rows
        },
        found=[(one, tuple(pieces(narratives[one.narrative].text, one.differences))) for one in found],
        quote=lambda one, mention: narratives[one.narrative].text[mention.start : mention.end],
        both=rows[0].both if rows else 0,
    )


def pieces(text: str, differences: Sequence[Difference]) -> Iterator[Piece]:
    """The whole text, cut where a mark begins or ends.

    >>> one = Difference("x", "only first", (Mention(2, 4, "x"),), ())
    >>> [(piece.words, piece.by) for piece in pieces("abcdef", [one])]
    [('ab', ''), ('cd', 'first'), ('ef', '')]
    """
    sides = {"first": [m for d in differences for m in d.first], "second": [m for d in differences for m in d.second]}
    edges = sorted({0, len(text), *(place for own in sides.values() for m in own for place in (m.start, m.end))})
    for start, end in itertools.pairwise(edges):
        by = [name for name, own in sides.items() if any(_covers(m, start, end) for m in own)]
        codes = {m.code for own in sides.values() for m in own if _covers(m, start, end)}
        yield Piece(text[start:end], "both" if len(by) == 2 else "".join(by), tuple(sorted(codes)))


def _covers(mention: Mention, start: int, end: int) -> bool:
    return mention.start <= start and end <= mention.end
