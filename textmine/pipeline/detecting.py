"""Find the identifiers of whole children's files: what may be done in another process, since it needs no key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from textmine.privacy.case.roster import Case
from textmine.privacy.detection.detector import CaseDetector, load_detector
from textmine.types import Span


@dataclass(frozen=True, slots=True)
class ChildFile:
    """All write-ups of one child, in a fixed order, and what the roster knows."""

    texts: tuple[str, ...] = field(repr=False)
    case: Case | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Detecting:
    """Reads children's files with the detector whose weights lie in a folder; loads it when it is first used."""

    weights: Path
    strict: bool

    def __call__(self, files: Sequence[ChildFile]) -> list[list[tuple[Span, ...]]]:
        """Spans of each write-up of each file, see `CaseDetector`."""
        detect = _loaded(self.weights, self.strict)
        return [detect(file.texts, file.case) for file in files]


@cache
def _loaded(weights: Path, strict: bool) -> CaseDetector:
    return load_detector(weights, strict=strict)
