"""The nouns that the rooms hand to each other: frozen, checked when made, no text in a repr."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Assertion = Literal["affirmed", "suspected", "negated", "hypothetical"]
Time = Literal["this_episode", "historical", "future"]
Status = Literal["suggested", "accepted", "edited", "rejected", "adjudicated"]

ASSERTIONS: tuple[Assertion, ...] = ("affirmed", "suspected", "negated", "hypothetical")
TIMES: tuple[Time, ...] = ("this_episode", "historical", "future")
UNCOVERED = 0.3
"""Share of a theme's passages that codes mark, below which the codebook misses it."""
THEME_KINDS = ("theme", "new", "rest")
STATUSES: tuple[Status, ...] = ("suggested", "accepted", "edited", "rejected", "adjudicated")
REVIEWER = "review:"  # coders who saw a suggestion first; those who saw none are annotators
MODEL = "model:"  # coders that are no people
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

Matrix = NDArray[np.float32]
Probabilities = NDArray[np.float64]


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


class Detector(Protocol):
    """Anything that finds identifiers in texts."""

    def __call__(self, text: str) -> tuple[Span, ...]:
        """Spans of a text, in order."""
        ...


class Encoder(Protocol):
    """Anything that turns texts into vectors: `X float32[n_texts, d]`."""

    def __call__(self, texts: list[str]) -> Matrix:
        """A row for each text."""
        ...


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


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One code at one place of a narrative: characters, half-open."""

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


@dataclass(frozen=True, slots=True)
class Episode:
    """One missing episode of one child.

    Dates are shifted by the child's keyed constant (whole weeks), `period` is the true quarter of the start.
    `None` means not recorded; it is never the same as no.

    Args:
        id, child: keyed pseudonyms.
        period: true quarter of the start, e.g. `2024-Q2`.
        area: authority responsible; `unknown` is a value.
        host_area: authority where the child lives.
        force, region, nation: of the area.
        care_status: looked_after, care_experienced, not_looked_after or unknown.
        placement_type: as in the codebook of the case system, `unknown` if not recorded.
        out_of_area: in_area, out_of_area, out_of_nation or unknown.
        placement_moves: changes of placement in the year before.
        start, end: when the child went missing and returned.
        date_only: True if the times of day were not recorded.
        joint_report: keyed pseudonym of a report of several children together, "" if there is none.
        was_missing: False if a joint report names the child, who was not missing.
        at_risk: a professional considers the child at risk of serious harm.
        intervention: when a multi-agency meeting or plan followed.
        offered, completed: return interview offered, and held.
        reason_not_held: as recorded.
        interview: when it was held.
        provider: who held it.
        independent: not by the police, the authority or a carer.
        consent_to_interview: the child agreed to be interviewed.
        analysis: False if the write-up must not be analysed.
        document_type: return_interview, safe_and_well, placement_log, refusal, other or unknown.
        interview_language, interpreter, first_language, uasc, trafficking: as recorded.
        sex, age, ethnicity: of the child at the start; age in whole years.
        source: whose record it is.
    """

    id: str
    child: str
    period: str
    area: str = "unknown"
    host_area: str = "unknown"
    force: str = "unknown"
    care_status: str = "unknown"
    placement_type: str = "unknown"
    start: datetime | None = None
    end: datetime | None = None
    date_only: bool = False
    offered: bool | None = None
    completed: bool | None = None
    interview: datetime | None = None
    provider: str = "unknown"
    sex: str = "unknown"
    age: int | None = None
    region: str = "unknown"
    nation: str = "unknown"
    out_of_area: str = "unknown"
    placement_moves: int | None = None
    joint_report: str = ""
    was_missing: bool | None = None
    at_risk: bool | None = None
    intervention: datetime | None = None
    reason_not_held: str = "unknown"
    independent: bool | None = None
    consent_to_interview: bool | None = None
    analysis: bool | None = None
    document_type: str = "unknown"
    interview_language: str = "unknown"
    interpreter: bool | None = None
    first_language: str = "unknown"
    uasc: bool | None = None
    trafficking: bool | None = None
    ethnicity: str = "unknown"
    source: str = "unknown"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it may be shown: its words and, where shown, its value.

    Args:
        shown: what a person reads, e.g. `12`, `c` (hidden), `35%`.
        value: the number behind it, None where hidden or not given.
    """

    shown: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a report.

    Args:
        id: short, unique in the report, safe as a file name.
        title: with the period.
        columns: headings; the first names the rows.
        rows: (name of the row, cells for the other columns).
        note: numerator, denominator, definition, symbols.
        unit: what is counted, e.g. `children`.
    """

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    note: str = ""
    unit: str = ""

    def __post_init__(self) -> None:
        for name, cells in self.rows:
            if len(cells) != len(self.columns) - 1:
                raise ValueError(f"row {name} of table {self.id} has {len(cells)} cells, not {len(self.columns) - 1}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its words and its table.

    Args:
        id: short, unique in the report.
        title: what it shows.
        alt: what a person who cannot see it should know.
        svg, png: the picture, twice, for pages and for Word.
        table: id of the table with the same numbers.
    """

    id: str
    title: str
    alt: str
    svg: str = field(repr=False)
    png: bytes = field(repr=False)
    table: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a narrative that may be shown, and where they stand."""

    narrative: str
    start: int
    end: int
    text: str = field(repr=False)
    coder: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: paragraphs, then figures, tables and quotations, then parts of its own; `welsh` is its heading."""

    id: str
    title: str
    paragraphs: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    sections: tuple[Section, ...] = ()
    welsh: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What is rendered three times: the three files cannot disagree.

    Args:
        title, subtitle: of the cover.
        audience: `shareable` or `restricted`, marked on every page.
        headline: (label, cell, what it means) for the first page.
        sections: in order of reading.
        provenance: (name, value): versions, hashes, dates, rules.
    """

    title: str
    subtitle: str
    audience: Literal["shareable", "restricted"]
    headline: tuple[tuple[str, Cell, str], ...]
    sections: tuple[Section, ...]
    provenance: tuple[tuple[str, str], ...] = ()
