"""Tables on disk: Parquet part files, each written whole or not at all."""

from __future__ import annotations

import dataclasses
import errno
import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textmine.errors import StudyError
from textmine.types import Coding, Episode, Mention, Meta, Narrative, Theme

if TYPE_CHECKING:
    import pyarrow as pa

Noun = TypeVar("Noun", Narrative, Coding, Theme, Episode)
AGAIN = "textmine pseudonymise, with the same vault, sources and episodes table"
MADE_BY: dict[type[Any], str] = {
    Narrative: AGAIN,
    Episode: AGAIN,
    Coding: "textmine code",
    Theme: "textmine themes",
}
"""The command that makes each table anew, for those that an earlier textmine made."""
LEFT = re.compile(r"\..+\.\d+\.tmp")
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclasses.dataclass(frozen=True, slots=True)
class Shelf(Generic[Noun]):
    """Where one table stands and what it holds.

    Args:
        folder: of its part files; it need not be there yet.
        noun: the type of its rows.
    """

    folder: Path
    noun: type[Noun]

    def part(self, name: str) -> Path:
        """The file of one part."""
        return self.folder / f"part-{name}.parquet"

    def names(self) -> tuple[str, ...]:
        """Names of the parts that are there, sorted."""
        return tuple(sorted(path.stem.removeprefix("part-") for path in self.folder.glob("part-*.parquet")))


def write_part(shelf: Shelf[Noun], name: str, rows: Sequence[Noun]) -> Path:
    """Write one part whole: to a temporary file beside it, to the disk, then renamed; same rows, same bytes.

    Raises:
        StudyError: the disk is full or refuses.
    """
    import pyarrow.parquet as pq

    shelf.folder.mkdir(parents=True, exist_ok=True)
    table = _schema_table(shelf.noun, rows)
    path = shelf.part(name)
    write_whole(path, lambda temporary: pq.write_table(table, temporary, compression="zstd", write_page_checksum=True))
    return path


def rows_of(shelf: Shelf[Noun], name: str) -> int:
    """How many rows one part has, by its own word; 0 if the file cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return int(pq.read_metadata(shelf.part(name)).num_rows)
    except (pa.ArrowException, OSError):
        return 0


def read_part(shelf: Shelf[Noun], name: str) -> tuple[Noun, ...]:
    """Rows of one part; those that were read before while its file is the same.

    Raises:
        StudyError: the file is damaged, or an earlier textmine made it.
    """
    import pyarrow as pa

    try:
        now = shelf.part(name).stat()
        rows: tuple[Noun, ...] = _read(shelf, name, (now.st_ino, now.st_mtime_ns, now.st_size))
        return rows
    except (pa.ArrowException, OSError, LookupError, TypeError, ValueError, AttributeError):
        raise StudyError(
            "A part of a table is damaged", where=f"part {name}", next_step="delete it and run again"
        ) from None


@lru_cache(maxsize=8192)  # children's files: a few hundred megabytes at most, and a report asks for each a dozen times
def _read(shelf: Shelf[Any], name: str, _file: tuple[int, int, int]) -> tuple[Any, ...]:
    import pyarrow.parquet as pq

    # One file, not a dataset: a folder named like `year=2024` above it is no column, and it takes a third of the time.
    with pq.ParquetFile(shelf.part(name), page_checksum_verification=True) as file:
        table = file.read()
    _check(table.schema, shelf, name)
    return tuple(_noun(shelf.noun, row) for row in table.to_pylist())


def _check(found: pa.Schema, shelf: Shelf[Noun], name: str) -> None:
    wanted = _schema(shelf.noun)
    if found.equals(wanted):
        return
    if not set(found.names) & set(wanted.names[:2]):
        raise TypeError  # no table of this noun, whatever made it: `read_part` calls it damaged
    raise StudyError(
        "A part of a table has other columns than this textmine writes; an earlier one made it",
        where=f"corpora/{shelf.folder.name}, part {name}",
        next_step=f"delete the study's folder corpora/{shelf.folder.name} and make it anew: {MADE_BY[shelf.noun]}",
    )


def read_all(shelf: Shelf[Noun]) -> tuple[Noun, ...]:
    """All rows of a table, parts in order of their names; empty if there is no table."""
    return tuple(row for name in shelf.names() for row in read_part(shelf, name))


def keep_only(shelf: Shelf[Noun], names: Iterable[str]) -> int:
    """Remove parts that belong to earlier inputs or settings, and files left half written.

    Returns:
        How many parts were removed.
    """
    stale = set(shelf.names()) - set(names)
    for name in stale:
        shelf.part(name).unlink()
    for left in shelf.folder.glob(".*.tmp"):
        left.unlink()
    return len(stale)


def write_whole(path: Path, write: Callable[..., object]) -> None:
    """Have `write(temporary path)` write a file, then put it in place at once; nothing is left if it fails.

    Raises:
        StudyError: the disk is full or refuses.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(temporary)
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise unwritable(error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def sweep(folder: Path, *, below: bool = True) -> None:
    """Remove what runs that were killed left half written, in a folder that nobody else writes to now, and below it."""
    for left in folder.rglob(".*.tmp") if below else folder.glob(".*.tmp"):
        if LEFT.fullmatch(left.name):
            left.unlink(missing_ok=True)


def unwritable(error: OSError) -> StudyError:
    """What a person is told when the disk is full or a folder may not be written; it names no file."""
    said = os.strerror(error.errno) if error.errno else "the disk refused"
    step = "make room on the disk" if error.errno in FULL else "check your rights to the folder and its disk"
    return StudyError(
        "A file cannot be written", where=said, next_step=f"{step}, then run the same command: it goes on from here"
    )


def _schema_table(noun: type[Noun], rows: Sequence[Noun]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist([_row(row) for row in rows], schema=_schema(noun))


def _row(row: Noun) -> dict[str, object]:
    raw = dataclasses.asdict(row)
    if isinstance(row, Narrative):
        raw.update(raw.pop("meta"))
    if isinstance(row, Coding):
        raw["fields"] = [{"name": name, "value": value} for name, value in row.fields]
    if isinstance(row, Theme):
        raw["words"] = [{"word": word, "weight": weight} for word, weight in row.words]
        raw["passages"] = [dict(zip(("narrative", "start", "end", "closeness"), p, strict=True)) for p in row.passages]
    return raw


def _noun(noun: type[Noun], row: dict[str, Any]) -> Noun:
    if noun is Narrative:
        row["meta"] = Meta(**{field.name: row.pop(field.name) for field in dataclasses.fields(Meta)})
    if noun is Coding:
        row["mentions"] = tuple(Mention(**mention) for mention in row["mentions"])
        row["fields"] = tuple((pair["name"], pair["value"]) for pair in row["fields"])
        row["doubtful"] = tuple(row["doubtful"])
    if noun is Theme:
        row["words"] = tuple((pair["word"], pair["weight"]) for pair in row["words"])
        row["passages"] = tuple(tuple(place.values()) for place in row["passages"])
    return noun(**row)


def _schema(noun: type[Noun]) -> pa.Schema:
    import pyarrow as pa

    if noun is Narrative:
        names = ["id", "child", "text", "episode", "period", "worker", "form", "sha256"]
        return pa.schema([(name, pa.string()) for name in names])
    if noun is Coding:
        return _coding_schema()
    return _theme_schema() if noun is Theme else _episode_schema()


def _coding_schema() -> pa.Schema:
    import pyarrow as pa

    text, number = pa.string(), pa.int32()
    words: list[tuple[str, object]] = [(name, text) for name in ("code", "assertion", "time", "voice")]
    mention = pa.struct([("start", number), ("end", number), *words, ("probability", pa.float64())])
    answer = pa.struct([("name", text), ("value", text)])
    return pa.schema(
        [
            ("narrative", text),
            ("coder", text),
            ("mentions", pa.list_(mention)),
            ("fields", pa.list_(answer)),
            ("status", text),
            ("doubtful", pa.list_(text)),
        ]
    )


def _theme_schema() -> pa.Schema:
    import pyarrow as pa

    text, number, real = pa.string(), pa.int32(), pa.float64()
    place = pa.struct([("narrative", text), ("start", number), ("end", number), ("closeness", real)])
    word = pa.struct([("word", text), ("weight", real)])
    lists: list[tuple[str, object]] = [("words", pa.list_(word)), ("passages", pa.list_(place))]
    lists += [(name, text) for name in ("key", "kind", "code")]
    lists += [("parent", number), ("named", pa.bool_())]
    lists += [(name, real) for name in ("explained", "stability", "x", "y")]
    return pa.schema([("id", number), ("label", text), *lists])


def _episode_schema() -> pa.Schema:
    import pyarrow as pa

    answer, moment = pa.bool_(), pa.timestamp("us")
    kinds = {"datetime | None": moment, "bool": answer, "bool | None": answer, "int | None": pa.int32()}
    return pa.schema([(field.name, kinds.get(str(field.type), pa.string())) for field in dataclasses.fields(Episode)])
