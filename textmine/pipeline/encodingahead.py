"""Encode the passages of many children's files: equal words once, many texts together, several processes at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from textmine.pipeline.encoding import Texts, encode_texts, encoder_of, texts_for, vectors_for
from textmine.pipeline.engines import ahead
from textmine.settings import Settings
from textmine.types import Matrix, Passage

Known = dict[tuple[str, str], NDArray[np.float32]]

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
    """Files taken together, and what is still to be encoded before their vectors are there."""

    files: list[ToEncode]
    jobs: deque[Texts]
    forget: bool


def encode_ahead(files: Iterable[ToEncode], *, settings: Settings) -> Iterator[tuple[ToEncode, Matrix]]:
    """Each file with its vectors, in order."""
    groups: deque[_Group] = deque()
    known: Known = {}
    for X in ahead(encode_texts, _jobs(files, groups), settings=settings, worth=WORTH):
        yield from _ready(groups, known)
        job = groups[0].jobs.popleft()
        known |= {(job.encoder, text): row for text, row in zip(job.texts, X, strict=True)}
    yield from _ready(groups, known)


def _jobs(files: Iterable[ToEncode], groups: deque[_Group]) -> Iterator[Texts]:
    """Texts to encode; each group of files is announced before its first job."""
    asked: set[tuple[str, str]] = set()
    coming = iter(files)
    while taken := list(islice(coming, FILES)):
        wanted: dict[str, list[str]] = {}
        for file in taken:
            new = [text for text in texts_for(file.kind, file.passages) if (file.encoder, text) not in asked]
            wanted.setdefault(file.encoder, []).extend(new)
            asked |= {(file.encoder, text) for text in new}
        jobs = [job for encoder, texts in wanted.items() for job in _cut(encoder, texts)]
        groups.append(_Group(taken, deque(jobs), len(asked) > KNOWN))
        if len(asked) > KNOWN:
            asked = set()
        yield from jobs


def _cut(encoder: str, texts: Sequence[str]) -> Iterator[Texts]:
    """Jobs of alike lengths."""
    by_length = sorted(texts, key=len)
    for start in range(0, len(by_length), TEXTS):
        yield Texts(encoder, tuple(by_length[start : start + TEXTS]))


def _ready(groups: deque[_Group], known: Known) -> Iterator[tuple[ToEncode, Matrix]]:
    """Files for which everything is encoded."""
    while groups and not groups[0].jobs:
        group = groups.popleft()
        for file in group.files:
            yield file, vectors_for(file.kind, file.passages, partial(_looked_up, known, file.encoder))
        if group.forget:
            known.clear()


def _looked_up(known: Known, encoder: str, texts: Sequence[str]) -> Matrix:
    if not texts:
        return np.zeros((0, encoder_of(encoder).dimensions), dtype=np.float32)
    return np.stack([known[encoder, text] for text in texts])
