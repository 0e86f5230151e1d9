"""Episodes that no write-up tells of: when, how long, and the return interview, by published rates."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from made_children import CHILDREN, MadeChild, episode_counts, made_child

Row = dict[str, str]
Times = tuple[datetime, datetime]

SEED = 20230401
FIRST, LAST = datetime(2023, 4, 1), datetime(2026, 3, 31, 23, 59)
YEARS = {0: 0.45, 365: 0.18, 730: 0.37}
"""Days from `FIRST` to the year of the first episode: fewest where most write-ups are, so that no year stands out."""
FIRST_NUMBER = 101
FORCES = {
    "Porth Merin": "Heddlu Glannau",
    "Dyffryn Taren": "Taren Valleys Police",
    "Ashmere": "Northmoor Police",
    "Westhollow": "Marchshire Constabulary",
}
PROVIDERS = {
    "Porth Merin": {"Cam Nesaf Porth Merin": 1.0},
    "Dyffryn Taren": {"Dyffryn Taren children's services": 0.6, "Taren Valleys Police": 0.4},
    "Ashmere": {"Lantern Project": 0.55, "Ashmere children's services": 0.45},
    "Westhollow": {"Waymark": 1.0},
}
OUT_OF_AREA_PROVIDER, HOME_PROVIDER, HOME_AREA = "Agency return interviews", "Larkfield House", "Westhollow"
TIMED = frozenset(("Cam Nesaf Porth Merin", "Lantern Project", "Waymark"))
"""Providers that record the hour of an interview; the others only its date."""

OFFERED = {"Porth Merin": 0.88, "Dyffryn Taren": 0.70, "Ashmere": 0.78, "Westhollow": 0.82}
"""By area as in the sector; with the write-ups, all of them offered, 80 %."""
COMPLETED = 0.69  # of offered; with the write-ups 70 %
GAP_DAYS, GAP_SPREAD = 20.0, 1.5  # to the next episode: median, and standard deviation of the logarithm
HOURS, HOURS_SPREAD = 7.0, 1.70  # 53 % under 8 hours, 87 % under 48, about 3 % over a week
LONGEST = timedelta(days=40)
SOON_HOURS, SOON_SPREAD = 61.0, 0.75  # to the interview, before office hours are awaited
LEAVING = (4, 3, 2, 1, 1, 1, 2, 4, 8, 6, 5, 6, 7, 8, 10, 16, 18, 18, 18, 20, 20, 18, 14, 8)
"""How often a child leaves in each hour of the day."""


def made_rows(written: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Rows without document, some of children who have write-ups, the others of children from C101 on.

    Args:
        written: the rows of the write-ups by child; what is made for these children does not overlap with them.

    Returns:
        In order of start, numbered as a case system would within each year.
    """
    rows = sorted(_unnumbered(random.Random(SEED), written), key=lambda row: (row["missing_start"], row["child"]))
    numbers: Counter[str] = Counter()
    for row in rows:
        year = row["missing_start"][2:4]
        numbers[year] += 1
        row["episode_id"] = f"M{year}-{1000 + numbers[year]}"
    return rows


def _unnumbered(rng: random.Random, written: Mapping[str, Sequence[Row]]) -> Iterator[Row]:
    unseen: list[tuple[str, int]] = []
    for care_status in CHILDREN:
        counts = episode_counts(rng, care_status)
        own = [rows for rows in written.values() if rows[0]["care_status"] == care_status]
        for rows in sorted(own, key=lambda rows: (-len(rows), rows[0]["child"])):
            yield from _further(rng, rows, _taken(rng, counts, at_least=len(rows)))
        unseen += [(care_status, count) for count in counts]
    rng.shuffle(unseen)
    for number, (care_status, count) in enumerate(unseen, FIRST_NUMBER):
        times = _around(rng, (), count)
        child = made_child(rng, f"C{number}", care_status, first=times[0][0], last=times[-1][0])
        yield from (_row(rng, child, start, end) for start, end in times)


def _taken(rng: random.Random, counts: list[int], *, at_least: int) -> int:
    """A count for a child of the write-ups; it is then no other child's."""
    return counts.pop(rng.choice([i for i, count in enumerate(counts) if count >= at_least]))


def _further(rng: random.Random, rows: Sequence[Row], count: int) -> Iterator[Row]:
    first = rows[0]
    born = datetime.fromisoformat(first["date_of_birth"])
    child = MadeChild(
        first["child"],
        first["area"],
        first["host_area"],
        first["care_status"],
        first["placement_type"],
        first["sex"],
        born.date(),
    )
    known = tuple((datetime.fromisoformat(row["missing_start"]), _end_of(row)) for row in rows)
    for times in _around(rng, known, count, until=min(LAST, born + timedelta(days=6570))):
        if times not in known:
            yield _row(rng, child, *times)


def _end_of(row: Row) -> datetime:
    """The return, on its last minute where only a date is known."""
    end = datetime.fromisoformat(row["missing_end"])
    return end if " " in row["missing_end"] else end + timedelta(hours=23, minutes=59)


def _around(rng: random.Random, known: Sequence[Times], count: int, *, until: datetime = LAST) -> list[Times]:
    """So many episodes of one child, in order: each further one some days from one there is, and apart from all."""
    found = list(known)
    while len(found) < count:
        days = rng.lognormvariate(math.log(GAP_DAYS), GAP_SPREAD) * rng.choice((-1, 1))
        day = rng.choice(found)[0] + timedelta(days=days) if found else _first_day(rng)
        hour = rng.choices(range(24), weights=LEAVING)[0]
        start = day.replace(hour=hour, minute=5 * rng.randrange(12), second=0, microsecond=0)
        hours = rng.lognormvariate(math.log(HOURS), HOURS_SPREAD)
        end = start + min(LONGEST, timedelta(minutes=max(20, round(60 * hours / 5) * 5)))
        apart = all(end + timedelta(hours=2) < other or start > back + timedelta(hours=2) for other, back in found)
        if apart and start >= FIRST and end <= until:
            found.append((start, end))
    return sorted(found)


def _first_day(rng: random.Random) -> datetime:
    year = rng.choices(list(YEARS), weights=list(YEARS.values()))[0]
    return FIRST + timedelta(days=year + 365 * rng.random())


def _row(rng: random.Random, child: MadeChild, start: datetime, end: datetime) -> Row:
    offered = rng.random() < OFFERED.get(child.area, 0.8)
    provider = _provider(rng, child) if offered else ""
    held = _interview(rng, end) if offered and rng.random() < COMPLETED else None
    if held and held > LAST:
        held = None
    return {
        "episode_id": "",
        "child": child.ref,
        "area": child.area,
        "host_area": child.host_area,
        "force": FORCES[child.host_area],
        "care_status": child.care_status,
        "placement_type": child.placement_type,
        "missing_start": f"{start:%Y-%m-%d %H:%M}",
        "missing_end": f"{end:%Y-%m-%d %H:%M}",
        "offered": "yes" if offered else "no",
        "completed": "yes" if held else "no",
        "interview": "" if not held else f"{held:%Y-%m-%d %H:%M}" if provider in TIMED else f"{held:%Y-%m-%d}",
        "provider": provider,
        "sex": child.sex,
        "date_of_birth": child.born.isoformat(),
        "document": "",
        "worker": "",
    }


def _provider(rng: random.Random, child: MadeChild) -> str:
    if child.area != child.host_area and rng.random() < 0.5:
        return OUT_OF_AREA_PROVIDER
    if child.placement_type == "children_home" and child.host_area == HOME_AREA and rng.random() < 0.35:
        return HOME_PROVIDER
    shares = PROVIDERS[child.host_area]
    return rng.choices(list(shares), weights=list(shares.values()))[0]


def _interview(rng: random.Random, end: datetime) -> datetime:
    """When it was held: some hours after the return, in office hours of a working day."""
    held = end + timedelta(hours=rng.lognormvariate(math.log(SOON_HOURS), SOON_SPREAD))
    if not 9 <= held.hour < 18:
        held = (held + timedelta(hours=6)).replace(hour=rng.randrange(9, 18))
    if held.weekday() > 4 and rng.random() < 0.7:
        held += timedelta(days=7 - held.weekday())
    return held.replace(minute=15 * (held.minute // 15))
