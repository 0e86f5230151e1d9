"""A stage does what is missing and nothing twice, wherever it was stopped, and never beside another run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from textmine.batches import Outcome, Part, Stage, alone, each, run
from textmine.errors import StudyError
from textmine.manifest import FILE, read_manifest
from textmine.store import Shelf, read_all, write_part
from textmine.types import Narrative

PARTS = [Part("p1", ("a", "b")), Part("p2", ("c",)), Part("p3", ("d", "e", "f"))]
Work = Callable[[Part[str]], Sequence[Narrative]]


def work(part: Part[str]) -> list[Narrative]:
    return [Narrative(item, f"child {item}", f"Text of {item}.") for item in part.items]


def stage(folder: Path, do: Work = work, settings: str = "s1") -> Stage[str, Narrative]:
    return Stage("code", Shelf(folder / "table", Narrative), each(do), settings, (("coder", "ab"),), 7)


def stops_at(name: str) -> Work:
    def stop(part: Part[str]) -> list[Narrative]:
        if part.name == name:
            raise KeyboardInterrupt
        return work(part)

    return stop


def refuses(part: Part[str]) -> list[Narrative]:
    raise AssertionError(f"{part.name} was there already")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "table").iterdir()}


def test_all_parts_are_done_and_the_manifest_says_so(tmp_path: Path) -> None:
    assert run(stage(tmp_path), PARTS) == Outcome(3, 0, 0, 6)
    assert [row.id for row in read_all(stage(tmp_path).shelf)] == list("abcdef")
    manifest = read_manifest(tmp_path / "table")
    assert manifest is not None
    assert (manifest.stage, manifest.settings, manifest.seed, manifest.rows) == ("code", "s1", 7, 6)
    assert [name for name, _ in manifest.parts] == ["p1", "p2", "p3"]


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    run(stage(tmp_path), PARTS)
    before = files(tmp_path)
    assert run(stage(tmp_path, refuses), PARTS) == Outcome(0, 3, 0, 6)
    assert files(tmp_path) == before


@pytest.mark.parametrize("stop", ["p1", "p2", "p3"])
def test_stopped_anywhere_and_continued_gives_the_same_files(tmp_path: Path, stop: str) -> None:
    run(stage(tmp_path / "whole"), PARTS)
    with pytest.raises(KeyboardInterrupt):
        run(stage(tmp_path / "stopped", stops_at(stop)), PARTS)
    outcome = run(stage(tmp_path / "stopped"), PARTS)
    assert outcome.kept == int(stop[1]) - 1
    assert files(tmp_path / "stopped") == files(tmp_path / "whole")


def test_a_damaged_part_is_done_again(tmp_path: Path) -> None:
    run(stage(tmp_path), PARTS)
    before = files(tmp_path)
    (tmp_path / "table" / "part-p2.parquet").write_bytes(b"damaged")
    assert run(stage(tmp_path), PARTS) == Outcome(1, 2, 0, 6)
    assert files(tmp_path) == before


def test_a_part_that_was_exchanged_for_another_readable_one_is_done_again(tmp_path: Path) -> None:
    run(stage(tmp_path), PARTS)
    before = files(tmp_path)
    write_part(stage(tmp_path).shelf, "p2", work(PARTS[0]))
    assert run(stage(tmp_path), PARTS) == Outcome(1, 2, 0, 6)
    assert files(tmp_path) == before


def test_a_part_that_was_damaged_before_the_first_manifest_is_done_again(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(stage(tmp_path, stops_at("p3")), PARTS)
    (tmp_path / "table" / "part-p1.parquet").write_bytes(b"damaged")
    assert run(stage(tmp_path), PARTS) == Outcome(2, 1, 0, 6)


@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize("moment", range(0, 100, 7))
def test_one_bit_that_is_flipped_anywhere_is_found_by_the_checksum(tmp_path: Path, finished: bool, moment: int) -> None:
    run(stage(tmp_path / "whole"), PARTS)
    if finished:
        run(stage(tmp_path), PARTS)
    else:
        with pytest.raises(KeyboardInterrupt):
            run(stage(tmp_path, stops_at("p3")), PARTS)
    path = tmp_path / "table" / "part-p1.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) * moment // 100] ^= 1 << moment % 8
    path.write_bytes(content)
    assert run(stage(tmp_path), PARTS).done == (1 if finished else 2)
    assert files(tmp_path) == files(tmp_path / "whole")


@pytest.mark.parametrize("left", [0, 1, 200])
def test_a_truncated_part_is_done_again(tmp_path: Path, left: int) -> None:
    run(stage(tmp_path), PARTS)
    before = files(tmp_path)
    path = tmp_path / "table" / "part-p2.parquet"
    path.write_bytes(path.read_bytes()[:left])
    assert run(stage(tmp_path), PARTS) == Outcome(1, 2, 0, 6)
    assert files(tmp_path) == before


def test_a_line_of_the_journal_that_breaks_off_counts_for_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(stage(tmp_path, stops_at("p3")), PARTS)
    journal = tmp_path / "table" / "written.txt"
    journal.write_bytes(journal.read_bytes()[:-20])
    assert run(stage(tmp_path), PARTS) == Outcome(2, 1, 0, 6)
    assert not journal.exists()


def test_a_missing_part_is_done_again(tmp_path: Path) -> None:
    run(stage(tmp_path), PARTS)
    (tmp_path / "table" / "part-p3.parquet").unlink()
    assert run(stage(tmp_path), PARTS) == Outcome(1, 2, 0, 6)


def test_a_damaged_manifest_stops_the_run_and_says_what_to_do(tmp_path: Path) -> None:
    run(stage(tmp_path), PARTS)
    (tmp_path / "table" / FILE).write_text("{")
    with pytest.raises(StudyError, match="delete it and run again"):
        run(stage(tmp_path), PARTS)
    before = files(tmp_path)
    (tmp_path / "table" / FILE).unlink()
    assert run(stage(tmp_path), PARTS) == Outcome(3, 0, 0, 6)  # nobody says any more what the files should be
    assert files(tmp_path) == before | {FILE: (tmp_path / "table" / FILE).read_bytes()}


def test_parts_of_earlier_inputs_are_removed_only_when_the_run_is_through(tmp_path: Path) -> None:
    run(stage(tmp_path), PARTS)
    changed = [PARTS[0], Part("p2-new", ("c", "g"))]
    with pytest.raises(KeyboardInterrupt):
        run(stage(tmp_path, stops_at("p2-new")), changed)
    assert stage(tmp_path).shelf.names() == ("p1", "p2", "p3")
    assert run(stage(tmp_path), changed) == Outcome(1, 1, 2, 4)
    assert [row.id for row in read_all(stage(tmp_path).shelf)] == list("abcg")


def test_leftovers_of_a_killed_run_are_removed(tmp_path: Path) -> None:
    run(stage(tmp_path), PARTS)
    (tmp_path / "table" / ".part-p9.parquet.1.tmp").write_bytes(b"half")
    run(stage(tmp_path), PARTS)
    assert ".part-p9.parquet.1.tmp" not in files(tmp_path)


def test_what_a_killed_run_left_half_written_elsewhere_is_swept_out_by_the_next(tmp_path: Path) -> None:
    left, kept = tmp_path / "models" / "coder" / ".model.json.123.tmp", tmp_path / "models" / ".notes.tmp"
    left.parent.mkdir(parents=True)
    for path in (left, kept):
        path.write_bytes(b"half")
    with alone(tmp_path):
        assert not left.exists()
    assert kept.exists()


def test_no_parts_give_an_empty_table_with_a_manifest(tmp_path: Path) -> None:
    run(stage(tmp_path), PARTS)
    assert run(stage(tmp_path), []) == Outcome(0, 0, 3, 0)
    assert files(tmp_path).keys() == {FILE}


def test_progress_is_told_from_nothing_to_all(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    run(stage(tmp_path), PARTS, progress=lambda *step: seen.append(step))
    assert seen == [(0, 3, "code"), (1, 3, "code"), (2, 3, "code"), (3, 3, "code")]


def test_two_runs_at_once_are_refused_and_the_holder_is_named(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(StudyError, match="Another run") as fault, alone(tmp_path):
        pass
    assert fault.value.where == f"process {os.getpid()}"


def test_a_run_in_another_process_is_refused_too(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from textmine.batches import alone\nwith alone(Path(sys.argv[1])): pass"
    )
    with alone(tmp_path):
        other = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert other.returncode != 0
    assert "Another run holds this study" in other.stderr
    after = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert after.returncode == 0


def test_after_a_failure_the_study_is_free_again(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), alone(tmp_path):
        raise ZeroDivisionError
    with alone(tmp_path):
        assert (tmp_path / ".lock").read_text() == str(os.getpid())
    assert (tmp_path / ".lock").read_text() == ""
