"""Cells that no spreadsheet takes for a formula, and back."""

from __future__ import annotations

import re

MARK = "\ufeff"  # at the start of a CSV: without it Excel takes the file for Windows-1252
# A cell that starts so would be run as a formula (OWASP, CSV injection); the last four are full-width. Blanks and signs that
# cannot be seen may stand before it: LibreOffice drops a NUL and runs what follows.
FORMULA = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]"
)


def safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what looks like one."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def unsafe(cell: str) -> str:
    """The cell as it was before `safe`."""
    return cell[1:] if cell.startswith("'") and safe(cell[1:]) == cell else cell
