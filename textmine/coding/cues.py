"""Words that turn a mention: ruled out, advised, doubted, long ago, to come.

After ConText (Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002), with the formulas of return interviews.
"""

from __future__ import annotations

import re

import numpy as np

from textmine.types import Matrix

CUES: dict[str, str] = {
    "negated": (
        r"\bno (?:current |known |new |further |other |obvious |immediate |identified )?(?:concerns?|indicat|evidence|sign|suggest|disclos|info|intel|worr|issue|injur|risk|mention|thoughts|alcohol|drugs?|substance|marks?|harm|police|cse|cce|contact)"
        r"|\bnil\b|\bdenie[sd]\b|\bdenying\b|\bnot? known to\b|\bnone\b|\bnever\b|\bneither\b|\bruled out\b|\bdi?d?n['’]?t\b|\bdid not\b|\bwasn['’]?t\b|\bwas not\b"
        r"|\bisn['’]?t\b|\bhasn['’]?t\b|\bhas not\b|\bwithout\b|\bnobody\b|\bno one\b|\bnothing\b|\brefus\w+ to say\b|\bwould(?: not|n['’]t) say\b|\bdim\b|\bno\b"
    ),
    "formula": r"\bno (?:concerns?|issues?|evidence|indicators?|signs?)\b|\bnil (?:concerns?|cse|cce|injur\w*|indicators?|complaints?)\b|\bdenied (?:any|all|using|drinking|being)\b|\b(?:cse|cce|drugs?|alcohol|injuries|self[- ]harm)\s*[:=-]\s*(?:no|nil|none|n/a)\b",
    "hypothetical": (
        r"\bdiscuss\w*\b|\btalked (?:about|through|to \w+ about)\b|\bchat\w* (?:about|through)\b|\bwent (?:over|through)\b|\bwent thru\b|\badvi[sc]e\w*\b|\bremind\w*\b|\bwarn\w*\b|\brisks? of\b"
        r"|\bdangers?\b|\bif \w+\b|\bcould\b|\bmight\b|\bkeep[- ]safe\b|\bexplain\w*\b|\bwhat[- ]ifs?\b|\bawareness\b|\bexplored the\b|\bsafety work\b"
    ),
    "suspected": (
        r"(?:^|\s)\?\s*\w|\bpossibl\w+\b|\bsuspect\w*\b|\bconcern(?:s|ed)? (?:that|re|about|around|is)\b|\bworr\w+ (?:that|about|re)\b|\bwonder\w*\b|\bseems?\b|\bappear\w*\b|\bmay (?:be|have)\b|\bthinks?\b|\bbeliev\w+\b|\bimpression\b"
        r"|\bunclear\b|\bnot (?:clear|sure|confirmed|established)\b|\ballege\w*\b|\brumou?rs?\b|\bhypothesis\b|\bcurious\b|\blikely\b|\bprob(?:ably|s)?\b|\bsuggest\w*\b|\breckon\w*\b"
    ),
    "historical": (
        r"\bprev(?:ious\w*|\.)?\b|\bhistor\w+\b|\bin the past\b|\bpast\b|\bformer\w*\b|\byears? ago\b|\bmonths? ago\b|\blast (?:year|summer|winter|autumn|spring|christmas)\b|\bused to\b|\bchronolog\w+\b|\bwhen (?:he|she|they) was (?:young|little|small|\d)"
        r"|\bbackground\b|\bas a (?:baby|toddler|small child)\b|\bearlier (?:episodes?|placements?)\b|\bregister\b|\bhad been\b|\b(?:19|20)\d\d\b|\bsince \w+ 20\d\d\b|\bknown for\b|\bhx\b"
    ),
    "future": r"\bwill\b|\bto be (?:updated|referred|discussed|done|sent|made|arranged|held)\b|\bplan(?:s|ned)? (?:to|for|is)\b|\bgoing to\b|\brecommend\w*\b|\bnext (?:week|month|review|visit|time)\b|\brefer(?:ral)? to\b|\bto (?:chase|speak|refer|ask|share|contact|follow|arrange|update|pass|book|look)\b|\bshould\b",
    "quoted": r"['‘“\"][^'’”\"]{3,}['’”\"]",
    "carer": r"\b(?:carers?|foster|staff|key ?worker|kw|home|unit|fc)\b (?:said|says|report\w*|state\w*|think\w*|note\w*|feel\w*|describ\w*)|\bper staff\b",
    "parent": r"\b(?:mum|mam|mother|dad|father|nan|gran\w*|aunt\w*|parents?|stepdad)\b (?:\w+ )?(?:said|says|report\w*|state\w*|think\w*|feel\w*|told|worr\w*|believ\w*)",
    "police": r"\b(?:police|officers?|pc|log|niche|ppn|oic)\b",
    "ticked": r"☒",
    "unticked": r"☐",
    "question": r"\?\s*$",
}
COMPILED = {name: re.compile(pattern, re.I) for name, pattern in CUES.items()}
NAMES = tuple(CUES)


def cue_features(texts: list[str], contexts: list[str]) -> Matrix:
    """Which cues stand in each passage and in its heading: `X float32[n_texts, 2 * n_cues]`, 0 or 1."""
    X = np.zeros((len(texts), 2 * len(NAMES)), dtype=np.float32)
    for row, (text, context) in enumerate(zip(texts, contexts, strict=True)):
        for column, name in enumerate(NAMES):
            X[row, column] = bool(COMPILED[name].search(text))
            X[row, column + len(NAMES)] = bool(COMPILED[name].search(context))
    return X
