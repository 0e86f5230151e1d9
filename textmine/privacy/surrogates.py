"""Replace identifiers by pseudonyms that stay the same through the whole of a child's file.

Marks name the role or kind (`[CHILD]`, `[MOTHER]`, `[PERSON 2]`, `[SCHOOL 1]`), numbered in the order in which they
first stand in the child's file and kept in the vault, so that later write-ups go on where the earlier ones ended. Dates
move by a keyed number of whole weeks, the same for all write-ups of the child, so that weekdays and intervals hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from textmine.privacy.dates import shift
from textmine.privacy.marks import MARK, Marks, born, canonical, kind_of
from textmine.types import Span

WEEKS = 26
FOREIGN = "a mark of the text"


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

    A mark that a text already holds, e.g. `[PERSON 1]`, is never given to somebody; where somebody in an earlier
    write-up has it, the text's own is replaced by another. `[CHILD]` in a text is taken to be the child.

    Args:
        texts, spans: the write-ups, in a fixed order, and the spans of each (not overlapping, in order).
        known: keyed entity to mark, from earlier write-ups of the child.
        key: turns an entity into its keyed form, so that `known` names nobody.
        weeks: how far the child's dates move.
        years: year of each write-up, for dates without one.

    Raises:
        ValueError: spans overlap, are not in order, or lie outside their text.
    """
    marks = Marks(dict(known), {}, set(known.values()) | {m[0] for text in texts for m in MARK.finditer(text)}, key)
    done = []
    for text, found, year in zip(texts, spans, years, strict=True):
        every = sorted([*found, *_foreign(text, found, frozenset(known.values()) - {"[CHILD]"})])
        done.append(_replace(text, every, partial(_new, marks=marks, weeks=weeks, year=year)))
    return CaseResult(tuple(done), marks.words)


def restore(narrative: str, replacements: Sequence[Replacement]) -> str:
    """The write-up as it was, character by character."""
    parts, last = [], 0
    for item in replacements:
        parts += [narrative[last : item.new_start], item.words]
        last = item.new_end
    return "".join([*parts, narrative[last:]])


def _foreign(text: str, found: Sequence[Span], ours: frozenset[str]) -> list[Span]:
    """Marks that stand in a write-up and mean somebody of ours in the narratives; those in a span go with it."""
    return [
        Span(*match.span(), "PERSON", 1.0, FOREIGN, f"mark:{match[0]}")
        for match in MARK.finditer(text)
        if match[0] in ours and not any(span.start < match.end() and match.start() < span.end for span in found)
    ]


def _replace(text: str, spans: Sequence[Span], mark: Callable[[Span, str], str]) -> Pseudonymised:
    parts: list[str] = []
    replaced: list[Replacement] = []
    last = length = 0
    for span in spans:
        if not last <= span.start < span.end <= len(text):
            raise ValueError(f"spans overlap or lie outside the text at characters {span.start} to {span.end}")
        words = text[span.start : span.end]
        new = mark(span, words)
        length += span.start - last
        parts += [text[last : span.start], new]
        replaced.append(Replacement(span.start, span.end, length, length + len(new), words, new, span.why, span.score))
        length += len(new)
        last = span.end
    return Pseudonymised("".join([*parts, text[last:]]), tuple(replaced))


def _new(span: Span, words: str, *, marks: Marks, weeks: int, year: int) -> str:
    kind = kind_of(span)
    if kind == "DATE":
        return shift(words.strip(), weeks, year=year) or "[DATE]"
    if kind == "DATE OF BIRTH":
        return marks.of(f"{kind}:{born(words)}", kind, words, numbered=False)
    numbered = not span.entity or span.why == FOREIGN
    return marks.of(span.entity or f"{kind}:{canonical(words, kind)}", kind, words, numbered=numbered)
