"""What still looks like an identifier in a narrative: for a person to look at, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from textmine.markshape import MARK
from textmine.privacy.language.letters import belongs_to_a_thing
from textmine.privacy.language.plainwords import CALENDAR, POSSESSIVE, common_words, identifies_nobody
from textmine.privacy.language.welshwords import in_english, only_welsh

# In place of a mark, so that what stands beside one is seen as inside a sentence.
MARKED = "\N{OBJECT REPLACEMENT CHARACTER}"
# Not Q and A of a form, U (you), X (a kiss) or Welsh Y (the).
LETTER = re.compile(r"(?<![\w.&/'’+-])(?<!\d )[B-HJ-PR-TVWZ](?=['’]s\b|[.,;!?)]?(?:\s|$))(?! \d)")
LETTERED = re.compile(r"^[a-z]-(?=\w)")
"""What words that identify nobody may begin with: T-shirt, U-turn."""
REASONS = (
    ("a run of digits", re.compile(r"(?<![\w/£.:-])\d{5,}(?!\w)")),
    ("looks like a handle", re.compile(r"(?<!\w)@\w+")),
    ("a name in capitals", re.compile(r"(?<![\w'’&/-])[A-ZÀ-Þ]{4,}(?![\w&/-])")),
    ("a letter that may be a name", LETTER),
    (
        "a capital inside a sentence",
        re.compile(rf"(?<=[a-zà-ÿ,;)'’{MARKED}]\s)[A-ZÀ-Þ](?=[\w'’-]{{0,40}}[a-zà-ÿ])[\w'’-]{{2,}}"),
    ),
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words left in a narrative: characters, half-open, and why they are doubtful."""

    start: int
    end: int
    words: str = field(repr=False)
    reason: str


def doubts(narrative: str) -> tuple[Doubt, ...]:
    """Doubtful words of a narrative in order; words that are common in English or in the work are passed over."""
    return tuple(sorted(_found(narrative), key=lambda doubt: (doubt.start, doubt.end)))


def _found(narrative: str) -> Iterator[Doubt]:
    unmarked = MARK.sub(lambda match: MARKED * len(match[0]), narrative)
    for reason, pattern in REASONS:
        for match in pattern.finditer(unmarked):
            if not _passed_over(unmarked, match):
                yield Doubt(match.start(), match.end(), match[0], reason)


def _passed_over(text: str, match: re.Match[str]) -> bool:
    words = match[0]
    if len(words) == 1:
        return belongs_to_a_thing(text, match.start())
    bare = LETTERED.sub("", POSSESSIVE.sub("", words.casefold()))
    if only_welsh(bare) and not words.isupper() and in_english(text, match.start(), match.end()):
        return False
    return bare in common_words() or bare in CALENDAR or identifies_nobody(words)
