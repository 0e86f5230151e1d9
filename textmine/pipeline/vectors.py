"""The vectors of a study's passages, encoded once and kept: those that coders learn from, and those of themes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.assets import asset
from textmine.coding.encoder import TextEncoder, described, load_encoder, load_reader
from textmine.coding.learning import Learned
from textmine.coding.lessons import encode_passages, within
from textmine.coding.passages import passages_of
from textmine.coding.starting import load_start
from textmine.manifest import settings_hash
from textmine.pipeline.study import Study
from textmine.store import read_part, write_whole
from textmine.types import Matrix, Narrative, Passage

OURS, GENERAL = "ours", "general"


def coding_encoder(study: Study) -> TextEncoder:
    """What turns passages into what a coder learns from: `[coding] encoder`."""
    wanted = study.settings.coding.encoder
    return _encoder(wanted if wanted in (OURS, GENERAL) else str(study.root / wanted))


def start_of(study: Study) -> Learned:
    """What a coder of this study starts from; nothing with another encoder than ours."""
    if study.settings.coding.encoder != OURS:
        return {}
    return load_start(asset("models", "encoder"), study.codebook.ids)


def encoded(study: Study, part: str) -> tuple[tuple[Narrative, ...], tuple[Passage, ...], Matrix]:
    """Narratives, passages and `X float32[n_passages, 2 * d]` of one part, for coders."""
    encode = coding_encoder(study)
    return _kept(study, part, encode.name, lambda passages: encode_passages(passages, encode))


def sentences(study: Study, part: str) -> tuple[tuple[Narrative, ...], tuple[Passage, ...], Matrix]:
    """Narratives, passages and `X float32[n_passages, d]` of one part by an encoder that knows of no code, for themes.

    Where coders learn from the general encoder too, these are the same vectors, encoded once. Ours has learned to tell codes
    apart: to it what no code covers looks like the nearest code, and themes are to find just that.
    """
    if study.settings.coding.encoder == GENERAL:
        narratives, passages, both = encoded(study, part)
        return narratives, passages, both[:, : both.shape[1] // 2]
    encode = _encoder(GENERAL)
    return _kept(study, part, f"sentences {encode.name}", lambda passages: encode([p.text for p in passages]))


def known_vectors(study: Study) -> Callable[[Sequence[str]], Matrix]:
    """An encoder for coders that looks up what was encoded before."""
    known: dict[str, NDArray[np.float32]] = {}
    for name in study.narratives.names():
        _, passages, X = encoded(study, name)
        half = X.shape[1] // 2
        for passage, row in zip(passages, X, strict=True):
            known[passage.text] = row[:half]
            known[within(passage)] = row[half:]
    empty = np.zeros((0, coding_encoder(study).dimensions), dtype=np.float32)
    return lambda texts: np.stack([known[text] for text in texts]) if texts else empty


def definition_vectors(study: Study) -> Matrix:
    """`float32[n_codes, d]`: each code by its name and definition and by its example phrases."""
    return described(study.codebook, coding_encoder(study))


def doc_index(narratives: Sequence[Narrative], passages: Sequence[Passage]) -> NDArray[np.int64]:
    """Which of the narratives each passage belongs to."""
    place = {narrative.id: i for i, narrative in enumerate(narratives)}
    return np.array([place[passage.narrative] for passage in passages], dtype=np.int64)


@lru_cache(maxsize=3)
def _encoder(name: str) -> TextEncoder:
    if name == OURS:
        return load_reader(asset("models", "encoder"))
    return load_encoder("" if name == GENERAL else name)


def _kept(
    study: Study, part: str, kind: str, make: Callable[[Sequence[Passage]], Matrix]
) -> tuple[tuple[Narrative, ...], tuple[Passage, ...], Matrix]:
    """Vectors from where they were kept, made and kept if they are not there."""
    narratives = read_part(study.narratives, part)
    passages = tuple(passage for narrative in narratives for passage in passages_of(narrative))
    path = study.vectors / f"{_name(narratives, kind)}.npy"
    if path.is_file():
        try:
            X = np.load(path, allow_pickle=False)
            if X.shape[0] == len(passages):
                return narratives, passages, X
        except (ValueError, OSError, EOFError):
            path.unlink()
    X = make(passages)
    study.vectors.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda temporary: _save(temporary, X))
    return narratives, passages, X


def _save(path: Path, X: Matrix) -> None:
    with path.open("wb") as stream:
        np.save(stream, X, allow_pickle=False)


def _name(narratives: Sequence[Narrative], kind: str) -> str:
    texts = [narrative.meta.sha256 for narrative in narratives]
    return settings_hash({"cut": "passages-2", "encoder": kind, "texts": texts})
