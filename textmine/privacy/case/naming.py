"""Find the known names of a case in a text, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from textmine.privacy.case.knowndates import date_patterns
from textmine.privacy.case.knownpeople import find_people
from textmine.privacy.case.roster import Case, Known
from textmine.privacy.language.folding import Folded, fold
from textmine.privacy.language.plainwords import EVERYDAY, careless_of_capitals, just_a_word, words_of
from textmine.types import Span

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
NAMED_LABELS = frozenset({"PERSON", "HOME", "SCHOOL"})
NUMBER_LABELS = frozenset({"NHS", "PHONE", "REFERENCE", "POSTCODE", "VEHICLE"})
# What a school or home is, and small words: without them the rest is its name.
KINDS = words_of(
    "school academy college primary secondary high comprehensive comp grammar infants juniors house lodge cottage the"
    " children's home unit ty ysgol coleg canolfan centre hospital at of"
)


def find_known(text: str, case: Case) -> Iterator[Span]:
    """Every place of a text where a known name of the case stands: characters, half-open; may overlap.

    Full names, aliases and other identifiers in any case, with or without accents; first and last names, each half of a
    double-barrelled one, their possessives and plurals, and misspellings of them by one letter; initials in capitals;
    places with Welsh mutations or without the word for their kind; dates of birth in every way of writing.
    """
    folded = fold(text)
    for known in case.known:
        yield from _whole(folded, known)
    people = [known for known in case.known if known.label == "PERSON"]
    yield from find_people(folded, people, careless=careless_of_capitals(text))


def _whole(folded: Folded, known: Known) -> Iterator[Span]:
    for pattern in _patterns(known):
        for match in pattern.finditer(folded.text):
            yield Span(*folded.back(*match.span()), known.label, 1.0, "roster", known.entity)


@lru_cache(maxsize=4096)
def _patterns(known: Known) -> tuple[re.Pattern[str], ...]:
    forms = _forms(fold(known.words).text, known.label)
    if known.label in NUMBER_LABELS:
        return _any_of(map(_spaced, forms), re.I)
    if known.label == "DOB":
        return _any_of([_loose(forms[0]), *date_patterns(known.words)], re.I)
    words = [form for form in forms if known.label in NAMED_LABELS and _a_word(form)]
    capitals = {case for form in words for case in _capitals(form) if not case.islower()}
    return (
        *_any_of((_loose(form) for form in forms if form not in words), re.I),
        *_any_of(map(_loose, sorted(capitals)), 0),
    )


def _a_word(form: str) -> bool:
    """Whether a name is also a word, or so short that only with a capital it is a name."""
    return len(form) < 3 or (" " not in form and just_a_word(form))


def _capitals(form: str) -> tuple[str, ...]:
    """A name with one capital and in capitals; only as it stands where that is capitals and else a word: IT."""
    return (form,) if form.isupper() and form.casefold() in EVERYDAY else (form, form.upper(), form.capitalize())


def _forms(words: str, label: str) -> list[str]:
    """The ways in which a known identifier may be written, longest first."""
    forms = {words}
    if label == "ADDRESS":
        parts = [part.strip() for part in words.split(",")]
        streets = [re.sub(r"^(?:flat\s+\w+\s+)?\d+\w?\s+", "", part, flags=re.I) for part in parts]
        forms |= {part for part in (*parts, *streets) if len(part) > 4 and re.search(r"[^\W\d_]\W+\w|\d", part)}
    if label in {"HOME", "SCHOOL"}:
        kept = [word for word in words.split() if word.casefold() not in KINDS]
        # One word of a school's name is most often the town's.
        forms |= {" ".join(kept)} if kept and (len(kept) > 1 or (label == "HOME" and len(kept[0]) > 3)) else set()
    if label == "HANDLE":
        forms = {words.lstrip("@")}
    if label in PLACE_LABELS:
        forms |= {new for form in tuple(forms) for new in mutated(form)}
    return sorted(filter(None, forms), key=lambda form: (-len(form), form))


def _any_of(forms: Iterable[str], flags: int) -> tuple[re.Pattern[str], ...]:
    joined = "|".join(forms)
    return (re.compile(rf"(?<!\w)(?:{joined})(?!\w)", flags),) if joined else ()


def _loose(words: str) -> str:
    return r"[\s,-]+".join(re.escape(word) for word in re.split(r"[\s,-]+", words) if word)


def _spaced(words: str) -> str:
    """A number with any spaces, dots and strokes between its figures; exactly as given where it is short."""
    bare = re.sub(r"[\W_]", "", words)
    return r"[\W_]{0,2}".join(bare) if len(bare) > 4 else re.escape(words)


def mutated(words: str) -> tuple[str, ...]:
    """Forms of a Welsh place name after a mutation of its first letter.

    >>> mutated("Porth Merin")
    ('Borth Merin', 'Mhorth Merin', 'Phorth Merin')
    """
    lowered = words.lower()
    start = next((s for s in ("ll", "rh") if lowered.startswith(s)), lowered[:1])
    rest = words[len(start) :]
    return tuple((new + rest)[:1].upper() + (new + rest)[1:] for new in MUTATIONS.get(start, ()))
