"""Words that are frequent in Welsh alone: with a capital in an English sentence such a word is a name, `Pam` (why)."""

from __future__ import annotations

import re
from functools import lru_cache

from textmine.assets import asset
from textmine.privacy.language.plainwords import POSSESSIVE, words_of

QUESTIONS = words_of("pam haf medi")
"""Welsh words that are names too, and for that reason stand in no list of frequent words."""
WORD = re.compile(r"[^\W\d_][\w'’]*")
ENDS = re.compile(r"[.!?\n|:](?=\s|$)|\n")
REACH = 200
"""Characters on each side that tell the language."""


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], frozenset[str]]:
    """Frequent words that are English alone, and Welsh alone; lower case."""
    english, welsh = (
        words_of(asset("models", "detector", name).read_text("utf-8"))
        for name in ("common-words.txt", "common-welsh.txt")
    )
    return english - welsh, (welsh | QUESTIONS) - english


def only_welsh(word: str) -> bool:
    """Whether a word, read without regard to capitals, is frequent in Welsh and not in English."""
    return POSSESSIVE.sub("", word.casefold()) in _words()[1]


def a_welsh_name(text: str, start: int, end: int) -> bool:
    """Whether a word that is frequent in Welsh alone stands here for somebody.

    It has a capital, and its sentence is not Welsh, or does not begin with it.

    >>> text = "Yno roedd Pam. Pam aeth hi? Pam showed me."
    >>> [a_welsh_name(text, at, at + 3) for at in (10, 15, 28)]
    [True, False, True]
    """
    if not text[start].isupper():
        return False
    before, after = _sentence(text, start, end)
    return any(map(str.isalnum, before)) or not _leans(before + after) > 0


def in_english(text: str, start: int, end: int) -> bool:
    """Whether the sentence around a word has more English words than Welsh ones; the word itself tells nothing."""
    return _leans(" ".join(_sentence(text, start, end))) < 0


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before a stretch in its sentence, line or cell, and after it."""
    least = max(0, start - REACH)
    begins = max((match.end() for match in ENDS.finditer(text, least, start)), default=least)
    stop = ENDS.search(text, end, end + REACH)
    return text[begins:start], text[end : stop.start() if stop else end + REACH]


def _leans(sentence: str) -> int:
    """How many more words of a sentence are Welsh alone than English alone."""
    english, welsh = _words()
    words = [word.casefold() for word in WORD.findall(sentence)]
    return sum(word in welsh for word in words) - sum(word in english for word in words)
