"""Vectors are made once, kept with their checksum, and the same however they were made."""

from __future__ import annotations

from pathlib import Path

import pytest
from taught import Taught

from textmine.coding.passages import passages_of
from textmine.pipeline.study import Study, init, open_study
from textmine.pipeline.vectors import encodingahead
from textmine.pipeline.vectors import kept as vectors
from textmine.pipeline.vectors.encoding import CODING, SENTENCES, texts_of
from textmine.pipeline.vectors.kept import encode_all, encoded, sentences
from textmine.store import write_part


@pytest.fixture
def study(tmp_path: Path, taught: Taught) -> Study:
    root = init(tmp_path / "study").root
    study = open_study(root)
    for n in range(0, 16, 4):
        write_part(study.narratives, f"p{n:02d}", taught.narratives[n : n + 4])
    return study


def files(study: Study) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in study.vectors.iterdir()}


def test_all_at_once_and_one_by_one_give_the_same_bytes(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in study.narratives.names():
        encoded(study, name)
        sentences(study, name)
    one_by_one = files(study)
    for path in study.vectors.iterdir():
        path.unlink()
    monkeypatch.setattr(encodingahead, "FILES", 3)
    monkeypatch.setattr(encodingahead, "TEXTS", 5)
    monkeypatch.setattr(encodingahead, "KNOWN", 4)
    encode_all(study)
    assert files(study) == one_by_one
    assert len(one_by_one) == 8


def test_what_is_kept_is_not_encoded_again_and_a_flipped_bit_is_found(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    encode_all(study)
    before = files(study)
    path = min(study.vectors.iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.write_bytes(content)
    asked: list[str] = []
    really = vectors.encode_ahead
    monkeypatch.setattr(
        vectors,
        "encode_ahead",
        lambda todo, settings, before: really(_noted(todo, asked), settings=settings, before=before),
    )
    encode_all(study)
    assert files(study) == before
    assert len(asked) == 1


def test_of_a_file_that_has_grown_only_what_is_new_is_encoded(
    study: Study, taught: Taught, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_part(study.narratives, "p12", taught.narratives[12:15])
    encode_all(study)
    write_part(study.narratives, "p12", taught.narratives[12:16])
    asked: list[str] = []
    really = encodingahead.encode_texts
    monkeypatch.setattr(encodingahead, "encode_texts", lambda job: asked.extend(job.texts) or really(job))
    encode_all(study)
    grown = files(study)
    new, old = (
        {text for one in some for kind in (CODING, SENTENCES) for text in texts_of(kind, passages_of(one))}
        for some in (taught.narratives[15:16], taught.narratives[12:15])
    )
    assert new - old <= set(asked)
    assert not old & set(asked)
    for path in study.vectors.iterdir():
        path.unlink()
    encode_all(study)
    assert files(study) == grown


def test_vectors_of_narratives_that_are_no_more_are_dropped(study: Study) -> None:
    encode_all(study)
    (study.vectors / ".half.npy.1.tmp").write_bytes(b"half")
    study.narratives.part("p00").unlink()
    encode_all(study, CODING)
    assert len(files(study)) == 6
    encode_all(study, SENTENCES)
    assert len(files(study)) == 6


def _noted(files, asked):
    for file in files:
        asked.append(file.kind)
        yield file
