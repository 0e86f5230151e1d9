"""Encode the passages of many children's files: equal words once, many texts together, several processes at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from textmine.pipeline.engines import ahead
from textmine.pipeline.vectors.encoding import Texts, encode_texts, encoder_called, encoder_of, texts_for, vectors_for
from textmine.pipeline.vectors.vectorfiles import text_key
from textmine.settings import Settings
from textmine.types import Matrix, Passage

Known = dict[tuple[str, str], NDArray[np.float32]]
"""Vectors of texts, by encoder and text."""
Before = Mapping[tuple[str, int], NDArray[np.float32]]
"""Vectors of texts that were encoded before, by encoder and key."""

FILES = 100
"""Children's files that are taken together."""
TEXTS = 1024
"""Texts of a job: of alike lengths, and so many that its batches are full."""
WORTH = 4
"""Jobs from which on other processes pay: each takes some seconds, as loading the encoders does."""
KNOWN = 60_000
"""Texts whose vectors are kept in memory at most, 1.5 kB each, so that memory stays flat."""


@dataclass(frozen=True, slots=True)
class ToEncode:
    """A child's file of which one kind of vectors is not there; `n` says which file it is."""

    n: int
    kind: str
    encoder: str
    passages: tuple[Passage, ...] = field(repr=False)


@dataclass(slots=True)
class _Group:
    """Files taken together.

    Args:
        jobs: what is still to be encoded before their vectors are there.
        before: vectors of their texts that were encoded before.
        forget: whether what is known is forgotten after this group, so that memory stays flat.
    """

    files: list[ToEncode]
    jobs: deque[Texts]
    before: Known
    forget: bool


def encode_ahead(files: Iterable[ToEncode], *, settings: Settings, before: Before) -> Iterator[tuple[ToEncode, Matrix]]:
    """Each file with its vectors, in order."""
    groups: deque[_Group] = deque()
    known: Known = {}
    for X in ahead(encode_texts, _jobs(files, groups, before), settings=settings, worth=WORTH):
        yield from _ready(groups, known)
        job = groups[0].jobs.popleft()
        known |= {(job.encoder, text): row for text, row in zip(job.texts, X, strict=True)}
    yield from _ready(groups, known)


def _jobs(files: Iterable[ToEncode], groups: deque[_Group], before: Before) -> Iterator[Texts]:
    """Texts to encode; each group of files is announced before its first job."""
    asked: set[tuple[str, str]] = set()
    coming = iter(files)
    while taken := list(islice(coming, FILES)):
        wanted: dict[str, list[str]] = {}
        known: Known = {}
        for file in taken:
            new = [text for text in texts_for(file.kind, file.passages) if (file.encoder, text) not in asked]
            asked |= {(file.encoder, text) for text in new}
            wanted.setdefault(file.encoder, []).extend(_unseen(file.encoder, new, known, before))
        jobs = [job for encoder, texts in wanted.items() for job in _cut(encoder, texts)]
        groups.append(_Group(taken, deque(jobs), known, len(asked) > KNOWN))
        if len(asked) > KNOWN:
            asked = set()
        yield from jobs


def _unseen(encoder: str, texts: Iterable[str], known: Known, before: Before) -> Iterator[str]:
    """The texts that were not encoded before; the others become known."""
    name = encoder_called(encoder)
    for text in texts:
        row = before.get((name, text_key(text)))
        if row is None:
            yield text
        else:
            known[encoder, text] = row


def _cut(encoder: str, texts: Sequence[str]) -> Iterator[Texts]:
    """Jobs of alike lengths."""
    by_length = sorted(texts, key=len)
    for start in range(0, len(by_length), TEXTS):
        yield Texts(encoder, tuple(by_length[start : start + TEXTS]))


def _ready(groups: deque[_Group], known: Known) -> Iterator[tuple[ToEncode, Matrix]]:
    """Files for which everything is encoded."""
    while groups and not groups[0].jobs:
        group = groups.popleft()
        known |= group.before
        for file in group.files:
            yield file, vectors_for(file.kind, file.passages, partial(_looked_up, known, file.encoder))
        if group.forget:
            known.clear()


def _looked_up(known: Known, encoder: str, texts: Sequence[str]) -> Matrix:
    if not texts:
        return np.zeros((0, encoder_of(encoder).dimensions), dtype=np.float32)
    return np.stack([known[encoder, text] for text in texts])
