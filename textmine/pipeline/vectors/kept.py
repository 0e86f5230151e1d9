"""The vectors of a study's passages, encoded once and kept: those that coders learn from, and those of themes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from textmine.assets import asset
from textmine.coding.encoder import TextEncoder, described, reading
from textmine.coding.learning import Learned
from textmine.coding.lessons import Read
from textmine.coding.passages import passages_of
from textmine.coding.starting import load_start
from textmine.pipeline.study import Study
from textmine.pipeline.vectors.encoding import (
    CODING,
    GENERAL,
    OURS,
    SENTENCES,
    encoder_called,
    encoder_of,
    made_by,
    texts_of,
    vectors_for,
)
from textmine.pipeline.vectors.encodingahead import KNOWN, Before, ToEncode, encode_ahead
from textmine.pipeline.vectors.vectorfiles import drop_others, read_vectors, rows_of, vectors_path, write_vectors
from textmine.progress import Progress, silent
from textmine.store import read_part
from textmine.types import Matrix, Narrative, Passage

Encoded = tuple[tuple[Narrative, ...], tuple[Passage, ...], Matrix]


def encode_all(study: Study, *kinds: str, progress: Progress = silent) -> None:
    """Encode what is not kept yet, several parts at once; what belongs to narratives of the past is dropped.

    Args:
        kinds: `CODING`, `SENTENCES`; both if none is named.
    """
    wanted = kinds or (CODING, SENTENCES)
    there: set[str] = set()
    missing: list[tuple[str, str]] = []
    for name in study.narratives.names():
        paths = _paths(study, read_part(study.narratives, name))
        there |= {path.name for path in paths.values()}
        missing += [(name, kind) for kind in wanted if read_vectors(paths[kind]) is None]
    files = (_to_encode(study, n, *one) for n, one in enumerate(missing))
    before = _before(study, there) if missing else {}
    for file, X in encode_ahead(files, settings=study.settings, before=before):
        progress(file.n, len(missing), "encode")
        name, kind = missing[file.n]
        _write(study, read_part(study.narratives, name), kind, file.passages, X)
    progress(len(missing), len(missing), "encode")
    drop_others(study.vectors, there)


def _before(study: Study, there: Collection[str]) -> Before:
    """Vectors in files whose narratives have changed since: most of their texts are still there."""
    stale = (path for path in sorted(study.vectors.glob("*.npy")) if path.name not in there)
    rows = (row for path in stale for row in rows_of(path))
    return {(by, key): row for by, key, row in islice(rows, KNOWN)}


def _write(study: Study, narratives: Sequence[Narrative], kind: str, passages: Sequence[Passage], X: Matrix) -> None:
    path, by = _paths(study, narratives)[kind], made_by(kind, _encoder_for(study, kind))
    write_vectors(path, X, texts_of(kind, passages), by)


def _to_encode(study: Study, n: int, part: str, kind: str) -> ToEncode:
    passages = _passages(read_part(study.narratives, part))
    return ToEncode(n, kind, _encoder_for(study, kind), passages)


def coding_encoder(study: Study) -> TextEncoder:
    """What turns passages into what a coder learns from: `[coding] encoder`."""
    return encoder_of(_wanted(study))


def coding_encoder_name(study: Study) -> str:
    """Its name and how it reads, without loading it: coders that learned from other vectors have another one."""
    return f"{encoder_called(_wanted(study))}, one pass"


def start_of(study: Study) -> Learned:
    """What a coder of this study starts from; nothing with another encoder than ours."""
    if study.settings.coding.encoder != OURS:
        return {}
    return load_start(asset("models", "encoder"), study.codebook.ids)


def encoded(study: Study, part: str) -> Encoded:
    """Narratives, passages and `X float32[n_passages, 2 * d]` of one part, for coders."""
    return _kept(study, part, CODING)


def sentences(study: Study, part: str) -> Encoded:
    """Narratives, passages and `X float32[n_passages, d]` of one part by an encoder that knows of no code, for themes.

    Where coders learn from the general encoder too, these are the same vectors, encoded once. Our own encoder makes what
    no code covers look like the nearest code; themes are to find just that, and so they look at both.
    """
    if study.settings.coding.encoder == GENERAL:
        narratives, passages, both = encoded(study, part)
        return narratives, passages, both[:, : both.shape[1] // 2]
    return _kept(study, part, SENTENCES)


def known_vectors(study: Study, ids: Collection[str]) -> Read:
    """What reads passages of some narratives for coders by looking up what was encoded before."""
    known: dict[str, NDArray[np.float32]] = {}
    for name in study.narratives.names():
        if any(narrative.id in ids for narrative in read_part(study.narratives, name)):
            _, passages, X = encoded(study, name)
            known |= {reading(passage): row for passage, row in zip(passages, X, strict=True)}
    empty = np.zeros((0, 2 * coding_encoder(study).dimensions), dtype=np.float32)
    return lambda readings: np.stack([known[one] for one in readings]) if readings else empty


def definition_vectors(study: Study) -> Matrix:
    """`float32[n_codes, d]`: each code by its name and definition and by its example phrases."""
    return described(study.codebook, coding_encoder(study))


def doc_index(narratives: Sequence[Narrative], passages: Sequence[Passage]) -> NDArray[np.int64]:
    """Which of the narratives each passage belongs to."""
    place = {narrative.id: i for i, narrative in enumerate(narratives)}
    return np.array([place[passage.narrative] for passage in passages], dtype=np.int64)


def _wanted(study: Study) -> str:
    """The encoder that coders of this study learn from, as `encoder_of` takes it."""
    wanted = study.settings.coding.encoder
    return wanted if wanted in (OURS, GENERAL) else str(study.root / wanted)


def _encoder_for(study: Study, kind: str) -> str:
    return _wanted(study) if kind == CODING else GENERAL


def _paths(study: Study, narratives: Sequence[Narrative]) -> dict[str, Path]:
    by = {kind: made_by(kind, _encoder_for(study, kind)) for kind in (CODING, SENTENCES)}
    return {kind: vectors_path(study.vectors, narratives, name) for kind, name in by.items()}


def _kept(study: Study, part: str, kind: str) -> Encoded:
    """Vectors from where they were kept, made and kept if they are not there."""
    narratives = read_part(study.narratives, part)
    passages, path = _passages(narratives), _paths(study, narratives)[kind]
    X = read_vectors(path)
    if X is None or X.shape[0] != len(passages):
        X = vectors_for(kind, _encoder_for(study, kind), passages)
        _write(study, narratives, kind, passages, X)
    return narratives, passages, X


def _passages(narratives: Sequence[Narrative]) -> tuple[Passage, ...]:
    return tuple(passage for narrative in narratives for passage in passages_of(narrative))
