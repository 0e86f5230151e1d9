"""Where an identifier stands in a text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text that looks like an identifier.

    Args:
        start, end: characters (Unicode code points), half-open.
        label: type of identifier, e.g. `PERSON`.
        score: 0 to 1, how sure the detector is.
        why: which detector found it.
        entity: who or what it stands for, where that is known; identifiable.
    """

    start: int
    end: int
    label: str
    score: float = 1.0
    why: str = ""
    entity: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}, {self.end}")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"a score lies in [0, 1], not {self.score}")
