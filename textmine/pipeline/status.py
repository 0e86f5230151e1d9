"""Where a study stands and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.manifest import read_manifest
from textmine.pipeline.study import Study, annotation_files


@dataclass(frozen=True, slots=True)
class StageStatus:
    """One stage: its verb, whether it is done, how many rows there are, what to type next."""

    verb: str
    done: bool
    rows: int
    next_step: str


def status(study: Study) -> tuple[StageStatus, ...]:
    """Status of each stage, in order of the path."""
    found = []
    for verb, shelf in (("pseudonymise", study.narratives), ("code", study.codings), ("themes", study.themes)):
        manifest = read_manifest(shelf.folder)
        found.append(StageStatus(verb, manifest is not None, manifest.rows if manifest else 0, f"textmine {verb}"))
    files = annotation_files(study)
    annotations = StageStatus("annotate", bool(files), len(files), "textmine labelstudio push")
    trained = StageStatus("train", (study.coder / "model.json").is_file(), 0, "textmine train")
    report = StageStatus("report", (study.reports / "report.html").is_file(), 0, "textmine report")
    return (found[0], annotations, trained, found[1], found[2], report)
