"""What the detector is trained on in one round: corpora with names exchanged, and made-up notes, both roughened."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import detector_names as draw
from detector_corpora import SOURCES, Chunk, Text, read_part
from detector_names import Names

SLOT = re.compile(r"\{(\w(?:=[^{}]*)?)\}")
"""A letter for the kind; after `=` the words themselves."""
PRONOUN = re.compile(r"\b(he|she|him|his)\b(?!['’])", re.I)
SLOT_LABELS = {
    "l": "LOCATION", "m": "LOCATION", "a": "LOCATION", "k": "LOCATION", "o": "ORGANIZATION", "d": "DATE_TIME",
    "r": "CODE", "t": "CODE", "n": "NRP",
}  # fmt: skip
NOTES = Path(__file__).with_name("detector_notes.txt")
BLOCKS = tuple(Path(__file__).with_name(f"detector_blocks_{name}.txt") for name in "abcd")
CORPORA = Path(__file__).parents[1] / "corpora"
GOLD = (CORPORA / "example" / "gold" / "identifiers.jsonl", CORPORA / "detection" / "learnt" / "identifiers.jsonl")
AUTHORS = frozenset("gareth margaret sioned tunde anjali bev eleri frank kwame mick".split())
"""Authors that are trained on; the others of the example, and those of `detection/unseen`, are measured on."""
GOLD_LABELS = {
    "PERSON": "PERSON", "HANDLE": "PERSON", "PLACE": "LOCATION", "ADDRESS": "LOCATION", "SCHOOL": "ORGANIZATION",
    "HOME": "ORGANIZATION", "ORG": "ORGANIZATION", "DATE": "DATE_TIME", "DOB": "DATE_TIME", "NRP": "NRP",
    "REF": "CODE", "NHS": "CODE", "PHONE": "CODE", "VEHICLE": "CODE", "POSTCODE": "CODE", "EMAIL": "?", "URL": "?",
}  # fmt: skip
EXAMPLE = 4
"""How often a round reads the example."""
KEYS = "qwertyuiopasdfghjklzxcvbnm"


def training_texts(data: Path, rng: random.Random, *, notes: int, bare: float = 1.0) -> list[Text]:
    """One round: every corpus as often as `SOURCES` says, one to six lines together, and `notes` made-up notes.

    Of the texts without an identifier the share `bare` is kept.
    """
    names = draw.read_names(data / "gazetteers")
    texts: list[Text] = []
    for name, lines in read_part(data / "ner", "train").items():
        for _ in range(SOURCES[name]):
            texts += [rough(name_someone(exchange(text, names, rng), names, rng), rng) for text in _runs(lines, rng)]
    made_up = made_up_notes(names, rng, number=notes)
    texts += [rough(exchange(text, names, rng), rng) for _ in range(EXAMPLE) for text in example_texts(rng)]
    texts += [rough(name_someone(note, names, rng), rng) for note in made_up]
    return [text for text in texts if any(label not in "O?" for _, label in text) or rng.random() < bare]


def made_up_notes(names: Names, rng: random.Random, *, number: int, every: tuple[int, int] = (0, 8)) -> list[Text]:
    """Notes of 2 to 9 sentences about one child; `every` (a, b) takes the carriers whose number % 9 is in [a, b)."""
    carriers, plain = _carriers()
    mine = [line for at, line in enumerate(carriers) if every[0] <= at % 9 < every[1]]
    blocks = [block for at, block in enumerate(_blocks()) if every[0] <= at % 9 < every[1]]
    return [
        _note(mine, plain, names, rng) if rng.random() < 0.3 else _block_note(blocks, names, rng) for _ in range(number)
    ]


def example_texts(rng: random.Random) -> list[Text]:
    """Runs of lines from the write-ups of `AUTHORS`."""
    rows = [json.loads(line) for path in GOLD for line in path.read_text("utf-8").splitlines()]
    return [run for row in rows if row["author"] in AUTHORS for run in _runs(_marked_lines(row), rng)]


def _marked_lines(row: dict[str, object]) -> list[Text]:
    text, lines, start = str(row["text"]), [], 0
    for line in text.splitlines(keepends=True):
        end, chunks, at = start + len(line.rstrip("\n")), [], start
        for span in row["spans"]:  # type: ignore[attr-defined]
            if start <= span["start"] < span["end"] <= end:
                chunks += [
                    (text[at : span["start"]], "O"),
                    (text[span["start"] : span["end"]], GOLD_LABELS[span["type"]]),
                ]
                at = span["end"]
        lines.append(tuple(chunk for chunk in [*chunks, (text[at:end], "O")] if chunk[0]))
        start += len(line)
    return [line for line in lines if line]


def exchange(text: Text, names: Names, rng: random.Random) -> Text:
    """Give people in two of three texts, and places in one of three, other names: alike names alike."""
    people, places = rng.random() < 0.65, rng.random() < 0.3
    seen: dict[str, str] = {}
    chunks: list[Chunk] = []
    for words, label in text:
        if label == "PERSON" and people:
            words = seen.setdefault(words, _like(words, names, rng))
        elif label == "LOCATION" and places:
            words = seen.setdefault(words, draw.place(names, rng))
        chunks.append((words, label))
    return tuple(chunks)


def name_someone(text: Text, names: Names, rng: random.Random) -> Text:
    """In half of the texts put names for some of `he`, `she`, `him` and `his`: names stand in all sentences."""
    if rng.random() < 0.5:
        return text
    people = [draw.person(names, rng) for _ in range(3)]
    chunks: list[Chunk] = []
    for words, label in text:
        parts = PRONOUN.split(words) if label == "O" else [words]
        for at, part in enumerate(parts):
            if at % 2 == 0 or rng.random() < 0.5:
                chunks.append((part, label))
            else:
                chunks += [(rng.choice(people), "PERSON"), ("'s" if part.lower() == "his" else "", "O")]
    return tuple(chunk for chunk in chunks if chunk[0])


def rough(text: Text, rng: random.Random) -> Text:
    """Write it as people in a hurry do: no marks, no apostrophes, slips of the finger, names misspelt."""
    marks, quotes, slips = rng.random() < 0.3, rng.random() < 0.35, rng.choice((0.0, 0.0, 0.0, 0.01, 0.03))
    chunks: list[Chunk] = []
    for words, label in text:
        if quotes:
            words = re.sub(r"['’]", "", words)
        if marks and label in "O?":
            words = re.sub(r"[,.;:!?\"“”()-]", lambda match: " " if match[0] == "-" else "", words)
        chunks.append((_slips(words, slips * (2 if label == "PERSON" else 1), rng), label))
    return _written(tuple(chunk for chunk in chunks if chunk[0]), rng)


def _written(text: Text, rng: random.Random) -> Text:
    """As it is, or without any capitals, with small names, in capitals, or with names in capitals."""
    at = rng.random()
    if at < 0.38:
        return tuple((words.lower(), label) for words, label in text)
    if at < 0.43:
        return tuple((words.lower() if label not in "O?" else words, label) for words, label in text)
    if at < 0.46:
        return tuple((words.upper(), label) for words, label in text)
    if at < 0.49:
        return tuple((words.upper() if label not in "O?" else words, label) for words, label in text)
    return text


def _carriers() -> tuple[list[str], list[str]]:
    _, carriers, plain = re.split(r"^== \w+\n", NOTES.read_text("utf-8"), flags=re.M)
    return carriers.splitlines(), plain.splitlines()


def _runs(lines: list[Text], rng: random.Random) -> list[Text]:
    runs, at = [], 0
    while at < len(lines):
        size = rng.randint(1, 6)
        gap = rng.choice((" ", "\n"))
        runs.append(tuple(chunk for text in lines[at : at + size] for chunk in (*text, (gap, "O"))))
        at += size
    return runs


def _blocks() -> list[str]:
    return [
        block.strip("\n") for path in BLOCKS for block in re.split(r"\n\s*\n", path.read_text("utf-8")) if block.strip()
    ]


def _block_note(blocks: list[str], names: Names, rng: random.Random) -> Text:
    """One to three blocks about one child; its people come again in some of them."""
    child, cast = draw.full(names, rng), [draw.person(names, rng) for _ in range(3)]
    chunks: list[Chunk] = []
    for block in rng.sample(blocks, rng.choice((1, 1, 2, 3))):
        chunks += [*_fill(block, child, names, rng, cast), (rng.choice(("\n", "\n\n", " ")), "O")]
    return tuple(chunks)


def _note(carriers: list[str], plain: list[str], names: Names, rng: random.Random) -> Text:
    child = draw.full(names, rng)
    chunks: list[Chunk] = []
    for _ in range(rng.randint(2, 9)):
        line = rng.choice(carriers if rng.random() < 0.6 else plain)
        chunks += _fill(line, child, names, rng)
        chunks.append((rng.choice((". ", " ", "\n", ", ", "; ")), "O"))
    return tuple(chunks)


def _fill(
    line: str, child: str, names: Names, rng: random.Random, cast: tuple[str, ...] | list[str] = ()
) -> list[Chunk]:
    chunks: list[Chunk] = []
    for at, part in enumerate(SLOT.split(line)):
        if at % 2 == 0:
            chunks.append((part, "O"))
        elif "=" in part:
            chunks.append((part[2:], SLOT_LABELS.get(part[0], "PERSON")))
        elif part == "h":
            chunks += _handle(names, rng)
        elif part in "pw" and cast and rng.random() < 0.4:
            chunks.append((rng.choice(cast), "PERSON"))
        else:
            chunks.append((_slot(part, child, names, rng), SLOT_LABELS.get(part, "PERSON")))
    return chunks


def _handle(names: Names, rng: random.Random) -> list[Chunk]:
    handle = draw.handle(names, rng)
    return [("@", "O"), (handle[1:], "PERSON")] if handle[0] == "@" else [(handle, "PERSON")]


def _slot(kind: str, child: str, names: Names, rng: random.Random) -> str:
    if kind in "cCi":
        return {"c": child.split()[0], "C": child, "i": draw.initials(child, rng)}[kind]
    if kind in "drtn":
        return {"d": draw.date, "r": draw.reference, "t": draw.telephone, "n": draw.people}[kind](rng)
    makers = {"p": draw.person, "w": draw.person, "s": draw.surname, "l": draw.place, "m": draw.mutated}
    makers |= {"f": draw.given, "q": draw.nickname}
    makers |= {"a": draw.address, "k": draw.haunt, "o": draw.organisation}
    return makers[kind](names, rng)


def _like(words: str, names: Names, rng: random.Random) -> str:
    if re.search(r"[\d_@#]", words):
        return words
    if re.match(r"\w\.", words):
        return f"{draw.given(names, rng)[0]}. {draw.surname(names, rng)}"
    return draw.full(names, rng) if " " in words.strip() else rng.choice((draw.given, draw.surname))(names, rng)


def _slips(words: str, rate: float, rng: random.Random) -> str:
    """Drop, double, swap or mistype each letter, but the first of a word, with probability `rate`."""
    if rate == 0:
        return words
    letters = list(words)
    for at in range(1, len(letters)):
        if letters[at].isalpha() and letters[at - 1].isalpha() and rng.random() < rate:
            kind = rng.randrange(4)
            if kind == 3:
                letters[at - 1], letters[at] = letters[at], letters[at - 1]
            else:
                letters[at] = ("", letters[at] * 2, rng.choice(KEYS))[kind]
    return "".join(letters)
