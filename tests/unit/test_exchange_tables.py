"""Flat tables say what was coded, fit their dictionary, and no cell of theirs runs as a formula."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pyarrow.parquet as pq
import pytest

from textmine.cells import safe, unsafe
from textmine.coding.codebook import Codebook
from textmine.exchange.contents import Contents
from textmine.exchange.describing import agreement_table, codebook_table
from textmine.exchange.dictionary import HEAD, data_package
from textmine.exchange.files import as_csv, as_parquet, as_workbook
from textmine.exchange.flat import Column, Flat
from textmine.exchange.matrices import MOST, children_by_codes, framework, interviews_by_codes
from textmine.exchange.quotations import answers, doubts, episode_table, interviews, quotations
from textmine.reporting.csvfiles import table_csv
from textmine.types import Coding, Episode, Mention, Meta, Narrative, Table

TEXT = '-1 row, "quoted"\nat home'
HOSTILE = ("=1+1", "+441", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "＋1", "－1", "＠x")
UNSEEN = ("\x00=1", "\x1f=1", "\u200b=1", "\ufeff=1", "\x00 \x00-1")  # a workbook cannot hold the control signs


@pytest.fixture
def contents(codebook: Codebook) -> Contents:
    narratives = (
        Narrative("n1", "c1", TEXT, Meta("e1", "2024-Q2")),
        Narrative("n2", "c2", "Calm.", Meta()),
        Narrative("n3", "c1", "No row.", Meta()),
    )
    codings = (
        Coding(
            "n1",
            "annotator:1",
            (Mention(0, 6, "home_row", voice="child"), Mention(3, 6, "mates", "negated")),
            (),
            "accepted",
        ),
        Coding("n1", "annotator:2", (), (), "accepted"),
        Coding("n2", "model:1a", (), (), "suggested"),
        Coding("n3", "model:1a", (Mention(0, 2, "police", probability=0.25), Mention(3, 99, "home")), (), "suggested"),
        Coding("gone", "model:1a", (Mention(0, 4, "home"),)),
    )
    episodes = (Episode("e1", "c1", "2024-Q2", "Ashmere", age=14, start=datetime(2024, 5, 1, 22), offered=False),)
    return Contents(codebook, narratives, codings, episodes)


def records(table: Flat) -> list[dict[str, object]]:
    names = [one.name for one in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_there_is_one_row_a_mention_with_what_is_known_of_its_interview(contents: Contents) -> None:
    rows = records(quotations(contents))
    assert ["home_row", "mates", "police"] == [row["code"] for row in rows]
    first = {name: value for name, value in rows[0].items() if name != "id"}
    assert first == {
        "interview": "n1",
        "child": "c1",
        "episode": "e1",
        "period": "2024-Q2",
        "area": "Ashmere",
        "host_area": "unknown",
        "force": "unknown",
        "care_status": "unknown",
        "placement_type": "unknown",
        "sex": "unknown",
        "age": 14,
        "code": "home_row",
        "code_path": "Push > Home > Row",
        "assertion": "affirmed",
        "time": "this_episode",
        "voice": "child",
        "words": "-1 row",
        "coder": "annotator:1",
        "status": "accepted",
        "probability": 1.0,
        "start": 0,
        "end": 6,
    }
    assert (None, "suggested", 0.25) == (rows[2]["age"], rows[2]["status"], rows[2]["probability"])


def test_nought_means_looked_and_not_found_and_a_narrower_code_implies_the_broader(contents: Contents) -> None:
    rows = records(interviews_by_codes(contents))
    seen = [(row["interview"], row["coder"], row["home"], row["home_row"], row["mates"], row["police"]) for row in rows]
    assert seen == [
        ("n1", "annotator:1", 1, 1, 0, 0),
        ("n1", "annotator:2", 0, 0, 0, 0),
        ("n2", "model:1a", 0, 0, 0, 0),
        ("n3", "model:1a", 1, 0, 0, 1),
    ]


def test_what_the_model_does_not_look_for_or_is_in_doubt_of_is_not_nought(contents: Contents) -> None:
    doubtful = tuple(replace(one, doubtful=("home_row",)) if one.narrative == "n3" else one for one in contents.codings)
    told = replace(contents, codings=doubtful, looked={"model:1a": frozenset({"home", "home_row"})})
    rows = records(interviews_by_codes(told))
    assert [(row["interview"], row["home"], row["home_row"], row["mates"], row["police"]) for row in rows] == [
        ("n1", 1, 1, 0, 0),
        ("n1", 0, 0, 0, 0),
        ("n2", 0, 0, None, None),
        ("n3", 1, None, None, 1),
    ]
    children = records(children_by_codes(told, (doubtful[0], doubtful[2], doubtful[3])))
    assert [("c1", 2, 1, 1, 1, None, 1), ("c2", 1, 0, 0, 0, None, None)] == [tuple(row.values()) for row in children]
    assert [("n3", "c1", None, "model:1a", "suggested", "home_row")] == [
        tuple(row.values()) for row in records(doubts(told))
    ]
    by_both = replace(told, codings=(*doubtful, Coding("n2", "annotator:1", (), (), "accepted")))
    pairs = {(row["first"], row["second"], row["code"]) for row in records(agreement_table(by_both))}
    assert {code for first, second, code in pairs if second == "model:1a"} == {"home", "home_row"}
    assert {code for _, second, code in pairs if second == "annotator:2"} == {"home", "home_row", "mates", "police"}


def test_an_answer_about_a_whole_write_up_has_a_row(contents: Contents) -> None:
    said = replace(contents.codings[0], fields=(("engagement", "full"), ("conducted_alone", "no")))
    rows = records(answers(replace(contents, codings=(said, *contents.codings[1:]))))
    assert [("n1", "c1", "2024-Q2", "annotator:1", "accepted", *one) for one in said.fields] == [
        tuple(row.values()) for row in rows
    ]


def test_of_a_child_one_coding_an_interview_counts(contents: Contents) -> None:
    counted = (contents.codings[0], contents.codings[2], contents.codings[3])
    rows = records(children_by_codes(contents, counted))
    assert [("c1", 2, 1, 1, 1, 0, 1), ("c2", 1, 0, 0, 0, 0, 0)] == [tuple(row.values()) for row in rows]


def test_the_framework_says_where_and_what_and_by_whom(contents: Contents) -> None:
    rows = records(framework(contents, contents.codings[:1] + contents.codings[3:4]))
    assert [
        {
            "child": "c1",
            "home": "[n1 0-6] -1 row\n[n3 3-99, suggested] row.",
            "mates": None,
            "police": "[n3 0-2, suggested] No",
        }
    ] == rows


def test_words_of_high_sensitivity_are_never_in_the_framework(codebook: Codebook) -> None:
    high = codebook.model_copy(
        update={
            "codes": tuple(
                c.model_copy(update={"sensitivity": "high"}) if c.id == "police" else c for c in codebook.codes
            )
        }
    )
    coding = Coding(
        "n1", "a", (Mention(0, 9, "police"), Mention(3, 5, "mates"), Mention(10, 14, "mates")), (), "accepted"
    )
    rows = records(framework(Contents(high, (Narrative("n1", "c1", "Secret words here"),), (coding,)), (coding,)))
    assert "[n1 0-9] not quoted" == rows[0]["police"]
    assert "[n1 3-5] not quoted\n[n1 10-14] ds h" == rows[0]["mates"]


def test_a_cell_is_never_longer_than_a_spreadsheet_holds(codebook: Codebook) -> None:
    text = "word " * 20_000
    coding = Coding("n1", "a", tuple(Mention(i * 500, i * 500 + 499, "mates") for i in range(200)), (), "accepted")
    cell = str(records(framework(Contents(codebook, (Narrative("n1", "c1", text),), (coding,)), (coding,)))[0]["mates"])
    assert len(cell) <= MOST + 50
    assert cell.endswith(" more")


def test_agreement_is_given_for_each_pair_that_coded_an_interview_both(contents: Contents) -> None:
    rows = records(agreement_table(contents))
    assert {("annotator:1", "annotator:2")} == {(row["first"], row["second"]) for row in rows}
    assert {"home": 0.0, "home_row": 0.0, "mates": 1.0, "police": 1.0} == {
        row["code"]: row["agreement"] for row in rows
    }
    assert [None, None] == [row["alpha"] for row in rows if row["agreement"] == 1.0]


def all_of(contents: Contents) -> tuple[Flat, ...]:
    return (
        quotations(contents),
        interviews_by_codes(contents),
        children_by_codes(contents, contents.codings),
        framework(contents, contents.codings),
        answers(contents),
        doubts(contents),
        interviews(contents),
        episode_table(contents.episodes),
        codebook_table(contents.codebook),
        agreement_table(contents),
    )


def test_every_table_comes_back_from_csv_with_its_quotes_and_line_breaks(contents: Contents) -> None:
    for table in all_of(contents):
        read = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))
        assert [one.name for one in table.columns] == read[0]
        assert len(table.rows) == len(read) - 1
    whole = Contents(contents.codebook, contents.narratives, (Coding("n1", "a", (Mention(0, len(TEXT), "home"),)),))
    read = list(csv.DictReader(io.StringIO(as_csv(quotations(whole)).decode("utf-8-sig"), newline="")))
    assert ["'" + TEXT] == [row["words"] for row in read]
    assert TEXT == unsafe(read[0]["words"])


def test_every_table_comes_back_from_parquet_with_its_types(contents: Contents) -> None:
    for table in all_of(contents):
        read = pq.read_table(io.BytesIO(as_parquet(table)))
        assert list(table.rows) == [tuple(row.values()) for row in read.to_pylist()]
        assert b"RESTRICTED" in read.schema.metadata[b"note"]
    moment = pq.read_table(io.BytesIO(as_parquet(episode_table(contents.episodes)))).column("start").to_pylist()
    assert [datetime(2024, 5, 1, 22)] == moment


def test_the_workbook_has_a_cover_a_list_of_columns_and_a_sheet_for_each_table(contents: Contents) -> None:
    tables = all_of(contents)
    data = as_workbook(tables, name="=study")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert ["cover", "columns", *(table.name for table in tables)] == book.sheetnames
    for table in tables:
        sheet = book[table.name]
        assert table.title == sheet["A1"].value
        assert [one.name for one in table.columns] == [cell.value for cell in sheet[HEAD]][: len(table.columns)]
        assert HEAD + len(table.rows) == sheet.max_row
    assert "RESTRICTED" in book["cover"]["A2"].value
    assert data == as_workbook(tables, name="=study")


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_cell_of_any_file_is_a_formula(cell: str) -> None:
    table = Flat("t", cell, (Column(cell, cell), Column("b", cell)), ((cell, cell),))
    rows = list(csv.reader(io.StringIO(as_csv(table).decode("utf-8-sig"), newline="")))
    assert [f"'{cell}", "b"] == rows[0]
    assert [f"'{cell}"] * 2 == rows[1]
    assert cell == unsafe(rows[1][0])
    book = openpyxl.load_workbook(io.BytesIO(as_workbook([table], name=cell)))
    cells = [one for sheet in book.worksheets for row in sheet.iter_rows() for one in row if one.value is not None]
    assert [one.coordinate for one in cells if one.data_type == "f"] == []
    assert {"s", "n"} >= {one.data_type for one in cells}
    assert [one.coordinate for one in cells if isinstance(one.value, str) and one.value.startswith("=")] == []


@pytest.mark.parametrize("cell", UNSEEN)
def test_what_cannot_be_seen_before_a_formula_hides_it_not(cell: str) -> None:
    assert f"'{cell}" == safe(cell)
    assert cell == unsafe(f"'{cell}")
    data = as_workbook([Flat("t", "T", (Column("a", "words"),), ((cell,),))], name="s")
    assert openpyxl.load_workbook(io.BytesIO(data))["t"]["A5"].value.startswith("'")
    if cell.startswith("\x00"):  # a report's table leaves such signs out
        (row,) = list(csv.reader(io.StringIO(table_csv(Table("t", "T", (cell,), ())))))
        assert row[0].startswith("'")


@pytest.mark.parametrize("cell", ["words", "", "a=b", "1-2", -1, 0.5, None, "☒ peers", "'tis"])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert safe(cell) is cell


def test_a_sheet_is_written_in_one_kind_of_letters_from_the_top_of_each_cell() -> None:
    table = Flat("t", "T", (Column("a", "words"), Column("b", "more")), (("short", None), ("x" * 99, "y")))
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook([table], name="s")))["t"]
    cells = [cell for row in sheet.iter_rows(min_row=HEAD) for cell in row]
    assert {"Calibri"} == {one.font.name for one in cells}
    assert {"top"} == {one.alignment.vertical for one in cells[2:]}
    assert b'r="B5"' in zipfile.ZipFile(io.BytesIO(as_workbook([table], name="s"))).read("xl/worksheets/sheet3.xml")


def test_what_no_sheet_can_hold_stops_nothing() -> None:
    table = Flat("t", "T", (Column("a", "words"),), (("bell\x07 and \x00",), ("x" * 40_000,), ("\ud800",)))
    book = openpyxl.load_workbook(io.BytesIO(as_workbook([table], name="s")))
    assert ["bell and ", 32_767] == [book["t"]["A5"].value, len(book["t"]["A6"].value)]
    as_csv(table)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_the_dictionary_names_every_column_and_says_that_the_files_are_restricted(
    contents: Contents, form: str
) -> None:
    tables = all_of(contents)
    package = json.loads(data_package(tables, form=form, name="s"))
    assert "RESTRICTED" in package["description"]
    assert [table.name for table in tables] == [one["name"] for one in package["resources"]]
    for table, one in zip(tables, package["resources"], strict=True):
        fields = one["schema"]["fields"]
        assert [(c.name, c.kind, c.meaning) for c in table.columns] == [
            (f["name"], f["type"], f["description"]) for f in fields
        ]


def test_what_the_dictionary_promises_holds(contents: Contents) -> None:
    for table in all_of(contents):
        rows = records(table)
        for column in table.columns:
            values = [row[column.name] for row in rows]
            assert not column.needed or None not in values, (table.name, column.name)
            if column.values:
                assert {str(value) for value in values} <= set(column.values), (table.name, column.name)
        keys = [tuple(row[name] for name in table.unique) for row in rows]
        assert not table.unique or len(set(keys)) == len(keys), table.name
