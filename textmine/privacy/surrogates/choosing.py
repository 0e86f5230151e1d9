"""Choose by key: large numbers from keyed words, and what may not be chosen because it is real or taken."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from textmine.privacy.language.folding import fold
from textmine.privacy.language.numbershapes import bare

WORD = re.compile(r"[^\W_]+")


def keyed_number(keyed: str) -> int:
    """A number below 2 to the 64th, the same for the same keyed words."""
    return int.from_bytes(hashlib.sha256(keyed.encode("utf-8", "surrogatepass")).digest()[:8], "big")


def in_keyed_order(names: Sequence[str], keyed: str) -> Iterator[str]:
    """All names, from a keyed place on."""
    start = keyed_number(keyed) % len(names) if names else 0
    yield from names[start:]
    yield from names[:start]


def free(new: str, taken: set[str], real: frozenset[str]) -> bool:
    """Whether nobody has a surrogate and none of it is real."""
    return new.casefold() not in taken and not real.intersection(_forms(new))


def real_words(texts: Iterable[str], identifiers: Iterable[str]) -> frozenset[str]:
    """What no surrogate may equal: every word of the texts, every identifier without its spaces and signs."""
    words = {word.casefold() for text in texts for word in WORD.findall(fold(text).text)}
    return frozenset(words | {bare(fold(words).text).casefold() for words in identifiers} - {""})


def _forms(new: str) -> set[str]:
    plain = fold(new).text.casefold()
    longest = max(WORD.findall(plain), key=len, default=plain)
    return {bare(plain), longest}
