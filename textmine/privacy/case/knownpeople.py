"""Find the known people of a case: each part of their names, misspelt by a letter too, and their initials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from textmine.privacy.case.knownletters import known_letters
from textmine.privacy.case.roster import Known
from textmine.privacy.language.folding import Folded, fold
from textmine.privacy.language.plainwords import (
    EVERYDAY,
    FAMILY,
    TITLES,
    common_words,
    identifies_nobody,
    just_a_word,
    words_of,
)
from textmine.types import Span

# Hyphens part words, so that each half of a double-barrelled name is a name; apostrophes do not (O'Shea).
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
ENDING = re.compile(r"'[^\W\d_]{0,2}$")
# Parts of names that are no name by themselves.
PARTICLES = words_of("de da di du del della la le van von der den ter ten bin ibn al el ap ab of the and st y yr o")
# Verbs and the like, far more often than names, where capitals are not used.
NEVER_BARE = frozenset({"will", "may", "mark", "bill", "art", "page", "hall", "young", "price", "park"})
# After these a word that is also a name is the word: the summer, last winter, in hope.
BEFORE_A_WORD = words_of("a an the this that last next in over all each every of before after since during no any some")

SIDE_BY_SIDE, HYPHEN = frozenset({" ", "-"}), frozenset({"-"})


class _Owner(NamedTuple):
    """Whose a part of a name is: an entity, or a family's name; and all who bear it."""

    entity: str
    bearers: frozenset[str]


class _Part(NamedTuple):
    """Where a name stands in the folded text, and whose it is."""

    start: int
    end: int
    score: float
    owner: _Owner


def find_people(folded: Folded, people: Sequence[Known], *, careless: bool) -> Iterator[Span]:
    """Every place where a part of a known name or known initials stand: characters, half-open; may overlap.

    Args:
        folded: the text without accents.
        people: full names and aliases.
        careless: whether the writer uses no capitals.
    """
    yield from _parts(folded, people, careless)
    yield from _initials(folded, people)
    yield from known_letters(folded, people)


def _parts(folded: Folded, people: Iterable[Known], careless: bool) -> Iterator[Span]:
    """Parts of names; those that stand side by side and are one person's are one span: `Tia Wynne-Jones`."""
    owners = _owners(people)
    runs: list[_Part] = []
    before = ""
    for match in WORD.finditer(folded.text):
        word, (length, owner) = match[0], _owner(match[0], owners)
        if owner and _is_name(word[:length], before, careless):
            exact = word[:length].casefold() in owners
            part = _Part(match.start(), match.start() + length, 1.0 if exact else 0.9, owner)
            joined = _joined(folded.text, runs[-1], part) if runs else None
            runs[-1 if joined else len(runs) :] = [joined or part]
        before = word.casefold()
    for run in runs:
        yield _span(folded, run.start, run.end, run.score, run.owner.entity)


def _joined(text: str, one: _Part, other: _Part) -> _Part | None:
    """Two neighbours as one name, if one person bears both; a family's name where there is a hyphen between."""
    both = one.owner.bearers & other.owner.bearers
    if not both or text[one.end : other.start] not in (SIDE_BY_SIDE if len(both) == 1 else HYPHEN):
        return None
    entity = other.owner.entity if len(both) > 1 else next(iter(both))
    return _Part(one.start, other.end, min(one.score, other.score), _Owner(entity, both))


def _owner(word: str, owners: Mapping[str, _Owner]) -> tuple[int, _Owner | None]:
    """How much of a word is a known name, and whose: without `'s`, `'d`, Welsh `'n`; with the `s` of a family."""
    for bare in (word, ENDING.sub("", word)):
        if owner := owners.get(bare.casefold()):
            return len(bare), owner
    folded = bare.casefold()
    if folded.endswith("s") and len(folded) > 3 and folded not in common_words() and folded[:-1] in owners:
        return len(bare), owners[folded[:-1]]
    return len(bare), _near(folded, owners)


def _is_name(word: str, before: str, careless: bool) -> bool:
    """Whether a word that is somebody's name is meant as a name here."""
    if word[0].isupper():
        return len(word) > 2 or not word.isupper()
    folded = word.casefold()
    if len(word) > 2 and not just_a_word(word):
        return True
    return careless and folded not in NEVER_BARE and before not in BEFORE_A_WORD


def _owners(people: Iterable[Known]) -> dict[str, _Owner]:
    """Each part of a name and whose it is; a part that several people share is a family name."""
    bearers: dict[str, set[str]] = {}
    for known in people:
        for part in _name_parts(known.words):
            bearers.setdefault(part, set()).add(known.entity)
    return {
        part: _Owner(next(iter(whose)) if len(whose) == 1 else f"family name:{part}", frozenset(whose))
        for part, whose in bearers.items()
    }


def _name_parts(words: str) -> Iterator[str]:
    if words.isupper() and words.casefold() in EVERYDAY:
        return  # an alias such as IT: as it stands it is found as a whole, and It is a word
    for part in WORD.findall(fold(words).text):
        folded = part.casefold()
        if len(folded) > 1 and folded not in PARTICLES | TITLES | FAMILY:
            yield folded
        if "'" in folded and len(after := folded.split("'")[-1]) > 3:
            yield after


def _near(word: str, owners: Mapping[str, _Owner]) -> _Owner | None:
    """Whose name a word is but for one letter; nobody's in particular where it is near to two people's."""
    if len(word) < 5 or just_a_word(word) or identifies_nobody(word):
        return None
    near = {owner for part, owner in owners.items() if len(part) >= 5 and one_edit(word, part)}
    return near.pop() if len(near) == 1 else _Owner(f"person:{word}", frozenset()) if near else None


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


def _initials(folded: Folded, people: Iterable[Known]) -> Iterator[Span]:
    owners: dict[str, str] = {}
    for known in people:
        for letters in _letters(known.words):
            owners.setdefault(letters, known.entity)
    for letters, entity in owners.items():
        pattern = r"\.?[ -]?".join(letters)
        for match in re.finditer(rf"(?<![\w.]){pattern}(?!\w)", folded.text):
            yield _span(folded, *match.span(), 0.9, entity)


def _letters(words: str) -> set[str]:
    """Initials of all names, of all and their halves, and of the first and last; never those of an agency (SW)."""
    names = [
        part for part in fold(words).text.upper().split() if part[0].isalpha() and part.lower() not in TITLES | FAMILY
    ]
    halves = [half for name in names for half in name.split("-") if half[:1].isalpha()]
    ends = names[:1] + names[-1:] if len(names) > 1 else []
    found = {"".join(name[0] for name in some) for some in (names, halves, ends)}
    return {letters for letters in found if 2 <= len(letters) <= 4 and not _means_else(letters)}


def _means_else(letters: str) -> bool:
    """Whether initials are rather a word or an agency."""
    return letters.casefold() in EVERYDAY if len(letters) == 2 else identifies_nobody(letters)


def _span(folded: Folded, start: int, end: int, score: float, entity: str) -> Span:
    return Span(*folded.back(start, end), "PERSON", score, "roster", entity)
