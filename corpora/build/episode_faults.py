"""The faults that real extracts have, put into made rows of the episodes table in small shares.

Rows of the write-ups are left as they are. In the order in which they are put in:

* one area sent no figures of interviews held for a financial year: `completed` and `interview` blank;
* a joint report: one episode number and the same times for three siblings, though the youngest was at home;
* `care_status` blank, or "not known";
* `offered` "N/K", and then `completed` and `interview` blank;
* dates without a time of day: at the start, at the end, or at both;
* `missing_end` blank;
* `missing_end` before `missing_start`, its day mistyped;
* dates as dd/mm/yyyy, in one area in one quarter;
* overlapping reports: a second one, with a number of its own, opened before the first was closed;
* rows exported twice, alike to the last character.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

Row = dict[str, str]

SEED = 1309
SILENT_AREA, SILENT_YEAR = "Dyffryn Taren", ("2023-04-01", "2024-04-01")
TYPED_AREA, TYPED_QUARTER = "Westhollow", ("2024-07-01", "2024-10-01")
FAULTY = {
    "care blank": 24,
    "care not known": 32,
    "offered N/K": 22,
    "start by date": 18,
    "end by date": 24,
    "both by date": 20,
    "no end": 36,
    "end first": 5,
}
"""How many rows have each fault; no row has two of them."""
TYPED, SIBLINGS, OVERLAPPING, TWICE = 24, 3, 12, 8


def with_faults(rows: Sequence[Row]) -> list[Row]:
    """The table with its faults, in its order; a row that is added stands after the one that it repeats or overlaps."""
    rng = random.Random(SEED)
    table = [dict(row) for row in rows]
    made = [row for row in table if not row["document"]]
    _silence(made)
    siblings = _joint_report(made)
    sound = [row for row in made if row not in siblings]
    rng.shuffle(sound)
    for fault, many in FAULTY.items():
        for _ in range(many):
            SPOIL[fault](sound.pop())
    for row in [row for row in sound if row["area"] == TYPED_AREA and _within(row, TYPED_QUARTER)][:TYPED]:
        row.update({name: _typed(row[name]) for name in ("missing_start", "missing_end", "interview")})
        sound.remove(row)
    long = [row for row in sound if row["missing_start"][:10] < row["missing_end"][:10]][:OVERLAPPING]
    second = {id(row): _second_report(row) for row in long}
    again = {id(row): dict(row) for row in sound if id(row) not in second}
    twice = dict(list(again.items())[:TWICE])
    added = second | twice
    return [each for row in table for each in ((row, added[id(row)]) if id(row) in added else (row,))]


def _silence(made: Sequence[Row]) -> None:
    for row in made:
        if row["area"] == SILENT_AREA and _within(row, SILENT_YEAR):
            row.update(completed="", interview="")


def _joint_report(made: Sequence[Row]) -> list[Row]:
    """Three children of one area, each otherwise seen once, as one household; the last was not away."""
    times = Counter(row["child"] for row in made)
    alone = [row for row in made if times[row["child"]] == 1 and row["care_status"] == "not_looked_after"]
    siblings = [row for row in alone if row["area"] == "Ashmere" and row["completed"] == "yes"][:SIBLINGS]
    shared = ("episode_id", "missing_start", "missing_end", "offered", "completed", "interview", "provider")
    for row in siblings[1:]:
        row.update({name: siblings[0][name] for name in shared})
    siblings[-1].update(offered="no", completed="no", interview="", provider="")
    return siblings


def _end_first(row: Row) -> None:
    start, end = datetime.fromisoformat(row["missing_start"]), datetime.fromisoformat(row["missing_end"])
    row["missing_end"] = f"{end - timedelta(days=(end - start).days + 2):%Y-%m-%d %H:%M}"


SPOIL: dict[str, Callable[[Row], None]] = {
    "care blank": lambda row: row.update(care_status=""),
    "care not known": lambda row: row.update(care_status="not known"),
    "offered N/K": lambda row: row.update(offered="N/K", completed="", interview="", provider=""),
    "start by date": lambda row: row.update(missing_start=row["missing_start"][:10]),
    "end by date": lambda row: row.update(missing_end=row["missing_end"][:10]),
    "both by date": lambda row: row.update(
        missing_start=row["missing_start"][:10], missing_end=row["missing_end"][:10], interview=row["interview"][:10]
    ),
    "no end": lambda row: row.update(missing_end=""),
    "end first": _end_first,
}


def _within(row: Row, period: tuple[str, str]) -> bool:
    return period[0] <= row["missing_start"] < period[1]


def _typed(moment: str) -> str:
    """As it is typed by hand: 2024-07-05 21:30 → 05/07/2024 21:30."""
    day, _, hour = moment.partition(" ")
    return " ".join(filter(None, ("/".join(reversed(day.split("-"))), hour)))


def _second_report(row: Row) -> Row:
    """Opened halfway, by another officer; no interview is recorded with it."""
    start, end = datetime.fromisoformat(row["missing_start"]), datetime.fromisoformat(row["missing_end"])
    opened = (start + (end - start) / 2).replace(second=0, microsecond=0)
    closed = end + timedelta(hours=1)
    none = {"offered": "no", "completed": row["completed"] and "no", "interview": "", "provider": ""}
    moments = {"missing_start": f"{opened:%Y-%m-%d %H:%M}", "missing_end": f"{closed:%Y-%m-%d %H:%M}"}
    return row | moments | none | {"episode_id": f"{row['episode_id']}B"}
