"""Measure themes beside other topic models, and print Markdown tables; each part can be run alone."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from theme_corpora import NEWS, Corpus, example, news, packaged_encoder
from theme_methods import METHODS
from theme_planted import alarms, deal, make_pool
from theme_scale import measured
from theme_scores import coherence, diversity, same_again

from textmine.coding.encoder import TextEncoder
from textmine.theming.finding import Asked, find_themes
from textmine.theming.furniture import plain

PARTS = ("topics", "coverage", "planted", "scale")
NUMBERS = (10, 30)
LEAST_WORDS = 6  # of a sentence of the planted corpora's background


def main() -> None:
    """Print the tables that were asked for."""
    options = _arguments()
    encode = packaged_encoder()
    known = example(encode, options.cache)
    if "topics" in options.only:
        corpora = [*([news(encode, options.cache, options.news)] if options.news.is_file() else []), known]
        if len(corpora) == 1:
            print("NOT MEASURED: 20 Newsgroups is not there; name it with --news FILE\n")
        print("## Topics: the same passages and vectors\n")
        print("| corpus | topics | method | NPMI | NPMI, unseen | diversity | Rand | words | left out | CPU s |")
        print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
        for corpus in corpora:
            for number in NUMBERS:
                for name in METHODS:
                    print(topics_row(corpus, number, name, options.seeds), flush=True)
    if "coverage" in options.only:
        print(f"\n## Coverage of the example\n\n{coverage(known)}", flush=True)
    if "planted" in options.only:
        print(f"\n## Planted themes\n\n{planted(known, encode, options.corpora, options.children)}", flush=True)
    if "scale" in options.only:
        memory, seconds = measured(options.cache)
        print(
            f"\n## 200,000 passages\n\n{memory:.1f} GB at most, {seconds:.0f} CPU seconds after embeddings", flush=True
        )


def topics_row(corpus: Corpus, number: int, name: str, seeds: int) -> str:
    """One method on one corpus over several seeds: mean figures, and how far the seeds agree."""
    began = time.process_time()
    runs = [METHODS[name](corpus.texts, corpus.V, corpus.children, number, seed) for seed in range(seeds)]
    took = (time.process_time() - began) / seeds
    inside = np.mean([coherence(run, corpus.texts) for run in runs])
    unseen = f"{np.mean([coherence(run, corpus.unseen) for run in runs]):.3f}" if corpus.unseen else ""
    rand, words = same_again(runs) if seeds > 1 else (float("nan"), float("nan"))
    varied, out = np.mean([diversity(run) for run in runs]), np.mean([(run.labels < 0).mean() for run in runs])
    return (
        f"| {corpus.name} | {number} | {name} | {inside:.3f} | {unseen} | {varied:.2f} | {rand:.3f} | {words:.3f} | "
        f"{out:.0%} | {took:.1f} |"
    )


def coverage(corpus: Corpus) -> str:
    """Share of the passages that people coded which have a theme."""
    found = find_themes(
        corpus.passages, corpus.X, narratives=corpus.narratives, codings=corpus.codings, asked=Asked(12, 5, 7)
    ).themes
    marks: dict[str, list[tuple[int, int]]] = {}
    for coding in corpus.codings:
        marks.setdefault(coding.narrative, []).extend((m.start, m.end) for m in coding.mentions)
    have = {True: 0, False: 0}
    for theme in found:
        for narrative, start, end, _ in theme.passages if not theme.parent else ():
            have[bool(theme.id)] += any(s < end and start < e for s, e in marks.get(narrative, ()))
    every = sum(have.values())
    return f"{have[True]} of {every} passages that carry a code have a theme: {have[True] / every:.1%}"


def planted(corpus: Corpus, encode: TextEncoder, corpora: int, children: int) -> str:
    """How often a theme of 3 % of the children of the last quarter is found, and false alarms where there is none."""
    texts = [plain(passage.text) for passage in corpus.passages]
    rows = [row for row, text in enumerate(texts) if len(text.split()) >= LEAST_WORDS]
    pool = make_pool([texts[row] for row in rows], corpus.X[rows], encode)
    with_theme = [alarms(deal(pool, children=children, share=0.03, seed=seed)) for seed in range(corpora)]
    without = [alarms(deal(pool, children=children, share=0.0, seed=1000 + seed)) for seed in range(corpora)]
    found, false = sum(right for right, _ in with_theme), sum(others > 0 for _, others in without)
    beside = sum(others > 0 for _, others in with_theme)
    return (
        f"{children} children a quarter, {round(0.03 * children)} of them speak of it. Found within its quarter in {found} of "
        f"{corpora} corpora (and another theme beside it in {beside}); false alarms in {false} of {corpora} corpora without one"
    )


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description="Measure themes.")
    asked.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS))
    asked.add_argument("--news", type=Path, default=NEWS, help="20newsgroups_6000.jsonl")
    asked.add_argument("--seeds", type=int, default=5)
    asked.add_argument("--corpora", type=int, default=50, help="planted, and as many without")
    asked.add_argument("--children", type=int, default=240, help="of each quarter of a generated corpus")
    asked.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "textmine-bench-themes")
    return asked.parse_args()


if __name__ == "__main__":
    main()
