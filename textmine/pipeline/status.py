"""Where a study stands and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textmine.headings import check_names
from textmine.manifest import read_manifest
from textmine.nouns import number_of
from textmine.pipeline.coder.coding import taught_here, up_to_date
from textmine.pipeline.freshness import fresh, waiting
from textmine.pipeline.sources import sources_of
from textmine.pipeline.study import Study, annotation_files
from textmine.privacy.case.roster import wanted_of
from textmine.reporting.episodes import WANTED
from textmine.store import read_all

NEXT = {
    "annotate": "textmine labelstudio serve, and in a second terminal textmine labelstudio push; or, without Label Studio's "
    "environment, textmine exchange export OUT --to label-studio",
}
FIRST = " (before it, once: textmine vault create --vault VAULT)"
STARTER = ". To mend suggestions rather than begin from nothing, first: textmine code --starter"
MARKS_GONE = (
    "the marks that it learned from are gone; to go back to the starter, delete the study's folder models/coder, then "
    "textmine code --starter"
)
AGAIN = "textmine run"
ALL_DONE = (
    "textmine run, when there are new write-ups, rows or marks (it finds them; status looks into the study alone)"
)


@dataclass(frozen=True, slots=True)
class StageStatus:
    """One stage of the path.

    Args:
        verb: what it is called.
        done: it was done, and what it was made from is still the same.
        rows: narratives, files of annotations, codings, themes.
        next_step: what to type.
        changed: it was done, but what it was made from has changed since.
        note: what else there is to know about it.
        can_wait: the starter coder suggests in the meantime.
    """

    verb: str
    done: bool
    rows: int
    next_step: str
    changed: bool = False
    note: str = ""
    can_wait: bool = False


def status(study: Study) -> tuple[StageStatus, ...]:
    """Status of each stage, in order of the path."""
    _check_columns(study)
    files, trained = len(annotation_files(study)), taught_here(study)
    starter = (study.coder / "model.json").is_file() and not trained and not files
    return (
        _pseudonymised(study),
        replace(_annotated(study, files), can_wait=starter),
        replace(_trained(study, trained, files), can_wait=starter),
        _made(study, "code", _rows(study, "codings")),
        _made(study, "themes", _themes(study)),
        _stage("report", _has_report(study), changed=_has_report(study) and not fresh(study, "report")),
    )


def next_of(stages: tuple[StageStatus, ...]) -> str:
    """What to type next: what a review waits for, the first stage that was never done, else one command for all changes."""
    if stages and stages[0].note and stages[0].changed:
        return stages[0].next_step
    stages = tuple(sorted(stages, key=lambda stage: stage.can_wait))
    missing = next((stage for stage in stages if not stage.done and not stage.changed), None)
    if missing and not any(stage.changed for stage in stages[: stages.index(missing)]):
        return missing.next_step
    return AGAIN if missing or any(stage.changed for stage in stages) else ""


def _pseudonymised(study: Study) -> StageStatus:
    rows, decided = _rows(study, "narratives") or 0, waiting(study.root)
    note = f"{number_of(decided, 'decision')} of the review not applied yet" if decided else ""
    return StageStatus("pseudonymise", bool(rows) and not note, rows, _to_pseudonymise(study, rows), bool(note), note)


def _to_pseudonymise(study: Study, rows: int) -> str:
    """The command, without what stands under [sources]."""
    named = sources_of(study, (), roster=None, episodes=None, vault=None)
    folder, vault = "" if named.writeups else " FOLDER", "" if named.vault else " --vault VAULT"
    once = named.vault.is_file() if named.vault else rows
    return f"textmine pseudonymise{folder}{vault}" + ("" if once else FIRST)


def _annotated(study: Study, files: int) -> StageStatus:
    stage = _stage("annotate", bool(files), rows=files)
    return stage if (study.coder / "model.json").is_file() else replace(stage, next_step=stage.next_step + STARTER)


def _trained(study: Study, trained: bool, files: int) -> StageStatus:
    stage = _stage("train", trained, changed=trained and bool(files) and not up_to_date(study))
    return replace(stage, note=MARKS_GONE) if trained and not files else stage


def _check_columns(study: Study) -> None:
    """The settings' columns, which a run refuses where they are none of ours.

    Raises:
        SettingsError: one is not.
    """
    columns = study.settings.columns
    check_names(wanted_of(columns.people), columns.roster)
    check_names(WANTED, columns.episodes)


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
