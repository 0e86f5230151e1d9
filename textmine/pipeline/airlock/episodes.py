"""Missing episodes into the study: keyed pseudonyms, moved dates, areas and ages as the settings want them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from textmine.batches import Part, Stage, each, run
from textmine.manifest import settings_hash
from textmine.pipeline.study import Study
from textmine.privacy.surrogates.ages import band_of
from textmine.privacy.surrogates.areas import area_of
from textmine.privacy.surrogates.policy import Policy
from textmine.privacy.surrogates.replacing import WEEKS
from textmine.privacy.vault.vault import Vault
from textmine.progress import Progress
from textmine.reporting.columns import UNKNOWN
from textmine.reporting.episodes import EpisodeRow
from textmine.reporting.overlaps import merge
from textmine.types import Episode

AS_WRITTEN: tuple[str, ...] = (
    *("force", "region", "nation", "care_status", "placement_type", "placement_moves", "was_missing", "at_risk"),
    *("offered", "completed", "reason_not_held", "provider", "independent", "consent_to_interview", "analysis"),
    *("document_type", "interview_language", "interpreter", "first_language", "uasc", "trafficking"),
    *("sex", "ethnicity", "source"),
)


def keep_episodes(rows: Sequence[EpisodeRow], *, study: Study, vault: Vault, policy: Policy, progress: Progress) -> int:
    """Write the episodes; how many the study has now."""
    if not rows:
        return len(study.episodes.names())
    content = json.dumps([[asdict(row) for row in rows], policy.ages, dict(policy.areas)], default=str)
    part = Part(vault.fingerprint(content.encode()), tuple(rows))

    def work(part: Part[EpisodeRow]) -> list[Episode]:
        return list(merge([_episode(row, vault, policy) for row in part.items]))

    settings = settings_hash({"stage": "episodes-3", "ages": policy.ages, "areas": policy.areas})
    return run(Stage("episodes", study.episodes, each(work), settings), [part], progress=progress).rows


def _episode(row: EpisodeRow, vault: Vault, policy: Policy) -> Episode:
    move = timedelta(weeks=weeks_of(vault, row.child))
    return Episode(
        id=vault.pseudonym("episode", row.episode_id or f"row {row.row}"),
        child=vault.pseudonym("child", row.child),
        period=quarter(row.missing_start),
        area=area_of(row.area, policy.areas),
        host_area=area_of(row.host_area, policy.areas),
        start=row.missing_start + move if row.missing_start else None,
        end=row.missing_end + move if row.missing_end else None,
        date_only=row.date_only,
        interview=row.interview + move if row.interview else None,
        age=_age(row, banded=policy.ages == "band"),
        out_of_area=_placed(row),
        joint_report=vault.pseudonym("joint report", row.joint_report) if row.joint_report else "",
        intervention=row.intervention + move if row.intervention else None,
        **{name: getattr(row, name) for name in AS_WRITTEN},
    )


def _placed(row: EpisodeRow) -> str:
    """As recorded, else worked out: a looked-after child who lives in another authority's area is out of area."""
    if row.out_of_area != UNKNOWN or row.care_status != "looked_after" or UNKNOWN in (row.area, row.host_area):
        return row.out_of_area
    return "in_area" if row.area.casefold() == row.host_area.casefold() else "out_of_area"


def _age(row: EpisodeRow, *, banded: bool) -> int | None:
    """Whole years at the start; of a band its first year."""
    if not row.date_of_birth or not row.missing_start:
        return None
    born, then = row.date_of_birth, row.missing_start
    age = then.year - born.year - ((then.month, then.day) < (born.month, born.day))
    return band_of(age)[0] if banded else age


def weeks_of(vault: Vault, child: str) -> int:
    """How many whole weeks this child's dates move; never none."""
    number = vault.number("weeks", child, below=2 * WEEKS) - WEEKS
    return number if number < 0 else number + 1


def quarter(moment: datetime | None) -> str:
    """E.g. `2024-Q2`; empty if the time is not known."""
    return f"{moment.year}-Q{(moment.month + 2) // 3}" if moment else ""
