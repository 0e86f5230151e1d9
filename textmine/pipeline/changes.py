"""What has changed in a study since the last run: counts only, for the research team."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from textmine.pipeline.study import Study, annotated
from textmine.store import read_all, write_whole
from textmine.types import Coding, Narrative

SHORT = 8  # characters of a hash that tell two forms of one narrative apart


@dataclass(frozen=True, slots=True)
class Seen:
    """What a study held at the end of a run.

    Args:
        narratives: id → short hash of its text.
        suggested: id → short hash of the codes suggested for it.
        counts: words for a count → count.
    """

    narratives: Mapping[str, str] = field(repr=False)
    suggested: Mapping[str, str] = field(repr=False)
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One count that is not what it was.

    Args:
        what: in words.
        before: None if only what came is counted.
    """

    what: str
    now: int
    before: int | None = None

    def __str__(self) -> str:
        was = "" if self.before is None else f" (before: {self.before})"
        return f"{self.what}: {self.now}{was}"


def seen(study: Study) -> Seen:
    """What the study holds now."""
    narratives, suggested = read_all(study.narratives), read_all(study.codings)
    human = annotated(study).codings
    counts = {
        "narratives": len(narratives),
        "children": len({narrative.child for narrative in narratives}),
        "episodes": len(read_all(study.episodes)),
        "narratives coded by people": len({coding.narrative for coding in human}),
        "codes that are suggested": len({m.code for coding in suggested for m in coding.mentions}),
        "themes": sum(bool(theme.id) and not theme.parent for theme in read_all(study.themes)),
    }
    return Seen({n.id: _text(n) for n in narratives}, {c.narrative: _codes(c) for c in suggested}, counts)


def last_seen(study: Study) -> Seen | None:
    """What the study held at the end of the last run; None if there was none, or its note is damaged."""
    try:
        raw = json.loads(_path(study).read_text(encoding="utf-8"))
        return Seen(raw["narratives"], raw["suggested"], raw["counts"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def keep_seen(study: Study, now: Seen) -> None:
    """Note what the study holds, for the next run."""
    words = json.dumps(asdict(now), sort_keys=True)
    write_whole(_path(study), lambda temporary: temporary.write_text(words, encoding="utf-8"))


def changes(before: Seen, now: Seen) -> tuple[Change, ...]:
    """What is not what it was; empty if nothing is."""
    old, new = before.narratives, now.narratives
    both = set(old) & set(new)
    came = (
        Change("new narratives", len(set(new) - set(old))),
        Change("narratives that are gone", len(set(old) - set(new))),
        Change("narratives with other words than before", sum(old[id] != new[id] for id in both)),
        Change(
            "earlier narratives with other codes suggested",
            sum(before.suggested.get(id) != now.suggested.get(id) for id in both if id in before.suggested),
        ),
    )
    counts = (Change(what, n, before.counts.get(what, 0)) for what, n in now.counts.items())
    return (*(one for one in came if one.now), *(one for one in counts if one.now != one.before))


def _path(study: Study) -> Path:
    return study.root / "corpora" / "last-run.json"


def _text(narrative: Narrative) -> str:
    return narrative.meta.sha256[:SHORT]


def _codes(coding: Coding) -> str:
    return hashlib.sha256(" ".join(sorted(coding.headline)).encode()).hexdigest()[:SHORT]
