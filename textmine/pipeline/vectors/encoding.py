"""Encode texts: what may be done in another process, which loads the encoders when it needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from textmine.assets import asset
from textmine.coding.encoder import TextEncoder, encoder_name, load_encoder, load_reader, reader_name
from textmine.coding.lessons import encode_passages, within
from textmine.types import Matrix, Passage

OURS, GENERAL = "ours", "general"
CODING, SENTENCES = "coding", "sentences"
"""Kinds of vectors: sentence beside sentence with its heading, for coders; sentences by the general encoder, for themes."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Some texts, and the encoder that they are for."""

    encoder: str
    texts: tuple[str, ...] = field(repr=False)


def encode_texts(job: Texts) -> Matrix:
    """`float32[n_texts, d]`."""
    return encoder_of(job.encoder)(job.texts)


def texts_for(kind: str, passages: Iterable[Passage]) -> list[str]:
    """What is encoded of some passages, each text once."""
    return list(dict.fromkeys(text for sides in sides_of(kind, passages) for text in sides))


def sides_of(kind: str, passages: Iterable[Passage]) -> list[tuple[str, ...]]:
    """What is encoded of each passage, in the order of its vectors."""
    return [(p.text, within(p)) if kind == CODING else (p.text,) for p in passages]


def vectors_for(kind: str, passages: Sequence[Passage], encode: Callable[[Sequence[str]], Matrix]) -> Matrix:
    """`float32[n_passages, 2 * d]` of `CODING`, `float32[n_passages, d]` of `SENTENCES`."""
    if kind == CODING:
        return encode_passages(passages, encode)
    return np.asarray(encode([passage.text for passage in passages]), dtype=np.float32)


@lru_cache(maxsize=3)
def encoder_of(name: str) -> TextEncoder:
    """The encoder `OURS`, `GENERAL` or in a folder; loaded once in a process."""
    if name == OURS:
        return load_reader(asset("models", "encoder"))
    return load_encoder("" if name == GENERAL else name)


@lru_cache(maxsize=3)
def encoder_called(name: str) -> str:
    """What vectors made by it are kept under, without loading it."""
    if name == OURS:
        return reader_name(asset("models", "encoder"))
    return encoder_name(None if name == GENERAL else Path(name))
