"""Sentences that stand for a theme: typical, different, each of another child, nothing of high sensitivity, none of few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from textmine.reporting.disclosure import Rule, may_quote
from textmine.reporting.material import CodeInfo
from textmine.types import Cell, Coding, Narrative, Quotation, Theme

MOST_QUOTED = 3
SHORTEST, LONGEST = 30, 400  # characters


def theme_words(
    shown: Sequence[Theme],
    codings: Sequence[Coding],
    narratives: Sequence[Narrative],
    codes: Sequence[CodeInfo],
    rule: Rule,
    figures: Mapping[str, Cell],
) -> dict[int, tuple[Quotation, ...]]:
    """Theme to at most three passages; none where its count of children is not shown, or of too few.

    A passage that touches a mention of high sensitivity is passed over.

    Args:
        figures: Cell by key, after protection.
    """
    sensitive = _sensitive(codings, codes)
    known = {narrative.id: narrative for narrative in narratives}
    return {
        theme.id: _quoted(theme, known, sensitive, rule)
        for theme in shown
        if may_quote(int(figures.get(f"children:theme {theme.key or theme.id}", Cell("")).value or 0), rule)
    }


def _sensitive(codings: Sequence[Coding], codes: Sequence[CodeInfo]) -> dict[str, list[tuple[int, int]]]:
    high = {code.id for code in codes if code.sensitivity == "high"}
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for coding in codings:
        found[coding.narrative] += [(m.start, m.end) for m in coding.mentions if m.code in high]
    return found


def _quoted(
    theme: Theme, known: Mapping[str, Narrative], sensitive: Mapping[str, list[tuple[int, int]]], rule: Rule
) -> tuple[Quotation, ...]:
    by_child: dict[str, Quotation] = {}
    for narrative, start, end, _ in theme.passages:
        if narrative not in known or any(s < end and start < e for s, e in sensitive.get(narrative, ())):
            continue
        text = " ".join(known[narrative].text[start:end].split())
        if SHORTEST <= len(text) <= LONGEST:
            by_child.setdefault(known[narrative].child, Quotation(narrative, start, end, text))
    if not may_quote(len(by_child), rule):
        return ()
    own = list(by_child.values())
    half = own[: max(MOST_QUOTED, len(own) // 2)]  # the typical half; spread over it, so that they differ
    return tuple(half[i * len(half) // MOST_QUOTED] for i in range(MOST_QUOTED))
