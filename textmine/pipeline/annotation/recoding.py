"""Changes of the codebook that reach back: in the file, in everything annotated, and on the server; all are recorded."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textmine.annotation.pulling import as_words, newest_snapshot, stamp_after
from textmine.annotation.recode import Recode, places, task_recoded
from textmine.annotation.record import note, read
from textmine.batches import alone
from textmine.cells import safe
from textmine.coding.codebook import Codebook
from textmine.coding.codebook_edit import parse, renamed, still_named, without
from textmine.errors import AnnotationError, InputError
from textmine.pipeline.annotation.labelstudio import Door, data_of, fit_server
from textmine.pipeline.study import PULLED, SUPERSEDED, Study, annotation_files, keep_codebook
from textmine.progress import Progress, silent
from textmine.store import write_whole

if TYPE_CHECKING:
    from textmine.annotation.server import Server

ID = re.compile(r"[a-z][a-z0-9_]*")
HEAD = ("narrative", "start", "end", "words", "code")


@dataclass(frozen=True, slots=True)
class Recoded:
    """What a change did.

    Args:
        files: annotation files rewritten; the old ones are kept.
        annotations: rewritten on the server; -1 if the study has none.
        lines: of the codebook that still name a code that is gone.
        to_decide: places of a split that a person has still to decide, in the table that was written.
    """

    change: str
    files: int = 0
    annotations: int = -1
    lines: tuple[int, ...] = ()
    to_decide: int = 0


def rename(study: Study, door: Door, old: str, new: str, *, progress: Progress = silent) -> Recoded:
    """Give a code another id, everywhere.

    Raises:
        InputError: there is no such code, or the new id is taken, was retired, or is not written like an id.
    """
    _known(study, old)
    if not ID.fullmatch(new) or new in study.codebook.ids or new in _retired(study):
        raise InputError(
            "The new id cannot be used",
            where=new if ID.fullmatch(new) else "the new id",
            next_step="small letters, figures and _; one that no code has or had",
        )
    return _apply(study, door, Recode("rename", old, (new,)), renamed(_words(study), old, new), progress)


def merge(study: Study, door: Door, code: str, into: str, *, progress: Progress = silent) -> Recoded:
    """Let one code go up in another.

    Raises:
        InputError: one of them is not there, or they are one.
    """
    _known(study, code)
    _known(study, into)
    if code == into:
        raise InputError("A code cannot go up in itself", where=code, next_step="name two")
    words = without(_words(study), code)
    return _apply(study, door, Recode("merge", code, (into,)), renamed(words, code, into), progress)


def retire(study: Study, door: Door, code: str, *, progress: Progress = silent) -> Recoded:
    """Take a code and all its marks out; its id is never given again.

    Raises:
        InputError: it is not there, or is a parent.
    """
    _known(study, code)
    if code in study.codebook.parents.values():
        raise InputError(
            "A code with sub-codes cannot be retired", where=code, next_step="retire or rename these first"
        )
    return _apply(study, door, Recode("retire", code), without(_words(study), code), progress)


def split(
    study: Study,
    door: Door,
    code: str,
    into: Sequence[str],
    *,
    out: Path | None = None,
    decided: Path | None = None,
    progress: Progress = silent,
) -> Recoded:
    """Let several codes take the place of one: first a table of its marks to decide on, then the change.

    Args:
        into: codes that are in the codebook already; the old one may be among them.
        out: where to write the table; it holds words of narratives.
        decided: the table with a code in each row, or several divided by blanks.

    Raises:
        InputError: a code is not there, there is nowhere to write the table, or it leaves a place undecided.
    """
    for one in (code, *into):
        _known(study, one)
    if len(set(into)) < 2:
        raise InputError(
            "A split needs two codes or more", next_step="add them to the codebook first, then --into each"
        )
    tasks = _tasks(study, door)
    found = places(tasks, code)
    if decided is None:
        _write_table(out, tasks, found)
        return Recoded(f"split {code}", to_decide=len(found))
    told = _decided(decided, set(into))
    if missing := [place for place in found if place not in told]:
        raise InputError(
            "Places are not decided yet", where=f"{len(missing)} of {len(found)}", next_step="fill in their rows"
        )
    words = _words(study) if code in into else without(_words(study), code)
    return _apply(study, door, Recode("split", code, tuple(into), told), words, progress)


def _apply(study: Study, door: Door, change: Recode, words: str, progress: Progress) -> Recoded:
    """Server, files, codebook, record: in this order, so that a change that was stopped is simply done again."""
    codebook = parse(words, where=study.settings.coding.codebook)
    gone = set(study.codebook.ids) - set(codebook.ids)
    if gone - {change.code}:
        raise AnnotationError("Another code would vanish too", where=", ".join(sorted(gone)), next_step="edit by hand")
    with alone(study.root):
        server = _server(study, door)
        keep_codebook(study)
        done = _on_server(study, server, change, codebook, progress)
        files = [_rewrite(study, path, change, codebook) for path in annotation_files(study)]
        path = study.root / study.settings.coding.codebook
        write_whole(path, lambda temporary: temporary.write_text(words, encoding="utf-8"))
        keep_codebook(study)
        told = {"code": change.code, "into": list(change.into), "files": sum(files), "annotations": done}
        note(study.root / "annotations", change.kind, told | {"codebook": codebook.fingerprint})
    lines = still_named(words, change.code) if change.code in gone else ()
    return Recoded(f"{change.kind} {change.code}", sum(files), done, lines)


def _on_server(study: Study, server: Server | None, change: Recode, codebook: Codebook, progress: Progress) -> int:
    from textmine.annotation.recode_server import recode_server

    if server is None:
        return -1
    return recode_server(server, study.settings.study.name, change, codebook, progress=progress)


def _server(study: Study, door: Door) -> Server | None:
    """The study's server, which must run if there is one: what is on it would keep the old code.

    Raises:
        ServerError: there is one, and it does not answer.
    """
    if not door.url and not data_of(study).is_dir():
        return None
    return fit_server(study, door)


def _tasks(study: Study, door: Door) -> list[dict[str, Any]]:
    from textmine.annotation.recode_server import tasks_of

    server = _server(study, door)
    there = tasks_of(server, study.settings.study.name) if server else []
    return [*there, *(task for path in annotation_files(study) for task in json.loads(path.read_text("utf-8-sig")))]


def _rewrite(study: Study, path: Path, change: Recode, codebook: Codebook) -> bool:
    """Write a file anew; the old one of a snapshot stays beside it, any other goes to `superseded/`."""
    old = json.loads(path.read_text(encoding="utf-8-sig"))
    new = [task_recoded(task, change, codebook.fingerprint) for task in old]
    if new == [
        task | {"annotations": task.get("annotations") or [], "predictions": task.get("predictions") or []}
        for task in old
    ]:
        return False
    words = as_words(new)
    folder, now = study.root / "annotations", datetime.now(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ")
    if path.relative_to(folder).parts[0] == PULLED:
        target = path.with_name(f"{stamp_after(newest_snapshot(path.parent))}-{change.kind}.json")
    else:
        target, kept = path, folder / SUPERSEDED / now / path.relative_to(folder)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(path.read_bytes())
    write_whole(target, lambda temporary: temporary.write_text(words, encoding="utf-8"))
    return True


def _write_table(out: Path | None, tasks: Sequence[dict[str, Any]], found: Sequence[tuple[str, int, int]]) -> None:
    """Write the places of a code, with their words, for a person to decide on."""
    if out is None:
        raise InputError("There is nowhere to write what is to be decided", next_step="give --out FILE")
    stream = io.StringIO(newline="")
    rows = ((*place, safe(words), "") for place, words in _quoted(tasks, found))
    csv.writer(stream).writerows([HEAD, *rows])
    write_whole(out, lambda temporary: temporary.write_text(stream.getvalue(), encoding="utf-8-sig", newline=""))


def _decided(table: Path, into: set[str]) -> dict[tuple[str, int, int], tuple[str, ...]]:
    try:
        rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
        told = [((row["narrative"], int(row["start"]), int(row["end"])), (row["code"] or "").split()) for row in rows]
    except (OSError, UnicodeDecodeError, KeyError, ValueError, TypeError, csv.Error):
        raise InputError("The table of decisions cannot be read", next_step=f"columns {', '.join(HEAD)}") from None
    for n, (_, codes) in enumerate(told, 2):
        if not set(codes) <= into:
            step = f"one of {', '.join(sorted(into))}"
            raise InputError("A code is not one of those that were named", where=f"row {n}", next_step=step)
    return {place: tuple(codes) for place, codes in told if codes}


def _quoted(
    tasks: Sequence[dict[str, Any]], found: Sequence[tuple[str, int, int]]
) -> list[tuple[tuple[str, int, int], str]]:
    texts = {task["data"]["narrative"]: task["data"]["text"] for task in tasks}
    return [(place, texts[place[0]][place[1] : place[2]]) for place in found]


def _known(study: Study, code: str) -> None:
    if code not in study.codebook.ids:
        shown = code if ID.fullmatch(code) else "(not shown)"
        raise InputError("The codebook has no such code", where=shown, next_step="see annotations/codebook.html")


def _retired(study: Study) -> set[str]:
    lines = read(study.root / "annotations")
    return {str(line["code"]) for line in lines if line["what"] in ("retire", "merge")}


def _words(study: Study) -> str:
    return (study.root / study.settings.coding.codebook).read_text(encoding="utf-8")
