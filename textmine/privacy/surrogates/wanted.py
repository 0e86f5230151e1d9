"""All that is to be replaced in a write-up: what was detected, and what the study's policy adds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from textmine.markshape import MARK
from textmine.privacy.surrogates.ages import find_ages
from textmine.privacy.surrogates.areas import coarsened
from textmine.privacy.surrogates.datelists import DATED, joined
from textmine.privacy.surrogates.policy import Policy
from textmine.types import Span

FOREIGN = "a mark of the text"
HANDLE = re.compile(r"@?(?:[^\W_]{2,}(?:[._]+[^\W_A-Z][^\W_]*)+_*|[^\W\d_]{2,}\d{2,}\w*|_+\w+|\w+_+)")
"""The shape of a name online, without spaces: `jay.brace07`, `caz_lp`, `meels09`; not `J. Smith`, `O'Shea`."""


def wanted_in(text: str, found: Sequence[Span], *, policy: Policy, ours: frozenset[str]) -> list[Span]:
    """Spans of what was detected, areas, ages where they are banded, and marks that mean somebody else; in order.

    Args:
        text, found: a write-up and what was detected in it.
        policy: what the study wants.
        ours: marks that stand for somebody in the child's narratives.

    Raises:
        ValueError: spans overlap, are not in order, or lie outside the text.
    """
    last = 0
    for span in found:
        if not last <= span.start < span.end <= len(text):
            raise ValueError(f"spans overlap or lie outside the text at characters {span.start} to {span.end}")
        last = span.end
    spans = coarsened(text, joined(text, _handles(text, found)), policy.areas)
    if policy.ages == "band":
        spans = _with_ages(spans, list(find_ages(text)))
    return _with(spans, _foreign(text, ours))


def _handles(text: str, found: Sequence[Span]) -> list[Span]:
    """The spans, names online as handles; one that two detectors found in two pieces is one: `jac.ladd` and `.2`."""
    kept: list[Span] = []
    for span in (_handle(text, one) for one in found):
        if kept and span.label == kept[-1].label == "HANDLE" and kept[-1].end == span.start:
            kept[-1] = replace(kept[-1], end=span.end)
        else:
            kept.append(span)
    return kept


def _handle(text: str, span: Span) -> Span:
    """What looks like a name online is one, and nobody's mark, though a detector took it for somebody's name."""
    decided = span.why == "decision" or span.entity.startswith("mark:")
    if span.label != "PERSON" or decided or not HANDLE.fullmatch(text, span.start, span.end):
        return span
    return replace(span, label="HANDLE", entity="")


def _with_ages(spans: Sequence[Span], ages: Sequence[Span]) -> list[Span]:
    """The spans and ages; `14 years old` is an age, though to a detector it may be a length of time."""
    lengths = [span for span in spans if span.label in DATED and any(_inside(span, age) for age in ages)]
    others = [span for span in spans if span not in lengths]
    added = _with(others, ages)
    # An age that touches something else is not taken, and what was found inside it stays then.
    return _with(added, lengths)


def _inside(span: Span, age: Span) -> bool:
    return age.start <= span.start and span.end <= age.end


def _foreign(text: str, ours: frozenset[str]) -> list[Span]:
    """Marks that stand in a write-up and mean somebody of ours in the narratives."""
    return [
        Span(*match.span(), "PERSON", 1.0, FOREIGN, f"mark:{match[0]}")
        for match in MARK.finditer(text)
        if match[0] in ours
    ]


def _with(spans: Sequence[Span], more: Sequence[Span]) -> list[Span]:
    """The spans and those of the others that touch none of them, in order."""
    apart = [new for new in more if not any(span.start < new.end and new.start < span.end for span in spans)]
    return sorted([*spans, *apart])
