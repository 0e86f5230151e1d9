"""The rules that hold where this report is about, and how often they asked a person to look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from textmine.reporting.disclosure import Counts
from textmine.reporting.interviewtimes import in_time
from textmine.reporting.people import behind
from textmine.reporting.places import Place, key
from textmine.reporting.relations import beyond, inside
from textmine.reporting.rules import Prompt
from textmine.reporting.ruleset import Rule
from textmine.reporting.tables import Draft
from textmine.types import Cell, Episode, Table

Named = dict[frozenset[str], str]
"""Set of episodes or of children → key of its figure."""
BASES: dict[str, Callable[[Episode], bool]] = {
    "episodes:all": lambda episode: True,
    "episodes:offered": lambda episode: episode.offered is True,
    "held:in time": lambda episode: in_time(episode) is True,
}


def prompted(id: str, title: str, rules: Sequence[Rule], found: Sequence[Prompt], *, named: Named) -> Draft:
    """Of each rule: episodes at which it asked a person to look, children, interviews offered, held by the deadline."""
    used = [rule for rule in rules if any(prompt.rule == rule.id for prompt in found)]
    lines, people, keys = [], [], []
    for rule in used:
        own = [prompt for prompt in found if prompt.rule == rule.id]
        offered = [prompt for prompt in own if prompt.offered]
        timely = [prompt for prompt in own if prompt.in_time] if rule.deadline_hours else None
        children = len({prompt.child for prompt in own})
        lines.append((len(own), children, len(offered), None if timely is None else len(timely)))
        people.append(tuple(_people(some) for some in (own, own, offered, timely or [])))
        keys.append(_keys(rule, (own, offered, timely or []), named))
    counts = Counts(
        rows=tuple(f"{rule.id}: {rule.action}" for rule in used),
        columns=("Episodes", "Children", "Interview offered", "Held by the deadline"),
        values=tuple(lines),
        people=tuple((line[0], values[1], line[2], line[3]) for line, values in zip(people, lines, strict=True)),
        keys=tuple(keys),
        whole_columns=((2, 0), (3, 0)),
        harmless=True,
    )
    note = "Rules prompt a person to check; they decide nothing. They go by the episodes table alone, never by what a write-up "
    note += (
        "says. Windows end on the day of the newest episode and count days; each episode from the trigger on counts. "
    )
    note += "z: the rule names no deadline."
    return Draft(id, title, "Rule", counts, note, "episodes and children", without="z")


def named_sets(episodes: Sequence[Episode], used: Sequence[Place]) -> Named:
    """The sets of episodes, and of children, that other tables count, with the keys of their figures."""
    found: Named = {}
    for base, holds in BASES.items():
        own = [e for e in episodes if holds(e)]
        for figure, some in ((base, own), *_by_place(base, own, used)):
            found.setdefault(frozenset(e.child + e.id for e in some), figure)
    for figure, some in (("children:all", list(episodes)), *_by_place("children:all", episodes, used)):
        found.setdefault(frozenset(e.child for e in some), figure)
    return found


def ties(rules: Sequence[Rule], found: Sequence[Prompt], named: Named) -> tuple[Counts, ...]:
    """What a rule asked about is a part of every figure that counts all of it and more."""
    pairs, more = [], []
    for rule in rules:
        own = [prompt for prompt in found if prompt.rule == rule.id]
        if not own:
            continue
        sets = [
            {p.child + p.episode for p in own},
            {p.child + p.episode for p in own if p.offered},
            {p.child for p in own},
        ]
        keys = _keys(rule, (own, [p for p in own if p.offered], []), named)
        for key_, things in zip((keys[0], keys[2], keys[1]), sets, strict=True):
            pairs += [
                ((key_, len(things)), (other, len(s))) for s, other in named.items() if 0 < len(things) and things < s
            ]
        more.append(beyond((keys[1], len(sets[2])), (keys[0], len(sets[0]))))
    return (*([inside(pairs)] if pairs else []), *more)


def _by_place(base: str, episodes: Sequence[Episode], used: Sequence[Place]) -> Iterator[tuple[str, list[Episode]]]:
    for place in used:
        own: dict[str, list[Episode]] = defaultdict(list)
        for episode in episodes:
            own[place.of(episode)].append(episode)
        yield from ((key(place, base, name), own[name]) for name in sorted(own))


def _keys(rule: Rule, own: tuple[Sequence[Prompt], ...], named: Named) -> tuple[str, str, str, str]:
    """Of episodes, children, offered and timely: the key of the same set in another table, or one of the rule."""
    every, offered, timely = own
    things = (
        ("episodes", {p.child + p.episode for p in every}),
        ("children", {p.child for p in every}),
        ("episodes:offered", {p.child + p.episode for p in offered}),
        ("held:in time", {p.child + p.episode for p in timely}),
    )
    keys = [named.get(frozenset(some)) or f"{kind}:rule {rule.id}" if some else "" for kind, some in things]
    return keys[0], keys[1], keys[2], keys[3]


def _people(some: Sequence[Prompt]) -> int:
    return behind(prompt.child for prompt in some)


def listed(id: str, title: str, rules: Sequence[Rule]) -> Table:
    """The rules themselves, with their dates and sources, also those that are not applied."""
    columns = ("Rule", "Where", "When", "What a person should check", "Within", "From", "To", "Applied", "Source")
    rows = tuple(
        (
            rule.id,
            (
                Cell(rule.area or "everywhere"),
                Cell(_when(rule)),
                Cell(rule.action),
                Cell(f"{rule.deadline_hours} hours" if rule.deadline_hours else "z"),
                Cell(rule.effective_from.isoformat()),
                Cell(rule.effective_to.isoformat() if rule.effective_to else "no end"),
                Cell("yes" if rule.active else "no, for reference"),
                Cell(rule.source),
            ),
        )
        for rule in rules
    )
    note = "Kept in rules.toml of the study. Rules differ by area and by year; check them against your own procedures."
    return Table(id, title, columns, rows, note, "rules")


def _when(rule: Rule) -> str:
    own = "" if rule.population == "all" else f", {rule.population.replace('_', ' ')}"
    words = {
        "every": "every episode",
        "first": "a child's first episode",
        "count": f"{rule.trigger_count} or more in {rule.window_days} days",
        "hours": f"missing more than {rule.hours} hours" + (" or past midnight" if rule.after_midnight else ""),
        "out_of_area": "placed out of area",
        "at_risk": "a professional considers the child at risk",
        "refused": f"{rule.trigger_count} or more refusals in {rule.window_days} days",
    }
    return words[rule.when] + own
