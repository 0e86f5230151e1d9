"""Who saw a model's marks in a narrative and coded it elsewhere afterwards: that is no coding of their own any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from textmine.types import ANNOTATOR, REVIEWER, Coding


@dataclass(frozen=True, slots=True)
class Look:
    """A person looked at a model's marks, and submitted or skipped.

    Args:
        who: the person's number.
        at: when they opened it, in ISO 8601; empty if the file does not say.
    """

    narrative: str
    who: str
    at: str


def opened(submitted: object, seconds: object) -> str:
    """When an annotation was opened: its `lead_time` before it was submitted; empty where that is not known."""
    try:
        moment = datetime.fromisoformat(str(submitted)).astimezone(UTC)
        return f"{moment - timedelta(seconds=float(str(seconds or 0))):%Y-%m-%dT%H:%M:%S.%fZ}"
    except (ValueError, OverflowError):
        return ""


def first_looks(looks: Iterable[Look]) -> dict[tuple[str, str], str]:
    """When each person first saw marks in a narrative: (narrative, person's number) to a time; empty if it is not known."""
    found: dict[tuple[str, str], str] = {}
    for look in looks:
        key = look.narrative, look.who
        found[key] = min(found.get(key, look.at), look.at)
    return found


def as_it_was_made(coding: Coding, at: str, looks: Mapping[tuple[str, str], str]) -> Coding:
    """The coding, as a review if its annotator had seen a model's marks before; what was settled stays settled.

    Args:
        at: when it was submitted first; where that is not known, it counts as made after the look.
        looks: from `first_looks`.
    """
    if not coding.coder.startswith(ANNOTATOR) or coding.status in ("adjudicated", "rejected"):
        return coding
    who = coding.coder.removeprefix(ANNOTATOR)
    seen = looks.get((coding.narrative, who))
    if seen is None or (at and at < seen):
        return coding
    return replace(coding, coder=f"{REVIEWER}{who}", status="edited")
