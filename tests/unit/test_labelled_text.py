"""Text on which detection is measured is checked line by line before anything is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from textmine.errors import InputError
from textmine.pipeline.airlock.checking import check_detection

GOOD = '{"text": "Met Bo.", "spans": [{"start": 4, "end": 6, "type": "PERSON"}]}'


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[1]",
        "5",
        '{"text": "Met Bo."}',
        '{"text": 5, "spans": []}',
        '{"text": "Met Bo.", "spans": [1]}',
        '{"text": "Met Bo.", "spans": [{"start": 4, "end": 6}]}',
        '{"text": "Met Bo.", "spans": [{"start": "4", "end": 6, "type": "PERSON"}]}',
        '{"text": "Met Bo.", "spans": [{"start": 4, "end": 60, "type": "PERSON"}]}',
    ],
)
def test_a_line_that_is_not_labelled_text_is_told_by_its_number(tmp_path: Path, line: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(f"{GOOD}\n{line}\n{GOOD}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"not labelled text \(line 2\)"):
        check_detection(gold)
