"""Episodes, return interviews and exploitation concerns by area and by police force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from textmine.reporting.counting import CCE, CSE, headline, ids, interviews_with
from textmine.reporting.disclosure import Counts
from textmine.reporting.interviewtimes import in_time
from textmine.reporting.people import behind, children_of
from textmine.reporting.relations import beyond, crossed, overlapping
from textmine.reporting.tables import Draft, Share
from textmine.reporting.tallies import Seen
from textmine.types import Cell, Episode

Number = tuple[int | None, int]
"""A count, None where nobody recorded it, and the children behind it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A way to sort episodes by place.

    Args:
        id: short, e.g. `area`.
        heading: of the rows.
        of: the place of an episode, `unknown` if not recorded.
    """

    id: str
    heading: str
    of: Callable[[Episode], str]

    def seen(self, one: Seen) -> str:
        """The place of an interview."""
        return self.of(one.episode) if one.episode else "unknown"


AREA = Place("area", "Area", lambda episode: episode.area)
FORCE = Place("force", "Police force", lambda episode: episode.force)
MOST_NAMED = 3
INTERVIEWS = ("episodes:all", "episodes:offered", "held:offered", "episodes:completed", "held:in time")


def how_often(place: Place, title: str, episodes: Sequence[Episode]) -> Draft:
    """Episodes and children by place, with episodes per child (IN-1 to IN-3)."""
    names = _names(place, episodes, ())
    own = [[e for e in episodes if place.of(e) == name] for name in names]
    values = [(len(some), len(set(children_of(some)))) for some in own]
    counts = Counts(
        rows=(*map(_shown, names), "All"),
        columns=("Episodes", "Children"),
        values=(*values, (len(episodes), len(set(children_of(episodes))))),
        people=(*((behind(children_of(some)), n) for some, (_, n) in zip(own, values, strict=True)), _all(episodes)),
        keys=(
            *((key(place, "episodes:all", name), key(place, "children:all", name)) for name in names),
            ("episodes:all", "children:all"),
        ),
    )
    note = "Episodes per child: episodes ÷ distinct children of the place. A child with episodes in two places counts in each, "
    note += "and once in all."
    return Draft(
        f"often_{place.id}",
        title,
        place.heading,
        counts,
        note,
        "episodes and children",
        derived=(("Episodes per child", _ratio),),
    )


def interviews(place: Place, title: str, episodes: Sequence[Episode]) -> Draft:
    """Return interviews offered, held and in time by place (IN-7 to IN-10); what nobody recorded is not given."""
    names = _names(place, episodes, ())
    lines = [_interviews([e for e in episodes if place.of(e) == name]) for name in names]
    counts = _by_place(place, names, lines, INTERVIEWS)
    note = "'% of those offered' and '% of episodes' are both published elsewhere as delivery: compare like with like. In time: "
    note += "within 72 hours, or 3 days where only dates are known; of those held. 'Information not given': no episode of the "
    note += "place records it; it is not 0, and totals leave it out."
    columns = ("Episodes", "Offered", "Held of those offered", "Held", "Held in time")
    shares = (
        Share(1, "% offered of episodes", of=0),
        Share(2, "% held of those offered", of=1),
        Share(3, "% held of episodes", of=0),
        Share(4, "% in time of those held", of=3),
    )
    counts = _with(counts, columns, ((1, 0), (2, 1), (3, 0), (4, 3), (2, 3)))
    unit, unshown = "episodes and interviews", frozenset({2})
    return Draft(f"held_{place.id}", title, place.heading, counts, note, unit, shares=shares, unshown=unshown)


def concerns(place: Place, title: str, episodes: Sequence[Episode], *, seen: Sequence[Seen], coded_by: str) -> Draft:
    """Who holds interviews, offered, delivered, and concerns of exploitation, by place: the table that is asked for by law."""
    names = _names(place, episodes, seen)
    lines = [
        _concerns([e for e in episodes if place.of(e) == name], [s for s in seen if place.seen(s) == name])
        for name in names
    ]
    keys = ("episodes:offered", "episodes:completed", "interviews:*", f"interviews:{CSE}", f"interviews:{CCE}")
    counts = _by_place(place, names, lines, keys)
    columns = ("Interviews offered", "Interviews delivered", "Interviews coded", "CSE concern", "CCE concern")
    counts = _with(counts, columns, ((3, 2), (4, 2)), harmless=False)
    providers = [_providers([e for e in episodes if place.of(e) == name]) for name in names]
    note = "CSE, CCE: coded interviews with an affirmed concern of child sexual or criminal exploitation about this "
    note += (
        "episode. 'Information not given': no episode of the place records it; it is not 0, and totals leave it out. "
    )
    texts = (("Provider", (*providers, "z")),)
    unit = "episodes and interviews"
    return Draft(f"foi_{place.id}", title, place.heading, counts, note + coded_by, unit, texts=texts)


def relations(episodes: Sequence[Episode], seen: Sequence[Seen], used: Sequence[Place]) -> tuple[Counts, ...]:
    """Areas lie in forces: the same episodes sorted twice; and children of two places are counted in each."""
    found: list[Counts] = []
    for place in used:
        own = {name: {e.child for e in episodes if place.of(e) == name} for name in _names(place, episodes, ())}
        groups = {key(place, "children:all", name): children for name, children in own.items()}
        found += overlapping(groups, total="children:all", everybody=children_of(episodes))
        n = Counter(map(place.of, episodes))
        found += [
            beyond((key(place, "children:all", name), len(children)), (key(place, "episodes:all", name), n[name]))
            for name, children in own.items()
        ]
    for one, other in pairwise(used):
        found += _sorted_twice(one, other, episodes, seen)
    return tuple(found)


def _sorted_twice(one: Place, other: Place, episodes: Sequence[Episode], seen: Sequence[Seen]) -> list[Counts]:
    kinds: dict[str, list[tuple[str, str, str]]] = {
        "episodes:all": [(one.of(e), other.of(e), e.child) for e in episodes],
        "episodes:offered": [(one.of(e), other.of(e), e.child) for e in episodes if e.offered],
        "episodes:completed": [(one.of(e), other.of(e), e.child) for e in episodes if e.completed],
        "interviews:*": [(one.seen(s), other.seen(s), s.child) for s in seen],
        f"interviews:{CSE}": [(one.seen(s), other.seen(s), s.child) for s in seen if CSE in s.headline],
        f"interviews:{CCE}": [(one.seen(s), other.seen(s), s.child) for s in seen if CCE in s.headline],
    }
    found = []
    for base, things in kinds.items():
        rows = {name: key(one, base, name) for name in sorted({row for row, _, _ in things})}
        columns = {name: key(other, base, name) for name in sorted({column for _, column, _ in things})}
        found.append(crossed(things, rows, columns, total=base))
    return found


def key(place: Place, base: str, name: str) -> str:
    """The key of a figure of one place."""
    return f"{base}|{place.id}:{name}"


def _names(place: Place, episodes: Sequence[Episode], seen: Sequence[Seen]) -> list[str]:
    every = {place.of(e) for e in episodes} | {place.seen(s) for s in seen}
    return sorted(every, key=lambda name: (name == "unknown", name))


def _shown(name: str) -> str:
    return "Not recorded" if name == "unknown" else name


def _all(episodes: Sequence[Episode]) -> tuple[int, int]:
    n = len(set(children_of(episodes)))
    return n, n


def _by_place(place: Place, names: Sequence[str], lines: Sequence[tuple[Number, ...]], keys: Sequence[str]) -> Counts:
    """Rows of places and their total."""
    total = tuple(
        (sum(n or 0 for n, _ in column), sum(people for _, people in column)) for column in zip(*lines, strict=True)
    )
    total = total or ((0, 0),) * len(keys)
    return Counts(
        rows=(*map(_shown, names), "All"),
        columns=("",) * len(keys),
        values=tuple(tuple(n for n, _ in line) for line in (*lines, total)),
        people=tuple(tuple(people for _, people in line) for line in (*lines, total)),
        keys=(*(tuple(key(place, base, name) for base in keys) for name in names), tuple(keys)),
        total_rows=(len(names),),
    )


def _with(
    counts: Counts, columns: tuple[str, ...], wholes: tuple[tuple[int, int], ...], *, harmless: bool = True
) -> Counts:
    return replace(counts, columns=columns, whole_columns=wholes, harmless=harmless)


def _interviews(episodes: Sequence[Episode]) -> tuple[Number, ...]:
    offered = [e for e in episodes if e.offered]
    held = [e for e in episodes if e.completed]
    return (
        (len(episodes), behind(children_of(episodes))),
        _given(episodes, lambda e: e.offered, offered),
        _given(episodes, lambda e: e.completed, [e for e in offered if e.completed]),
        _given(episodes, lambda e: e.completed, held),
        _given(held or episodes, in_time if held else lambda e: e.completed, [e for e in held if in_time(e)]),
    )


def _given(episodes: Sequence[Episode], read: Callable[[Episode], bool | None], some: Sequence[Episode]) -> Number:
    return (None if all(read(e) is None for e in episodes) else len(some)), behind(children_of(some))


def _concerns(episodes: Sequence[Episode], seen: Sequence[Seen]) -> tuple[Number, ...]:
    def concern(code: str) -> Number:
        return interviews_with(seen, headline, code) if seen else (None, 0)

    _, offered, _, held, _ = _interviews(episodes)
    return offered, held, (len(seen), behind(ids(seen))), concern(CSE), concern(CCE)


def _providers(episodes: Sequence[Episode]) -> str:
    """Who holds the interviews, those with most first."""
    named = Counter(episode.provider for episode in episodes if episode.provider != "unknown")
    first = [name for name, _ in sorted(named.items(), key=lambda item: (-item[1], item[0]))]
    more = [f"and {len(first) - MOST_NAMED} more"] if len(first) > MOST_NAMED else []
    return ", ".join([*first[:MOST_NAMED], *more]) if first else "Information not given"


def _ratio(row: Sequence[Cell], whole: Sequence[Cell]) -> Cell:
    episodes, children = row[0].value, row[1].value
    if episodes is None or not children:
        return Cell("not shown" if episodes or row[0].value is None else "not available")
    return Cell(f"{episodes / children:,.1f}", round(episodes / children, 1))
