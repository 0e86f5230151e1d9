"""Studies to work in."""

from __future__ import annotations

from pathlib import Path

import pytest
from forked import Zygote
from ground import Ground, furnish


@pytest.fixture
def ground(tmp_path: Path, zygote: Zygote) -> Ground:
    """Empty folders, a vault and a study."""
    ground = Ground(tmp_path, zygote)
    for folder in (ground.writeups, ground.temporary):
        folder.mkdir(parents=True)
    assert ground.textmine("vault", "create", "--vault", ground.vault).returncode == 0
    assert ground.textmine("init", ground.study).returncode == 0
    return ground


@pytest.fixture
def furnished(ground: Ground) -> Ground:
    """The write-ups of some children of the example, with their roster and episodes."""
    furnish(ground, children=lambda child: child in {"C003", "C012", "C036", "C046", "C058"})
    return ground
