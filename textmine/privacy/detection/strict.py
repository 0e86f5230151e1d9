"""What the strict policy masks besides: years, lengths of time, ages, amounts, and peoples and countries of the kingdom.

For narratives that leave the team: none of these identifies somebody alone, together they may.
"""

# ruff: noqa: E501 - a pattern is read in one piece

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.types import Span

NUMBER = (
    r"(?:\d[\d,. ]*|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven"
    r"|eight|nine))?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|a hundred)"
)
UNITS = r"years?|yrs?|months?|weeks?|wks?|days?|nights?"
MONEY = r"pounds?(?: sterling)?|euros?|dollars?|liras?|kron(?:or|e|er)|francs?|zloty|rupees|quid|gbp|eur|usd|try|trl|sek|chf|pln"
PATTERNS = (
    ("DATE", "a year", r"(?:(?:between|first half of|second half of|early|late) )?(?<![\d/,£-])(?<!\d\.)(?:19|20)\d\d(?: and (?:19|20)\d\d)?(?![\d/]|[.,]\d)"),
    ("DATE", "a length of time", rf"\b{NUMBER}[- ](?:{UNITS})(?:[- ]old)?\b"),
    ("AGE", "an age", r"\b(?:aged?(?: of)?|turned|turning) \d{1,2}\b|\b\d{1,2} ?(?:yo|y/o|yrs? old)\b"),
    ("AMOUNT", "an amount", rf"[£€$] ?\d[\d,.]*(?: ?(?:k|m|million))?|\b(?:{MONEY}) ?\d[\d,. ]*\d|\b(?:approximately )?{NUMBER} ?(?:[A-Z]\w+ )?(?:{MONEY})\b(?: \((?:{MONEY})\b(?:;[^)\n]{{0,60}})?)?"),
    ("AMOUNT", "a number of things", rf"\b{NUMBER} ?(?:[a-z]+ )?(?:packages?|tablets?|pages|hearings|grams?|wraps|bags|phones|tickets)\b"),
    ("NRP", "a people or country of the kingdom", r"\b(?:British|English|Welsh|Scottish|Irish|Cornish|[A-Z]\w+ national|England|Wales|Scotland|(?:Northern )?Ireland|(?:the )?United Kingdom|Britain|Cymru)\b"),
)  # fmt: skip
COMPILED = tuple((label, why, re.compile(pattern, 0 if label == "NRP" else re.I)) for label, why, pattern in PATTERNS)
SCORE = 0.55


def strict_spans(text: str) -> Iterator[Span]:
    """What is masked only under the strict policy: characters, half-open; may overlap."""
    for label, why, pattern in COMPILED:
        for match in pattern.finditer(text):
            words = match[0].rstrip(" ,.")
            yield Span(match.start(), match.start() + len(words), label, SCORE, why)
