"""Tables and results as pandas frames, for people who work in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from textmine.errors import InputError
from textmine.pipeline.status import status
from textmine.pipeline.study import Study, every_coding
from textmine.store import read_all
from textmine.types import Coding

if TYPE_CHECKING:
    import pandas as pd

Rows = Sequence[Mapping[str, object]]
# Where a result keeps its rows; of others its own fields are the one row.
INSIDE = ("rows", "figures", "themes", "types", "codes", "findings")


def frame_of_table(study: Study, table: str, *, text: bool) -> pd.DataFrame:
    """A table of the study as a frame; empty with no columns if there is none yet.

    Raises:
        InputError: there is no such table.
    """
    if table not in TABLES:
        raise InputError(f"There is no table {table}", next_step=f"use one of {', '.join(TABLES)}")
    found = _frame(TABLES[table](study))
    return found if text else found.drop(columns="text", errors="ignore")


def frame_of_result(result: object) -> pd.DataFrame:
    """The rows of what a verb returned.

    Raises:
        InputError: it has none.
    """
    rows = next((getattr(result, name) for name in INSIDE if isinstance(getattr(result, name, None), tuple)), result)
    listed = list(rows) if isinstance(rows, tuple | list) else [rows]
    if not all(is_dataclass(row) and not isinstance(row, type) for row in listed):
        raise InputError("This has no rows", next_step="give what a verb returned, or the name of a table")
    return _frame([_flat(row) for row in listed])


def _frame(rows: Rows) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame.from_records(list(rows))


def _flat(row: Any) -> dict[str, object]:
    """The fields of a row that may be shown; an estimate inside it as `alpha`, `alpha_low`, `alpha_high`."""
    found: dict[str, object] = {}
    for one in fields(row):
        value = getattr(row, one.name)
        if one.repr and is_dataclass(value) and not isinstance(value, type):
            inside = _flat(value).items()
            found |= {one.name if name == "value" else f"{one.name}_{name}": part for name, part in inside}
        elif one.repr:
            found[one.name] = value
    return found


def _narratives(study: Study) -> Rows:
    return [
        {"narrative": one.id, "child": one.child, **asdict(one.meta), "text": one.text}
        for one in read_all(study.narratives)
    ]


def _codings(codings: Sequence[Coding]) -> Rows:
    """A row for each coding and code; a coding in which no code was seen has one row with an empty code."""
    return [
        {
            "narrative": one.narrative,
            "coder": one.coder,
            "status": one.status,
            "code": code,
            "doubtful": code in one.doubtful,
        }
        for one in codings
        for code in sorted(one.headline | set(one.doubtful)) or [""]
    ]


def _mentions(study: Study) -> Rows:
    return [
        {"narrative": coding.narrative, "coder": coding.coder, "status": coding.status, **asdict(mention)}
        for coding in every_coding(study)
        for mention in coding.mentions
    ]


def _answers(study: Study) -> Rows:
    return [
        {"narrative": coding.narrative, "coder": coding.coder, "question": question, "answer": answer}
        for coding in every_coding(study)
        for question, answer in coding.fields
    ]


def _themes(study: Study) -> Rows:
    return [
        {
            "theme": one.id,
            "label": one.label,
            "words": ", ".join(word for word, _ in one.words),
            "passages": len(one.passages),
            "explained": one.explained,
        }
        for one in sorted(read_all(study.themes), key=lambda theme: theme.id)
    ]


TABLES: dict[str, Callable[[Study], Rows]] = {
    "narratives": _narratives,
    "episodes": lambda study: [asdict(one) for one in read_all(study.episodes)],
    "codings": lambda study: _codings(every_coding(study)),
    "mentions": _mentions,
    "answers": _answers,
    "themes": _themes,
    "status": lambda study: [asdict(one) for one in status(study)],
}
