"""The report as a workbook: a cover, contents, notes, and one marked table a sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from textwrap import wrap as broken
from typing import TYPE_CHECKING, cast

from textmine.cells import safe
from textmine.reporting.office import FIXED, in_order, mark_of, of_words, printable, same_bytes
from textmine.types import Cell, Report, Table

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as Box
    from openpyxl.worksheet.worksheet import Worksheet

FONT, SIZE, ACCENT = "Arial", 12, "17606E"
LONGEST = 110
"""Characters of a line of a note: a longer one goes on in the next row, so that it can be printed."""
NARROWEST, WIDEST, LINE = 10, 46, 16
"""Width of a column in characters, and height of a line in points."""


def render_excel(report: Report) -> bytes:
    """The report's tables as an .xlsx, laid out as the Government Analysis Function asks for spreadsheets.

    No merged or empty cells, the title in A1, the note in A2. Text is stored as text even where it looks like a
    formula. Equal reports give equal bytes.
    """
    from openpyxl import Workbook

    book = Workbook()
    tables = [table for _, section in in_order(report.sections) for table in section.tables if table.rows]
    names = _sheet_names(tables)
    _properties(book, report)
    _cover(book, report)
    _contents(book, report, tables=tables, names=names)
    _notes(book, report)
    for table, name in zip(tables, names, strict=True):
        _table(book.create_sheet(name), report, table=table)
    written = io.BytesIO()
    book.save(written)
    return same_bytes(written.getvalue())


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    """Names Excel takes: at most 31 characters, none twice."""
    names: list[str] = []
    for number, table in enumerate(tables, start=1):
        names.append(f"{number}_" + re.sub(r"\W", "_", table.id)[:27])
    return names


def _properties(book: Workbook, report: Report) -> None:
    book.properties.title, book.properties.subject = printable(report.title), printable(report.subtitle)
    book.properties.creator, book.properties.language = "", "en-GB"
    book.properties.created = book.properties.modified = FIXED


def _cover(book: Workbook, report: Report) -> None:
    sheet = book.worksheets[0]
    sheet.title = "Cover"
    rows = [("Figure", Cell("Value"), "What it means"), *report.headline]
    lines = [(Cell(label), cell, Cell(meaning)) for label, cell, meaning in rows]
    _filled(sheet, report, (report.title, mark_of(report), report.subtitle), lines, name="cover")


def _contents(book: Workbook, report: Report, *, tables: Sequence[Table], names: Sequence[str]) -> None:
    sheet = book.create_sheet("Contents")
    rows = [("Sheet", "What it shows"), ("Cover", report.title), ("Notes", "Symbols, methods and limits")]
    rows += [(name, table.title) for name, table in zip(names, tables, strict=True)]
    headings = ("Contents", "One table a sheet. Follow a name to its sheet.", mark_of(report))
    first = _filled(sheet, report, headings, [(Cell(a), Cell(b)) for a, b in rows], name="contents")
    for r, (name, _) in enumerate(rows[1:], start=first + 1):
        sheet.cell(r, 1).hyperlink = f"#'{name}'!A1"


def _notes(book: Workbook, report: Report) -> None:
    sheet = book.create_sheet("Notes")
    rows = [("Subject", "Note"), *report.provenance]
    rows += [(one.title, words) for _, one in in_order(report.sections) for words in one.paragraphs]
    headings = ("Notes", "Symbols, methods, limits and where the figures come from.", mark_of(report))
    _filled(sheet, report, headings, [(Cell(a), Cell(b)) for a, b in rows], name="notes", widest=100)


def _table(sheet: Worksheet, report: Report, *, table: Table) -> None:
    title = f"{table.title} ({table.unit})" if table.unit else table.title
    note = broken(table.note or "No note.", LONGEST)
    lines = [tuple(Cell(column) for column in _distinct(table.columns))]
    lines += [(Cell(name), *cells) for name, cells in table.rows]
    _filled(sheet, report, (title, *note, mark_of(report)), lines, name=table.id)


def _filled(
    sheet: Worksheet,
    report: Report,
    headings: Sequence[str],
    lines: Sequence[Sequence[Cell]],
    *,
    name: str,
    widest: int = WIDEST,
) -> int:
    """Title, note and mark, then one marked table; the row of its headings."""
    _headings(sheet, headings)
    first = len(headings) + 1
    widths = [_width([line[c].shown for line in lines], widest) for c in range(len(lines[0]))]
    words = [of_words([line[c].shown for line in lines[1:]]) for c in range(len(lines[0]))]
    for r, line in enumerate(lines, start=first):
        for c, cell in enumerate(line, start=1):
            _put(sheet, (r, c), cell=cell, bold=r == first, right=c > 1 and not words[c - 1], indent=c > 1)
        sheet.row_dimensions[r].height = LINE * max(
            _height(cell.shown, width, bold=r == first) for cell, width in zip(line, widths, strict=True)
        )
    _marked(sheet, name, first=first, rows=len(lines), columns=len(lines[0]))
    _finish(sheet, report, widths=widths)
    return first


def _headings(sheet: Worksheet, lines: Sequence[str]) -> None:
    for r, words in enumerate(lines, start=1):
        _put(sheet, (r, 1), cell=Cell(words), bold=r == 1, size=16 if r == 1 else SIZE, wrap=False)
        sheet.row_dimensions[r].height = 1.5 * LINE if r == 1 else LINE


def _width(words: Sequence[str], widest: int) -> int:
    """Wide enough for the longest word of the heading and the longest cell, within bounds."""
    heading = max((len(word) for word in words[0].split()), default=0)
    return max(NARROWEST, heading + 4, min(widest, max((len(one) for one in words[1:]), default=0) + 3))


def _height(words: str, width: int, *, bold: bool) -> int:
    """Lines that words take."""
    return max(1, len(broken(words, max(1, width - (4 if bold else 2)))))


def _distinct(columns: Sequence[str]) -> list[str]:
    """A marked table may not have a heading twice."""
    found: list[str] = []
    for column in columns:
        found.append(column if column not in found else f"{column} ({len(found) + 1})")
    return found


def _put(
    sheet: Worksheet,
    place: tuple[int, int],
    *,
    cell: Cell,
    bold: bool = False,
    size: int = SIZE,
    wrap: bool = True,
    right: bool = False,
    indent: bool = False,
) -> None:
    from openpyxl.styles import Alignment, Font

    box = cast("Box", sheet.cell(*place))
    # "over 99%" is written as words, though a number stands behind it.
    if cell.value is None or not cell.shown[:1].isdigit():
        box.value = printable(cell.shown)
        # As text whatever it looks like, and kept as text by Excel when somebody edits it: `=cmd|…` stays words.
        box.data_type = "s"
        box.quotePrefix = safe(cell.shown) != cell.shown
    else:
        box.value = cell.value
        box.number_format = _format(cell)
    box.font = Font(name=FONT, size=size, bold=bold)
    box.alignment = Alignment(
        wrap_text=wrap, vertical="top", horizontal="right" if right else "left", indent=int(indent)
    )


def _format(cell: Cell) -> str:
    if cell.shown.endswith("%"):
        return "0%"
    return "#,##0.0" if "." in cell.shown else "#,##0"


def _marked(sheet: Worksheet, name: str, *, first: int, rows: int, columns: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table as Marked
    from openpyxl.worksheet.table import TableStyleInfo

    place = f"A{first}:{get_column_letter(columns)}{first + rows - 1}"
    marked = Marked(displayName="table_" + re.sub(r"\W", "_", name), ref=place)
    marked.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(marked)
    sheet.freeze_panes = f"B{first + 1}"


def _finish(sheet: Worksheet, report: Report, *, widths: Sequence[float]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for c, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(c)].width = width
    for item, words in ((sheet.oddHeader, mark_of(report)), (sheet.oddFooter, "Page &P of &N")):
        if item is not None:
            item.center.text = words
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = False
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
