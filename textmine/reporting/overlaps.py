"""Episodes of one child that overlap, or are given twice, become one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from textmine.reporting.columns import UNKNOWN
from textmine.types import Episode

ONCE = ("was_missing", "at_risk", "offered", "completed", "independent", "interpreter", "uasc", "trafficking")
"""Answers of which one yes is enough."""
BOTH = ("consent_to_interview", "analysis")
"""Answers of which one no is enough: what a child refused once is not taken."""
WORDS: tuple[str, ...] = (
    *("area", "host_area", "force", "region", "nation", "care_status", "placement_type", "out_of_area", "provider"),
    *("reason_not_held", "document_type", "interview_language", "first_language", "sex", "ethnicity", "source"),
)


def merge(episodes: Sequence[Episode]) -> tuple[Episode, ...]:
    """Make one episode of those of one child that overlap or are given twice.

    An episode without an end lasts an instant; episodes that only touch stay two. What a joint report says of a child who
    was not missing is never merged with an episode.

    Returns:
        Episodes by child and start, those without a start first.
    """
    children = groupby(sorted(episodes, key=_child_and_start), key=lambda episode: episode.child)
    return tuple(episode for _, own in children for episode in _merged(own))


def _child_and_start(episode: Episode) -> tuple[str, datetime, str]:
    return episode.child, episode.start or datetime.min, episode.id


def _merged(own: Iterable[Episode]) -> list[Episode]:
    merged: list[Episode] = []
    for episode in own:
        same = next((i for i, other in enumerate(merged) if _same(other, episode)), None)
        if same is None:
            merged.append(episode)
        else:
            merged[same] = _joined(merged[same], episode)
    return merged


def _same(one: Episode, other: Episode) -> bool:
    if one.id == other.id:
        return True
    if one.start is None or other.start is None or (one.was_missing is False) != (other.was_missing is False):
        return False
    earlier, later = sorted((one, other), key=_child_and_start)
    return one.start == other.start or (
        earlier.end is not None and later.start is not None and later.start < earlier.end
    )


def _joined(one: Episode, other: Episode) -> Episode:
    both = (one, other)
    held = [episode.interview for episode in both if episode.interview]
    known: dict[str, Any] = {name: _known(getattr(one, name), getattr(other, name)) for name in WORDS}
    known |= {name: _answer([getattr(e, name) for e in both], any) for name in ONCE}
    known |= {name: _answer([getattr(e, name) for e in both], all) for name in BOTH}
    return replace(
        one,
        end=max((episode.end for episode in both if episode.end), default=None),
        start=min((episode.start for episode in both if episode.start), default=None),
        period=one.period or other.period,
        date_only=one.date_only or other.date_only,
        interview=min(held, default=None),
        intervention=min((episode.intervention for episode in both if episode.intervention), default=None),
        joint_report=one.joint_report or other.joint_report,
        age=one.age if one.age is not None else other.age,
        placement_moves=one.placement_moves if one.placement_moves is not None else other.placement_moves,
        **known,
    )


def _answer(answers: Sequence[bool | None], settle: Any) -> bool | None:
    recorded = [answer for answer in answers if answer is not None]
    return bool(settle(recorded)) if recorded else None


def _known(one: str, other: str) -> str:
    return other if one == UNKNOWN else one
