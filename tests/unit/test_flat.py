"""Flat tables say what was coded, and no cell runs as a formula."""

from __future__ import annotations

import csv
import io

import pytest

from textmine.annotation.flat import QUOTATION, code_table, quotation_table, safe, write_csv
from textmine.types import Coding, Mention, Meta, Narrative

NARRATIVES = [
    Narrative("n1", "c1", '-1 row, "quoted"\nat home', Meta(period="2024-Q2")),
    Narrative("n2", "c2", "Calm."),
]
CODINGS = [
    Coding(
        "n1", "annotator:1", (Mention(0, 25, "home", voice="child"), Mention(3, 6, "mates", "negated")), (), "accepted"
    ),
    Coding("n2", "model:1a", (), (), "suggested"),
    Coding("gone", "model:1a", (Mention(0, 4, "home"),)),
]


def test_there_is_one_row_a_mention() -> None:
    expected = [
        QUOTATION,
        ("n1", "c1", "2024-Q2", "annotator:1", "accepted", "home", "affirmed", "this_episode", "child", 1.0, 0, 25)
        + ('-1 row, "quoted"\nat home',),
        (
            "n1",
            "c1",
            "2024-Q2",
            "annotator:1",
            "accepted",
            "mates",
            "negated",
            "this_episode",
            "unclear",
            1.0,
            3,
            6,
            "row",
        ),
    ]
    assert list(quotation_table(NARRATIVES, CODINGS)) == expected


def test_there_is_one_row_a_coding_with_what_is_affirmed_now() -> None:
    expected = [
        ("narrative", "child", "period", "coder", "status", "home", "mates"),
        ("n1", "c1", "2024-Q2", "annotator:1", "accepted", 1, 0),
        ("n2", "c2", "", "model:1a", "suggested", 0, 0),
    ]
    assert list(code_table(NARRATIVES, CODINGS, ["home", "mates"])) == expected


def test_a_table_comes_back_from_csv_with_its_quotes_and_line_breaks() -> None:
    rows = list(csv.reader(io.StringIO(write_csv(quotation_table(NARRATIVES, CODINGS)), newline="")))
    assert len(rows) == 3
    assert rows[1][-1] == '\'-1 row, "quoted"\nat home'


def test_any_line_break_inside_a_cell_is_quoted() -> None:
    assert list(csv.reader(io.StringIO(write_csv([["a\rb", "c\nd", "e"]]), newline=""))) == [["a\rb", "c\nd", "e"]]


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+441",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        '=HYPERLINK("x")',
    ],
)
def test_what_looks_like_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["words", "", "a=b", "1-2", -1, 0.5, None, "☒ peers"])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert safe(cell) is cell
