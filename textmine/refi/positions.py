"""Which of four ways of counting a project's positions fits its texts best; never guessed in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from textmine.errors import InputError
from textmine.refi.counting import Ruler, pairs_in, ruler, unified
from textmine.refi.guids import AGAIN
from textmine.refi.nouns import Project, Reading, Selection, Source

NAMED = 3  # characters that a selection's name needs to be taken for the words it begins with
ENOUGH = 200  # characters of the name that are compared
WAYS = tuple(product((False, True), (True, False)))  # (utf16, pairs)
OURS = re.compile(r"textmine \d")  # as we call ourselves in `origin`
# How each program counts, tried first where several ways fit alike: NVivo and ATLAS.ti as files made with them showed, the
# others by the standard.
HABITS = (("nvivo", (True, True)), ("atlas", (False, False)), ("", (False, True)))


@dataclass(frozen=True, slots=True)
class _Text:
    """A source, its text with `\n` at line ends, and the words each selection's name says it begins with."""

    text: str = field(repr=False)
    source: Source
    said: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Tried:
    """One way of counting: where each selection comes to lie, how well, and how many do not hold their words."""

    way: tuple[bool, bool]
    score: float
    places: tuple[tuple[int, int], ...] = field(repr=False)
    misses: int = 0


def settle(project: Project) -> tuple[Project, Reading]:
    """The project with our positions and `\\n` at line ends, and how its own were counted.

    A way of counting fits a selection if a word begins at its start and a word ends at its end. Where the selection's name
    holds its first words, only this counts: whether the selection begins with them.

    Args:
        project: as in the file: texts with their own line ends, positions as counted by its program.

    Raises:
        InputError: a selection lies outside its text however one counts.
    """
    texts = [_Text(unified(source.text), source, tuple(_said(source))) for source in project.sources]
    tried = [one for way in _ways(project) if (one := _tried(texts, way)) is not None]
    if not tried:
        raise _outside(texts)
    # How we counted ourselves need not be guessed, as long as every selection holds the words that it should.
    own = OURS.match(project.origin) is not None and tried[0].way == _habit(project.origin) and not tried[0].misses
    # Of equals the first: the program's habit.
    best = tried[0] if own else max(tried, key=lambda one: one.score)
    rival = max((one.score for one in tried if one.places != best.places), default=0.0)
    # Where the program is known to count so, an equal score of another way is no doubt.
    usual = _known(project.origin) and best is tried[0] and rival == best.score
    reading = Reading(*best.way, score=round(best.score, 4), rival=0.0 if usual else round(rival, 4), known=own)
    return _moved(project, best.places), reading


def _habit(origin: str) -> tuple[bool, bool]:
    return next(way for name, way in HABITS if name in origin.casefold())


def _known(origin: str) -> bool:
    return any(name and name in origin.casefold() for name, _ in HABITS)


def _ways(project: Project) -> list[tuple[bool, bool]]:
    habit = _habit(project.origin)
    return sorted(WAYS, key=lambda way: (way != habit, way[0] != habit[0]))


def _tried(texts: Sequence[_Text], way: tuple[bool, bool]) -> _Tried | None:
    """How well one way fits; None if a selection lies outside its text."""
    places: list[tuple[int, int]] = []
    points, misses = 0.0, 0
    for one in texts:
        measure = _measure(one, way)
        for selection, said in zip(one.source.selections, one.said, strict=True):
            start, end = measure.ours(selection.start), measure.ours(selection.end)
            if start is None or end is None or start > end:
                return None
            places.append((start, end))
            fit = _fit(one.text, start, end, said)
            points, misses = points + fit, misses + (bool(said) and not fit)
    return _Tried(way, points / len(places) if places else 1.0, tuple(places), misses)


def _measure(one: _Text, way: tuple[bool, bool]) -> Ruler:
    utf16, pairs = way
    if not one.source.inline:
        return ruler(one.text, utf16=utf16, breaks=pairs_in(one.source.text) if pairs else ())
    # The XML's reader has made one character of each line end; the way that is not the standard's is to have counted two.
    return ruler(one.text, utf16=utf16, breaks=() if pairs else [m.start() for m in re.finditer("\n", one.text)])


def _fit(text: str, start: int, end: int, said: str) -> float:
    """How much a selection looks like one that a person made, in [0, 1]."""
    if said:
        # Of a long selection only what its name can be about; twice its length, since the text may have doubled blanks.
        return 1.0 if _even(text[start : min(end, start + 2 * len(said) + ENOUGH)]).startswith(said) else 0.0
    return (_starts(text, start) + _ends(text, end)) / 2


def _said(source: Source) -> Iterator[str]:
    """For each selection the words that its name says it begins with, "" if the text does not have them."""
    text = _even(source.text)
    for selection in source.selections:
        name = _even(selection.name.rstrip("…").removesuffix("..."))[:ENOUGH]
        yield name if len(name) >= NAMED and name in text else ""


def _even(text: str) -> str:
    return " ".join(text.split())


def _starts(text: str, at: int) -> bool:
    inside = 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
    return not inside and at < len(text) and not text[at].isspace()


def _ends(text: str, at: int) -> bool:
    inside = 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
    return not inside and at > 0 and not text[at - 1].isspace()


def _moved(project: Project, places: Sequence[tuple[int, int]]) -> Project:
    rest = iter(places)
    sources = tuple(
        replace(source, text=unified(source.text), selections=tuple(_placed(source.selections, rest)))
        for source in project.sources
    )
    return replace(project, sources=sources)


def _placed(selections: Sequence[Selection], places: Iterator[tuple[int, int]]) -> Iterator[Selection]:
    for selection in selections:
        start, end = next(places)
        yield replace(selection, start=start, end=end)


def _outside(texts: Sequence[_Text]) -> InputError:
    """The error for the first selection that no way of counting puts into its text; else for the project as a whole."""
    for n, one in enumerate(texts, 1):
        for selection in one.source.selections:
            alone = _Text(one.text, replace(one.source, selections=(selection,)), ("",))
            if all(_tried([alone], way) is None for way in WAYS):
                place = f"source {n}, selection {selection.guid}"
                return InputError("A selection lies outside its text", where=place, next_step=AGAIN)
    return InputError("No way of counting puts all selections into their texts", next_step=AGAIN)
