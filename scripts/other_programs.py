"""What programs of others read in our exports, as JSON; runs in the environment that scripts/setup-exchange makes.

python scripts/other_programs.py FOLDER (with csv, xlsx, parquet and refi and refi-nvivo in it)
"""

from __future__ import annotations

import json
import sys
import tempfile
import warnings
from pathlib import Path


def main() -> None:
    warnings.simplefilter("ignore")
    folder = Path(sys.argv[1])
    tables, refi = folder / "csv", folder / "refi"
    print(
        json.dumps(
            {
                "taguette": taguette(tables),
                "pyrefiqda": pyrefiqda(refi),
                "qdapy": qdapy(refi),
                "pyqdpx": pyqdpx(folder / "refi-nvivo"),
                "frictionless": {form: frictionless(folder / form) for form in ("csv", "xlsx", "parquet")},
            }
        )
    )


def taguette(tables: Path) -> list[list[str]]:
    """Its own importer of codebooks: (path, description) of each tag."""
    from taguette.import_codebook import list_tags

    with (tables / "codebook.csv").open("rb") as stream:
        return [[tag["path"], tag["description"]] for tag in list_tags(stream)]


def pyrefiqda(refi: Path) -> dict[str, object]:
    """Codes of the codebook; of the project each selection's source, place, codes and user."""
    from pyrefiqda import RefiCodebook, RefiProject

    codebook = RefiCodebook.load(refi / "codebook.qdc")
    with tempfile.TemporaryDirectory() as folder:
        project = RefiProject.load(refi / "study.qdpx", extract_dir=folder)
    users = {one.guid: one.name for one in project.users.user}
    selections = [
        [source.name, one.start_position, one.end_position, users[one.creating_user]]
        for source in project.sources.text_source
        for one in source.plain_text_selection
    ]
    return {"codes": _names(codebook.codes.code), "selections": selections, "cases": len(project.cases.case)}


def qdapy(refi: Path) -> list[list[object]]:
    """Each coding: path of the code, words, who, where."""
    from qdapy.qdpx import read_qdpx

    found = read_qdpx(refi / "study.qdpx", warn=False).fragments
    wanted = found[found["positionStart"].notna() & (found["positionStart"].astype(str) != "")]
    columns = ["code", "text", "codedBy", "positionStart", "positionEnd"]
    return [[str(row[0]), str(row[1]), str(row[2]), int(row[3]), int(row[4])] for row in wanted[columns].values]


def pyqdpx(refi: Path) -> list[list[object]]:
    """A reader made for NVivo's projects, which counts as NVivo does: the words of each selection, and who."""
    from pyqdpx import QDPX

    sources = QDPX(str(refi / "study.qdpx")).get_project().sources.values()
    # It puts a sign that cannot be seen after each that counts as two.
    return [
        [one.name, mark.code.name, mark.text.replace("\u200b", "").replace("\r\n", "\n"), mark.user.name]
        for one in sources
        for mark in one.coded_selections.values()
    ]


def frictionless(tables: Path) -> dict[str, object]:
    """Whether every table keeps to its schema."""
    from frictionless import validate

    report = validate(str(tables / "datapackage.json"))
    faults = [error.note for task in report.tasks for error in task.errors] + [error.note for error in report.errors]
    return {"valid": report.valid, "tables": len(report.tasks), "faults": faults[:10]}


def _names(codes: list[object]) -> list[str]:
    return [name for one in codes for name in (one.name, *_names(one.code))]  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
