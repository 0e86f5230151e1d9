"""From scores to probabilities that mean what they say, and from these to decisions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
EPS = 1e-6
LEAST_SLOPE = 0.05
LOWEST, HIGHEST = 0.05, 0.9  # no code is suggested below the one or held back above the other


def combine(views: Sequence[Floats], truth: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """A slope for each view of the same decisions, the same for all codes, and an intercept for each code.

    Platt scaling (Platt 1999) of all codes together; an L2 penalty draws each code's intercept towards the others'.

    Args:
        views: one or several, each float64[n, n_codes], log-odds.
        truth: bool[n, n_codes].

    Returns:
        slopes float64[n_views], none below 0 and their sum at least `LEAST_SLOPE`, and intercepts float64[n_codes], always
        finite; equal slopes that sum to 1, and zeros, if all of the truth is yes or all of it no.
    """
    from sklearn.linear_model import LogisticRegression

    n, k = truth.shape
    if truth.all() or not truth.any():
        return np.full(len(views), 1.0 / len(views)), np.zeros(k)
    F = np.hstack([*(view.T.reshape(-1, 1) for view in views), np.repeat(np.eye(k), n, axis=0)])
    model = LogisticRegression(C=1.0, max_iter=500).fit(F, truth.T.reshape(-1))
    slopes = np.maximum(model.coef_[0, : len(views)], 0.0)
    slopes[0] += max(0.0, LEAST_SLOPE - slopes.sum())
    return slopes, np.asarray(model.coef_[0, len(views) :] + model.intercept_[0])


def best_f1_threshold(p: Floats) -> float:
    """Threshold with the highest F1 to be expected if the probabilities are right; 0.5 if there are none.

    Of the k likeliest, E[F1] is about 2 Σ p / (k + Σ all p) (Lipton et al. 2014, doi:10.1007/978-3-662-44851-9_15).

    Args:
        p: float64[n] in [0, 1].
    """
    if not len(p):
        return 0.5
    ranked = np.sort(p)[::-1]
    expected = 2 * np.cumsum(ranked) / (np.arange(1, len(ranked) + 1) + ranked.sum())
    return float(np.clip(ranked[int(expected.argmax())], LOWEST, HIGHEST))


def margin(P: Floats, thresholds: Floats, abstain: float) -> float:
    """How near its threshold a decision is left to a person, in log-odds, so that a share of them is.

    Args:
        P: float64[n, n_codes] of the codes that may be suggested.
        thresholds: float64[n_codes].
        abstain: the share, in [0, 1).

    Returns:
        0 if nothing is to be left or there is nothing to decide.
    """
    if not abstain or not P.size:
        return 0.0
    return float(np.quantile(np.abs(logit(P) - logit(thresholds)), abstain))


def sigmoid(x: Floats) -> Floats:
    """Log-odds to probabilities."""
    return np.asarray(0.5 * (1 + np.tanh(x / 2)))


def logit(p: Floats) -> Floats:
    """Probabilities to log-odds, kept finite."""
    clipped = np.clip(p, EPS, 1 - EPS)
    return np.asarray(np.log(clipped / (1 - clipped)))


def softmax(x: Floats) -> Floats:
    """Scores to probabilities along the last axis."""
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))
