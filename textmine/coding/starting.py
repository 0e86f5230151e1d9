"""What a coder starts from: weights learned from the fictional coded passages that the packaged encoder learned from.

A team's own codings pull the weights away from there; where they say nothing of a code, the start stays.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from textmine.coding.encoder import RESTORE
from textmine.coding.learning import Learned
from textmine.coding.scoring import HEADS
from textmine.errors import ModelError
from textmine.types import Matrix
from textmine.weights import check_sha256

FILE, CONFIG = "start.safetensors", "config.json"


def load_start(folder: Path, codes: Sequence[str]) -> Learned:
    """The start for these codes; empty where the folder knows none of them.

    Args:
        folder: with `config.json` and `start.safetensors`, e.g. `models/encoder`.
        codes: columns that the weights shall have; of a code that the start does not know they are zero.

    Raises:
        ModelError: a file is missing or damaged.
    """
    from safetensors.numpy import load_file

    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
        known, expected = list(config["codes"]), str(config["start_sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError("The start of the coder is missing or damaged", where=CONFIG, next_step=RESTORE) from error
    check_sha256(folder / FILE, expected, next_step=RESTORE)
    given = load_file(folder / FILE)
    places = [known.index(code) if code in known else -1 for code in codes]
    if max(places, default=-1) < 0:
        return {}
    of_codes = {"Wx": 1, "b": 0, **{f"{name}_codes": 0 for name, _ in HEADS}}
    return {name: _columns(a, places, of_codes[name]) if name in of_codes else a for name, a in given.items()}


def _columns(array: Matrix, places: Sequence[int], axis: int) -> Matrix:
    """The array for other codes: zeros for what it does not know."""
    taken = np.take(array, [max(place, 0) for place in places], axis=axis)
    known = np.array([place >= 0 for place in places], dtype=np.float32)
    return taken * (known[:, None] if axis == 0 and array.ndim == 2 else known)
