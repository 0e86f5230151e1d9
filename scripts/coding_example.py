"""The example corpus to measure coders on: narratives, codings, who wrote what, and folds that leave authors out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.annotation.tasks import read_tasks
from textmine.assets import asset
from textmine.coding.codebook import Codebook, read_codebook
from textmine.privacy.vault.vault import Vault
from textmine.types import Coding, Narrative

FILES = ("codings", "held-back", "second-coder", "adjudicated")


@dataclass(frozen=True, slots=True)
class Example:
    """The example corpus as it was annotated.

    Args:
        codings: one for each narrative, in its order: the adjudicated one, otherwise the first coder's.
        first, second: of each narrative that two people coded, both codings.
        authors: who wrote each narrative.
    """

    codebook: Codebook = field(repr=False)
    narratives: tuple[Narrative, ...] = field(repr=False)
    codings: tuple[Coding, ...] = field(repr=False)
    first: tuple[Coding, ...] = field(repr=False)
    second: tuple[Coding, ...] = field(repr=False)
    authors: tuple[str, ...] = field(repr=False)

    @property
    def core(self) -> tuple[str, ...]:
        """The codes of the first round of annotation."""
        return tuple(code.id for code in self.codebook.codes if code.tier == "core")


def read_example() -> Example:
    """Every narrative of the example with its human codings."""
    codebook = read_codebook(asset("annotations", "codebook.yaml"))
    pulled = {name: read_tasks(asset("annotations", "example", f"{name}.json"), codes=codebook.ids) for name in FILES}
    texts = {n.id: n for name in ("codings", "held-back") for n in pulled[name].narratives}
    first = {c.narrative: c for name in ("codings", "held-back") for c in pulled[name].codings}
    settled = {c.narrative: c for c in pulled["adjudicated"].codings}
    second = tuple(c for c in pulled["second-coder"].codings if c.narrative in first)
    ids = sorted(first)
    wrote = _authors()
    return Example(
        codebook,
        tuple(texts[id] for id in ids),
        tuple(settled.get(id, first[id]) for id in ids),
        tuple(first[c.narrative] for c in second),
        second,
        tuple(wrote[id] for id in ids),
    )


def author_folds(
    authors: Sequence[str], children: Sequence[str], *, at_once: int = 2
) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64]], ...]:
    """(learn, test) rows: some authors are tested, and nothing of them or of their children is learned from.

    Args:
        at_once: how many authors are left out together.
    """
    names = sorted(set(authors))
    folds = []
    for start in range(0, len(names), at_once):
        out = set(names[start : start + at_once])
        test = [i for i, author in enumerate(authors) if author in out]
        theirs = {children[i] for i in test}
        learn = [i for i, child in enumerate(children) if child not in theirs]
        folds.append((np.array(learn), np.array(test)))
    return tuple(folds)


def _authors() -> dict[str, str]:
    """Keyed id of each narrative to its author; the example's key is published."""
    example = asset("corpora", "example")
    vault = Vault(Path("unused"), bytes.fromhex((example / "example.key").read_text().strip()))
    rows = (example / "gold" / "identifiers.jsonl").read_text(encoding="utf-8").splitlines()
    return {vault.pseudonym("narrative", (row := json.loads(line))["document"]): row["author"] for line in rows}
