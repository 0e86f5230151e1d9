"""The episodes table is read without guessing, and its faults are told without its contents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from textmine.errors import InputError, SettingsError
from textmine.reporting.episodes import Problem, merge, read_rows
from textmine.types import Episode

HEADINGS = ("child", "missing_start", "missing_end", "offered", "completed", "care_status")


def write_csv(folder: Path, *lines: Sequence[str], headings: Sequence[str] = HEADINGS) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join(",".join(line) for line in (headings, *lines)), encoding="utf-8")
    return path


def test_a_row_is_read_with_its_dates_and_answers(tmp_path: Path) -> None:
    path = write_csv(tmp_path, ("K1", "2024-03-05 21:30", "06/03/2024 07:15", "Yes", "no", "Looked after"))
    (row,), problems = read_rows(path, columns={})
    assert problems == ()
    assert (datetime(2024, 3, 5, 21, 30), datetime(2024, 3, 6, 7, 15)) == (row.missing_start, row.missing_end)
    assert (row.offered, row.completed, row.care_status, row.date_only) == (True, False, "looked_after", False)


@pytest.mark.parametrize("blank", ["", "unknown", "Not recorded", "n/k", "-"])
def test_what_is_blank_or_unknown_is_never_no(tmp_path: Path, blank: str) -> None:
    (row,), problems = read_rows(write_csv(tmp_path, ("K1", "2024-03-05", blank, blank, blank, blank)), columns={})
    assert (row.missing_end, row.offered, row.completed, row.care_status) == (None, None, None, "unknown")
    assert problems == ()


def test_a_date_without_a_time_is_marked(tmp_path: Path) -> None:
    (row,), _ = read_rows(write_csv(tmp_path, ("K1", "05/03/2024", "2024-03-06 08:00", "", "", "")), columns={})
    assert row.date_only
    assert datetime(2024, 3, 5) == row.missing_start


def test_problems_name_row_and_column_and_never_the_cell(tmp_path: Path) -> None:
    lines = (("K1", "Gwenllian", "", "perhaps", "", "cared for by Nan"), ("", "2024-03-05", "", "", "", ""))
    rows, problems = read_rows(write_csv(tmp_path, *lines), columns={})
    assert [row.child for row in rows] == ["K1"]
    assert {(2, "missing_start"), (2, "offered"), (2, "care_status"), (3, "child")} == {
        (p.row, p.column) for p in problems
    }
    assert all(word not in repr(problems) for word in ("Gwenllian", "perhaps", "Nan"))


def test_an_end_before_the_start_is_a_problem(tmp_path: Path) -> None:
    _, problems = read_rows(write_csv(tmp_path, ("K1", "2024-03-05", "2024-03-01", "", "", "")), columns={})
    assert (Problem(2, "missing_end", "is before missing_start"),) == problems


def test_headings_can_be_mapped(tmp_path: Path) -> None:
    path = write_csv(tmp_path, ("K1", "2024-03-05"), headings=("Person No", "Missing  Start"))
    (row,), _ = read_rows(path, columns={"child": "person no"})
    assert ("K1", datetime(2024, 3, 5)) == (row.child, row.missing_start)


def test_a_missing_column_is_named_with_those_that_may_be_mapped(tmp_path: Path) -> None:
    path = write_csv(tmp_path, ("Gwenllian Ap",), headings=("Gwenllian Ap",))
    with pytest.raises(SettingsError) as caught:
        read_rows(path, columns={})
    assert "no column child" in str(caught.value)
    assert "Gwenllian" not in str(caught.value)


def test_a_mapping_of_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="colour is not a column"):
        read_rows(write_csv(tmp_path), columns={"colour": "Colour"})


def test_a_mapped_column_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no column provider"):
        read_rows(write_csv(tmp_path), columns={"provider": "Who"})


def test_a_workbook_gives_the_same_rows_as_a_csv(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["child", "missing_start", "missing_end", "offered", "date_of_birth"])
    sheet.append([1042, datetime(2024, 3, 5, 21, 30), date(2024, 3, 6), True, date(2009, 1, 2)])
    book.save(tmp_path / "table.xlsx")
    (row,), problems = read_rows(tmp_path / "table.xlsx", columns={})
    assert problems == ()
    assert ("1042", datetime(2024, 3, 5, 21, 30), datetime(2024, 3, 6)) == (
        row.child,
        row.missing_start,
        row.missing_end,
    )
    assert (True, True, date(2009, 1, 2)) == (row.offered, row.date_only, row.date_of_birth)


def test_windows_text_and_semicolons_are_read(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes("child;missing_start;area\nK1;2024-03-05;Ynys Fôn\n".encode("cp1252"))
    (row,), _ = read_rows(tmp_path / "table.csv", columns={})
    assert row.area == "Ynys Fôn"


@pytest.mark.parametrize("name", ["gwenllian.csv", "gwenllian.xlsx"])
def test_a_file_that_cannot_be_read_is_not_named(tmp_path: Path, name: str) -> None:
    if name.endswith("xlsx"):
        (tmp_path / name).write_bytes(b"not a workbook")
    with pytest.raises(InputError) as caught:
        read_rows(tmp_path / name, columns={})
    assert "gwenllian" not in str(caught.value)


def test_a_workbook_whose_sheet_is_damaged_is_refused(tmp_path: Path) -> None:
    whole, damaged = tmp_path / "whole.xlsx", tmp_path / "damaged.xlsx"
    Workbook().save(whole)
    with ZipFile(whole) as parts, ZipFile(damaged, "w") as changed:
        for name in parts.namelist():
            changed.writestr(name, parts.read(name).replace(b"<sheetData", b"<sheetData <"))
    with pytest.raises(InputError, match="cannot be read"):
        read_rows(damaged, columns={})


def test_a_workbook_that_would_swell_is_not_opened(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "table.xlsx")
    with ZipFile(tmp_path / "table.xlsx", "a", ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet2.xml", b" " * 2_000_000)
    with pytest.raises(InputError, match="would swell"):
        read_rows(tmp_path / "table.xlsx", columns={})


def test_a_table_with_headings_only_gives_nothing(tmp_path: Path) -> None:
    assert read_rows(write_csv(tmp_path), columns={}) == ((), ())


def test_the_repr_of_a_row_hides_who_it_is_about(tmp_path: Path) -> None:
    headings = ("child", "missing_start", "document", "worker", "date_of_birth", "episode_id")
    line = ("K-secret", "2024-03-05", "RHI secret.docx", "W-secret", "2009-01-02", "E-secret")
    (row,), _ = read_rows(write_csv(tmp_path, line, headings=headings), columns={})
    assert "secret" not in repr(row)
    assert "2009" not in repr(row)


def episode(id: str, start: int, end: int | None, *, child: str = "k", offered: bool | None = None) -> Episode:
    finish = datetime(2024, 1, end) if end else None
    return Episode(id, child, "2024-Q1", start=datetime(2024, 1, start), end=finish, offered=offered)


def test_overlapping_episodes_of_one_child_become_one() -> None:
    (merged,) = merge([episode("a", 1, 4), episode("b", 3, 6, offered=True), episode("c", 5, 7)])
    assert ("a", datetime(2024, 1, 1), datetime(2024, 1, 7), True) == (
        merged.id,
        merged.start,
        merged.end,
        merged.offered,
    )


def test_episodes_that_only_touch_stay_two() -> None:
    assert len(merge([episode("a", 1, 3), episode("b", 3, 5)])) == 2


def test_children_missing_together_stay_apart() -> None:
    assert len(merge([episode("a", 1, 3), episode("b", 1, 3, child="sibling")])) == 2


def test_an_episode_given_twice_counts_once_and_no_is_kept_apart_from_not_recorded() -> None:
    (merged,) = merge([episode("a", 1, None), episode("b", 1, 2, offered=False)])
    assert (datetime(2024, 1, 2), False) == (merged.end, merged.offered)
    (silent,) = merge([episode("a", 1, None), episode("a", 1, None)])
    assert silent.offered is None


def test_merging_nothing_gives_nothing() -> None:
    assert merge([]) == ()


def test_a_return_dated_only_on_the_day_of_leaving_is_no_contradiction(tmp_path: Path) -> None:
    path = tmp_path / "episodes.csv"
    rows = "child,missing_start,missing_end\nK1,2025-02-03 18:00,2025-02-03\nK2,2025-02-03 18:00,2025-02-02\n"
    path.write_text(rows, encoding="utf-8")
    _, problems = read_rows(path, columns={})
    assert [(problem.row, problem.column) for problem in problems] == [(3, "missing_end")]
