"""What to label next: what the coder is least sure of and is unlike what was labelled, mixed with a random share.

The random share is drawn before anything else and without a look at the model: on it alone the coder's quality can be
estimated without bias, since the rest was chosen because it is hard (Dasgupta & Hsu 2008 on the bias of active learning).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from textmine.coding.resampling import Floats
from textmine.types import Matrix, Probabilities

Why = Literal["random", "uncertain"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A narrative to label, by its row, and why it was chosen."""

    row: int
    why: Why


def expected_errors(P: Probabilities, said: NDArray[np.bool_]) -> Floats:
    """How many decisions on each narrative are likely wrong: 1 - p of each code it was given, p of each it was not.

    Args:
        P: float64[n, n_codes] in [0, 1], calibrated.
        said: bool[n, n_codes], what the coder decides.
    """
    return np.asarray(np.where(said, 1 - P, P).sum(axis=1))


def choose(
    errors: Floats,
    X: Matrix,
    children: Sequence[str],
    labelled: NDArray[np.bool_],
    *,
    number: int,
    random_share: float,
    seed: int,
) -> tuple[Choice, ...]:
    """Rows to label next, in order; the random ones are spread evenly, so that stopping early keeps their share.

    Of one child no second narrative is chosen while there are others: what one child's narratives say is much the same.

    Args:
        errors: float64[n], from `expected_errors`.
        X: float32[n, d], a vector a narrative.
        children: of the n narratives.
        labelled: bool[n], labelled already or not to be chosen.
    """
    free = np.flatnonzero(~labelled)
    number = min(number, len(free))
    drawn = np.random.default_rng(seed).permutation(free)[: round(number * random_share)]
    picked = _uncertain(errors, X, children, labelled, drawn, number - len(drawn))
    return _spread([Choice(int(row), "random") for row in drawn], [Choice(row, "uncertain") for row in picked])


def _uncertain(
    errors: Floats,
    X: Matrix,
    children: Sequence[str],
    labelled: NDArray[np.bool_],
    drawn: NDArray[np.int64],
    number: int,
) -> list[int]:
    """Greedily the largest product of expected errors and distance to the nearest that is labelled or chosen."""
    V = X / np.maximum(np.linalg.norm(X, axis=1, keepdims=True), 1e-9)
    near = labelled.copy()
    near[drawn] = True
    distance = 1 - (V @ V[near].T).max(axis=1) if near.any() else np.ones(len(V))
    taken = near.copy()
    seen = {children[row] for row in drawn}
    picked: list[int] = []
    while len(picked) < number:
        score = np.where(taken, -1.0, errors * np.maximum(distance, 1e-6))
        new = np.array([child not in seen for child in children]) & ~taken
        row = int(np.argmax(np.where(new, score, -1.0) if new.any() else score))
        picked.append(row)
        taken[row] = True
        seen.add(children[row])
        distance = np.minimum(distance, 1 - V @ V[row])
    return picked


def _spread(some: Sequence[Choice], others: Sequence[Choice]) -> tuple[Choice, ...]:
    """Both in their order, the shorter one spread evenly over the longer one."""
    places = [((i + 0.5) / len(own), n, choice) for n, own in enumerate((some, others)) for i, choice in enumerate(own)]
    return tuple(choice for _, _, choice in sorted(places, key=lambda place: place[:2]))
