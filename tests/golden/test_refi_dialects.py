"""Projects as the known programs write them come back with every quotation; texts and programs are made up.

The five projects reproduce what NVivo, ATLAS.ti and others do to the standard; `truth.json` says what each holds.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from textmine.errors import InputError
from textmine.refi.nouns import Project
from textmine.refi.reading import read_project, read_refi
from textmine.refi.writing import DIALECTS, write_project

HERE = Path(__file__).parent / "refi"
TRUTH = json.loads((HERE / "truth.json").read_text(encoding="utf-8"))
# How each file really counts: UTF-16 units, and a line end of two signs as two.
COUNTS = {
    "spec_codepoint_lf": (False, True),
    "spec_codepoint_crlf": (False, True),
    "nvivo_like_utf16_crlf_bom_Sources": (True, True),
    "atlas_like_crlf_counts_one_named_qde": (False, False),
    "brace_guids_inline_text": (False, True),
}


def quotes(project: Project) -> list[dict[str, object]]:
    codes = {one.guid: one.name for one in project.codes}
    users = {one.guid: one.name for one in project.users}
    return [
        {
            "quote": source.text[one.start : one.end],
            "codes": [codes[c.code] for c in one.codes],
            "user": users[one.user],
        }
        for source in project.sources
        for one in source.selections
    ]


@pytest.mark.parametrize("name", TRUTH)
def test_every_dialect_comes_back_with_all_its_quotations(name: str) -> None:
    found = read_refi(HERE / f"{name}.qdpx")
    assert TRUTH[name] == quotes(found.project)
    assert found.reading is not None
    assert (COUNTS[name], 1.0, False) == (
        (found.reading.utf16, found.reading.pairs),
        found.reading.score,
        found.reading.doubtful,
    )


@pytest.mark.parametrize("made_for", DIALECTS)
@pytest.mark.parametrize("name", TRUTH)
def test_what_is_read_can_be_written_for_each_program_and_read_again(name: str, made_for: str) -> None:
    project = read_refi(HERE / f"{name}.qdpx").project
    again = read_project(write_project(project, made_for=made_for)).project  # type: ignore[arg-type]
    assert TRUTH[name] == quotes(again)
    assert project.codes == again.codes
    assert [one.values for one in project.cases] == [one.values for one in again.cases]


def test_the_standards_own_codebook_is_read() -> None:
    codes = read_refi(HERE / "annexA1_codebook.qdc").project.codes
    assert ["Topics", "Economy", "Health care", "Values", "Conservatives", "Liberals"] == [one.name for one in codes]
    assert [False, True, True, False, True, True] == [one.codable for one in codes]
    assert "5215cc69-b628-4e02-afb9-9beeaee55808" == codes[0].guid


def test_of_the_standards_own_project_what_is_no_text_is_said_to_be_lost() -> None:
    found = read_refi(HERE / "annexA2_project.qde")
    assert "ATLAS.ti 8.4.0 573 , macOS Version 10.14.3 (Build 18D109)" == found.project.origin
    assert "8 sources without a plain text" in found.losses
    assert "1 links between things" in found.losses


def test_a_bare_word_file_is_no_project(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK")
    with pytest.raises(InputError, match="no REFI-QDA file"):
        read_refi(path)
