"""Measure the detector's token classifier on the test parts and write the figures into its card."""

from __future__ import annotations

import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from detector_corpora import Text, read_part
from detector_names import read_names
from detector_texts import made_up_notes
from numpy.typing import NDArray
from train_detector import arguments

from textmine.privacy.detection.tagger import Tagger, load_tagger

LINES, MOST, SEED, DRAWS = 10, 100, 7, 1000
"""Lines read together, most texts of one corpus (evenly spaced), seed, bootstrap draws."""
TRUSTED = ("tab", "made-up notes")
"""Where dates and references are marked by hand or by construction."""
MARKERS = "<!-- figures -->\n", "<!-- end of figures -->"

Triple = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of one type: int64[n_texts] each.

    Args:
        gold: spans there are.
        found: of them, those that overlap a span of any type (nothing leaks in full).
        named: of them, those that overlap a span of their own type.
        tagged: spans of this type that the detector gives.
        right: of them, those that overlap a gold span of any type.
    """

    gold: NDArray[np.int64]
    found: NDArray[np.int64]
    named: NDArray[np.int64]
    tagged: NDArray[np.int64]
    right: NDArray[np.int64]


def main() -> None:
    """Measure, and write the figures into `README.md`."""
    options = arguments()
    tagger = load_tagger(options.out)
    rows = [row for name, texts in test_texts(options.data).items() for row in measured(tagger, name, texts)]
    write_figures(options.out / "README.md", rows)


def test_texts(data: Path) -> dict[str, list[Text]]:
    """Test parts of all corpora, and notes of names and sentences that training never saw."""
    texts = {name: runs(lines) for name, lines in read_part(data / "ner", "test").items()}
    names = read_names(data / "gazetteers", held_out=True)
    return {**texts, "made-up notes": made_up_notes(names, random.Random(SEED), number=400, every=(8, 9))}


def runs(lines: list[Text]) -> list[Text]:
    """Join lines by tens, since the detector reads whole write-ups, and take `MOST` of the texts, evenly spaced."""
    groups = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    texts = [tuple(chunk for line in group for chunk in (*line, ("\n", "O"))) for group in groups]
    return texts[:: -(-len(texts) // MOST)]


def count(texts: list[Text], guesses: list[list[Triple]], label: str) -> Counts:
    """Count overlaps text by text; what the corpus is unsure of counts neither way."""
    table = [_count(gold_of(text), guess, label) for text, guess in zip(texts, guesses, strict=True)]
    return Counts(*np.array(table, dtype=np.int64).reshape(-1, 5).T)


def _count(gold: list[Triple], guess: list[Triple], label: str) -> tuple[int, int, int, int, int]:
    mine = [span for span in gold if span[2] == label]
    sure = [span for span in guess if span[2] == label and not _hit(span, [g for g in gold if g[2] == "?"])]
    return (
        len(mine),
        sum(_hit(span, guess) for span in mine),
        sum(_hit(span, [g for g in guess if g[2] == label]) for span in mine),
        len(sure),
        sum(_hit(span, gold) for span in sure),
    )


def _hit(span: Triple, others: list[Triple]) -> bool:
    return any(start < span[1] and span[0] < end for start, end, _ in others)


def gold_of(text: Text) -> list[Triple]:
    """Spans of a text's chunks; neighbours of one type are one."""
    spans: list[Triple] = []
    at = 0
    for part, label in text:
        if label != "O" and part.strip():
            joined = spans and spans[-1][1] == at and spans[-1][2] == label
            spans = (
                [*spans[:-1], (spans[-1][0], at + len(part), label)]
                if joined
                else [*spans, (at, at + len(part), label)]
            )
        at += len(part)
    return spans


def words(text: Text) -> str:
    """The text without labels."""
    return "".join(part for part, _ in text)


def measured(tagger: Tagger, name: str, texts: list[Text]) -> list[str]:
    """Rows of the table for one corpus, as written and without capitals, punctuation and apostrophes."""
    rows = []
    bare = [tuple((_bare(part, label), label) for part, label in text) for text in texts]
    found, rough = [as_triples(tagger, some) for some in (texts, bare)]
    for label in tagger.labels[1:]:
        if label in ("DATE_TIME", "CODE") and name not in TRUSTED:
            continue
        counts, bare_counts = count(texts, found, label), count(bare, rough, label)
        if counts.gold.sum():
            rows.append(row(name, label, counts, bare_counts))
    print(*rows, sep="\n", file=sys.stderr, flush=True)
    return rows


def as_triples(tagger: Tagger, texts: list[Text]) -> list[list[Triple]]:
    """The detector's spans."""
    return [[(span.start, span.end, span.label) for span in one] for one in tagger([words(text) for text in texts])]


def _bare(part: str, label: str) -> str:
    gone = r"['’]" if label in ("DATE_TIME", "CODE", "?") else r"['’.,;:!?\"“”()]"
    return re.sub(gone, "", part.lower())


def row(name: str, label: str, counts: Counts, bare: Counts) -> str:
    """One row: number of spans, recall of any and of the same type, precision, recall without capitals and marks."""
    cells = (
        interval(counts.found, counts.gold),
        interval(counts.named, counts.gold),
        interval(counts.right, counts.tagged),
        interval(bare.found, bare.gold),
        interval(bare.right, bare.tagged),
    )
    return f"| {name} | {label} | {counts.gold.sum()} | " + " | ".join(cells) + " |"


def interval(part: NDArray[np.int64], whole: NDArray[np.int64]) -> str:
    """A share with its 95 % bootstrap interval, texts drawn with replacement."""
    if not whole.sum():
        return "–"
    draws = np.random.default_rng(SEED).multinomial(len(whole), np.full(len(whole), 1 / len(whole)), size=DRAWS)
    shares = (draws @ part) / np.maximum(1, draws @ whole)
    low, high = np.percentile(shares, [2.5, 97.5])
    return f"{part.sum() / whole.sum():.3f} ({low:.3f}–{high:.3f})"


def write_figures(path: Path, rows: list[str]) -> None:
    """Put the table between the card's markers."""
    head = (
        "| text | type | spans | recall, any type | recall, same type | precision | bare: recall, any type "
        "| bare: precision |\n|---|---|---|---|---|---|---|---|\n"
    )
    card = path.read_text("utf-8") if path.exists() else "".join(MARKERS)
    before, rest = card.split(MARKERS[0])
    after = rest.split(MARKERS[1])[1]
    path.write_text(f"{before}{MARKERS[0]}{head}" + "\n".join(rows) + f"\n{MARKERS[1]}{after}", "utf-8")


if __name__ == "__main__":
    main()
