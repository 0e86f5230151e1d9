"""Write-ups to narratives: whole children at a time, the key kept in the vault."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from textmine.annotation.tasks import sha256
from textmine.assets import asset, digest
from textmine.batches import Outcome, Part, Stage, alone, run
from textmine.manifest import settings_hash
from textmine.pipeline.airlock.asking import words_left
from textmine.pipeline.airlock.detecting import ChildFile, Detecting
from textmine.pipeline.airlock.episodes import keep_episodes, quarter, weeks_of
from textmine.pipeline.airlock.intake import Intake, LeftOut, take_in
from textmine.pipeline.airlock.telling import counted
from textmine.pipeline.airlock.vaults import claim_study
from textmine.pipeline.engines import ahead
from textmine.pipeline.freshness import applied
from textmine.pipeline.sources import check_there
from textmine.pipeline.study import Study, check_outside
from textmine.privacy.case.roster import Case, read_roster
from textmine.privacy.case.rosterclashes import Clash, clashes
from textmine.privacy.detection.residue import Doubt, doubts
from textmine.privacy.language.dates import When
from textmine.privacy.readers import Columns
from textmine.privacy.review.decided import Rules, apply_rules, rules_of
from textmine.privacy.rules.headdates import when_of
from textmine.privacy.surrogates.claims import Claims
from textmine.privacy.surrogates.keys import Keys
from textmine.privacy.surrogates.policy import Policy
from textmine.privacy.surrogates.proposals import Proposal
from textmine.privacy.surrogates.replacing import Facts, Pseudonymised, pseudonymise_case
from textmine.privacy.vault.records import STUDY
from textmine.privacy.vault.vault import Vault
from textmine.privacy.writeups import Writeup
from textmine.progress import Progress, silent
from textmine.reporting.episodes import EpisodeRow, Problem, read_rows
from textmine.settings import Settings
from textmine.types import Meta, Narrative, Span

Spans = Sequence[tuple[Span, ...]]

STAGE = "pseudonymise-4"  # raised when the rules change
# Files that what is found depends on: a change in any of them redoes the narratives.
DETECTOR = ("model.safetensors", "config.json", "common-words.txt", "common-welsh.txt")


@dataclass(frozen=True, slots=True)
class Pseudonymisation:
    """What `pseudonymise` did.

    Args:
        outcome: of the narratives' parts.
        narratives, children, episodes: how many there are now.
        doubtful: words left that look like identifiers, for a person to look at; the same words once for a child, and
            without those on which a person has decided, as on the review page.
        left_out: inputs that could not be used.
        problems: cells of the episodes table that were taken as not recorded.
        clashes: names of the roster that two people of one case share.
        in_no_row: write-ups that no row of the episodes table belongs to; 0 without one.
        told: of how many write-ups the child was told by what, where neither table nor path said it.
        copies: keyed ids of files with the very text of another write-up of the same child, which is taken once.
    """

    outcome: Outcome
    narratives: int
    children: int
    episodes: int
    doubtful: int
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...] = field(repr=False, default=())
    clashes: tuple[Clash, ...] = ()
    in_no_row: int = 0
    told: Mapping[str, int] = field(default_factory=dict)
    copies: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """In a line."""
        return (
            f"Pseudonymisation({self.narratives} narratives of {self.children} children, {self.episodes} episodes, "
            f"{self.doubtful} doubtful words, {len(self.left_out)} left out, {len(self.problems)} cells to mend)"
        )


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
        VaultError: the study was made with another vault.
        SettingsError: roster or episodes table is wrong, or something identifiable lies inside the study.
        InputError: there is nothing to read.
    """
    check_outside(study.root, vault.path, *sources, *(path for path in (roster, episodes) if path))
    columns = study.settings.columns
    with alone(study.root):
        claim_study(study.root, vault)
        cases = read_roster(roster, columns=columns.roster, people=columns.people) if roster else {}
        words = study.settings.words
        rows, problems = read_rows(episodes, columns=columns.episodes, words=words) if episodes else ((), ())
        check_there(study, *sources, *(path for path in (roster, episodes) if path))
        intake = take_in(
            sources,
            vault,
            children=frozenset(cases),
            cases=cases,
            episodes=rows,
            columns=Columns(**columns.writeups),
            progress=progress,
        )
        outcome = _narratives(study, vault, intake, cases, progress)
        applied(study.root)
        n_episodes = keep_episodes(rows, study=study, vault=vault, policy=policy_of(study.settings), progress=progress)
    doubtful = _doubtful(vault, intake)
    children = len({writeup.child for writeup in intake.writeups})
    in_no_row = len(intake.writeups) - len(intake.episode_of) if rows else 0
    shared = clashes(cases.values())
    return Pseudonymisation(
        outcome,
        outcome.rows,
        children,
        n_episodes,
        doubtful,
        intake.left_out,
        problems,
        shared,
        in_no_row,
        counted(intake.told.values()),
        intake.copies,
    )


def _doubtful(vault: Vault, intake: Intake) -> int:
    """Words of the present write-ups that look like identifiers still, as the vault remembers them."""
    present = {vault.pseudonym("narrative", writeup.id) for writeup in intake.writeups}
    return words_left(vault, present)


def policy_of(settings: Settings) -> Policy:
    """What the settings want of the pseudonyms; the strict policy wants bands of ages, in the episodes as well."""
    wanted = settings.pseudonymise
    return Policy(wanted.style, "band" if wanted.strict else wanted.ages, dict(wanted.areas))


def _narratives(study: Study, vault: Vault, intake: Intake, cases: Mapping[str, Case], progress: Progress) -> Outcome:
    weights = asset("models", "detector")
    policy, claims = policy_of(study.settings), Claims.of(vault.marks(STUDY))
    given = _Given(vault, intake.episode_of, cases, rules_of(vault.decisions()), policy, claims, intake.told)
    wanted = study.settings.pseudonymise
    models = tuple((f"detector/{name}", digest(weights / name)) for name in DETECTOR)
    settings = settings_hash({"stage": STAGE, "models": models, "policy": wanted.model_dump(mode="json")})
    detecting = Detecting(wanted.strict)

    def work(parts: Sequence[Part[Writeup]]) -> Iterator[list[Narrative]]:
        files = [_file(part, cases) for part in parts]
        for part, spans in zip(parts, ahead(detecting, files, settings=study.settings), strict=True):
            yield _pseudonymise_child(part.items[0].child, part.items, spans, given)

    stage = Stage("pseudonymise", study.narratives, work, settings, models)
    return run(stage, _parts(intake, given, settings), progress=progress)


@dataclass(frozen=True, slots=True)
class _Given:
    """What all children's files are pseudonymised with."""

    vault: Vault
    episode_of: Mapping[str, EpisodeRow] = field(repr=False)
    cases: Mapping[str, Case] = field(repr=False)
    rules: Rules = field(repr=False)
    policy: Policy
    claims: Claims = field(repr=False, default_factory=Claims)
    told: Mapping[str, str] = field(repr=False, default_factory=dict)


def _parts(intake: Intake, given: _Given, settings: str) -> list[Part[Writeup]]:
    """A part for each child, named by a keyed hash of all that it depends on: a new write-up redoes its child's part only."""
    vault, rules, cases = given.vault, given.rules, given.cases
    files: dict[str, list[Writeup]] = {}
    for writeup in intake.writeups:
        files.setdefault(writeup.child, []).append(writeup)
    decided = _decided(rules)
    parts = []
    for child, group in files.items():
        content = [
            (w.id, w.child, w.text, str(intake.episode_of.get(w.id) and asdict(intake.episode_of[w.id]))) for w in group
        ]
        # Without the numbers of the roster's rows: a row that is added above a child redoes nothing.
        known = [child, *map(asdict, cases[child].known)] if child in cases else []
        said = [content, known, [*decided.get("", ()), *decided.get(child, ())], settings]
        name = vault.fingerprint(json.dumps(said).encode("utf-8", "surrogatepass"))
        parts.append(Part(f"{vault.pseudonym('child', child)[2:]}-{name}", tuple(group)))
    return sorted(parts, key=lambda part: part.name)


def _decided(rules: Rules) -> dict[str, list[object]]:
    """What people decided, by the child it is for; "" for all."""
    by_child: dict[str, list[object]] = {}
    for rule in (*rules.items, *rules.same):
        by_child.setdefault(rule[0], []).append(rule)
    return by_child


def _file(part: Part[Writeup], cases: Mapping[str, Case]) -> ChildFile:
    return ChildFile(tuple(one.text for one in part.items), cases.get(part.items[0].child))


def _pseudonymise_child(child: str, group: Sequence[Writeup], spans: Spans, given: _Given) -> list[Narrative]:
    vault, case, texts = given.vault, given.cases.get(child), [writeup.text for writeup in group]
    keyed = vault.pseudonym("child", child)
    rows = [given.episode_of.get(writeup.id) for writeup in group]
    result = pseudonymise_case(
        texts,
        apply_rules(texts, spans, given.rules, child),
        known=vault.marks(keyed),
        keys=keys_of(vault, child, given.claims),
        when=[_when(row, text) for row, text in zip(rows, texts, strict=True)],
        policy=given.policy,
        facts=_facts(child, case, rows, given.rules),
    )
    narratives: list[Narrative] = []
    originals: dict[str, Mapping[str, object]] = {}
    for writeup, row, new in zip(group, rows, result.texts, strict=True):
        id = vault.pseudonym("narrative", writeup.id)
        narratives.append(Narrative(id, keyed, new.text, _meta(writeup, row, new.text, vault)))
        proposals = result.proposals if not originals else ()
        originals[id] = {**_original(writeup, new, proposals), "told": given.told.get(writeup.id, "")}
    vault.remember(keyed, result.marks, originals, reference=child, claims=given.claims.take())
    return narratives


def keys_of(vault: Vault, child: str, claims: Claims | None = None) -> Keys:
    """What the vault's key gives for one child."""
    return Keys(
        weeks_of(vault, child),
        child=lambda entity: vault.fingerprint(f"{child}\x1f{entity}".encode("utf-8", "surrogatepass")),
        study=lambda name: vault.fingerprint(f"study\x1f\x1f{name}".encode("utf-8", "surrogatepass")),
        claims=claims or Claims(),
    )


def _facts(child: str, case: Case | None, rows: Sequence[EpisodeRow | None], rules: Rules) -> Facts:
    same = tuple((words, other) for who, words, other in rules.same if who in ("", child))
    sexes = {row.sex.strip().casefold()[:1] for row in rows if row}
    sex = "F" if sexes & {"f", "g"} else "M" if sexes & {"m", "b"} else ""
    return Facts(case.known if case else (), same, sex)


def _when(row: EpisodeRow | None, text: str) -> When:
    """The interview's day by the episodes table, else by the write-up's own words."""
    moment = _moment(row)
    return When(moment.date(), moment.year) if moment else when_of(text)


def _original(writeup: Writeup, new: Pseudonymised, proposals: Sequence[Proposal]) -> dict[str, object]:
    """What restores one narrative, and what a person should look at; proposals stand with a child's first write-up."""
    return {
        "name": writeup.id,
        "text": writeup.text,
        "narrative": new.text,
        "replacements": [asdict(item) for item in new.replacements],
        "doubts": [asdict(doubt) for doubt in doubts(new.text) if not _replaced(doubt, new)],
        "proposals": [asdict(proposal) for proposal in proposals],
    }


def _replaced(doubt: Doubt, new: Pseudonymised) -> bool:
    """Whether doubtful words are a surrogate of ours: a fictional name looks like a real one."""
    return any(item.new_start < doubt.end and doubt.start < item.new_end for item in new.replacements)


def _moment(row: EpisodeRow | None) -> datetime | None:
    return (row.interview or row.missing_start) if row else None


def _meta(writeup: Writeup, row: EpisodeRow | None, text: str, vault: Vault) -> Meta:
    episode = vault.pseudonym("episode", row.episode_id) if row and row.episode_id else ""
    worker = vault.pseudonym("worker", row.worker) if row and row.worker else ""
    return Meta(episode, quarter(_moment(row)), worker, writeup.form, sha256(text))
