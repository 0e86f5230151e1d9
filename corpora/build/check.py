"""Check the sources of the example corpus: `check.py FOLDER…`; prints faults, exits 1 if there are any."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

import yaml
from source import DIRECT, FIELDS, Source, SourceFault, compile_source

ROOT = Path(__file__).parents[2]
LONGEST_REPEAT = 8  # words
COMMON = frozenset("hope summer storm grace will may mark art dean rose joy faith star sky frank max pat sue".split())


def main(folders: list[Path]) -> int:
    codebook = yaml.safe_load((ROOT / "annotations/codebook.yaml").read_text(encoding="utf-8"))
    faults, sources = [], {}
    for path in sorted(p for folder in folders for p in folder.rglob("*-[0-9][0-9]*.txt")):
        try:
            source = compile_source(path.read_text(encoding="utf-8"))
        except (SourceFault, AttributeError) as fault:
            faults.append(f"{path.stem}: {fault}")
            continue
        sources[path.stem] = source
        faults += [f"{path.stem}: {text}" for text in check(source, codebook, path.stem)]
    faults += repeats(sources)
    print("\n".join(faults))
    words = sum(len(source.text.split()) for source in sources.values())
    mentions = sum(len(source.mentions) for source in sources.values())
    print(f"{len(sources)} write-ups, {words} words, {mentions} mentions, {len(faults)} faults")
    return 1 if faults else 0


def check(source: Source, codebook: dict, stem: str) -> list[str]:
    """Faults of one source against the codebook and itself."""
    wrong_id = [] if source.head["id"] == stem else [f"id {source.head['id']} is not the file's name"]
    return wrong_id + _codes(source, codebook) + _fields(source, codebook) + _missed(source)


def _codes(source: Source, codebook: dict) -> list[str]:
    codes = {code["id"] for code in codebook["codes"]}
    allowed = codebook["conventions"]
    faults = []
    for m in source.mentions:
        if m.code not in codes:
            faults.append(f"unknown code {m.code}")
        if m.assertion not in allowed["assertion"] or m.time not in allowed["time"] or m.voice not in allowed["voice"]:
            faults.append(f"unknown attribute in {m.code} | {m.assertion} | {m.time} | {m.voice}")
    return faults


def _fields(source: Source, codebook: dict) -> list[str]:
    allowed = codebook["document_fields"]
    return [f"{key}: {source.head[key]}" for key in FIELDS if source.head[key] not in allowed[key]]


def _missed(source: Source) -> list[str]:
    """Identifiers marked once and missed elsewhere."""
    covered = {i for span in source.identifiers for i in range(span.start, span.end)}
    faults = []
    for span in source.identifiers:
        words = source.text[span.start : span.end]
        parts = {words} | (
            {w for w in words.split() if len(w) > 2 and w[0].isupper()} if span.type == "PERSON" else set()
        )
        if span.type not in DIRECT | {"HOME", "SCHOOL", "PLACE"}:
            continue
        for part in parts:
            flags = re.I if span.type == "PERSON" and part.lower() not in COMMON and len(part) > 3 else 0
            for hit in re.finditer(rf"(?<!\w){re.escape(part)}(?!\w)", source.text, flags):
                if hit.start() not in covered:
                    faults.append(f"{span.type} marked once but not at character {hit.start()}: {hit[0]}")
    return sorted(set(faults))


def repeats(sources: dict[str, Source]) -> list[str]:
    """Word sequences that stand in more than two write-ups."""
    where: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for stem, source in sources.items():
        words = re.findall(r"\w+", source.text.lower())
        for i in range(len(words) - LONGEST_REPEAT + 1):
            where[tuple(words[i : i + LONGEST_REPEAT])].add(stem)
    return [
        f"{', '.join(sorted(stems))}: the same words: {' '.join(gram)}"
        for gram, stems in where.items()
        if len(stems) > 2
    ]


if __name__ == "__main__":
    sys.exit(main([Path(folder) for folder in sys.argv[1:]] or [ROOT / "corpora/example/source"]))
