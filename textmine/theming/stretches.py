"""What themes are found in: a few sentences under one heading, each read once, and nothing that the form wrote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from textmine.theming.furniture import plain, stopped
from textmine.types import Matrix, Passage

ENOUGH, MOST = 30, 90  # words: a stretch goes on until it has enough, and is closed before it has more than most
FEWEST_WORDS = 5
BOILERPLATE, LONG, COMMON = 3, 6, 0.02
"""A sentence is the form's if it stands word for word in write-ups of three children; a short one, of fewer than six words,
which people may write by chance, only if it stands in those of one child in fifty too."""

FEW, BEGINNING = (
    25,
    6,
)  # words: what begins with a whole date, has few and no stop says when and where somebody was seen
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: (?:{MONTHS})[a-z]*\.? |[./-]\d{{1,2}}[./-])(?:20)?\d\d\b", re.I)
TITLE = 12  # words: what stands first, without a heading and without a stop, is the form's title if it has fewer


@dataclass(frozen=True, slots=True)
class Stretch:
    """A few sentences of one narrative that stand together.

    Args:
        narrative: id of the narrative.
        start, end: characters in the narrative, half-open; of the first sentence's start and the last one's end.
        text: its sentences without marks and tick boxes.
        said: its sentences with a stop where a mark stood: no phrase goes across.
        rows: its sentences, as places in the list of passages.
    """

    narrative: str
    start: int
    end: int
    text: str = field(repr=False)
    said: str = field(repr=False)
    rows: tuple[int, ...] = field(repr=False)


def stretches_of(passages: Sequence[Passage], child_of: Mapping[str, str]) -> tuple[Stretch, ...]:
    """The stretches of all narratives, in order; furniture and what was pasted from an earlier write-up is left out.

    Furniture is also the title of a form, and lines that only say when and where.

    Args:
        passages: of all narratives, each narrative's together and in order.
        child_of: narrative to child.
    """
    texts = [plain(passage.text) for passage in passages]
    left_out = furniture_rows(passages, texts, child_of) | _titles(passages, texts)
    found = []
    for rows in _groups(passages, texts, left_out):
        words = " ".join(texts[row] for row in rows)
        if len(words.split()) >= FEWEST_WORDS and not particulars(words):
            first, last = passages[rows[0]], passages[rows[-1]]
            said = " | ".join(stopped(passages[row].text) for row in rows)
            found.append(Stretch(first.narrative, first.start, last.end, words, said, tuple(rows)))
    return tuple(found)


def particulars(words: str) -> bool:
    """Whether a stretch only says when and where somebody was seen, or was away: no sentence.

    >>> particulars("6th November 2025, her front step"), particulars("12.03.24 ran to his nan's.")
    (True, False)
    """
    own = words.split()
    return len(own) < FEW and not _stops(words) and bool(DATE.search(" ".join(own[:BEGINNING])))


def furniture_rows(passages: Sequence[Passage], texts: Sequence[str], child_of: Mapping[str, str]) -> frozenset[int]:
    """Sentences that stand word for word in write-ups of several children, or in an earlier one of the same child."""
    places: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        places[_folded(text)].append(row)
    left_out: set[int] = set()
    everybody = len(set(child_of.values()))
    for words, rows in places.items():
        children = {child_of[passages[row].narrative] for row in rows}
        few = BOILERPLATE if len(words.split()) >= LONG else max(BOILERPLATE, COMMON * everybody)
        if len(children) >= few:
            left_out.update(rows)
        else:
            left_out.update(_repeated(rows, passages, child_of))
    return frozenset(left_out)


def _titles(passages: Sequence[Passage], texts: Sequence[str]) -> frozenset[int]:
    """What stands first in each narrative, where it is the title of the form."""
    first = {passage.narrative: row for row, passage in reversed(list(enumerate(passages)))}
    return frozenset(row for row in first.values() if not passages[row].context and _is_title(texts[row]))


def _is_title(words: str) -> bool:
    return len(words.split()) < TITLE and not _stops(words)


def _stops(words: str) -> bool:
    return words.rstrip("'\"’” )").endswith((".", "!", "?"))


def vectors_of(stretches: Sequence[Stretch], X: Matrix) -> Matrix:
    """`float32[n_stretches, d]`, rows of length one: the mean of the sentences' vectors."""
    means = np.zeros((len(stretches), X.shape[1]), dtype=np.float32)
    for place, stretch in enumerate(stretches):
        means[place] = X[list(stretch.rows)].mean(axis=0)
    means /= np.linalg.norm(means, axis=1, keepdims=True) + np.float32(1e-9)
    return means


def _repeated(rows: Sequence[int], passages: Sequence[Passage], child_of: Mapping[str, str]) -> Iterator[int]:
    """All but the first of each child."""
    seen: set[str] = set()
    for row in rows:
        child = child_of[passages[row].narrative]
        if child in seen:
            yield row
        seen.add(child)


def _groups(passages: Sequence[Passage], texts: Sequence[str], left_out: frozenset[int]) -> Iterator[list[int]]:
    open_: list[int] = []
    words = 0
    for row, (passage, text) in enumerate(zip(passages, texts, strict=True)):
        size = len(text.split())
        if open_ and (not _goes_on(passages[open_[-1]], passage) or words >= ENOUGH or words + size > MOST):
            yield open_
            open_, words = [], 0
        if row in left_out or not text:
            continue
        open_.append(row)
        words += size
    if open_:
        yield open_


def _goes_on(before: Passage, passage: Passage) -> bool:
    return (before.narrative, before.context) == (passage.narrative, passage.context)


def _folded(text: str) -> str:
    """As furniture is compared: small letters and words only; numbers and marks differ from child to child."""
    return " ".join(re.findall(r"[^\W\d_]+", text.lower()))
