"""Make the labelled text for the detector, `corpora/detection/`, from its marked sources."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from render import write_roster
from source import DIRECT, Source, read_sources

FOLDERS = [Path(__file__).parents[1] / "detection" / name for name in ("learnt", "unseen")]


def main() -> None:
    """Write `identifiers.jsonl` and `roster.csv` of what is learnt from and of what is measured on."""
    for folder in FOLDERS:
        paths = sorted(folder.glob("*/children.yaml"))
        children = {child["child"]: child for path in paths for child in yaml.safe_load(path.read_text("utf-8"))}
        write_roster(folder / "roster.csv", children)
        rows = [_row(id, source) for id, source in read_sources(folder).items()]
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / "identifiers.jsonl").write_text(lines, encoding="utf-8")


def _row(id: str, source: Source) -> dict[str, object]:
    spans = [
        {"start": i.start, "end": i.end, "type": i.type, "kind": "direct" if i.type in DIRECT else "quasi"}
        for i in source.identifiers
    ]
    head = {"document": id, "child": source.head["child"], "author": id.split("-")[0]}
    return {**head, "text": source.text, "spans": spans}


if __name__ == "__main__":
    main()
