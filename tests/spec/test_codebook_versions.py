"""Codings of two codebooks are never mixed unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from textmine.annotation.tasks import write_tasks
from textmine.errors import AnnotationError
from textmine.pipeline.study import Study, annotated, init, open_study
from textmine.store import write_part
from textmine.types import Coding, Mention, Narrative

NARRATIVE = Narrative("N-1", "C-1", "Nobody listens to her.")
CODING = Coding("N-1", "annotator:1", (Mention(0, 15, "push_communication_breakdown"),), (), "accepted")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study with one narrative that somebody coded with its first codebook."""
    study = init(tmp_path / "study")
    write_part(study.narratives, "one", [NARRATIVE])
    tasks = write_tasks([NARRATIVE], [CODING], codebook=study.codebook.fingerprint)
    (study.root / "annotations" / "coded.json").write_text(tasks, encoding="utf-8")
    return study


def _change_definition(study: Study) -> None:
    path = study.root / "annotations" / "codebook.yaml"
    codebook = study.codebook
    definition = codebook.codes[0].definition
    first = definition.split()[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(first, f"Sometimes {first}", 1) if first in text else text, encoding="utf-8")
    if study.codebook.fingerprint == codebook.fingerprint:
        path.write_text(
            text.replace("definition: ", "definition: Now ", 1).replace('definition: Now "', 'definition: "Now '),
            encoding="utf-8",
        )
    assert study.codebook.fingerprint != codebook.fingerprint


def test_codings_of_the_present_codebook_count(study: Study) -> None:
    assert len(annotated(study).codings) == 1


def test_codings_of_an_earlier_codebook_are_refused_with_what_changed(study: Study) -> None:
    _change_definition(study)
    with pytest.raises(AnnotationError, match=r"another codebook .*: (definition|name)"):
        annotated(study)


def test_a_team_may_say_that_earlier_codings_still_hold(study: Study) -> None:
    earlier = study.codebook.fingerprint
    _change_definition(study)
    settings = study.root / "textmine.toml"
    words = settings.read_text(encoding="utf-8")
    settings.write_text(words.replace("[coding]", f'[coding]\naccept_codebooks = ["{earlier}"]'), encoding="utf-8")
    assert len(annotated(open_study(study.root)).codings) == 1


def test_a_new_study_has_the_page_that_annotators_read(study: Study) -> None:
    page = (study.root / "annotations" / "codebook.html").read_text(encoding="utf-8")
    assert all(code.name.split("/")[0].strip()[:12] in page for code in study.codebook.codes)
