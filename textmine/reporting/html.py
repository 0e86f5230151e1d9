"""The report as one page that needs nothing else: no server, no network, and no script to be read."""

from __future__ import annotations

import base64

from textmine.pages import page
from textmine.reporting.csvfiles import table_csv
from textmine.reporting.office import LONG, mark_of, of_words, printable
from textmine.reporting.welsh import beside
from textmine.types import Figure, Report, Table

BRIEF = 14
"""Characters from which the name of a row is not short."""


def render_html(report: Report) -> str:
    """The report as one HTML file, everything inside.

    Its content security policy allows our style and our sorting script by their hashes, and nothing else. All text is
    escaped; pictures are images, in which no script runs.
    """
    shown = page(
        "textmine.reporting",
        "report.html.j2",
        style="report.css",
        script="report.js",
        filters={"picture": _picture, "csv": _csv, "kinds": _kinds, "brief": _brief},
        report=report,
        mark=mark_of(report),
        welsh=beside(report),
    )
    return printable(shown)


def _kinds(table: Table) -> list[str]:
    """Of each column but the first, whether it is of words: "long", "short", or "" for figures."""
    columns = [[cells[c].shown for _, cells in table.rows] for c in range(len(table.columns) - 1)]
    long = [any(len(words) > LONG for words in column) for column in columns]
    return [("long" if far else "short") if of_words(column) else "" for column, far in zip(columns, long, strict=True)]


def _brief(table: Table) -> bool:
    """Whether the names of all rows are so short that their column needs no room."""
    return all(len(name) < BRIEF for name, _ in table.rows)


def _csv(table: Table) -> str:
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(table_csv(table).encode("utf-8-sig")).decode()


def _picture(figure: Figure) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(figure.svg.encode()).decode()
