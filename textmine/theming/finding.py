"""Passages of a study to its themes: what people kept, what comes back in many runs, what is new, and what fits none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from textmine.errors import StudyError
from textmine.theming.building import Material, build_themes
from textmine.theming.consensus import Consensus
from textmine.theming.emergence import Interview, recent_quarters
from textmine.theming.kept import EDGE, Kept
from textmine.theming.labels import May, no_name
from textmine.theming.memory import Memory, remember
from textmine.theming.newcomers import newcomers
from textmine.theming.smoothing import smoothed
from textmine.theming.space import Floats, make_space, unit
from textmine.theming.stretches import Stretch, stretches_of, vectors_of
from textmine.theming.topics import NONE, Ints, cluster, one_thread
from textmine.types import Coding, Matrix, Narrative, Passage, Theme

FEWEST_PASSAGES = 60
PASSAGES_A_THEME = 25
STEADY = 0.5  # share of the runs in which a theme must come back to be shown
FIT = 0.22  # closeness below which a passage fits no theme
MOST_NEW = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """How themes are wanted; see `[themes]` in textmine.toml.

    Args:
        may: whether a word, as most write it, may stand in a label.
        known: words of the codebook, small letters; labels prefer them.
    """

    at_most: int
    at_least_children: int
    seed: int
    may: May = no_name
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Args:
        themes: those that stand on their own, most children first, then their parts, then what fits none (id 0).
        memory: how new write-ups are assigned.
    """

    themes: tuple[Theme, ...]
    memory: Memory = field(repr=False)


def find_themes(
    passages: Sequence[Passage],
    X: Matrix,
    *,
    narratives: Sequence[Narrative],
    codings: Sequence[Coding] = (),
    kept: Sequence[Kept] = (),
    asked: Asked,
    general: int = 0,
) -> Found:
    """The themes of all narratives; the same for the same input, to the byte.

    Args:
        passages: of all narratives, each narrative's together and in order.
        X: float32[n_passages, d + e], a vector for each: the general encoder's, and beside it the coder's.
        general: d; 0 if all columns are the general encoder's.
        codings: to tell how much of a theme the codes already explain.
        kept: what people decided.

    Raises:
        StudyError: there are too few passages, or too few that differ.
    """
    child_of = {narrative.id: narrative.child for narrative in narratives}
    stretches = stretches_of(passages, child_of)
    enough(stretches)
    with one_thread():
        V = vectors_of(stretches, X)
        texts = [stretch.text for stretch in stretches]
        children = [child_of[stretch.narrative] for stretch in stretches]
        space = make_space(texts, V, children, at_least_children=asked.at_least_children, general=general)
        Z = space.places(texts, V)
        made = Material(stretches, Z, smoothed(Z), _numbers(children), codings, asked.may, asked.known)
        listed = _listed(kept, stretches)
        anchored = _anchored(listed, Z)
        groups = _of_kept(listed, anchored, kept, Z)
        groups, stability = _clustered(made, groups, len(kept), asked)
        groups = _drawn(anchored, kept, Z, groups)
        groups, new = _with_new(made, space.general(texts, V), groups, len(kept), narratives, asked)
        built = build_themes(
            made, groups, kept=kept, new=new, stability=stability, asked_children=asked.at_least_children
        )
        return Found(built.themes, remember(space, made.Z, built, anchored, kept, narratives))


def enough(stretches: Sequence[Stretch]) -> int:
    """How many different passages there are.

    Raises:
        StudyError: too few for themes.
    """
    different = len({stretch.text for stretch in stretches})
    if different < FEWEST_PASSAGES:
        raise StudyError(
            "There are too few passages for themes",
            where=f"{different} different ones of {FEWEST_PASSAGES}",
            next_step="add write-ups",
        )
    return different


def _numbers(names: Sequence[str]) -> Ints:
    return np.asarray(np.unique(np.array(names, dtype=object).astype(str), return_inverse=True)[1], dtype=np.int64)


def _listed(kept: Sequence[Kept], stretches: Sequence[Stretch]) -> list[list[Ints]]:
    """For each kept theme and each of its groups the rows of the stretches that the file lists, as far as they are there."""
    where: dict[str, list[int]] = {}
    for row, stretch in enumerate(stretches):
        where.setdefault(stretch.narrative, []).append(row)

    def rows(group: Sequence[tuple[str, int, int]]) -> Ints:
        own = {
            row
            for narrative, start, end in group
            for row in where.get(narrative, ())
            if stretches[row].start < end and start < stretches[row].end
        }
        return np.array(sorted(own), dtype=np.int64)

    return [[own for group in one.groups if len(own := rows(group))] for one in kept]


def _anchored(listed: Sequence[Sequence[Ints]], Z: Floats) -> list[Floats]:
    """For each kept theme `float64[n_groups, d]`: the middles of its groups; no rows if its passages are all gone."""
    nothing = np.zeros((0, Z.shape[1]))
    return [np.vstack([nothing, *(unit(Z[rows].mean(axis=0, keepdims=True)) for rows in own)]) for own in listed]


def _of_kept(listed: Sequence[Sequence[Ints]], anchored: Sequence[Floats], kept: Sequence[Kept], Z: Floats) -> Ints:
    """int[n]: the kept theme that each passage belongs to, -1 for none; one that is listed belongs where it is listed."""
    groups = np.full(len(Z), NONE, dtype=np.int64)
    best = np.zeros(len(Z))
    for number, (own_rows, middles, one) in enumerate(zip(listed, anchored, kept, strict=True)):
        if len(middles):
            close = (Z @ middles.T).max(axis=1)
            for rows in own_rows:
                close[rows] += 2.0
            own = (close >= one.reach) & (close > best)
            groups[own], best[own] = number, close[own]
    return groups


def _drawn(anchored: Sequence[Floats], kept: Sequence[Kept], Z: Floats, groups: Ints) -> Ints:
    """Passages at the edge of a kept theme go to it if it is closer than the theme that they were put in."""
    groups = groups.copy()
    free = np.flatnonzero((groups == NONE) | (groups >= len(kept)))
    best = np.full(len(free), FIT)
    for other in sorted({int(g) for g in groups[free]} - {NONE}):
        own = groups[free] == other
        best[own] = Z[free[own]] @ unit(Z[groups == other].mean(axis=0, keepdims=True))[0]
    for number, (middles, one) in enumerate(zip(anchored, kept, strict=True)):
        if len(middles):
            close = (Z[free] @ middles.T).max(axis=1)
            nearer = (close >= EDGE * one.reach) & (close > best)
            groups[free[nearer]], best[nearer] = number, close[nearer]
    return groups


def _clustered(made: Material, groups: Ints, n_kept: int, asked: Asked) -> tuple[Ints, dict[int, float]]:
    """What is free in as many themes as it carries; unsteady ones go to the nearest steady one, or to none."""
    free = np.flatnonzero(groups == NONE)
    different = len({made.stretches[row].text for row in free})
    n_themes = min(asked.at_most - n_kept, different // PASSAGES_A_THEME)
    if n_themes < 2 and n_kept:
        return groups, {}
    consensus = Consensus(max(2, n_themes), asked.seed)
    found = cluster([made.stretches[row].text for row in free], made.smooth[free], consensus)
    steady = np.flatnonzero(consensus.stability >= STEADY)
    groups = groups.copy()
    groups[free] = np.where(np.isin(found, steady), found + n_kept, NONE)
    groups = _joined(made.Z, groups, free, steady + n_kept)
    return groups, {int(t) + n_kept: float(consensus.stability[t]) for t in steady}


def _joined(Z: Floats, groups: Ints, free: Ints, steady: Ints) -> Ints:
    """Passages of unsteady themes to the nearest steady one; what is far from the middle of its theme to none."""
    if not len(steady):
        return groups
    middles = unit(np.vstack([Z[groups == t].mean(axis=0) for t in steady]))
    close = Z[free] @ middles.T
    best = close.argmax(axis=1)
    own = np.where(groups[free] == NONE, steady[best], groups[free])
    at = np.searchsorted(steady, own)
    fits = close[np.arange(len(free)), at] >= FIT
    moved = np.where(fits, own, np.where(close.max(axis=1) >= FIT, steady[best], NONE))
    groups = groups.copy()
    groups[free] = moved
    return groups


def _with_new(
    made: Material, G: Floats, groups: Ints, n_kept: int, narratives: Sequence[Narrative], asked: Asked
) -> tuple[Ints, dict[int, float]]:
    """Groups that begin in the last quarter, taken out of those that nobody kept; group to the p of the search.

    Args:
        G: float64[n, m], general places: a coder has not learned what is new.
    """
    quarter = {narrative.id: narrative.meta.period for narrative in narratives}
    dated = np.array([bool(quarter[stretch.narrative]) for stretch in made.stretches])
    rows = np.flatnonzero(dated)
    last = recent_quarters([Interview(n.id, n.child, n.meta.period) for n in narratives])
    names = sorted({made.stretches[row].narrative for row in rows})
    place = {name: i for i, name in enumerate(names)}
    recent = np.array([quarter[name] in last for name in names], dtype=np.bool_)
    if len(rows) < FEWEST_PASSAGES:
        return groups, {}
    interview = np.array([place[made.stretches[row].narrative] for row in rows], dtype=np.int64)
    found = newcomers(G[rows], made.child[rows], interview, recent, seed=asked.seed)
    groups = groups.copy()
    new: dict[int, float] = {}
    number = max(int(groups.max()) + 1, n_kept)
    for one in found:
        members = rows[list(one.rows)]
        members = members[(groups[members] == NONE) | (groups[members] >= n_kept)]
        if len(np.unique(made.child[members])) >= asked.at_least_children and len(new) < MOST_NEW:
            groups[members] = number
            new[number] = one.p
            number += 1
    return groups, new
