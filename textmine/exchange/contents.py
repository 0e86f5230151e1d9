"""What of a study is exchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from textmine.coding.codebook import Codebook
from textmine.types import Coding, Episode, Narrative


@dataclass(frozen=True, slots=True)
class Contents:
    """A study's pseudonymised side: narratives, what people and models saw in them, episodes, codebook.

    Args:
        looked: of models among the coders the codes that they look for; of one that is not named, all.
    """

    codebook: Codebook
    narratives: tuple[Narrative, ...] = field(repr=False)
    codings: tuple[Coding, ...] = field(default=(), repr=False)
    episodes: tuple[Episode, ...] = field(default=(), repr=False)
    looked: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def unknown(self, coding: Coding) -> frozenset[str]:
        """Codes of which a coding says nothing: the model is in doubt, or does not look for them; people look for all."""
        return frozenset() if coding.human else self.unlooked(coding.coder) | frozenset(coding.doubtful)

    def unlooked(self, coder: str) -> frozenset[str]:
        """Codes that a coder does not look for."""
        return frozenset(self.codebook.ids) - self.looked[coder] if coder in self.looked else frozenset()


RESTRICTED = (
    "RESTRICTED: for the research team only, not to be passed on. The texts are pseudonymised, not anonymised: some "
    "identifiers slip through, and what happened to a child can tell who it was. These are personal data of children, many of "
    "them of special categories. Small numbers are NOT hidden here: the rules that bind reports for managers are not applied. "
    "Write a report with: textmine report. What a model suggested is marked as suggested until a person accepts it. "
    "Whoever reads of a child in danger now tells the safeguarding lead the same day."
)
