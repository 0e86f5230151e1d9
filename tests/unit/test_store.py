"""Tables on disk: what is written comes back, whole or not at all, the same bytes each time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from textmine.errors import StudyError
from textmine.store import Shelf, keep_only, read_all, read_part, write_part, write_whole
from textmine.types import Coding, Episode, Mention, Meta, Narrative, Theme

NARRATIVES = (
    Narrative("n1", "c1", "Sam 😀\nleft ŵ \t | ☒ ..."),
    Narrative("n2", "c1", "", Meta("e1", "2024-Q2", "w1", "docx", "ab12")),
)
CODINGS = (
    Coding("n1", "model:1a", (Mention(0, 3, "home", "negated", "future", "child", 0.25),), (), "suggested", ("mates",)),
    Coding("n1", "annotator:1", (Mention(0, 3, "home"), Mention(0, 3, "mates")), (("alone", "yes"),), "adjudicated"),
    Coding("n2", "annotator:1"),
)
THEMES = (
    Theme(1, "bus, town", (("bus", 0.5), ("town", 0.25)), (("n1", 0, 3, 0.75), ("n2", 4, 9, 0.5)), 0.125),
    Theme(2, "", (), ()),
)
START = datetime(2024, 3, 5, 17, 30, 12, 345678)
EPISODES = (
    Episode("e1", "c1", "2024-Q1"),
    Episode("e2", "c1", "", "Ashmere", start=START, end=datetime(2024, 3, 6), date_only=True, offered=False, age=0),
    Episode("e3", "c2", "2024-Q2", offered=True, completed=True, interview=START, sex="female", age=15),
)
ALL: list[tuple[type[Any], Sequence[Any]]] = [
    (Narrative, NARRATIVES),
    (Coding, CODINGS),
    (Theme, THEMES),
    (Episode, EPISODES),
]
NOUNS = pytest.mark.parametrize(("noun", "rows"), ALL, ids=[noun.__name__ for noun, _ in ALL])


@NOUNS
def test_rows_come_back_as_they_were_written(tmp_path: Path, noun: type[Any], rows: Sequence[Any]) -> None:
    shelf = Shelf(tmp_path / "table", noun)
    write_part(shelf, "a", rows)
    assert tuple(rows) == read_part(shelf, "a")


@NOUNS
def test_a_part_without_rows_comes_back_empty(tmp_path: Path, noun: type[Any], rows: Sequence[Any]) -> None:
    shelf = Shelf(tmp_path, noun)
    write_part(shelf, "a", rows[:0])
    assert read_part(shelf, "a") == ()


@NOUNS
def test_the_same_rows_give_the_same_bytes(tmp_path: Path, noun: type[Any], rows: Sequence[Any]) -> None:
    shelf = Shelf(tmp_path, noun)
    assert write_part(shelf, "a", rows).read_bytes() == write_part(shelf, "b", rows).read_bytes()


@NOUNS
def test_what_an_earlier_textmine_wrote_is_not_damaged_and_is_said(
    tmp_path: Path, noun: type[Any], rows: Sequence[Any]
) -> None:
    """A column that came later is missing: nothing is broken, and the next step is to make it anew."""
    shelf = Shelf(tmp_path / "table", noun)
    path = write_part(shelf, "a", rows)
    older = pq.read_table(path)
    pq.write_table(older.drop_columns(older.column_names[-1:]), path)
    with pytest.raises(StudyError, match=r"an earlier one made it.*corpora/table.*textmine"):
        read_part(shelf, "a")


@NOUNS
@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "text", "another table"])
def test_a_damaged_part_is_said_to_be(tmp_path: Path, noun: type[Any], rows: Sequence[Any], damage: str) -> None:
    shelf = Shelf(tmp_path, noun)
    path = write_part(shelf, "a", rows)
    raw = path.read_bytes()
    if damage == "another table":
        pq.write_table(pa.table({"colour": ["x"], "sound": [None]}), path)
    else:
        flipped = raw[:4] + bytes(255 - byte for byte in raw[4:60]) + raw[60:]
        path.write_bytes(
            {"empty": b"", "cut": raw[: len(raw) // 2], "flipped": flipped, "text": b"words " * 50}[damage]
        )
    with pytest.raises(StudyError, match="damaged") as fault:
        read_part(shelf, "a")
    assert fault.value.where == "part a"
    assert str(tmp_path) not in str(fault.value)


def test_a_part_that_is_not_there_is_a_study_error(tmp_path: Path) -> None:
    with pytest.raises(StudyError):
        read_part(Shelf(tmp_path, Narrative), "a")


def test_values_that_no_noun_allows_are_damage(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, Coding)
    path = write_part(shelf, "a", CODINGS)
    table = pq.read_table(path)
    status = pa.array(["maybe"] * len(CODINGS))
    pq.write_table(table.set_column(table.schema.get_field_index("status"), "status", status), path)
    with pytest.raises(StudyError, match="damaged"):
        read_part(shelf, "a")


def test_all_rows_come_part_by_part_in_order_of_their_names(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, Narrative)
    write_part(shelf, "b", NARRATIVES[1:])
    write_part(shelf, "a", NARRATIVES[:1])
    assert shelf.names() == ("a", "b")
    assert read_all(shelf) == NARRATIVES


def test_a_table_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "nothing", Theme)
    assert (shelf.names(), read_all(shelf)) == ((), ())


def test_a_folder_named_like_a_column_adds_none(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "year=2024" / "child=x", Narrative)
    write_part(shelf, "a", NARRATIVES)
    assert read_all(shelf) == NARRATIVES


def test_stale_parts_and_leftovers_of_a_stopped_run_are_removed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, Narrative)
    for name in "abc":
        write_part(shelf, name, NARRATIVES)
    (tmp_path / ".part-d.parquet.123.tmp").write_bytes(b"half")
    assert keep_only(shelf, ["a", "z"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["part-a.parquet"]


def test_a_write_that_fails_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    write_whole(path, lambda temporary: temporary.write_text("first"))

    def fail(temporary: Path) -> None:
        temporary.write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(path, fail)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("file.txt", "first")]


def test_a_table_holds_no_name_of_the_machine_or_moment(tmp_path: Path) -> None:
    raw = write_part(Shelf(tmp_path, Narrative), "a", NARRATIVES).read_bytes()
    assert str(tmp_path).encode() not in raw
