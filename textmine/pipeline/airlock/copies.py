"""Copies of a write-up under another name: taken once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textmine.privacy.writeups import Writeup
from textmine.reporting.episodes import EpisodeRow

FEWEST_WORDS = 12  # of a text that two files hold by no accident: "Declined." is written again and again


def without_copies(
    writeups: Sequence[Writeup], episode_of: Mapping[str, EpisodeRow]
) -> tuple[tuple[Writeup, ...], tuple[str, ...]]:
    """The write-ups without copies, and the ids of the copies.

    A copy has the child and the very text of another file's write-up, a dozen words at least, and no episode of its own.
    Rows of one export are records of their own: a refusal may be worded alike twice.
    """
    alike: dict[tuple[str, str], list[Writeup]] = {}
    for writeup in writeups:
        if len(writeup.text.split()) >= FEWEST_WORDS:
            alike.setdefault((writeup.child, writeup.text.strip()), []).append(writeup)
    copies = frozenset(id for group in alike.values() if len(group) > 1 for id in _copies(group, episode_of))
    return tuple(one for one in writeups if one.id not in copies), tuple(sorted(copies))


def _copies(group: Sequence[Writeup], episode_of: Mapping[str, EpisodeRow]) -> list[str]:
    """All but the first of those that are alike, those with an episode before those without."""
    kept: list[Writeup] = []
    copies = []
    for one in sorted(group, key=lambda writeup: writeup.id not in episode_of):
        if any(_copy(one, other, episode_of) for other in kept):
            copies.append(one.id)
        else:
            kept.append(one)
    return copies


def _copy(one: Writeup, other: Writeup, episode_of: Mapping[str, EpisodeRow]) -> bool:
    mine, theirs = episode_of.get(one.id), episode_of.get(other.id)
    return _file(one) != _file(other) and (mine is None or mine == theirs)


def _file(writeup: Writeup) -> str:
    return writeup.id.split("#", 1)[0] if writeup.form in ("csv", "xlsx") else writeup.id
