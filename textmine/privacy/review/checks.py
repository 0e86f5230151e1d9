"""What was drawn for reading and what was read: which checks count for the bound, and what is still to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textmine.privacy.review.decisions import DRAWN
from textmine.privacy.review.sampling import Bound, bound, draw


@dataclass(frozen=True, slots=True)
class Checks:
    """Where the reading of the sample stands.

    Args:
        bound: from the write-ups that were drawn and read.
        waiting: drawn and still to be read: without them the sample is not random.
        changed: read and found clean, but their narrative has changed since: they count no more and may be drawn again.
        not_drawn: read without having been drawn: they do not count, since nobody knows how they were chosen.
    """

    bound: Bound
    waiting: tuple[str, ...]
    changed: int
    not_drawn: int


def checks_of(decisions: Sequence[Mapping[str, str]], versions: Mapping[str, str], *, below: float = 0.01) -> Checks:
    """What the decisions in the vault say of the write-ups that are there now.

    A write-up with a leak counts as leaking also after the leak was masked: the bound is about those that nobody has
    read, and they were made as it was. One without a leak counts as long as its narrative is the one that was read.

    Args:
        versions: id of each narrative to the version of its text.
        below: the share that is aimed at.
    """
    leaks: dict[str, int] = {}
    clean: set[str] = set()
    checked = _about(decisions, "checked", versions)
    for check in checked:
        id, found = check["narrative"], int(check["leaks"])
        if found:
            leaks[id] = max(found, leaks.get(id, 0))
        elif check["version"] == versions[id]:
            clean.add(id)
    drawn = {one["narrative"] for one in _about(decisions, DRAWN, versions)}
    read = leaks.keys() | clean
    seen = {check["narrative"] for check in checked}
    leaking = leaks.keys() & drawn
    told = bound(
        batch=len(versions),
        read=len(read & drawn),
        leaking=len(leaking),
        leaks=sum(leaks[id] for id in leaking),
        below=below,
    )
    return Checks(told, tuple(sorted(drawn - read)), len(seen - read), len(read - drawn))


def drawn_for(
    decisions: Sequence[Mapping[str, str]], versions: Mapping[str, str], n: int, *, seed: int
) -> tuple[str, ...]:
    """The `n` write-ups to read next: those that were drawn and not read, and new ones at random; sorted."""
    waiting = checks_of(decisions, versions).waiting
    drawn = {one["narrative"] for one in _about(decisions, DRAWN, versions)}
    more = draw(versions.keys() - drawn, max(0, n - len(waiting)), seed=seed)
    return tuple(sorted({*waiting, *more}))


def _about(decisions: Sequence[Mapping[str, str]], kind: str, versions: Mapping[str, str]) -> list[Mapping[str, str]]:
    return [d for d in decisions if d["decision"] == kind and d["narrative"] in versions]
