"""A coder on disk: a folder of arrays (safetensors), words and facts (JSON), and a card. Loading runs no code."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

import numpy as np

from textmine.assets import digest
from textmine.coding.codebook import Codebook
from textmine.coding.evaluation import CodeFigures
from textmine.coding.model import Model, coder_of
from textmine.errors import ModelError
from textmine.store import write_whole

ARRAYS, FACTS, CARD = "model.safetensors", "model.json", "README.md"
Row = dict[str, str | int | float | bool | None]


class Facts(TypedDict):
    """What `model.json` holds."""

    codes: list[str]
    words: list[str]
    usable: list[str]
    about: list[tuple[str, str]]
    figures: list[Row]
    sha256: str


def save_model(folder: Path, model: Model, figures: Sequence[CodeFigures]) -> None:
    """Write the model and its card; the facts, with the hash of the arrays, come last."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    arrays = {name: np.ascontiguousarray(array, dtype=np.float32) for name, array in sorted(model.arrays.items())}
    write_whole(folder / ARRAYS, lambda temporary: save_file(arrays, temporary))
    facts = Facts(
        codes=list(model.codes),
        words=list(model.words),
        usable=list(model.usable),
        about=list(model.about),
        figures=[figure.row() for figure in figures],
        sha256=digest(folder / ARRAYS),
    )
    write_whole(folder / CARD, lambda temporary: temporary.write_text(_card(model, figures), encoding="utf-8"))
    text = json.dumps(facts, indent=1, sort_keys=True, allow_nan=False) + "\n"
    write_whole(folder / FACTS, lambda temporary: temporary.write_text(text, encoding="utf-8"))


def load_model(folder: Path, *, codebook: Codebook, encoder: str) -> Model:
    """Read a model and check that it fits.

    Raises:
        ModelError: it is missing, damaged, or was made for another codebook or encoder.
    """
    from safetensors.numpy import load_file

    facts = _facts(folder)
    if not (folder / ARRAYS).is_file() or digest(folder / ARRAYS) != facts["sha256"]:
        raise ModelError("The coder's arrays are missing or damaged", where=ARRAYS, next_step="textmine train")
    about = dict(facts["about"])
    if about.get("codebook") != codebook.fingerprint:
        raise ModelError(
            "The coder was trained for another codebook",
            where=f"version {about.get('codebook_version')}",
            next_step="textmine train",
        )
    if about.get("encoder") != encoder:
        raise ModelError(
            "The coder was trained with another encoder", where=str(about.get("encoder")), next_step="textmine train"
        )
    arrays = load_file(folder / ARRAYS)
    if "whole_Ws" not in arrays:
        raise ModelError("The coder was trained by an earlier textmine", next_step="textmine train")
    if arrays["Ws"].shape != (len(facts["words"]), len(facts["codes"])):
        raise ModelError("The coder's description does not fit its arrays", where=FACTS, next_step="textmine train")
    return Model(tuple(facts["codes"]), tuple(facts["words"]), arrays, tuple(facts["usable"]), tuple(facts["about"]))


def saved_coder(folder: Path) -> tuple[str, frozenset[str]]:
    """What a saved model is called as a coder, and the codes that it looks for; no name and none if there is no model.

    Raises:
        ModelError: it is damaged.
    """
    if not (folder / FACTS).is_file():
        return "", frozenset()
    facts = _facts(folder)
    return coder_of(facts["about"]), frozenset(facts["usable"])


def load_figures(folder: Path) -> tuple[CodeFigures, ...]:
    """The evaluation that was saved with a model; empty if there is no model.

    Raises:
        ModelError: it is damaged.
    """
    return tuple(_figures(row) for row in _facts(folder)["figures"]) if (folder / FACTS).is_file() else ()


def _facts(folder: Path) -> Facts:
    try:
        raw = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        return Facts(
            codes=[str(code) for code in raw["codes"]],
            words=[str(word) for word in raw["words"]],
            usable=[str(code) for code in raw["usable"]],
            about=[(str(name), str(value)) for name, value in raw["about"]],
            figures=[dict(row) for row in raw["figures"]],
            sha256=str(raw["sha256"]),
        )
    except OSError:
        raise ModelError(
            "There is no coder yet",
            next_step="textmine train, once people have marked narratives; or textmine code --starter for first suggestions",
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ModelError("The coder's description is damaged", where=FACTS, next_step="textmine train") from None


def _figures(row: Row) -> CodeFigures:
    """One code's figures; None stands for nan, which JSON does not have."""
    try:
        return CodeFigures(**{name: math.nan if value is None else value for name, value in row.items()})  # type: ignore[arg-type]
    except TypeError:
        raise ModelError("The coder's figures are damaged", where=FACTS, next_step="textmine train") from None


def _card(model: Model, figures: Sequence[CodeFigures]) -> str:
    about = "\n".join(f"* {name}: {value}" for name, value in model.about)
    rows = "\n".join(figure.markdown() for figure in figures)
    return f"""# Coder {model.coder}

Suggests codes for pseudonymised return interviews. Its codings are suggestions until a person has accepted them. It
scores no child and decides nothing. It learned from how practitioners wrote: what they did not write, it cannot see.

{about}

Measured on narratives of children it did not learn from (cross-validation, never a child on both sides). Headline:
affirmed and about this episode. Intervals: 95 %, bootstrapped by child. `too few`: never suggested.

| code | narratives | children | precision | recall | F1 | 95 % | average precision | |
|---|---|---|---|---|---|---|---|---|
{rows}
"""
