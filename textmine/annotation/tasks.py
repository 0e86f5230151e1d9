"""Label Studio's tasks and our codings: the same file form from a server, an export or the example."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.errors import AnnotationError
from textmine.types import ASSERTIONS, STATUSES, TIMES, VOICES, Coding, Mention, Narrative

PER_MENTION = {"assertion": ASSERTIONS, "time": TIMES, "voice": VOICES}
DEFAULTS = {"assertion": "affirmed", "time": "this_episode", "voice": "unclear"}


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a file of tasks held.

    Args:
        narratives: the texts as they were annotated.
        codings: one a finished annotation.
        skipped, drafts: how many annotations were skipped by the annotator, or never submitted.
    """

    narratives: tuple[Narrative, ...] = field(repr=False)
    codings: tuple[Coding, ...] = field(repr=False)
    skipped: int = 0
    drafts: int = 0


def write_tasks(narratives: Sequence[Narrative], codings: Sequence[Coding]) -> str:
    """Tasks in Label Studio's export form, with the codings as annotations; the same bytes for the same input."""
    by_narrative: dict[str, list[Coding]] = {}
    for coding in codings:
        by_narrative.setdefault(coding.narrative, []).append(coding)
    coders = {coder: i for i, coder in enumerate(sorted({coding.coder for coding in codings}), 1)}
    tasks = [
        _task(i, narrative, by_narrative.get(narrative.id, []), coders) for i, narrative in enumerate(narratives, 1)
    ]
    return json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"


def read_tasks(path: Path, *, codes: Iterable[str]) -> Pulled:
    """Read tasks with annotations; every span is checked against its text.

    Raises:
        AnnotationError: the file is not such an export, a code is unknown, or a span does not fit; names task and region.
    """
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
        return _pulled(tasks, frozenset(codes))
    except OSError:
        raise AnnotationError("The annotations cannot be read", next_step="check the path") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, AnnotationError):
            raise
        raise AnnotationError("This is not a Label Studio export", next_step="export as JSON, not JSON-MIN") from None


def _pulled(tasks: Sequence[Mapping[str, object]], codes: frozenset[str]) -> Pulled:
    narratives, codings, skipped, drafts = [], [], 0, 0
    for task in tasks:
        narrative = _narrative(task)
        narratives.append(narrative)
        drafts += len(task.get("drafts") or ())  # type: ignore[arg-type]
        for annotation in task.get("annotations") or ():  # type: ignore[attr-defined]
            if annotation.get("was_cancelled"):
                skipped += 1
                continue
            codings.append(_coding(narrative, annotation, codes, f"task {task.get('id')}"))
    return Pulled(tuple(narratives), tuple(codings), skipped, drafts)


def _narrative(task: Mapping[str, object]) -> Narrative:
    data: dict[str, str] = task["data"]  # type: ignore[assignment]
    meta: dict[str, str] = task.get("meta") or {}  # type: ignore[assignment]
    if meta.get("sha256") and meta["sha256"] != sha256(data["text"]):
        raise AnnotationError(
            "A text was changed after it was pushed",
            where=f"task {task.get('id')}",
            next_step="push it again and annotate it anew",
        )
    return Narrative(data["narrative"], data["child"], data["text"])


def _coding(narrative: Narrative, annotation: Mapping[str, object], codes: frozenset[str], where: str) -> Coding:
    regions: dict[str, list[Mapping[str, object]]] = {}
    fields: list[tuple[str, str]] = []
    for item in annotation["result"]:  # type: ignore[attr-defined]
        value = item["value"]
        if "start" in value:
            regions.setdefault(item["id"], []).append(item)
        else:
            fields += [(item["from_name"], choice) for choice in value.get("choices", ())]
    mentions = sorted(
        m for id, items in regions.items() for m in _mentions(narrative.text, items, codes, f"{where}, region {id}")
    )
    meta: dict[str, str] = annotation.get("meta") or {}  # type: ignore[assignment]
    status = meta.get("status", "accepted")
    if status not in STATUSES:
        raise AnnotationError(f"Unknown status {status}", where=where)
    coder = meta.get("coder") or f"annotator:{annotation['completed_by']}"
    return Coding(narrative.id, coder, tuple(mentions), tuple(sorted(fields)), status)  # type: ignore[arg-type]


def _mentions(text: str, items: Sequence[Mapping[str, object]], codes: frozenset[str], where: str) -> Iterable[Mention]:
    found: dict[str, str] = dict(DEFAULTS)
    labels: list[str] = []
    start = end = 0
    for item in items:
        value: dict[str, object] = item["value"]  # type: ignore[assignment]
        if item["type"] == "labels":
            labels = list(value["labels"])  # type: ignore[call-overload]
            start, end = int(value["start"]), int(value["end"])  # type: ignore[call-overload]
            _check(text, start, end, value.get("text"), where)
        elif item["from_name"] in PER_MENTION:
            found[str(item["from_name"])] = str(value["choices"][0])  # type: ignore[index]
    for name, values in PER_MENTION.items():
        if found[name] not in values:
            raise AnnotationError(f"Unknown {name}", where=where, next_step=f"use one of {', '.join(values)}")
    for code in labels:
        if code not in codes:
            raise AnnotationError(
                f"The codebook has no code {code}", where=where, next_step="rename it in the codebook or in the project"
            )
        yield Mention(start, end, code, found["assertion"], found["time"], found["voice"])  # type: ignore[arg-type]


def _check(text: str, start: int, end: int, quote: object, where: str) -> None:
    # Label Studio writes a line break inside a quote as the two characters \n; start and end are to be trusted.
    if not 0 <= start < end <= len(text):
        raise AnnotationError("A span lies outside its text", where=where)
    if quote is not None and text[start:end].replace("\n", "\\n") != str(quote).replace("\n", "\\n"):
        raise AnnotationError("A span does not hold the words it should", where=where, next_step="push the text again")


def _task(id: int, narrative: Narrative, codings: Sequence[Coding], coders: Mapping[str, int]) -> dict[str, object]:
    return {
        "id": id,
        "data": {"text": narrative.text, "narrative": narrative.id, "child": narrative.child},
        "meta": {"tm_key": narrative.id, "sha256": sha256(narrative.text)},
        "annotations": [_annotation(narrative, coding, coders[coding.coder]) for coding in codings],
        "drafts": [],
        "predictions": [],
    }


def _annotation(narrative: Narrative, coding: Coding, number: int) -> dict[str, object]:
    result: list[dict[str, object]] = []
    for i, mention in enumerate(coding.mentions):
        place = {
            "start": mention.start,
            "end": mention.end,
            "text": narrative.text[mention.start : mention.end].replace("\n", "\\n"),
        }
        region = {"id": f"m{i}", "to_name": "text"}
        result.append(region | {"from_name": "code", "type": "labels", "value": place | {"labels": [mention.code]}})
        for name in PER_MENTION:
            result.append(
                region | {"from_name": name, "type": "choices", "value": place | {"choices": [getattr(mention, name)]}}
            )
    for name, answer in coding.fields:
        result.append(
            {"id": f"f_{name}", "to_name": "text", "from_name": name, "type": "choices", "value": {"choices": [answer]}}
        )
    return {
        "id": number,
        "completed_by": number,
        "was_cancelled": False,
        "meta": {"coder": coding.coder, "status": coding.status},
        "result": result,
    }


def sha256(text: str) -> str:
    """SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
