"""A theme's narratives, given to annotators next on the real server."""

from __future__ import annotations

from pathlib import Path

import pytest
from hands import Hands
from logging_in import logged_in
from made import a_study

import textmine
from textmine.annotation.record import read
from textmine.annotation.serverfolder import Local, write
from textmine.errors import InputError
from textmine.pipeline.study import Study
from textmine.store import write_part
from textmine.types import Theme

NAME = "themes made up"


@pytest.fixture
def study(tmp_path: Path, local: Local, server: Hands) -> Study:
    """Ten narratives of five children, and a theme that six of them speak of."""
    made = a_study(tmp_path / "study", 10, name=NAME)
    (made.root / "labelstudio").mkdir(mode=0o700)
    write(made.root / "labelstudio", local)
    passages = tuple((f"N-{i:04d}", 0, 20, 1 - i / 10) for i in range(6))
    write_part(made.themes, "made", [Theme(1, "phone, row", (("phone", 1.0),), passages, key="phone")])
    return made


def test_one_narrative_of_each_child_comes_next(study: Study, server: Hands, local: Local) -> None:
    found = textmine.themes_send("1", study=study.root, number=3)
    assert found.theme == "phone"
    assert len(found.narratives) == 3 == len({int(id[2:]) // 2 for id in found.narratives})
    (line,) = [line for line in read(study.root / "annotations") if line["what"] == "next"]
    assert (line["theme"], line["chosen"]) == ("phone", list(found.narratives))
    annotator = logged_in(server.url, local.accounts[1])
    task = annotator.get(f"/api/projects/{found.sent.project}/next").json()
    assert (task["meta"]["tm_key"], task["predictions"][0]["result"]) == (found.narratives[0], [])


def test_a_theme_that_is_not_there_is_named(study: Study) -> None:
    with pytest.raises(InputError, match="no such theme"):
        textmine.themes_send("7", study=study.root)
