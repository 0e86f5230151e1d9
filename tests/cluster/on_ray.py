"""One Ray of several worker processes, and everything that is asked of it; prints what came of each as JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import crew

from textmine.cluster import HERE, _joined, ahead
from textmine.errors import TextmineError

ITEMS = list(range(40))
WORKERS = 3


def main(folder: Path) -> dict[str, object]:
    """Three workers; some are killed in the middle, one item kills every worker."""
    told: dict[str, object] = {}
    plain = folder / "plain"
    plain.mkdir()
    told["order"] = list(ahead(crew.Marks(plain), ITEMS, workers=WORKERS))
    told["workers"] = len(list(plain.glob("by-*")))
    told["here"] = (plain / f"by-{os.getpid()}").exists()
    killed = folder / "killed"
    killed.mkdir()
    told["killed"] = list(ahead(crew.Marks(killed, (5, 17, 18, 30)), ITEMS, workers=WORKERS))
    told["deaths"] = len(list(killed.glob("died-*")))
    told["always"] = list(ahead(crew.Always(os.getpid()), ITEMS[:6], workers=2))
    for name, work in (("named", crew.fails_with_a_name), ("ours", crew.fails_in_our_words)):
        try:
            list(ahead(work, ITEMS, workers=2))
        except TextmineError as fault:
            told[name] = [type(fault).__name__, str(fault)]
    told["nothing"] = list(ahead(crew.fails_in_our_words, [], workers=2))
    return told


if __name__ == "__main__":
    with _joined(HERE, WORKERS):
        print(json.dumps(main(Path(sys.argv[1]))))  # noqa: T201
