"""What counts: children who were truly missing, and return interviews that may be analysed; the rest is said, not hidden."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.reporting.people import by_child
from textmine.types import Episode, Narrative

OTHER_KINDS = frozenset({"safe_and_well", "placement_log", "other"})
HEAD = 600
"""Characters of a write-up that say what kind of document it is."""
LOOKS = {
    "safe_and_well": r"safe (?:and|&) well|prevention interview",
    "placement_log": r"placement log|daily log|shift log|handover (?:notes?|log)",
    "return_interview": r"return(?: home)? interview|\bRH?I\b|de-?brief",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What the report is made of.

    Args:
        episodes, narratives: those that count.
        not_missing: rows of joint reports that name a child who was not missing.
        refused: narratives whose analysis is not allowed.
        other_kinds: narratives that the episodes table says are something else, e.g. safe and well checks.
        doubtful: narratives that count but whose heading looks like another kind of document.
    """

    episodes: tuple[Episode, ...]
    narratives: tuple[Narrative, ...]
    not_missing: int = 0
    refused: int = 0
    other_kinds: int = 0
    doubtful: int = 0


def counted(episodes: Sequence[Episode], narratives: Sequence[Narrative]) -> Counted:
    """Sort out what does not count."""
    missing = tuple(episode for episode in episodes if episode.was_missing is not False)
    of = by_child(episodes)
    about = [(n.id, e) for n in narratives if (e := of.get((n.meta.episode, n.child)))]
    refused = {id for id, episode in about if episode.analysis is False}
    other = {id for id, episode in about if episode.document_type in OTHER_KINDS} - refused
    kept = tuple(narrative for narrative in narratives if narrative.id not in refused | other)
    return Counted(
        missing,
        kept,
        not_missing=len(episodes) - len(missing),
        refused=len(refused),
        other_kinds=len(other),
        doubtful=sum(looks_like(narrative.text) in OTHER_KINDS for narrative in kept),
    )


def looks_like(text: str) -> str:
    """The kind of document that the head of a write-up speaks of; "" if it speaks of none.

    A return interview may mention a safe and well check; so its own name wins.

    >>> looks_like("Safe and well check completed at 21.40 by PC [OFFICER].")
    'safe_and_well'
    >>> looks_like("RHI. Safe and well check was done on Friday.")
    'return_interview'
    """
    found = [kind for kind, words in LOOKS.items() if re.search(words, text[:HEAD], re.IGNORECASE)]
    return found[-1] if found else ""
