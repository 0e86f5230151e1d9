"""What the detector is trained on in one round: corpora with names exchanged, and made-up notes, both roughened."""

from __future__ import annotations

import random
import re
from pathlib import Path

import detector_names as draw
from detector_corpora import SOURCES, Chunk, Text, read_part
from detector_names import Names

SLOT = re.compile(r"\{(\w)\}")
PRONOUN = re.compile(r"\b(he|she|him|his)\b(?!['’])", re.I)
SLOT_LABELS = {
    "l": "LOCATION", "m": "LOCATION", "a": "LOCATION", "k": "LOCATION", "o": "ORGANIZATION", "d": "DATE_TIME",
    "r": "CODE",
}  # fmt: skip
NOTES = Path(__file__).with_name("detector_notes.txt")
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
    texts += [rough(name_someone(note, names, rng), rng) for note in made_up]
    return [text for text in texts if any(label not in "O?" for _, label in text) or rng.random() < bare]


def made_up_notes(names: Names, rng: random.Random, *, number: int, every: tuple[int, int] = (0, 8)) -> list[Text]:
    """Notes of 2 to 9 sentences about one child; `every` (a, b) takes the carriers whose number % 9 is in [a, b)."""
    carriers, plain = _carriers()
    mine = [line for at, line in enumerate(carriers) if every[0] <= at % 9 < every[1]]
    return [_note(mine, plain, names, rng) for _ in range(number)]


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
    return tuple(chunk for chunk in chunks if chunk[0])


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


def _note(carriers: list[str], plain: list[str], names: Names, rng: random.Random) -> Text:
    child = draw.full(names, rng)
    chunks: list[Chunk] = []
    for _ in range(rng.randint(2, 9)):
        line = rng.choice(carriers if rng.random() < 0.6 else plain)
        chunks += _fill(line, child, names, rng)
        chunks.append((rng.choice((". ", " ", "\n", ", ", "; ")), "O"))
    return tuple(chunks)


def _fill(line: str, child: str, names: Names, rng: random.Random) -> list[Chunk]:
    chunks: list[Chunk] = []
    for at, part in enumerate(SLOT.split(line)):
        if at % 2 == 0:
            chunks.append((part, "O"))
        elif part == "h":
            chunks += _handle(names, rng)
        else:
            chunks.append((_slot(part, child, names, rng), SLOT_LABELS.get(part, "PERSON")))
    return chunks


def _handle(names: Names, rng: random.Random) -> list[Chunk]:
    handle = draw.handle(names, rng)
    return [("@", "O"), (handle[1:], "PERSON")] if handle[0] == "@" else [(handle, "PERSON")]


def _slot(kind: str, child: str, names: Names, rng: random.Random) -> str:
    if kind in "cCi":
        return {"c": child.split()[0], "C": child, "i": draw.initials(child, rng)}[kind]
    if kind in "dr":
        return draw.date(rng) if kind == "d" else draw.reference(rng)
    makers = {"p": draw.person, "w": draw.person, "s": draw.surname, "l": draw.place, "m": draw.mutated}
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
