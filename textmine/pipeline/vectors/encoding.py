"""Encode texts: what may be done in another process, which loads the encoders when it needs them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from textmine.assets import asset
from textmine.coding.encoder import TextEncoder, encoder_name, load_encoder, load_reader, reader_name, reading
from textmine.types import Matrix, Passage

OURS, GENERAL = "ours", "general"
CODING, SENTENCES = "coding", "sentences"
"""Kinds of vectors: sentence beside sentence with its heading, for coders; sentences by the general encoder, for themes."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Some texts, the kind of vectors that are wanted of them, and by which encoder."""

    kind: str
    encoder: str
    texts: tuple[str, ...] = field(repr=False)


def encode_texts(job: Texts) -> Matrix:
    """`float32[n_texts, 2 * d]` of `CODING`, `float32[n_texts, d]` of `SENTENCES`."""
    encoder = encoder_of(job.encoder)
    return encoder.read(job.texts) if job.kind == CODING else encoder(job.texts)


def texts_of(kind: str, passages: Iterable[Passage]) -> list[str]:
    """What is encoded of each passage."""
    return [reading(p) if kind == CODING else p.text for p in passages]


def vectors_for(kind: str, encoder: str, passages: Sequence[Passage]) -> Matrix:
    """A row of vectors for each passage; equal texts are encoded once."""
    texts = texts_of(kind, passages)
    place = {text: i for i, text in enumerate(dict.fromkeys(texts))}
    return encode_texts(Texts(kind, encoder, tuple(place)))[[place[text] for text in texts]]


@lru_cache(maxsize=3)
def encoder_of(name: str) -> TextEncoder:
    """The encoder `OURS`, `GENERAL` or in a folder; loaded once in a process."""
    if name == OURS:
        return load_reader(asset("models", "encoder"))
    return load_encoder("" if name == GENERAL else name)


def made_by(kind: str, encoder: str) -> str:
    """What vectors of a kind by an encoder are kept under, without loading it."""
    return f"{kind} {encoder_called(encoder)}"


@lru_cache(maxsize=3)
def encoder_called(name: str) -> str:
    """Its name, without loading it."""
    if name == OURS:
        return reader_name(asset("models", "encoder"))
    return encoder_name(None if name == GENERAL else Path(name))
