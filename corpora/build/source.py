"""Compile a marked write-up source into text, identifier spans and coded mentions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

DIRECT = frozenset("PERSON DOB ADDRESS POSTCODE PHONE EMAIL HANDLE URL NHS REF VEHICLE".split())
QUASI = frozenset("PLACE SCHOOL HOME ORG DATE NRP".split())
KINDS = frozenset("full partial thin refusal carer_only no_reason".split())
FORMATS = frozenset("docx pdf txt txt1252 csv xlsx odt rtf md".split())
DATED = ("left", "returned", "interview")
FIELDS = (
    "engagement",
    "dominant_direction",
    "child_disputes_missing",
    "conducted_alone",
    "interview_language",
    "write_up_quality",
)
MARK = re.compile(r"\[\[([A-Z]+):(.+?)(?:@([\w.-]+))?\]\]")
LINE = re.compile(r"^(?:\{(header|footer|comment|deleted)\} |(#{1,2}) )?(.*)$")


class SourceFault(ValueError):
    """A source file that breaks the rules of WRITING.md."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in the text: characters, half-open."""

    start: int
    end: int
    type: str
    entity: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A coded mention in the text: characters, half-open."""

    start: int
    end: int
    code: str
    assertion: str
    time: str
    voice: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the document: its role and where its words stand in the text (or struck out)."""

    role: str  # body, heading1, heading2, row, header, footer, comment, deleted
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A compiled write-up: `text` is what a reader of the rendered document should see."""

    head: dict[str, str]
    text: str
    lines: tuple[Line, ...]
    identifiers: tuple[Identifier, ...]
    mentions: tuple[Mention, ...] = field(default=())


def compile_source(raw: str) -> Source:
    """Compile one source file.

    Raises:
        SourceFault: what is wrong, in words an author can act on.
    """
    parts = re.split(r"^---[ \t]*$\n?", raw.replace("\r\n", "\n"), flags=re.M)
    if len(parts) != 3:
        raise SourceFault(f"needs head, text and codes separated by two lines '---', has {len(parts)} parts")
    head = _head(parts[0])
    lines = _lines(parts[1].strip("\n"))
    text, identifiers = _strip("\n".join(line.text for line in lines if line.role != "deleted"))
    clean = tuple(Line(line.role, _strip(line.text)[0]) for line in lines)
    return Source(head, text, clean, identifiers, compile_mentions(text, parts[2].splitlines()))


def compile_mentions(text: str, lines: Sequence[str]) -> tuple[Mention, ...]:
    """Coded mentions from lines `code | assertion | time | voice | words`.

    Raises:
        SourceFault: a line has other parts, or its words are missing or stand more than once.
    """
    return tuple(_mention(text, line) for line in lines if line.strip())


def read_sources(folder: Path) -> dict[str, Source]:
    """All sources below a folder by id, in id order."""
    found = {}
    for path in sorted(folder.rglob("*-[0-9][0-9]*.txt")):
        try:
            source = compile_source(path.read_text(encoding="utf-8"))
        except SourceFault as fault:
            raise SourceFault(f"{path.stem}: {fault}") from None
        found[source.head["id"]] = source
    return found


def _head(raw: str) -> dict[str, str]:
    head = dict(re.match(r"\s*([\w_]+)\s*:\s*(.*?)\s*$", line).groups() for line in raw.splitlines() if line.strip())
    wanted = ("id", "child", "kind", "format", *DATED, *FIELDS)
    if missing := [key for key in wanted if not head.get(key)]:
        raise SourceFault(f"head lacks {', '.join(missing)}")
    if head["kind"] not in KINDS or head["format"] not in FORMATS:
        raise SourceFault(f"kind {head['kind']} or format {head['format']} is unknown")
    for key in DATED:
        if not re.fullmatch(r"unknown|\d{4}-\d\d-\d\d( \d\d:\d\d)?", head[key]):
            raise SourceFault(f"{key} is not a date: {head[key]}")
    return head


def _lines(body: str) -> tuple[Line, ...]:
    found = []
    for raw in body.split("\n"):
        special, hashes, rest = LINE.match(raw).groups()
        role = special or (f"heading{len(hashes)}" if hashes else "body")
        if role == "body" and re.match(r"^\|.*\|\s*$", rest):
            role, rest = "row", " | ".join(cell.strip() for cell in rest.strip().strip("|").split("|"))
        found.append(Line(role, rest.replace("[x]", "☒").replace("[ ]", "☐").rstrip()))
    return tuple(found)


def _strip(marked: str) -> tuple[str, tuple[Identifier, ...]]:
    text, spans, last = "", [], 0
    for mark in MARK.finditer(marked):
        kind, words, entity = mark.groups()
        if kind not in DIRECT | QUASI:
            raise SourceFault(f"unknown identifier type {kind}")
        if kind == "PERSON" and not entity:
            raise SourceFault(f"a PERSON without @entity: {words}")
        text += marked[last : mark.start()]
        spans.append(Identifier(len(text), len(text) + len(words), kind, entity or words.lower()))
        text += words
        last = mark.end()
    text += marked[last:]
    if "[[" in text or "]]" in text:
        raise SourceFault(f"a broken mark near: {text[max(0, text.find('[[')) :][:60]}")
    return text, tuple(spans)


def _mention(text: str, line: str) -> Mention:
    parts = [part.strip() for part in line.split("|", 4)]
    if len(parts) != 5:
        raise SourceFault(f"a code line needs five parts: {line}")
    code, assertion, time, voice, quote = parts
    nth = 1
    if place := re.search(r"\s@(\d+)$", quote):
        nth, quote = int(place[1]), quote[: place.start()]
    places = [found.start() for found in re.finditer(re.escape(quote), text)]
    if not places:
        raise SourceFault(f"words not in the text: {quote}")
    if len(places) > 1 and not place:
        raise SourceFault(f"words stand {len(places)} times, say which with @N: {quote}")
    if nth > len(places):
        raise SourceFault(f"words stand {len(places)} times, not {nth}: {quote}")
    start = places[nth - 1]
    return Mention(start, start + len(quote), code, assertion, time, voice)
