"""The codebook: what each code means. One YAML file, checked when it is read, with a version."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from textmine.errors import SettingsError
from textmine.types import Assertion, Time

Compared = Literal["parent", "group", "name", "definition", "include", "exclude"]
COMPARED: tuple[Compared, ...] = get_args(Compared)


class Code(BaseModel):
    """One code: `id` is for ever, the words may improve.

    In `exclude` and `not_phrases`, what stands after ` -> ` is what to mark instead.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    group: str
    name: str
    definition: str
    tier: Literal["core", "extended"] = "extended"
    sensitivity: Literal["standard", "high"] = "standard"
    parent: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    not_phrases: tuple[str, ...] = ()
    hard_cases: tuple[str, ...] = ()


class Group(BaseModel):
    """Codes that answer one question."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    name: str
    question: str = ""


class Conventions(BaseModel):
    """How to mark, whatever the code; what is left empty is left out of the page."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    annotation_unit: str = ""
    assertion: dict[Assertion, str] = Field(default_factory=dict)
    time: dict[Time, str] = Field(default_factory=dict)
    voice: dict[str, str] = Field(default_factory=dict)
    quote: str = ""
    online: str = ""
    counting_rule: str = ""
    hierarchy_rule: str = ""
    push_pull_rule: str = ""
    child_before_label: str = ""
    tiers: dict[str, str] = Field(default_factory=dict)
    sensitivity: dict[str, str] = Field(default_factory=dict)
    welsh: str = ""


class Distinction(BaseModel):
    """Two codes, or two groups, that are easily confused, and the question that tells them apart."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    between: tuple[str, str]
    ask: str


class Codebook(BaseModel):
    """All codes of a study, and the questions answered once a write-up."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: str
    date: datetime.date | None = None
    language: str = "en-GB"
    codes: tuple[Code, ...] = Field(min_length=1)
    groups: tuple[Group, ...]
    conventions: Conventions = Field(default_factory=Conventions)
    distinctions: tuple[Distinction, ...] = ()
    document_fields: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    document_questions: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Codebook:
        ids = [code.id for code in self.codes]
        if twice := sorted({id for id in ids if ids.count(id) > 1}):
            raise ValueError(f"code stands twice: {', '.join(twice)}")
        groups = {group.id for group in self.groups}
        for code in self.codes:
            if code.group not in groups:
                raise ValueError(f"code {code.id} names a group that is not there: {code.group}")
            parent = next((other for other in self.codes if other.id == code.parent), None)
            if code.parent and (parent is None or parent.parent):
                raise ValueError(f"code {code.id} needs a parent that exists and has none itself: {code.parent}")
        for one in (id for distinction in self.distinctions for id in distinction.between):
            if one not in {*ids, *groups}:
                raise ValueError(f"distinctions name a code or group that is not there: {one}")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids in the order of the file."""
        return tuple(code.id for code in self.codes)

    @property
    def parents(self) -> dict[str, str]:
        """Each sub-code's parent."""
        return {code.id: code.parent for code in self.codes if code.parent}

    @property
    def fingerprint(self) -> str:
        """Hash of what decides a coding: ids, parents, definitions, rules; not of spelling in phrases."""
        decisive = [(c.id, c.parent, c.definition, c.include, c.exclude) for c in self.codes]
        return hashlib.sha256(json.dumps(decisive).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a code between two codebooks.

    Args:
        code: its id.
        what: what changed.
        old, new: the words before and after; empty where the code was not there.
    """

    code: str
    what: Literal["added", "removed"] | Compared
    old: str = ""
    new: str = ""


def read_codebook(path: Path) -> Codebook:
    """Read and check a codebook.

    Raises:
        SettingsError: the file is missing or wrong; names the key.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it is there
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 both are safe
        return Codebook.model_validate(raw)
    except OSError:
        raise SettingsError("There is no codebook", where=path.name, next_step="textmine init makes one") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path.name}, line {mark.line + 1}" if mark else path.name
        raise SettingsError("The codebook is not valid YAML", where=place) from None
    except UnicodeDecodeError:
        raise SettingsError("The codebook is not UTF-8 text", where=path.name, next_step="save it as UTF-8") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"The codebook is wrong: {first['msg']}", where=f"{path.name} {key}".strip()) from None
    except (ValueError, TypeError, RecursionError):  # a date that there is not, a key that is a list
        raise SettingsError("The codebook is not valid YAML", where=path.name) from None


def difference(old: Codebook, new: Codebook) -> tuple[Change, ...]:
    """What has changed for annotators, in the order of the new codebook; codes that are gone come last.

    The order of the codes, phrases and hard cases are not compared.
    """
    before, after = ({code.id: code for code in book.codes} for book in (old, new))
    changed = [change for code in new.codes for change in _changes(before.get(code.id), code)]
    gone = [Change(code.id, "removed", old=code.name) for code in old.codes if code.id not in after]
    return (*changed, *gone)


def _changes(old: Code | None, new: Code) -> Iterator[Change]:
    if old is None:
        yield Change(new.id, "added", new=new.name)
        return
    for what in COMPARED:
        was, now = _words(getattr(old, what)), _words(getattr(new, what))
        if was != now:
            yield Change(new.id, what, old=was, new=now)


def _words(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "\n".join(value)
