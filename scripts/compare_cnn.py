"""Ask whether spaCy's small CNN, trained on the tagger's own texts, would find names that the tagger misses."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypedDict

import numpy as np
from cnn_training import trained
from detector_corpora import Chunk, Text, read_part
from detector_texts import GOLD, GOLD_LABELS
from measure_detector import DRAWS, Counts, Triple, count, runs, words
from measure_detector import SEED as DRAW_SEED
from numpy.typing import NDArray
from spacy.language import Language

from textmine.privacy.detection.tagger import Tagger, load_tagger

TYPES = ("PERSON", "LOCATION", "ORGANIZATION")
AUTHORS = frozenset("dean jo nia priya".split())
"""Authors of the example whom neither was trained on."""
BOLDER = 0.01
"""A lower threshold of the tagger, as a rival to adding a CNN: it too finds more and tags more in vain."""
SYSTEMS = ("tagger", f"tagger at {BOLDER:g}", "CNN", "tagger + CNN")

Read = Callable[[list[str]], list[list[Triple]]]


class Mark(TypedDict):
    """A span as the example marks it: characters, half-open, and what they name."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What every system tagged in some texts.

    Args:
        name: of the set of texts.
        case: `as written` or `lower case`.
        found: by system, the spans of each text.
        seconds: by system, processor time.
    """

    name: str
    case: str
    texts: list[Text] = field(repr=False)
    found: dict[str, list[list[Triple]]] = field(repr=False)
    seconds: dict[str, float]


def main() -> None:
    """Train as long as is allowed, measure, and write the table."""
    options = arguments()
    cnn = trained(options.data, options.work, 60 * options.minutes)
    readings = list(measured(readers(cnn, options.model), options.data))
    table = "\n".join([*figures(readings), "", *speeds(readings)]) + "\n"
    print(table)
    if options.table:
        options.table.write_text(table, "utf-8")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with ner/*.jsonl and gazetteers/*.csv")
    parser.add_argument("--table", type=Path, help="Markdown file to write")
    parser.add_argument("--model", type=Path, default=Path("models/detector"), help="the tagger")
    parser.add_argument("--work", type=Path, default=Path("build/cnn"), help="checkpoints")
    parser.add_argument("--minutes", type=float, default=12, help="processor time for training")
    return parser.parse_args()


def readers(cnn: Language, folder: Path) -> dict[str, Read]:
    """The systems that read for themselves, by name."""
    tagger = load_tagger(folder)
    bolder = replace(tagger, thresholds=(BOLDER,) * len(tagger.thresholds))

    def spans(texts: list[str]) -> list[list[Triple]]:
        return [[(e.start_char, e.end_char, e.label_) for e in doc.ents] for doc in cnn.pipe(texts)]

    def tags(texts: list[str], read: Tagger = tagger) -> list[list[Triple]]:
        return [[(span.start, span.end, span.label) for span in one] for one in read(texts)]

    return dict(zip(SYSTEMS, (tags, lambda texts: tags(texts, bolder), spans), strict=False))


def measured(systems: dict[str, Read], data: Path) -> Iterator[Reading]:
    """Read every set, as written and in lower case; after the public ones, all of them as one."""
    public = {name: runs(lines) for name, lines in read_part(data / "ner", "test").items()}
    for case, change in (("as written", str), ("lower case", str.lower)):
        changed = [(name, _changed(texts, change)) for name, texts in public.items()]
        readings = [reading(systems, name, texts, case) for name, texts in changed]
        yield from readings
        yield together("all of these", readings)
        yield reading(systems, "example, four authors", _changed(write_ups(AUTHORS), change), case)


def _changed(texts: list[Text], change: Callable[[str], str]) -> list[Text]:
    return [tuple((change(part), label) for part, label in text) for text in texts]


def write_ups(authors: frozenset[str]) -> list[Text]:
    """Whole write-ups of the example by these authors, in chunks with labels."""
    rows = [json.loads(line) for line in GOLD[0].read_text("utf-8").splitlines()]
    return [_marked(row["text"], row["spans"]) for row in rows if row["author"] in authors]


def _marked(text: str, spans: list[Mark]) -> Text:
    chunks, at = list[Chunk](), 0
    for start, end, kind in ((span["start"], span["end"], span["type"]) for span in spans):
        chunks += [(text[at:start], "O"), (text[start:end], GOLD_LABELS[kind])]
        at = end
    return tuple(chunk for chunk in [*chunks, (text[at:], "O")] if chunk[0])


def reading(systems: dict[str, Read], name: str, texts: list[Text], case: str) -> Reading:
    """Let every system read the texts, and unite the tagger with the CNN."""
    found, seconds = {}, {}
    for system, read in systems.items():
        began = time.process_time()
        found[system] = read([words(text) for text in texts])
        seconds[system] = time.process_time() - began
    tagger, _, cnn, both = SYSTEMS
    found[both] = [united(*pair) for pair in zip(found[tagger], found[cnn], strict=True)]
    seconds[both] = seconds[tagger] + seconds[cnn]
    print(f"read {name}, {case}", file=sys.stderr, flush=True)
    return Reading(name, case, texts, found, seconds)


def united(first: list[Triple], second: list[Triple]) -> list[Triple]:
    """Spans of both in order; those that overlap become one, with the label that `first` gives, if it gives any.

    >>> united([(4, 8, "PERSON")], [(0, 6, "LOCATION"), (9, 12, "PERSON")])
    [(0, 8, 'PERSON'), (9, 12, 'PERSON')]
    """
    spans: list[tuple[int, int, int, str]] = []
    ranked = [(start, end, rank, label) for rank, some in enumerate((first, second)) for start, end, label in some]
    for start, end, rank, label in sorted(ranked):
        if spans and start < spans[-1][1]:
            before = spans.pop()
            spans.append((before[0], max(before[1], end), *min(before[2:], (rank, label), key=lambda one: one[0])))
        else:
            spans.append((start, end, rank, label))
    return [(start, end, label) for start, end, _, label in spans]


def together(name: str, readings: list[Reading]) -> Reading:
    """Several sets as one; takes no time."""
    texts = [text for one in readings for text in one.texts]
    found = {system: [spans for one in readings for spans in one.found[system]] for system in SYSTEMS}
    return Reading(name, readings[0].case, texts, found, dict.fromkeys(SYSTEMS, 0.0))


def figures(readings: list[Reading]) -> Iterator[str]:
    """The table: a row for each set, way of writing and type."""
    heads = [f"{what}: {name}" for what in ("recall", "precision") for name in (*SYSTEMS, "CNN adds (95 %)")]
    yield "| text | case | type | spans | " + " | ".join(heads) + " |"
    yield "|---" * (4 + len(heads)) + "|"
    for one in readings:
        for label in TYPES:
            counts = {name: count(one.texts, one.found[name], label) for name in SYSTEMS}
            yield f"| {one.name} | {one.case} | {label} | {counts[SYSTEMS[0]].gold.sum()} | {_cells(counts)} |"


def _cells(counts: dict[str, Counts]) -> str:
    shares = (
        {name: (one.found, one.gold) for name, one in counts.items()},
        {name: (one.right, one.tagged) for name, one in counts.items()},
    )
    return " | ".join(
        cell
        for some in shares
        for cell in (*(_written(*pair) for pair in some.values()), added(some[SYSTEMS[0]], some[SYSTEMS[-1]]))
    )


def _written(part: NDArray[np.int64], whole: NDArray[np.int64]) -> str:
    return f"{_share(part, whole):.3f}" if whole.sum() else "–"


def _share(part: NDArray[np.int64], whole: NDArray[np.int64]) -> float:
    return float(part.sum() / max(1, whole.sum()))


def added(before: tuple[NDArray[np.int64], NDArray[np.int64]], after: tuple[NDArray[np.int64], ...]) -> str:
    """How much a share of counts by text changes, with its 95 % bootstrap interval, the same texts drawn for both."""
    texts = len(before[0])
    draws = np.random.default_rng(DRAW_SEED).multinomial(texts, np.full(texts, 1 / texts), size=DRAWS)
    old, new = ((draws @ part) / np.maximum(1, draws @ whole) for part, whole in (before, after))
    low, high = np.percentile(new - old, [2.5, 97.5])
    return f"{_share(*after) - _share(*before):+.3f} ({low:+.3f} to {high:+.3f})"


def speeds(readings: list[Reading]) -> Iterator[str]:
    """Words a second of processor time, over all sets."""
    timed = [one for one in readings if any(one.seconds.values())]
    number = sum(len(words(text).split()) for one in timed for text in one.texts)
    yield "| system | words a second, one thread |"
    yield "|---|---|"
    for name in SYSTEMS:
        yield f"| {name} | {number / sum(one.seconds[name] for one in timed):,.0f} |"


if __name__ == "__main__":
    main()
