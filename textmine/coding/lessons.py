"""What a coder learns from: passages, which codes each mentions, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.coding.codebook import Codebook
from textmine.coding.passages import passages_of
from textmine.types import Coding, Matrix, Narrative, Passage


@dataclass(frozen=True, slots=True)
class Lesson:
    """Human-coded narratives as arrays.

    Args:
        codes: the columns of Y and D.
        passages: n_passages of them, narratives in order.
        doc: int[n_passages], row of D that a passage belongs to.
        X: float32[n_passages, 2 * d], sentence beside sentence with its context.
        Y: bool[n_passages, n_codes], whether the passage mentions the code, however asserted.
        attributes: (assertion, time, voice) of each passage's first mention, None without one.
        D: bool[n_docs, n_codes], affirmed and about this episode anywhere in the narrative.
        children: child of each row of D.
    """

    codes: tuple[str, ...]
    passages: tuple[Passage, ...] = field(repr=False)
    doc: NDArray[np.int64] = field(repr=False)
    X: Matrix = field(repr=False)
    Y: NDArray[np.bool_] = field(repr=False)
    attributes: tuple[tuple[str, str, str] | None, ...] = field(repr=False)
    D: NDArray[np.bool_] = field(repr=False)
    children: tuple[str, ...] = field(repr=False)

    def of(self, docs: NDArray[np.int64]) -> Lesson:
        """The part of it that belongs to some narratives."""
        rows = np.flatnonzero(np.isin(self.doc, docs))
        place = {int(old): new for new, old in enumerate(docs)}
        return Lesson(
            self.codes,
            tuple(self.passages[i] for i in rows),
            np.array([place[int(self.doc[i])] for i in rows], dtype=np.int64),
            self.X[rows],
            self.Y[rows],
            tuple(self.attributes[i] for i in rows),
            self.D[docs],
            tuple(self.children[int(d)] for d in docs),
        )


def make_lesson(
    narratives: Sequence[Narrative], codings: Sequence[Coding], codebook: Codebook, encode: object
) -> Lesson:
    """Lesson of the narratives that have a coding; a sub-code brings its parent.

    Args:
        encode: an Encoder.
    """
    by_id = {coding.narrative: coding for coding in codings}
    chosen = [narrative for narrative in narratives if narrative.id in by_id]
    passages = [passages_of(narrative) for narrative in chosen]
    flat = tuple(p for group in passages for p in group)
    column = {code: i for i, code in enumerate(codebook.ids)}
    Y = np.zeros((len(flat), len(column)), dtype=bool)
    D = np.zeros((len(chosen), len(column)), dtype=bool)
    attributes: list[tuple[str, str, str] | None] = [None] * len(flat)
    row = 0
    for d, (narrative, group) in enumerate(zip(chosen, passages, strict=True)):
        for mention in by_id[narrative.id].mentions:
            if mention.code not in column:
                continue
            for code in with_parent(mention.code, codebook):
                D[d, column[code]] |= mention.headline
                for i, passage in enumerate(group, row):
                    if overlap(passage.start, passage.end, mention.start, mention.end):
                        Y[i, column[code]] = True
                        attributes[i] = attributes[i] or (mention.assertion, mention.time, mention.voice)
        row += len(group)
    doc = np.repeat(np.arange(len(chosen)), [len(group) for group in passages])
    X = encode_passages(flat, encode)
    return Lesson(codebook.ids, flat, doc, X, Y, tuple(attributes), D, tuple(n.child for n in chosen))


def encode_passages(passages: Sequence[Passage], encode: object) -> Matrix:
    """`X float32[n_passages, 2 * d]`: the sentence, and the sentence with its heading."""
    alone = encode([p.text for p in passages])  # type: ignore[operator]
    within = encode([f"{p.context}: {p.text}" if p.context else p.text for p in passages])  # type: ignore[operator]
    return np.hstack([alone, within]).astype(np.float32)


def with_parent(code: str, codebook: Codebook) -> tuple[str, ...]:
    """A code, and its parent if it has one."""
    parent = codebook.parents.get(code)
    return (code, parent) if parent else (code,)


def overlap(a_start: int, a_end: int, b_start: int, b_end: int) -> bool:
    """Whether two spans share enough to mean the same place: a third of the shorter one."""
    shared = min(a_end, b_end) - max(a_start, b_start)
    return shared > 0 and shared * 3 >= min(a_end - a_start, b_end - b_start)
