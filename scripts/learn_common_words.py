"""Learn which words are common and seldom names, from public texts: `models/detector/common-words.txt`."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORD = re.compile(r"[^\W\d_][\w'’]*")
INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][^\W\d_]+")
AT_LEAST = 5
NAMES_SHARE = 0.2


def main(data: Path) -> None:
    """Count words in lower case against the same words in names: marked ones, else those with a capital inside."""
    words = _frequent(_marked(data / "ner")) | (_frequent(_unmarked(data)) - _given_names(data / "gazetteers"))
    (ROOT / "models/detector/common-words.txt").write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{len(words)} words")


def _frequent(texts: Iterator[tuple[str, set[int]]]) -> set[str]:
    plain, named = Counter[str](), Counter[str]()
    for text, inside in texts:
        for match in WORD.finditer(text):
            if match.start() in inside:
                named[match[0].lower()] += 1
            elif match[0].islower():
                plain[match[0]] += 1
    return {word for word, n in plain.items() if n >= AT_LEAST and named[word] < NAMES_SHARE * n}


def _given_names(folder: Path) -> set[str]:
    """The commonest given names, lower case."""
    names = (folder / "ons_given_names.csv", folder / "welsh_names.csv")
    return {
        row["name"].lower() for path in names for row in list(csv.DictReader(path.open(encoding="utf-8-sig")))[:4000]
    }


def _marked(folder: Path) -> Iterator[tuple[str, set[int]]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            yield item["text"], {i for start, end, _ in item["spans"] for i in range(start, end)}


def _unmarked(data: Path) -> Iterator[tuple[str, set[int]]]:
    for path in (data / "topics/20newsgroups_6000.jsonl", data / "classify/asrs.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            yield text, {match.start() for match in INSIDE.finditer(text)}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data")
