"""The five things that every return interview should ascertain, as far as its codes tell (Missing the Point, 2020).

Derived, not learned: whoever marks codes has answered it. It counts what was ascertained, whatever the answer was: affirmed,
suspected or ruled out, about this episode; advice is no answer. The report's IN-20 counts by the same codes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from textmine.types import Coding

Answer = Literal["yes", "no", "for a person"]
ELEMENTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("why", lambda code: code.startswith(("push_", "pull_"))),
    ("how_long", lambda code: code == "event_duration"),
    ("what_happened", lambda code: code.startswith("risk_") or code == "event_travel_return"),
    ("where_and_with_whom", lambda code: code in ("event_location", "event_company")),
    ("feelings", lambda code: code.startswith("voice_")),
)


def coverage(
    coding: Coding, codes: Sequence[str], *, suggested: Sequence[str] | None = None
) -> tuple[tuple[str, Answer], ...]:
    """(element, answer) of a write-up; an element that no code of the codebook tells of is left out.

    Args:
        codes: ids of the codebook.
        suggested: codes that the model may suggest; None for a person's coding. What a model does not suggest may still be
            written: it says no only if it may suggest every code of the element and doubts none.
    """
    seen = ascertained(coding)
    found: list[tuple[str, Answer]] = []
    for name, wanted in ELEMENTS:
        own = {code for code in codes if wanted(code)}
        unsure = suggested is not None and bool(own - set(suggested) | own & set(coding.doubtful))
        if own:
            found.append((name, "yes" if own & seen else "for a person" if unsure else "no"))
    return tuple(found)


def ascertained(coding: Coding) -> frozenset[str]:
    """Codes of which a coding says something about this episode, whatever it says."""
    return frozenset(
        mention.code
        for mention in coding.mentions
        if mention.assertion != "hypothetical" and mention.time == "this_episode"
    )
