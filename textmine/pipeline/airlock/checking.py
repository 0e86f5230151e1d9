"""How well identifiers are found on text where people have marked them: numbers only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textmine.assets import asset
from textmine.errors import InputError
from textmine.privacy.case.roster import Case, read_roster
from textmine.privacy.detection.detector import CaseDetector, load_detector
from textmine.progress import Progress, silent
from textmine.shares import wilson
from textmine.types import Span


@dataclass(frozen=True, slots=True)
class TypeFigures:
    """How many identifiers of one type were wholly masked.

    Args:
        kind: `direct` or `quasi`.
        there, masked: identifiers, and those of which every letter and digit was masked.
        low, high: 95 % interval of the recall (Wilson).
    """

    type: str
    kind: str
    there: int
    masked: int
    low: float
    high: float

    @property
    def recall(self) -> float:
        """Share masked; nan if there are none."""
        return self.masked / self.there if self.there else float("nan")


@dataclass(frozen=True, slots=True)
class DetectionFigures:
    """What was found in how many write-ups.

    Args:
        types: by type, then all direct and all quasi.
        precision: share of the masked words (by letters and digits) that people had marked.
        leaking: write-ups in which at least one direct identifier was left.
    """

    types: tuple[TypeFigures, ...]
    writeups: int
    words: int
    precision: float
    leaking: int


def check_detection(gold: Path, *, roster: Path | None = None, progress: Progress = silent) -> DetectionFigures:
    """Measure the detector on labelled write-ups.

    Args:
        gold: JSON lines, each with `text`, `spans` (start, end, type, kind), `child`.
        roster: known names, to measure as in use; without it the detector is on its own.

    Raises:
        InputError: the file is not such a table; names the line.
    """
    rows = list(_rows(gold))
    cases = read_roster(roster) if roster else {}
    detect = load_detector(asset("models", "detector"))
    by_child: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        by_child.setdefault(str(row["child"]), []).append(row)
    found: list[tuple[dict[str, object], tuple[Span, ...]]] = []
    for done, (child, group) in enumerate(sorted(by_child.items())):
        progress(done, len(by_child), "detect")
        found += zip(group, _detected(detect, group, cases.get(child)), strict=True)
    progress(len(by_child), len(by_child), "detect")
    return detection_figures(found)


def _detected(detect: CaseDetector, group: Sequence[dict[str, object]], case: Case | None) -> list[tuple[Span, ...]]:
    return detect([str(row["text"]) for row in group], case)


def _rows(gold: Path) -> Iterator[dict[str, object]]:
    try:
        lines = gold.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise InputError("The labelled text cannot be read", next_step="check the path") from None
    for number, line in enumerate(lines, 1):
        try:
            row = {"child": str(number), **json.loads(line)}
            fits = isinstance(row["text"], str) and all(_inside(span, row["text"]) for span in row["spans"])
        except (ValueError, KeyError, TypeError):
            fits = False
        if not fits:
            raise InputError(
                "A line is not labelled text", where=f"line {number}", next_step="one JSON object a line: text, spans"
            )
        yield row


def _inside(span: dict[str, Any], text: str) -> bool:
    """Whether a span is one, and lies in the text."""
    return bool(span["type"]) and 0 <= span["start"] <= span["end"] <= len(text)


def detection_figures(found: Sequence[tuple[dict[str, object], tuple[Span, ...]]]) -> DetectionFigures:
    """Figures of labelled write-ups, as `_rows` gives them, with the spans that were masked in each."""
    there, masked = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    right = wrong = leaking = 0
    for row, spans in found:
        text = str(row["text"])
        covered = {i for span in spans for i in range(span.start, span.end) if text[i].isalnum()}
        marked: set[int] = set()
        leak = False
        for gold in row["spans"]:  # type: ignore[attr-defined]
            letters = {i for i in range(gold["start"], gold["end"]) if text[i].isalnum()}
            marked |= letters
            kind = str(gold.get("kind", "direct"))
            for key in ((str(gold["type"]), kind), (f"all {kind}", kind)):
                there[key] += 1
                masked[key] += letters <= covered
            leak |= kind == "direct" and not letters <= covered
        right, wrong, leaking = right + len(covered & marked), wrong + len(covered - marked), leaking + leak
    types = tuple(
        TypeFigures(t, k, n, masked[t, k], *(wilson(masked[t, k], n) or (0.0, 1.0)))
        for (t, k), n in sorted(there.items())
    )
    words = sum(len(str(row["text"]).split()) for row, _ in found)
    return DetectionFigures(
        types, len(found), words, right / (right + wrong) if right + wrong else float("nan"), leaking
    )
