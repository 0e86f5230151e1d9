"""The lines of a CSV or Excel file as words, dates written one way."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import datetime, time
from pathlib import Path
from zipfile import ZipFile

from textmine.errors import InputError
from textmine.zips import MAX_INFLATED, inflated, repacked, swells


def lines_of(path: Path, *, what: str) -> list[list[str]]:
    """The cells of every line, as a spreadsheet numbers them; of a workbook its first sheet.

    A date of a workbook without a time of day gives `YYYY-MM-DD`, one with a time `YYYY-MM-DD HH:MM`.

    Args:
        path: a `.csv` (UTF-8, UTF-16 or Windows text; commas, semicolons or tabs) or `.xlsx` file.
        what: what a person calls it, for messages, e.g. `roster`.

    Raises:
        InputError: the file cannot be read or holds no line.
    """
    try:
        lines = _excel_lines(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv_lines(path)
    except (OSError, csv.Error, ValueError) as fault:
        # The message of the fault may hold the file's name or its contents: only its kind is passed on.
        raise InputError(
            f"The {what} cannot be read",
            where=type(fault).__name__,
            next_step="check the path; save it as CSV (UTF-8) or .xlsx",
        ) from None
    if not lines:
        raise InputError(f"The {what} is empty", next_step="one of its first lines must hold the headings")
    return lines


def _csv_lines(path: Path) -> list[list[str]]:
    text = _decoded(path.read_bytes())
    delimiter = _delimiter(text)
    return [[cell.strip() for cell in line] for line in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)]


def _decoded(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    """The sign under which most of the first lines have the same number of cells: cells of people hold many semicolons."""
    first = text[:100_000].splitlines(keepends=True)[:10]

    def alike(sign: str) -> tuple[int, int]:
        widths = Counter(len(line) for line in csv.reader(first, delimiter=sign) if len(line) > 1)
        width, lines = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(0, 0))
        return lines, width

    return max(",;\t", key=alike)


def _excel_lines(path: Path) -> list[list[str]]:
    """The lines of the first sheet.

    Raises:
        OSError: the file cannot be opened.
        ValueError: it is no workbook, or damaged.
        InputError: it would swell beyond all measure.
    """
    try:
        return _sheet_lines(path)
    except (OSError, InputError):
        raise
    except Exception as fault:  # openpyxl lets through whatever its parsers of zip and XML raise
        raise ValueError("not a workbook") from fault


def _sheet_lines(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    book = load_workbook(repacked(_parts(path)), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # many programs store a wrong size, which would cut the sheet off
    lines = [[_words(cell.value, getattr(cell, "number_format", "")) for cell in line] for line in sheet.iter_rows()]
    book.close()
    while lines and not any(lines[-1]):
        lines.pop()
    return lines


def _parts(path: Path) -> dict[str, bytes]:
    """The workbook's XML parts by their names; pictures and macros are left where they are."""
    with ZipFile(path) as archive:
        members = archive.infolist()
        if swells(members, most=MAX_INFLATED):
            raise InputError(
                "The table would swell beyond all measure when opened",
                next_step="save it again in its own program; if it came from outside, tell your IT service",
            )
        return {one.filename: inflated(archive, one) for one in members if one.filename.endswith((".xml", ".rels"))}


def _words(value: object, number_format: str | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        timed = value.hour or value.minute or "h" in (number_format or "").lower()
        return value.strftime("%Y-%m-%d %H:%M" if timed else "%Y-%m-%d")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
