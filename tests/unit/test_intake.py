"""Which child a document's path names, and which write-ups are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from textmine.pipeline.airlock.intake import _mentioned, take_in
from textmine.privacy.readers import Columns
from textmine.privacy.vault.vault import create_vault
from textmine.reporting.episodes import EpisodeRow


@pytest.mark.parametrize(
    ("name", "child"),
    [
        ("C014 2024-05-03.docx", "C014"),
        ("C014-a.txt", "C014"),
        ("rhi_C014_final.docx", "C014"),
        ("C014/notes.txt", "C014"),
        ("C014-2 notes.txt", "C014-2"),
        ("C0145.txt", ""),
        ("C014 and C015.txt", ""),
        ("notes.txt", ""),
    ],
)
def test_a_path_names_one_child_or_none(name: str, child: str) -> None:
    assert child == _mentioned(name, frozenset({"C014", "C014-2", "C015"}))


def test_a_writeup_that_must_not_be_analysed_is_left_out(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("Debrief at school. They never listen.", encoding="utf-8")
    vault = create_vault(tmp_path / "v.vault", secret=b"a long passphrase of the test")
    rows = [
        EpisodeRow(2, "e1", "C01", document="one.txt", analysis=False),
        EpisodeRow(3, "e2", "C01", document="two.txt", analysis=None),
    ]
    taken = take_in(
        [tmp_path / "one.txt", tmp_path / "two.txt"], vault, children=frozenset(), episodes=rows, columns=Columns()
    )
    assert [writeup.id for writeup in taken.writeups] == ["two.txt"]
    assert ["must not be analysed" in one.error.what for one in taken.left_out] == [True]
    assert "one.txt" not in str(taken.left_out[0].error)


def test_the_slash_of_a_reference_may_be_another_sign_in_a_path() -> None:
    children = frozenset({"A/1042", "A/104"})
    assert ["A/1042", "A/1042", "A/104", "A/1042", ""] == [
        _mentioned(name, children)
        for name in ("A-1042 April.docx", "A_1042.docx", "A 104.docx", "A/1042/form.docx", "A1042.docx")
    ]
