"""Given names of England and Wales with sex and language group, and surnames to go with them; see names/README.md."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from textmine.privacy.language.folding import fold

FOLDER = Path(__file__).parent / "names"
DEFAULT = "english"


@lru_cache(maxsize=1)
def given_names() -> Mapping[str, tuple[str, str]]:
    """Name to sex (`F`, `M`, `U` for both) and language group."""
    with (FOLDER / "given.csv").open(encoding="utf-8", newline="") as stream:
        return {row["name"]: (row["sex"], row["group"]) for row in csv.DictReader(stream)}


@lru_cache(maxsize=1)
def surnames() -> Mapping[str, tuple[str, ...]]:
    """Language group to its surnames."""
    found: dict[str, list[str]] = {}
    with (FOLDER / "surnames.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found.setdefault(row["group"], []).append(row["name"])
    return {group: tuple(names) for group, names in found.items()}


@lru_cache(maxsize=64)
def names_like(sex: str, group: str) -> tuple[str, ...]:
    """Names of a sex (any if it is empty or `U`) and language group."""
    wanted = {sex} if sex in ("F", "M") else {"F", "M", "U"}
    return tuple(name for name, (its, of) in given_names().items() if its in wanted and of == group)


def sex_of(name: str) -> str:
    """Of the first part of a name: `F` or `M`; empty if it is not known or both bear it.

    >>> sex_of("Siân Pritchard"), sex_of("Qwx")
    ('F', '')
    """
    sex = _lookup(name)[0]
    return sex if sex in ("F", "M") else ""


def group_of(name: str) -> str:
    """Language group of the first part of a name, English if it is not known."""
    return _lookup(name)[1]


def _lookup(name: str) -> tuple[str, str]:
    first = fold(name).text.casefold().replace("-", " ").split()[:1]
    return _folded().get(first[0], ("", DEFAULT)) if first else ("", DEFAULT)


@lru_cache(maxsize=1)
def _folded() -> Mapping[str, tuple[str, str]]:
    return {fold(name).text.casefold(): facts for name, facts in given_names().items()}
