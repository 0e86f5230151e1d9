"""A reviewer's decisions as rules: what shall be masked or kept, and who is the same person, from the next run on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textmine.privacy.detection.merging import merge
from textmine.types import Span


@dataclass(frozen=True, slots=True)
class Rules:
    """Decisions to apply; words are in lower case, with single spaces.

    Args:
        items: (child reference or "" for all, words, `mask` or `keep`).
        same: (child reference, words, words of the same person).
    """

    items: tuple[tuple[str, str, str], ...] = field(repr=False, default=())
    same: tuple[tuple[str, str, str], ...] = field(repr=False, default=())


def rules_of(decisions: Sequence[Mapping[str, str]]) -> Rules:
    """Rules from the decisions in the vault; those that are about reading, not about words, are passed over."""
    told = [d for d in decisions if _key(d.get("words", ""))]
    items = {(d["child"], _key(d["words"]), d["decision"]) for d in told if d["decision"] in ("mask", "keep")}
    same = {(d["child"], _key(d["words"]), _key(d["same_as"])) for d in told if d["decision"] == "same"}
    return Rules(tuple(sorted(items)), tuple(sorted(same)))


def apply_rules(
    texts: Sequence[str], spans: Sequence[tuple[Span, ...]], rules: Rules, child: str
) -> list[tuple[Span, ...]]:
    """Spans after a person's decisions for this child: `mask` adds, `keep` takes away what is not from the roster.

    Words that are said to be the same person as others are masked too, where nothing has found them.
    """
    mine = [(words, decision) for who, words, decision in rules.items if who in ("", child)]
    keep = {words for words, decision in mine if decision == "keep"}
    masks = [words for words, decision in mine if decision == "mask"]
    same = [words for who, words, _ in rules.same if who in ("", child)]
    decided = []
    for text, found in zip(texts, spans, strict=True):
        left = [span for span in found if span.why == "roster" or _key(text[span.start : span.end]) not in keep]
        masked = merge(text, [*left, *(span for words in masks for span in _places(text, words))])
        people = [span for words in same for span in _places(text, words) if not _touches(span, masked)]
        decided.append(merge(text, [*masked, *people]) if people else masked)
    return decided


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


def _places(text: str, words: str) -> list[Span]:
    spaced = r"\s+".join(map(re.escape, words.split()))
    pattern = re.compile(rf"(?<!\w){spaced}(?!\w)", re.I)
    label = _label(words)
    return [Span(*match.span(), label, 1.0, "decision", f"{label.lower()}:{words}") for match in pattern.finditer(text)]


def _label(words: str) -> str:
    """What words are called that a person wants masked: a handle or a reference by their shape, else a person."""
    if "@" in words or "_" in words:
        return "HANDLE"
    return "REFERENCE" if any(map(str.isdigit, words)) else "PERSON"


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
