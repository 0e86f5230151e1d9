"""A study to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from breaking import Broken, copied
from forked import Zygote
from ground import Ground, furnish

SETTINGS = """
processes = 1
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


@pytest.fixture(scope="session")
def made(zygote: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Broken:
    """Write-ups of five children, a vault, and a study that nothing has been done in; some narratives are coded."""
    broken = Broken(Ground(tmp_path_factory.mktemp("made")), zygote)
    ground = broken.ground
    for folder in (ground.writeups, ground.temporary):
        folder.mkdir(parents=True)
    assert zygote.textmine("vault", "create", "--vault", ground.vault).code == 0
    assert zygote.textmine("init", ground.study).code == 0
    furnish(ground, children=lambda child: child in {"C003", "C012", "C036", "C046", "C058"})
    (ground.study / "textmine.toml").write_text(SETTINGS, encoding="utf-8")
    (ground.study / "annotations" / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    done = zygote.textmine("pseudonymise", *ground.sources())
    assert done.code == 0, done.err
    _annotate(ground.study)
    shutil.rmtree(ground.study / "corpora")
    (ground.study / "corpora").mkdir()
    return broken


@pytest.fixture(scope="session")
def whole(made: Broken, tmp_path_factory: pytest.TempPathFactory) -> Broken:
    """The same, gone through undisturbed. Nobody changes it."""
    broken = copied(made, tmp_path_factory.mktemp("whole"))
    done = broken.run()
    assert done.code == 0, done.err
    (broken.ground.root / "points.txt").write_text("\n".join(done.points), encoding="utf-8")
    return broken


@pytest.fixture
def fresh(made: Broken, tmp_path: Path) -> Broken:
    """A copy in which nothing has been done."""
    return copied(made, tmp_path)


@pytest.fixture
def finished(whole: Broken, tmp_path: Path) -> Broken:
    """A copy in which everything has been done."""
    return copied(whole, tmp_path)


def _annotate(study: Path) -> None:
    """A person's codes on what the text says."""
    from textmine.annotation.tasks import write_tasks
    from textmine.coding.passages import passages_of
    from textmine.pipeline.study import open_study
    from textmine.store import read_all
    from textmine.types import Coding, Mention

    narratives = read_all(open_study(study).narratives)
    codings = []
    for narrative in narratives:
        codes = ("pull_family_contact", "event_location")
        passages = passages_of(narrative)[::3]
        mentions = tuple(Mention(p.start, p.end, codes[i % 2]) for i, p in enumerate(passages))
        codings.append(Coding(narrative.id, "annotator:1", mentions, (), "accepted"))
    (study / "annotations" / "codings.json").write_text(write_tasks(narratives, codings), encoding="utf-8")
