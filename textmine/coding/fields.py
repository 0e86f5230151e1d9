"""Answers to the codebook's questions about a whole write-up: learned from people's, and left to a person where unsure.

One logistic regression a question, on the features of the narrative. Its probabilities are set right by one temperature
(Guo, Pleiss, Sun & Weinberger 2017, arXiv:1706.04599), fitted on answers about children that were not learned from; the
same answers say from which probability on it may answer at all. What was tried is in docs/coding.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.coding.calibration import EPS, Floats, softmax
from textmine.coding.folds import child_folds

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

STRENGTH = 10.0  # inverse of the L2 penalty; chosen on the example
FEWEST_OF_VALUE = 10  # narratives; an answer that fewer have is never given
INNER_FOLDS = 4
TEMPERATURES = tuple(float(t) for t in np.geomspace(0.3, 4.0, 40))
NEVER = 2.0  # no probability reaches it
Answers = NDArray[np.int64]  # index of each narrative's answer; -1 if people gave none


@dataclass(frozen=True, slots=True)
class Question:
    """One question about the whole write-up, as a coder learned to answer it.

    Args:
        name: of the field in the codebook.
        values: what may be answered.
        W: float32[n_features, n_values], b: float32[n_values].
        temperature: log-odds are divided by it.
        bar: an answer less likely than this is left to a person.
        given: bool[n_values], answers that enough people gave.
    """

    name: str
    values: tuple[str, ...]
    W: NDArray[np.float32] = field(repr=False)
    b: NDArray[np.float32] = field(repr=False)
    temperature: float = 1.0
    bar: float = NEVER
    given: NDArray[np.bool_] = field(repr=False, default_factory=lambda: np.zeros(0, dtype=bool))

    def probabilities(self, F: csr_matrix) -> Floats:
        """`float64[n_docs, n_values]`, calibrated."""
        return softmax(np.asarray(F @ self.W + self.b, dtype=np.float64) / self.temperature)

    def answers(self, P: Floats) -> Answers:
        """Index of the answer to give, -1 where it is left to a person.

        Args:
            P: float64[n_docs, n_values] of `probabilities`.
        """
        best = P.argmax(axis=1)
        sure = (P.max(axis=1) >= self.bar) & self.given[best]
        return np.where(sure, best, -1)


def answers_of(fields: Sequence[Mapping[str, str]], name: str, values: Sequence[str]) -> Answers:
    """Index of each narrative's answer; -1 if there is none, or one that the codebook does not have."""
    place = {value: i for i, value in enumerate(values)}
    return np.array([place.get(answered.get(name, ""), -1) for answered in fields], dtype=np.int64)


def learn_question(
    name: str,
    values: Sequence[str],
    F: csr_matrix,
    y: Answers,
    children: Sequence[str],
    *,
    right: float,
    seed: int,
) -> Question | None:
    """A coder for one question; None if nobody answered it, or all alike.

    Args:
        F: float32[n_docs, n_features].
        y: int[n_docs], index of the answer, -1 where there is none.
        children: of the narratives.
        right: share of its answers that must be right; those it cannot promise it for are left to a person.
    """
    rows = np.flatnonzero(y >= 0)
    if len(np.unique(y[rows])) < 2:
        return None
    Z, back = _reduced(F[rows])
    own, k = y[rows], len(values)
    held = _held_out(Z, own, k, [children[i] for i in rows.tolist()], seed)
    temperature = _temperature(held, own)
    given = np.bincount(own, minlength=k) >= FEWEST_OF_VALUE
    W, b = _regressed(Z, own, k)
    bar = _bar(softmax(held / temperature), given, right)
    return Question(name, tuple(values), (back @ W).astype(np.float32), b.astype(np.float32), temperature, bar, given)


def _reduced(F: csr_matrix) -> tuple[Floats, Floats]:
    """Coordinates of the rows in the space they span, and the way back: the same regression, a hundred times faster.

    An L2 penalty is the same in any turned system of axes, and the best weights lie in the span of the rows.

    Returns:
        Z float64[n, r], back float64[n_features, r] with F @ back == Z.
    """
    squares, U = np.linalg.eigh((F @ F.T).toarray().astype(np.float64))
    kept = squares > squares.max(initial=0) * 1e-9
    lengths = np.sqrt(squares[kept])
    return U[:, kept] * lengths, np.asarray(F.T @ (U[:, kept] / lengths), dtype=np.float64)


def _regressed(Z: Floats, y: Answers, k: int) -> tuple[Floats, Floats]:
    """W float64[r, k], b float64[k]; an answer that nobody gave is never expected."""
    from sklearn.linear_model import LogisticRegression

    W, b = np.zeros((Z.shape[1], k)), np.full(k, np.log(EPS))
    there = np.unique(y)
    if len(there) == 1:
        b[there[0]] = 0.0
        return W, b
    model = LogisticRegression(C=STRENGTH, max_iter=300, tol=1e-3).fit(Z, y)
    two = len(there) == 2
    W[:, there] = np.vstack([-model.coef_ / 2, model.coef_ / 2]).T if two else model.coef_.T
    b[there] = np.array([-model.intercept_[0], model.intercept_[0]]) / 2 if two else model.intercept_
    return W, b


def _held_out(Z: Floats, y: Answers, k: int, children: Sequence[str], seed: int) -> Floats:
    """Log-odds float64[n, k] of every narrative by a regression that saw nothing of its child."""
    found = np.zeros((len(y), k))
    for learn, test in child_folds(children, INNER_FOLDS, seed):
        if len(learn):
            W, b = _regressed(Z[learn], y[learn], k)
            found[test] = Z[test] @ W + b
    return found


def _temperature(z: Floats, y: Answers) -> float:
    """The one with the least log-loss."""
    rows = np.arange(len(y))
    losses = [-np.log(softmax(z / t)[rows, y] + EPS).mean() for t in TEMPERATURES]
    return TEMPERATURES[int(np.argmin(losses))]


def _bar(P: Floats, given: NDArray[np.bool_], right: float) -> float:
    """The lowest probability from which on the answers are right as often as asked, if probabilities are true."""
    top = np.sort(P.max(axis=1)[given[P.argmax(axis=1)]])[::-1]
    enough = np.flatnonzero(np.cumsum(top) / np.arange(1, len(top) + 1) >= right)
    return float(top[enough[-1]]) if len(enough) else NEVER
