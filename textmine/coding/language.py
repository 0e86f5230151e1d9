"""Whether a coder that learned from English can read a narrative: by the small words that no English text does without."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SMALL = frozenset(
    "the and to was of in that she he her his him they them their it is at on for with not but had has have be been were "
    "are from as by when who what would could said says about after before out up no so if this there we i you my me".split()
)
LEAST_WORDS = 20  # a shorter note may leave them all out: "NFA. Rtn 0200."
WELSH = frozenset(
    "y yr yn ac ar ei eu bod ei'n mae oedd roedd wedi nad nid ddim hi ef nhw gan wrth gyda efo fod fel beth pan ond neu dydi "
    "dywedodd mynd gwneud hynny sydd ddweud".split()
)
# Of 240 example write-ups by eight authors, the one in Welsh has a share of 0.03, every other one at least 0.14.
LEAST_SHARE = 0.08
LEAST_WELSH = 0.2  # the one in Welsh has 0.28; others with whole passages in Welsh up to 0.2, and are readable


def readable(text: str) -> bool:
    """Whether there are words, and they are English enough to be coded.

    >>> readable("Dywedodd ei bod hi wedi mynd i weld ei nain am nad oedd neb yn gwrando arni gartref ac roedd hi yn drist")
    False
    >>> readable("Rtn 0200, tired.")
    True
    """
    words = _words(text)
    if len(words) < LEAST_WORDS:
        return bool(words)
    return sum(word in SMALL for word in words) >= LEAST_SHARE * len(words)


def welsh(text: str) -> bool:
    """Whether a text of some length is in Welsh, by its small words.

    >>> welsh("Dywedodd ei bod hi wedi mynd i weld ei nain am nad oedd neb yn gwrando arni gartref ac roedd hi yn drist")
    True
    """
    words = _words(text)
    return len(words) >= LEAST_WORDS and sum(word in WELSH for word in words) >= LEAST_WELSH * len(words)


def _words(text: str) -> list[str]:
    """Words in small letters, without marks such as `[CHILD]`."""
    return [word.lower() for word in WORD.findall(re.sub(r"\[[^\]\n]{1,40}\]", " ", text))]
