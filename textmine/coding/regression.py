"""Logistic regressions on sparse word weights beside dense vectors: of all codes together, or of one choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.types import Matrix

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Weights = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]
Floats = NDArray[np.floating]
Loss = Callable[[Floats], tuple[float, Floats]]  # of the log-odds: the sum of the log-losses, and its slope


def fit_joint(
    S: csr_matrix, X: Matrix, Y: NDArray[np.bool_], offset: Matrix, *, penalty: float, iterations: int = 30
) -> Weights:
    """Minimise the mean log-loss of sigmoid(S Ws + X Wx + b + offset) plus an L2 penalty (L-BFGS).

    Args:
        S: float32[n, n_words], sparse.
        X: float32[n, d].
        Y: bool[n, n_codes].
        offset: float32[n, n_codes], added to the log-odds as it is.
        penalty: of the squared weights, per row; the intercepts are free.

    Returns:
        Ws float32[n_words, n_codes], Wx float32[d, n_codes], b float32[n_codes].
    """
    n = len(Y)
    target = Y.astype(np.float32)
    rate = np.clip(target.mean(axis=0), 1 / (2 * n), 1 - 1 / (2 * n))

    def loss(z: Floats) -> tuple[float, Floats]:
        z = z + offset
        return float((np.logaddexp(0, z) - target * z).sum()), 0.5 * (1 + np.tanh(z / 2)) - target

    return _descended(S, X, np.log(rate / (1 - rate)) - offset.mean(axis=0), loss, penalty, iterations)


def fit_choice(
    S: csr_matrix, X: Matrix, y: NDArray[np.int64], offset: Matrix, *, values: int, penalty: float, iterations: int = 40
) -> Weights:
    """Minimise the mean log-loss of softmax(S Ws + X Wx + b + offset) plus an L2 penalty: one of several values a row.

    Args:
        y: int[n], in [0, values).
        offset: float32[n, values], added to the log-odds as it is.

    Returns:
        Ws float32[n_words, values], Wx float32[d, values], b float32[values].
    """
    n = len(y)
    target = np.eye(values, dtype=np.float32)[y]
    rate = np.clip(target.mean(axis=0), 1 / (2 * n), None)

    def loss(z: Floats) -> tuple[float, Floats]:
        z = z + offset
        z = z - z.max(axis=1, keepdims=True)
        e = np.exp(z)
        total = e.sum(axis=1, keepdims=True)
        return float((np.log(total[:, 0]) - (target * z).sum(axis=1)).sum()), e / total - target

    return _descended(S, X, np.log(rate) - offset.mean(axis=0), loss, penalty, iterations)


def _descended(S: csr_matrix, X: Matrix, intercepts: Floats, loss: Loss, penalty: float, iterations: int) -> Weights:
    """The weights to which L-BFGS descends, from zeros and the given intercepts."""
    from scipy.optimize import minimize

    n, d, words, k = len(X), X.shape[1], S.shape[1], len(intercepts)
    St, Xt = S.T.tocsr(), np.ascontiguousarray(X.T)
    start = np.zeros((words + d + 1, k), dtype=np.float32)
    start[-1] = intercepts

    def step(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        W = flat.astype(np.float32).reshape(-1, k)
        value, slope = loss(S @ W[:words] + X @ W[words:-1] + W[-1])
        slope = slope / n
        gradient = np.vstack([St @ slope, Xt @ slope, slope.sum(axis=0, keepdims=True)])
        gradient[:-1] += penalty * W[:-1] / n
        return (value + penalty * float((W[:-1] ** 2).sum()) / 2) / n, gradient.astype(np.float64).ravel()

    best = minimize(step, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 8})
    W = best.x.astype(np.float32).reshape(-1, k)
    return W[:words], W[words:-1], W[-1]
