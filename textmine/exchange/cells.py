"""Cells that no spreadsheet takes for a formula, and back."""

from __future__ import annotations

# A cell that starts so, blanks aside, would be run as a formula (OWASP, CSV injection); the last four are full-width.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BLANK_FORMULA = ("\t", "\r", "\n")


def safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what looks like one."""
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(BLANK_FORMULA) else cell


def unsafe(cell: str) -> str:
    """The cell as it was before `safe`."""
    return cell[1:] if cell.startswith("'") and safe(cell[1:]) == cell else cell
