"""Replace identifiers by pseudonyms that stay the same through the whole of a child's file.

Marks name the role or kind (`[CHILD]`, `[MOTHER]`, `[PERSON 2]`, `[SCHOOL 1]`), numbered in the order in which they
first stand in the child's file and kept in the vault, so that later write-ups go on where the earlier ones ended. Dates
move by a keyed number of whole weeks, the same for all write-ups of the child, so that weekdays and intervals hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.privacy.dates import shift
from textmine.types import Span

NAMES = {
    "LOCATION": "PLACE",
    "ORGANIZATION": "ORGANISATION",
    "CODE": "REFERENCE",
    "DATE_TIME": "DATE",
    "NRP": "GROUP",
    "NHS": "NHS NUMBER",
    "NINO": "NATIONAL INSURANCE NUMBER",
    "DOB": "DATE OF BIRTH",
    "URL": "WEB ADDRESS",
}
UNNUMBERED = frozenset({"CHILD", "DATE OF BIRTH", "DATE"})
WEEKS = 26


@dataclass(frozen=True, slots=True)
class Replacement:
    """One identifier and what stands in its place: characters in the write-up and in the narrative, half-open."""

    start: int
    end: int
    new_start: int
    new_end: int
    words: str = field(repr=False)
    mark: str
    why: str
    score: float


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """A narrative's text, and what was replaced in it, in order."""

    text: str = field(repr=False)
    replacements: tuple[Replacement, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseResult:
    """A child's file after pseudonymisation.

    Args:
        texts: one for each write-up.
        marks: keyed entity to (mark, the words it stands for): what the vault must keep.
    """

    texts: tuple[Pseudonymised, ...]
    marks: Mapping[str, tuple[str, str]] = field(repr=False)


def pseudonymise_case(
    texts: Sequence[str],
    spans: Sequence[Sequence[Span]],
    *,
    known: Mapping[str, str],
    key: Callable[[str], str],
    weeks: int,
    years: Sequence[int],
) -> CaseResult:
    """Pseudonymise all write-ups of one child together.

    Args:
        texts, spans: the write-ups, in a fixed order, and the spans of each (not overlapping, in order).
        known: keyed entity to mark, from earlier write-ups of the child.
        key: turns an entity into its keyed form, so that `known` names nobody.
        weeks: how far the child's dates move.
        years: year of each write-up, for dates without one.
    """
    marks = {entity: (mark, "") for entity, mark in known.items()}
    taken = {mark for mark, _ in marks.values()} | {
        m for text in texts for m in re.findall(r"\[[A-Z][A-Z ]*\d*\]", text)
    }
    done = []
    for text, found, year in zip(texts, spans, years, strict=True):
        done.append(_replace(text, found, lambda span, words, y=year: _mark(span, words, marks, taken, key, weeks, y)))
    return CaseResult(tuple(done), {entity: pair for entity, pair in marks.items() if pair[1]})


def restore(narrative: str, replacements: Sequence[Replacement]) -> str:
    """The write-up as it was, character by character."""
    parts, last = [], 0
    for item in replacements:
        parts += [narrative[last : item.new_start], item.words]
        last = item.new_end
    return "".join([*parts, narrative[last:]])


def _replace(text: str, spans: Sequence[Span], mark: Callable[[Span, str], str]) -> Pseudonymised:
    parts: list[str] = []
    replaced: list[Replacement] = []
    last = length = 0
    for span in spans:
        words = text[span.start : span.end]
        new = mark(span, words)
        length += span.start - last
        parts += [text[last : span.start], new]
        replaced.append(Replacement(span.start, span.end, length, length + len(new), words, new, span.why, span.score))
        length += len(new)
        last = span.end
    return Pseudonymised("".join([*parts, text[last:]]), tuple(replaced))


def _mark(
    span: Span,
    words: str,
    marks: dict[str, tuple[str, str]],
    taken: set[str],
    key: Callable[[str], str],
    weeks: int,
    year: int,
) -> str:
    kind = kind_of(span)
    if kind == "DATE":
        return shift(words.strip(), weeks, year=year) or "[DATE]"
    if kind in UNNUMBERED:
        marks.setdefault(key(kind), (f"[{kind}]", words))
        return f"[{kind}]"
    entity = key(span.entity or f"{kind}:{canonical(words)}")
    mark = marks[entity][0] if entity in marks else _next(kind, taken, numbered=not span.entity)
    taken.add(mark)
    marks[entity] = (mark, words)
    return mark


def kind_of(span: Span) -> str:
    """The word in the mark: the role the roster gives, or the kind of identifier."""
    role = span.entity.split(":")[0]
    if role and role not in NAMES and role != span.label:
        return re.sub(r"[^A-Z ]+", " ", role.upper()).strip() or "PERSON"
    return NAMES.get(span.label, span.label)


def canonical(words: str) -> str:
    """What two writings of one identifier share: case, spaces and the possessive do not matter."""
    return re.sub(r"['’]s$", "", re.sub(r"[\s\-.]+", " ", words.casefold()).strip())


def _next(kind: str, taken: set[str], *, numbered: bool) -> str:
    if not numbered and f"[{kind}]" not in taken:
        return f"[{kind}]"
    number = 1 if numbered else 2
    while f"[{kind} {number}]" in taken:
        number += 1
    return f"[{kind} {number}]"
