"""Children of the example region without a write-up: who they are, from published shares; no names."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

CHILDREN = {"looked_after": 144, "not_looked_after": 576}
"""Those of the write-ups among them: 20 % looked after, who have about 39 % of the episodes."""
COUNTS = {"looked_after": (0.95, 0.20), "not_looked_after": (0.90, 0.65)}
"""p and inflation of the one-inflated log-series of episodes per child, checked against published means and repeats."""
MOST = 80

AREAS = {"Ashmere": 0.36, "Westhollow": 0.24, "Dyffryn Taren": 0.22, "Porth Merin": 0.18}
WALES = ("Porth Merin", "Dyffryn Taren")
PLACEMENTS = {
    "looked_after": {
        "children_home": 0.40,
        "foster": 0.35,
        "supported": 0.13,
        "kinship": 0.06,
        "parent": 0.03,
        "secure": 0.01,
        "hospital": 0.01,
        "other": 0.01,
    },
    "not_looked_after": {"parent": 0.96, "kinship": 0.02, "other": 0.01, "hospital": 0.01},
}
OUT_OF_AREA = {"children_home": 0.34, "secure": 0.9, "foster": 0.24, "supported": 0.24}
"""With the children of the write-ups about a third of those looked after, as published for Wales."""
AGES = {
    "looked_after": {10: 1, 11: 2, 12: 3, 13: 7, 14: 15, 15: 26, 16: 30, 17: 16},
    "not_looked_after": {9: 1, 10: 3, 11: 5, 12: 10, 13: 17, 14: 22, 15: 22, 16: 13, 17: 7},
}
"""At the first episode: those looked after are older, as published."""
BOYS = {"looked_after": 0.56, "not_looked_after": 0.50}


@dataclass(frozen=True, slots=True)
class MadeChild:
    """A child of the table: `host_area` is where the child lives, `area` who is responsible."""

    ref: str
    area: str
    host_area: str
    care_status: str
    placement_type: str
    sex: str
    born: date


def episode_counts(rng: random.Random, care_status: str) -> list[int]:
    """How many episodes each child of a care status has in the three years, fewest first.

    One draw from each of as many equal slices of the distribution as there are children, so that a table of this size
    has its shares within a child or two.
    """
    n, (p, inflation) = CHILDREN[care_status], COUNTS[care_status]
    weights = [p**k / k for k in range(1, MOST + 1)]
    shares = [(1 - inflation) * weight / math.fsum(weights) for weight in weights]
    shares[0] += inflation
    found = []
    for i in range(n):
        left, k = (i + rng.random()) / n, 1
        while k < MOST and left > shares[k - 1]:
            left -= shares[k - 1]
            k += 1
        found.append(k)
    return found


def made_child(rng: random.Random, ref: str, care_status: str, *, first: datetime, last: datetime) -> MadeChild:
    """A child who is under 18 at the last of its episodes."""
    area, placement = _drawn(rng, AREAS), _drawn(rng, PLACEMENTS[care_status])
    out = care_status == "looked_after" and rng.random() < OUT_OF_AREA.get(placement, 0.05)
    host = _elsewhere(rng, area) if out else area
    sex = "unknown" if rng.random() < 0.008 else "male" if rng.random() < BOYS[care_status] else "female"
    age = timedelta(days=365.25 * (int(_drawn(rng, AGES[care_status])) + rng.random()))
    oldest = last - timedelta(days=365.25 * (17 + 0.98 * rng.random()))
    return MadeChild(ref, area, host, care_status, placement, sex, max(first - age, oldest).date())


def _elsewhere(rng: random.Random, area: str) -> str:
    """Where a child placed out of area lives: mostly in the same nation."""
    others = {other: 4.0 if (other in WALES) == (area in WALES) else 0.5 for other in AREAS if other != area}
    return _drawn(rng, others)


def _drawn(rng: random.Random, shares: dict[str, float] | dict[int, int]) -> str:
    return str(rng.choices(list(shares), weights=list(shares.values()))[0])
