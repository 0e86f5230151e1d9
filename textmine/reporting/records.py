"""IN-16 and IN-18: what is recorded of each episode, and whether an interview that was held is on file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textmine.reporting.indicators import Indicator, share_of, span
from textmine.types import Episode, Narrative

FIELDS: dict[str, Callable[[Episode], bool]] = {
    "Area": lambda episode: episode.area != "unknown",
    "Area where the child lives": lambda episode: episode.host_area != "unknown",
    "Police force": lambda episode: episode.force != "unknown",
    "Care status": lambda episode: episode.care_status != "unknown",
    "Placement type": lambda episode: episode.placement_type != "unknown",
    "In or out of area (of looked-after children)": lambda episode: episode.out_of_area != "unknown",
    "Start": lambda episode: episode.start is not None,
    "Return": lambda episode: episode.end is not None,
    "Times of day": lambda episode: episode.start is not None and not episode.date_only,
    "Return interview offered": lambda episode: episode.offered is not None,
    "Return interview held": lambda episode: episode.completed is not None,
    "Reason, where none was held": lambda episode: episode.reason_not_held != "unknown",
    "Provider": lambda episode: episode.provider != "unknown",
    "Independence of the provider": lambda episode: episode.independent is not None,
    "Consent to the interview": lambda episode: episode.consent_to_interview is not None,
    "Basis for analysis": lambda episode: episode.analysis is not None,
    "Language of the interview": lambda episode: episode.interview_language != "unknown",
    "Unaccompanied child seeking asylum": lambda episode: episode.uasc is not None,
    "Possible victim of trafficking": lambda episode: episode.trafficking is not None,
    "Sex": lambda episode: episode.sex != "unknown",
    "Ethnicity": lambda episode: episode.ethnicity != "unknown",
    "Age": lambda episode: episode.age is not None,
}
ONLY: dict[str, Callable[[Episode], bool]] = {
    "In or out of area (of looked-after children)": lambda episode: episode.care_status == "looked_after",
    "Reason, where none was held": lambda episode: episode.completed is False,
    "Consent to the interview": lambda episode: episode.offered is True,
    "Basis for analysis": lambda episode: episode.completed is True,
    "Language of the interview": lambda episode: episode.completed is True,
}
"""Fields that only some episodes can have."""
OF = {
    "In or out of area (of looked-after children)": "episodes:recorded looked after",
    "Reason, where none was held": "episodes:not held",
    "Consent to the interview": "episodes:offered",
    "Basis for analysis": "episodes:completed",
    "Language of the interview": "episodes:completed",
    "Write-up on file": "episodes:completed",
}
"""The keys of what these are out of; the others are out of all episodes."""
RECORDED = {"Return interview held": "episodes:held recorded"}
"""The keys of fields that other tables count too."""
KEY_FIELDS = (
    "Care status",
    "Placement type",
    "Return",
    "Return interview offered",
    "Return interview held",
    "Provider",
)
"""Fields that are compared between areas."""


def recorded(name: str) -> str:
    """The key of the episodes that have a field filled in."""
    return RECORDED.get(name, f"episodes:recorded: {name}")


def completeness(episodes: Sequence[Episode]) -> tuple[Indicator, ...]:
    """IN-16: for each field the episodes that have it recorded, of those that can have it."""
    found = []
    for name, present in FIELDS.items():
        may = [episode for episode in episodes if name not in ONLY or ONLY[name](episode)]
        some = [episode for episode in may if present(episode)]
        one = share_of("IN-16", name, some, may, "Episodes with it recorded ÷ episodes that can have it.")
        found.append(replace(one, period=span(episode.period for episode in episodes)))
    return tuple(found)


def on_file(episodes: Sequence[Episode], narratives: Sequence[Narrative]) -> Indicator:
    """IN-18: interviews recorded as held of which a write-up is here.

    A write-up of several episodes is on file for each whose interview was held at the same time.
    """
    named = {(narrative.meta.episode, narrative.child) for narrative in narratives}
    moments = {(e.child, e.interview) for e in episodes if (e.id, e.child) in named and e.interview}
    held = [episode for episode in episodes if episode.completed is True]
    there = [e for e in held if (e.id, e.child) in named or (e.child, e.interview) in moments]
    words = "Return interviews recorded as held whose write-up was found ÷ return interviews recorded as held."
    return share_of("IN-18", "Write-up on file", there, held, words, whole_is_part=True)
