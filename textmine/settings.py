"""The settings of a study: one `textmine.toml`, checked when it is read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, ValidationError

from textmine.errors import SettingsError

FILE = "textmine.toml"
LOCAL = "local"
TEMPLATE = """\
# Settings of this study. Everything has a default; what is commented out shows it.

# processes = 0            # how many at once; 0: as many as the machine has cores, eight at most (each about 0.7 GB)
# engine = "local"         # or "ray": this machine's Ray; or "ray://HOST:10001": a cluster

[study]
name = "{name}"

# Where your files are, so that `textmine run` needs no paths; outside the study, from this folder or in full.
# No child's name may stand in a path here.
[sources]
# writeups = "../secure/writeups"
# roster = "../secure/roster.xlsx"
# episodes = "../secure/episodes.csv"
# vault = "../keys/missing.vault"

# Headings of your own exports, where they differ from ours: our name, then yours; of a list of headings the cells are
# joined by a space. `textmine map-columns` suggests them
[columns.writeups]
# text = "Narrative"
# child = "Person ID"
# id = "Form ID"
[columns.roster]
# child = "Person ID"
# name = ["Forename", "Surname"]
# People of the roster who have a column of their own: the relation, then the heading
[columns.people]
# mother = "Mother's name"
# "social worker" = "Allocated worker"
[columns.episodes]
# missing_start = ["Date missing", "Time missing"]
# Words of your episodes table that are not ours, for each column: yours, then ours
[words]
# care_status = {{ "S20 accommodated" = "looked after" }}
# completed = {{ "Accepted" = "yes", "Declined" = "no" }}

[pseudonymise]
# style = "roles"          # [FRIEND 2]; or "tags": [PERSON 3]; or "realistic": fictional names
# ages = "keep"            # or "band": 0-9, 10-12, 13-15, 16-17, 18+
# strict = false           # true also masks years, lengths of time, amounts, peoples of the kingdom; ages become bands
# A place of the texts and of the episodes table, and the larger area that stands for it
[pseudonymise.areas]
# "Porth Merin" = "North Wales coast"

[coding]
# codebook = "annotations/codebook.yaml"
# encoder = "ours"         # knows the shipped codebook; or "general", or the folder of a sentence-transformers model
# at_least = 30            # affirmed narratives before a code is coded by a model on its own
# at_least_children = 15
# least_f1 = 0.4           # a code whose F1 may be lower (95 % interval) is not coded by a model
# aim = "f1"               # what thresholds are for; or "recall 0.9", "precision 0.8": at least so much, as far as can be
# abstain = 0.15           # share of decisions left to a person
# at_most_wrong = 0.0      # 0.05: instead, leave so many that, with 90 % confidence, no more of the others are wrong
# measure_on_reviews = false # true: count reviewed suggestions as truth when quality is measured; it then looks better than it is
# answers_right = 0.8      # questions about a whole write-up: so many of the model's answers right, the others left to a person
# accept_codebooks = []    # fingerprints of earlier codebooks whose codings still hold

[themes]
# seed = 7
# at_most = 15
# at_least_children = 5    # a theme from fewer is not shown

[report]
# title = "Why children went missing"
# audience = "shareable"   # or "restricted"; `textmine report --audience` says it for one report
# disclosure = "sup5"      # sup5, nhs, dfe, ons10
# headings = "en"          # or "en+cy": Welsh too
# year_begins = "April"    # or "January"
# nation = ""              # e.g. "Wales": of episodes that do not record theirs
# cost = false             # true tells published costs, which are no reason for or against work with a child
# breaks = []              # e.g. [{{quarter = "2023-Q2", what = "absent and missing no longer apart"}}]: marked in series
# Kinds of report of your own: their sections in order; `textmine report --kind board`
[report.kinds]
# board = ["summary", "why", "voice"]
"""


def _area(name: str) -> str:
    """The area becomes a mark in capitals; `[CHILD]` and marks with a number are somebody's."""
    if not re.search(r"[A-Za-z]", name) or re.search(r"\d", name) or name.strip().casefold() == "child":
        raise ValueError("an area needs a name of letters, without figures, and not Child")
    return name


def _aim(words: str) -> str:
    if not re.fullmatch(r"f1|(recall|precision) 0?\.\d*[1-9]\d*", words):
        raise ValueError('an aim is "f1", or as "recall 0.9" or "precision 0.8", between 0 and 1')
    return words


def _headings(given: object) -> str | tuple[str, ...]:
    listed = list(given) if isinstance(given, list | tuple) else [given]
    parts = [part for part in listed if isinstance(part, str) and part.strip()]
    if not parts or len(parts) < len(listed):
        raise ValueError('a heading is text as "Person ID", or a list of them as ["Forename", "Surname"]')
    return parts[0] if len(parts) == 1 else tuple(parts)


Headings = Annotated[str | tuple[str, ...], PlainValidator(_headings)]


def _engine(words: str) -> str:
    if not re.fullmatch(r"local|ray|ray://[\w.\-\[\]:]+", words):
        raise ValueError('an engine is "local", "ray" or as "ray://HOST:10001"')
    return words


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Study(_Part):
    """What the study is called."""

    name: str = "study"


class Columns(_Part):
    """Headings of the team's own tables: our name to theirs."""

    writeups: dict[Literal["text", "id", "child"], str] = Field(default_factory=dict)
    roster: dict[str, Headings] = Field(default_factory=dict)
    people: dict[Annotated[str, Field(min_length=2)], Headings] = Field(default_factory=dict)
    episodes: dict[str, Headings] = Field(default_factory=dict)


class Sources(_Part):
    """Where the team's files are; a path that is not in full begins at the study."""

    writeups: str = ""
    roster: str = ""
    episodes: str = ""
    vault: str = ""


class PseudonymSettings(_Part):
    """What stands for names, ages and places."""

    style: Literal["roles", "realistic", "tags"] = "roles"
    ages: Literal["keep", "band"] = "keep"
    strict: bool = False
    areas: dict[Annotated[str, Field(min_length=2)], Annotated[str, AfterValidator(_area)]] = Field(
        default_factory=dict
    )


class CodingSettings(_Part):
    """When a model may code."""

    codebook: str = "annotations/codebook.yaml"
    encoder: str = "ours"
    at_least: int = Field(default=30, ge=1)
    at_least_children: int = Field(default=15, ge=1)
    least_f1: float = Field(default=0.4, ge=0.0, le=1.0)
    aim: Annotated[str, AfterValidator(_aim)] = "f1"
    abstain: float = Field(default=0.15, ge=0.0, le=0.9)
    at_most_wrong: float = Field(default=0.0, ge=0.0, lt=1.0)
    folds: int = Field(default=5, ge=2, le=20)
    seed: int = Field(default=7, ge=0, lt=2**32)
    answers_right: float = Field(default=0.8, gt=0.0, lt=1.0)
    measure_on_reviews: bool = False
    accept_codebooks: tuple[str, ...] = ()


class ThemeSettings(_Part):
    """How themes are found and when they may be shown."""

    seed: int = Field(default=7, ge=0, lt=2**32)
    at_most: int = Field(default=15, ge=2, le=60)
    at_least_children: int = Field(default=5, ge=1)


class Break(_Part):
    """A quarter from which missing was defined otherwise."""

    quarter: str = Field(pattern=r"^\d{4}-Q[1-4]$")
    what: str = Field(min_length=1)


class ReportSettings(_Part):
    """What the report is called, who may read it, and which kinds there are."""

    title: str = "Why children went missing"
    audience: Literal["shareable", "restricted"] = "shareable"
    disclosure: Literal["sup5", "nhs", "dfe", "ons10"] = "sup5"
    headings: Literal["en", "en+cy"] = "en"
    year_begins: Literal["April", "January"] = "April"
    nation: str = ""
    cost: bool = False
    kinds: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")], tuple[str, ...]] = Field(default_factory=dict)
    breaks: tuple[Break, ...] = ()


class Settings(_Part):
    """All settings of a study."""

    processes: int = Field(default=0, ge=0, le=256)
    engine: Annotated[str, AfterValidator(_engine)] = LOCAL
    study: Study = Study()
    sources: Sources = Sources()
    columns: Columns = Columns()
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    pseudonymise: PseudonymSettings = PseudonymSettings()
    coding: CodingSettings = CodingSettings()
    themes: ThemeSettings = ThemeSettings()
    report: ReportSettings = ReportSettings()


def check_engine(words: str) -> str:
    """An engine as a person types it.

    Raises:
        SettingsError: it is none.
    """
    try:
        return _engine(words)
    except ValueError as error:
        raise SettingsError(f"There is no such engine: {error}", where="--engine", next_step="write it so") from None


def read_settings(study: Path) -> Settings:
    """Settings of the study in this folder.

    Raises:
        SettingsError: there is no `textmine.toml`, or a key in it is unknown or wrong; names the key.
    """
    try:
        raw = tomllib.loads((study / FILE).read_text(encoding="utf-8-sig"))
    except OSError:
        raise SettingsError("This folder is not a study", next_step="textmine init DIR, or give --study DIR") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{FILE} is not UTF-8 text", where=FILE, next_step="save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(
            f"{FILE} cannot be read: {error}",
            where=FILE,
            next_step="mend what it names; text needs quotation marks",
        ) from None
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        raise _wrong(error) from None


def _wrong(error: ValidationError) -> SettingsError:
    """The first fault: which key, what is wrong with it, and for an unknown key which ones there are."""
    first = error.errors()[0]
    key = first["loc"]
    step = f"use one of {', '.join(_known(key[:-1]))}" if first["type"] == "extra_forbidden" else ""
    where = f"{FILE}, {'.'.join(map(str, key))}"
    return SettingsError(f"A setting is wrong: {first['msg']}", where=where, next_step=step)


def _known(section: tuple[int | str, ...]) -> list[str]:
    """Keys that there are in a section, or in an entry of a list, whose place in the list is a number."""
    part: Any = Settings
    for name in section:
        part = get_args(part)[0] if isinstance(name, int) else part.model_fields[name].annotation
    return sorted(part.model_fields)
