"""Labels that a manager reads: phrases that stand in a theme's passages, its own and said by many of its children."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from textmine.theming.furniture import FURNITURE, OF_WELSH
from textmine.theming.topics import NONE, Ints

LONGEST, MOST_WORDS, MOST_PHRASES = 5, 5, 3  # words of a phrase, of a label; phrases of a label
SAMPLE = 600  # passages of a theme that are read for its label, evenly spread
WORTH = {1: 1.0, 2: 4.0, 3: 5.0, 4: 5.0, 5: 5.0}  # a phrase is rarer than its words and says more
KNOWN = 1.5  # of the codebook's words
ELSEWHERE = 0.5  # of what tells another group more
IN_WELSH = "in Welsh"
FEW_WELSH = 3  # small words of Welsh in a passage
INSIDE = 0.6  # share of its passages in which a phrase stands within a longer one, from which on the longer one is told
SECOND = 0.15  # of the first phrase's weight, that another one must have at least
TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
JOINING = frozenset("of the to in at for on with and from up out off a by her his their my into by".split())
# Words of the form that name something beside another word.
BESIDE = frozenset("home worker staff night child children".split())
# Nothing that a theme could be called by.
EMPTY = frozenset(
    """
    ago agreed already also always answer anybody anyone anything away certain completely dear different early eight
    every everybody everyone everything far five four fridays gave happen happened having instead kept later look looked
    looking maybe near nearly need needed needs nice nine nothing okay once place proper properly quite rather real
    recent same sat saturdays saw seem seemed seems seen seven since sit six somebody someone something soon sort start
    started stay stayed still stuff sundays sure ten thing three till tried trying turned twice two use used using usual
    usually wants whole yes yet
    """.split()
)
SPELT: Mapping[str, str] = {
    "asb": "antisocial behaviour",
    "camhs": "CAMHS",
    "cce": "criminal exploitation",
    "cin": "child in need",
    "cla": "looked-after children",
    "cp": "child protection",
    "cse": "sexual exploitation",
    "edt": "emergency duty team",
    "gp": "GP",
    "lac": "looked-after children",
    "mh": "mental health",
    "misper": "missing person",
    "nrm": "National Referral Mechanism",
    "pru": "pupil referral unit",
    "uasc": "unaccompanied asylum seekers",
    "yot": "youth offending team",
    "yjs": "youth justice service",
}
IN_FULL = frozenset(word for words in SPELT.values() for word in words.split())
May = Callable[[str], bool]


@dataclass(slots=True)
class _Said:
    """Who says a phrase, in which passages, and how it is spelt."""

    passages: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set), repr=False)
    children: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set), repr=False)
    spelt: Counter[str] = field(default_factory=Counter, repr=False)


def no_name(word: str) -> bool:
    """Whether a word, as most write it, may be shown: one that mostly has a capital could be a name."""
    return word == word.lower()


def labels_of(
    said: Sequence[str],
    groups: Ints,
    children: Ints,
    *,
    at_least_children: int,
    may: May = no_name,
    known: Container[str] = (),
) -> dict[int, str]:
    """For each group a label of two to five words, "" if nothing is said by enough of its children.

    A word that stands in a label is said in the group by at least so many children. The same input gives the same labels.

    Args:
        said: a text for each passage, with a stop where a mark stood.
        groups: int[n]; -1 for none.
        children: int[n], whose passage it is.
        may: whether a word, spelt as most write it, may be shown.
        known: words of the codebook, small letters; they are preferred.
    """
    rows = _sample(groups)
    found = _phrases([said[row] for row in rows], groups[rows], children[rows], may)
    whole = {int(g): len(np.unique(children[rows][groups[rows] == g])) for g in np.unique(groups) if g != NONE}
    weights = _weights(found, whole, max(1, at_least_children), known)
    labels = {group: _label(weights.get(group, {}), found, group) for group in whole}
    welsh = {group for group in whole if _welsh([said[row] for row in rows if groups[row] == group])}
    return {group: _titled([IN_WELSH] * (group in welsh) + label) for group, label in labels.items()}


def filled(label: str, words: Sequence[str], *, may: May = no_name) -> str:
    """A label of one word or none with the next words of its theme that may be shown; "Not named" where none may.

    >>> filled("Boyfriend", ["boyfriend", "girl", "met"])
    'Boyfriend, girl'
    """
    if len(label.split()) > 1:
        return label
    more = [word for word in words if may(word) and word not in SPELT and word not in label.lower()]
    return _titled(([label] if label else []) + more[: 1 if label else MOST_PHRASES]) or "Not named"


def _sample(groups: Ints) -> Ints:
    parts = [np.flatnonzero(groups == g) for g in np.unique(groups) if g != NONE]
    return np.sort(np.concatenate([own[:: -(-len(own) // SAMPLE)] for own in parts])) if parts else np.zeros(0, int)


def _phrases(said: Sequence[str], groups: Ints, children: Ints, may: May) -> dict[tuple[str, ...], _Said]:
    found: dict[tuple[str, ...], _Said] = defaultdict(_Said)
    for row, text in enumerate(said):
        group, child = int(groups[row]), int(children[row])
        for place, words in _grams(text):
            words = [part for word in words for part in SPELT.get(word.lower(), word).split()]
            stems = tuple(_stem(word) for word in words)
            if len(set(stems)) < len(stems) or len(stems) > LONGEST:  # an abbreviation written in full has more words
                continue
            one = found[stems]
            one.passages[group].add(row)
            one.children[group].add(child)
            one.spelt[" ".join(words if place else _small(words))] += 2 if place else 1
    return {stems: one for stems, one in found.items() if all(map(may, _names(one)))}


def _small(words: Sequence[str]) -> list[str]:
    """The first word of a sentence has a capital anyway."""
    first = words[0]
    return [first if first[1:].isupper() else first[0].lower() + first[1:], *words[1:]]


def _names(one: _Said) -> list[str]:
    """The words that a phrase would show; one that mostly has a capital could be a name."""
    return [word for word in _spelling(one).split() if word.lower() not in JOINING and word not in IN_FULL]


def _grams(text: str) -> Iterator[tuple[int, list[str]]]:
    """(place in its clause, words) of everything that could be a phrase."""
    for clause in re.split(r"[^\w\s'’-]+|\d+|\s[-–]+\s|\n", text):
        words = [word.removesuffix("'s").removesuffix("’s") for word in TOKEN.findall(clause)]
        kinds = [_kind(word) for word in words]
        for start, kind in enumerate(kinds):
            for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
                inner = kinds[start:end]
                if kind and inner[-1] in (2, 3) and kind in (2, 3) and 2 in inner and 0 not in inner[1:-1]:
                    yield start, words[start:end]


def _kind(word: str) -> int:
    """2 of a word that carries meaning, 3 of one that does so beside another, 1 of one that joins, 0 of any other."""
    small = word.lower()
    if small in SPELT:
        return 2
    if small in BESIDE:
        return 3
    if small in JOINING:
        return 1
    if small in _nothing() or "'" in small or "’" in small or len(small) < 3 or (word.isupper() and len(word) <= 4):
        return 0
    return 2


@lru_cache(maxsize=1)
def _nothing() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(FURNITURE | ENGLISH_STOP_WORDS | EMPTY | OF_WELSH)


def _stem(word: str) -> str:
    """Plurals as one with their singular."""
    small = word.lower()
    return small[:-1] if len(small) > 3 and small.endswith("s") and not small.endswith("ss") else small


def _spelling(one: _Said) -> str:
    """As most write it."""
    return min(one.spelt.items(), key=lambda item: (-item[1], item[0].swapcase()))[0]


def _weights(
    found: Mapping[tuple[str, ...], _Said], whole: Mapping[int, int], least: int, known: Container[str]
) -> dict[int, dict[tuple[str, ...], float]]:
    """For each group how telling each phrase is; half as much where it tells another group more.

    The share of the group's children who say it, times how many times that is the share in the other groups (logarithm).
    """
    weights: dict[int, dict[tuple[str, ...], float]] = defaultdict(dict)
    everybody = sum(whole.values())
    for stems, one in found.items():
        every = sum(len(own) for own in one.children.values())
        own = {
            group: len(who) / whole[group] * np.log((len(who) / whole[group]) / (every / everybody))
            for group, who in one.children.items()
            if len(who) >= least
        }
        most = max(own.values(), default=0.0)
        for group, weight in own.items():
            if weight > 0:
                weights[group][stems] = float(weight) * _worth(one, known) * (1.0 if weight == most else ELSEWHERE)
    return weights


def _worth(one: _Said, known: Container[str]) -> float:
    label = _spelling(one)
    words = [label] if label in SPELT.values() else [w.lower() for w in label.split() if w.lower() not in JOINING]
    return WORTH[len(words)] * (KNOWN if all(word in known for word in words) else 1.0)


def _label(weights: Mapping[tuple[str, ...], float], found: Mapping[tuple[str, ...], _Said], group: int) -> list[str]:
    shown: list[str] = []
    covered: set[int] = set()
    left = {stems: weight for stems, weight in weights.items() if not _within(stems, weights, found, group)}
    first = max(left.values(), default=0.0)
    while left and len(shown) < MOST_PHRASES:
        own = {s: w * _new(found[s].passages[group], covered) for s, w in left.items()}
        best = min(own, key=lambda s: (-own[s], s))
        if shown and own[best] < SECOND * first and len(" ".join(shown).split()) > 1:
            break
        del left[best]
        words = _spelling(found[best])
        again = {*words.lower().split()} & {w for other in shown for w in other.lower().split()} - JOINING
        if again or len(" ".join([*shown, words]).split()) > MOST_WORDS:
            continue
        shown.append(words)
        covered |= found[best].passages[group]
    return shown


def _titled(phrases: Sequence[str]) -> str:
    label = ", ".join(phrases)
    return label[:1].upper() + label[1:]


def _new(passages: set[int], covered: set[int]) -> float:
    return len(passages - covered) / len(passages)


def _within(
    stems: tuple[str, ...], weights: Mapping[tuple[str, ...], float], found: Mapping[tuple[str, ...], _Said], group: int
) -> bool:
    """Whether it mostly stands within a longer phrase of the same group."""
    own = found[stems].passages[group]
    return any(
        len(other) > len(stems)
        and any(other[i : i + len(stems)] == stems for i in range(len(other) - len(stems) + 1))
        and len(found[other].passages[group] & own) >= INSIDE * len(own)
        for other in weights
    )


def _welsh(said: Sequence[str]) -> bool:
    """Whether most of some passages are in Welsh."""
    small = [len(OF_WELSH & {word.lower() for word in TOKEN.findall(text)}) >= FEW_WELSH for text in said]
    return 2 * sum(small) > len(small)
