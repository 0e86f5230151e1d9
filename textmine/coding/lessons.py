"""What a coder learns from: passages, which codes each mentions, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.coding.codebook import Codebook
from textmine.coding.encoder import reading
from textmine.coding.passages import passages_of
from textmine.types import ASSERTIONS, TIMES, VOICES, Coding, Matrix, Mention, Narrative, Passage

Read = Callable[[list[str]], Matrix]
"""Readings to `float32[n_readings, 2 * d]`; none to `float32[0, 2 * d]`."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Human-coded narratives as arrays.

    Args:
        codes: the columns of Y and D.
        passages: n_passages of them, narratives in order.
        doc: int[n_passages], row of D that a passage belongs to.
        X: float32[n_passages, 2 * d], sentence beside sentence with its heading.
        Y: bool[n_passages, n_codes], whether the passage mentions the code, however asserted.
        D: bool[n_docs, n_codes], affirmed and about this episode anywhere in the narrative.
        children: child of each row of D; its length is the number of narratives.
        marks: int64[n_marks, 5], passage, code, assertion, time and voice: how each passage asserts each of its codes.
        start: weights that a coder starts from, see `starting`; empty: from nothing.
    """

    codes: tuple[str, ...]
    passages: tuple[Passage, ...] = field(repr=False)
    doc: NDArray[np.int64] = field(repr=False)
    X: Matrix = field(repr=False)
    Y: NDArray[np.bool_] = field(repr=False)
    D: NDArray[np.bool_] = field(repr=False)
    children: tuple[str, ...] = field(repr=False)
    marks: NDArray[np.int64] = field(repr=False, default_factory=lambda: np.zeros((0, 5), dtype=np.int64))
    start: Mapping[str, NDArray[np.float32]] = field(repr=False, default_factory=dict)

    def of(self, docs: NDArray[np.int64]) -> Lesson:
        """The part of it that belongs to some narratives; `docs` are rows of D, in rising order."""
        rows = np.flatnonzero(np.isin(self.doc, docs))
        place = {int(old): new for new, old in enumerate(docs)}
        marks = self.marks[np.isin(self.marks[:, 0], rows)].copy()
        marks[:, 0] = np.searchsorted(rows, marks[:, 0])
        return Lesson(
            self.codes,
            tuple(self.passages[i] for i in rows),
            np.array([place[int(self.doc[i])] for i in rows], dtype=np.int64),
            self.X[rows],
            self.Y[rows],
            self.D[docs],
            tuple(self.children[int(d)] for d in docs),
            marks,
            self.start,
        )


def make_lesson(
    narratives: Sequence[Narrative],
    codings: Sequence[Coding],
    codebook: Codebook,
    read: Read,
    *,
    start: Mapping[str, NDArray[np.float32]] | None = None,
) -> Lesson:
    """Lesson of the narratives that have a coding; a sub-code brings its parent; codes that the codebook lacks are passed over.

    Args:
        codings: one for each narrative; of several the last counts.
        read: an encoder's `read`.
        start: weights that a coder starts from, if there are any for this encoder.
    """
    by_id = {coding.narrative: coding for coding in codings}
    chosen = [narrative for narrative in narratives if narrative.id in by_id]
    groups = [passages_of(narrative) for narrative in chosen]
    passages = tuple(passage for group in groups for passage in group)
    Y = np.zeros((len(passages), len(codebook.ids)), dtype=bool)
    D = np.zeros((len(chosen), len(codebook.ids)), dtype=bool)
    marks: list[tuple[int, int, int, int, int]] = []
    row = 0
    for d, (narrative, group) in enumerate(zip(chosen, groups, strict=True)):
        rows = slice(row, row + len(group))
        mentions = [m for m in sorted(by_id[narrative.id].mentions) if m.code in codebook.ids]
        D[d], Y[rows] = _taught(mentions, group, codebook)
        marks += _marks(mentions, group, codebook, first=row)
        row += len(group)
    doc = np.repeat(np.arange(len(chosen), dtype=np.int64), [len(group) for group in groups])
    X = encode_passages(passages, read)
    marked = np.array(marks, dtype=np.int64).reshape(-1, 5)
    children = tuple(narrative.child for narrative in chosen)
    return Lesson(codebook.ids, passages, doc, X, Y, D, children, marked, start or {})


def encode_passages(passages: Sequence[Passage], read: Read) -> Matrix:
    """`X float32[n_passages, 2 * d]`: the sentence beside the sentence with its heading; equal readings are read once."""
    readings = [reading(passage) for passage in passages]
    place = {one: i for i, one in enumerate(dict.fromkeys(readings))}
    return read(list(place))[[place[one] for one in readings]]


def within(passage: Passage) -> str:
    """The words of a passage and of the heading or question that it stands under."""
    return f"{passage.context}: {passage.text}" if passage.context else passage.text


def _taught(
    mentions: Sequence[Mention], group: Sequence[Passage], codebook: Codebook
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """A narrative's row of D and its passages' rows of Y."""
    column = {code: i for i, code in enumerate(codebook.ids)}
    D, Y = np.zeros(len(column), dtype=bool), np.zeros((len(group), len(column)), dtype=bool)
    for mention in mentions:
        columns = [column[code] for code in with_parent(mention.code, codebook)]
        D[columns] |= mention.headline
        for i, passage in enumerate(group):
            if overlap(passage.start, passage.end, mention.start, mention.end):
                Y[i, columns] = True
    return D, Y


def _marks(
    mentions: Sequence[Mention], group: Sequence[Passage], codebook: Codebook, *, first: int
) -> list[tuple[int, int, int, int, int]]:
    """How each passage asserts each of its codes; what is affirmed and about this episode goes before all else."""
    column = {code: i for i, code in enumerate(codebook.ids)}
    found: dict[tuple[int, int], tuple[int, int, int]] = {}
    for mention in sorted(mentions, key=lambda m: (not m.headline, m)):
        how = ASSERTIONS.index(mention.assertion), TIMES.index(mention.time), VOICES.index(mention.voice)
        for i, passage in enumerate(group, first):
            if overlap(passage.start, passage.end, mention.start, mention.end):
                for code in with_parent(mention.code, codebook):
                    found.setdefault((i, column[code]), how)
    return [(*place, *how) for place, how in sorted(found.items())]


def with_parent(code: str, codebook: Codebook) -> tuple[str, ...]:
    """A code, and its parent if it has one."""
    parent = codebook.parents.get(code)
    return (code, parent) if parent else (code,)


def overlap(a_start: int, a_end: int, b_start: int, b_end: int) -> bool:
    """Whether two spans share enough to mean the same place: a third of the shorter one."""
    shared = min(a_end, b_end) - max(a_start, b_start)
    return shared > 0 and shared * 3 >= min(a_end - a_start, b_end - b_start)
