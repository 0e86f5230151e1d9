"""Who wrote it: the name or initials in a text's last line, and what follows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.privacy.language.plainwords import ALSO_WORDS, common_words, identifies_nobody
from textmine.types import Span

NAME = r"[^\W\d_](?:['’-]?[^\W\d_]){0,30}(?![\w-])"
END = re.compile(r"(?<=[.!?'’\")\]] )(?P<x>[A-Z]{2,4}|(?:[A-Z]\.[ ]?){2,4})\s*\Z")
INITIALS = re.compile(
    r"^[ \t>*–-]*(?P<x>(?:[A-Za-z]\.[ ]?){1,4}|[A-Z]{2,4}|[A-Z])(?=\s*$|\s*[,|]|\s+[/–-]|\s+\d|/[A-Z])", re.M
)
ORGANISATION = r"(?:The )?[A-Z][\w'’&-]+(?: [A-Z][\w'’&-]+){0,3}"
SIGNED = re.compile(
    rf"^[ \t>*–-]*(?P<x>{NAME}(?: {NAME}\.?){{0,3}}?)(?=[ \t]*(?:$|[,|/–(·-]| for |\d))"
    rf"(?:[ \t]*[,/|–-]?[ ]?(?:for )?(?P<y>{ORGANISATION})(?=[ \t]*(?:$|,)))?",
    re.M,
)
CLOSINGS = frozenset("nfa tbc ok no yes end n/a na nil tba pto asap rhi".split())
"""Short words and acronyms that a text may end with."""
ALSO_INITIALS = frozenset({"PS", "P.S.", "IT", "MS", "PA", "OT", "DT", "PE"})
"""Agencies, subjects and the like inside a text; at its end they are somebody's initials."""
SMALL = re.compile(r"(?:^|[/\n])[ \t]*(?P<x>[a-z]{2,3}|[A-Z]{2,3})\s*\Z", re.M)
BY = re.compile(r"\b(?:[Bb]y|from|with|[Cc]opy|cc)[ :]+(?P<x>[A-Z]\.?[A-Z]\.?)(?![\w-])")
DASHED = re.compile(
    r"(?:[–—-]|\d{2,4}) (?P<x>[A-Z]\.?[A-Z]\.?[A-Z]?\.?)[ \t]*(?=\n|\Z)|^(?P<y>[A-Z]\.?[A-Z]\.?[A-Z]?\.?)(?= [–—-] )",
    re.M,
)


def sign_offs(text: str) -> Iterator[Span]:
    """Names and initials of the writer: characters, half-open; may overlap."""
    closing = _closing(text)
    for match in (*BY.finditer(text), *DASHED.finditer(text)):
        group = match.lastgroup or "x"
        if not identifies_nobody(match[group]):
            yield Span(*match.span(group), "PERSON", 0.6, "sign-off")
    for match in (*INITIALS.finditer(text, closing), *END.finditer(text, max(0, len(text) - 20))):
        if not identifies_nobody(match["x"]) or match["x"] in ALSO_INITIALS:
            yield Span(match.start("x"), match.start("x") + len(match["x"].rstrip()), "PERSON", 0.7, "sign-off")
    last = SMALL.search(text, max(0, len(text) - 12))
    if last and not _closes(last["x"]):
        yield Span(*last.span("x"), "PERSON", 0.65, "sign-off")
    for match in SIGNED.finditer(text, closing):
        if _a_name(match["x"], alone=match.end("x") == len(text.rstrip())):
            yield Span(*match.span("x"), "PERSON", 0.7, "sign-off")
            if match["y"] and not _plain(match["y"]):
                yield Span(*match.span("y"), "ORGANIZATION", 0.7, "sign-off")


def _closes(letters: str) -> bool:
    """Whether short last letters are a word or a usual end, and no initials."""
    return letters.casefold() in CLOSINGS or (letters.islower() and letters in common_words())


def _closing(text: str) -> int:
    """Where the last line begins, or the last but one where a date, a number or the provider stands below."""
    end = len(text.rstrip())
    last = text.rfind("\n", 0, end) + 1
    if end - last > 60 or not last:
        return last
    return text.rfind("\n", 0, len(text[:last].rstrip())) + 1


def _a_name(words: str, *, alone: bool) -> bool:
    """Whether a closing line may be a name: no common words in it, and capitals unless it is the very last line."""
    parts = words.split()
    return not any(_plain(part) for part in parts) and (alone or all(part[0].isupper() for part in parts))


def _plain(words: str) -> bool:
    return all(len(word) > 1 and _frequent(word) for word in words.split())


def _frequent(word: str) -> bool:
    folded = word.casefold()
    return (folded in common_words() and folded not in ALSO_WORDS) or identifies_nobody(word)
