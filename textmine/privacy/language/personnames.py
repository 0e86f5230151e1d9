"""One person's name in its parts, however it is written: `JONES, Kayleigh`, `Kayleigh Jones's`, `K.J.`."""

from __future__ import annotations

import re
from functools import lru_cache

from textmine.privacy.language.folding import fold
from textmine.privacy.language.plainwords import TITLES

# What an entity that the texts name begins with; those of the roster begin with a role.
PERSON = "PERSON:"
INITIALS = re.compile(r"[A-Z](?:\.?[ -]?[A-Z]){1,3}\.?")
POSSESSIVE = re.compile(r"(?<=\w)['’](?:s|S)?$")
SURNAME_FIRST = re.compile(r"^([^\W\d_][\w'’ -]*),\s+([^\W\d_][\w'’ -]*)$")
# Before a surname alone; those of rank and learning are for anybody.
MALE_TITLES, FEMALE_TITLES = frozenset({"mr", "sir"}), frozenset({"mrs", "ms", "miss", "lady", "madam"})
TITLE_BEFORE = re.compile(
    rf"\b(?P<title>{'|'.join(sorted(TITLES, key=len, reverse=True))})\.?\s+(?:\d{{1,5}}\s+)?$", re.I
)


@lru_cache(maxsize=8192)
def name_key(words: str) -> str:
    """What all writings of one name share: its parts in lower case without accents, the surname last.

    >>> name_key("JONES, Kayleigh-Mae"), name_key("Mr. O’Shea's"), name_key("K.J.")
    ('kayleigh mae jones', "o'shea", 'kj')
    """
    folded = POSSESSIVE.sub("", fold(words).text.strip())
    if match := SURNAME_FIRST.match(folded):
        folded = f"{match[2]} {match[1]}"
    if INITIALS.fullmatch(folded):
        return re.sub(r"\W", "", folded).casefold()
    parts = re.sub(r"[\s\-.,]+", " ", folded).strip().casefold().split()
    while len(parts) > 1 and parts[0] in TITLES:
        parts = parts[1:]
    # Detectors drop what has neither letter nor figure; a key is never empty all the same.
    return " ".join(parts) or folded.strip() or "blank"


def titled_key(words: str) -> str:
    """The same with the title, which may tell two people apart.

    >>> titled_key("Mrs. Jones"), titled_key("JONES, Kayleigh")
    ('mrs jones', 'kayleigh jones')
    """
    first = re.findall(r"\w+", fold(words).text.casefold())[:1]
    return " ".join([*(word for word in first if word in TITLES), name_key(words)])


def looks_like_initials(words: str) -> bool:
    """Whether words are two to four capitals and nothing else."""
    return INITIALS.fullmatch(POSSESSIVE.sub("", fold(words).text.strip())) is not None


def initials_of(key: str) -> frozenset[str]:
    """Initials by which a full name may go: of all its parts, and of the first and last.

    >>> sorted(initials_of("kayleigh mae jones"))
    ['kj', 'kmj']
    """
    parts = key.split()
    return frozenset({"".join(p[0] for p in parts), parts[0][0] + parts[-1][0]}) if len(parts) > 1 else frozenset()


def title_before(text: str, start: int) -> str:
    """The title right before a name, in lower case; empty if there is none."""
    match = TITLE_BEFORE.search(text, max(0, start - 20), start)
    return match["title"].lower() if match else ""


def title_class(title: str) -> str:
    """`mr` or `mrs` where a title tells a man from a woman, else empty."""
    return "mr" if title in MALE_TITLES else "mrs" if title in FEMALE_TITLES else ""


def is_titled(key: str) -> bool:
    """Whether the key of a name begins with what `title_class` gives, as that of `Mr Jones` does: `mr jones`."""
    return key.split()[:1] in (["mr"], ["mrs"])
