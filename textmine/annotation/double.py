"""Which narratives two people code, each on their own: a share of every group, drawn at random, the same ones each time."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

from textmine.types import Narrative

LONG = 350  # words; above it a write-up is long, as in most services' forms


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
