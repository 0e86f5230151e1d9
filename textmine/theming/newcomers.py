"""Small themes that begin in the last quarter: passages whose nearest neighbours, child by child, are recent too.

Clusters of all passages hide what three in a hundred children begin to speak of. So each recent passage is asked how many
of its nearest passages of other children are recent. One surprising answer may come by chance, several near each other seldom
do: so its answer counts together with those of its nearest recent neighbours. How surprising that is, is told by shuffling the
quarters of the interviews, which keeps every child's words together. The largest surprise of a shuffle is what the real ones
must exceed, so that all passages together give a false alarm as seldom as the level says (Westfall and Young 1993).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NEIGHBOURS = 40  # passages of other children that are looked at
FEWEST = 4  # neighbours from which on a share is judged
BESIDE = 4  # recent neighbours whose answers count as much as a passage's own
CLOSEST = 10  # neighbours among which these are
SHUFFLES = 199
LEVEL = 0.025
BLOCK = 1_000
MOST_ANCHORS = 20_000


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A group of passages that begins in the last quarter.

    Args:
        rows: of the passages, closest to its middle first.
        p: of the whole search.
    """

    rows: tuple[int, ...] = field(repr=False)
    p: float


def newcomers(
    Z: Floats, child: Ints, interview: Ints, recent: NDArray[np.bool_], *, seed: int, level: float = LEVEL
) -> tuple[Newcomer, ...]:
    """Groups of passages that begin in the recent interviews; none if nothing stands out.

    Args:
        Z: float64[n, d], rows of length one.
        child: int[n], whose passage it is.
        interview: int[n] in [0, n_interviews), of which interview.
        recent: bool[n_interviews].
    """
    share = float(recent.mean()) if len(recent) else 0.0
    if not 0.0 < share <= 0.5:
        return ()
    anchors = _anchors(len(Z), seed)
    near = neighbours(Z, child, anchors)
    surprise = _surprise_of(near.shape[1], share)
    real = _surprises(near, interview, anchors, recent, surprise)
    largest = _shuffled(near, interview, anchors, recent, surprise, seed)
    bar = np.sort(largest)[int(np.ceil((1 - level) * (len(largest) + 1))) - 1]
    standing_out = np.flatnonzero(real > bar)
    return _groups(Z, child, near, anchors, standing_out, real, largest, recent[interview])


def neighbours(Z: Floats, child: Ints, anchors: Ints) -> Ints:
    """int[n_anchors, k]: the nearest passage of each of the k nearest other children, nearest first."""
    k = min(NEIGHBOURS, max(1, len(np.unique(child)) - 1))
    found = np.zeros((len(anchors), k), dtype=np.int64)
    wanted = min(len(Z) - 1, 3 * k)
    for at in range(0, len(anchors), BLOCK):
        rows = anchors[at : at + BLOCK]
        close = Z[rows] @ Z.T
        close[child[rows][:, None] == child[None, :]] = -2.0
        best = np.argpartition(-close, wanted, axis=1)[:, :wanted]
        order = np.argsort(-np.take_along_axis(close, best, axis=1), axis=1, kind="stable")
        best = np.take_along_axis(best, order, axis=1)
        found[at : at + BLOCK] = _one_of_each(best, child, k)
    return found


def _one_of_each(best: Ints, child: Ints, k: int) -> Ints:
    """Of each child the nearest passage only; where there are too few children the last one is repeated."""
    chosen = np.zeros((len(best), k), dtype=np.int64)
    for place, row in enumerate(best):
        _, first = np.unique(child[row], return_index=True)
        own = row[np.sort(first)][:k]
        chosen[place, : len(own)] = own
        chosen[place, len(own) :] = own[-1]
    return chosen


def _anchors(n: int, seed: int) -> Ints:
    if n <= MOST_ANCHORS:
        return np.arange(n, dtype=np.int64)
    return np.sort(np.random.default_rng(seed).choice(n, MOST_ANCHORS, replace=False)).astype(np.int64)


def _surprise_of(k: int, share: float) -> Floats:
    """float64[k + 1, k + 1]: -log P(at least a of the m nearest are recent), at [m, a]."""
    from scipy.stats import binom

    m, a = np.meshgrid(np.arange(k + 1), np.arange(k + 1), indexing="ij")
    return np.asarray(np.where((a <= m) & (m >= FEWEST), -binom.logsf(a - 1, m, share), 0.0))


def _surprises(near: Ints, interview: Ints, anchors: Ints, recent: NDArray[np.bool_], surprise: Floats) -> Floats:
    """float64[n_anchors]: mean of a passage's own and of its nearest recent neighbours'; 0 for one that is not recent.

    A passage's own is the largest over how many neighbours are looked at. In a large corpus not every passage is an anchor;
    neighbours that are none have no answer and do not count.
    """
    of_row = recent[interview]
    rows = np.flatnonzero(of_row[anchors])
    found = np.zeros(len(anchors))
    if not len(rows):
        return found
    own, known = np.zeros(len(interview)), np.zeros(len(interview), dtype=np.bool_)
    known[anchors] = True
    counts = np.cumsum(of_row[near[rows]], axis=1)
    own[anchors[rows]] = surprise[np.arange(1, near.shape[1] + 1)[None, :], counts].max(axis=1)
    closest = near[rows, :CLOSEST]
    first = np.argsort(~of_row[closest], axis=1, kind="stable")[:, :BESIDE]
    beside = np.take_along_axis(closest, first, axis=1)
    found[rows] = (own[anchors[rows]] + own[beside].sum(axis=1)) / (1 + known[beside].sum(axis=1))
    return found


def _shuffled(
    near: Ints, interview: Ints, anchors: Ints, recent: NDArray[np.bool_], surprise: Floats, seed: int
) -> Floats:
    draw = np.random.default_rng(seed)
    return np.array(
        [_surprises(near, interview, anchors, draw.permutation(recent), surprise).max() for _ in range(SHUFFLES)]
    )


def _groups(
    Z: Floats,
    child: Ints,
    near: Ints,
    anchors: Ints,
    standing_out: Ints,
    real: Floats,
    largest: Floats,
    recent: NDArray[np.bool_],
) -> tuple[Newcomer, ...]:
    """Passages that stand out, joined where one is among the other's nearest, the most surprising group first."""
    found: list[Newcomer] = []
    taken: set[int] = set()
    for place in standing_out[np.argsort(-real[standing_out], kind="stable")]:
        if int(anchors[place]) in taken:
            continue
        rows = _grown(Z, int(anchors[place]), near[place], recent)
        if taken.isdisjoint(rows) and len(np.unique(child[list(rows)])) >= FEWEST:
            p = (1 + int((largest >= real[place]).sum())) / (len(largest) + 1)
            found.append(Newcomer(rows, round(p, 4)))
        taken.update(rows)
    return tuple(found)


def _grown(Z: Floats, seed_row: int, near: Ints, recent: NDArray[np.bool_]) -> tuple[int, ...]:
    """The passages around one, as far as most of them are recent: closer to their middle than the best cut says."""
    close = Z @ Z[[seed_row, *near[:FEWEST]][: 1 + FEWEST]].mean(axis=0)
    order = np.argsort(-close, kind="stable")[: 10 * NEIGHBOURS]
    hits = np.cumsum(recent[order])
    score = hits - 2.0 * (np.arange(1, len(order) + 1) - hits)  # a passage from before costs as much as two new ones
    return tuple(int(row) for row in order[: int(score.argmax()) + 1])
