"""A small study that a person has coded: codes enough to learn from, and few, so that learning takes seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

SETTINGS = """
[coding]
at_least = 2
at_least_children = 2
folds = 3
[themes]
at_least_children = 2
"""
CODEBOOK = """
version: 1.0.0
groups: [{id: pull, name: Pull}, {id: event, name: Event}]
codes:
- {id: pull_family_contact, group: pull, name: Family, definition: Wanted to see family.}
- {id: event_location, group: event, name: Where, definition: Where the child was.}
"""
CODES = ("pull_family_contact", "event_location")


def settle(study: Path, settings: str = SETTINGS) -> None:
    """Few codes, and learned from few examples."""
    (study / "textmine.toml").write_text(settings, encoding="utf-8")
    (study / "annotations" / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")


def annotate(study: Path) -> None:
    """A person's codes on what the narratives of this study say; the narratives themselves are forgotten."""
    from textmine.annotation.tasks import write_tasks
    from textmine.coding.passages import passages_of
    from textmine.pipeline.study import open_study
    from textmine.store import read_all
    from textmine.types import Coding, Mention

    narratives = read_all(open_study(study).narratives)
    codings = []
    for narrative in narratives:
        passages = passages_of(narrative)[::3]
        mentions = tuple(Mention(p.start, p.end, CODES[i % 2]) for i, p in enumerate(passages))
        codings.append(Coding(narrative.id, "annotator:1", mentions, (), "accepted"))
    (study / "annotations" / "codings.json").write_text(write_tasks(narratives, codings), encoding="utf-8")
    shutil.rmtree(study / "corpora")
    (study / "corpora").mkdir()
