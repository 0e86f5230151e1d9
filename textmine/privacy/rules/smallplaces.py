"""Schools, hospitals and homes without capitals: the words before their kind that are not common."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.privacy.language.plainwords import KINDS_OF_PLACE, common_words, identifies_nobody, words_of
from textmine.types import Span

KINDS = re.compile(
    r"\b(?:(?P<school>(?:high |primary |comprehensive |secondary |community |special |grammar )*"
    r"(?:school|academy|college|comprehensive)|comp|pru)|(?P<hospital>(?:district |general )*(?:hospital|infirmary))"
    r"|(?P<home>(?:house |farm |cottage |lodge |hse )?children['’]?s home|cottage|lodge|hse|grange))\b",
    re.I,
)
LABELS = {"school": "SCHOOL", "hospital": "HOSPITAL", "home": "HOME"}
STOPS = words_of("the a an at to from in of and or but with his her their my our is was for on by as that this no")
INSIDE = KINDS_OF_PLACE | words_of(
    "cross moor green hill brook ford valley vale royal general district community catholic special university view bank"
    " end north south east west upper lower old new church roman girls boys infant junior technology grammar high"
)
"""Common words that may stand inside such a name."""
WORDS = re.compile(r"[^\W\d_][\w'’-]*")
WELSH = re.compile(
    r"\b(?P<kind>ysgol|coleg|ysbyty|cartref|heddlu)(?P<rest>(?:['’]r)?(?:\s[^\W\d_][\w'’-]*){1,4})",
    re.I,
)
WELSH_LABELS = {"ysgol": "SCHOOL", "coleg": "SCHOOL", "ysbyty": "HOSPITAL", "cartref": "HOME", "heddlu": "ORGANIZATION"}
PARTICLES = words_of("y yr r o a ac uwchradd gyfun gynradd")


def small_places(text: str) -> Iterator[Span]:
    """Named places with the word for their kind, in any case: characters, half-open.

    In English the name stands before its kind, in Welsh after it. Where all its words are common (`the local school`)
    nothing is found.
    """
    for match in KINDS.finditer(text):
        start = _start(text, match.start())
        if start < match.start():
            label = LABELS[match.lastgroup or "school"]
            yield Span(start, match.end(), label, 0.65, "named by its kind")
    for match in WELSH.finditer(text):
        end = _end(text, match)
        if end > match.end("kind"):
            yield Span(match.start(), end, WELSH_LABELS[match["kind"].casefold()], 0.7, "named by its kind")


def _start(text: str, kind: int) -> int:
    """Where a name begins that ends before its kind: at the first word that is not common, after the last small one."""
    start = kind
    for match in reversed(list(WORDS.finditer(text, max(0, kind - 60), kind))[-4:]):
        word = match[0].casefold()
        if word in STOPS or not text[match.end()].isspace():
            break
        if word == "st" and start < kind:
            return match.start()
        if word not in common_words() and word not in KINDS_OF_PLACE and not identifies_nobody(word):
            start = match.start()
        elif word not in INSIDE:
            break
    return start


def _end(text: str, match: re.Match[str]) -> int:
    """Where a Welsh name ends: at the last word that is no common English one."""
    end = match.end("kind")
    for word in WORDS.finditer(text, match.start("rest"), match.end("rest")):
        folded = word[0].casefold()
        if folded in PARTICLES:
            continue
        if folded in common_words() and not word[0][0].isupper():
            break
        end = word.end()
    return end
