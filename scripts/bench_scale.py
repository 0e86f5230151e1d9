"""Measure the whole path at growing sizes, beside what a user would write instead, in one run.

scripts/bench-scale [--sizes 100 1000 10000] [--naive 1000] [--more 100] [--out DIR]

Corpora are made by scripts/make-corpus: passages of the example, recombined, so that many sentences come more than once.
Equal sentences are encoded once, which a real corpus gains far less from; so the share of different passages is printed,
and the encoder is measured on different ones alone too.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
STAGES = ("pseudonymise", "encode", "code", "themes", "report")
SETTINGS = "[coding]\nat_least = 10\n"
SECRET = b"a passphrase of the benchmark"


@dataclass(slots=True)
class Measured:
    """What one stage took: seconds by the clock and of processors, megabytes of all its processes, and what it did."""

    name: str
    seconds: float
    megabytes: float
    busy: float = 0.0
    told: dict[str, object] = field(default_factory=dict)


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


def stage(name: str, corpus: Path, study: Path) -> dict[str, object]:
    """Do one stage; in a process of its own, as a person would."""
    began = time.perf_counter()
    told = DO[name](corpus, study)
    return {**told, "seconds": time.perf_counter() - began}


def _pseudonymise(corpus: Path, folder: Path) -> dict[str, object]:
    from textmine.pipeline.pseudonymising import pseudonymise
    from textmine.pipeline.study import init, open_study
    from textmine.privacy.vault.vault import create_vault, open_vault

    vault = folder.with_name(f"{folder.name}-keys") / "study.vault"
    if not (folder / "textmine.toml").exists():
        init(folder)
        (folder / "textmine.toml").write_text(SETTINGS, encoding="utf-8")
    opened = open_vault(vault, secret=SECRET) if vault.exists() else create_vault(vault, secret=SECRET, key=b"s" * 32)
    done = pseudonymise(
        [corpus / "writeups"],
        study=open_study(folder),
        vault=opened,
        roster=corpus / "roster.csv",
        episodes=corpus / "episodes.csv",
    )
    return {"done": done.outcome.done, "kept": done.outcome.kept, "left out": len(done.left_out)}


def _encode(corpus: Path, folder: Path) -> dict[str, object]:
    from textmine.pipeline.running import encode_first
    from textmine.pipeline.study import open_study

    encode_first(open_study(folder))
    return {}


def _code(corpus: Path, folder: Path) -> dict[str, object]:
    from textmine.pipeline.coding import code_narratives, take_starter
    from textmine.pipeline.study import open_study

    study = open_study(folder)
    if not (study.coder / "model.json").is_file():
        take_starter(study)
    done = code_narratives(study)
    return {"done": done.done, "kept": done.kept}


def _themes(corpus: Path, folder: Path) -> dict[str, object]:
    from textmine.pipeline.study import open_study
    from textmine.pipeline.themes import theme_narratives

    return {"themes": len(theme_narratives(open_study(folder)).themes)}


def _report(corpus: Path, folder: Path) -> dict[str, object]:
    from textmine.pipeline.reporting import report_study
    from textmine.pipeline.study import open_study

    report_study(open_study(folder))
    return {}


def _all(corpus: Path, folder: Path) -> dict[str, object]:
    """Everything in one process, as `textmine run` does."""
    took: dict[str, object] = {}
    for name in STAGES:
        began = time.perf_counter()
        took[name] = {**DO[name](corpus, folder), "seconds": time.perf_counter() - began}
    return {"stages": took}


DO = {
    "pseudonymise": _pseudonymise,
    "encode": _encode,
    "code": _code,
    "themes": _themes,
    "report": _report,
    "all": _all,
}


def _path(corpus: Path, study: Path) -> list[Measured]:
    return [_measured("--stage", name, corpus, study) for name in STAGES]


def _measured(kind: str, name: str, corpus: Path, study: Path) -> Measured:
    """Run it in a process of its own; memory is what it and its children hold at once, shared pages counted once."""
    began, before = time.perf_counter(), _busy()
    process = subprocess.Popen(
        [sys.executable, Path(__file__), kind, name, corpus, study],
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watch.start()
    out, _ = process.communicate()
    watch.join()
    if process.returncode:
        sys.exit(f"{name} failed")
    told = json.loads(out.strip().splitlines()[-1])
    print(
        f"{name}: {time.perf_counter() - began:,.0f} s, {_busy() - before:,.0f} of processors",
        file=sys.stderr,
        flush=True,
    )
    return Measured(name, time.perf_counter() - began, peak[0], _busy() - before, told)


def _busy() -> float:
    """Processor seconds of all processes that were begun here and have ended: others on the machine change it little."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: subprocess.Popen[str], peak: list[float]) -> None:
    while process.poll() is None:
        try:
            here = psutil.Process(process.pid)
            family = [here, *here.children(recursive=True)]
            peak[0] = max(peak[0], sum(_pss(one) for one in family) / 2**20)
        except psutil.Error:
            pass
        time.sleep(1.0)


def _pss(process: psutil.Process) -> float:
    try:
        full = process.memory_full_info()
        return float(getattr(full, "pss", full.rss))
    except psutil.Error:
        return 0.0


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
    whole = _measured("--stage", "all", corpus, place / f"study-{size}")
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
    plain = [_measured("--naive-stage", name, corpus, study) for name in ("pseudonymise", "code", "themes")]
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
            env=_environment(),
        )
    return out


def _words(corpus: Path) -> int:
    return sum(len(path.read_text(encoding="utf-8").split()) for path in (corpus / "writeups").rglob("*.txt"))


def _environment() -> dict[str, str]:
    paths = (ROOT / "corpora" / "build", ROOT / "scripts", ROOT)
    quiet = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "OMP_WAIT_POLICY": "PASSIVE"}
    kept = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    return kept | quiet | {"PYTHONPATH": os.pathsep.join(map(str, paths))}


def _arguments() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    asked.add_argument("--more", type=int, default=100, help="new write-ups of a second run; 0 for none")
    asked.add_argument("--naive", type=int, default=1_000, help="size of the comparison; 0 for none")
    asked.add_argument("--out", type=Path, help="a folder to keep everything in; what is there is used again")
    return asked.parse_args()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stage"]:
        print(json.dumps(stage(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
    elif sys.argv[1:2] == ["--naive-stage"]:
        import bench_naive

        print(json.dumps(bench_naive.stage(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
    else:
        main()
