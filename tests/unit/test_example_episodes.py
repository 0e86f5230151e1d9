"""The example's episodes table has the published rates, every write-up's episode, and the faults it says it has."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import episode_faults as faults
import pytest
import yaml
from episodes import episode_rows
from source import Source, read_sources

from textmine.reporting.episodes import NAMES, EpisodeRow, read_rows

EXAMPLE = Path(__file__).parents[2] / "corpora" / "example"
TABLE = EXAMPLE / "episodes.csv"
FIRST, LAST = datetime(2023, 4, 1), datetime(2026, 4, 1)
CARE = ("looked_after", "not_looked_after")
Row = dict[str, str]


@pytest.fixture(scope="module")
def table() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def rows() -> tuple[EpisodeRow, ...]:
    return read_rows(TABLE, columns={})[0]


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    return read_sources(EXAMPLE / "source")


def once_each(rows: tuple[EpisodeRow, ...]) -> Iterator[EpisodeRow]:
    """Without rows exported twice and second reports of the same absence."""
    seen = set()
    for row in rows:
        if (row.child, row.missing_start) not in seen and not row.episode_id.endswith("B"):
            seen.add((row.child, row.missing_start))
            yield row


def counts(rows: tuple[EpisodeRow, ...], care_status: str) -> list[int]:
    status = {row.child: row.care_status for row in rows if row.care_status != "unknown"}
    return [n for child, n in Counter(row.child for row in once_each(rows)).items() if status.get(child) == care_status]


def made(table: list[Row]) -> list[Row]:
    return [row for row in table if not row["document"]]


def test_there_are_about_1900_episodes_of_about_700_children_in_three_years(rows: tuple[EpisodeRow, ...]) -> None:
    starts = [row.missing_start for row in rows if row.missing_start]
    assert 1850 <= len(rows) <= 1980
    assert len({row.child for row in rows}) == 720
    assert min(starts) >= FIRST
    assert max(starts) < LAST
    years = Counter((start.year - (start.month < 4)) for start in starts)
    assert {2023, 2024, 2025} == set(years)
    assert min(years.values()) > 0.85 * max(years.values())


def test_the_columns_are_the_published_ones(table: list[Row]) -> None:
    assert [name for name in NAMES if name in table[0]] == list(table[0])


@pytest.mark.parametrize(
    ("care_status", "mean", "once", "five_or_more", "of_repeaters", "after_first"),
    [("looked_after", 5.2, 0.45, 0.30, 0.91, 0.81), ("not_looked_after", 2.0, 0.79, 0.09, 0.61, 0.50)],
)
def test_repeats_are_as_calibrated(
    rows: tuple[EpisodeRow, ...],
    care_status: str,
    mean: float,
    once: float,
    five_or_more: float,
    of_repeaters: float,
    after_first: float,
) -> None:
    found = counts(rows, care_status)
    n, total = len(found), sum(found)
    assert pytest.approx(mean, rel=0.06) == total / n
    assert pytest.approx(once, abs=0.03) == sum(k == 1 for k in found) / n
    assert pytest.approx(five_or_more, abs=0.02) == sum(k >= 5 for k in found) / n
    assert pytest.approx(of_repeaters, abs=0.02) == sum(k for k in found if k > 1) / total
    assert pytest.approx(after_first, abs=0.02) == (total - n) / total


def test_a_fifth_of_children_is_looked_after_and_has_two_fifths_of_the_episodes(rows: tuple[EpisodeRow, ...]) -> None:
    looked_after, others = (counts(rows, care_status) for care_status in CARE)
    assert pytest.approx(0.20, abs=0.01) == len(looked_after) / (len(looked_after) + len(others))
    assert pytest.approx(0.394, abs=0.012) == sum(looked_after) / (sum(looked_after) + sum(others))


def test_interviews_are_offered_held_and_in_time_as_calibrated(rows: tuple[EpisodeRow, ...]) -> None:
    offered = [row for row in rows if row.offered]
    known = [row for row in offered if row.completed is not None]
    held = [row for row in known if row.completed and row.interview and row.missing_end]
    assert pytest.approx(0.80, abs=0.02) == len(offered) / len(rows)
    assert pytest.approx(0.70, abs=0.025) == sum(bool(row.completed) for row in known) / len(known)
    assert pytest.approx(0.55, abs=0.03) == sum(map(in_time, held)) / len(held)


def in_time(row: EpisodeRow) -> bool:
    assert row.interview
    assert row.missing_end
    if row.date_only:
        return (row.interview.date() - row.missing_end.date()).days <= 3
    return row.interview - row.missing_end <= timedelta(hours=72)


def test_about_half_of_second_episodes_follow_within_28_days(rows: tuple[EpisodeRow, ...]) -> None:
    starts = defaultdict(list)
    for row in once_each(rows):
        assert row.missing_start
        starts[row.child].append(row.missing_start)
    gaps = [min(late[1:]) - late[0] for late in map(sorted, starts.values()) if len(late) > 1]
    assert pytest.approx(0.5, abs=0.07) == sum(gap < timedelta(days=28) for gap in gaps) / len(gaps)


def test_most_children_are_back_within_48_hours(rows: tuple[EpisodeRow, ...]) -> None:
    times = [row.missing_end - row.missing_start for row in rows if row.missing_end and row.missing_start]
    assert pytest.approx(0.53, abs=0.04) == sum(time < timedelta(hours=8) for time in times) / len(times)
    assert pytest.approx(0.87, abs=0.02) == sum(time < timedelta(hours=48) for time in times) / len(times)
    assert pytest.approx(0.02, abs=0.01) == sum(time > timedelta(days=7) for time in times) / len(times)


def test_children_are_9_to_17_and_about_a_third_of_those_looked_after_live_out_of_area(
    rows: tuple[EpisodeRow, ...],
) -> None:
    ages = [
        int((row.missing_start.date() - row.date_of_birth).days / 365.25)
        for row in rows
        if row.missing_start and row.date_of_birth
    ]
    assert (min(ages), max(ages)) == (9, 17)
    assert sum(age >= 10 for age in ages) / len(ages) > 0.99
    placed = {row.child: row.area != row.host_area for row in rows if row.care_status == "looked_after"}
    assert pytest.approx(0.33, abs=0.04) == sum(placed.values()) / len(placed)
    at_home = {row.child: row.area != row.host_area for row in rows if row.care_status == "not_looked_after"}
    assert sum(at_home.values()) == 0


def test_the_table_is_rebuilt_to_the_last_cell(table: list[Row], sources: dict[str, Source]) -> None:
    children = {
        child["child"]: child
        for path in sorted((EXAMPLE / "source").glob("*/children.yaml"))
        for child in yaml.safe_load(path.read_text(encoding="utf-8"))
    }
    written = [row for row in table if row["document"]]
    documents = {f"{row['worker']}-{row['episode_id'][-2:]}": row["document"] for row in written}
    teams = {row["worker"]: row["provider"] for row in written}
    assert table == episode_rows(sources, documents, children, teams)


def test_the_episode_of_every_write_up_is_there_as_it_was_written(table: list[Row], sources: dict[str, Source]) -> None:
    written = {f"{row['worker']}-{row['episode_id'][-2:]}": row for row in table if row["document"]}
    assert set(sources) == set(written)
    for id, row in written.items():
        head = sources[id].head
        assert (head["child"], head["left"], head["returned"]) == (
            row["child"],
            row["missing_start"],
            row["missing_end"],
        )
        assert (EXAMPLE / "writeups" / row["document"].split("#")[0]).is_file()


def test_what_is_made_for_children_of_write_ups_overlaps_nothing(rows: tuple[EpisodeRow, ...]) -> None:
    written = {row.child for row in rows if row.document}
    spans = defaultdict(list)
    for row in once_each(rows):
        if row.child in written and row.missing_start and row.missing_end and not row.date_only:
            spans[row.child].append((row.missing_start, max(row.missing_start, row.missing_end)))
    assert all(back < left for own in spans.values() for (_, back), (left, _) in pairwise(sorted(own)))
    assert any(not row.document for row in rows if row.child in written)


def test_other_children_are_c101_and_on(table: list[Row]) -> None:
    written = {row["child"] for row in table if row["document"]}
    others = sorted({row["child"] for row in table} - written)
    assert [f"C{number}" for number in range(101, 101 + len(others))] == others


def test_every_fault_is_there_as_often_as_it_says(table: list[Row]) -> None:
    some, many = made(table), faults.FAULTY
    twice = Counter(tuple(row.values()) for row in table)
    assert (many["care blank"], many["care not known"]) == (
        sum(row["care_status"] == "" for row in some),
        sum(row["care_status"] == "not known" for row in some),
    )
    assert many["offered N/K"] == sum(row["offered"] == "N/K" for row in some)
    assert many["no end"] == sum(row["missing_end"] == "" for row in some)
    assert many["start by date"] + many["both by date"] == sum(len(row["missing_start"]) == 10 for row in some)
    assert many["end by date"] + many["both by date"] == sum(len(row["missing_end"]) == 10 for row in some)
    assert sum("/" in row["missing_start"] for row in some) == faults.TYPED
    assert {faults.TYPED_AREA} == {row["area"] for row in some if "/" in row["missing_start"]}
    assert sum(row["episode_id"].endswith("B") for row in some) == faults.OVERLAPPING
    assert sum(n == 2 for n in twice.values()) == faults.TWICE


def test_one_area_gives_no_completed_figure_for_a_year(table: list[Row]) -> None:
    first, last = faults.SILENT_YEAR
    silent = [row for row in made(table) if row["area"] == faults.SILENT_AREA and first <= row["missing_start"] < last]
    assert len(silent) > 50
    assert {("", "")} == {(row["completed"], row["interview"]) for row in silent}
    elsewhere = [row for row in made(table) if row not in silent and row["offered"] != "N/K"]
    assert {"yes", "no"} == {row["completed"] for row in elsewhere}


def test_one_joint_report_stands_for_three_siblings(table: list[Row]) -> None:
    children = defaultdict(set)
    for row in table:
        children[row["episode_id"]].add(row["child"])
    ((joint, siblings),) = [(id, own) for id, own in children.items() if len(own) > 1]
    reported = [row for row in table if row["episode_id"] == joint]
    assert faults.SIBLINGS == len(siblings) == len(reported)
    assert len({(row["missing_start"], row["missing_end"], row["area"]) for row in reported}) == 1
    assert sorted(row["completed"] for row in reported) == ["no", "yes", "yes"]


def test_reading_the_table_lists_its_faults_by_row_and_column(table: list[Row]) -> None:
    rows, problems = read_rows(TABLE, columns={})
    assert len(table) == len(rows)
    seen: set[str] = set()
    repeated, end_first = set(), set()
    for number, row in enumerate(table, start=2):
        if row["episode_id"] in seen:
            repeated.add((number, "episode_id"))
        seen.add(row["episode_id"])
        if "/" not in row["missing_start"] and row["missing_end"] and row["missing_end"] < row["missing_start"][:10]:
            end_first.add((number, "missing_end"))
    assert len(repeated) == faults.TWICE + faults.SIBLINGS - 1
    assert faults.FAULTY["end first"] == len(end_first)
    listed = {(problem.row, problem.column) for problem in problems}
    # A return on the day of leaving, without its time, reads as midnight: whether to list it is the reader's affair.
    same_day = {
        (number, "missing_end")
        for number, row in enumerate(table, start=2)
        if len(row["missing_end"]) == 10 and row["missing_start"][:10] == row["missing_end"]
    }
    assert repeated | end_first == listed - same_day
