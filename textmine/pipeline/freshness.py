"""Whether what a stage made still fits what it was made from: a note of the inputs' hashes, beside the tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from textmine.assets import digest
from textmine.manifest import FILE as MANIFEST
from textmine.manifest import settings_hash
from textmine.pipeline.study import Study, annotation_files
from textmine.reporting.ruleset import FILE as RULES
from textmine.store import write_whole

WAITING = Path("corpora") / "decisions-waiting.txt"


def note(study: Study, verb: str) -> None:
    """Keep what a stage was made from, once it is done.

    Args:
        verb: `code`, `themes` or `report`.
    """
    path = _path(study)
    kept = _noted(path) | {verb: _inputs(study, verb)}
    path.parent.mkdir(parents=True, exist_ok=True)
    words = json.dumps(kept, indent=1, sort_keys=True) + "\n"
    write_whole(path, lambda temporary: temporary.write_text(words, encoding="utf-8"))


def fresh(study: Study, verb: str) -> bool:
    """Whether nothing that a stage goes by has changed since; a study whose stage left no note counts as fresh."""
    noted = _noted(_path(study)).get(verb)
    return noted is None or noted == _inputs(study, verb)


def waiting(study: Path) -> int:
    """How many decisions of a review no run has applied yet; the vault that keeps them is closed to `status`."""
    try:
        return int((study / WAITING).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return 0


def note_waiting(study: Path, n: int) -> None:
    """Add to the decisions that wait for a run."""
    if n:
        path, words = study / WAITING, f"{waiting(study) + n}\n"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, lambda temporary: temporary.write_text(words, encoding="utf-8"))


def applied(study: Path) -> None:
    """None waits any more."""
    (study / WAITING).unlink(missing_ok=True)


def _path(study: Study) -> Path:
    return study.root / "corpora" / "made-from.json"


def _noted(path: Path) -> dict[str, str]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(verb): str(words) for verb, words in raw.items()} if isinstance(raw, dict) else {}


def _inputs(study: Study, verb: str) -> str:
    """Hash of the tables, files and settings that a stage goes by."""
    tables = {"code": ["narratives"], "themes": ["narratives", "codings"]}.get(
        verb, ["narratives", "episodes", "codings", "themes"]
    )
    files: list[Path] = [study.root / "corpora" / table / MANIFEST for table in tables]
    if verb != "themes":
        files += sorted(study.coder.glob("*.safetensors")) + [study.coder / "model.json"]
    if verb != "code":
        files += annotation_files(study)
    if verb == "report":
        files.append(study.root / RULES)
    settings = study.settings.model_dump(mode="json", include={"code": {"coding"}}.get(verb, {verb, "study"}))
    return settings_hash({"files": _digests(files), "settings": settings, "codebook": study.codebook.fingerprint})


def _digests(files: Iterable[Path]) -> list[str]:
    return [digest(path) if path.is_file() else "" for path in files]
