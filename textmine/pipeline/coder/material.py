"""What a coder learns from and is measured on: people's codings of the narratives of a study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from textmine.coding.codebook import Codebook
from textmine.coding.lessons import Lesson
from textmine.coding.subgroups import by_length
from textmine.reporting.tallies import care_of_children
from textmine.types import Coding, Episode, Matrix, Narrative


@dataclass(frozen=True, slots=True)
class Material:
    """What is measured on.

    Args:
        lesson: with a row for each of `narratives`.
        narratives: coded by people, in the lesson's order.
        codings: all of people's, several of a narrative too.
        chosen: the coding of each narrative that the lesson is made of.
        drawn: narratives that were drawn at random to be coded, and those that the coder chose because they are hard.
    """

    lesson: Lesson = field(repr=False)
    definitions: Matrix = field(repr=False)
    codebook: Codebook = field(repr=False)
    narratives: tuple[Narrative, ...] = field(repr=False)
    codings: tuple[Coding, ...] = field(repr=False)
    chosen: Mapping[str, Coding] = field(repr=False)
    episodes: tuple[Episode, ...] = field(repr=False)
    drawn: Mapping[str, str] = field(repr=False, default_factory=dict)

    def of(self, docs: NDArray[np.int64]) -> Material:
        """The part of it that belongs to some narratives."""
        own = tuple(self.narratives[d] for d in docs)
        return replace(self, lesson=self.lesson.of(docs), narratives=own)


def groups_of(material: Material) -> dict[str, tuple[str, ...]]:
    """What errors are divided by, with each narrative's value; "" where it is not known."""
    care = care_of_children(material.episodes)
    area = {(episode.id, episode.child): episode.area for episode in material.episodes}
    language = [dict(material.chosen[n.id].fields).get("interview_language", "") for n in material.narratives]
    return {
        "care status": tuple(_known(care.get(n.child, "")) for n in material.narratives),
        "area": tuple(_known(area.get((n.meta.episode, n.child), "")) for n in material.narratives),
        "language": tuple(language),
        "worker": tuple(n.meta.worker for n in material.narratives),
        "length": by_length([len(n.text.split()) for n in material.narratives]),
        "how it came to be coded": tuple(material.drawn.get(n.id, "") for n in material.narratives),
    }


def answers_by_people(material: Material) -> list[dict[str, str]]:
    """People's answers about each narrative as a whole."""
    return [dict(material.chosen[narrative.id].fields) for narrative in material.narratives]


def aided(material: Material) -> int:
    """How many of its narratives were coded by somebody who saw a suggestion first."""
    return sum(material.chosen[one.id].aided for one in material.narratives)


def _known(value: str) -> str:
    return "" if value == "unknown" else value
