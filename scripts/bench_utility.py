"""Measure what pseudonymising costs the coder: macro F1 on the original write-ups and on their narratives, side by side."""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from align import align
from render import EXAMPLE, Read, _children, _coding, _when
from source import Source, read_sources
from tqdm import tqdm

from textmine.assets import asset
from textmine.coding.codebook import Codebook, read_codebook
from textmine.coding.encoder import TextEncoder, described, load_reader
from textmine.coding.evaluation import usable_codes
from textmine.coding.heldout import columns_of, hold_out
from textmine.coding.lessons import Lesson, make_lesson
from textmine.coding.resampling import Floats, interval, ratio, redrawn
from textmine.coding.starting import load_start
from textmine.pipeline.demo import SETTINGS
from textmine.pipeline.pseudonymising import keys_of, policy_of
from textmine.privacy.case.roster import Case, read_roster
from textmine.privacy.detection.detector import CaseDetector, load_detector
from textmine.privacy.surrogates.policy import Policy
from textmine.privacy.surrogates.replacing import Facts, Pseudonymised, pseudonymise_case
from textmine.privacy.vault.vault import Vault
from textmine.progress import Progress, silent
from textmine.settings import Settings
from textmine.types import Coding, Matrix, Narrative

STYLES = ("roles", "realistic", "tags")
DRAWS = 2000
GOAL = 0.01


@dataclass(frozen=True, slots=True)
class Utility:
    """How well a coder learns from original write-ups, and from the same ones pseudonymised.

    Args:
        narratives, children, codes: how many both are measured on.
        f1_originals, f1_narratives: macro F1, held out by child.
        low, high: 95 % interval of the difference, narratives minus originals, bootstrapped by child.
    """

    narratives: int
    children: int
    codes: int
    f1_originals: float
    f1_narratives: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """Macro F1 on narratives minus macro F1 on originals; below 0 is what pseudonymising costs."""
        return self.f1_narratives - self.f1_originals


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


def utility(style: str = "roles", progress: Progress = silent) -> Utility:
    """Macro F1 of the coder on the example's originals and on its narratives, as `textmine evaluate` measures it.

    The same documents, children, folds, seed and gold mentions; the identifiers are those that the detector finds with
    the roster, not the gold ones. Measured on all codes with enough examples on both sides, whether or not they pass the
    bar under which a code is not suggested: a bar would choose codes by what is measured.

    Args:
        style: of the pseudonyms: `roles`, `realistic` or `tags`.
    """
    setting, writeups = _setting(style), read_writeups()
    plain = [Pseudonymised(writeup.text, ()) for writeup in writeups]
    hidden = pseudonymised(writeups, setting, progress)
    sides = [_lesson(writeups, texts, setting) for texts in (plain, hidden)]
    codes = _codes(sides, setting)
    said = [_said(lesson, codes, setting, progress) for lesson in sides]
    return _compared(sides[0], said, columns_of(sides[0], codes), seed=setting.settings.coding.seed)


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


def _setting(style: str) -> Setting:
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


def _lesson(writeups: Sequence[Writeup], texts: Sequence[Pseudonymised], setting: Setting) -> Lesson:
    """What a coder learns from one side; rows by keyed id, as a study gives them, so that both sides have the same."""
    pairs = [_pair(writeup, new, setting.vault) for writeup, new in zip(writeups, texts, strict=True)]
    pairs.sort(key=lambda pair: pair[0].id)
    start = load_start(asset("models", "encoder"), setting.codebook.ids)
    return make_lesson([n for n, _ in pairs], [c for _, c in pairs], setting.codebook, _reader(), start=start)


@cache
def _reader() -> TextEncoder:
    return load_reader(asset("models", "encoder"))


def _pair(writeup: Writeup, new: Pseudonymised, vault: Vault) -> tuple[Narrative, Coding]:
    id, child = vault.pseudonym("narrative", writeup.document), vault.pseudonym("child", writeup.child)
    read = Read(id, child, writeup.place, new)
    return Narrative(id, child, new.text), _coding(read, writeup.source.mentions, writeup.source.head, "author")


def _codes(sides: Sequence[Lesson], setting: Setting) -> tuple[str, ...]:
    """Codes with enough examples on both sides."""
    wanted = setting.settings.coding
    enough = [
        usable_codes(lesson, at_least=wanted.at_least, at_least_children=wanted.at_least_children) for lesson in sides
    ]
    return tuple(code for code in enough[0] if code in enough[1])


def _said(lesson: Lesson, codes: Sequence[str], setting: Setting, progress: Progress) -> np.ndarray:
    """bool[n_docs, n_codes]: decisions, each by a coder that saw nothing of the child."""
    wanted = setting.settings.coding
    held = hold_out(
        lesson,
        setting.definitions,
        setting.codebook,
        usable=codes,
        folds=min(wanted.folds, len(set(lesson.children))),
        seed=wanted.seed,
        progress=progress,
    )
    return held.chosen


def _compared(lesson: Lesson, said: Sequence[np.ndarray], columns: Sequence[int], *, seed: int) -> Utility:
    """Both sides on the same narratives and the same draws of children."""
    W = redrawn(lesson.children, seed, DRAWS)
    originals, narratives = (_f1s(lesson.D[:, columns], one[:, columns], W) for one in said)
    low, high = interval(np.nanmean(narratives - originals, axis=1)[1:])
    return Utility(
        narratives=len(lesson.children),
        children=len(set(lesson.children)),
        codes=len(columns),
        f1_originals=float(np.nanmean(originals[0])),
        f1_narratives=float(np.nanmean(narratives[0])),
        low=low,
        high=high,
    )


def _f1s(truth: np.ndarray, said: np.ndarray, W: Floats) -> Floats:
    """float64[1 + draws, n_codes]: F1 in every draw, nan where a code is neither there nor said."""
    hit, true, picked = (W @ flags.astype(np.float64) for flags in (truth & said, truth, said))
    return ratio(2 * hit, true + picked)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--style", choices=STYLES, default="roles", help="what stands for identifiers")
    style = parser.parse_args().style
    print(table(utility(style, _bars()), style))


def table(found: Utility, style: str) -> str:
    """The figures in Markdown, with what they are of."""
    n = found.codes
    rows = (
        ("original write-ups", _mean(found.f1_originals, n)),
        (f"narratives, style `{style}`", _mean(found.f1_narratives, n)),
        ("difference", f"{found.difference:+.3f} (95 % {found.low:+.3f} to {found.high:+.3f})"),
    )
    return "\n".join(
        (
            f"## The coder on {found.narratives} write-ups of {found.children} children, before and after pseudonymising\n",
            "| learned from and measured on | macro F1 (sum of the codes' F1 / codes) |",
            "|---|---|",
            *(f"| {name} | {value} |" for name, value in rows),
            f"\nNested cross-validation by child; {n} codes with enough examples; F1 of a code is 2 × narratives where both"
            " have it / (narratives where people have it + where the coder has it). Interval of the difference:"
            f" {DRAWS:,} draws of children, the folds as they are. {_goal(found)}",
        )
    )


def _goal(found: Utility) -> str:
    """Whether the difference is small, and whether other children could have shown a larger one."""
    within = {
        name: "yes" if size <= GOAL else "no"
        for name, size in (
            ("the difference", abs(found.difference)),
            ("its whole interval", max(abs(found.low), abs(found.high))),
        )
    }
    return f"Within {GOAL}? " + "; ".join(f"{name}: {answer}" for name, answer in within.items()) + "."


def _mean(f1: float, n: int) -> str:
    return f"{f1:.3f} ({f1 * n:.2f}/{n})"


def _bars() -> Progress:
    """A bar on the terminal for each round of work, nothing elsewhere."""
    bars: list[tqdm] = []

    def show(done: int, of: int, words: str) -> None:
        if done == 0:
            bars.append(tqdm(total=of, desc=words, disable=None))
        bars[-1].update(done - bars[-1].n)
        if done == of:
            bars[-1].close()

    return show


if __name__ == "__main__":
    main()
