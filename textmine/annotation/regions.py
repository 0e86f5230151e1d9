"""What an annotation's result says: marked spans with their codes and answers, as mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from textmine.errors import AnnotationError
from textmine.types import ASSERTIONS, TIMES, VOICES, Mention

PER_MENTION = {"assertion": ASSERTIONS, "time": TIMES, "voice": VOICES}
DEFAULTS = {"assertion": "affirmed", "time": "this_episode", "voice": "unclear"}


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of an annotation's result: a marked span, or an answer about a span or about the whole text."""

    region: str
    control: str
    type: str
    value: Mapping[str, object] = field(repr=False)
    choices: tuple[str, ...] = ()


def items_of(result: object) -> Iterator[Item]:
    """Spans and answers, in order; relations, free text and the like are passed over.

    Raises:
        TypeError, KeyError, AttributeError: it is no such result.
    """
    if not isinstance(result, list):
        raise TypeError
    for raw in result:
        value = raw.get("value")
        if isinstance(value, dict):
            choices = tuple(str(choice) for choice in value.get("choices") or ())
            yield Item(str(raw["id"]), str(raw["from_name"]), str(raw["type"]), value, choices)


def mentions_of(text: str, items: Sequence[Item], codes: frozenset[str], where: str) -> Iterator[Mention]:
    """A mention for each code of one region.

    Args:
        text: of the narrative.
        items: the entries of the region.
        codes: ids of the codebook.
        where: task and region.

    Raises:
        AnnotationError: a code or an answer is unknown, or the span does not hold the words it should.
        TypeError, KeyError: a span lacks its place or its codes: the file is no such export.
    """
    found = DEFAULTS | {item.control: item.choices[0] for item in items if item.control in DEFAULTS and item.choices}
    for name, values in PER_MENTION.items():
        if found[name] not in values:
            raise AnnotationError(f"Unknown {name}", where=where, next_step=f"use one of {', '.join(values)}")
    for item in items:
        if item.type != "labels":
            continue
        start, end = _place(text, item.value, where)
        labels = item.value["labels"]
        if not isinstance(labels, list):
            raise TypeError
        for code in labels:
            if code not in codes:
                raise AnnotationError(
                    f"The codebook has no code {shown(code)}",
                    where=where,
                    next_step="rename it in the codebook or in the project",
                )
            yield Mention(start, end, code, found["assertion"], found["time"], found["voice"])  # type: ignore[arg-type]


def _place(text: str, value: Mapping[str, object], where: str) -> tuple[int, int]:
    start, end, quote = value["start"], value["end"], value.get("text")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end <= len(text):
        raise AnnotationError("A span lies outside its text", where=where, next_step="push the text again")
    # Label Studio writes a line break inside a quote as the two characters \n; start and end are to be trusted.
    if quote is not None and text[start:end].replace("\n", "\\n") != str(quote).replace("\n", "\\n"):
        raise AnnotationError("A span does not hold the words it should", where=where, next_step="push the text again")
    return start, end


def shown(word: object) -> str:
    """What stands in a file, if it looks like an id: anything else might be somebody's words."""
    return str(word) if re.fullmatch(r"[\w.:-]{1,60}", str(word), re.ASCII) else "(not shown)"
