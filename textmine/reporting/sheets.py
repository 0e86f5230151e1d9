"""The lines of a CSV or Excel file as words, dates written one way."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from textmine.errors import InputError


def lines_of(path: Path) -> list[list[str]]:
    """The cells of every line, the headings first; of a workbook its first sheet.

    A date of a workbook without a time of day gives `YYYY-MM-DD`, one with a time `YYYY-MM-DD HH:MM`.

    Raises:
        InputError: the file cannot be read or holds no line.
    """
    try:
        lines = _excel_lines(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv_lines(path)
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, ValueError) as fault:
        # The message of the fault may hold the file's name or its contents: only its kind is passed on.
        raise InputError(
            "the episodes table could not be read",
            where=type(fault).__name__,
            next_step="save it as CSV (UTF-8) or .xlsx and name it again",
        ) from None
    if not lines:
        raise InputError("the episodes table is empty", next_step="its first line must hold the headings")
    return lines


def _csv_lines(path: Path) -> list[list[str]]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    return [[cell.strip() for cell in line] for line in csv.reader(text.splitlines(keepends=True), delimiter=delimiter)]


def _excel_lines(path: Path) -> list[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException) as fault:
        raise ValueError("not a workbook") from fault
    sheet = book.worksheets[0]
    lines = [[_words(cell.value, getattr(cell, "number_format", "")) for cell in line] for line in sheet.iter_rows()]
    book.close()
    return lines


def _words(value: object, number_format: str | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        timed = value.hour or value.minute or "h" in (number_format or "").lower()
        return value.strftime("%Y-%m-%d %H:%M" if timed else "%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
