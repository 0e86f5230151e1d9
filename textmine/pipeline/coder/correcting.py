"""Shares corrected for the coder's errors, worked out once for each coder and each set of narratives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from textmine.assets import digest
from textmine.errors import ModelError
from textmine.manifest import settings_hash
from textmine.pipeline.coder.estimating import prevalence_of
from textmine.pipeline.study import Study
from textmine.reporting.material import Corrected
from textmine.store import write_whole
from textmine.types import Coding, Narrative

FILE = "prevalence.json"


def corrected(study: Study, codings: Sequence[Coding], narratives: Sequence[Narrative]) -> tuple[Corrected, ...]:
    """Each code's share among the narratives that only the model has read; none where it cannot be had.

    It takes the coder over every narrative again, so it is kept beside the tables until something changes.
    """
    people = sorted({coding.narrative for coding in codings if coding.human})
    if not (study.coder / "model.safetensors").is_file() or all(n.id in set(people) for n in narratives):
        return ()
    coder = digest(study.coder / "model.safetensors")
    key = settings_hash({"coder": coder, "parts": study.narratives.names(), "people": people, "of": "prevalence-1"})
    kept = study.root / "corpora" / FILE
    found = _kept(kept, key)
    if found is None:
        found = _worked_out(study)
        words = json.dumps({"key": key, "codes": [asdict(one) for one in found]}, indent=1)
        write_whole(kept, lambda temporary: temporary.write_text(words, encoding="utf-8"))
    return found


def _kept(path: Path, key: str) -> tuple[Corrected, ...] | None:
    """What was worked out before; None if there is nothing, or it is of something else."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return tuple(Corrected(**one) for one in told["codes"]) if told["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _worked_out(study: Study) -> tuple[Corrected, ...]:
    try:
        found = prevalence_of(study)
    except ModelError:
        return ()
    return tuple(Corrected(one.code, one.narratives, one.counted, one.corrected, one.low, one.high) for one in found)
