"""Children and episodes as cases with variables, and back."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from textmine.errors import InputError
from textmine.refi.guids import guid
from textmine.refi.nouns import Case, Project, Value, Variable
from textmine.types import Episode, Meta, Narrative

CASE = "episode "  # before the names of an episode's variables
KIND = "kind"  # the variable that tells children from episodes
OF_SOURCE = ("child", "episode", "period", "worker", "form")
OF_EPISODE = tuple(field.name for field in dataclasses.fields(Episode) if field.name != "id")
# Of the episode; also at the interview, where some programs look for it.
ALSO_AT_SOURCE = ("area", "host_area", "force", "care_status", "placement_type", "sex", "age")
OF_TYPE = {"int": "Integer", "datetime": "DateTime", "bool": "Boolean"}
# What a variable holds in REFI-QDA, by its name; the others are Text.
KINDS = {"interviews": "Integer"} | {
    field.name: OF_TYPE[name]
    for field in dataclasses.fields(Episode)
    if (name := str(field.type).removesuffix(" | None")) in OF_TYPE
}
# An empty word is not written, so a text that a case does not have was empty.
EMPTY = {field.name: "" for field in dataclasses.fields(Episode) if field.type == "str"}


def variables() -> tuple[Variable, ...]:
    """Every variable of sources, then of cases: some programs take one that both have for a case's alone."""
    of_case = (KIND, "interviews", *(f"{CASE}{name}" for name in ("id", *OF_EPISODE)))
    names = (*OF_SOURCE, *ALSO_AT_SOURCE, *of_case)
    return tuple(Variable(guid("variable", name), name, KINDS.get(name.removeprefix(CASE), "Text")) for name in names)


def cases_of(narratives: Sequence[Narrative], episodes: Sequence[Episode]) -> tuple[Case, ...]:
    """A case for each child and each episode, with their interviews; children who went together share an episode's id."""
    of_child: dict[str, list[str]] = {one.child: [] for one in episodes}
    of_episode: dict[tuple[str, str], list[str]] = {}
    for one in narratives:
        of_child.setdefault(one.child, []).append(guid("source", one.id))
        of_episode.setdefault((one.meta.episode, one.child), []).append(guid("source", one.id))
    return (
        *(_child(id, tuple(sources)) for id, sources in sorted(of_child.items()) if id),
        *_episodes(episodes, of_episode),
    )


def source_values(narrative: Narrative, episode: Episode | None) -> tuple[Value, ...]:
    """What is known of an interview; some programs look for it there and not at the case."""
    known: dict[str, object] = {"child": narrative.child}
    known |= {name: getattr(narrative.meta, name) for name in OF_SOURCE if name != "child"}
    if episode is not None:
        known |= {name: getattr(episode, name) for name in ALSO_AT_SOURCE}
    return _values(known)


def meta_of(values: Mapping[str, str], sha256: str) -> Meta:
    """What a narrative is known by, from its source's values."""
    return Meta(**{name: values.get(name, "") for name in OF_SOURCE if name != "child"}, sha256=sha256)


def episodes_of(project: Project) -> tuple[Episode, ...]:
    """The episodes among a project's cases, if they are ours.

    Raises:
        InputError: one has a number or a date that cannot be read.
    """
    names = {one.guid: one.name for one in project.variables}
    found = []
    for case in project.cases:
        values = named(case.values, names)
        if values.get(KIND) == "episode":
            own = {name.removeprefix(CASE): words for name, words in values.items() if name.startswith(CASE)}
            found.append(_episode(case, {name: own[name] for name in own if name in ("id", *OF_EPISODE)}))
    return tuple(found)


def _episode(case: Case, own: Mapping[str, str]) -> Episode:
    try:
        return Episode(**EMPTY | {name: _read(name, words) for name, words in own.items()})  # type: ignore[arg-type]
    except ValueError:
        step = "correct its numbers and dates in the other program, or delete the case there"
        raise InputError(
            "An episode has a number or a date that cannot be read", where=f"case {case.guid}", next_step=step
        ) from None


def named(values: Iterable[Value], names: Mapping[str, str]) -> dict[str, str]:
    """The values, as words, by the name of their variable."""
    return {names.get(one.variable, ""): one.words for one in values}


def _child(id: str, sources: tuple[str, ...]) -> Case:
    return Case(guid("case", "child", id), id, _values({KIND: "child", "interviews": len(sources)}), sources)


def _episodes(episodes: Sequence[Episode], sources: Mapping[tuple[str, str], list[str]]) -> Iterator[Case]:
    seen: Counter[tuple[str, str]] = Counter()
    shared = Counter(one.id for one in episodes)
    for one in episodes:
        seen[one.id, one.child] += 1
        number = seen[one.id, one.child]
        known = {KIND: "episode"} | {f"{CASE}{name}": getattr(one, name) for name in ("id", *OF_EPISODE)}
        own = guid("case", "episode", one.id, one.child, number)
        # Each name once: of several cases with one name some programs keep only one.
        name = " ".join([one.id, *([one.child] if shared[one.id] > 1 else []), *([str(number)] if number > 1 else [])])
        yield Case(own, name, _values(known), tuple(sources.get((one.id, one.child), ())))


def _values(known: Mapping[str, object]) -> tuple[Value, ...]:
    """What is not recorded has no value: it is not the same as no."""
    return tuple(
        Value(guid("variable", name), _words(value))
        for name, value in known.items()
        if value is not None and value != ""
    )


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _read(name: str, words: str) -> object:
    kind = KINDS.get(name)
    if kind == "Boolean":
        return words in ("true", "1")
    if kind == "Integer":
        return int(words)
    # Some programs give a time a zone that it never had.
    return datetime.fromisoformat(words).replace(tzinfo=None) if kind == "DateTime" else words
