"""How many narratives have a code, corrected for what the coder gets wrong, beside what it counts.

Three corrections, each with an interval bootstrapped by child. `corrected`: mean probability plus its mean error on what
people coded (prediction-powered inference: Angelopoulos et al. 2023, arXiv:2301.09633). `adjusted`: the count, by
sensitivity and specificity of held-out decisions (adjusted classify and count: Forman 2008; Rogan & Gladen 1978).
`re_estimated`: probabilities re-weighted to the share they imply, for when codes have become rarer or more frequent
(Saerens, Latinne & Decaestecker 2002).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from textmine.coding.heldout import HeldOut
from textmine.coding.lessons import Lesson
from textmine.coding.resampling import BOOTSTRAPS, Floats, ratio, redrawn, with_interval
from textmine.types import Probabilities

LEAST_SKILL = 0.1  # sensitivity + specificity - 1; below it a count says too little to be corrected
ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Errors:
    """What a coder gets wrong, measured on children it did not learn from; aggregates only, nobody's coding.

    Args:
        codes: columns.
        shares: float64[n_codes], of coded narratives that have the code.
        sensitivity, specificity, error: float64[1 + draws, n_codes]; first as measured, then bootstrapped by child. `error` is
            the mean of truth less probability.
        children: it was measured on.
    """

    codes: tuple[str, ...]
    shares: Floats = field(repr=False)
    sensitivity: Floats = field(repr=False)
    specificity: Floats = field(repr=False)
    error: Floats = field(repr=False)
    children: int


@dataclass(frozen=True, slots=True)
class Prevalence:
    """Share of narratives that have a code; nan where it cannot be told.

    Args:
        narratives: of which the share is.
        counted: as the coder decides.
        corrected, adjusted, re_estimated: as the head of this file explains, each with its 95 % interval.
    """

    code: str
    narratives: int
    counted: float
    corrected: float
    low: float
    high: float
    adjusted: float
    adjusted_low: float
    adjusted_high: float
    re_estimated: float
    re_estimated_low: float
    re_estimated_high: float


def errors_of(lesson: Lesson, held: HeldOut, *, seed: int, draws: int = BOOTSTRAPS) -> Errors:
    """Measure a coder's errors on held-out decisions."""
    return _errors(lesson, np.arange(len(lesson.D)), held, seed, draws)


def prevalence(
    P: Probabilities, chosen: NDArray[np.bool_], children: Sequence[str], *, errors: Errors, seed: int
) -> tuple[Prevalence, ...]:
    """Prevalence of every code among narratives that only the coder has read.

    Args:
        P: float64[n, n_codes], calibrated probabilities.
        chosen: bool[n, n_codes], decisions as the coder would make them without a person.
        children: of the n narratives.
        errors: of the same coder; one draw of them belongs to one draw of the children.
    """
    W = redrawn(children, seed + 1, len(errors.error) - 1)
    W = W / np.maximum(W.sum(axis=1, keepdims=True), 1)
    counted = W @ chosen
    every = zip(
        (counted[0] if len(P) else np.full(len(errors.codes), np.nan)),
        _corrected(P, errors, len(set(children))).T,
        _adjusted(counted, errors).T,
        [_re_estimated(P[:, c], W, errors.shares[c]) for c in range(len(errors.codes))],
        strict=True,
    )
    return tuple(
        Prevalence(code, len(P), float(raw), *with_interval(corrected), *with_interval(adjusted), *with_interval(again))
        for code, (raw, corrected, adjusted, again) in zip(errors.codes, every, strict=True)
    )


def trial(lesson: Lesson, held: HeldOut, *, seed: int) -> tuple[tuple[str, int, Prevalence, float], ...]:
    """Each fold's prevalence by what is known from the other folds: (code, fold, estimate, what people found)."""
    found = []
    for fold in np.unique(held.fold):
        own, rest = np.flatnonzero(held.fold == fold), np.flatnonzero(held.fold != fold)
        errors = _errors(lesson, rest, held, seed, 200)
        children = [lesson.children[d] for d in own]
        truth = lesson.D[own].mean(axis=0)
        estimates = prevalence(held.P[own], held.chosen[own], children, errors=errors, seed=seed)
        found += [(one.code, int(fold), one, float(t)) for one, t in zip(estimates, truth, strict=True)]
    return tuple(found)


def _errors(lesson: Lesson, rows: NDArray[np.int64], held: HeldOut, seed: int, draws: int) -> Errors:
    D, P, chosen = lesson.D[rows], held.P[rows], held.chosen[rows]
    children = [lesson.children[d] for d in rows]
    W = redrawn(children, seed, draws)
    hit, true = W @ (chosen & D), W @ D.astype(np.float64)
    kept, false = W @ (~chosen & ~D), W @ (~D).astype(np.float64)
    error = ratio(W @ (D - P), W.sum(axis=1, keepdims=True))
    # Half a case each way: of five that were all found the next may be missed.
    shares, behind = D.mean(axis=0), len(set(children))
    return Errors(lesson.codes, shares, (hit + 0.5) / (true + 1), (kept + 0.5) / (false + 1), error, behind)


def _corrected(P: Probabilities, errors: Errors, behind: int) -> Floats:
    """Mean probability plus mean error.

    A draw of the error deviates twice, independently: by what was measured, and by what these narratives may differ in.
    """
    if not len(P):
        return np.full_like(errors.error, np.nan)
    off = errors.error - errors.error[0]
    here = np.roll(off[1:], 1, axis=0) * np.sqrt(errors.children / behind)  # another draw than the one beside it
    return np.asarray(np.clip(P.mean(axis=0) + errors.error[0] + off + np.vstack([off[:1], here]), 0, 1))


def _adjusted(counted: Floats, errors: Errors) -> Floats:
    skill = errors.sensitivity + errors.specificity - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.clip((counted + errors.specificity - 1) / skill, 0, 1)
    return np.where(skill > LEAST_SKILL, shares, np.nan)


def _re_estimated(p: Floats, W: Floats, taught: float) -> Floats:
    """EM of Saerens et al. for one code in every draw; as it was taught if nobody, or everybody, had it."""
    share = np.full(len(W), taught)
    if not 0 < taught < 1 or not len(p):
        return np.full(len(W), np.nan)
    for _ in range(ROUNDS):
        yes, no = (share / taught)[:, None] * p, ((1 - share) / (1 - taught))[:, None] * (1 - p)
        share = np.clip((W * ratio(yes, yes + no)).sum(axis=1), 1e-6, 1 - 1e-6)
    return share
