"""Recombine passages of the example's sources into a new write-up, with its identifiers and where they stand."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from corpus_cast import Cast, Known, moved
from source import DIRECT, Identifier, Source

SWAPPED = 0.5
"""Share of the body's passages that come from another write-up of the same author."""
LEFT_OUT = 0.35
"""Share of the body's passages that are left out: a made write-up has 250 words on average."""
SHORTEST = 40  # characters of a passage that may go elsewhere
WEEK = 7


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of a source with its identifiers; `left` is when the source's child went missing."""

    role: str
    text: str
    marks: tuple[Identifier, ...]
    child: str
    left: date


@dataclass(frozen=True, slots=True)
class Author:
    """What one author has written: heads and passages of whole write-ups, and the passages that fit elsewhere."""

    name: str
    writeups: tuple[tuple[Mapping[str, str], tuple[Passage, ...]], ...]
    movable: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A made write-up: spans as in the gold file of the example; `left`, `returned`, `interview` as in its head."""

    text: str
    spans: tuple[dict[str, object], ...]
    head: Mapping[str, str]
    left: str
    returned: str
    interview: str


def authors(sources: Mapping[str, Source]) -> tuple[Author, ...]:
    """Sources by author, in order of name; a write-up that does not know when the child left is not used."""
    found = []
    for name in sorted({id.split("-")[0] for id in sources}):
        own = [
            source for id, source in sources.items() if id.split("-")[0] == name and source.head["left"] != "unknown"
        ]
        writeups = tuple((source.head, tuple(passages(source))) for source in own)
        movable = tuple(line for _, lines in writeups for line in lines if _may_move(line))
        found.append(Author(name, writeups, movable))
    return tuple(found)


def known_words(sources: Iterable[Source], people: Iterable[str]) -> Known:
    """What the sources' names are made of.

    Args:
        people: full names from the lists of children.
    """
    full = [name.split() for name in people]
    marked = [(span.type, source.text[span.start : span.end]) for source in sources for span in source.identifiers]
    taken = {word for type, words in marked if type != "DATE" for word in re.findall(r"[^\W\d_]{3,}", words.casefold())}
    given = frozenset(words[0].casefold() for words in full)
    return Known(frozenset(words[-1].casefold() for words in full if len(words) > 1), given, frozenset(taken) | given)


def passages(source: Source) -> Iterator[Passage]:
    """The lines of a source that a reader sees, each with its own identifiers, counted from the line's start."""
    left, at = date.fromisoformat(source.head["left"][:10]), 0
    for line in source.lines:
        if line.role == "deleted":
            continue
        end = at + len(line.text)
        marks = tuple(
            Identifier(span.start - at, span.end - at, span.type, span.entity)
            for span in source.identifiers
            if at <= span.start and span.end <= end
        )
        yield Passage(line.role, line.text, marks, source.head["child"], left)
        at = end + 1


def make(rng: random.Random, author: Author, cast: Cast, *, near: date) -> Made:
    """A new write-up of the cast's child about an episode near a day, on the same weekday as in the source."""
    head, lines = rng.choice(author.writeups)
    was = date.fromisoformat(head["left"][:10])
    weeks = round((near - was).days / WEEK)
    now = date.fromordinal(was.toordinal() + WEEK * weeks)
    other = iter(rng.sample(author.movable, min(len(lines), len(author.movable))))
    mixed = [next(other, line) if _may_move(line) and rng.random() < SWAPPED else line for line in lines]
    kept = [line for line in mixed if not _may_move(line) or rng.random() >= LEFT_OUT]
    text, spans = _rewritten(_trimmed(kept), cast, now)
    moments = (_later(head[name], weeks) for name in ("left", "returned", "interview"))
    return Made(text, tuple(spans), head, *moments)


def _may_move(passage: Passage) -> bool:
    return passage.role == "body" and len(passage.text) >= SHORTEST


def _trimmed(lines: Sequence[Passage]) -> Sequence[Passage]:
    """Without blank lines around, as readers give the text."""
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else ()


def _rewritten(lines: Sequence[Passage], cast: Cast, now: date) -> tuple[str, list[dict[str, object]]]:
    parts: list[str] = []
    spans: list[dict[str, object]] = []
    length = 0
    for number, line in enumerate(lines):
        at = 0
        if number:
            parts.append("\n")
            length += 1
        for mark in line.marks:
            new, entity = _replacement(mark, line, cast, now)
            parts += [line.text[at : mark.start], new]
            start = length + mark.start - at
            length = start + len(new)
            kind = "direct" if mark.type in DIRECT else "quasi"
            spans.append({"start": start, "end": length, "type": mark.type, "kind": kind, "entity": entity})
            at = mark.end
        parts.append(line.text[at:])
        length += len(line.text) - at
    return "".join(parts), spans


def _replacement(mark: Identifier, line: Passage, cast: Cast, now: date) -> tuple[str, str]:
    words = line.text[mark.start : mark.end]
    if mark.type == "PERSON":
        return cast.person(mark.entity, source=line.child, words=words, before=line.text[: mark.start])
    if mark.type == "DATE":
        new = moved(words, was=line.left, now=now)
        return new, new.casefold()
    if mark.type == "DOB":
        return cast.birth(words), "dob"
    return cast.thing(mark.type, words)


def _later(moment: str, weeks: int) -> str:
    if moment == "unknown":
        return ""
    day = datetime.fromisoformat(moment)
    return date.fromordinal(day.toordinal() + WEEK * weeks).isoformat() + moment[10:]
