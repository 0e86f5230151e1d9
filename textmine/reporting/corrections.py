"""Raw counts beside shares corrected for what the model gets wrong."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from textmine.reporting.differences import FEWEST
from textmine.reporting.disclosure import Counts
from textmine.reporting.material import CodeInfo, Corrected
from textmine.reporting.people import behind
from textmine.reporting.tables import Draft, Share
from textmine.reporting.tallies import Seen
from textmine.types import Cell


def corrected(
    id: str, title: str, seen: Sequence[Seen], *, codes: Sequence[CodeInfo], found: Sequence[Corrected]
) -> Draft:
    """Each code: interviews as counted, and the share of all coded interviews that likely have it.

    People's codings count as they are; the share among interviews that only the model has read is corrected.
    """
    enough = len(seen) >= FEWEST
    by_code = {one.code: one for one in found if enough and isfinite(one.share) and one.narratives}
    own = [code for code in codes if code.id in by_code]
    some = [[one for one in seen if code.id in one.headline] for code in own]
    counts = Counts(
        rows=("All coded interviews", *(code.name for code in own)),
        columns=("Interviews, as counted",),
        values=((len(seen),), *((len(interviews),) for interviews in some)),
        people=(
            (behind((one.child for one in seen), dominance=False),),
            *((behind(one.child for one in interviews),) for interviews in some),
        ),
        keys=(("interviews:*",), *((f"interviews:{code.id}",) for code in own)),
        whole_row=0,
    )
    measures = (
        ("% corrected", (Cell("z"), *(_share(seen, code.id, by_code[code.id].share) for code in own))),
        ("95% interval", (Cell("z"), *(_interval(seen, code.id, by_code[code.id]) for code in own))),
    )
    note = (
        "The model misses some mentions and suggests some that are not there. Corrected: what people coded counts as it is; "
        "of interviews that only the model has read, the share is corrected by its errors on interviews of children it never "
        "saw (prediction-powered inference, interval bootstrapped by child). Where the two differ, trust the corrected "
        "one. The interval is of the correction alone, taking what people coded as certain."
    )
    shares = (Share(0, "% as counted"),)
    return Draft(id, title, "Factor", counts, note, "interviews", shares=shares, measures=measures, sort_by=0)


def _combined(seen: Sequence[Seen], code: str, share: float) -> float:
    people = [one for one in seen if one.by_people]
    having = sum(code in one.headline for one in people)
    return (having + share * (len(seen) - len(people))) / len(seen) if seen else 0.0


def _share(seen: Sequence[Seen], code: str, share: float) -> Cell:
    value = _combined(seen, code, share)
    return Cell(f"{value:.0%}", round(value, 2))


def _interval(seen: Sequence[Seen], code: str, one: Corrected) -> Cell:
    return Cell(f"{_combined(seen, code, one.low):.0%} to {_combined(seen, code, one.high):.0%}")
