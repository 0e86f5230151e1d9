"""What counts and what does not."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from textmine.pipeline.airlock.episodes import _placed
from textmine.reporting.episodes import EpisodeRow, merge, read_rows
from textmine.reporting.inclusion import counted, looks_like
from textmine.types import Episode, Meta, Narrative

NOON = datetime(2024, 3, 5, 12)


def narrative(id: str, episode: str, text: str = "Return interview.") -> Narrative:
    return Narrative(id, "k", text, Meta(episode=episode))


def test_a_child_whom_a_joint_report_names_but_who_was_not_missing_is_not_counted() -> None:
    joint = [Episode("e1", "a", "2024-Q1", joint_report="J"), Episode("e2", "b", "2024-Q1", joint_report="J")]
    not_gone = Episode("e3", "c", "2024-Q1", joint_report="J", was_missing=False)
    found = counted([*joint, not_gone], [])
    assert ([e.child for e in found.episodes], found.not_missing) == (["a", "b"], 1)


def test_siblings_reported_together_under_one_number_keep_what_is_recorded_of_each() -> None:
    no, yes = Episode("e", "k1", "", analysis=False), Episode("e", "k2", "", analysis=True)
    both = [Narrative("n1", "k1", "", Meta(episode="e")), Narrative("n2", "k2", "", Meta(episode="e"))]
    assert [one.id for one in counted([no, yes], both).narratives] == ["n2"]
    assert [one.id for one in counted([yes, no], both).narratives] == ["n2"]


def test_writeups_that_may_not_be_analysed_or_are_something_else_do_not_count() -> None:
    episodes = [
        Episode("e1", "k", "2024-Q1", analysis=False),
        Episode("e2", "k", "2024-Q1", document_type="safe_and_well"),
        Episode("e3", "k", "2024-Q1", document_type="refusal"),
        Episode("e4", "k", "2024-Q1"),
    ]
    found = counted(episodes, [narrative(f"n{i}", f"e{i}") for i in range(1, 5)])
    assert [n.id for n in found.narratives] == ["n3", "n4"]
    assert (found.refused, found.other_kinds, len(found.episodes)) == (1, 1, 4)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("SAFE & WELL CHECK by police", "safe_and_well"), ("Daily log, 14 June", "placement_log")]
    + [("Return home interview; safe and well done", "return_interview"), ("Met at school.", "")],
)
def test_a_mislabelled_writeup_is_noticed_by_its_head(text: str, kind: str) -> None:
    assert looks_like(text) == kind
    assert counted([], [narrative("n", "", text)]).doubtful == (kind in {"safe_and_well", "placement_log"})


def test_every_column_is_read_and_what_makes_no_sense_is_named(tmp_path: Path) -> None:
    good = {
        "child": "K1",
        "missing_start": "2024-03-05 20:00",
        "care_status": "Care leaver",
        "out_of_area": "Outside LA",
        "placement_moves": "2",
        "was_missing": "yes",
        "joint_report": "J1",
        "independent": "no",
        "document_type": "Safe-and-well check",
        "intervention": "2024-03-20",
        "uasc": "yes",
        "interview_language": "Welsh",
        "analysis": "no",
    }
    bad = {"child": "K2", "missing_start": "2024-03-05", "placement_moves": "some", "out_of_area": "far", "uasc": "?"}
    bad |= {"was_missing": "no", "completed": "yes", "consent_to_interview": "no"}
    path = tmp_path / "episodes.csv"
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, sorted({*good, *bad}))
        writer.writeheader()
        writer.writerows([good, bad])
    (first, second), problems = read_rows(path, columns={})
    assert (first.care_status, first.out_of_area, first.placement_moves) == ("care_experienced", "out_of_area", 2)
    assert (first.independent, first.document_type, first.uasc) == (False, "safe_and_well", True)
    assert (first.interview_language, first.analysis, first.intervention) == ("Welsh", False, datetime(2024, 3, 20))
    assert (second.placement_moves, second.out_of_area, second.uasc) == (None, "unknown", None)
    named = {(p.row, p.column) for p in problems}
    assert named == {(3, "placement_moves"), (3, "out_of_area"), (3, "was_missing"), (3, "completed")}


@pytest.mark.parametrize(
    ("known", "placed"),
    [
        ({"care_status": "looked_after", "area": "A", "host_area": "a"}, "in_area"),
        ({"care_status": "looked_after", "area": "A", "host_area": "B"}, "out_of_area"),
        ({"care_status": "looked_after", "area": "A"}, "unknown"),
        ({"care_status": "not_looked_after", "area": "A", "host_area": "B"}, "unknown"),
        (
            {"care_status": "looked_after", "area": "A", "host_area": "B", "out_of_area": "out_of_nation"},
            "out_of_nation",
        ),
    ],
)
def test_out_of_area_is_recorded_or_worked_out(known: dict[str, str], placed: str) -> None:
    assert _placed(EpisodeRow(2, "e", "k", **known)) == placed  # type: ignore[arg-type]


def test_a_refusal_outlives_merging_and_a_yes_does_too() -> None:
    one = Episode("e1", "k", "2024-Q1", start=NOON, end=NOON + timedelta(hours=9), analysis=True, offered=False)
    other = Episode(
        "e2", "k", "2024-Q1", start=NOON + timedelta(hours=1), analysis=False, offered=True, placement_moves=1
    )
    (merged,) = merge([one, other])
    assert (merged.analysis, merged.offered, merged.placement_moves) == (False, True, 1)


def test_who_was_not_missing_is_not_merged_with_an_episode() -> None:
    one = Episode("e1", "k", "2024-Q1", start=NOON, joint_report="J", was_missing=False)
    other = Episode("e2", "k", "2024-Q1", start=NOON)
    assert len(merge([one, other])) == 2
