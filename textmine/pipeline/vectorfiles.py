"""Files of vectors: named by what was encoded with what, and ended by their own checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

from textmine.manifest import settings_hash
from textmine.store import write_whole
from textmine.types import Matrix, Narrative

SUM = 32
"""Bytes of a SHA-256, which stand at the end."""


def vectors_path(folder: Path, narratives: Sequence[Narrative], encoder: str) -> Path:
    """Where the vectors of some narratives by one encoder are kept."""
    texts = [
        one.meta.sha256 or hashlib.sha256(one.text.encode("utf-8", "surrogatepass")).hexdigest() for one in narratives
    ]
    return folder / f"{settings_hash({'cut': 'passages-2', 'encoder': encoder, 'texts': texts})}.npy"


def write_vectors(path: Path, X: Matrix) -> None:
    """Write them whole."""
    stream = BytesIO()
    np.save(stream, X, allow_pickle=False)
    content = stream.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda temporary: temporary.write_bytes(content + hashlib.sha256(content).digest()))


def read_vectors(path: Path) -> Matrix | None:
    """The vectors; None if they are not there, or are not those that were written."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if len(content) <= SUM or hashlib.sha256(content[:-SUM]).digest() != content[-SUM:]:
        return None
    return np.asarray(np.load(BytesIO(content), allow_pickle=False), dtype=np.float32)


def drop_others(folder: Path, names: Collection[str]) -> None:
    """Remove vectors of narratives that are no more, and what a run that was killed left behind."""
    for path in folder.glob("*"):
        if path.name not in names:
            path.unlink(missing_ok=True)
