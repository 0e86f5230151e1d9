"""One logistic regression for all codes together, on sparse word weights beside dense vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from textmine.types import Matrix

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Weights = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]


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
    from scipy.optimize import minimize

    n, k = Y.shape
    words, d = S.shape[1], X.shape[1]
    target = Y.astype(np.float32)
    St, Xt = S.T.tocsr(), np.ascontiguousarray(X.T)
    start = np.zeros((words + d + 1, k), dtype=np.float32)
    rate = np.clip(target.mean(axis=0), 1 / (2 * n), 1 - 1 / (2 * n))
    start[-1] = np.log(rate / (1 - rate))

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        W = flat.astype(np.float32).reshape(-1, k)
        z = S @ W[:words] + X @ W[words:-1] + W[-1] + offset
        value = (np.logaddexp(0, z) - target * z).sum() / n + penalty * float((W[:-1] ** 2).sum()) / (2 * n)
        slope = (0.5 * (1 + np.tanh(z / 2)) - target) / n
        gradient = np.vstack([St @ slope, Xt @ slope, slope.sum(axis=0, keepdims=True)])
        gradient[:-1] += penalty * W[:-1] / n
        return float(value), gradient.astype(np.float64).ravel()

    best = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 8})
    W = best.x.astype(np.float32).reshape(-1, k)
    return W[:words], W[words:-1], W[-1]
