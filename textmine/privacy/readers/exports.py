"""Exports of case systems (.csv, .xlsx): one write-up a row."""

from __future__ import annotations

import csv
import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from io import StringIO
from itertools import islice
from typing import Protocol, cast

from textmine.errors import ReadError
from textmine.privacy.readers.archives import no_entities, opened
from textmine.privacy.readers.columns import Columns, Places, placed, text_headings
from textmine.privacy.readers.content import mismatched, too_large
from textmine.privacy.readers.layout import laid_out
from textmine.privacy.readers.part import Part
from textmine.privacy.readers.plain import decoded
from textmine.zips import repacked

log = logging.getLogger(__name__)

DELIMITERS = (",", ";", "\t", "|")
SEPARATOR = re.compile(r"sep=(.)(?:\r\n|\r|\n)")
HEADING_ROWS = 10
"""How far down the headings may stand: exports often start with a title or a date."""

MAX_FIELD = 20_000_000
MAX_ROWS = 1_048_576
"""Rows of a sheet in Excel."""


@dataclass(frozen=True, slots=True)
class Header:
    """The row of the headings, from 1, how many cells it has, and which of them matter."""

    row: int
    width: int
    places: Places


class Sheet(Protocol):
    """A sheet that openpyxl reads row by row; the types it declares are those of the other kind."""

    def reset_dimensions(self) -> None: ...
    def iter_rows(self, *, values_only: bool) -> Iterator[tuple[object, ...]]: ...


def from_csv(data: bytes, columns: Columns) -> tuple[Part, ...]:
    """The rows of a .csv that have text; the delimiter is the one under which headings and rows make sense.

    Raises:
        ReadError: no text column, or rows or quotation marks that do not fit.
    """
    # Only ever raised: the limit belongs to the whole process, and another thread may need it.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_FIELD))
    words = decoded(data)
    named = SEPARATOR.match(words)
    words, delimiters = (words[named.end() :], (named[1],)) if named else (words, DELIMITERS)
    headers = {sign: header for sign in delimiters if (header := _csv_header(words, sign, columns))}
    if not headers:
        raise _no_text_column(columns, max(_first_width(words, sign) for sign in delimiters))
    return _sensible(words, sorted(headers.items(), key=lambda found: -found[1].width))


def from_xlsx(data: bytes, columns: Columns) -> tuple[Part, ...]:
    """The rows with text of the first sheet that has a text column; of formulas the results that Excel stored.

    Raises:
        ReadError: no text column, not a workbook, or damaged.
    """
    members = opened(data)
    if not any(name.startswith("xl/") for name in members):
        raise mismatched()
    import openpyxl

    with no_entities():
        book = openpyxl.load_workbook(repacked(members), read_only=True, data_only=True, keep_links=False)
        sheets = cast(list[Sheet], book.worksheets)
        for sheet in sheets:
            header = _header(_values(sheet), columns)
            if header:
                return _parts(_values(sheet), header)
        widths = [len(next(_values(sheet), ())) for sheet in sheets]
    raise _no_text_column(columns, max(widths, default=0))


def _csv_header(words: str, delimiter: str, columns: Columns) -> Header | None:
    try:
        return _header(_records(words, delimiter), columns)
    except csv.Error:
        return None


def _records(words: str, delimiter: str) -> Iterator[list[str]]:
    # Strict: a stray quotation mark otherwise swallows rows without a sound.
    return csv.reader(StringIO(words, newline=""), delimiter=delimiter, strict=True)


def _header(rows: Iterable[Sequence[object]], columns: Columns) -> Header | None:
    for number, row in enumerate(islice(rows, HEADING_ROWS), 1):
        places = placed([_shown(value) for value in row], columns)
        if places is not None:
            return Header(number, len(row), places)
    return None


def _sensible(words: str, headers: list[tuple[str, Header]]) -> tuple[Part, ...]:
    """The rows under the first delimiter that fits them all: a lone heading looks the same under every delimiter."""
    faults = []
    for delimiter, header in headers:
        try:
            return _parts(_fitting(_records(words, delimiter), header), header)
        except csv.Error:
            faults.append(_unfit("quotation marks"))
        except ReadError as fault:
            faults.append(fault)
    raise faults[0]


def _fitting(rows: Iterable[list[str]], header: Header) -> Iterator[list[str]]:
    """The rows, if none has cells without a heading: its text would be cut, or be another child's."""
    for number, row in enumerate(rows, 1):
        if number > header.row and any(cell.strip() for cell in row[header.width :]):
            raise _unfit(f"row {number}")
        yield row


def _unfit(where: str) -> ReadError:
    return ReadError(
        "The rows of the export do not fit its headings",
        where=where,
        next_step="export again as .xlsx, or with quotation marks around every text",
    )


def _parts(rows: Iterable[Sequence[object]], header: Header) -> tuple[Part, ...]:
    places, used, blank = header.places, set[str](), 0
    parts = []
    for number, row in islice(enumerate(rows, 1), header.row, None):
        if number > MAX_ROWS:
            raise too_large()
        text = laid_out(_cell(row, places.text))
        if text.strip():
            parts.append(Part(text, _key(_cell(row, places.id), number, used), _cell(row, places.child).strip()))
        else:
            blank += 1
    log.info("%d rows with text, %d without", len(parts), blank)
    return tuple(parts)


def _cell(row: Sequence[object], place: int | None) -> str:
    return "" if place is None or place >= len(row) else _shown(row[place])


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    return re.sub(r"_x000[dD]_", "\r", str(value))  # so Excel writes a carriage return in a cell


def _key(identity: str, number: int, used: set[str]) -> str:
    """What the row is called: its id, or its number as a spreadsheet shows it; never what another row is called."""
    key = identity.strip() or str(number)
    key = f"{key}, row {number}" if key in used else key
    used.add(key)
    return key


def _first_width(words: str, delimiter: str) -> int:
    try:
        return len(next(_records(words, delimiter), []))
    except csv.Error:
        return 0


def _no_text_column(columns: Columns, found: int) -> ReadError:
    wanted = ", ".join(text_headings(columns))
    return ReadError(
        f"No column of the export holds the text: looked for {wanted}; found {found} other headings",
        next_step="name the column with the text in the settings",
    )


def _values(sheet: Sheet) -> Iterator[tuple[object, ...]]:
    # Many programs store a wrong size of the sheet, which would cut it off.
    sheet.reset_dimensions()
    return islice(sheet.iter_rows(values_only=True), MAX_ROWS + 1)
