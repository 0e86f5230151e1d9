"""Two hundred thousand passages: how much memory and time finding themes takes, in a process of its own."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

PASSAGES, WRITEUPS = 200_000, 20_000


def measured(folder: Path, news: Path) -> tuple[float, float]:
    """Peak memory in GB and processor seconds; vectors and sentences of news must be in the folder already."""
    done = subprocess.run(
        [sys.executable, __file__, str(folder), str(news)], capture_output=True, text=True, check=True
    ).stdout.split()
    return float(done[-2]), float(done[-1])


def run(folder: Path, path: Path) -> None:
    """Pairs of the news' sentences as passages of made-up write-ups of 5,000 children, twelve quarters."""
    from theme_corpora import news, packaged_encoder

    from textmine.theming.finding import Asked, find_themes
    from textmine.types import Meta, Narrative, Passage

    corpus = news(packaged_encoder(), folder, path)
    draw = np.random.default_rng(1)
    a, b = draw.integers(len(corpus.texts), size=(2, PASSAGES))
    X = (corpus.V[a] + corpus.V[b]) / 2
    each = PASSAGES // WRITEUPS
    quarter = [f"{2021 + q // 4}-Q{q % 4 + 1}" for q in range(12)]
    narratives = [Narrative(f"n{i}", f"c{i % 5000}", "", Meta(period=quarter[i % 12])) for i in range(WRITEUPS)]
    texts = [f"{corpus.texts[i]} {corpus.texts[j]}"[:400] for i, j in zip(a, b, strict=True)]
    passages = [
        Passage(f"n{i // each}", i % each * 500, i % each * 500 + 400, text, str(i)) for i, text in enumerate(texts)
    ]
    began = time.process_time()
    found = find_themes(passages, X, narratives=narratives, asked=Asked(15, 5, 7))
    took = time.process_time() - began
    assert found.themes
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, took)


if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]))
