"""One stage of the path that bench_scale.py measures, done as a person would do it.

python scale_stages.py textmine|plain STAGE CORPUS STUDY
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import bench_naive

STAGES = ("pseudonymise", "encode", "code", "themes", "report")
SETTINGS = "[coding]\nat_least = 10\n"
SECRET = b"a passphrase of the benchmark"


def stage(name: str, corpus: Path, study: Path) -> dict[str, object]:
    """Do one stage, and say what was done and how long it took."""
    began = time.perf_counter()
    told = DO[name](corpus, study)
    return {**told, "seconds": time.perf_counter() - began}


def _pseudonymise(corpus: Path, folder: Path) -> dict[str, object]:
    from textmine.pipeline.airlock.pseudonymising import pseudonymise
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
    from textmine.pipeline.coder.coding import code_narratives, take_starter
    from textmine.pipeline.study import open_study

    study = open_study(folder)
    if not (study.coder / "model.json").is_file():
        take_starter(study)
    done = code_narratives(study)
    return {"done": done.done, "kept": done.kept}


def _themes(corpus: Path, folder: Path) -> dict[str, object]:
    from textmine.pipeline.study import open_study
    from textmine.pipeline.themes.assigning import themes_again

    found, assigned = themes_again(open_study(folder))
    return {"themes": len(found.themes), "assigned": assigned.narratives if assigned else 0}


def _report(corpus: Path, folder: Path) -> dict[str, object]:
    from textmine.pipeline.reports.reporting import report_study
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


if __name__ == "__main__":
    who, name, *folders = sys.argv[1:]
    print(json.dumps({"textmine": stage, "plain": bench_naive.stage}[who](name, *map(Path, folders))))
