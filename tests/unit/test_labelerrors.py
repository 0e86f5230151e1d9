"""What annotators should look at again, as ids and numbers only."""

from __future__ import annotations

import numpy as np
from taught import Taught

from textmine.coding.heldout import HeldOut
from textmine.coding.labelerrors import MOST, doubts, doubts_table


def test_slips_come_first_and_what_the_coder_cannot_judge_is_left_out(taught: Taught) -> None:
    lesson = taught.lesson
    P = np.where(lesson.D, 0.9, 0.05)
    P[3, 2], P[4, 0] = 0.01, 0.08  # coded mates and home; the coder sees neither
    P[5, 1] = 0.85  # not coded
    P[6, 3] = 0.99  # police, of which the coder knows too little
    held = HeldOut(P, P > 0.5, P, np.zeros(len(P), dtype=np.int64))
    ids = [narrative.id for narrative in taught.narratives]
    found = doubts(lesson, held, ids, usable=("home", "home_row", "mates"))
    assert [(d.narrative, d.code, d.coded) for d in found] == [
        ("n03", "mates", True),
        ("n04", "home", True),
        ("n05", "home_row", False),
    ]
    assert doubts_table(found).splitlines()[:2] == ["narrative,code,coded,probability", "n03,mates,yes,0.01"]


def test_half_of_the_most_doubtful_are_slips_when_one_in_ten_is() -> None:
    from test_prevalence import simulated

    lesson, held = simulated(0.3, 600, 1)
    random = np.random.default_rng(2)
    slip = random.random(lesson.D.shape) < 0.1
    lesson.D[slip] = ~lesson.D[slip]  # as if people had slipped
    found = doubts(lesson, held, [str(d) for d in range(600)], usable=("code0",))
    assert 20 <= len(found) <= MOST
    assert np.mean([slip[int(d.narrative), 0] for d in found]) > 0.4
