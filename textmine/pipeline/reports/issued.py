"""Reports that were given out: what each of them shows, kept in the study so that later ones do not give it away."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from textmine.errors import StudyError
from textmine.pipeline.study import Study
from textmine.reporting.editions import Edition
from textmine.store import write_whole

FILE = "issued.json"


def editions(study: Study) -> tuple[Edition, ...]:
    """The reports that were issued, in order.

    Raises:
        StudyError: their list is damaged.
    """
    try:
        return tuple(
            Edition(str(one["name"]), tuple(one["quarters"]), {str(k): int(n) for k, n in one["figures"].items()})
            for one in _read(_place(study))
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        raise StudyError(
            "The list of issued reports is damaged", where=f"reports/{FILE}", next_step="restore it from a copy"
        ) from None


def record(study: Study, edition: Edition) -> None:
    """Add a report to the list."""
    path = _place(study)
    entry = {
        "name": edition.name,
        "issued": date.today().isoformat(),
        "quarters": list(edition.quarters),
        "figures": dict(edition.figures),
    }
    words = json.dumps([*_read(path), entry], indent=1, ensure_ascii=False)
    write_whole(path, lambda temporary: temporary.write_text(words, encoding="utf-8"))


def _place(study: Study) -> Path:
    return study.reports / FILE


def _read(path: Path) -> list[Any]:
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else []
