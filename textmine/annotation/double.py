"""Which narratives two people code, each on their own: a share of every group, drawn at random, the same ones each time."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

from textmine.types import Narrative

USUAL = 0.1, 0.25  # share coded twice
LONG = 350  # words; above it a write-up is long, as in most services' forms


def doubt(share: float) -> str:
    """What to think of before so many are coded twice; nothing of a usual share, or of none.

    More than usual is no mistake: `textmine agree --width` may have asked for it.

    >>> doubt(0.2), doubt(0.25), doubt(0.0)
    ('', '', '')
    """
    least, most = USUAL
    if 0 < share < least:
        return (
            f"Less than {least:.0%} are coded twice: few codes will have enough in common to say how far people agree."
        )
    if share > most:
        return f"More than {most:.0%} are coded twice: two people read them where the coder would learn more from new ones."
    return ""


def double_sample(
    narratives: Sequence[Narrative], share: float, *, group_of: Mapping[str, str], seed: int
) -> tuple[Narrative, ...]:
    """A stratified sample: of each group and length as large a share as of all, to the nearest whole narrative.

    Args:
        share: of all narratives, in (0, 1].
        group_of: narrative to a group, e.g. the child's care status; what is not in it is a group of its own.
        seed: the same one draws the same narratives; more narratives later add to a group's draw, and hardly change it.
    """
    strata: dict[tuple[str, bool], list[Narrative]] = defaultdict(list)
    for narrative in narratives:
        strata[group_of.get(narrative.id, ""), len(narrative.text.split()) > LONG].append(narrative)
    chosen: list[Narrative] = []
    carried = 0.0
    for key in sorted(strata):
        own = sorted(strata[key], key=lambda narrative: random.Random(f"{seed} {narrative.id}").random())
        exact = len(own) * share + carried
        taken = min(len(own), int(exact + 0.5))
        carried = exact - taken
        chosen += own[:taken]
    return tuple(sorted(chosen, key=lambda narrative: narrative.id))
