"""Which child of the roster a write-up is about, where neither table nor path says it: by its words and its file's name.

A wrong child is worse than none: whatever fits two children, or contradicts itself, tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from textmine.errors import ReadError
from textmine.privacy.case.roster import CHILD, Case
from textmine.privacy.language.folding import fold
from textmine.privacy.writeups import Writeup

PART = re.compile(r"[^\W_]+")
LETTERS = re.compile(r"[^\W\d_]+")
SHORTEST = 4  # characters of a reference that stands in a text by no accident
SHORTEST_NUMBER = 5  # of one that is figures alone: four are a year
ROWS = frozenset({"csv", "xlsx"})  # a file of many write-ups has no child's name of its own
BY_TEXT = "by a reference in the text"
BY_NAME = "by the name in the file's or folder's name"
Bearer = tuple[frozenset[str], frozenset[str], str]
"""Parts of a forename, parts of the family name, and the child who bears them."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a write-up says of its child.

    Args:
        child: its reference, "" if it is not told.
        how: by what; "" if it is not told.
        fault: why it is not told although there was something to go by.
    """

    child: str = field(repr=False, default="")
    how: str = ""
    fault: ReadError | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """What the roster and the episodes table give to tell children by.

    Args:
        references: first part of a reference, as it is compared, to references: their parts and the child.
        bearers: a part of a family name to who bears it.
        own: each child's forenames, in parts.
    """

    references: Mapping[str, Sequence[tuple[tuple[str, ...], str]]] = field(repr=False)
    bearers: Mapping[str, Sequence[Bearer]] = field(repr=False)
    own: Mapping[str, Sequence[frozenset[str]]] = field(repr=False)

    @classmethod
    def of(cls, cases: Mapping[str, Case], episodes: Mapping[str, str]) -> Telling:
        """From the roster's cases, and the episodes' ids with their children."""
        references: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for words, child in (*((child, child) for child in cases), *episodes.items()):
            if _tells(words):
                parts = tuple(PART.findall(words.casefold()))
                references.setdefault(parts[0], []).append((parts, child))
        bearers: dict[str, list[Bearer]] = {}
        own: dict[str, list[frozenset[str]]] = {}
        for bearer in (one for case in cases.values() for one in _bearers(case)):
            bearers.setdefault(min(bearer[1]), []).append(bearer)
            own.setdefault(bearer[2], []).append(bearer[0])
        return cls(references, bearers, own)

    def tell(self, writeup: Writeup) -> Told:
        """The child by the one reference in the text, else by the one full name in the path."""
        written = self._in_text(writeup.text)
        named = frozenset() if writeup.form in ROWS else self._in_path(writeup.id)
        found = written if len(written) == 1 else named
        if not found:
            return Told(fault=_several() if written else None)
        if len(found) > 1 or (named and written and not named <= written):
            return Told(fault=_several())
        (child,) = found
        how = BY_TEXT if found is written else BY_NAME
        return Told(fault=_others()) if self._speaks_of_others(writeup.text, child, how) else Told(child, how)

    def _in_text(self, text: str) -> frozenset[str]:
        """Children whose reference, or whose episode's, stands in a text as a word of its own."""
        folded = text.casefold()
        found = list(PART.finditer(folded))
        gaps = ["", *(folded[one.end() : other.start()] for one, other in pairwise(found)), ""]
        words = [one[0] for one in found]
        return frozenset(
            child
            for n, word in enumerate(words)
            for parts, child in self.references.get(word, ())
            if tuple(words[n : n + len(parts)]) == parts and _alone(gaps, words, n, n + len(parts))
        )

    def _in_path(self, path: str) -> frozenset[str]:
        """Children whose full name stands in the name of the file or of a folder."""
        return frozenset(child for name in path.split("/") for child in self._bearing(_letters(name)))

    def _bearing(self, words: Sequence[str]) -> Iterator[str]:
        there = frozenset(words)
        for word in there:
            yield from (child for fore, family, child in self.bearers.get(word, ()) if fore | family <= there)

    def _speaks_of_others(self, text: str, child: str, how: str) -> bool:
        """Whether a text has the full names of other children of the roster, and does not speak of this one.

        A reference may be a friend's: beside the full names of others this child's must stand too. A child whose name
        is on the file need only be spoken of.
        """
        words = _letters(text)
        full = frozenset(self._adjoining(words))
        there = frozenset(words)
        spoken = how == BY_NAME and any(fore <= there for fore in self.own.get(child, ()))
        return bool(full) and child not in full and not spoken

    def _adjoining(self, words: Sequence[str]) -> Iterator[str]:
        """Children whose forename and family name stand side by side; a middle name may stand between."""
        for n, word in enumerate(words):
            for fore, family, child in self.bearers.get(word, ()):
                around = len(fore) + len(family) + 1
                if fore | family <= frozenset(words[max(0, n - around) : n + around]):
                    yield child


def _tells(words: str) -> bool:
    parts = PART.findall(words)
    shortest = SHORTEST_NUMBER if "".join(parts).isdigit() else SHORTEST
    return bool(parts) and sum(map(len, parts)) >= shortest and any(c.isdigit() for c in words)


def _alone(gaps: Sequence[str], words: Sequence[str], start: int, end: int) -> bool:
    """Whether words stand together as one reference, and are no part of a longer one or of a number in groups."""
    inside = all(gap in ("-", "/", "_", " ", ".") for gap in gaps[start + 1 : end])
    before, after = gaps[start], gaps[end]
    longer = (before in ("-", "/") and start > 0) or (after in ("-", "/") and end < len(words))
    figures = "".join(words[start:end]).isdigit()
    grouped = figures and (
        (start > 0 and before in (" ", ".", ",") and words[start - 1].isdigit())
        or (end < len(words) and after in (" ", ".", ",") and words[end].isdigit())
    )
    return inside and not longer and not grouped


def _bearers(case: Case) -> Iterator[Bearer]:
    """The child's forename and each name it is known by, with its family name."""
    names = [known.words for known in case.known if known.entity == CHILD]
    if not names:
        return
    given, family = _given_and_family(names[0])
    for fore in {given, *(_given_and_family(name)[0] for name in names[1:])}:
        if fore and family and not fore & family and len("".join(fore)) > 1 and len("".join(family)) > 1:
            yield fore, family, case.child


def _given_and_family(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """First and last word of a name, in parts: `Llewellyn-Price` is two; `PRICE, Carys` has them turned round."""
    family, comma, given = name.partition(",")
    words = (f"{given} {family}" if comma else name).split()
    if not words:
        return frozenset(), frozenset()
    last = words[-1] if len(words) > 1 else ""
    return frozenset(_letters(words[0])), frozenset(_letters(last))


def _letters(words: str) -> list[str]:
    """Words in small letters without accents and apostrophes."""
    return LETTERS.findall(fold(words).text.casefold().replace("'", ""))


def counted(ways: Iterable[str]) -> dict[str, int]:
    """How many write-ups were told by each way."""
    ways = list(ways)
    return {way: ways.count(way) for way in (BY_TEXT, BY_NAME) if way in ways}


def _several() -> ReadError:
    return ReadError(
        "More than one child of the roster fits this write-up",
        next_step="name the document in the episodes table, or put the one child's reference into its file name",
    )


def _others() -> ReadError:
    return ReadError(
        "What points to a child in this write-up does not fit the names in its text",
        next_step="look whom it is about; name the document in the episodes table, or put the reference into its file name",
    )
