"""A study to break."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import Broken, copied
from codedstudy import SETTINGS, annotate, settle
from forked import Zygote
from ground import Ground, furnish


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
    settle(ground.study, f"processes = 1\n{SETTINGS}")
    done = zygote.textmine("pseudonymise", *ground.sources())
    assert done.code == 0, done.err
    annotate(ground.study)
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
