"""What people have decided about themes, in a file that they may edit: names, and which passages a theme is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from textmine.errors import SettingsError
from textmine.types import Theme

FILE = "themes.yaml"
ANCHORS = 30  # passages that say what a kept theme is
EDGE = 0.6
PLACE = re.compile(r"^(?P<narrative>\S+) (?P<start>\d+)-(?P<end>\d+)$")
HEAD = """\
# What people have decided about themes. The commands textmine themes rename, merge, split, pin and forget write this file;
# you may edit it too. Each theme here stays as it is in every later run: passages like those listed belong to it.
#   key     what commands call it
#   name    what reports call it; empty: its words
#   reach   how close a passage must be to belong whatever else there is, from 0 (anything) to 1 (the same)
#   groups  passages that it is made of, "narrative start-end"; a passage close to one of the groups belongs
"""
Place = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Kept:
    """A theme that people decided on.

    Args:
        key: what commands call it.
        name: what reports call it, "" for its words.
        reach: closeness in [0, 1] from which on a passage belongs before any other theme is looked at; from `EDGE` of it
            on it belongs if no other theme is closer.
        groups: (narrative, start, end) of the passages that it is made of.
    """

    key: str = field(repr=False)
    name: str
    reach: float
    groups: tuple[tuple[Place, ...], ...] = field(repr=False)


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^\S+$")
    name: str = ""
    reach: float = Field(ge=0.0, le=1.0)
    groups: tuple[tuple[str, ...], ...] = Field(min_length=1)

    @field_validator("groups")
    @classmethod
    def _places(cls, groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        if not all(group and all(PLACE.match(place) for place in group) for group in groups):
            raise ValueError("a passage is written: narrative start-end")
        return groups


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    themes: tuple[_Entry, ...] = ()


def read_kept(path: Path) -> tuple[Kept, ...]:
    """The decisions of a file, in its order; none if there is no file.

    Raises:
        SettingsError: it cannot be read, or an entry is wrong; names the key.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8-sig")) if path.is_file() else None
        entries = _File.model_validate(raw or {}).themes
    except ValidationError as error:
        first = error.errors()[0]
        raise _fault(
            f"A decision about themes is wrong: {first['msg']}", ".".join(str(x) for x in first["loc"])
        ) from None
    except (OSError, ValueError, yaml.YAMLError, RecursionError):  # a date that there is not, brackets without end
        raise _fault("The file of decisions about themes cannot be read", "") from None
    keys = [entry.key for entry in entries]
    if twice := [key for key in keys if keys.count(key) > 1]:
        raise _fault("Two decisions about themes have one key", twice[0])
    return tuple(Kept(e.key, e.name.strip(), e.reach, tuple(_group(group) for group in e.groups)) for e in entries)


def kept_in_words(kept: Sequence[Kept]) -> str:
    """The file's text."""
    rows = [
        {
            "key": one.key,
            "name": one.name,
            "reach": one.reach,
            "groups": [[f"{n} {start}-{end}" for n, start, end in group] for group in one.groups],
        }
        for one in kept
    ]
    return HEAD + yaml.safe_dump({"themes": rows}, sort_keys=False, allow_unicode=True, width=100)


def keep(theme: Theme, *, name: str = "") -> Kept:
    """A theme as it is now, made to stay: its closest passages, and how far its closer half reaches."""
    places = tuple((narrative, start, end) for narrative, start, end, _ in theme.passages[:ANCHORS])
    closeness = sorted(close for *_, close in theme.passages)
    reach = round(closeness[len(closeness) // 2], 4) if closeness else 0.0
    return Kept(theme.key, name or (theme.label if theme.named else ""), reach, (places,))


def merged(themes: Sequence[Kept], *, name: str = "") -> Kept:
    """Several kept themes as one, under the first one's key."""
    first = themes[0]
    groups = tuple(group for theme in themes for group in theme.groups)
    return Kept(first.key, name or first.name, min(theme.reach for theme in themes), groups)


def _group(places: Sequence[str]) -> tuple[Place, ...]:
    found = [match for place in places if (match := PLACE.match(place))]
    return tuple((match["narrative"], int(match["start"]), int(match["end"])) for match in found)


def _fault(what: str, where: str) -> SettingsError:
    place = f"{FILE}, {where}" if where else FILE
    return SettingsError(what, where=place, next_step="mend annotations/themes.yaml, or delete it to decide anew")
