"""Tables on disk: Parquet part files, each written whole or not at all."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from textmine.errors import StudyError
from textmine.types import Coding, Episode, Mention, Meta, Narrative, Theme

if TYPE_CHECKING:
    import pyarrow as pa

Noun = TypeVar("Noun", Narrative, Coding, Theme, Episode)


@dataclasses.dataclass(frozen=True, slots=True)
class Shelf(Generic[Noun]):
    """Where one table stands and what it holds."""

    folder: Path
    noun: type[Noun]

    def part(self, name: str) -> Path:
        """The file of one part."""
        return self.folder / f"part-{name}.parquet"

    def names(self) -> tuple[str, ...]:
        """Names of the parts that are there, sorted."""
        return tuple(sorted(path.stem.removeprefix("part-") for path in self.folder.glob("part-*.parquet")))


def write_part(shelf: Shelf[Noun], name: str, rows: Sequence[Noun]) -> Path:
    """Write one part whole: to a temporary file beside it, to the disk, then renamed."""
    import pyarrow.parquet as pq

    shelf.folder.mkdir(parents=True, exist_ok=True)
    table = _schema_table(shelf.noun, rows)
    path = shelf.part(name)
    write_whole(path, lambda temporary: pq.write_table(table, temporary, compression="zstd"))
    return path


def read_part(shelf: Shelf[Noun], name: str) -> tuple[Noun, ...]:
    """Rows of one part.

    Raises:
        StudyError: the file is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows = pq.read_table(shelf.part(name)).to_pylist()
    except (pa.ArrowInvalid, OSError):
        raise StudyError(
            "A part of a table is damaged", where=f"part {name}", next_step="delete it and run again"
        ) from None
    return tuple(_noun(shelf.noun, row) for row in rows)


def read_all(shelf: Shelf[Noun]) -> tuple[Noun, ...]:
    """All rows of a table, parts in order of their names; empty if there is no table."""
    return tuple(row for name in shelf.names() for row in read_part(shelf, name))


def keep_only(shelf: Shelf[Noun], names: Iterable[str]) -> int:
    """Remove parts that belong to earlier inputs or settings; how many."""
    stale = set(shelf.names()) - set(names)
    for name in stale:
        shelf.part(name).unlink()
    for left in shelf.folder.glob(".*.tmp"):
        left.unlink()
    return len(stale)


def write_whole(path: Path, write: object) -> None:
    """Have `write(temporary path)` write a file, then put it in place at once."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(temporary)  # type: ignore[operator]
        with temporary.open("rb") as stream:
            os.fsync(stream.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


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


def _noun(noun: type[Noun], row: dict[str, object]) -> Noun:
    if noun is Narrative:
        meta = Meta(**{f.name: row.pop(f.name) for f in dataclasses.fields(Meta)})  # type: ignore[arg-type]
        return noun(**row, meta=meta)  # type: ignore[arg-type]
    if noun is Coding:
        row["mentions"] = tuple(Mention(**mention) for mention in row["mentions"])  # type: ignore[attr-defined]
        row["fields"] = tuple((pair["name"], pair["value"]) for pair in row["fields"])  # type: ignore[attr-defined]
        row["doubtful"] = tuple(row["doubtful"])  # type: ignore[arg-type]
    if noun is Theme:
        row["words"] = tuple((w["word"], w["weight"]) for w in row["words"])  # type: ignore[attr-defined]
        row["passages"] = tuple(tuple(p.values()) for p in row["passages"])  # type: ignore[attr-defined]
    return noun(**row)  # type: ignore[arg-type]


def _schema(noun: type[Noun]) -> pa.Schema:
    import pyarrow as pa

    text, number, real, moment = pa.string(), pa.int32(), pa.float64(), pa.timestamp("s")
    if noun is Narrative:
        names = ["id", "child", "text", "episode", "period", "worker", "form", "sha256"]
        return pa.schema([(name, text) for name in names])
    if noun is Coding:
        mention = [
            ("start", number),
            ("end", number),
            ("code", text),
            ("assertion", text),
            ("time", text),
            ("voice", text),
        ]
        return pa.schema(
            [
                ("narrative", text),
                ("coder", text),
                ("mentions", pa.list_(pa.struct([*mention, ("probability", real)]))),
                ("fields", pa.list_(pa.struct([("name", text), ("value", text)]))),
                ("status", text),
                ("doubtful", pa.list_(text)),
            ]
        )
    if noun is Theme:
        passage = pa.struct([("narrative", text), ("start", number), ("end", number), ("closeness", real)])
        words = pa.list_(pa.struct([("word", text), ("weight", real)]))
        return pa.schema(
            [("id", number), ("label", text), ("words", words), ("passages", pa.list_(passage)), ("explained", real)]
        )
    kinds = {"datetime | None": moment, "bool": pa.bool_(), "bool | None": pa.bool_(), "int | None": number}
    return pa.schema([(field.name, kinds.get(str(field.type), text)) for field in dataclasses.fields(Episode)])
