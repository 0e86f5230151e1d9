"""What Label Studio's tasks held, once they are read and checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from textmine.annotation.looks import Look
from textmine.types import Coding, Narrative


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a file of tasks held.

    Args:
        narratives: the texts as they were annotated.
        codings: one a finished annotation.
        skipped, drafts: how many annotations were skipped by the annotator, or never submitted.
        codebooks: fingerprints of the codebooks they were made with, where the tasks say so.
        suggested: the models' codings that annotators were shown, with what became of each: accepted, edited or rejected.
        times: when each of the codings was first submitted, in their order; empty where the file does not say.
        looks: who saw a model's marks in which narrative.
        unsettled: narratives whose adjudication holds every mark of both coders, and every answer they share, as shown.
    """

    narratives: tuple[Narrative, ...] = field(repr=False)
    codings: tuple[Coding, ...] = field(repr=False)
    skipped: int = 0
    drafts: int = 0
    codebooks: tuple[str, ...] = ()
    suggested: tuple[Coding, ...] = field(default=(), repr=False)
    times: tuple[str, ...] = field(default=(), repr=False)
    looks: tuple[Look, ...] = field(default=(), repr=False)
    unsettled: tuple[str, ...] = ()
