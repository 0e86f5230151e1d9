"""Files of vectors: named by what was encoded with what, and ended by their own checksum.

Beside its vectors a file holds a digest of each text: where a child's file has grown, what was encoded before is found there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np

from textmine.manifest import settings_hash
from textmine.store import write_whole
from textmine.types import Matrix, Narrative

SUM = 32
"""Bytes of a SHA-256, which stand at the end."""


def vectors_path(folder: Path, narratives: Sequence[Narrative], by: str) -> Path:
    """Where the vectors of some narratives that something made are kept."""
    texts = [text_hash(one) for one in narratives]
    return folder / f"{settings_hash({'cut': 'passages-3', 'by': by, 'texts': texts})}.npy"


def text_hash(narrative: Narrative) -> str:
    """SHA-256 of a narrative's words."""
    return narrative.meta.sha256 or hashlib.sha256(narrative.text.encode("utf-8", "surrogatepass")).hexdigest()


def write_vectors(path: Path, X: Matrix, texts: Sequence[str], by: str) -> None:
    """Write them whole.

    Args:
        X: float32[n_passages, d].
        texts: what was encoded of each passage.
        by: what made them.
    """
    stream = BytesIO()
    keys = np.array([text_key(text) for text in texts], dtype=np.uint64)
    for part in (X, keys, np.array(by)):
        np.save(stream, part, allow_pickle=False)
    content = stream.getvalue()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda temporary: temporary.write_bytes(content + hashlib.sha256(content).digest()))


def text_key(text: str) -> int:
    """A number of 64 bits for a text."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def read_vectors(path: Path) -> Matrix | None:
    """The vectors; None if they are not there, or are not those that were written."""
    stream = _content(path)
    return None if stream is None else np.asarray(np.load(stream, allow_pickle=False), dtype=np.float32)


def rows_of(path: Path) -> Iterator[tuple[str, int, Matrix]]:
    """What made it, the key and the vector `float32[d]` of each text; nothing of a file that is damaged or laid out otherwise."""
    stream = _content(path)
    if stream is None:
        return
    X, keys, by = (np.load(stream, allow_pickle=False) for _ in range(3))
    if keys.shape != (len(X),):
        return
    for row, key in zip(X, keys, strict=True):
        yield str(by), int(key), row


def _content(path: Path) -> BytesIO | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    if len(content) <= SUM or hashlib.sha256(content[:-SUM]).digest() != content[-SUM:]:
        return None
    return BytesIO(content[:-SUM])


def drop_others(folder: Path, names: Collection[str]) -> None:
    """Remove vectors of narratives that are no more, and what a run that was killed left behind."""
    for path in folder.glob("*"):
        if path.name not in names:
            path.unlink(missing_ok=True)
