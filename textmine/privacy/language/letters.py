"""Where a letter, or two that are a word too, stand for somebody: `T said`, `T's mum`, `spoke to T`; not Plan B."""

# ruff: noqa: E501 - an alternative is read in one piece

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from functools import lru_cache

SAID = (
    "says?|said|tells|told|asks|asked|states|stated|reports|reported|explains|explained|discloses|disclosed|denies|denied"
    "|describes|described|admits|admitted|agrees|agreed|confirms|confirmed|replied|answered|added|mentioned|shared|refuses|refused"
)
DOES = (
    "is|was|has|had|does|did|isn['’]t|wasn['’]t|hasn['’]t|hadn['’]t|doesn['’]t|didn['’]t|will|would|could|can|feels|felt|thinks|thought"
    "|wants|wanted|goes|went|gets|got|left|returned|came|comes|knows|knew|likes|liked|lives|lived|met|ran|walked|stayed|slept|rang|called"
    "|texted|phoned|needs|needed|seemed|seems|appeared|appears|presented|presents|looked|looks|became|started|stopped|continued|remained"
    "|remains|attended|attends|enjoys|spent|took|made|gave|saw|ended up|spoke"
)
THIRD = "says|states|reports|denies|thinks|feels|wants|knows|likes|lives|goes|has|is|does|was told|appears|seems|presents|attends|enjoys"
"""What is never said of oneself."""
ARTICLE_LIKE = "reported|stated|disclosed|described|shared|added|denied|refused|agreed|left|returned|found|met|called|needed|presented|felt|made"
"""After A at the beginning of a sentence these may belong to a noun: `A reported incident`."""
OBJECT = "that|the|to|she|he|they|her|his|being|feeling|having|home|any|me"
"""Then they are verbs: `A reported feeling well`."""
ADVERB = (
    "also|then|later|still|just|only|never|always|initially|often|again|currently|usually|sometimes|now|has|had|was|is"
)
BEFORE = (
    "that|and|when|if|as|because|but|so|or|where|why|how|what|while|whilst|whether|once|until|before|after|since|then|though|although"
    "|said|says|think|thinks|thought|feel|feels|felt|told me|know|knows|heard|believes|believed|than|to say|like|does|did|has|had|is|was|will|would"
)
WITH = (
    "(?:spoke|spoken|speaking|speak|talked|talking|talk|chatted|chatting|chat|met|meet|meeting|interview|session|visit|conversation|contact|call|said|explained|wrote) (?:to|with)"
    "|siarad (?:â|efo|gyda)|(?:i|we|he|she|they|worker|staff|police|mum|dad|carers?|and|to|have|has) (?:asked|told|tell|saw|met|rang|phoned|texted|contacted|informed|advised"
    "|reminded|encouraged|visited|interviewed|supported|thanked|collected|picked up|located|praised)|asked|told|picked up|collected"
)
KIN = (
    "friends?|mates?|bestie|boyfriend|girlfriend|bf|gf|cousin|brother|sister|uncle|aunt|auntie|aunty|called|named|ex"
    "|mam|tad|nain|taid|chwaer|brawd|ffrind|meddai|dywedodd"
)
WEAK = (
    "with|by|about|for|and|than|miss(?:es|ed)?|missing|loves?|invited|behalf of|knows?|saw|found|met|see|let|gave|took|from|of|bringing|brought|returned|that"
    "|efo|gyda|gan|gyda"
)
KINDS = re.compile(
    r"(?:plan|class|form|year \d{1,2}|y\d{1,2}|set|level|sizes?|group|tier|band|hall|block|section|part|option|vitamins?|vit|hepatitis|hep"
    r"|appendix|schedule|type|zone|platform|exit|gate|category|cat|grades?|room|wing|stage|step|exhibit|question|column|row|box|point|route|blood type is|blood group is|size is)[ ]$",
    re.I,
)
"""What a letter after them belongs to, and nobody's name."""
DRUGS = frozenset("EKGC")
AFTER = r"(?=[.,;:!?)](?!\s?[A-Z]\b|\w)|\s+[a-z(]|\s*$)"
LONE = re.compile(r"(?<!\w)[A-Z]{1,2}(?!\w)")
AROUND = 50
"""Characters on each side that tell what a letter is."""
ALONE = r"(?<![\w.&;/'’+-])"


def letters_as_names(text: str, letters: Container[str], *, known: bool) -> Iterator[re.Match[str]]:
    """Where letters stand for somebody: group `x`; a place may come twice.

    Args:
        text: the text.
        letters: single capitals, or two of them.
        known: whether they are known to be somebody's; then single ones are also found beside weaker words (`with T`).
    """
    for lone in LONE.finditer(text):
        if lone[0] not in letters or belongs_to_a_thing(text, lone.start()):
            continue
        for pattern in _patterns(len(lone[0]), known and len(lone[0]) == 1):
            for match in pattern.finditer(text, max(0, lone.start() - AROUND), lone.end() + AROUND):
                if match.start("x") == lone.start() and not _a_drug(match):
                    yield match


def belongs_to_a_thing(text: str, start: int) -> bool:
    """Whether a letter belongs to what stands before it: `Plan B`, `Year 9 T`."""
    return KINDS.search(text, max(0, start - 16), start) is not None


def _a_drug(match: re.Match[str]) -> bool:
    before = match.string[: match.start("x")].split(" ")[-2:-1]
    return match["x"] in DRUGS and before in (["found"], ["took"], ["gave"], ["of"], ["from"], ["brought"], ["for"])


@lru_cache(maxsize=4)
def _patterns(length: int, known: bool) -> tuple[re.Pattern[str], ...]:
    x = rf"(?P<x>[A-Z]{{{length}}})\b"
    article = rf"(?!(?<![a-z,] )A (?:{ARTICLE_LIKE})\b(?! (?:{OBJECT})\b))"
    oneself = rf"(?!I\b(?! (?:{THIRD})\b))"
    start = rf"(?:^|\(|[.!?;:,–•*>-][\"'”’)]?\s+|\b(?i:{BEFORE})\s+)"
    subject = rf"{start}{article}{oneself}{x}\.?(?= (?:(?:{ADVERB}) )?(?:{SAID}|{DOES})\b)"
    whose = rf"{ALONE}(?<!\d )(?<!got )(?<!get )(?<!the ){x}['’]s(?= (?!in\b|and\b|at\b|for\b|on\b|or\b)[a-z])"
    to = rf"\b(?i:{WITH}) (?:(?<=to )|(?<=with )|(?!I\b)){x}{AFTER}"
    kin = rf"\b(?i:{KIN}) (?!I\b){x}{AFTER}"
    weak = rf"\b(?:{WEAK}) (?!I\b|A\b){x}{AFTER}"
    aged = rf"{ALONE}(?![FIM]\b){x}(?=,? (?:\(\d\d?\b|\(?aged? \d|\d\d?[,)]))"
    pair = rf"{start}(?![AI]\b){x}(?= and (?:her|his|their|a|the|two|some|I|[Mm]um|[Dd]ad|[A-Z][a-z]+)\b)"
    speaker = rf"^(?![AQI]\b){x}(?= ?: )"
    every = (subject, whose, to, kin, *((weak, aged, pair, speaker) if known else ()))
    return tuple(re.compile(pattern, re.M) for pattern in every)
