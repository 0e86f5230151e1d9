"""Children's words that may be shown: from enough children, one sentence of each, nothing of high sensitivity."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from textmine.reporting.disclosure import Rule, may_quote
from textmine.reporting.material import CodeInfo
from textmine.reporting.tallies import chosen
from textmine.types import Coding, Mention, Narrative, Quotation

MOST_QUOTED = 3
SHORTEST, LONGEST = 20, 300


def quotations(
    codings: Sequence[Coding], narratives: Sequence[Narrative], *, code: CodeInfo, codes: Sequence[CodeInfo], rule: Rule
) -> tuple[Quotation, ...]:
    """What children said under one code: at most three sentences, each of another child.

    None if the code is of high sensitivity or if too few children said something under it. A sentence that touches a
    mention of high sensitivity is passed over.
    """
    if code.sensitivity == "high":
        return ()
    known = {narrative.id: narrative for narrative in narratives}
    sensitive = frozenset(one.id for one in codes if one.sensitivity == "high")
    by_child: dict[str, Quotation] = {}
    for coding in _in_order(codings, known.keys()):
        narrative = known[coding.narrative]
        for mention in _sayings(coding, code.id, sensitive):
            quotation = _quotation(narrative, mention, coding)
            if SHORTEST <= len(quotation.text) <= LONGEST:
                by_child.setdefault(narrative.child, quotation)
    return tuple(by_child.values())[:MOST_QUOTED] if may_quote(len(by_child), rule) else ()


def _in_order(codings: Sequence[Coding], known: Collection[str]) -> Iterator[Coding]:
    """The codings that count, people's first, then by narrative."""
    own: dict[str, list[Coding]] = {}
    for coding in codings:
        if coding.status != "rejected" and coding.narrative in known:
            own.setdefault(coding.narrative, []).append(coding)
    counted = [coding for some in own.values() for coding in chosen(some)]
    yield from sorted(counted, key=lambda coding: (not coding.human, coding.narrative, coding.coder))


def _sayings(coding: Coding, code: str, sensitive: frozenset[str]) -> Iterator[Mention]:
    hidden = [mention for mention in coding.mentions if mention.code in sensitive]
    for mention in coding.mentions:
        touches = any(mention.start < other.end and other.start < mention.end for other in hidden)
        if mention.code == code and mention.headline and mention.voice == "child" and not touches:
            yield mention


def _quotation(narrative: Narrative, mention: Mention, coding: Coding) -> Quotation:
    text = " ".join(narrative.text[mention.start : mention.end].split())
    return Quotation(narrative.id, mention.start, mention.end, text, coding.coder)
