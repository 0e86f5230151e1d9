"""Whether probabilities mean what they say: of decisions given 0.7, about seven in ten should be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.coding.resampling import Floats, interval, ratio, redrawn
from textmine.types import Probabilities

EDGES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)  # finer where most decisions of a rare code are


@dataclass(frozen=True, slots=True)
class Bin:
    """Decisions whose probability lies between two edges.

    Args:
        low, high: the edges; the lower one belongs to it.
        expected: mean probability, nan if there are none.
        right: of `there` decisions, so many narratives have the code.
        least, most: 95 % interval of right / there, bootstrapped by child.
    """

    low: float
    high: float
    expected: float
    right: int
    there: int
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The calibration curve of some codes together or of one.

    Args:
        code: "" for all together.
        error: expected calibration error: mean distance of `expected` and `right / there`, weighted by decisions.
    """

    code: str
    error: float
    bins: tuple[Bin, ...]


def calibrations(
    codes: Sequence[str], truth: NDArray[np.bool_], P: Probabilities, children: Sequence[str], *, seed: int
) -> tuple[Calibration, ...]:
    """All codes together, then each on its own.

    Args:
        codes: columns of `truth bool[n, n_codes]` and `P float64[n, n_codes]`.
        children: of the n narratives.
    """
    W = redrawn(children, seed)
    every = (_curve("", truth, P, W),) if codes else ()
    return every + tuple(_curve(code, truth[:, [c]], P[:, [c]], W) for c, code in enumerate(codes))


def _curve(code: str, truth: NDArray[np.bool_], P: Probabilities, W: Floats) -> Calibration:
    place = np.clip(np.searchsorted(EDGES, P, side="right") - 1, 0, len(EDGES) - 2)
    bins = tuple(_bin(b, truth, P, place == b, W) for b in range(len(EDGES) - 1))
    off = sum(abs(one.expected * one.there - one.right) for one in bins if one.there)
    return Calibration(code, off / P.size if P.size else float("nan"), bins)


def _bin(b: int, truth: NDArray[np.bool_], P: Probabilities, own: NDArray[np.bool_], W: Floats) -> Bin:
    there, right = int(own.sum()), int((own & truth).sum())
    shares = ratio(W[1:] @ (own & truth).sum(axis=1), W[1:] @ own.sum(axis=1))
    expected = float(P[own].mean()) if there else float("nan")
    return Bin(EDGES[b], EDGES[b + 1], expected, right, there, *interval(shares))
