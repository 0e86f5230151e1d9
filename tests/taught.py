"""A made-up study in which a code can be learned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textmine.coding.codebook import Codebook
from textmine.coding.lessons import Lesson
from textmine.types import Coding, Narrative


@dataclass(frozen=True, slots=True)
class Taught:
    """Sixteen short narratives of eight children, coded with four codes, one of them nobody ever has.

    Args:
        definitions: float32[4, d].
    """

    codebook: Codebook
    narratives: tuple[Narrative, ...]
    codings: tuple[Coding, ...]
    lesson: Lesson
    definitions: NDArray[np.float32]
