"""What a change of the codebook does to annotations: every mark of a code gets another, several, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Place = tuple[str, int, int]  # narrative, start, end


@dataclass(frozen=True, slots=True)
class Recode:
    """A change of one code.

    Args:
        kind: rename, merge, split or retire.
        code: the one that goes.
        into: what comes in its place; none if it is retired.
        places: of a split, which of `into` each place gets; a place gets one or several.
    """

    kind: str
    code: str
    into: tuple[str, ...] = ()
    places: Mapping[Place, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def of(self, narrative: str, start: int, end: int) -> tuple[str, ...]:
        """Codes in place of the code at one place."""
        return self.places[narrative, start, end] if self.kind == "split" else self.into


def recoded(result: Sequence[Json], narrative: str, change: Recode) -> list[Json]:
    """An annotation's result after the change; a region without a code goes, with what was said of it."""
    kept, empty = [], set()
    for item in result:
        value = item.get("value") or {}
        labels = value.get("labels")
        if labels and change.code in labels:
            new = change.of(narrative, int(value["start"]), int(value["end"]))
            labels = list(
                dict.fromkeys(code for label in labels for code in (new if label == change.code else (label,)))
            )
            item = item | {"value": value | {"labels": labels}}
            if not labels:
                empty.add(item["id"])
        kept.append(item)
    return [item for item in kept if item.get("id") not in empty]


def uses(result: Sequence[Json], code: str) -> bool:
    """Whether any mark has the code."""
    return any(code in ((item.get("value") or {}).get("labels") or ()) for item in result)


def places(tasks: Sequence[Json], code: str) -> list[Place]:
    """Every place in which anybody marked the code, once."""
    found = {
        (task["data"]["narrative"], item["value"]["start"], item["value"]["end"])
        for task in tasks
        for made in results(task)
        for item in made
        if code in ((item.get("value") or {}).get("labels") or ())
    }
    return sorted(found)


def results(task: Json) -> list[list[Json]]:
    """All results in a task: of annotations, of the suggestions they began with, and of suggestions."""
    made = list(task.get("annotations") or ())
    shown = [one["prediction"] for one in made if isinstance(one.get("prediction"), dict)]
    every = [*made, *shown, *(task.get("predictions") or ())]
    return [one["result"] for one in every if isinstance(one.get("result"), list)]


def task_recoded(task: Json, change: Recode, fingerprint: str) -> Json:
    """A task of a file after the change, made with the new codebook from now on."""
    narrative = task["data"]["narrative"]

    def new(one: Json) -> Json:
        one = (
            one | {"result": recoded(one["result"], narrative, change)} if isinstance(one.get("result"), list) else one
        )
        return one | {"prediction": new(one["prediction"])} if isinstance(one.get("prediction"), dict) else one

    made = {name: [new(one) for one in task.get(name) or ()] for name in ("annotations", "predictions")}
    meta = task.get("meta") or {}
    meta = meta | {"codebook": fingerprint} if meta.get("codebook") else meta
    return task | made | {"meta": meta}
