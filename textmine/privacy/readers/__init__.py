"""Every kind of file that write-ups come in becomes text: `READERS` holds a reader for each suffix."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path

from textmine.errors import InputError, ReadError
from textmine.privacy.readers import content, exports, opendocument, pdf, plain, qda, richtext, word
from textmine.privacy.readers.columns import DEFAULT, Columns
from textmine.privacy.readers.layout import laid_out
from textmine.privacy.readers.part import Part, Reader, whole
from textmine.privacy.writeups import Writeup

__all__ = ["DEFAULT", "MAX_CHARACTERS", "READERS", "Columns", "Part", "Reader", "find", "read", "whole"]

MAX_CHARACTERS = 5_000_000
"""Characters of one write-up: far above any real one."""

MAX_BYTES = {".txt": 4 * MAX_CHARACTERS, ".md": 4 * MAX_CHARACTERS}
"""A character has at most four bytes."""

MAX_BYTES_OTHERWISE = 200_000_000

READERS: dict[str, Reader] = {
    ".docx": whole(word.text),
    ".pdf": whole(pdf.text),
    ".odt": whole(opendocument.text),
    ".rtf": whole(richtext.text),
    ".txt": whole(plain.decoded),
    ".md": whole(plain.decoded),
    ".csv": exports.from_csv,
    ".xlsx": exports.from_xlsx,
    ".qdpx": qda.from_qdpx,
}


def find(sources: Sequence[Path]) -> tuple[Path, ...]:
    """Files with a suffix that `READERS` knows, in and below the sources, sorted, each once.

    Hidden files and folders and the lock files of Word (`~$…`) are passed over; links to folders are not followed.

    Raises:
        InputError: a source does not exist, or a folder cannot be listed.
    """
    found: dict[Path, Path] = {}
    for number, source in enumerate(sources, 1):
        if not source.exists():
            raise InputError("A source does not exist", where=f"source {number}", next_step="check its path")
        for path in _below(source, number):
            if path.suffix.lower() in READERS and not path.name.startswith("~$"):
                real = path.resolve()
                found[real] = min(found.get(real, path), path)
    return tuple(sorted(found.values()))


def read(path: Path, *, name: str, columns: Columns = DEFAULT) -> tuple[Writeup, ...]:
    """The write-ups of one file.

    Args:
        path: the file.
        name: the id of the document, e.g. its path below the folder given.
        columns: headings of an export.

    Returns:
        One write-up with the id `name` and no child; of a .csv or .xlsx one for each row with text, with the id
        `name#key` (the row's id, or its number as a spreadsheet shows it) and the child of its column; of a .qdpx one for
        each of its texts, with its name as key. Rows without text are passed over.

    Raises:
        ReadError: the file cannot be read, is not what its suffix says, or holds no text. The message holds nothing
            of the text and no file name.
    """
    suffix = path.suffix.lower()
    parts = _parts(path, suffix, columns)
    return tuple(
        Writeup(id=f"{name}#{part.key}" if part.key else name, child=part.child, text=part.text, form=suffix[1:])
        for part in parts
    )


def _below(source: Path, number: int) -> Iterator[Path]:
    if not source.is_dir():
        yield source
        return

    def stop(fault: OSError) -> None:
        raise InputError("A folder cannot be listed", where=f"source {number}", next_step="check your rights to it")

    for folder, folders, names in os.walk(source, onerror=stop):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (path for name in names if not name.startswith(".") and (path := Path(folder, name)).is_file())


def _parts(path: Path, suffix: str, columns: Columns) -> tuple[Part, ...]:
    """The file's write-ups; every fault is raised anew, so that it drags no foreign error with text along."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the libraries' warnings quote cells and names
            return _checked(_extracted(path, suffix, columns))
    except ReadError as known:
        fault = ReadError(known.what, where=known.where, next_step=known.next_step)
    except Exception:  # noqa: BLE001 whatever a library trips over, its message may quote the text
        fault = content.damaged()
    raise fault


def _extracted(path: Path, suffix: str, columns: Columns) -> tuple[Part, ...]:
    if suffix not in READERS:
        raise ReadError(
            "Documents with this suffix are not read", next_step=f"save it as one of {', '.join(sorted(READERS))}"
        )
    data = _bytes(path, MAX_BYTES.get(suffix, MAX_BYTES_OTHERWISE))
    content.check(data, suffix)
    return READERS[suffix](data, columns)


def _bytes(path: Path, limit: int) -> bytes:
    try:
        if not path.is_file():
            raise FileNotFoundError
        size = path.stat().st_size
        data = path.read_bytes() if size <= limit else b""
    except OSError:
        raise ReadError("The file cannot be opened", next_step="check that it is there and your rights to it") from None
    if size > limit:
        raise content.too_large()
    if not data:
        raise ReadError("The file is empty", next_step="export it again or leave it out")
    return data


def _checked(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with their text laid out, if there is any and none is too long."""
    if any(len(part.text) > MAX_CHARACTERS for part in parts):
        raise content.too_large()
    clean = tuple(Part(laid_out(part.text), part.key, part.child) for part in parts)
    if not any(part.text.strip() for part in clean):
        raise ReadError("The document holds no text", next_step="check that it is the right file, or leave it out")
    return clean
