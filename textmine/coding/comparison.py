"""The coder in one table with simple ones and with people: the same narratives, the same codes, the same folds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.coding.agreement import seen
from textmine.coding.baselines import Simple
from textmine.coding.lessons import Lesson
from textmine.coding.resampling import Floats, average_precisions, f1s, ratio, redrawn, with_interval
from textmine.types import Coding

NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Row:
    """One coder's figures, means over the codes.

    Args:
        coder: name in the table.
        on: which narratives.
        narratives: how many.
        codes: over how many codes the means are.
        f1, low, high: macro F1 and its 95 % interval, bootstrapped by child.
        average_precision, ap_low, ap_high: the same of average precision; nan for people, who give no probabilities.
    """

    coder: str
    on: str
    narratives: int
    codes: int
    f1: float
    low: float
    high: float
    average_precision: float = NAN
    ap_low: float = NAN
    ap_high: float = NAN


def compare(
    lesson: Lesson, columns: Sequence[int], coders: Sequence[Simple], *, on: str = "all coded", seed: int
) -> tuple[Row, ...]:
    """A row a coder, over the codes of some columns that at least one narrative has."""
    columns = [c for c in columns if lesson.D[:, c].any()]
    W = redrawn(lesson.children, seed)
    rows = []
    for coder in coders:
        f1 = _macro([f1s(lesson.D[:, c], coder.chosen[:, c], W) for c in columns], len(W))
        average = _macro([average_precisions(lesson.D[:, c], coder.scores[:, c], W) for c in columns], len(W))
        told = (*with_interval(f1), *with_interval(average))
        rows.append(Row(coder.name, on, len(lesson.children), len(columns), *told))
    return tuple(rows)


def ceiling(
    pairs: Mapping[str, tuple[Coding, Coding]],
    lesson: Lesson,
    narratives: Sequence[str],
    columns: Sequence[int],
    *,
    ours: NDArray[np.bool_],
    parents: Mapping[str, str],
    seed: int,
) -> tuple[Row, ...]:
    """People against people where two coded the same narrative, and ours against the reference on those narratives.

    The second person is measured against the first as a coder is against the reference. Where the reference is what they
    settled on, ours has the easier task of the two: both are said.

    Args:
        pairs: narrative to the codings of two people; empty if nobody coded what another did.
        narratives: ids of the rows of the lesson.
        columns: codes to compare on.
        ours: bool[n_docs, n_codes], held out.
    """
    rows = [d for d, id in enumerate(narratives) if id in pairs]
    if not rows:
        return ()
    first, second = (
        np.array([[code in seen(pairs[narratives[d]][who], parents) for code in lesson.codes] for d in rows])
        for who in (0, 1)
    )
    W = redrawn([lesson.children[d] for d in rows], seed)
    columns = [c for c in columns if lesson.D[rows][:, c].any() or first[:, c].any() or second[:, c].any()]
    told = (
        ("A second person", first, second),
        ("This coder, against the first person", first, ours[rows]),
        ("This coder, against the reference", lesson.D[rows], ours[rows]),
    )
    found = []
    for name, truth, said in told:
        f1 = _macro([f1s(truth[:, c], said[:, c], W) for c in columns], len(W))
        found.append(Row(name, "coded twice", len(rows), len(columns), *with_interval(f1)))
    return tuple(found)


def coded_twice(codings: Sequence[Coding]) -> dict[str, tuple[Coding, Coding]]:
    """Narratives that two people coded on their own; what was settled between them does not count."""
    by: dict[str, list[Coding]] = {}
    for coding in sorted(codings, key=lambda c: (c.narrative, c.coder)):
        if coding.human and coding.status != "adjudicated" and not coding.aided:
            by.setdefault(coding.narrative, []).append(coding)
    return {id: (some[0], some[1]) for id, some in by.items() if len({c.coder for c in some}) > 1}


def _macro(values: Sequence[Floats], draws: int) -> Floats:
    """Mean over codes in every draw, of those that have the figure in it."""
    if not values:
        return np.full(draws, np.nan)
    stacked = np.stack(values)
    return ratio(np.nansum(stacked, axis=0), (~np.isnan(stacked)).sum(axis=0).astype(np.float64))
