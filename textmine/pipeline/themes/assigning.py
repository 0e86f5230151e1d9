"""New narratives to the themes that stand: assigned to them while they are few, a reason to look anew when they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.assets import digest
from textmine.batches import Part, Stage, alone, run, whole
from textmine.errors import ModelError
from textmine.manifest import settings_hash
from textmine.pipeline.freshness import note
from textmine.pipeline.study import Study, need
from textmine.pipeline.themes.finding import (
    Themes,
    basis_of,
    codings_of,
    decisions,
    encoded_both,
    read_themes,
    states_of,
    theme_narratives,
)
from textmine.progress import Progress, silent
from textmine.store import read_all, read_part
from textmine.theming.memory import assign, load_memory, save_memory
from textmine.types import Theme

FEW = 20
"""New narratives are few while the themes were found in so many times as many."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """What was done with new narratives: passages that belong to a theme, and passages that fit none."""

    narratives: int
    passages: int
    unfit: int


def themes_again(study: Study, *, progress: Progress = silent) -> tuple[Themes, Assigned | None]:
    """The themes of a later run, and what was assigned; None if they were found anew.

    They stand, and narratives that are new or other than they were are assigned to them, as long as these are few, none is
    gone, and decisions, people's codings, settings and codebook are the same.

    Raises:
        StudyError: there are no narratives, or too few passages.
        SettingsError: the file of decisions is wrong.
    """
    if not _stand(study):
        return theme_narratives(study, progress=progress), None
    done = assign_narratives(study, progress=progress)
    note(study, "themes")
    return read_themes(study), done


def _stand(study: Study) -> bool:
    try:
        memory = load_memory(study.theme_memory)
    except ModelError:
        return False
    there = study.themes.names()
    if not there or set(there) != set(whole(study.themes)) or memory.basis != basis_of(study, decisions(study)):
        return False
    states, found_in = states_of(read_all(study.narratives), codings_of(study)), set(memory.narratives)
    came = sum(memory.states.get(id) != state or id not in found_in for id, state in states.items())
    return memory.states.keys() <= states.keys() and came * FEW <= len(found_in)


def assign_narratives(study: Study, *, progress: Progress = silent) -> Assigned:
    """Assign narratives that are new or other since themes were found; the themes stay, and what fits none is collected.

    Raises:
        StudyError: there are no narratives.
        ModelError: no themes have been found yet.
    """
    with alone(study.root):
        names = study.narratives.names()
        need(names, "narratives", "pseudonymise")
        memory = load_memory(study.theme_memory)
        themes = read_all(study.themes)
        need(themes, "themes", "themes")
        states = states_of(read_all(study.narratives), codings_of(study))
        new = {id for id, state in states.items() if memory.states.get(id) != state}
        grown = [name for name in names if any(one.id in new for one in read_part(study.narratives, name))]
        if not grown:
            return Assigned(0, 0, 0)
        narratives, passages, X, _ = encoded_both(study, grown, progress)
        rows = [row for row, passage in enumerate(passages) if passage.narrative in new]
        own = tuple(narrative for narrative in narratives if narrative.id in new)
        with_new, fit, unfit = assign(themes, memory, [passages[row] for row in rows], X[rows], own)
        _write(study, with_new, memory.narratives)
        save_memory(replace(memory, states=states), study.theme_memory)
        return Assigned(len(new), fit, unfit)


def _write(study: Study, themes: Sequence[Theme], found_in: Sequence[str]) -> None:
    """The table with what was added, under a name of its own; finding themes makes it anew."""
    hashed = settings_hash({"stage": "themes-assigned", "before": _digests(study), "found_in": list(found_in)})
    stage: Stage[str, Theme] = Stage(
        "themes", study.themes, lambda parts: [themes for _ in parts], hashed, (), study.settings.themes.seed
    )
    run(stage, [Part(hashed, ())])


def _digests(study: Study) -> list[str]:
    """SHA-256 of each part of the themes, and the names of the narratives' parts."""
    return [*(digest(study.themes.part(name)) for name in study.themes.names()), *study.narratives.names()]
