"""Flat tables as CSV, as one workbook and as Parquet; the same tables are the same bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textmine.cells import MARK, safe
from textmine.errors import InputError
from textmine.exchange.contents import RESTRICTED
from textmine.exchange.dictionary import SAFE
from textmine.exchange.flat import Flat
from textmine.nouns import number_of
from textmine.reporting.office import FIXED, printable, same_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 1_048_000  # of a sheet
MOST_CHARACTERS = 32_767  # of a cell
WIDEST, SHORT = 60, 18  # characters of a column; words that are shorter never need a second line
LINE, HIGHEST = 15.0, 405.0  # points
LOOKED_AT = 300  # rows
SANS, SIZE = "Calibri", 11  # as all other cells: headings without a named font would get one with serifs


def as_csv(table: Flat) -> bytes:
    """UTF-8 with a mark; lines end as in RFC 4180, so that line breaks inside cells can be told from them."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([safe(one.name) for one in table.columns])
    writer.writerows([[_cell(value) for value in row] for row in table.rows])
    return (MARK + stream.getvalue()).encode("utf-8", "replace")


def as_parquet(table: Flat) -> bytes:
    """Typed columns; nothing here is run as a formula, so the words stay as they are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "datetime": pa.timestamp("us"),
    }
    columns = [pa.array([row[i] for row in table.rows], kinds[one.kind]) for i, one in enumerate(table.columns)]
    fields = [pa.field(one.name, kinds[one.kind], metadata={"description": one.meaning}) for one in table.columns]
    stream = io.BytesIO()
    made = pa.table(columns, schema=pa.schema(fields, metadata={"title": table.title, "note": RESTRICTED}))
    pq.write_table(made, stream, compression="zstd")
    return stream.getvalue()


def as_workbook(tables: Sequence[Flat], *, name: str) -> bytes:
    """One sheet a table behind a cover and a list of columns, laid out as the Analysis Function wants spreadsheets.

    Raises:
        InputError: a table has more rows than a sheet.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "textmine", f"Codings of the study {printable(name)}"
    book.properties.created = book.properties.modified = FIXED
    _align_at_top(book)
    _sheet(book, "cover", _cover(tables, name), widths=[100], heads={1})
    _sheet(book, "columns", list(_columns(tables)), widths=[24, 32, 12, 90], heads={1, 4})
    for table in tables:
        if len(table.rows) > MOST_ROWS:
            raise InputError("A table has more rows than a sheet can hold", where=table.name, next_step="--to csv")
        rows: list[Sequence[object]] = [
            [table.title],
            [f"{number_of(len(table.rows), 'row')}. Restricted: see the cover."],
            [],
        ]
        rows += [[one.name for one in table.columns], *table.rows]
        _sheet(book, table.name, rows, widths=_widths(table), heads={1, 4})
    stream = io.BytesIO()
    book.save(stream)
    return same_bytes(stream.getvalue())


def _align_at_top(book: Workbook) -> None:
    """Make "at the top" the style of every cell that has none: to give each its own takes four times as long."""
    from openpyxl.styles import Alignment

    top = Alignment(vertical="top")
    book._cell_styles[0].alignmentId = book._alignments.add(top)  # type: ignore[attr-defined]
    book._named_styles["Normal"].alignment = top  # type: ignore[attr-defined] # where LibreOffice looks


def _cover(tables: Sequence[Flat], name: str) -> list[list[object]]:
    """One sentence a row, so that no row has to be higher than a line."""
    words = [f"Codings of the study {name}", *f"{RESTRICTED} {SAFE}".replace(". ", ".\n").split("\n")]
    words += [
        "An empty cell means not recorded; it is never no or nought.",
        "",
        "Sheets:",
        "columns: what each column is.",
    ]
    listed = [f"{table.name}: {table.title} {number_of(len(table.rows), 'row')}." for table in tables]
    return [[line] for line in (*words, *listed)]


def _columns(tables: Sequence[Flat]) -> Iterator[Sequence[object]]:
    yield ["Columns: what each column of each sheet is."]
    yield ["The same stands in datapackage.json, for machines."]
    yield []
    yield ["sheet", "column", "kind", "meaning"]
    for table in tables:
        yield from ([table.name, one.name, one.kind, one.meaning] for one in table.columns)


def _sheet(
    book: Workbook, name: str, rows: Sequence[Sequence[object]], *, widths: Sequence[float], heads: set[int]
) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    sheet, top = book.create_sheet(name), max(heads)
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    if top > 1:
        sheet.freeze_panes = f"B{top + 1}"
    make = _maker(sheet)
    for number, row in enumerate(rows, 1):
        if number > top > 1 and (lines := _lines(row, widths)) > 1:
            sheet.row_dimensions[number].height = min(LINE * lines, HIGHEST)
        cells = [make(value, head=number in heads, wrap=number > top > 1) for value in row]
        if cells and cells[-1] is None:
            # A row must reach to the last column, or programs miss cells; an empty cell is written only with a style.
            cells[-1] = last = WriteOnlyCell(sheet)
            last.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.append(cells)


def _lines(row: Sequence[object], widths: Sequence[float]) -> int:
    """How many lines the fullest cell of a row takes: programs that do not work it out would draw one over the other."""
    tall = [(v, w) for v, w in zip(row, widths, strict=False) if isinstance(v, str) and (len(v) > w or "\n" in v)]
    return max((sum(1 + int(len(line) / w) for line in v.split("\n")) for v, w in tall), default=1)


def _maker(sheet: Any) -> Any:
    """Makes cells; words are words, whatever they begin with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    bold, wrapped = WriteOnlyCell(sheet), WriteOnlyCell(sheet)
    bold.font, wrapped.alignment = Font(name=SANS, size=SIZE, bold=True), Alignment(wrap_text=True, vertical="top")

    def make(value: object, *, head: bool, wrap: bool) -> object:
        if not isinstance(value, str):
            return value
        words = str(safe(value if value.isprintable() else printable(value)))
        if not head and (not wrap or len(words) <= SHORT):
            return words[:MOST_CHARACTERS]  # after `safe` it cannot begin as a formula does
        cell = WriteOnlyCell(sheet, words if len(words) <= MOST_CHARACTERS else f"{words[: MOST_CHARACTERS - 1]}…")
        cell._style = (bold if head else wrapped)._style  # type: ignore[attr-defined] # to set it anew for each cell takes four times as long
        return cell

    return make


def _widths(table: Flat) -> list[float]:
    """As wide as the first rows need, within bounds."""
    cells = list(zip(*table.rows[:LOOKED_AT], strict=False)) or [()] * len(table.columns)
    longest = [max((len(str(v)) for v in column if v is not None), default=0) for column in cells]
    return [
        float(min(max(len(one.name) + 3, length + 2), WIDEST))
        for one, length in zip(table.columns, longest, strict=True)
    ]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return "" if value is None else safe(value)
