"""Texts without accents, invisible characters and kinds of apostrophe, and the way back to what was written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from textmine.privacy.language.lookalikes import UNUSUAL, as_seen

WORD = re.compile(r"[^\x00-\x20]+")
SAME = {
    **dict.fromkeys("’‘ʼʹ´`′＇", "'"),
    **dict.fromkeys("‐‑‒–−﹣－", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f", " "),
    "ß": "ss",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
    "æ": "ae",
    "Æ": "AE",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text.

    Args:
        text: the text without accents; capitals are kept.
        places: for each of its characters the one it comes from; None where both texts are the same.
        length: of the text as written.
    """

    text: str = field(repr=False)
    places: tuple[int, ...] | None = field(repr=False)
    length: int

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The stretch as written, with the marks that belong to its last character: characters, half-open."""
        if self.places is None:
            return start, end
        after = self.places[end] if end < len(self.places) else self.length
        return self.places[start], max(after, self.places[end - 1] + 1)


def unhidden(text: str) -> Folded:
    """A text as a reader sees it: without what cannot be seen, letters of other scripts as the Latin ones they look like.

    Accents, dashes and apostrophes stay as they are.

    >>> unhidden("K\u200da\u0443leigh").text
    'Kayleigh'
    """
    if not UNUSUAL.search(text):
        return Folded(text, None, len(text))
    places = tuple(place for place, character in enumerate(text) if as_seen(character))
    bare = "".join(text[place] for place in places)
    return Folded(WORD.sub(_in_latin, bare), places, len(text))


def _in_latin(word: re.Match[str]) -> str:
    """The word in Latin letters, if every letter is one or looks like one; else as it is, a word of another script."""
    latin = "".join(as_seen(character) for character in word[0])
    foreign = (c for c in latin if c.isalpha() and "LATIN" not in unicodedata.name(c, ""))
    return word[0] if any(foreign) else latin


def fold(text: str) -> Folded:
    """Fold a text; characters that fold to nothing belong to the one before.

    >>> fold("Siân D’Arcy").text
    "Sian D'Arcy"
    """
    if text.isascii():
        return Folded(text, None, len(text))
    parts: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = _plain(character)
        parts.append(plain)
        places += [place] * len(plain)
    return Folded("".join(parts), tuple(places), len(text))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character.isascii():
        return character
    character = as_seen(character)
    if character in SAME:
        return SAME[character]
    plain = "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
    return "".join(SAME.get(c, c) for c in plain)
