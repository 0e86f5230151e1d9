"""Learn which words are common and seldom names, from the public corpora: `models/detector/common-words.txt`."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[1]
AT_LEAST = 5
NAMES_SHARE = 0.2


def main(folder: Path) -> None:
    """Count words that stand in lower case outside names, and inside names."""
    plain, named = Counter[str](), Counter[str]()
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            inside = {i for start, end, _ in item["spans"] for i in range(start, end)}
            for match in re.finditer(r"[^\W\d_][\w'’]*", item["text"]):
                if match.start() in inside:
                    named[match[0].lower()] += 1
                elif match[0].islower():
                    plain[match[0]] += 1
    words = sorted(w for w, n in plain.items() if n >= AT_LEAST and named[w] < NAMES_SHARE * n)
    (ROOT / "models/detector/common-words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} words")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared/data/ner")
