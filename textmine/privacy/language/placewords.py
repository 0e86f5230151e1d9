"""Words that say what kind of place a name is: `Rhyl station`, `Ysgol Bro Elwy`, `12 High St`."""

from __future__ import annotations

import re
from functools import lru_cache

KINDS = {
    "SCHOOL": "school|academy|college|comprehensive|comp|grammar|infants|juniors|nursery|pru|ysgol|coleg",
    "HOSPITAL": "hospital|infirmary|clinic|surgery|ysbyty|meddygfa",
    "HOME": "children's home|care home|cartref",
    "STATION": "station|gorsaf",
    "PARK": "park|parc|playing fields?|rec|recreation ground",
    "PUB": "arms|inn|tavern|pub|hotel|tafarn",
    "ADDRESS": "street|st|road|rd|lane|ln|avenue|ave|drive|crescent|cres|terrace|close|grove|mews|heol|stryd|ffordd|rhodfa",
}
FIRST = r"ysgol|coleg|ysbyty|meddygfa|cartref|gorsaf|parc|tafarn|heol|stryd|ffordd|rhodfa"
# They belong to the kind, and are kept with it; alone they say no kind.
WITH_KIND = (
    "primary|secondary|high|sixth form|railway|bus|train|police|general|community|centre|health centre|house|lodge|cottage"
    "|farm|unit|project|club|trust|gardens|place|court|square|way|view|uwchradd|gynradd|gyfun|tŷ|canolfan|maes|clos|llys"
)
ALL = "|".join((*KINDS.values(), WITH_KIND))
LAST_KIND = re.compile(rf"(?:^|\W)(?P<kind>{'|'.join(KINDS.values())})\W*$", re.I)
FIRST_KIND = re.compile(rf"^(?P<kind>{FIRST})(?!\w)", re.I)
LEADING = re.compile(rf"^(?:(?:the|y|yr|{FIRST}|maes|clos|llys|tŷ|canolfan|uwchradd|gynradd|gyfun)\s+)*", re.I)
TRAILING = re.compile(rf"(?:\s+(?:{ALL})\.?)*(?:['’]s)?$", re.I)


@lru_cache(maxsize=4096)
def kind_by_words(words: str) -> str:
    """The word of the mark that a place's own words tell, empty if they tell none.

    >>> kind_by_words("Rhyl station"), kind_by_words("Heol y Felin"), kind_by_words("Rhyl")
    ('STATION', 'ADDRESS', '')
    """
    match = LAST_KIND.search(words) or FIRST_KIND.match(words)
    if match is None or match.start("kind") == 0 == len(words) - match.end("kind"):
        return ""
    return next(kind for kind, kinds in KINDS.items() if re.fullmatch(kinds, match["kind"], re.I))


def around_name(words: str) -> tuple[str, str]:
    """What stands before and after the name itself and only tells its kind.

    >>> around_name("Ysgol Bro Elwy"), around_name("Larkfield High School")
    (('Ysgol ', ''), ('', ' High School'))
    """
    before = LEADING.match(words)
    start = before.end() if before else 0
    after = TRAILING.search(words, start)
    end = after.start() if after else len(words)
    return words[:start], words[end:]
