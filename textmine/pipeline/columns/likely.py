"""Headings of case systems that probably mean our columns: suggestions for a person, never used by themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files
from itertools import product

from textmine.headings import Heading

ALIKE = 0.87  # of two headings' letters; a plural or a slip, not another word
SHORT = 3
Called = Mapping[str, tuple[tuple[str, ...], ...]]
"""Our column → what case systems call it, each one heading or several whose cells are joined."""


def called(table: str) -> Called:
    """What case systems call the columns of a table: `roster`, `people` (their relations) or `episodes`.

    Our own name is among it, but for `child`: a column of that name which is not ours already holds names.
    """
    own = {name: () if name == "child" else ((name.replace("_", " "),),) for _, name in _all()}
    return {name: (*own[name], *ways) for (where, name), ways in _all().items() if where == table}


def likely(headings: Sequence[str], names: Called) -> dict[str, Heading]:
    """Our columns and the headings that probably mean them, each heading once, the surest first.

    Args:
        headings: of the table, those that are not placed yet.
        names: our columns that are not placed yet.

    >>> likely(["Person ID", "Forename", "Surname", "Hair"], called("roster"))
    {'child': 'Person ID', 'name': ('Forename', 'Surname')}
    """
    found: dict[str, Heading] = {}
    left = [heading for heading in headings if _plain(heading)]
    for size, sure in ((3, True), (2, True), (1, True), (1, False)):
        for name in names:
            ways = [way for way in names[name] if len(way) == size]
            if name not in found and (parts := _first(left, ways, sure=sure)):
                found[name] = parts[0] if len(parts) == 1 else parts
                left = [heading for heading in left if heading not in parts]
    return {name: found[name] for name in names if name in found}


def _first(headings: Sequence[str], ways: Sequence[tuple[str, ...]], *, sure: bool) -> tuple[str, ...]:
    """The headings of the first way that they fit, letter by letter, or, unless it must be sure, nearly."""
    for way in ways:
        parts = tuple(
            next((one for one in headings if _alike(_plain(one), part, sure)), "") for part in map(_plain, way)
        )
        if all(parts):
            return parts
    return ()


def _alike(one: str, other: str, sure: bool) -> bool:
    near = not sure and _short(one) == _short(other)
    return one == other or (near and SequenceMatcher(None, one, other).ratio() >= ALIKE)


def _short(words: str) -> list[str]:
    """The words that a slip would make another: `missing no`, `missing to`."""
    return [word for word in words.split() if len(word) <= SHORT]


def _plain(heading: str) -> str:
    """Letters and figures in small, single spaces; apostrophes go without a gap."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['’]", "", heading.casefold())))


@lru_cache(maxsize=1)
def _all() -> dict[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """(table, column) → ways to call it, from `words/headings.txt`."""
    found: dict[tuple[str, str], tuple[tuple[str, ...], ...]] = {}
    text = files("textmine.pipeline.columns").joinpath("words", "headings.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        where, _, words = line.partition(": ")
        table, _, name = where.partition(" / ")
        sides = [[word.strip() for word in side.split(";") if word.strip()] for side in words.split(" + ")]
        found[table, name] = (*found.get((table, name), ()), *product(*sides))
    return found
