"""The rules of a study as its team writes them: dated rows, checked when they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from textmine.errors import SettingsError

FILE = "rules.toml"
When = Literal["every", "first", "count", "hours", "out_of_area", "at_risk", "refused"]
COUNTED: tuple[When, ...] = ("count", "refused")


class Rule(BaseModel):
    """One row: when a person should look at a case, where, from when to when, and where that stands."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    area: str = ""
    when: When
    trigger_count: int = Field(default=1, ge=1)
    window_days: int = Field(default=0, ge=0)
    hours: int = Field(default=0, ge=0)
    after_midnight: bool = False
    population: Literal["all", "looked_after", "not_looked_after"] = "all"
    action: str = Field(min_length=1)
    deadline_hours: int = Field(default=0, ge=0)
    effective_from: date
    effective_to: date | None = None
    source: str = Field(min_length=1)
    active: bool = True

    @model_validator(mode="after")
    def _whole(self) -> Rule:
        if self.when in COUNTED and not self.window_days:
            raise ValueError(f"a rule with when = {self.when!r} needs window_days")
        if self.when == "hours" and not self.hours:
            raise ValueError("a rule with when = 'hours' needs hours")
        if self.effective_to and self.effective_to < self.effective_from:
            raise ValueError("effective_to is before effective_from")
        return self


class _Rules(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    rule: tuple[Rule, ...] = ()


def packaged() -> str:
    """The rules that a new study begins with."""
    return files("textmine.reporting").joinpath("templates", FILE).read_text(encoding="utf-8")


def read_rules(study: Path) -> tuple[Rule, ...]:
    """The rules of the study in this folder; if it has no `rules.toml`, those that a new one begins with.

    Raises:
        SettingsError: a row is wrong; names row and key.
    """
    path = study / FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig") if path.is_file() else packaged())
        rules = _Rules.model_validate(raw).rule
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{FILE} cannot be read: {error}", where=FILE, next_step="mend the place that is named"
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        row = next((part + 1 for part in first["loc"] if isinstance(part, int)), 0)
        key = ".".join(str(part) for part in first["loc"] if not isinstance(part, int))
        raise SettingsError(
            f"A rule is wrong: {first['msg']}",
            where=f"{FILE}, row {row}, {key}",
            next_step="mend the row, or take it out",
        ) from None
    _named_once(rules)
    return rules


def _named_once(rules: Sequence[Rule]) -> None:
    names = [rule.id for rule in rules]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SettingsError("Two rules have one id", where=f"{FILE}, {twice[0]}", next_step="give each its own id")
