"""Codings that a person should look at again: the coder, taught by all other children, is sure of the opposite.

Plain self-confidence on held-out probabilities finds as much as confident learning does (Northcutt, Jiang & Chuang 2021
compare both; measured here in docs/evaluation.md).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textmine.coding.heldout import HeldOut, columns_of
from textmine.coding.lessons import Lesson

MOST, LEAST_DOUBT = 50, 0.8


@dataclass(frozen=True, slots=True)
class Doubt:
    """A human decision that may be a slip.

    Args:
        narrative, code: where.
        coded: whether the person coded it.
        probability: that the narrative has it, by a coder that saw nothing of its child.
    """

    narrative: str
    code: str
    coded: bool
    probability: float


def doubts(lesson: Lesson, held: HeldOut, narratives: Sequence[str], *, usable: Sequence[str]) -> tuple[Doubt, ...]:
    """The most doubtful decisions of people, at most fifty, the most doubtful first.

    Args:
        narratives: ids of the rows of the lesson.
        usable: codes of which the coder knows enough to doubt.
    """
    columns = columns_of(lesson, usable)
    against = np.where(lesson.D, 1 - held.P, held.P)[:, columns]
    order = np.argsort(-against, axis=None, kind="stable")[:MOST]
    found = []
    for d, place in zip(*np.unravel_index(order, against.shape), strict=True):
        if against[d, place] >= LEAST_DOUBT:
            c = columns[int(place)]
            found.append(Doubt(narratives[d], lesson.codes[c], bool(lesson.D[d, c]), round(float(held.P[d, c]), 4)))
    return tuple(found)


def doubts_table(doubts: Sequence[Doubt]) -> str:
    """As CSV: ids, codes and probabilities; no text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["narrative", "code", "coded", "probability"])
    writer.writerows([d.narrative, d.code, "yes" if d.coded else "no", d.probability] for d in doubts)
    return out.getvalue()
