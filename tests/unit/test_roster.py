"""The roster is read as case systems export it, and its faults are named by row, never by name."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from textmine.errors import SettingsError
from textmine.privacy.case.naming import find_known
from textmine.privacy.case.roster import Case, Known, read_roster
from textmine.privacy.case.rosterclashes import clashes
from textmine.privacy.detection.merging import merge

HEAD = "child,name,aliases,date_of_birth,people,home,school,address,postcode,phones,references,handles\n"


def roster(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def people(tmp_path: Path, cell: str) -> list[tuple[str, str]]:
    case = read_roster(roster(tmp_path, f'child,name,people\nC1,Cai Bevan,"{cell}"\n'))["C1"]
    return [(known.words, known.role) for known in case.known[1:]]


def test_a_row_gives_everything_that_is_known_of_a_child(tmp_path: Path) -> None:
    row = 'C1,Cai Bevan,Caio; Cai B,14/03/2009,Lowri Bevan (mother),Tŷ Gorwel,Ysgol Bro,"1 Heol Fach",QM1 1AA,'
    row += "07700 900123,485 777 3456; PM-1,caibev.09\n"
    found = [(k.label, k.words) for k in read_roster(roster(tmp_path, HEAD + row))["C1"].known]
    expected = [
        ("PERSON", "Cai Bevan"),
        ("PERSON", "Caio"),
        ("PERSON", "Cai B"),
        ("PERSON", "Lowri Bevan"),
        ("DOB", "14/03/2009"),
        ("HOME", "Tŷ Gorwel"),
        ("SCHOOL", "Ysgol Bro"),
        ("ADDRESS", "1 Heol Fach"),
        ("POSTCODE", "QM1 1AA"),
        ("PHONE", "07700 900123"),
        ("REFERENCE", "485 777 3456"),
        ("REFERENCE", "PM-1"),
        ("HANDLE", "caibev.09"),
    ]
    assert expected == found


def test_the_child_and_its_aliases_are_one_entity(tmp_path: Path) -> None:
    case = read_roster(roster(tmp_path, "child,name,aliases\nC1,Cai Bevan,Caio\n"))["C1"]
    assert {("child", "child")} == {(known.entity, known.role) for known in case.known}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Lowri Bevan (mother); Dyl", [("Lowri Bevan", "mother"), ("Dyl", "person")]),
        ("Lowri Bevan (mother), Dyl (friend)", [("Lowri Bevan", "mother"), ("Dyl", "friend")]),
        ("Lowri Bevan (mother)\nDyl (friend)", [("Lowri Bevan", "mother"), ("Dyl", "friend")]),
        ("Jo (Joanne) Smith (mother)", [("Jo (Joanne) Smith", "mother")]),
        ("Jo Smith (nee Bloggs", [("Jo Smith (nee Bloggs", "person")]),
        ("Sam Hill (Sister of Cai)", [("Sam Hill", "person")]),
        ("Sam Hill (Lowri's partner); Lowri Bevan (mother)", [("Sam Hill", "person"), ("Lowri Bevan", "mother")]),
        ("Sam Hill (mother's partner)", [("Sam Hill", "mother's partner")]),
        ("Sam Hill (child)", [("Sam Hill", "person")]),
        ("Sam Hill (date)", [("Sam Hill", "person")]),
        ("Sam Hill (half-brother)", [("Sam Hill", "half-brother")]),
        ("Sam Hill ()", [("Sam Hill", "person")]),
        ("n/a; unknown; -; None", []),
    ],
)
def test_people_are_read_with_their_relation_unless_it_names_somebody(
    tmp_path: Path, cell: str, expected: list[tuple[str, str]]
) -> None:
    assert expected == people(tmp_path, cell)


def test_headings_may_be_mapped_and_written_in_any_case(tmp_path: Path) -> None:
    path = roster(tmp_path, "Person ID, FULL NAME \nC1,Cai Bevan\n")
    assert ["C1"] == list(read_roster(path, columns={"child": "person id", "name": "Full name"}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_table_may_be_saved_as_excel_saves_it(tmp_path: Path, encoding: str) -> None:
    case = read_roster(roster(tmp_path, "child,name\r\nC1,Siân Bevan\r\n".encode(encoding)))["C1"]
    assert "Siân Bevan" == case.known[0].words


def test_empty_rows_are_passed_over(tmp_path: Path) -> None:
    assert ["C1"] == list(read_roster(roster(tmp_path, "child,name\nC1,Cai\n,\n\n , \n")))


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("child,name\nC1,Cai\nC1,Cai\n", "row 3"),
        ("child,name\n,Cai\n", "row 2"),
        ("child,name\nC1,\n", "row 2"),
        ("child,name\nC1,Bevan, Cai\n", "row 2"),
        ("name\nCai\n", "no column child"),
        ("", "is empty"),
    ],
)
def test_a_fault_is_named_by_its_place_without_a_name(tmp_path: Path, content: str, where: str) -> None:
    with pytest.raises(SettingsError, match=where) as caught:
        read_roster(roster(tmp_path, content))
    assert "Cai" not in str(caught.value)


def test_a_roster_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        read_roster(tmp_path / "Cai Bevan.csv")


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        ("Cai Bevan,,Lowri Bevan (mother); LOWRI BEVAN (carer)", "people", "two relations"),
        ("Cai Bevan,,Dyl; Dyl (friend)", "people", "two relations"),
        ("Cai Bevan,Dyl,Dyl (friend)", "aliases", "an alias of the child"),
        ("Cai Bevan,,Lowri Bevan (mother); Cai  Bevan (father)", "people", "the child's own name"),
        ("Siân Bevan,,Sian Bevan (aunt)", "people", "the child's own name"),
    ],
)
def test_a_name_that_two_people_share_is_told_by_row_and_stands_for_the_first(
    tmp_path: Path, row: str, column: str, what: str
) -> None:
    cases = read_roster(roster(tmp_path, f"child,name,aliases,people\nC1,Ffion Rees,,\nC2,{row}\n"))
    (clash,) = clashes(cases.values())
    assert (3, column) == (clash.row, clash.column)
    assert what in clash.what
    assert not {"Cai", "Bevan", "Lowri", "Dyl"} & set(re.findall(r"\w+", clash.what))


def test_the_child_has_the_mark_of_its_name_whoever_else_bears_it(tmp_path: Path) -> None:
    rows = "child,name,people\nC1,Cai Bevan,Cai Bevan (brother); Mr Cai Bevan (father); Lowri Bevan (aunt)\n"
    case = read_roster(roster(tmp_path, rows))["C1"]
    text = "Cai Bevan rang Mr Cai Bevan, Lowri and Cai."
    found = [(text[s.start : s.end], s.entity) for s in merge(text, find_known(text, case))]
    father = ("Mr Cai Bevan", "father:mr cai bevan")
    assert [("Cai Bevan", "child"), father, ("Lowri", "aunt:lowri bevan")] == found[:3]


@pytest.mark.parametrize(
    "rows",
    [
        "C1,Cai Bevan,,\nC2,Cai Bevan,,\n",
        "C1,Cai Bevan,,Cai Rees (friend); Lowri Bevan (mother)\n",
        "C1,Cai Bevan,Cai; Cai Bevan,Lowri Bevan (mother); Lowri Bevan (mother)\n",
        "C1,Cai Bevan,,Mr Bevan (teacher); Mrs Bevan (neighbour)\n",
    ],
)
def test_names_that_nobody_else_of_the_case_bears_are_no_clash(tmp_path: Path, rows: str) -> None:
    assert () == clashes(read_roster(roster(tmp_path, f"child,name,aliases,people\n{rows}")).values())


def test_no_name_is_in_a_repr() -> None:
    case = Case("C1-Bevan", (Known("Cai Bevan", "PERSON", "child", "child:bevan"),))
    assert "evan" not in repr(case) + repr(case.known)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_many_people_in_a_cell_do_not_decide_what_parts_the_cells(tmp_path: Path, sign: str) -> None:
    """Found with a made corpus: more people in a cell than columns in the table."""
    people = "; ".join(f"Person{n} Kayby (friend)" for n in range(30))
    cells = [("child", "name", "people"), ("C1", "Wynfor Rhos", f'"{people}"'), ("C2", "Mair Rhos", "Nan Rhos (nan)")]
    path = tmp_path / "roster.csv"
    path.write_text("Cases of 2025\n" + "".join(sign.join(line) + "\n" for line in cells), encoding="utf-8")
    cases = read_roster(path)
    assert list(cases) == ["C1", "C2"]
    assert len(cases["C1"].known) >= 31
    if sign == ",":
        path.write_text(path.read_text(encoding="utf-8").replace('"', ""), encoding="utf-8")
        assert len(read_roster(path)["C1"].known) == len(cases["C1"].known)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (datetime(2008, 4, 14), "2008-04-14"),
        (date(2008, 4, 14), "2008-04-14"),
        ("2008-04-14 00:00:00", "2008-04-14"),
        ("2008-04-14T00:00:00.000Z", "2008-04-14"),
        ("14/04/2008 00:00", "14/04/2008"),
        ("14-Apr-2008", "14-Apr-2008"),
    ],
)
def test_a_date_of_birth_is_known_however_its_cell_holds_it(tmp_path: Path, cell: object, words: str) -> None:
    book = openpyxl.Workbook()
    for row in (["child", "name", "date_of_birth"], ["C1", "Cai Bevan", cell]):
        book.active.append(row)
    book.save(tmp_path / "roster.xlsx")
    case = read_roster(tmp_path / "roster.xlsx")["C1"]
    assert words == case.known[-1].words
    for written in ("14/04/2008", "14 April 2008", "14.4.08", "2008-04-14"):
        assert ["DOB"] == [span.label for span in find_known(f"born on {written}.", case)]
