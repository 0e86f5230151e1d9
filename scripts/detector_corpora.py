"""Public corpora of names, read as chunks with labels and kept apart: train, tune, test."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from textmine.privacy.rules.peoples import PATTERN

Chunk = tuple[str, str]
"""Some text and its label: `O`, a type, or `?` where the corpus cannot be trusted to say."""
Text = tuple[Chunk, ...]

TITLE = re.compile(
    r"(?:(?:mr|mrs|ms|miss|dr|sir|lady|lord|prof|judge|captain|aunt|uncle|president|senator)\b\.?\s*)+", re.I
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY, YEAR = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:,?\s+\d{4})"
FULL_DATE = re.compile(
    rf"\b(?:{DAY}\s+{MONTH}\b\.?{YEAR}?|{MONTH}\.?\s+{DAY}{YEAR}?|{MONTH}{YEAR}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d)\b",
    re.I,
)
UNSURE = re.compile(
    rf"@\w+|https?://\S+|#\w+|\S*\d{{3,}}\S*|\d+[/.:-]\d\S*|[A-Za-z]+\d\S*|\b{MONTH}\b"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.I,
)
PUBLIC_BODY = re.compile(
    r"\b(?:courts?|government|ministr\w+|tribunals?|parliament|house of lords|chambers?|commission|convention|kingdom"
    r"|republic|assembly|cassation|council of europe|home office|foreign and commonwealth office|registry|revenue"
    r"|secretary|state|public prosecutor\w*|office)\b",
    re.I,
)
SPECIFIC_DATE = re.compile(rf"\d{{4}}|\d[/.-]\d|\b{MONTH}\b", re.I)
JUDGED = {"PERSON": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION", "DATETIME": "DATE", "CODE": "CODE"}
NATIONAL = re.compile(PATTERN.pattern)
SOURCES = {"tab": 3, "wikigold": 3, "uner_ewt": 3, "wnut17": 2, "btc": 1, "litbank": 1, "gum_permissive": 1}
"""Corpus files, and how often a round of training reads each. re3d is left out: it marks titles and pronouns."""


def read_part(folder: Path, part: str) -> dict[str, list[Text]]:
    """Read one part of every corpus.

    Args:
        folder: with one `.jsonl` a corpus.
        part: `train`, `tune` (read by neither) or `test` (figures are measured on it).

    Returns:
        Lines of text in their order, by corpus.
    """
    return {name: [text for text, at in _lines(folder / f"{name}.jsonl") if at == part] for name in SOURCES}


def _lines(path: Path) -> Iterator[tuple[Text, str]]:
    records = _judgments(path) if path.stem == "tab" else _records(path)
    common = _common_words(record["text"] for record in records)
    for number, record in enumerate(records):
        yield _chunks(record, common), _part(record, number / len(records))


def _records(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _judgments(path: Path) -> list[dict[str, object]]:
    """TAB by paragraphs, from the documents, which say what need not be masked.

    Courts, governments and the like that need no mask are ordinary words; other names without need are left out of the
    loss, and so are traits and amounts, but nationalities.
    """
    records: list[dict[str, object]] = []
    for document in _records(path.parents[1] / "tab" / "tab_train_dev.jsonl"):
        at, split = 0, document["metadata"]["provenance"]["dataset_type"]  # type: ignore[index]
        for paragraph in str(document["text"]).split("\n\n"):
            spans = [span for e in document["entities"] if (span := _judged(e, at, at + len(paragraph)))]  # type: ignore[attr-defined]
            records.append({"source": "tab", "split": split, "text": paragraph, "spans": spans})
            at += len(paragraph) + 2
    return sorted(records, key=lambda record: record["split"] == "dev")


def _judged(entity: dict[str, object], start: int, end: int) -> tuple[int, int, str] | None:
    """The span of an entity's mention in a paragraph, with the label to learn."""
    first, last, kind = entity["start_offset"], entity["end_offset"], str(entity["entity_type"])
    if not start <= first < last <= end:  # type: ignore[operator]
        return None
    label = JUDGED.get(kind, "?")
    if kind == "DEM" and NATIONAL.fullmatch(str(entity["span_text"]).removesuffix(" national")):
        label = "NRP"
    elif entity["identifier_type"] == "NO_MASK":
        label = "O" if kind == "ORG" and PUBLIC_BODY.search(str(entity["span_text"])) else "?"
    return first - start, last - start, label  # type: ignore[operator]


def _part(record: dict[str, object], place: float) -> str:
    """Official test parts where there are any, else the end of the file: its documents stand in order."""
    source, split = str(record["source"]), str(record["split"])
    if source == "tab":
        return "test" if split == "dev" else ("tune" if 0.74 < place < 0.84 else "train")
    if source in ("wikigold", "uner_ewt"):
        return "train" if place < 0.8 else ("tune" if place < 0.9 else "test")
    if split.startswith("test"):
        return "test"
    if source == "btc-f" and split == "train":
        return "tune" if place % 0.02 < 0.003 else "train"
    return "tune" if split == "dev" else "train"


def _chunks(record: dict[str, object], common: frozenset[str]) -> Text:
    text, chunks, done = str(record["text"]), [], 0
    for start, end, label in sorted(record["spans"]):  # type: ignore[call-overload]
        if start < done or end > len(text):
            continue
        chunks += _plain(text[done:start], str(record["source"]))
        chunks += _named(text[start:end], str(label), str(record["source"]), common)
        done = end
    return tuple(chunk for chunk in [*chunks, *_plain(text[done:], str(record["source"]))] if chunk[0])


def _named(text: str, label: str, source: str, common: frozenset[str]) -> list[Chunk]:
    if label == "DATE":
        if source == "tab" and not SPECIFIC_DATE.search(text):
            return [(text, "O")]  # durations: they identify nobody and carry meaning
        return [(text, "DATE_TIME" if source == "tab" or FULL_DATE.fullmatch(text) else "?")]
    if source.startswith("gum") and text.lower() in common:
        return [(text, "?")]
    if (source.startswith("btc") and text[0] == "@") or text == "@":
        return [("@", "O"), (text[1:], "?")]
    title = TITLE.match(text) if label == "PERSON" else None
    return [(text[: title.end()], "?"), (text[title.end() :], label)] if title else [(text, label)]


def _plain(text: str, source: str) -> list[Chunk]:
    """Peoples and faiths by their list; dates in full are dates everywhere; figures are unsure outside TAB."""
    rules = [(NATIONAL, "NRP")] if source == "tab" else [(NATIONAL, "NRP"), (FULL_DATE, "DATE_TIME"), (UNSURE, "?")]
    chunks: list[Chunk] = [(text, "O")]
    for pattern, label in rules:
        chunks = [
            new for part, kind in chunks for new in ([(part, kind)] if kind != "O" else _split(part, pattern, label))
        ]
    return chunks


def _split(text: str, pattern: re.Pattern[str], label: str) -> list[Chunk]:
    chunks, done = [], 0
    for match in pattern.finditer(text):
        chunks += [(text[done : match.start()], "O"), (match.group(), label)]
        done = match.end()
    return [*chunks, (text[done:], "O")]


def _common_words(texts: Iterable[str]) -> frozenset[str]:
    """Words that stand in lower case three times: a lone one of them is hardly a name."""
    counts = Counter(word for text in texts for word in re.findall(r"\b[a-z]+\b", text))
    return frozenset(word for word, count in counts.items() if count >= 3)
