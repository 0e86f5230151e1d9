"""Measure themes beside other topic models, and print Markdown tables; parts run in processes, finished ones are kept."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from theme_corpora import NEWS
from theme_methods import METHODS, Topics
from theme_parts import Asked, Part, measured
from theme_scores import diversity, same_again

PARTS = ("topics", "coverage", "planted", "scale")
CORPORA = ("20 Newsgroups", "example")
NUMBERS = (10, 30)


def main() -> None:
    """Print the tables that were asked for."""
    options = _arguments()
    began = time.perf_counter()
    if not options.news.is_file():
        print("NOT MEASURED: 20 Newsgroups is not there; name it with --news FILE\n")
    parts = [part for kind in reversed(PARTS) if kind in options.only for part in _parts(kind, options)]
    asked = Asked(options.cache, options.news, options.children)
    found: dict[Part, object] = {}
    for done, (part, result) in enumerate(measured(parts, asked, jobs=options.jobs), 1):
        found[part] = result
        print(f"{done} of {len(parts)}, {time.perf_counter() - began:.0f} s: {part}", file=sys.stderr, flush=True)
    for kind in options.only:
        print(TABLES[kind](found, options))


def _parts(kind: str, options: argparse.Namespace) -> Iterator[Part]:
    if kind == "topics":
        for corpus in CORPORA[0 if options.news.is_file() else 1 :]:
            for name in sorted(METHODS, key=lambda one: one != "BERTopic, its defaults"):  # the slowest first
                for number in NUMBERS:
                    yield from (Part("topics", corpus, name, number, seed) for seed in range(options.seeds))
    elif kind == "planted":
        for seed in range(options.corpora):
            yield Part("planted", "with", seed=seed)
            yield Part("planted", "without", seed=1000 + seed)
    elif kind == "coverage" or options.news.is_file():
        yield Part(kind)


def topics_table(found: dict[Part, object], options: argparse.Namespace) -> str:
    """Each method on each corpus over several seeds: mean figures, and how far the seeds agree."""
    lines = [
        "## Topics: the same passages and vectors\n",
        "| corpus | topics | method | found | NPMI | NPMI, unseen | diversity | Rand | words | left out | CPU s |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for corpus in CORPORA:
        for number in NUMBERS:
            for name in METHODS:
                runs = [found.get(Part("topics", corpus, name, number, seed)) for seed in range(options.seeds)]
                if all(runs):
                    lines.append(_row(corpus, number, name, runs))
    return "\n".join(lines)


def _row(corpus: str, number: int, name: str, runs: list) -> str:
    topics = [Topics(np.array(run["labels"]), tuple(map(tuple, run["words"]))) for run in runs]
    rand, words = same_again(topics) if len(topics) > 1 else (float("nan"), float("nan"))
    varied, out = np.mean([diversity(one) for one in topics]), np.mean([(one.labels < 0).mean() for one in topics])
    inside, unseen, took = (np.mean([run[key] for run in runs]) for key in ("inside", "unseen", "took"))
    many = np.mean([len(one.words) for one in topics])
    beside = "" if np.isnan(unseen) else f"{unseen:.3f}"
    return (
        f"| {corpus} | {number} | {name} | {many:.0f} | {inside:.3f} | {beside} | {varied:.2f} | {rand:.3f} | {words:.3f} | "
        f"{out:.0%} | {took:.1f} |"
    )


def coverage_table(found: dict[Part, object], options: argparse.Namespace) -> str:
    """Share of the passages that people coded which have a theme."""
    have, every, took = found[Part("coverage")]
    said = f"{have} of {every} passages that carry a code have a theme: {have / every:.1%} ({took:.0f} CPU seconds)"
    return f"\n## Coverage of the example\n\n{said}"


def planted_table(found: dict[Part, object], options: argparse.Namespace) -> str:
    """How often a theme of 3 % of the children of the last quarter is found, and false alarms where there is none."""
    with_theme = [found[Part("planted", "with", seed=seed)] for seed in range(options.corpora)]
    without = [found[Part("planted", "without", seed=1000 + seed)] for seed in range(options.corpora)]
    right = sum(one[0] for one in with_theme)
    beside, false = (sum(one[1] > 0 for one in some) for some in (with_theme, without))
    took = np.mean([one[2] for one in (*with_theme, *without)])
    return (
        f"\n## Planted themes\n\n{options.children} children a quarter, {round(0.03 * options.children)} of them speak of "
        f"it. Found within its quarter in {right} of {options.corpora} corpora (and another theme beside it in {beside}); "
        f"false alarms in {false} of {options.corpora} corpora without one ({took:.0f} CPU seconds a corpus)"
    )


def scale_table(found: dict[Part, object], options: argparse.Namespace) -> str:
    """Memory of 200,000 passages."""
    if Part("scale") not in found:
        return "\nNOT MEASURED: 200,000 passages are made from 20 Newsgroups"
    memory, seconds = found[Part("scale")]
    return f"\n## 200,000 passages\n\n{memory:.1f} GB at most, {seconds:.0f} CPU seconds after embeddings"


TABLES = {"topics": topics_table, "coverage": coverage_table, "planted": planted_table, "scale": scale_table}


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description="Measure themes.")
    asked.add_argument("--only", choices=PARTS, nargs="+", default=list(PARTS))
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    asked.add_argument("--news", type=Path, default=NEWS, help="20newsgroups_6000.jsonl")
    asked.add_argument("--seeds", type=int, default=5)
    asked.add_argument("--corpora", type=int, default=50, help="planted, and as many without")
    asked.add_argument("--children", type=int, default=240, help="of each quarter of a generated corpus")
    asked.add_argument(
        "--cache",
        type=Path,
        default=Path(tempfile.gettempdir()) / "textmine-bench-themes",
        help="vectors and finished parts; a stopped bench goes on from there",
    )
    return asked.parse_args()


if __name__ == "__main__":
    main()
