"""Find the identifiers of whole children's files: what may be done in another process, since it needs no key."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from textmine.assets import asset
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
    """Reads children's files with the shipped detector, wherever it lies there; loads it when it is first used."""

    strict: bool

    def __call__(self, file: ChildFile) -> list[tuple[Span, ...]]:
        """Spans of each write-up of the file, see `CaseDetector`."""
        return _loaded(self.strict)(file.texts, file.case)


@cache
def _loaded(strict: bool) -> CaseDetector:
    return load_detector(asset("models", "detector"), strict=strict)
