"""What a table was made from: inputs, settings, models, versions, seed. One `manifest.json` beside each table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from textmine.errors import StudyError
from textmine.store import write_whole

PACKAGES = [
    "textmine",
    "numpy",
    "scikit-learn",
    "torch",
    "transformers",
    "sentence-transformers",
    "spacy",
    "presidio-analyzer",
    "bertopic",
]
FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """How a table came about; holds no time of day, so that the same inputs give the same bytes.

    Args:
        stage: the verb that made it.
        settings: hash of the settings that matter to the stage.
        models: (name, SHA-256) of each model used.
        versions: (package, version).
        seed: of whatever is random, None if nothing is.
        rows: how many.
        parts: (name of the part, SHA-256 of its file).
    """

    stage: str
    settings: str
    models: tuple[tuple[str, str], ...]
    versions: tuple[tuple[str, str], ...]
    seed: int | None
    rows: int
    parts: tuple[tuple[str, str], ...]


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it whole."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True) + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / FILE, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a table, None if it was never finished.

    Raises:
        StudyError: it is damaged.
    """
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
        pairs = {name: tuple((str(a), str(b)) for a, b in raw[name]) for name in ("models", "versions", "parts")}
        return Manifest(**{**raw, **pairs})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        raise StudyError("A manifest is damaged", where=folder.name, next_step="delete it and run again") from None


def settings_hash(settings: Mapping[str, object]) -> str:
    """Hash of settings that a stage depends on, 24 hexadecimal digits; the same in every process.

    Raises:
        TypeError: something in them has no fixed order or form, as a set has not.
    """
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:24]


def versions() -> tuple[tuple[str, str], ...]:
    """Installed versions of the packages that figures depend on."""
    found = []
    for name in PACKAGES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            found.append((name, "unknown"))
    return tuple(found)
