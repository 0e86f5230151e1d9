"""What a report is made of besides codings and episodes: codes as managers know them, and how good their coding is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FIRM = 0.6
"""Lower end of the interval of F1 from which a code's figures are firm enough to report."""


@dataclass(frozen=True, slots=True)
class CodeInfo:
    """A code of the codebook.

    Args:
        id: stable, e.g. `push_family_conflict`.
        name: as managers read it.
        group: push, pull, risk, event, voice or help.
        definition: of the codebook.
        sensitivity: words with a code of high sensitivity are never quoted.
        parent: the code that it implies, "" if none.
        example: an invented phrase of the codebook; never words of a write-up.
        suggested: whether the study's model looks for it.
    """

    id: str
    name: str
    group: str
    definition: str = ""
    sensitivity: Literal["standard", "high"] = "standard"
    parent: str = ""
    example: str = ""
    suggested: bool = True


@dataclass(frozen=True, slots=True)
class CodeQuality:
    """How well one coder finds one code, on interviews of children it never saw.

    Args:
        code: id of the code.
        positives, children: interviews that have the code, and children behind them, among those it was tested on.
        precision, recall, f1: in [0, 1].
        low, high: 95% interval of f1.
        coder: which coder, e.g. `model:2024-05`.
    """

    code: str
    positives: int
    children: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    coder: str

    @property
    def indicative(self) -> bool:
        """Whether the code is found too unsurely for its figures to be firm: the interval's lower end decides."""
        return self.low < FIRM


@dataclass(frozen=True, slots=True)
class Corrected:
    """How often a code is there among narratives that only the model has read, corrected for its errors.

    Args:
        code: id of the code.
        narratives: that only the model has read.
        counted: share of them that the model gives the code, in [0, 1].
        share, low, high: corrected, with its 95% interval.
    """

    code: str
    narratives: int
    counted: float
    share: float
    low: float
    high: float
