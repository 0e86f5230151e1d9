"""Encode the passages of many children's files: equal words once, many texts together, several processes at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from textmine.pipeline.engines import ahead
from textmine.pipeline.vectors.encoding import Texts, encode_texts, made_by, texts_of, vectors_for
from textmine.pipeline.vectors.vectorfiles import text_key
from textmine.settings import Settings
from textmine.types import Matrix, Passage

Known = dict[tuple[str, str], NDArray[np.float32]]
"""Vectors of texts, by kind and text: a kind has one encoder in a study."""
Before = Mapping[tuple[str, int], NDArray[np.float32]]
"""Vectors of texts that were encoded before, by what made them and key."""

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
        known |= {(job.kind, text): row for text, row in zip(job.texts, X, strict=True)}
    yield from _ready(groups, known)


def _jobs(files: Iterable[ToEncode], groups: deque[_Group], before: Before) -> Iterator[Texts]:
    """Texts to encode; each group of files is announced before its first job."""
    asked: set[tuple[str, str]] = set()
    coming = iter(files)
    while taken := list(islice(coming, FILES)):
        wanted: dict[tuple[str, str], list[str]] = {}
        known: Known = {}
        for file in taken:
            texts = dict.fromkeys(texts_of(file.kind, file.passages))
            new = [text for text in texts if (file.kind, text) not in asked]
            asked |= {(file.kind, text) for text in new}
            wanted.setdefault((file.kind, file.encoder), []).extend(_unseen(file, new, known, before))
        jobs = [job for by, texts in wanted.items() for job in _cut(*by, texts)]
        groups.append(_Group(taken, deque(jobs), known, len(asked) > KNOWN))
        if len(asked) > KNOWN:
            asked = set()
        yield from jobs


def _unseen(file: ToEncode, texts: Iterable[str], known: Known, before: Before) -> Iterator[str]:
    """The texts that were not encoded before; the others become known."""
    by = made_by(file.kind, file.encoder)
    for text in texts:
        row = before.get((by, text_key(text)))
        if row is None:
            yield text
        else:
            known[file.kind, text] = row


def _cut(kind: str, encoder: str, texts: Sequence[str]) -> Iterator[Texts]:
    """Jobs of alike lengths."""
    by_length = sorted(texts, key=len)
    for start in range(0, len(by_length), TEXTS):
        yield Texts(kind, encoder, tuple(by_length[start : start + TEXTS]))


def _ready(groups: deque[_Group], known: Known) -> Iterator[tuple[ToEncode, Matrix]]:
    """Files for which everything is encoded."""
    while groups and not groups[0].jobs:
        group = groups.popleft()
        known |= group.before
        for file in group.files:
            rows = [known[file.kind, text] for text in texts_of(file.kind, file.passages)]
            yield file, np.stack(rows) if rows else vectors_for(file.kind, file.encoder, ())
        if group.forget:
            known.clear()
