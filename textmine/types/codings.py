"""What a coder, a person or a model, saw in a narrative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Assertion = Literal["affirmed", "suspected", "negated", "hypothetical"]
Time = Literal["this_episode", "historical", "future"]
Status = Literal["suggested", "accepted", "edited", "rejected", "adjudicated"]

ASSERTIONS: tuple[Assertion, ...] = ("affirmed", "suspected", "negated", "hypothetical")
TIMES: tuple[Time, ...] = ("this_episode", "historical", "future")
STATUSES: tuple[Status, ...] = ("suggested", "accepted", "edited", "rejected", "adjudicated")
VOICES = (
    "child",
    "parent_or_family",
    "carer_or_home_staff",
    "social_worker",
    "police",
    "other_professional",
    "other_child",
    "interviewer_judgement",
    "unclear",
)
ANNOTATOR = "annotator:"
"""Prefix of people who code without a suggestion."""
REVIEWER = "review:"
"""Prefix of people who saw a suggestion first."""
MODEL = "model:"
"""Prefix of coders that are models."""


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One code at one place of a narrative.

    Args:
        start, end: characters of the narrative, half-open.
        code: id of the code in the codebook.
        assertion: whether it is said to be so.
        time: of when it is said.
        voice: who says so.
        probability: in [0, 1], what a model gives it; 1.0 from a person.
    """

    start: int
    end: int
    code: str
    assertion: Assertion = "affirmed"
    time: Time = "this_episode"
    voice: str = "unclear"
    probability: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a mention needs 0 <= start < end, not {self.start}, {self.end}")
        if self.assertion not in ASSERTIONS or self.time not in TIMES or self.voice not in VOICES:
            raise ValueError(f"unknown attribute: {self.assertion}, {self.time}, {self.voice}")
        if not 0.0 <= self.probability <= 1.0:
            raise ValueError(f"a probability lies in [0, 1], not {self.probability}")

    @property
    def headline(self) -> bool:
        """Whether it counts in headline figures: affirmed, and about this episode."""
        return self.assertion == "affirmed" and self.time == "this_episode"


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder, a person or a model version, saw in one narrative.

    No mentions means looked and found nothing; no `Coding` means not looked.

    Args:
        narrative: id of the narrative.
        coder: pseudonymous id of a person, or `model:` and a version.
        mentions: in order of their start.
        fields: document-level answers, (field, value) pairs.
        status: `suggested` until a person has decided.
        doubtful: codes on which a model abstains: a person should look.
    """

    narrative: str
    coder: str
    mentions: tuple[Mention, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    status: Status = "suggested"
    doubtful: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"unknown status: {self.status}")

    @property
    def human(self) -> bool:
        """Whether a person made it."""
        return not self.coder.startswith(MODEL)

    @property
    def aided(self) -> bool:
        """Whether a person made it after seeing a suggestion: it teaches, but is no measure of how good suggestions are."""
        return self.coder.startswith(REVIEWER) and self.status != "adjudicated"

    @property
    def headline(self) -> frozenset[str]:
        """Codes with at least one affirmed mention about this episode."""
        return frozenset(mention.code for mention in self.mentions if mention.headline)
