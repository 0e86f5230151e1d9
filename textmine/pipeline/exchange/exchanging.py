"""A study's codings for other tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import textmine
from textmine.annotation.tasks import write_tasks
from textmine.errors import InputError
from textmine.exchange.codetree import code_tree
from textmine.exchange.contents import RESTRICTED, Contents
from textmine.exchange.describing import agreement_table, codebook_table, quality_table
from textmine.exchange.dictionary import SAFE, data_package
from textmine.exchange.files import as_csv, as_parquet, as_workbook
from textmine.exchange.flat import Flat
from textmine.exchange.matrices import children_by_codes, framework, interviews_by_codes
from textmine.exchange.outgoing import project_of, unplaced
from textmine.exchange.quotations import answers, doubts, episode_table, interviews, quotations
from textmine.nouns import number_of
from textmine.pipeline.coder.coding import quality_of
from textmine.pipeline.coder.looking import looked_for
from textmine.pipeline.study import Study, every_coding, keep_codebook, need, one_each
from textmine.refi.writing import DIALECTS, For, write_codebook, write_project
from textmine.store import read_all, write_whole

FORMATS = ("csv", "xlsx", "parquet", "refi", "label-studio")
Files = dict[str, bytes]


def export(study: Study, out: Path, *, to: str = "csv", made_for: str = "standard") -> tuple[Path, ...]:
    """Write codings, human and suggested, into a folder.

    Args:
        to: `csv`, `xlsx` or `parquet` (flat tables and a data dictionary), `refi` (a project and a codebook for NVivo,
            ATLAS.ti, MAXQDA, QualCoder …) or `label-studio` (tasks with annotations).
        made_for: of `refi`, a program that reads the standard its own way: `nvivo` or `maxqda`.

    Raises:
        InputError: the format or the program is unknown.
        StudyError: there are no narratives.
    """
    if to not in FORMATS:
        raise InputError(f"There is no export to {to}", next_step=f"use one of {', '.join(FORMATS)}")
    if made_for not in DIALECTS or (made_for != "standard" and to != "refi"):
        raise InputError(
            f"There is no export to {to} made for {made_for}", next_step=f"--to refi --for {', '.join(DIALECTS)}"
        )
    contents = contents_of(study)
    keep_codebook(study)
    if to == "label-studio":
        words = write_tasks(contents.narratives, contents.codings, codebook=study.codebook.fingerprint)
        files = {"tasks.json": words.encode("utf-8")}
    elif to == "refi":
        files = _refi(study, contents, made_for)
    else:
        files = _tables(study, contents, to)
    return _written(out, files)


def contents_of(study: Study) -> Contents:
    """What the study holds now, people's codings before the model's.

    Raises:
        StudyError: there are no narratives.
    """
    narratives = read_all(study.narratives)
    need(narratives, "narratives", "pseudonymise")
    codings = every_coding(study)
    return Contents(study.codebook, narratives, codings, read_all(study.episodes), looked_for(study, codings))


def tables_of(study: Study, contents: Contents) -> tuple[Flat, ...]:
    """Every table, quotations first."""
    counts = one_each(contents.codings)
    return (
        quotations(contents),
        interviews_by_codes(contents),
        children_by_codes(contents, counts),
        framework(contents, counts),
        answers(contents),
        doubts(contents),
        interviews(contents),
        episode_table(contents.episodes),
        codebook_table(contents.codebook),
        agreement_table(contents),
        quality_table(quality_of(study)),
    )


def _refi(study: Study, contents: Contents, made_for: str) -> Files:
    program: For = made_for  # type: ignore[assignment]
    origin = f"textmine {textmine.__version__}" + (f" for {made_for}" if made_for != "standard" else "")
    outgoing = project_of(contents, name=study.settings.study.name, origin=origin)
    counting = {
        "standard": "positions count code points, line ends are one sign: for ATLAS.ti, QualCoder and others",
        "nvivo": "positions count UTF-16 units, line ends are two signs: for NVivo only",
        "maxqda": "positions count code points, line ends are two signs: for MAXQDA only",
    }[made_for]
    told = [f"In study.qdpx {counting}.", *_unlooked(contents), *outgoing.losses]
    about = "\n".join(["study.qdpx, codebook.qdc", "", RESTRICTED, "", *told])
    return {
        "study.qdpx": write_project(outgoing.project, made_for=program),
        "codebook.qdc": write_codebook(code_tree(contents.codebook)),
        "READ-ME.txt": f"{about}\n".encode(),
    }


def _tables(study: Study, contents: Contents, to: str) -> Files:
    tables, name = tables_of(study, contents), study.settings.study.name
    makers: dict[str, Callable[[Flat], bytes]] = {"csv": as_csv, "parquet": as_parquet}
    if to == "xlsx":
        files = {"tables.xlsx": as_workbook(tables, name=name)}
    else:
        files = {f"{table.name}.{to}": makers[to](table) for table in tables}
    listed = [f"{table.name}: {table.title} {number_of(len(table.rows), 'row')}." for table in tables]
    safe = [] if to == "parquet" else [SAFE]
    columns = "What each column is stands in datapackage.json."
    about = "\n".join([RESTRICTED, "", *safe, columns, *_unlooked(contents), *unplaced(contents), "", *listed])
    package = data_package(tables, form=to, name=name)
    return files | {"datapackage.json": package.encode("utf-8"), "READ-ME.txt": f"{about}\n".encode()}


def _unlooked(contents: Contents) -> list[str]:
    """What models are no witness of."""
    return [
        f"{coder} does not look for: {'; '.join(names)}. Where it alone has read, that is not known, and not 0."
        for coder in sorted(contents.looked)
        if (names := [code.name for code in contents.codebook.codes if code.id in contents.unlooked(coder)])
    ]


def _written(out: Path, files: Files) -> tuple[Path, ...]:
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_whole(out / name, lambda temporary, content=content: temporary.write_bytes(content))
    return tuple(out / name for name in files)
