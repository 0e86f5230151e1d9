"""A coder's answers about whole write-ups on disk: one file of arrays beside the coder. Loading runs no code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textmine.coding.codebook import Codebook
from textmine.coding.fieldlessons import FieldCoder
from textmine.coding.fields import Question
from textmine.errors import ModelError
from textmine.store import write_whole

FIELDS = "fields.safetensors"
NONE = FieldCoder((), np.zeros(0, dtype=np.float32))


def save_fields(folder: Path, fields: FieldCoder, *, coder: str) -> None:
    """Write the file whole, or not at all.

    Args:
        coder: SHA-256 of the arrays of the coder whose probabilities it learned from.
    """
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    arrays = {"idf": np.ascontiguousarray(fields.idf, dtype=np.float32)}
    for question in fields.questions:
        arrays[f"W_{question.name}"] = np.ascontiguousarray(question.W, dtype=np.float32)
        arrays[f"b_{question.name}"] = np.ascontiguousarray(question.b, dtype=np.float32)
        arrays[f"given_{question.name}"] = question.given.astype(np.float32)
    facts = {
        "arrays": _sum(arrays),
        "coder": coder,
        "words": json.dumps(fields.words),
        "questions": json.dumps([[q.name, q.values, q.temperature, q.bar] for q in fields.questions]),
    }
    # One entry: safetensors writes several in another order each time, and the same coder is the same bytes.
    told = {"facts": json.dumps(facts, sort_keys=True)}
    write_whole(folder / FIELDS, lambda temporary: save_file(arrays, temporary, metadata=told))


def load_fields(folder: Path, *, coder: str, codebook: Codebook) -> FieldCoder:
    """Read it; questions that the codebook now asks otherwise are left out, all of them if an earlier textmine trained.

    Raises:
        ModelError: it is damaged, or was learned beside another coder.
    """
    from safetensors import SafetensorError, safe_open

    if not (folder / FIELDS).is_file():
        return NONE
    try:
        with safe_open(folder / FIELDS, framework="numpy") as stream:
            facts = json.loads(stream.metadata()["facts"])
            arrays = {name: stream.get_tensor(name) for name in stream.keys()}  # noqa: SIM118 no mapping
        words = tuple(str(word) for word in json.loads(facts["words"]))
        questions = tuple(_question(row, arrays) for row in json.loads(facts["questions"]))
        known, idf, whole = facts["coder"], arrays["idf"], facts["arrays"] == _sum(arrays)
    except (OSError, SafetensorError, KeyError, TypeError, ValueError):
        raise _unfit("is damaged") from None
    if not whole:
        raise _unfit("is damaged")
    if known != coder:
        raise _unfit("belongs to another coder")
    asked = codebook.document_fields
    return FieldCoder(words, idf, tuple(one for one in questions if asked.get(one.name) == one.values))


def _sum(arrays: Mapping[str, NDArray[Any]]) -> str:
    """SHA-256 of the arrays, in order of their names."""
    found = sha256()
    for name in sorted(arrays):
        found.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
    return found.hexdigest()


def _unfit(why: str) -> ModelError:
    return ModelError(f"What answers the codebook's questions {why}", where=FIELDS, next_step="textmine train")


def _question(row: list[object], arrays: dict[str, NDArray[Any]]) -> Question:
    name, values, temperature, bar = row
    if not isinstance(values, list) or not isinstance(temperature, float) or not isinstance(bar, float):
        raise TypeError
    W, b, given = (arrays[f"{part}_{name}"] for part in ("W", "b", "given"))
    if W.shape[1:] != b.shape or len(b) != len(values) or given.shape != b.shape:
        raise ValueError
    return Question(str(name), tuple(map(str, values)), W, b, temperature, bar, given.astype(bool))
