"""Narratives to themes: what passages have in common, and which of it moves."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from textmine.batches import Part, Stage, alone, each, run
from textmine.manifest import settings_hash
from textmine.pipeline.freshness import note
from textmine.pipeline.study import Study, annotated, need
from textmine.pipeline.vectors import sentences
from textmine.progress import Progress, silent
from textmine.store import read_all
from textmine.theming.emergence import Trend, trends
from textmine.theming.topics import find_themes
from textmine.types import Coding, Theme


@dataclass(frozen=True, slots=True)
class Themes:
    """Themes of a study and how they move."""

    themes: tuple[Theme, ...]
    trends: tuple[Trend, ...] = field(repr=False)

    def __repr__(self) -> str:
        """How many; `textmine.frame` shows them."""
        return f"Themes({len(self.themes)} themes of {sum(len(one.passages) for one in self.themes)} passages)"


def theme_narratives(study: Study, *, progress: Progress = silent) -> Themes:
    """Find the themes of all narratives.

    Raises:
        StudyError: there are no narratives, or too few passages.
    """
    with alone(study.root):
        names = study.narratives.names()
        need(names, "narratives", "pseudonymise")
        codings: tuple[Coding, ...] = (*annotated(study).codings, *read_all(study.codings))
        settings = study.settings.themes
        seen = sorted((c.narrative, m.start, m.end) for c in codings for m in c.mentions)
        hashed = settings_hash({"stage": "themes-1", "settings": settings.model_dump(), "parts": names, "seen": seen})

        def work(part: Part[str]) -> tuple[Theme, ...]:
            pieces = []
            for done, name in enumerate(part.items):
                progress(done, len(part.items), "encode")
                pieces.append(sentences(study, name))
            child_of = {n.id: n.child for narratives, _, _ in pieces for n in narratives}
            passages = tuple(p for _, group, _ in pieces for p in group)
            X = np.vstack([X for _, _, X in pieces])
            return find_themes(
                passages,
                X,
                codings,
                child_of=child_of,
                at_most=settings.at_most,
                at_least_children=settings.at_least_children,
                seed=settings.seed,
            )

        run(
            Stage("themes", study.themes, each(work), hashed, (), settings.seed),
            [Part(hashed, tuple(names))],
            progress=progress,
        )
        note(study, "themes")
        return read_themes(study)


def read_themes(study: Study) -> Themes:
    """The themes that were found, strongest first; empty if there are none yet."""
    themes = tuple(sorted(read_all(study.themes), key=lambda theme: theme.id))
    return Themes(themes, trends(themes, read_all(study.narratives)))
