"""A study's codings for other tools."""

from __future__ import annotations

from pathlib import Path

from textmine.annotation.flat import code_table, quotation_table, write_csv
from textmine.annotation.tasks import write_tasks
from textmine.errors import InputError
from textmine.pipeline.study import Study, annotated, keep_codebook, need
from textmine.store import read_all, write_whole

FORMATS = ("csv", "label-studio")


def export(study: Study, out: Path, *, to: str = "csv") -> tuple[Path, ...]:
    """Write codings, human and suggested, into a folder.

    Args:
        to: `csv` (flat quotations, interviews by codes) or `label-studio` (tasks with annotations).

    Raises:
        InputError: the format is unknown.
        StudyError: there are no narratives.
    """
    if to not in FORMATS:
        raise InputError(f"There is no export to {to}", next_step=f"use one of {', '.join(FORMATS)}")
    narratives = read_all(study.narratives)
    need(narratives, "narratives", "pseudonymise")
    codings = (*annotated(study).codings, *read_all(study.codings))
    keep_codebook(study)
    out.mkdir(parents=True, exist_ok=True)
    if to == "label-studio":
        files = {"tasks.json": write_tasks(narratives, codings, codebook=study.codebook.fingerprint)}
    else:
        files = {
            "quotations.csv": write_csv(quotation_table(narratives, codings)),
            "interviews-by-codes.csv": write_csv(code_table(narratives, codings, study.codebook.ids)),
        }
    # Excel takes a CSV without a byte-order mark for Windows-1252.
    encoding = "utf-8-sig" if to == "csv" else "utf-8"
    for name, content in files.items():
        write_whole(out / name, lambda temporary, content=content: temporary.write_text(content, encoding=encoding))
    return tuple(out / name for name in files)
