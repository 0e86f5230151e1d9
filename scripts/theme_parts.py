"""Parts of the bench of themes, each in a process, each kept when it is done."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from theme_corpora import Corpus, beside_taught, example, news, packaged_encoder
from theme_methods import METHODS, warm
from theme_planted import Pool, alarms, deal, make_pool
from theme_scale import measured as memory_and_seconds
from theme_scores import coherence

from textmine.theming import finding
from textmine.theming.furniture import plain
from textmine.types import Matrix

LEAST_WORDS = 6  # of a sentence of the planted corpora's background


@dataclass(frozen=True, slots=True)
class Part:
    """One figure's part: of `topics` a corpus, a method, a number and a seed; of `planted` with or without, and a seed."""

    kind: str
    corpus: str = ""
    method: str = ""
    number: int = 0
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Where vectors and finished parts are kept, the news, and children of a quarter of a generated corpus."""

    cache: Path
    news: Path
    children: int


def measured(parts: Sequence[Part], asked: Asked, *, jobs: int) -> Iterator[tuple[Part, object]]:
    """Each part with its result, those that were kept first; a part is kept as long as the code is the same."""
    folder = asked.cache / f"parts-{_code()}-{asked.children}"
    folder.mkdir(parents=True, exist_ok=True)
    path = {part: folder / f"{hashlib.sha256(repr(astuple(part)).encode()).hexdigest()[:20]}.json" for part in parts}
    missing = [part for part in parts if not path[part].is_file()]
    yield from ((part, json.loads(path[part].read_text())) for part in parts if part not in missing)
    if not missing:
        return
    example_of(asked)  # vectors are made once, before processes ask for them
    if asked.news.is_file():
        news_of(asked)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(missing)), mp_context=spawn) as pool:
        running = {pool.submit(result, part, asked): part for part in missing}
        for done in as_completed(running):
            part = running[done]
            whole = path[part].with_suffix(".tmp")
            whole.write_text(json.dumps(done.result()))
            whole.rename(path[part])
            yield part, done.result()


def result(part: Part, asked: Asked) -> object:
    """What a part measures."""
    if part.kind == "scale":
        return memory_and_seconds(asked.cache, asked.news)
    began = time.process_time()
    if part.kind == "coverage":
        corpus = example_of(asked)
        X = beside_taught(corpus, asked.cache)
        began = time.process_time()
        return (*covered(corpus, X), time.process_time() - began)
    if part.kind == "planted":
        pool = pool_of(asked)
        began = time.process_time()
        corpus = deal(pool, children=asked.children, share=0.03 if part.corpus == "with" else 0.0, seed=part.seed)
        return (*alarms(corpus), time.process_time() - began)
    return _topics(part, example_of(asked) if part.corpus == "example" else news_of(asked))


def covered(corpus: Corpus, X: Matrix) -> tuple[int, int]:
    """Of the passages that people coded, how many have a theme, and how many there are."""
    wanted = finding.Asked(15, 5, 7)
    found = finding.find_themes(
        corpus.passages,
        X,
        narratives=corpus.narratives,
        codings=corpus.codings,
        asked=wanted,
        general=corpus.X.shape[1],
    ).themes
    marks: dict[str, list[tuple[int, int]]] = {}
    for coding in corpus.codings:
        marks.setdefault(coding.narrative, []).extend((m.start, m.end) for m in coding.mentions)
    have = {True: 0, False: 0}
    for theme in found:
        for narrative, start, end, _ in theme.passages if not theme.parent else ():
            have[bool(theme.id)] += any(s < end and start < e for s, e in marks.get(narrative, ()))
    return have[True], sum(have.values())


def _topics(part: Part, corpus: Corpus) -> dict[str, object]:
    warm(part.method, corpus.V)
    began = time.process_time()
    found = METHODS[part.method](corpus.texts, corpus.V, corpus.children, part.number, part.seed)
    took = time.process_time() - began
    unseen = coherence(found, corpus.unseen) if corpus.unseen else np.nan
    kept = {"labels": found.labels.tolist(), "words": found.words}
    return kept | {"took": took, "inside": coherence(found, corpus.texts), "unseen": float(unseen)}


@lru_cache(maxsize=1)
def example_of(asked: Asked) -> Corpus:
    """The example, in each process once."""
    return example(packaged_encoder(), asked.cache)


@lru_cache(maxsize=1)
def news_of(asked: Asked) -> Corpus:
    """20 Newsgroups, in each process once."""
    return news(packaged_encoder(), asked.cache, asked.news)


@lru_cache(maxsize=1)
def pool_of(asked: Asked) -> Pool:
    """What planted corpora are dealt from."""
    corpus = example_of(asked)
    texts = [plain(passage.text) for passage in corpus.passages]
    rows = [row for row, text in enumerate(texts) if len(text.split()) >= LEAST_WORDS]
    return make_pool([texts[row] for row in rows], corpus.X[rows], packaged_encoder())


def _code() -> str:
    """Of what themes are found and measured with."""
    here = Path(__file__).parent
    files = sorted([*here.glob("theme_*.py"), *(here.parent / "textmine" / "theming").glob("*.py")])
    return hashlib.sha256(b"\n".join(file.read_bytes() for file in files)).hexdigest()[:12]
