"""Pseudonymised write-ups, what is known of each, and the passages that are coded."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a narrative besides its text.

    Args:
        episode: keyed pseudonym of the episode it belongs to, "" where unknown.
        period: the true quarter of the interview, e.g. `2024-Q2`, "" where unknown.
        worker: keyed pseudonym of who wrote it, "" where unknown.
        form: how it was stored, e.g. `docx`, `csv`.
        sha256: of the narrative's text.
    """

    episode: str = ""
    period: str = ""
    worker: str = ""
    form: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Narrative:
    """A pseudonymised write-up; `id` and `child` are keyed pseudonyms."""

    id: str
    child: str
    text: str = field(repr=False)
    meta: Meta = field(default=Meta(), repr=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """What is coded: a sentence, and the words it is read with.

    Args:
        narrative: id of the narrative.
        start, end: characters of the sentence in the narrative, half-open.
        text: the sentence.
        context: the heading or question it stands under, "" if none.
    """

    narrative: str
    start: int
    end: int
    text: str = field(repr=False)
    context: str = field(default="", repr=False)
