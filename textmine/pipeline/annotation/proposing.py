"""Themes that the codebook misses, proposed as codes: their passages become the next sample that people label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.annotation.record import note
from textmine.batches import alone
from textmine.errors import AnnotationError
from textmine.pipeline.annotation.choosing import order_name
from textmine.pipeline.annotation.labelstudio import Door, Sent, begun_or_coded, fit_server, project_for, send
from textmine.pipeline.study import Study, need
from textmine.pipeline.themes.finding import read_themes
from textmine.progress import Progress, silent
from textmine.store import read_all
from textmine.theming.typical import different
from textmine.types import Narrative, Theme

if TYPE_CHECKING:
    from textmine.annotation.ordering import Ordered


@dataclass(frozen=True, slots=True)
class Proposed:
    """What was sent of a theme: narratives in the order in which annotators get them."""

    theme: str
    narratives: tuple[str, ...]
    sent: Sent
    ordered: Ordered


def send_theme(study: Study, key: str, door: Door, *, number: int = 20, progress: Progress = silent) -> Proposed:
    """Have the server give narratives that speak of a theme next, one of each child, the most typical first.

    Raises:
        InputError: there is no such theme.
        AnnotationError: people have coded or begun all of them.
        ServerError: as the parts say.
    """
    from textmine.annotation.ordering import order

    need(study.narratives.names(), "narratives", "pseudonymise")
    theme = read_themes(study).theme(key)
    server = fit_server(study, door)
    taken = begun_or_coded(study, server)
    with alone(study.root):
        chosen = _narratives(theme, read_all(study.narratives), taken, number)
        ids = tuple(narrative.id for narrative in chosen)
        pushed = send(study, server, "coding", chosen, {}, progress)
        project = project_for(study, server, "coding")
        ordered = order(server, project, ids, version=order_name(ids), shown=False)
        note(study.root / "annotations", "next", {"project": "coding", "chosen": list(ids), "theme": theme.key})
    return Proposed(theme.key, ids, pushed, ordered)


def _narratives(theme: Theme, narratives: Sequence[Narrative], taken: set[str], number: int) -> tuple[Narrative, ...]:
    known = {narrative.id: narrative for narrative in narratives}
    child_of = {narrative.id: narrative.child for narrative in narratives if narrative.id not in taken}
    places = different(theme, child_of, number=number)
    if not places:
        raise AnnotationError(
            "People have coded or begun every narrative of this theme",
            next_step="textmine labelstudio pull, then train",
        )
    return tuple(known[id] for id in dict.fromkeys(narrative for narrative, _, _ in places))
