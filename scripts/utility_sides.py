"""The two sides that bench_utility.py compares: the example's write-ups as they are read, and pseudonymised."""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from align import align
from render import EXAMPLE, Read, _children, _coding, _when
from source import Source, read_sources

from textmine.assets import asset
from textmine.coding.codebook import Codebook, read_codebook
from textmine.coding.encoder import TextEncoder, described, load_reader
from textmine.coding.lessons import Lesson, make_lesson
from textmine.coding.starting import load_start
from textmine.pipeline.airlock.pseudonymising import keys_of, policy_of
from textmine.pipeline.demo import SETTINGS
from textmine.privacy.case.roster import Case, read_roster
from textmine.privacy.detection.detector import CaseDetector, load_detector
from textmine.privacy.surrogates.policy import Policy
from textmine.privacy.surrogates.replacing import Facts, Pseudonymised, pseudonymise_case
from textmine.privacy.vault.vault import Vault
from textmine.progress import Progress, silent
from textmine.settings import Settings
from textmine.types import Coding, Matrix, Narrative


@dataclass(frozen=True, slots=True)
class Writeup:
    """A write-up of the example as a reader gives it.

    Args:
        place: of each character of the source's text, where it stands in this text.
    """

    document: str
    child: str
    text: str = field(repr=False)
    source: Source = field(repr=False)
    place: list[int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Setting:
    """What both sides are measured with."""

    settings: Settings
    codebook: Codebook = field(repr=False)
    definitions: Matrix = field(repr=False)
    vault: Vault = field(repr=False)


def read_writeups() -> tuple[Writeup, ...]:
    """The example's write-ups as they are read, each with the source it was made of; by child, then by document.

    Raises:
        ValueError: a write-up has no source, or more than one.
    """
    sources = defaultdict(list)
    for id, source in read_sources(EXAMPLE / "source").items():
        sources[source.head["child"], id.split("-")[0]].append(source)
    rows = map(json.loads, (EXAMPLE / "gold" / "identifiers.jsonl").read_text("utf-8").splitlines())
    found = [_writeup(row, sources[row["child"], row["author"]]) for row in rows]
    return tuple(sorted(found, key=lambda writeup: (writeup.child, writeup.document)))


def pseudonymised(
    writeups: Sequence[Writeup], setting: Setting, progress: Progress = silent
) -> tuple[Pseudonymised, ...]:
    """The write-ups as `textmine pseudonymise` would leave them, a child at a time; in the same order."""
    detect, policy = load_detector(asset("models", "detector")), policy_of(setting.settings)
    cases, children = read_roster(EXAMPLE / "roster.csv"), _children()
    groups = defaultdict(list)
    for writeup in writeups:
        groups[writeup.child].append(writeup)
    done: list[Pseudonymised] = []
    for n, (child, group) in enumerate(groups.items()):
        progress(n, len(groups), "pseudonymise")
        done += _case(group, detect, cases[child], children[child]["sex"], policy, setting.vault)
    progress(len(groups), len(groups), "pseudonymise")
    return tuple(done)


def setting_of(style: str) -> Setting:
    """The demo's settings: the example is small, so a code needs fewer examples than in a real study."""
    settings = Settings.model_validate(tomllib.loads(SETTINGS) | {"pseudonymise": {"style": style}})
    codebook = read_codebook(asset("annotations", "codebook.yaml"))
    vault = Vault(Path("unused"), bytes.fromhex((EXAMPLE / "example.key").read_text("ascii").strip()))
    return Setting(settings, codebook, described(codebook, _reader()), vault)


def _writeup(row: dict, sources: Sequence[Source]) -> Writeup:
    found = []
    for source in sources:
        try:
            found.append((source, align(source.text, row["text"], where=row["document"])))
        except ValueError:  # another write-up of the child
            continue
    ((source, place),) = found
    return Writeup(row["document"], row["child"], row["text"], source, place)


def _case(
    group: Sequence[Writeup], detect: CaseDetector, case: Case, sex: str, policy: Policy, vault: Vault
) -> tuple[Pseudonymised, ...]:
    texts = [writeup.text for writeup in group]
    return pseudonymise_case(
        texts,
        detect(texts, case),
        known={},
        keys=keys_of(vault, group[0].child),
        when=[_when(writeup.source, writeup.text) for writeup in group],
        policy=policy,
        facts=Facts(case.known, sex={"female": "F", "male": "M"}.get(sex, "")),
    ).texts


def lesson_of(writeups: Sequence[Writeup], texts: Sequence[Pseudonymised], setting: Setting) -> Lesson:
    """What a coder learns from one side; rows by keyed id, as a study gives them, so that both sides have the same."""
    pairs = [_pair(writeup, new, setting.vault) for writeup, new in zip(writeups, texts, strict=True)]
    pairs.sort(key=lambda pair: pair[0].id)
    start = load_start(asset("models", "encoder"), setting.codebook.ids)
    return make_lesson([n for n, _ in pairs], [c for _, c in pairs], setting.codebook, _reader().read, start=start)


@cache
def _reader() -> TextEncoder:
    return load_reader(asset("models", "encoder"))


def _pair(writeup: Writeup, new: Pseudonymised, vault: Vault) -> tuple[Narrative, Coding]:
    id, child = vault.pseudonym("narrative", writeup.document), vault.pseudonym("child", writeup.child)
    read = Read(id, child, writeup.place, new)
    return Narrative(id, child, new.text), _coding(read, writeup.source.mentions, writeup.source.head, "author")
