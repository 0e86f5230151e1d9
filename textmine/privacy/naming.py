"""Find the known names of a case in a text, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from textmine.assets import asset
from textmine.privacy.roster import Case, Known
from textmine.types import Span

WORD = re.compile(r"\w[\w'’-]*")
POSSESSIVE = re.compile(r"['’]s$|['’]$")
# Words that are also names: lower case they are words, with a capital they may be the person.
ALSO_WORDS = frozenset(
    [
        "ace",
        "amber",
        "angel",
        "april",
        "art",
        "autumn",
        "bay",
        "bill",
        "blue",
        "brook",
        "charity",
        "chase",
        "cherry",
        "crystal",
        "daisy",
        "dale",
        "dawn",
        "dean",
        "destiny",
        "diamond",
        "drew",
        "earl",
        "eden",
        "ella",
        "eve",
        "faith",
        "fern",
        "flora",
        "forest",
        "frank",
        "ginger",
        "glen",
        "grace",
        "grant",
        "guy",
        "harmony",
        "harry",
        "hazel",
        "heath",
        "heather",
        "heaven",
        "holly",
        "honey",
        "hope",
        "hunter",
        "iris",
        "ivy",
        "jack",
        "jade",
        "jasmine",
        "jay",
        "jet",
        "joy",
        "justice",
        "kit",
        "lee",
        "lily",
        "mark",
        "mason",
        "max",
        "may",
        "melody",
        "mercy",
        "miles",
        "misty",
        "nick",
        "noble",
        "ocean",
        "olive",
        "page",
        "pat",
        "paris",
        "patience",
        "pearl",
        "penny",
        "pepper",
        "peace",
        "piper",
        "poppy",
        "prince",
        "princess",
        "rain",
        "ray",
        "reed",
        "reef",
        "rich",
        "river",
        "rob",
        "robin",
        "rock",
        "rocky",
        "rose",
        "ruby",
        "sage",
        "sandy",
        "sasha",
        "saint",
        "scarlet",
        "sky",
        "skye",
        "star",
        "sterling",
        "stone",
        "storm",
        "sue",
        "summer",
        "sunny",
        "trinity",
        "victor",
        "violet",
        "wade",
        "ward",
        "wayne",
        "will",
        "willow",
        "winter",
        "woody",
        "young",
        "bell",
        "field",
        "hall",
        "hill",
        "king",
        "knight",
        "moss",
        "park",
        "rivers",
        "stone",
        "west",
        "white",
        "wood",
        "woods",
        "green",
        "brown",
        "black",
        "gray",
        "grey",
        "cook",
        "carter",
        "baker",
        "butcher",
    ]
)
# First letters that Welsh mutations change: soft, nasal and aspirate (any Welsh grammar).
MUTATIONS = {
    "c": ("g", "ngh", "ch"),
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "g": ("", "ng"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "ll": ("l",),
    "m": ("f",),
    "rh": ("r",),
}
PLACE_LABELS = frozenset({"LOCATION", "HOME", "SCHOOL", "ADDRESS"})


def find_known(text: str, case: Case) -> Iterator[Span]:
    """Every place of a text where a known name of the case stands: characters, half-open; may overlap.

    Full names, aliases and other identifiers in any case; first and last names and misspellings of them by one letter;
    initials in capitals; places with Welsh mutations.
    """
    for known in case.known:
        yield from _whole(text, known)
    people = [known for known in case.known if known.label == "PERSON"]
    yield from _parts(text, people)
    yield from _initials(text, people)


def _whole(text: str, known: Known) -> Iterator[Span]:
    forms = {known.words}
    if known.label in PLACE_LABELS:
        forms |= set(mutated(known.words))
    if known.label in {"NHS", "PHONE", "REFERENCE", "POSTCODE"}:
        pattern = r"[\s.\-]?".join(re.escape(c) for c in re.sub(r"[\s.\-]", "", known.words))
    else:
        pattern = "|".join(_loose(form) for form in sorted(forms, key=len, reverse=True))
    flags = 0 if known.words.lower() in ALSO_WORDS or len(known.words) < 3 else re.I
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, flags):
        yield Span(*match.span(), known.label, 1.0, "roster", known.entity)


def _loose(words: str) -> str:
    return r"[\s-]+".join(re.escape(word).replace("'", "['’]") for word in words.split())


def _parts(text: str, people: Iterable[Known]) -> Iterator[Span]:
    owners = _owners(people)
    for match in WORD.finditer(text):
        word = POSSESSIVE.sub("", match[0])
        folded = word.casefold()
        entity = owners.get(folded) or (folded not in ALSO_WORDS and _near(folded, owners)) or ""
        if entity and (folded not in ALSO_WORDS or word[0].isupper()):
            exact = folded in owners
            yield Span(match.start(), match.start() + len(word), "PERSON", 1.0 if exact else 0.9, "roster", entity)


def _owners(people: Iterable[Known]) -> dict[str, str]:
    """Each part of a name and whose it is; a part that several people share is a family name."""
    owners: dict[str, str] = {}
    for known in people:
        for part in WORD.findall(known.words):
            folded = part.casefold()
            if len(folded) < 3:
                continue
            if owners.setdefault(folded, known.entity) != known.entity:
                owners[folded] = f"family name:{folded}"
    return owners


def _near(word: str, owners: dict[str, str]) -> str:
    if len(word) < 5 or word in common_words():
        return ""
    return next((entity for part, entity in owners.items() if len(part) >= 5 and one_edit(word, part)), "")


def one_edit(a: str, b: str) -> bool:
    """Whether one insertion, deletion, change or swap of neighbours turns `a` into `b`."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    i = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1 :]
    return a[i + 1 :] == b[i + 1 :] or (a[i : i + 2] == b[i : i + 2][::-1] and a[i + 2 :] == b[i + 2 :])


def _initials(text: str, people: Iterable[Known]) -> Iterator[Span]:
    owners: dict[str, str] = {}
    for known in people:
        letters = "".join(word[0] for word in re.findall(r"\w+", known.words)).upper()
        if 2 <= len(letters) <= 3:
            owners.setdefault(letters, known.entity)
    for letters, entity in owners.items():
        pattern = r"\.?\s?".join(letters)
        for match in re.finditer(rf"(?<![\w.]){pattern}(?!\w)", text):
            yield Span(*match.span(), "PERSON", 0.9, "roster", entity)


def mutated(words: str) -> tuple[str, ...]:
    """Forms of a Welsh place name after a mutation of its first letter."""
    lowered = words.lower()
    start = next((s for s in ("ll", "rh") if lowered.startswith(s)), lowered[:1])
    return tuple(
        (new + words[len(start) :]).capitalize() if new else words[1:].capitalize() for new in MUTATIONS.get(start, ())
    )


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Frequent English words, lower case, learned from public texts; see the detector's card."""
    path = asset("models", "detector", "common-words.txt")
    return frozenset(path.read_text(encoding="utf-8").split())
