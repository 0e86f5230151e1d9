"""A table as CSV, as a reader takes it out of the page."""

from __future__ import annotations

import csv
import io

from textmine.cells import safe
from textmine.reporting.office import printable
from textmine.types import Table


def table_csv(table: Table) -> str:
    """Headings and rows; what a spreadsheet would take for a formula gets an apostrophe before it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([_safe(column) for column in table.columns])
    for name, cells in table.rows:
        shown = [cell.shown.replace(",", "") if cell.value is not None else _safe(cell.shown) for cell in cells]
        writer.writerow([_safe(name), *shown])
    return printable(written.getvalue())


def _safe(words: str) -> str:
    return str(safe(printable(words)))  # a sign that is taken out later would hide what follows
