"""Measure the whole path at growing sizes, beside what a user would write instead, in one run.

scripts/bench-scale [--sizes 100 1000 10000] [--naive 1000] [--more 100] [--out DIR]

Corpora are made by scripts/make-corpus: passages of the example, recombined, so that many sentences come more than once.
Equal sentences are encoded once, which a real corpus gains far less from; so the share of different passages is printed,
and the encoder is measured on different ones alone too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
from scale_measured import ROOT, Measured, environment, measured
from scale_stages import STAGES


def main() -> None:
    """Print all tables."""
    given = _arguments()
    place = given.out or Path(tempfile.mkdtemp(prefix="textmine-scale-"))
    print(f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GB of memory\n", flush=True)
    rows = {}
    for size in given.sizes:
        corpus = _corpus(place, size)
        rows[size] = _path(corpus, place / f"study-{size}")
        _print_stages(size, _words(corpus), rows[size])
    _print_growth(place, rows)
    if given.more:
        _again(place, given.sizes[-1], given.more)
    if given.naive:
        _beside(place, given.naive)
    if not given.out:
        shutil.rmtree(place)


def _path(corpus: Path, study: Path) -> list[Measured]:
    return [measured("textmine", name, corpus, study) for name in STAGES]


def _print_stages(size: int, words: int, stages: list[Measured]) -> None:
    print(f"## {size:,} write-ups, {words:,} words\n")
    print("| stage | seconds | words a second | processor ms a write-up | peak memory, MB |")
    print("|---|---|---|---|---|")
    most = max(one.megabytes for one in stages)
    whole = Measured("the whole path", sum(one.seconds for one in stages), most, sum(one.busy for one in stages))
    for one in (*stages, whole):
        rate, each = words / one.seconds, 1000 * one.busy / size
        print(f"| {one.name} | {one.seconds:,.0f} | {rate:,.0f} | {each:,.0f} | {one.megabytes:,.0f} |", flush=True)
    print()


def _print_growth(place: Path, rows: dict[int, list[Measured]]) -> None:
    print(
        "| write-ups | ms a write-up | processor ms a write-up | MB at most | GB on the disk | different passages |\n"
        "|---|---|---|---|---|---|"
    )
    for size, stages in rows.items():
        each, busy = (1000 * sum(took) / size for took in ([s.seconds for s in stages], [s.busy for s in stages]))
        disk = sum(path.stat().st_size for path in (place / f"study-{size}").rglob("*") if path.is_file()) / 1e9
        most = max(one.megabytes for one in stages)
        print(
            f"| {size:,} | {each:,.0f} | {busy:,.0f} | {most:,.0f} | {disk:.2f} | {_different(place / f'study-{size}'):.0%} |"
        )
    print(flush=True)


def _different(folder: Path) -> float:
    from textmine.coding.passages import passages_of
    from textmine.pipeline.study import open_study
    from textmine.store import read_all

    texts = [passage.text for one in read_all(open_study(folder).narratives) for passage in passages_of(one)]
    return len(set(texts)) / len(texts)


def _again(place: Path, size: int, more: int) -> None:
    """A second run with new write-ups: those of children that are there, and of new ones."""
    corpus = _corpus(place, size + more)
    whole = measured("textmine", "all", corpus, place / f"study-{size}")
    print(f"## A second run with {more} new write-ups in a study of {size:,}\n")
    print("| stage | seconds | children's files done | kept |\n|---|---|---|---|")
    stages: dict[str, dict[str, float]] = whole.told["stages"]  # type: ignore[assignment]
    for name, told in stages.items():
        print(f"| {name} | {told['seconds']:,.1f} | {told.get('done', '')} | {told.get('kept', '')} |")
    print(f"| the whole path, with its start | {whole.seconds:,.1f} | | |\n", flush=True)


def _beside(place: Path, size: int) -> None:
    """The same write-ups by what a user would write: `bench_naive.py`."""
    corpus, study = _corpus(place, size), place / f"study-{size}"
    words, ours = _words(corpus), _path(corpus, place / "study-beside")
    plain = [measured("plain", name, corpus, study) for name in ("pseudonymise", "code", "themes")]
    parts = {"pseudonymise": ("pseudonymise",), "code": ("encode", "code"), "themes": ("themes",)}
    both = [
        (name, _sum(f"textmine: {name}", [one for one in ours if one.name in own]), _sum(f"plain: {name}", [one]))
        for (name, own), one in zip(parts.items(), plain, strict=True)
    ]
    ends = [_sum(f"{who}: these together", [pair[at] for pair in both]) for at, who in ((1, "textmine"), (2, "plain"))]
    print(f"## Beside a plain pipeline, {size:,} write-ups\n")
    print("| | seconds | processor seconds | words a second | peak memory, MB |\n|---|---|---|---|---|")
    for one in (*(row for _, *pair in both for row in pair), *ends):
        rate = words / one.seconds
        print(f"| {one.name} | {one.seconds:,.0f} | {one.busy:,.0f} | {rate:,.0f} | {one.megabytes:,.0f} |", flush=True)
    by_clock, by_processors = ends[1].seconds / ends[0].seconds, ends[1].busy / ends[0].busy
    print(
        f"\nThroughput: {by_clock:.1f} times the plain pipeline's by the clock, {by_processors:.1f} by processor seconds.\n"
    )


def _sum(name: str, stages: list[Measured]) -> Measured:
    most = max(one.megabytes for one in stages)
    return Measured(name, sum(one.seconds for one in stages), most, sum(one.busy for one in stages))


def _corpus(place: Path, size: int) -> Path:
    out = place / f"corpus-{size}"
    if not out.exists():
        subprocess.run(
            [
                sys.executable,
                ROOT / "scripts" / "make_corpus.py",
                "--write-ups",
                str(size),
                "--seed",
                "1",
                "--out",
                out,
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            env=environment(),
        )
    return out


def _words(corpus: Path) -> int:
    return sum(len(path.read_text(encoding="utf-8").split()) for path in (corpus / "writeups").rglob("*.txt"))


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    asked.add_argument("--more", type=int, default=100, help="new write-ups of a second run; 0 for none")
    asked.add_argument("--naive", type=int, default=1_000, help="size of the comparison; 0 for none")
    asked.add_argument("--out", type=Path, help="a folder to keep everything in; what is there is used again")
    return asked.parse_args()


if __name__ == "__main__":
    main()
