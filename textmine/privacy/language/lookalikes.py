"""Characters that hide a name: those that cannot be seen, and letters of other scripts that look like Latin ones."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HIDDEN = frozenset(
    map(
        chr,
        (
            *(0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0, *range(0x180B, 0x1810)),
            *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)),
            *(*range(0xFFF9, 0xFFFC), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE0200)),
        ),
    )
)
"""Joiners, directions, fillers and selectors: nothing is seen of them, and a word goes on behind them."""

_LATIN = "A B C E H I J K M N O P S T X Y a c e i j o p s x y v h k b d g l m n q r t u w z"
_CYRILLIC = "А В С Е Н І Ј К М Ν О Р Ѕ Т Х У а с е і ј о р ѕ х у ѵ һ к Ь ԁ ɡ ӏ м п ԛ г т и ԝ з"
_GREEK = "Α Β Ϲ Ε Η Ι Ϳ Κ Μ Ν Ο Ρ Σ Τ Χ Υ α ϲ ε ι ϳ ο ρ ς χ γ ν η κ β δ ɡ ӏ μ η ԛ г τ υ ω ζ"
LOOKALIKES = {
    **dict(zip(_GREEK.split(), _LATIN.split(), strict=True)),
    **dict(zip(_CYRILLIC.split(), _LATIN.split(), strict=True)),
    "З": "3",
    "Ζ": "Z",
    "Ԍ": "G",
    "Ғ": "F",
    "Ԛ": "Q",
    "Ԝ": "W",
    "ԍ": "g",
    "ո": "n",
    "օ": "o",
    "ս": "u",
    "ց": "g",
    "ɑ": "a",
}
"""After Unicode's confusables (UTS 39), as far as a reader takes the letter for the Latin one."""

UNUSUAL = re.compile(r"[^\x00-\u02ff\u0300-\u0362\u1e00-\u1eff\u2010-\u2029\u202f-\u205f\u20a0-\u20bf]")


@lru_cache(maxsize=4096)
def as_seen(character: str) -> str:
    """What a reader takes a character for; "" for what cannot be seen, U+FFFD for half a character.

    >>> as_seen("\u0430"), as_seen("\u200d"), as_seen("\uff21")
    ('a', '', 'A')
    """
    if character in HIDDEN:
        return ""
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    plain = LOOKALIKES.get(character, character)
    wide = unicodedata.normalize("NFKC", plain)
    return wide if len(wide) == 1 and wide.isascii() else plain
