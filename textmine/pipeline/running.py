"""Everything in order: pseudonymise, train where there is something new to learn, code, themes, report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.batches import alone
from textmine.errors import StudyError
from textmine.pipeline.airlock.pseudonymising import Pseudonymisation, pseudonymise
from textmine.pipeline.changes import Change, changes, keep_seen, last_seen, seen
from textmine.pipeline.coder.coding import Coded, Training, code_narratives, train_coder, up_to_date
from textmine.pipeline.reports.reporting import Written, report_study
from textmine.pipeline.study import Study, annotation_files
from textmine.pipeline.themes.assigning import Assigned, themes_again
from textmine.pipeline.themes.finding import Themes
from textmine.pipeline.vectors.kept import encode_all
from textmine.privacy.vault.vault import Vault
from textmine.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did; None where a stage had nothing to do or could not be done, with the reason in `skipped`.

    Args:
        changes: since the last run; None if this was the first.
        assigned: new narratives that were assigned to the themes that stand; None if themes were found anew.
    """

    pseudonymisation: Pseudonymisation | None
    training: Training | None
    coded: Coded | None
    themes: Themes | None
    report: Written
    skipped: tuple[tuple[str, str], ...] = field(default=())
    changes: tuple[Change, ...] | None = None
    assigned: Assigned | None = None

    def __repr__(self) -> str:
        """What was done, what was not, and what has changed."""
        names = ("pseudonymisation", "training", "coded", "themes")
        done = [f"{name}={value!r}" for name in names if (value := getattr(self, name)) is not None]
        skipped = [f"{verb} skipped" for verb, _ in self.skipped]
        changed = [] if self.changes is None else [str(change) for change in self.changes] or ["nothing has changed"]
        return f"Run({', '.join([*done, *skipped, *changed])})"


def run_study(
    sources: Sequence[Path] = (),
    *,
    study: Study,
    vault: Vault | None = None,
    roster: Path | None = None,
    episodes: Path | None = None,
    progress: Progress = silent,
) -> Run:
    """Do what is missing, from wherever it stopped.

    Args:
        sources, vault, roster, episodes: as for `pseudonymise`; without sources the narratives stay as they are.

    Raises:
        TextmineError: a stage cannot be done that the next ones need.
    """
    pseudonymised = None
    if sources:
        if vault is None:
            raise StudyError("New write-ups need the vault", next_step="give --vault")
        pseudonymised = pseudonymise(
            sources, study=study, vault=vault, roster=roster, episodes=episodes, progress=progress
        )
    encode_first(study, progress=progress)
    skipped: list[tuple[str, str]] = []
    trained = _train_if_new(study, skipped, progress)
    coded = code_narratives(study, progress=progress) if (study.coder / "model.json").is_file() else None
    themes, assigned = _themes(study, skipped, progress)
    written = report_study(study, progress=progress)
    return Run(pseudonymised, trained, coded, themes, written, tuple(skipped), _changed(study), assigned)


def _changed(study: Study) -> tuple[Change, ...] | None:
    before, now = last_seen(study), seen(study)
    keep_seen(study, now)
    return changes(before, now) if before else None


def encode_first(study: Study, *, progress: Progress = silent) -> None:
    """Encode the passages for coder and themes in one go, several children's files at once."""
    with alone(study.root):
        encode_all(study, progress=progress)


def _train_if_new(study: Study, skipped: list[tuple[str, str]], progress: Progress) -> Training | None:
    """Train if annotations, narratives, codebook or settings changed since the coder was trained."""
    files = annotation_files(study)
    if not files:
        skipped.append(("train", "nobody has coded a narrative yet: textmine labelstudio push"))
        return None
    return None if up_to_date(study) else train_coder(study, progress=progress)


def _themes(study: Study, skipped: list[tuple[str, str]], progress: Progress) -> tuple[Themes | None, Assigned | None]:
    try:
        return themes_again(study, progress=progress)
    except StudyError as error:
        skipped.append(("themes", str(error)))
        return None, None
