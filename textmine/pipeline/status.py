"""Where a study stands and what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from textmine.manifest import read_manifest
from textmine.pipeline.coder.coding import taught_here, up_to_date
from textmine.pipeline.freshness import fresh
from textmine.pipeline.study import Study, annotation_files
from textmine.store import read_all

NEXT = {
    "pseudonymise": "textmine pseudonymise FOLDER --vault VAULT (before it, once: textmine vault create --vault VAULT)",
    "annotate": "textmine labelstudio serve, and in a second terminal textmine labelstudio push; or, without Label Studio's "
    "environment, textmine exchange export OUT --to label-studio",
}
AGAIN = "textmine run"
ALL_DONE = "textmine run, when there are new write-ups or marks"


@dataclass(frozen=True, slots=True)
class StageStatus:
    """One stage of the path.

    Args:
        verb: what it is called.
        done: it was done, and what it was made from is still the same.
        rows: narratives, files of annotations, codings, themes.
        next_step: what to type.
        changed: it was done, but what it was made from has changed since.
    """

    verb: str
    done: bool
    rows: int
    next_step: str
    changed: bool = False


def status(study: Study) -> tuple[StageStatus, ...]:
    """Status of each stage, in order of the path."""
    narratives, files = _rows(study, "narratives"), len(annotation_files(study))
    trained = taught_here(study)
    return (
        _stage("pseudonymise", bool(narratives), rows=narratives or 0),
        _stage("annotate", bool(files), rows=files),
        _stage("train", trained, changed=trained and bool(files) and not up_to_date(study)),
        _made(study, "code", _rows(study, "codings")),
        _made(study, "themes", _themes(study)),
        _stage("report", _has_report(study), changed=_has_report(study) and not fresh(study, "report")),
    )


def next_of(stages: tuple[StageStatus, ...]) -> str:
    """What to type next: the first stage that was never done; else one command for all that has changed."""
    missing = next((stage for stage in stages if not stage.done and not stage.changed), None)
    if missing and not any(stage.changed for stage in stages[: stages.index(missing)]):
        return missing.next_step
    return AGAIN if missing or any(stage.changed for stage in stages) else ""


def _stage(verb: str, there: bool, *, rows: int = 0, changed: bool = False) -> StageStatus:
    return StageStatus(verb, there and not changed, rows, NEXT.get(verb, f"textmine {verb}"), changed)


def _themes(study: Study) -> int | None:
    """How many themes there are; parts of themes and the passages that fit none are none."""
    if _rows(study, "themes") is None:
        return None
    return sum(bool(theme.id) and not theme.parent for theme in read_all(study.themes))


def _made(study: Study, verb: str, rows: int | None) -> StageStatus:
    return _stage(verb, rows is not None, rows=rows or 0, changed=rows is not None and not fresh(study, verb))


def _has_report(study: Study) -> bool:
    return (study.reports / "report.html").is_file()


def _rows(study: Study, table: str) -> int | None:
    manifest = read_manifest(study.root / "corpora" / table)
    return manifest.rows if manifest else None
