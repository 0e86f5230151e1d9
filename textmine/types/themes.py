"""Passages that speak of the same thing."""

from __future__ import annotations

from dataclasses import dataclass, field

THEME_KINDS = ("theme", "new", "rest")
UNCOVERED = 0.3
"""Share of a theme's passages that overlap a coded mention, below which the codebook misses the theme."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Passages that speak of the same thing.

    Args:
        id: stable within one table of themes; 0 collects what fits no theme.
        label: words a manager would use.
        words: (word, weight), strongest first.
        passages: (narrative, start, end, closeness in [0, 1]), closest first.
        explained: share of its passages that overlap a coded mention, in [0, 1].
        key: what a person's decisions name it by; the same in the next run while its closest passages are.
        parent: id of the theme that it is a part of, 0 for one that stands on its own.
        kind: `theme`, `new` (found because it stands in the last quarter and not before) or `rest`.
        stability: share of the runs in which it came back, in [0, 1].
        code: the code that explains most of it, "" if none does.
        named: True if a person gave it its label.
        x, y: its place on the map of themes, in [-1, 1].
    """

    id: int
    label: str
    words: tuple[tuple[str, float], ...]
    passages: tuple[tuple[str, int, int, float], ...] = field(repr=False)
    explained: float = 0.0
    key: str = field(default="", repr=False)
    parent: int = 0
    kind: str = "theme"
    stability: float = 1.0
    code: str = ""
    named: bool = False
    x: float = 0.0
    y: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in THEME_KINDS:
            raise ValueError(f"unknown kind of theme: {self.kind}")

    @property
    def uncovered(self) -> bool:
        """Whether codes mark so few of its passages that the codebook misses it."""
        return self.explained < UNCOVERED
