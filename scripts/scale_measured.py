"""What a stage of bench_scale.py takes: seconds by the clock and of processors, and memory of all its processes."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]


@dataclass(slots=True)
class Measured:
    """What one stage took: seconds by the clock and of processors, megabytes of all its processes, and what it did."""

    name: str
    seconds: float
    megabytes: float
    busy: float = 0.0
    told: dict[str, object] = field(default_factory=dict)


def measured(who: str, name: str, corpus: Path, study: Path) -> Measured:
    """Run a stage in a process of its own; memory is what it and its children hold at once, shared pages counted once.

    Args:
        who: `textmine` or `plain`.
    """
    began, before = time.perf_counter(), _busy()
    process = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("scale_stages.py"), who, name, corpus, study],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
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


def environment() -> dict[str, str]:
    """That of this process with the paths that scripts need, threads free and nothing fetched."""
    paths = (ROOT / "corpora" / "build", ROOT / "scripts", ROOT)
    quiet = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "OMP_WAIT_POLICY": "PASSIVE"}
    kept = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    return kept | quiet | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
