"""Write-ups to narratives: whole children at a time, the key kept in the vault."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from textmine.annotation.tasks import sha256
from textmine.assets import asset, digest
from textmine.batches import Outcome, Part, Stage, alone, run
from textmine.manifest import settings_hash
from textmine.pipeline.intake import Intake, LeftOut, take_in
from textmine.pipeline.study import Study, check_outside
from textmine.privacy.detector import CaseDetector, load_detector
from textmine.privacy.readers import Columns
from textmine.privacy.residue import doubts
from textmine.privacy.review import Rules, apply_rules, rules_of
from textmine.privacy.roster import Case, read_roster
from textmine.privacy.surrogates import WEEKS, pseudonymise_case
from textmine.privacy.vault import Vault
from textmine.privacy.writeups import Writeup
from textmine.progress import Progress, silent
from textmine.reporting.episodes import EpisodeRow, Problem, merge, read_rows
from textmine.types import Episode, Meta, Narrative

BUCKETS = 64  # parts of a table; whole children, so that a new write-up redoes only a few of them
STAGE = "pseudonymise-2"  # raised when the rules change


@dataclass(frozen=True, slots=True)
class Pseudonymisation:
    """What `pseudonymise` did.

    Args:
        outcome: of the narratives' parts.
        narratives, children, episodes: how many there are now.
        replaced: identifiers replaced in the parts done now.
        doubtful: words left that look like identifiers, for a person to look at.
        left_out: inputs that could not be used.
        problems: cells of the episodes table that were taken as not recorded.
    """

    outcome: Outcome
    narratives: int
    children: int
    episodes: int
    doubtful: int
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...] = field(repr=False, default=())


def pseudonymise(
    sources: Sequence[Path],
    *,
    study: Study,
    vault: Vault,
    roster: Path | None = None,
    episodes: Path | None = None,
    progress: Progress = silent,
) -> Pseudonymisation:
    """Pseudonymise the write-ups below some folders into the study.

    Args:
        sources: files or folders; never inside the study.
        vault: keeps the key; a later run with the same vault goes on with the same pseudonyms.
        roster: CSV of the known names of each case.
        episodes: table of missing episodes; its column `document` may name a write-up's file.

    Raises:
        SettingsError: roster or episodes table is wrong, or something identifiable lies inside the study.
        InputError: there is nothing to read.
    """
    check_outside(study.root, vault.path, *sources, *(path for path in (roster, episodes) if path))
    columns = study.settings.columns
    with alone(study.root):
        cases = read_roster(roster, columns=columns.roster) if roster else {}
        rows, problems = read_rows(episodes, columns=columns.episodes) if episodes else ((), ())
        intake = take_in(
            sources,
            vault,
            children=frozenset(cases),
            episodes=rows,
            columns=Columns(**columns.writeups),
            progress=progress,
        )
        outcome = _narratives(study, vault, intake, cases, progress)
        n_episodes = _episodes(study, vault, rows, progress)
    doubtful = sum(_doubts(vault, writeup) for writeup in intake.writeups)
    children = len({writeup.child for writeup in intake.writeups})
    return Pseudonymisation(outcome, outcome.rows, children, n_episodes, doubtful, intake.left_out, problems)


def _doubts(vault: Vault, writeup: Writeup) -> int:
    found = vault.original(vault.pseudonym("narrative", writeup.id)).get("doubts")
    return len(found) if isinstance(found, list) else 0


def _narratives(study: Study, vault: Vault, intake: Intake, cases: Mapping[str, Case], progress: Progress) -> Outcome:
    weights = asset("models", "detector")
    rules = rules_of(vault.decisions())
    models = (("detector", digest(weights / "model.safetensors")),)
    settings = settings_hash({"stage": STAGE, "models": models, "common": digest(weights / "common-words.txt")})
    loaded: list[CaseDetector] = []

    def work(part: Part[Writeup]) -> list[Narrative]:
        if not loaded:
            loaded.append(load_detector(weights))
        return _pseudonymise_part(part, loaded[0], vault, intake.episode_of, cases, rules)

    parts = _parts(intake, vault, cases, rules, settings)
    return run(Stage("pseudonymise", study.narratives, work, settings, models), parts, progress=progress)


def _parts(intake: Intake, vault: Vault, cases: Mapping[str, Case], rules: Rules, settings: str) -> list[Part[Writeup]]:
    """Whole children in a fixed number of buckets, each named by a keyed hash of all that its rows depend on."""
    buckets: dict[int, list[Writeup]] = {}
    for writeup in intake.writeups:
        buckets.setdefault(vault.number("bucket", writeup.child, below=BUCKETS), []).append(writeup)
    parts = []
    for number, group in sorted(buckets.items()):
        content = [
            (w.id, w.child, w.text, str(intake.episode_of.get(w.id) and asdict(intake.episode_of[w.id]))) for w in group
        ]
        known = [asdict(cases[child]) for child in sorted({w.child for w in group}) if child in cases]
        decided = [rule for rule in rules.items if rule[0] in {w.child for w in group} | {""}]
        name = vault.fingerprint(json.dumps([content, known, decided, settings]).encode("utf-8", "surrogatepass"))
        parts.append(Part(f"{number:03d}-{name}", tuple(group)))
    return parts


def _pseudonymise_part(
    part: Part[Writeup],
    detect: CaseDetector,
    vault: Vault,
    episode_of: Mapping[str, EpisodeRow],
    cases: Mapping[str, Case],
    rules: Rules,
) -> list[Narrative]:
    done: list[Narrative] = []
    for child in sorted({writeup.child for writeup in part.items}):
        group = [writeup for writeup in part.items if writeup.child == child]
        done += _pseudonymise_child(child, group, detect, vault, episode_of, cases.get(child), rules)
    return done


def _pseudonymise_child(
    child: str,
    group: Sequence[Writeup],
    detect: CaseDetector,
    vault: Vault,
    episode_of: Mapping[str, EpisodeRow],
    case: Case | None,
    rules: Rules,
) -> list[Narrative]:
    texts = [writeup.text for writeup in group]
    spans = apply_rules(texts, detect(texts, case), rules, child)
    keyed = vault.pseudonym("child", child)
    rows = [episode_of.get(writeup.id) for writeup in group]
    result = pseudonymise_case(
        texts,
        spans,
        known=vault.marks(keyed),
        key=lambda entity: vault.fingerprint(f"{child}\x1f{entity}".encode()),
        weeks=weeks_of(vault, child),
        years=[(moment.year if (moment := _moment(row)) else 2024) for row in rows],
    )
    narratives, originals = [], {}
    for writeup, row, new in zip(group, rows, result.texts, strict=True):
        id = vault.pseudonym("narrative", writeup.id)
        narratives.append(Narrative(id, keyed, new.text, _meta(writeup, row, new.text, vault)))
        originals[id] = {
            "name": writeup.id,
            "text": writeup.text,
            "narrative": new.text,
            "replacements": [asdict(item) for item in new.replacements],
            "doubts": [asdict(doubt) for doubt in doubts(new.text)],
        }
    vault.remember(keyed, result.marks, originals)
    return narratives


def weeks_of(vault: Vault, child: str) -> int:
    """How many whole weeks this child's dates move; never none."""
    number = vault.number("weeks", child, below=2 * WEEKS) - WEEKS
    return number if number < 0 else number + 1


def quarter(moment: datetime | None) -> str:
    """E.g. `2024-Q2`; empty if the time is not known."""
    return f"{moment.year}-Q{(moment.month + 2) // 3}" if moment else ""


def _moment(row: EpisodeRow | None) -> datetime | None:
    return (row.interview or row.missing_start) if row else None


def _meta(writeup: Writeup, row: EpisodeRow | None, text: str, vault: Vault) -> Meta:
    episode = vault.pseudonym("episode", row.episode_id) if row and row.episode_id else ""
    worker = vault.pseudonym("worker", row.worker) if row and row.worker else ""
    return Meta(episode, quarter(_moment(row)), worker, writeup.form, sha256(text))


def _episodes(study: Study, vault: Vault, rows: Sequence[EpisodeRow], progress: Progress) -> int:
    if not rows:
        return len(study.episodes.names())
    content = json.dumps([asdict(row) for row in rows], default=str)
    part = Part(vault.fingerprint(content.encode()), tuple(rows))

    def work(part: Part[EpisodeRow]) -> list[Episode]:
        return list(merge([_episode(row, vault) for row in part.items]))

    return run(
        Stage("episodes", study.episodes, work, settings_hash({"stage": "episodes-1"})), [part], progress=progress
    ).rows


def _episode(row: EpisodeRow, vault: Vault) -> Episode:
    move = timedelta(weeks=weeks_of(vault, row.child))
    age = None
    if row.date_of_birth and row.missing_start:
        born, then = row.date_of_birth, row.missing_start
        age = then.year - born.year - ((then.month, then.day) < (born.month, born.day))
    return Episode(
        id=vault.pseudonym("episode", row.episode_id or f"row {row.row}"),
        child=vault.pseudonym("child", row.child),
        period=quarter(row.missing_start),
        area=row.area,
        host_area=row.host_area,
        force=row.force,
        care_status=row.care_status,
        placement_type=row.placement_type,
        start=row.missing_start + move if row.missing_start else None,
        end=row.missing_end + move if row.missing_end else None,
        date_only=row.date_only,
        offered=row.offered,
        completed=row.completed,
        interview=row.interview + move if row.interview else None,
        provider=row.provider,
        sex=row.sex,
        age=age,
    )
