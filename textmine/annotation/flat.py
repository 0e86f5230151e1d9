"""Codings as flat tables that Excel, R and SPSS read; safe against formula injection."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from textmine.types import Coding, Narrative

QUOTATION = (
    "narrative",
    "child",
    "period",
    "coder",
    "status",
    "code",
    "assertion",
    "time",
    "voice",
    "probability",
    "start",
    "end",
    "words",
)
# A cell that starts so would be run as a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Rows = Sequence[Sequence[object]]


def quotation_table(narratives: Sequence[Narrative], codings: Sequence[Coding]) -> Rows:
    """One row a mention, headings first."""
    by_id = {narrative.id: narrative for narrative in narratives}
    rows: list[Sequence[object]] = [QUOTATION]
    for coding in codings:
        narrative = by_id[coding.narrative]
        for m in coding.mentions:
            attributes = (m.code, m.assertion, m.time, m.voice, m.probability, m.start, m.end)
            rows.append(
                (
                    narrative.id,
                    narrative.child,
                    narrative.meta.period,
                    coding.coder,
                    coding.status,
                    *attributes,
                    narrative.text[m.start : m.end],
                )
            )
    return rows


def code_table(narratives: Sequence[Narrative], codings: Sequence[Coding], codes: Sequence[str]) -> Rows:
    """One row a coding of an interview, 1 where the code is affirmed and about this episode, headings first."""
    by_id = {narrative.id: narrative for narrative in narratives}
    rows: list[Sequence[object]] = [("narrative", "child", "period", "coder", "status", *codes)]
    for coding in codings:
        narrative, headline = by_id[coding.narrative], coding.headline
        rows.append(
            (
                narrative.id,
                narrative.child,
                narrative.meta.period,
                coding.coder,
                coding.status,
                *(int(code in headline) for code in codes),
            )
        )
    return rows


def write_csv(rows: Rows) -> str:
    """The table as CSV text."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([[safe(cell) for cell in row] for row in rows])
    return stream.getvalue()


def safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
