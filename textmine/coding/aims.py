"""What thresholds are chosen for: the best F1, or so much recall or precision, to be expected if probabilities are true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from textmine.coding.calibration import Floats, best_f1_threshold

WORDS = re.compile(r"(f1)|(recall|precision) (0?\.\d+)")
LEAST, MOST = 0.01, 0.99  # a threshold beyond these would say that a rare code is never or always there


@dataclass(frozen=True, slots=True)
class Aim:
    """What a threshold is chosen for.

    Args:
        of: the figure that counts.
        least: at least so much of it, in (0, 1); of no meaning for F1, which is made as high as it can be.
    """

    of: Literal["f1", "recall", "precision"] = "f1"
    least: float = 0.0

    def threshold(self, p: Floats) -> float:
        """Code from this probability on: of the thresholds that reach the aim the one with the best F1 to be expected.

        If the probabilities are true, the recall to be expected is the sum of p over the narratives that are coded, divided by
        the sum over all; the precision to be expected is the mean of p over the narratives that are coded.

        Args:
            p: float64[n] in [0, 1], calibrated, of narratives that were not learned from.

        >>> Aim("recall", 0.8).threshold(np.array([0.9, 0.6, 0.4, 0.1]))
        0.4
        >>> Aim("precision", 0.7).threshold(np.array([0.9, 0.6, 0.4, 0.1]))
        0.6
        """
        best = best_f1_threshold(p)
        if self.of == "f1" or not len(p):
            return best
        ranked = np.sort(p)[::-1]
        held = np.cumsum(ranked)
        if self.of == "recall":
            enough = np.flatnonzero(held >= self.least * held[-1] - 1e-12)
            return min(best, max(LEAST, float(ranked[enough[0]])))
        right = np.flatnonzero(held / np.arange(1, len(ranked) + 1) >= self.least)
        return max(best, min(MOST, float(ranked[right[-1]]))) if len(right) else MOST

    def __str__(self) -> str:
        return "the best F1" if self.of == "f1" else f"{self.of} of at least {self.least:.2f}"


BEST_F1 = Aim()


@dataclass(frozen=True, slots=True)
class Reached:
    """What codings come to with thresholds for an aim, on children that were not learned from.

    Args:
        aim: in words.
        recall, precision: over all codes that may be suggested.
        suggested: share of all pairs of narrative and code.
        codes, reaching: how many codes there are, and how many of them reach the aim each on its own.
    """

    aim: str
    recall: float
    precision: float
    suggested: float
    codes: int
    reaching: int

    def sentence(self) -> str:
        """In words."""
        return (
            f"Thresholds are for {self.aim}: measured, recall {self.recall:.2f} and precision {self.precision:.2f}; "
            f"{self.reaching} of {self.codes} codes reach it alone; {self.suggested:.0%} of all pairs of narrative and code are "
            "suggested."
        )


def reached(aim: Aim, truth: NDArray[np.bool_], chosen: NDArray[np.bool_]) -> Reached | None:
    """What was reached; None for the best F1, which promises nothing, or without a code.

    Args:
        truth, chosen: bool[n, n_codes] of the codes that may be suggested, held out.
    """
    if aim.of == "f1" or not truth.size:
        return None
    hit, there, said = ((truth & chosen).sum(axis=0), truth.sum(axis=0), chosen.sum(axis=0))
    under = there if aim.of == "recall" else said
    alone = int((hit >= aim.least * under)[under > 0].sum())
    recall, precision = hit.sum() / max(1, there.sum()), hit.sum() / max(1, said.sum())
    return Reached(str(aim), float(recall), float(precision), float(chosen.mean()), truth.shape[1], alone)


def read_aim(words: str) -> Aim:
    """An aim as the settings say it.

    Raises:
        ValueError: the words are no aim.

    >>> read_aim("recall 0.9")
    Aim(of='recall', least=0.9)
    """
    match = WORDS.fullmatch(" ".join(words.lower().split()))
    if match is None or (match[3] and not 0 < float(match[3]) < 1):
        raise ValueError('an aim is "f1", or as "recall 0.9" or "precision 0.8", between 0 and 1')
    return BEST_F1 if match[1] else Aim("recall" if match[2] == "recall" else "precision", float(match[3]))
