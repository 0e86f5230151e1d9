"""Places in a text as another program has it, in the narrative that it became: exactly, by what the vault has kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from textmine.privacy.vault.vault import Vault
from textmine.types import Coding, Mention


@dataclass(frozen=True, slots=True)
class Way:
    """From characters of a program's text to those of the narrative.

    Args:
        laid_out: for each character of the program's text and its end, the one of the write-up as the reader laid it out.
        starts, ends: of the identifiers in the write-up, in order.
        new_starts, new_ends: of what stands in their place in the narrative.
    """

    laid_out: Sequence[int] = field(repr=False)
    starts: Sequence[int] = field(repr=False)
    ends: Sequence[int] = field(repr=False)
    new_starts: Sequence[int] = field(repr=False)
    new_ends: Sequence[int] = field(repr=False)

    def moved(self, mention: Mention) -> Mention | None:
        """The mention at its new place; one within an identifier is at what stands for it; None if nothing is left."""
        start, end = self.laid_out[mention.start], self.laid_out[mention.end]
        new_start, new_end = self._new(start, last=False), self._new(end, last=True)
        return replace(mention, start=new_start, end=new_end) if start < end and new_start < new_end else None

    def _new(self, place: int, *, last: bool) -> int:
        """An end of a mention: inside an identifier it goes to the identifier's own end on that side."""
        before = bisect_right(self.starts, place - 1 if last else place) - 1
        if before < 0:
            return place
        inside = place < self.ends[before] or (last and place == self.ends[before])
        if inside:
            return self.new_ends[before] if last else self.new_starts[before]
        return place + self.new_ends[before] - self.ends[before]


def way_through(text: str, original: Mapping[str, Any]) -> Way | None:
    """The way from a program's text to its narrative; None if the write-up was another text.

    Args:
        text: with `\\n` at line ends.
        original: what the vault keeps of the write-up.
    """
    laid_out = _aligned(text, str(original["text"]))
    if laid_out is None:
        return None
    columns = [
        [int(one[name]) for one in original["replacements"]] for name in ("start", "end", "new_start", "new_end")
    ]
    return Way(laid_out, *columns)


def moved(codings: Sequence[Coding], ways: Mapping[str, Way]) -> tuple[tuple[Coding, ...], int]:
    """The codings at their places in the narratives, and how many mentions have no place there."""
    lost, found = 0, []
    for coding in codings:
        if coding.narrative in ways:
            places = [ways[coding.narrative].moved(mention) for mention in coding.mentions]
            lost += places.count(None)
            coding = replace(coding, mentions=tuple(sorted({one for one in places if one})))
        found.append(coding)
    return tuple(found), lost


def originals_of(vault: Vault, ends: Mapping[str, str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(source, narrative, what is kept) of write-ups whose id ends in a way that is asked for.

    Args:
        ends: the end of a write-up's id, e.g. `project.qdpx#Interview 1`, to the GUID of its source.
    """
    for id, _, kept in vault.originals():
        name = str(kept.get("name", ""))
        end = name.rpartition("/")[2] if name.rpartition("/")[2] in ends else name
        if "replacements" in kept and end in ends:
            yield ends[end], id, kept


def _aligned(text: str, laid_out: str) -> list[int] | None:
    """Where each character went when the reader took out blanks at line ends and what cannot be seen."""
    places, at = [], 0
    for sign in text:
        places.append(at)
        if at < len(laid_out) and (
            sign == laid_out[at] or (laid_out[at] == "\n" and sign in "\x0b\x0c\x85\u2028\u2029")
        ):
            at += 1
    return [*places, at] if at == len(laid_out) else None
