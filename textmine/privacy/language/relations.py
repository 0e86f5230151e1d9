"""Who somebody is to the child where the text says it right beside the name: `her friend Dyl`, `Dyl (cousin)`."""

from __future__ import annotations

import re

# What people write, and the word of the mark. Short and closed: a wrong role misleads more than none.
RELATIONS = {
    "friend": "friend|best friend|mate|bestie|pal|ffrind|ffrindiau|cyfaill",
    "boyfriend": "boyfriend|bf|cariad",
    "girlfriend": "girlfriend|gf",
    "cousin": "cousin|cefnder|cyfnither|gefnder|gyfnither",
    "uncle": "uncle|wncwl|ewythr",
    "aunt": "aunt|aunty|auntie|modryb|anti",
    "brother": "brother|brawd|frawd",
    "sister": "sister|chwaer",
    "neighbour": "neighbour|cymydog",
    "social worker": "social worker|gweithiwr cymdeithasol|gweithwraig gymdeithasol",
    "key worker": "key ?worker|gweithiwr allweddol",
    "support worker": "support worker",
    "foster carer": "foster carer|gofalwr maeth",
    "teacher": "teacher|athro|athrawes",
    "police officer": "pc|pcso|dc|sgt|police officer|heddwas",
    "nurse": "nurse|nyrs",
}
WORDS = "|".join(sorted((w for words in RELATIONS.values() for w in words.split("|")), key=len, reverse=True))
# Whose it is must be the child or nobody named: not the friend's sister, not Mum's friend.
OWNER = r"(?:her|his|their|my|a|the|another|an|ei|fy|best|close|old|new|ex|older|younger|big|little|other)[ -]"
BEFORE = re.compile(
    rf"(?:(?<![\w'’])(?:{OWNER}){{1,3}}|(?:^|[.;:,(\n]\s*|\b(?:and|with|to|by|from|met|saw|of|gyda|efo|a)\s+))"
    rf"(?P<word>{WORDS})(?:,|\s+(?:called|named|o['’]r enw))?\s+(?:\d{{1,5}}\s+)?$",
    re.I,
)
AFTER = re.compile(rf"\s?(?:\(|,\s(?:her|his|their|my|ei|fy)\s)(?:(?:{OWNER}){{0,2}})(?P<word>{WORDS})(?=[),.;])", re.I)
SEXES = {
    "female": frozenset(
        "mother mum grandmother nan sister aunt girlfriend stepmother daughter niece wife godmother half-sister".split()
    ),
    "male": frozenset(
        "father dad grandfather brother uncle boyfriend stepfather son nephew husband godfather half-brother".split()
    ),
}


def relation(text: str, start: int, end: int) -> str:
    """The relation that the words around a name tell, empty if they tell none.

    >>> relation("with her friend Dyl", 16, 19), relation("Mum's friend Dyl", 13, 16)
    ('friend', '')
    """
    for match in (BEFORE.search(text, max(0, start - 60), start), AFTER.match(text, end)):
        if match:
            word = match["word"].lower()
            return next(role for role, words in RELATIONS.items() if re.fullmatch(words, word))
    return ""


def sex_of_role(role: str) -> str:
    """`F` or `M` where a role is one of women or of men, else empty."""
    words = set(role.replace("-", " ").split()) | set(role.split())
    return "F" if words & SEXES["female"] else "M" if words & SEXES["male"] else ""
