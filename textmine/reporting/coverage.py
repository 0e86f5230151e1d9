"""IN-20: whether write-ups say the five things that every return interview should ascertain, by provider."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textmine.coding.coverage import ELEMENTS
from textmine.reporting.counting import ids
from textmine.reporting.disclosure import Counts
from textmine.reporting.people import behind
from textmine.reporting.places import Place, key
from textmine.reporting.relations import crossed
from textmine.reporting.tables import Draft, Share
from textmine.reporting.tallies import Seen
from textmine.types import Cell

FEWEST = 5
"""Children that a provider must have met to stand alone."""
FEW = "Providers of few children"
LAST = ("Not recorded", FEW)


def coverage(id: str, title: str, seen: Sequence[Seen]) -> Draft:
    """Of the interviews that people have coded, those that evidence each element, by provider.

    A model's suggestions are left out: what it does not suggest may still be written.
    """
    read = [one for one in seen if one.by_people]
    of = _providers(read)
    providers = sorted(set(of.values()), key=lambda name: (name in LAST, name))
    rows = [(name, [one for one in read if of[_provider(one)] == name]) for name in providers] + [
        ("All providers", read)
    ]
    lines = [[some, *([one for one in some if evidenced(one, wanted)] for _, wanted in ELEMENTS)] for _, some in rows]
    counts = Counts(
        rows=tuple(name for name, _ in rows),
        columns=("Interviews", *map(_named, ELEMENTS)),
        values=tuple(tuple(len(some) for some in line) for line in lines),
        people=tuple(tuple(behind(ids(some), dominance=False) for some in line) for line in lines),
        keys=(*((_key(name), *[""] * len(ELEMENTS)) for name in providers), (_every(seen), *[""] * len(ELEMENTS))),
        total_rows=(len(providers),),
    )
    shares = tuple(Share(c, f"% {_named(one).lower()}", of=0) for c, one in enumerate(ELEMENTS, start=1))
    note = "Interviews coded by people in which the element is evidenced: affirmed, suspected or ruled out, about this episode "
    note += "(IN-20). Score: elements evidenced ÷ 5, the mean of the interviews; shown where all five are. It is of what was "
    note += (
        "written down, not of how well a child was listened to. Providers meet different children; those of fewer than "
    )
    note += f"{FEWEST} children stand together."
    return Draft(id, title, "Provider", counts, note, "interviews", shares=shares, derived=(("Score, of 5", _score),))


def by_provider(seen: Sequence[Seen], used: Sequence[Place]) -> list[Counts]:
    """The same interviews by provider and by place: where people have coded them all, a reader knows that they add up."""
    if not all(one.by_people for one in seen):
        return []
    of = _providers(seen)
    rows = {name: _key(name) for name in sorted(set(of.values()))}
    found = []
    for place in used:
        things = [(of[_provider(one)], place.seen(one), one.child) for one in seen]
        columns = {name: key(place, "interviews:*", name) for name in sorted({name for _, name, _ in things})}
        found.append(crossed(things, rows, columns, total="interviews:*"))
    return found


def _key(provider: str) -> str:
    return f"interviews:people|provider:{provider}"


def _every(seen: Sequence[Seen]) -> str:
    return "interviews:*" if all(one.by_people for one in seen) else "interviews:people"


def _named(element: tuple[str, Callable[[str], bool]]) -> str:
    """`how_long` becomes `How long`."""
    return element[0].replace("_", " ").capitalize()


def evidenced(seen: Seen, wanted: Callable[[str], bool]) -> bool:
    """Whether a write-up speaks of an element."""
    return any(wanted(code) for code in seen.headline | seen.suspected | seen.negated)


def _providers(read: Sequence[Seen]) -> dict[str, str]:
    """Provider to its row: those of few children stand together."""
    children: dict[str, list[str]] = {}
    for one in read:
        children.setdefault(_provider(one), []).append(one.child)
    return {name: name if behind(some) >= FEWEST else FEW for name, some in children.items()}


def _provider(seen: Seen) -> str:
    known = seen.episode.provider if seen.episode else "unknown"
    return "Not recorded" if known == "unknown" else known


def _score(row: Sequence[Cell], whole: Sequence[Cell]) -> Cell:
    del whole
    values = [cell.value for cell in row]
    if any(value is None for value in values) or not values[0]:
        return Cell("not shown")
    score = sum(value or 0 for value in values[1:]) / values[0]
    return Cell(f"{score:.1f}", round(score, 1))
