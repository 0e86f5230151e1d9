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
# A cell that starts so, blanks aside, would be run as a formula (OWASP, CSV injection); the last four are full-width.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
BLANK_FORMULA = ("\t", "\r", "\n")
Rows = Sequence[Sequence[object]]


def quotation_table(narratives: Sequence[Narrative], codings: Sequence[Coding]) -> Rows:
    """One row a mention, headings first; codings of narratives that are not given are left out."""
    by_id = {narrative.id: narrative for narrative in narratives}
    rows: list[Sequence[object]] = [QUOTATION]
    for coding in (coding for coding in codings if coding.narrative in by_id):
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
    """One row a coding of an interview, 1 where the code is affirmed and about this episode, headings first.

    Codings of narratives that are not given are left out.
    """
    by_id = {narrative.id: narrative for narrative in narratives}
    rows: list[Sequence[object]] = [("narrative", "child", "period", "coder", "status", *codes)]
    for coding in (coding for coding in codings if coding.narrative in by_id):
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
    """The table as CSV text; line ends as in RFC 4180, so that line breaks inside cells are told from them."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([[safe(cell) for cell in row] for row in rows])
    return stream.getvalue()


def safe(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what looks like one."""
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) or cell.startswith(BLANK_FORMULA) else cell
