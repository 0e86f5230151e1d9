"""Label Studio's tasks and our codings: the same form from a server, an export, a snapshot or the example."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from textmine.annotation.carry import carry, plain_lines
from textmine.annotation.looks import Look, opened
from textmine.annotation.pulled import Pulled
from textmine.annotation.regions import DEFAULTS, PER_MENTION, Item, items_of, mentions_of, shown
from textmine.annotation.reviewed import fate
from textmine.errors import AnnotationError
from textmine.types import ANNOTATOR, REVIEWER, STATUSES, Coding, Mention, Narrative

EXPORT = "export as JSON, not JSON-MIN"
ADJUDICATION: Final = "adjudication"  # purpose of tasks in which a third person settles what two coders marked
REVIEW: Final = "review"  # of tasks with suggestions, though a suggestion may be that there is nothing


def write_tasks(narratives: Sequence[Narrative], codings: Sequence[Coding], *, codebook: str = "") -> str:
    """Tasks in Label Studio's form: codings by people as annotations, suggestions as predictions; stable bytes.

    Codings of narratives that are not given are left out. Of a model's probabilities only the lowest is written, of its doubts
    nothing.
    """
    by_narrative: dict[str, list[Coding]] = {}
    for coding in codings:
        by_narrative.setdefault(coding.narrative, []).append(coding)
    coders = {coder: i for i, coder in enumerate(sorted({coding.coder for coding in codings}), 1)}
    tasks = [
        _task(i, narrative, by_narrative.get(narrative.id, []), coders, codebook)
        for i, narrative in enumerate(narratives, 1)
    ]
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def read_tasks(path: Path, *, codes: Iterable[str]) -> Pulled:
    """Read tasks with annotations; every span is checked against its text.

    Relations, free text and controls that are not ours are passed over.

    Raises:
        AnnotationError: the file is no such export, a code is unknown, or a span does not fit; names task and region.
    """
    try:
        tasks = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise AnnotationError("The annotations cannot be read", next_step="check the path") from None
    except (ValueError, RecursionError):
        raise AnnotationError("The annotations are not JSON", next_step=EXPORT) from None
    return take(tasks, codes=codes)


def take(tasks: object, *, codes: Iterable[str]) -> Pulled:
    """The same from tasks that are read already.

    Raises:
        AnnotationError: as `read_tasks` does.
    """
    try:
        return _pulled(tasks, frozenset(codes))
    except (ValueError, LookupError, TypeError, AttributeError):
        raise AnnotationError("This is not a Label Studio export", next_step=EXPORT) from None


def _pulled(tasks: object, codes: frozenset[str]) -> Pulled:
    if not isinstance(tasks, list):
        raise TypeError
    narratives: dict[str, Narrative] = {}
    codings: list[Coding] = []
    suggested: list[Coding] = []
    times: list[str] = []
    looks: list[Look] = []
    unsettled: list[str] = []
    skipped = drafts = 0
    for task in tasks:
        where = f"task {shown(task.get('id'))}"
        narrative = _narrative(task, where)
        if narratives.setdefault(narrative.id, narrative) != narrative:
            raise AnnotationError(
                "Two tasks hold different texts of one narrative", where=where, next_step="delete the older task"
            )
        drafts += len(task.get("drafts") or ())
        begun = task.get("annotations") or ()
        finished = sorted((one for one in begun if not one.get("was_cancelled")), key=_changed)
        skipped += len(begun) - len(finished)
        purpose = str((task.get("meta") or {}).get("purpose") or "")
        seen = [(one, made) for made in finished for one in _suggestion(narrative, made, codes, where)]
        if purpose == ADJUDICATION:
            unsettled += [narrative.id for one, made in seen if _as_shown(one, narrative, made, codes, where)]
        else:
            suggested += [one for one, _ in seen]
        codings += [_coding(narrative, one, codes, where, purpose) for one in finished]
        times += [opened(one.get("created_at"), 0) for one in finished]
        if purpose != ADJUDICATION:
            looks += [_look(narrative, one) for one in begun if purpose == REVIEW or _shown_first(one)]
    made_with = {str(book) for task in tasks if (book := (task.get("meta") or {}).get("codebook"))}
    return Pulled(
        narratives=tuple(narratives.values()),
        codings=tuple(codings),
        skipped=skipped,
        drafts=drafts,
        codebooks=tuple(sorted(made_with)),
        suggested=tuple(suggested),
        times=tuple(times),
        looks=tuple(looks),
        unsettled=tuple(unsettled),
    )


def _changed(annotation: Mapping[str, object]) -> str:
    return str(annotation.get("updated_at") or "")


def _look(narrative: Narrative, annotation: Mapping[str, object]) -> Look:
    at = opened(annotation.get("created_at"), annotation.get("lead_time"))
    return Look(narrative.id, _annotator(annotation.get("completed_by"), ""), at)


def _narrative(task: Mapping[str, Mapping[str, object]], where: str) -> Narrative:
    id, child, text = (task["data"][name] for name in ("narrative", "child", "text"))
    if not isinstance(id, str) or not isinstance(child, str) or not isinstance(text, str):
        raise TypeError
    pushed = (task.get("meta") or {}).get("sha256")
    if pushed and pushed != sha256(text):
        raise AnnotationError(
            "A text was changed after it was pushed", where=where, next_step="push it again and annotate it anew"
        )
    return Narrative(id, child, text)


def _coding(
    narrative: Narrative, annotation: Mapping[str, object], codes: frozenset[str], where: str, purpose: str
) -> Coding:
    """A person's coding: adjudicated, or made after seeing a suggestion, or on their own."""
    mentions, fields = _marked(narrative, annotation["result"], codes, where)
    meta = annotation.get("meta") or {}
    status, coder = (meta.get(name) if isinstance(meta, dict) else None for name in ("status", "coder"))
    if status not in (None, *STATUSES):
        raise AnnotationError(
            f"Unknown status {shown(status)}", where=where, next_step=f"use one of {', '.join(STATUSES)}"
        )
    settled = purpose == ADJUDICATION
    role = REVIEWER if not settled and (purpose == REVIEW or _shown_first(annotation)) else ANNOTATOR
    if not status and role == REVIEWER:
        suggested = [one.status for one in _suggestion(narrative, annotation, codes, where)]
        status = "accepted" if (suggested or [fate((), mentions)]) == ["accepted"] else "edited"
    coder = str(coder or _annotator(annotation.get("completed_by"), role))
    status = status or ("adjudicated" if settled else "accepted")
    return Coding(narrative.id, coder, mentions, fields, status)  # type: ignore[arg-type] # looked at above


def _suggestion(
    narrative: Narrative, annotation: Mapping[str, object], codes: frozenset[str], where: str
) -> Iterator[Coding]:
    """The suggestion that the annotator was shown, with what became of it; none if none was."""
    if suggestion := _shown_first(annotation):
        mentions, fields = _marked(narrative, suggestion["result"], codes, where)
        kept, _ = _marked(narrative, annotation["result"], codes, where)
        coder = f"model:{shown(str(suggestion.get('model_version')).removeprefix('model:'))}"
        yield Coding(narrative.id, coder, mentions, fields, fate(mentions, kept))


def _as_shown(
    shown: Coding, narrative: Narrative, annotation: Mapping[str, object], codes: frozenset[str], where: str
) -> bool:
    _, fields = _marked(narrative, annotation["result"], codes, where)
    return shown.status == "accepted" and fields == shown.fields


def _shown_first(annotation: Mapping[str, object]) -> Mapping[str, object]:
    """What the annotator was shown; empty if nothing, or if it only gave the order of the tasks."""
    suggestion = annotation.get("prediction")
    return suggestion if isinstance(suggestion, dict) and suggestion.get("result") else {}


def _marked(
    narrative: Narrative, result: object, codes: frozenset[str], where: str
) -> tuple[tuple[Mention, ...], tuple[tuple[str, str], ...]]:
    """Marks in order, and answers about the whole text."""
    regions: dict[str, list[Item]] = {}
    fields: set[tuple[str, str]] = set()
    for item in items_of(result):
        if "start" in item.value:
            regions.setdefault(item.region, []).append(item)
        else:
            fields |= {(item.control, choice) for choice in item.choices}
    mentions = {
        mention
        for region, items in regions.items()
        for mention in mentions_of(narrative.text, items, codes, f"{where}, region {shown(region)}")
    }
    return tuple(sorted(mentions)), tuple(sorted(fields))


def _annotator(who: object, role: str) -> str:
    """A number; a server may send the whole user, whose name and e-mail address must not get in."""
    return f"{role}{shown(who.get('id') if isinstance(who, dict) else who)}"


def task_of(
    narrative: Narrative, *, codebook: str = "", suggestion: Coding | None = None, **meta: str
) -> dict[str, Any]:
    """A task to be annotated, with a suggestion or without.

    Its line ends are plain: browsers show others twice. `carry` finds every mark again in the narrative as it is.

    Args:
        codebook: its fingerprint.
        meta: what else to keep with it.
    """
    text = plain_lines(narrative.text)
    if text != narrative.text and suggestion:
        there = {narrative.id: replace(narrative, text=text)}
        (suggestion,) = carry([suggestion], {narrative.id: narrative}, there).codings
    narrative = replace(narrative, text=text)
    return {
        "data": {"text": text, "narrative": narrative.id, "child": narrative.child},
        "meta": {"tm_key": narrative.id, "sha256": sha256(text)} | ({"codebook": codebook} if codebook else {}) | meta,
        "predictions": [prediction_of(narrative, suggestion)] if suggestion else [],
    }


def _task(
    id: int, narrative: Narrative, codings: Sequence[Coding], coders: Mapping[str, int], codebook: str
) -> dict[str, object]:
    return {
        "id": id,
        "data": {"text": narrative.text, "narrative": narrative.id, "child": narrative.child},
        "meta": {"tm_key": narrative.id, "sha256": sha256(narrative.text)}
        | ({"codebook": codebook} if codebook else {}),
        "annotations": [_annotation(narrative, coding, coders[coding.coder]) for coding in codings if coding.human],
        "drafts": [],
        "predictions": [prediction_of(narrative, coding) for coding in codings if not coding.human],
    }


def _annotation(narrative: Narrative, coding: Coding, number: int) -> dict[str, object]:
    return {
        "id": number,
        "completed_by": number,
        "was_cancelled": False,
        "meta": {"coder": coding.coder, "status": coding.status},
        "result": regions_of(narrative, coding),
    }


def prediction_of(narrative: Narrative, coding: Coding) -> dict[str, object]:
    """A suggestion, which the server shows as such: it never comes back as a person's coding of itself."""
    sure = min((mention.probability for mention in coding.mentions), default=1.0)
    result = regions_of(narrative, coding, sparse=True)
    return {"model_version": coding.coder, "score": round(sure, 4), "result": result}


def regions_of(narrative: Narrative, coding: Coding, *, sparse: bool = False) -> list[dict[str, object]]:
    """Marks and answers as an annotation's result.

    Args:
        sparse: without what counts when nothing is said of a mark; a third as much for a server to store.
    """
    result: list[dict[str, object]] = []
    for i, mention in enumerate(coding.mentions):
        place = {
            "start": mention.start,
            "end": mention.end,
            "text": narrative.text[mention.start : mention.end].replace("\n", "\\n"),
        }
        region = {"id": f"m{i}", "to_name": "text"}
        result.append(region | {"from_name": "code", "type": "labels", "value": place | {"labels": [mention.code]}})
        result += [
            region | {"from_name": name, "type": "choices", "value": place | {"choices": [getattr(mention, name)]}}
            for name in PER_MENTION
            if not (sparse and getattr(mention, name) == DEFAULTS[name])
        ]
    for name, answer in coding.fields:
        result.append(
            {"id": f"f_{name}", "to_name": "text", "from_name": name, "type": "choices", "value": {"choices": [answer]}}
        )
    return result


def sha256(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
