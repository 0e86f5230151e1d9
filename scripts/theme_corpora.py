"""The passages that themes are measured on, with their vectors, which are kept in a folder between runs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from coding_example import read_example

from textmine.assets import asset
from textmine.coding.encoder import TextEncoder, load_encoder, load_reader
from textmine.coding.lessons import encode_passages
from textmine.coding.passages import passages_of
from textmine.theming.stretches import Stretch, stretches_of, vectors_of
from textmine.types import Coding, Matrix, Narrative, Passage

NEWS = Path(__file__).parents[2] / "shared" / "data" / "topics" / "20newsgroups_6000.jsonl"
CHARACTERS, FEWEST = 3000, 10  # of a post that are read; words of a passage of it


@dataclass(frozen=True, slots=True)
class Corpus:
    """Passages as themes are found in.

    Args:
        V: float32[n, d].
        children: whose each passage is; of news, the post.
        unseen: passages of the same posts that no method sees, to count words in.
        narratives, passages, X, codings: what the passages were made of; of the example only.
    """

    name: str
    texts: tuple[str, ...] = field(repr=False)
    V: Matrix = field(repr=False)
    children: tuple[str, ...] = field(repr=False)
    unseen: tuple[str, ...] = field(default=(), repr=False)
    narratives: tuple[Narrative, ...] = field(default=(), repr=False)
    passages: tuple[Passage, ...] = field(default=(), repr=False)
    X: Matrix = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32), repr=False)
    codings: tuple[Coding, ...] = field(default=(), repr=False)


def beside_taught(corpus: Corpus, cache: Path) -> Matrix:
    """`float32[n_passages, 3 * d]`: the general vectors, and beside them those of the coder's encoder."""
    read = load_reader(asset("models", "encoder")).read
    taught = _kept(cache / "example-taught.npy", lambda some: encode_passages(some, read), corpus.passages)
    return np.hstack([corpus.X, taught])


def example(encode: TextEncoder, cache: Path) -> Corpus:
    """The example's write-ups, with people's codings."""
    read = read_example()
    passages = tuple(passage for narrative in read.narratives for passage in passages_of(narrative))
    child_of = {narrative.id: narrative.child for narrative in read.narratives}
    stretches = stretches_of(passages, child_of)
    X = _kept(cache / "example.npy", encode, [passage.text for passage in passages])
    return Corpus(
        "example",
        tuple(stretch.text for stretch in stretches),
        vectors_of(stretches, X),
        tuple(child_of[stretch.narrative] for stretch in stretches),
        (),
        read.narratives,
        passages,
        X,
        read.codings,
    )


def news(encode: TextEncoder, cache: Path, path: Path = NEWS) -> Corpus:
    """The first passage of each post of 20 Newsgroups; the others of the same posts are unseen."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    posts = [Narrative(str(row["id"]), str(i), row["text"][:CHARACTERS]) for i, row in enumerate(rows)]
    passages = tuple(passage for post in posts for passage in passages_of(post))
    long = [s for s in stretches_of(passages, {p.id: p.child for p in posts}) if len(s.text.split()) >= FEWEST]
    first = list({stretch.narrative: stretch for stretch in reversed(long)}.values())[::-1]
    seen = {(stretch.narrative, stretch.start) for stretch in first}
    unseen = tuple(stretch.text for stretch in long if (stretch.narrative, stretch.start) not in seen)
    V = vectors_of(first, _only(first, passages, encode, cache / "news.npy"))
    return Corpus("20 Newsgroups", tuple(s.text for s in first), V, tuple(s.narrative for s in first), unseen)


def packaged_encoder() -> TextEncoder:
    """The general encoder, which themes use."""
    return load_encoder()


def _only(stretches: Sequence[Stretch], passages: Sequence[Passage], encode: TextEncoder, path: Path) -> Matrix:
    """Vectors of the sentences that are needed, in their places among all."""
    rows = sorted({row for stretch in stretches for row in stretch.rows})
    X = np.zeros((len(passages), encode.dimensions), dtype=np.float32)
    X[rows] = _kept(path, encode, [passages[row].text for row in rows])
    return X


def _kept(path: Path, encode: Callable[[Sequence[Any]], Matrix], texts: Sequence[Any]) -> Matrix:
    if path.is_file():
        X = np.load(path)
        if len(X) == len(texts):
            return np.asarray(X, dtype=np.float32)
    X = np.asarray(encode(texts), dtype=np.float32)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, X)
    return X
