"""From what the tagger says of word pieces to spans of whole words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from textmine.types import Probabilities, Span

JOINERS = re.compile(r"[ \u00a0]{1,2}|['\u2019.\u2010\u2011-]")
"""What may stand between two words of one name."""
AFTER_INITIAL = re.compile(r"\.[ \u00a0]")
"""What may also stand after an initial or `St`."""
FIGURE_JOINERS = re.compile(r"[ \u00a0]?[/:.,\u2010\u2011\u2013-][ \u00a0]?|[ \u00a0]{1,2}")
"""What may stand between two words of one date or reference."""
FIGURES = ("DATE_TIME", "CODE")

LOWER, CAPITAL, CAPITALS, DIGITS = range(4)
"""How a word is written; the encoder itself sees no capitals, so the tagger is told beside its pieces."""
RUN = re.compile(r"\w+")


def cases_of(text: str, offsets: Sequence[tuple[int, int]]) -> list[int]:
    """How the word is written in which each piece stands.

    >>> cases_of("Saw KJ at no 7", [(0, 3), (4, 6), (7, 9), (10, 12), (13, 14)])
    [1, 2, 0, 0, 3]

    Args:
        text: as it was read.
        offsets: of the pieces, characters, half-open, in order.

    Returns:
        For each piece `LOWER`, `CAPITAL`, `CAPITALS` (two letters at least) or `DIGITS`.
    """
    found, words = [LOWER] * len(offsets), RUN.finditer(text)
    word = next(words, None)
    for at, (start, _) in enumerate(offsets):
        while word is not None and word.end() <= start:
            word = next(words, None)
        if word is not None and word.start() <= start:
            found[at] = _case(word[0])
    return found


def _case(word: str) -> int:
    if any(map(str.isdigit, word)):
        return DIGITS
    if len(word) > 1 and word.isupper():
        return CAPITALS
    return CAPITAL if word[0].isupper() else LOWER


class Word(NamedTuple):
    """A tagged word: its characters, half-open, its label and the chance that it identifies somebody."""

    start: int
    end: int
    label: str
    risk: float


def spans_of(
    text: str,
    offsets: Sequence[tuple[int, int]],
    P: Probabilities,
    *,
    labels: Sequence[str],
    thresholds: Sequence[float],
) -> tuple[Span, ...]:
    """Tag whole words and join neighbours of one label.

    Args:
        text: the text.
        offsets: of the word pieces, characters, half-open, in order.
        P: float64[n_pieces, n_labels] in [0, 1]; label 0 is `O`.
        labels: `O` first.
        thresholds: of the labels after `O`: a word is tagged when 1 - P(O) of one of its pieces exceeds it.

    Returns:
        Spans in order. A word has the label that is strongest in any of its pieces.
    """
    spans: list[list[Word]] = []
    for word in _tagged(text, offsets, P, labels, thresholds):
        if spans and _joined(text, spans[-1][-1], word):
            spans[-1].append(word)
        else:
            spans.append([word])
    return tuple(_span(words) for words in spans)


def _tagged(
    text: str, offsets: Sequence[tuple[int, int]], P: Probabilities, labels: Sequence[str], thresholds: Sequence[float]
) -> Iterator[Word]:
    places = [match.span() for match in _word().finditer(text)]
    bounds = np.searchsorted([start for start, _ in offsets], places).reshape(-1, 2)
    known = np.flatnonzero(bounds[:, 0] < bounds[:, 1])  # the tokenizer leaves out words of control characters
    if not len(known):
        return
    edges = bounds[known].ravel()
    padded = np.vstack([P, P[-1:]])  # reduceat wants every edge inside
    risks = 1.0 - np.minimum.reduceat(padded[:, 0], edges)[::2]
    kinds = np.maximum.reduceat(padded[:, 1:], edges)[::2].argmax(axis=1)
    for at in np.flatnonzero(risks > np.asarray(thresholds)[kinds]):
        start, end = places[known[at]]
        yield Word(start, end, labels[1 + kinds[at]], float(np.clip(risks[at], 0.0, 1.0)))


def _joined(text: str, before: Word, after: Word) -> bool:
    if before.label != after.label:
        return False
    between = text[before.end : after.start]
    if before.label in FIGURES:
        return FIGURE_JOINERS.fullmatch(between) is not None
    short = text[before.start : before.end]
    if (len(short) == 1 or (len(short) == 2 and not short.isupper())) and AFTER_INITIAL.fullmatch(between):
        return True
    return JOINERS.fullmatch(between) is not None


def _span(words: list[Word]) -> Span:
    score = round(sum(word.risk for word in words) / len(words), 6)
    return Span(words[0].start, words[-1].end, words[0].label, score=score, why="tagger")


@cache
def _word() -> re.Pattern[str]:
    """Letters, figures and the marks that belong to letters: without these a combining accent would cut a word."""
    marks = "".join(map(chr, (c for c in range(0x300, 0x20000) if unicodedata.category(chr(c)) in ("Mn", "Mc"))))
    return re.compile(rf"[\w{marks}\u00ad\u200c\u200d]*\w[\w{marks}\u00ad\u200c\u200d]*")
