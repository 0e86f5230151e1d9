"""Words that turn a mention: ruled out, advised, doubted, long ago, to come.

After ConText (Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002), with the formulas of return interviews.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from textmine.types import Matrix

# Each cue is any of its patterns; what is long is one line a thought.
CUES: dict[str, tuple[str, ...]] = {
    "negated": (
        r"\bno\b|\bnil\b|\bnone\b|\bnever\b|\bneither\b|\bnobody\b|\bno one\b|\bnothing\b|\bwithout\b",
        r"\bden(?:ie[sd]|ying|y)\b|\bnot? known to\b|\bruled out\b|\brefus\w+ to say\b|\bwould(?: not|n['’]t) say\b",
        r"\bdi?d?n['’]?t\b|\bdid not\b|\bwasn['’]?t\b|\bwas not\b|\bisn['’]?t\b|\bhasn['’]?t\b|\bhas not\b",
        r"\bdd?im\b|\bheb\b|\bnid\b|\bnac oes\b|\bgwad\w+\b",
    ),
    "formula": (
        r"\bno (?:concerns?|issues?|evidence|indicators?|signs?)\b",
        r"\bnil (?:concerns?|cse|cce|injur\w*|indicators?|complaints?)\b|\bdenied (?:any|all|using|drinking|being)\b",
        r"\b(?:cse|cce|drugs?|alcohol|injuries|self[- ]harm)\s*[:=-]\s*(?:no|nil|none|n/a)\b",
    ),
    "hypothetical": (
        r"\bdiscuss\w*\b|\btalked (?:about|through|to \w+ about)\b|\bchat\w* (?:about|through)\b|\bexplored the\b",
        r"\bwent (?:over|through|thru)\b|\badvi[sc]e\w*\b|\bremind\w*\b|\bwarn\w*\b|\bexplain\w*\b|\bawareness\b",
        r"\brisks? of\b|\bdangers?\b|\bkeep[- ]safe\b|\bsafety work\b|\bwhat[- ]ifs?\b",
        r"\bif \w+\b|\bcould\b|\bmight\b",
    ),
    "suspected": (
        r"(?:^|\s)\?\s*\w|\bpossibl\w+\b|\bsuspect\w*\b|\ballege\w*\b|\brumou?rs?\b|\bhypothesis\b|\blikely\b",
        r"\bconcern(?:s|ed)? (?:that|re|about|around|is)\b|\bworr\w+ (?:that|about|re)\b|\bmay (?:be|have)\b",
        r"\bwonder\w*\b|\bseems?\b|\bappear\w*\b|\bthinks?\b|\bbeliev\w+\b|\bimpression\b|\bcurious\b",
        r"\bunclear\b|\bnot (?:clear|sure|confirmed|established)\b|\bprob(?:ably|s)?\b|\bsuggest\w*\b|\breckon\w*\b",
    ),
    "historical": (
        r"\bprev(?:ious\w*|\.)?\b|\bhistor\w+\b|\b(?:in the )?past\b|\bformer\w*\b|\bused to\b|\bknown for\b|\bhx\b",
        r"\b(?:years?|months?) ago\b|\blast (?:year|summer|winter|autumn|spring|christmas)\b|\b(?:19|20)\d\d\b",
        r"\bwhen (?:he|she|they) was (?:young|little|small|\d)|\bas a (?:baby|toddler|small child)\b|\bhad been\b",
        r"\bchronolog\w+\b|\bbackground\b|\bearlier (?:episodes?|placements?)\b|\bregister\b|\bsince \w+ 20\d\d\b",
    ),
    "future": (
        r"\bwill\b|\bto be (?:updated|referred|discussed|done|sent|made|arranged|held)\b|\bgoing to\b|\bshould\b",
        r"\bplan(?:s|ned)? (?:to|for|is)\b|\brecommend\w*\b|\bnext (?:week|month|review|visit|time)\b|\breferral to\b",
        r"\bto (?:chase|speak|refer|ask|share|contact|follow|arrange|update|pass|book|look)\b|\brefer to\b",
    ),
    # A quotation mark inside a word is an apostrophe.
    "quoted": (r"(?<!\w)['‘“\"][^‘“”\"]{3,}?['’”\"](?!\w)",),
    "carer": (
        r"\b(?:carers?|foster|staff|key ?worker|kw|home|unit|fc)(?: \d+)?\]? "
        r"(?:said|says|report\w*|state\w*|think\w*|note\w*|feel\w*|describ\w*)",
        r"\bper staff\b",
    ),
    "parent": (
        r"\b(?:mum|mam|mother|dad|father|nan|gran\w*|aunt\w*|parents?|step ?(?:dad|father|mother|mum))(?: \d+)?\]? "
        r"(?:\w+ )?(?:said|says|report\w*|state\w*|think\w*|feel\w*|told|worr\w*|believ\w*)",
    ),
    "police": (r"\b(?:police|officers?|pc|log|niche|ppn|oic)\b",),
    "ticked": (r"☒",),
    "unticked": (r"☐",),
    "question": (r"\?\s*$",),
}
COMPILED = {name: re.compile("|".join(patterns), re.I) for name, patterns in CUES.items()}
NAMES = tuple(CUES)


def cue_features(texts: list[str], contexts: list[str]) -> Matrix:
    """Which cues stand in each passage and in its heading: `X float32[n_texts, 2 * n_cues]`, 0 or 1."""
    X = np.zeros((len(texts), 2 * len(NAMES)), dtype=np.float32)
    for row, (text, context) in enumerate(zip(texts, contexts, strict=True)):
        X[row] = [*_cues(text), *_cues(context)]
    return X


@lru_cache(maxsize=30_000)  # cross-validation asks of the same passages again and again
def _cues(text: str) -> tuple[bool, ...]:
    return tuple(bool(COMPILED[name].search(text)) for name in NAMES)


def cues_in(text: str) -> tuple[tuple[str, str], ...]:
    """(kind, words) of every cue in a text, in the order of their places.

    >>> cues_in("Denied drinking, but Mum thinks he might have.")
    (('negated', 'Denied'), ('parent', 'Mum thinks'), ('suspected', 'thinks'), ('hypothetical', 'might'))
    """
    found = [(m.start(), name, m[0].strip()) for name, pattern in COMPILED.items() for m in pattern.finditer(text)]
    return tuple((name, words) for _, name, words in sorted(found))
