"""Which child a document's path names."""

from __future__ import annotations

import pytest

from textmine.pipeline.intake import _mentioned


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
