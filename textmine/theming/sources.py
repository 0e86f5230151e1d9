"""Whether a theme comes from one child, one author, one provider or one form alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

KINDS = ("child", "author", "provider", "form")
MOST = 0.8
"""From this share of a theme's interviews on one source counts as alone, unless it gave nearly as many of all interviews."""
UNKNOWN = ("", "unknown")


@dataclass(frozen=True, slots=True)
class Source:
    """Where one write-up comes from; "" and `unknown` where it is not recorded."""

    child: str
    author: str = ""
    provider: str = ""
    form: str = ""


def alone(speaking: Sequence[Source], everybody: Sequence[Source]) -> tuple[str, ...]:
    """The kinds of source that what is said comes from alone: one gives four in five of it, and less of all interviews.

    Args:
        speaking: of the write-ups that speak of the theme.
        everybody: of all write-ups of the same time.
    """
    return tuple(kind for kind in KINDS if _alone(_of(kind, speaking), _of(kind, everybody)))


def _of(kind: str, sources: Iterable[Source]) -> list[str]:
    return [word for one in sources if (word := getattr(one, kind)) not in UNKNOWN]


def _alone(speaking: Sequence[str], everybody: Sequence[str]) -> bool:
    if not speaking or len(set(everybody)) < 2:
        return False
    source, times = Counter(speaking).most_common(1)[0]
    share = times / len(speaking)
    return share >= MOST and everybody.count(source) / len(everybody) < MOST * share
