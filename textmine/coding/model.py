"""A trained coder as data: what it knows, and from whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from textmine.coding.scoring import Arrays


@dataclass(frozen=True, slots=True)
class Model:
    """A trained coder: arrays and words, no code.

    Args:
        codes: columns.
        words: vocabulary of the word weights.
        arrays: float32, those of `learn`, and `slope`, `intercepts`, `thresholds`, `mention_thresholds`, `margin`.
        usable: codes with enough examples; the others are never suggested.
        about: who made it from what: version, codebook, encoder, counts.
    """

    codes: tuple[str, ...]
    words: tuple[str, ...] = field(repr=False)
    arrays: Arrays = field(repr=False)
    usable: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()

    @property
    def coder(self) -> str:
        """Its name as a coder."""
        return coder_of(self.about)


def coder_of(about: Iterable[tuple[str, str]]) -> str:
    """What a model that says this of itself is called as a coder."""
    return f"model:{dict(about).get('version', 'unnamed')}"
