"""Groups of passages made into themes: their words, parts, codes, and places on the map."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from textmine.theming.consensus import Consensus
from textmine.theming.kept import Kept
from textmine.theming.labels import May, filled, labels_of, no_name
from textmine.theming.space import Floats, unit
from textmine.theming.stretches import Stretch
from textmine.theming.topics import NONE, Ints, Words, words_of
from textmine.types import Coding, Theme

A_PART = 30  # passages of a part of a theme, at least
MOST_PARTS = 4
STEADY_PART = 0.6
PART_RUNS, PART_ROWS = 40, 3_000
HALF, THIRD, OFTENER = 0.5, 0.33, 3.0
"""A code names a theme that marks half of its coded passages, or a third and so many times as many as elsewhere."""
Place = tuple[str, int, int, float]  # narrative, start, end, closeness to the middle of the theme
Marked = Mapping[str, list[tuple[int, int, str]]]


@dataclass(frozen=True, slots=True)
class Material:
    """What themes are made from.

    Args:
        Z: float64[n, d], rows of length one, a place for each stretch.
        smooth: float64[n, d], the same, drawn towards their neighbours: what is clustered.
        child: int[n], whose it is.
        codings: to tell how much of a theme the codes already explain.
        may, known: whether a word may stand in a label, and words of the codebook, that labels prefer.
    """

    stretches: tuple[Stretch, ...] = field(repr=False)
    Z: Floats = field(repr=False)
    smooth: Floats = field(repr=False)
    child: Ints = field(repr=False)
    codings: Sequence[Coding] = field(repr=False)
    may: May = no_name
    known: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Built:
    """Themes, and for those that stand on their own the number of their group."""

    themes: tuple[Theme, ...]
    groups: Ints = field(repr=False)
    group_of: Mapping[int, int]


def build_themes(
    made: Material,
    groups: Ints,
    *,
    kept: Sequence[Kept],
    new: Mapping[int, float],
    stability: Mapping[int, float],
    asked_children: int,
) -> Built:
    """Themes of enough children, their parts, and what fits none.

    Args:
        groups: int[n], -1 for none; the first `len(kept)` numbers are the kept themes.
        new: groups that begin in the last quarter.
        stability: of groups that were clustered.
        asked_children: a theme, and a word of it, from fewer is left out.
    """
    groups = _of_enough(made, groups, asked_children)
    words = _words(made, groups, asked_children)
    labels = _labels(made, groups, asked_children)
    shown = [g for g, own in words.items() if own or g in new]  # what is new is said in words of one's own at first
    groups = np.where(np.isin(groups, shown), groups, NONE)
    marked = _marked(made.codings)
    usual, _ = _shares([_place(stretch, 0.0) for stretch in made.stretches], marked)
    found = []
    for group in [int(g) for g in np.unique(groups) if g != NONE]:
        theme = _theme(made, np.flatnonzero(groups == group), words[group], labels[group], marked, usual)
        if group < len(kept):
            theme = _as_kept(theme, kept[group])
        theme = replace(theme, kind="new" if group in new else "theme", stability=round(stability.get(group, 1.0), 4))
        found.append((group, theme))
    tops = _numbered(made, groups, found)
    themes = [theme for _, theme in tops]
    themes += _parts(made, groups, tops, marked, usual, asked_children)
    themes += _rest(made, groups, marked)
    return Built(tuple(themes), groups, {theme.id: group for group, theme in tops})


def _of_enough(made: Material, groups: Ints, at_least: int) -> Ints:
    few = [g for g in np.unique(groups) if g != NONE and _children(made, groups == g) < at_least]
    return np.where(np.isin(groups, few), NONE, groups)


def _children(made: Material, members: np.typing.NDArray[np.bool_]) -> int:
    return len(np.unique(made.child[members]))


def _words(made: Material, groups: Ints, at_least: int) -> dict[int, Words]:
    texts = [stretch.text for stretch in made.stretches]
    return words_of(texts, groups, children=made.child, at_least_children=at_least)


def _labels(made: Material, groups: Ints, at_least: int) -> dict[int, str]:
    said = [stretch.said for stretch in made.stretches]
    return labels_of(said, groups, made.child, at_least_children=at_least, may=made.may, known=made.known)


def _theme(made: Material, rows: Ints, words: Words, label: str, marked: Marked, usual: Mapping[str, float]) -> Theme:
    middle = unit(made.Z[rows].mean(axis=0, keepdims=True))
    close = np.clip((made.Z[rows] @ middle.T)[:, 0], 0.0, 1.0)
    order = np.argsort(-close, kind="stable")
    places = tuple(_place(made.stretches[rows[i]], float(close[i])) for i in order)
    share, code = _explained(places, marked, usual)
    label = filled(label, [word for word, _ in words], may=made.may)
    return Theme(0, label, words, places, share, key="-".join(word for word, _ in words[:3]) or "new", code=code)


def _place(stretch: Stretch, close: float) -> Place:
    return stretch.narrative, stretch.start, stretch.end, round(close, 4)


def _as_kept(theme: Theme, kept: Kept) -> Theme:
    return replace(theme, key=kept.key, label=kept.name or theme.label, named=bool(kept.name))


def _marked(codings: Sequence[Coding]) -> dict[str, list[tuple[int, int, str]]]:
    found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for coding in codings:
        found[coding.narrative] += [(m.start, m.end, m.code) for m in coding.mentions]
    return found


def _explained(places: Sequence[Place], marked: Marked, usual: Mapping[str, float]) -> tuple[float, str]:
    """Share of passages that overlap a mention, and the code that may name them, "" if none does.

    Args:
        usual: code to the share of all coded passages that it marks.
    """
    shares, coded = _shares(places, marked)
    named = {
        code: share
        for code, share in shares.items()
        if share >= HALF or (share >= THIRD and share >= OFTENER * usual.get(code, 1.0))
    }
    code = min(named, key=lambda one: (-named[one] * np.log(1 + named[one] / usual.get(one, 1.0)), one), default="")
    return round(coded / max(1, len(places)), 4), code


def _shares(places: Sequence[Place], marked: Marked) -> tuple[dict[str, float], int]:
    """Of each code the share of the coded passages that it marks, and how many are coded."""
    codes = [{c for s, e, c in marked.get(n, ()) if s < end and start < e} for n, start, end, _ in places]
    coded = sum(map(bool, codes))
    often = Counter(code for own in codes for code in own)
    return {code: times / coded for code, times in often.items()}, coded


def _numbered(made: Material, groups: Ints, found: Sequence[tuple[int, Theme]]) -> list[tuple[int, Theme]]:
    """Themes by number, those of most children first, each with its place on the map and a key of its own."""
    ranked = sorted(found, key=lambda pair: (-_children(made, groups == pair[0]), pair[1].label, pair[1].passages))
    return _unlike(_placed(made, groups, [(group, replace(theme, id=i)) for i, (group, theme) in enumerate(ranked, 1)]))


def _placed(made: Material, groups: Ints, tops: Sequence[tuple[int, Theme]]) -> list[tuple[int, Theme]]:
    """Themes with their places on a map: the two directions in which their middles differ most."""
    if not tops:
        return []
    middles = np.vstack([made.Z[groups == group].mean(axis=0) for group, _ in tops])
    middles -= middles.mean(axis=0)
    left, sizes, _ = np.linalg.svd(middles, full_matrices=False)
    flat = np.zeros((len(tops), 2))
    flat[:, : min(2, left.shape[1])] = (left * sizes)[:, :2]
    sign = np.sign(flat[np.abs(flat).argmax(axis=0), [0, 1]])
    flat = flat * np.where(sign == 0, 1.0, sign) / (np.abs(flat).max() + 1e-12)
    return [
        (group, replace(theme, x=round(float(x), 4), y=round(float(y), 4)))
        for (group, theme), (x, y) in zip(tops, flat, strict=True)
    ]


def _unlike(tops: Sequence[tuple[int, Theme]]) -> list[tuple[int, Theme]]:
    """No two themes with one key."""
    seen: Counter[str] = Counter()
    found = []
    for group, theme in tops:
        seen[theme.key] += 1
        again = f"{theme.key}-{seen[theme.key]}" if seen[theme.key] > 1 else theme.key
        found.append((group, replace(theme, key=again)))
    return found


def _parts(
    made: Material,
    groups: Ints,
    tops: Sequence[tuple[int, Theme]],
    marked: Marked,
    usual: Mapping[str, float],
    at_least: int,
) -> list[Theme]:
    found: list[Theme] = []
    for group, theme in tops:
        rows = np.flatnonzero(groups == group)
        size = min(MOST_PARTS, len(rows) // A_PART)
        if size < 2:
            continue
        inner = Consensus(size, theme.id, runs=PART_RUNS, largest=PART_ROWS).fit(made.smooth[rows])
        steady = np.flatnonzero(inner.stability >= STEADY_PART)
        part = _only(made, rows)
        within = _of_enough(part, np.where(np.isin(inner.labels_, steady), inner.labels_, NONE), at_least)
        words, labels = _words(part, within, at_least), _labels(part, within, at_least)
        own = [number for number in sorted(words) if words[number]]
        if len(own) < 2:
            continue
        for number in own:
            one = _theme(part, np.flatnonzero(within == number), words[number], labels[number], marked, usual)
            id = len(tops) + len(found) + 1
            known = round(float(inner.stability[number]), 4)
            key = f"{theme.key}/{one.key}"
            found.append(replace(one, id=id, parent=theme.id, key=key, stability=known, x=theme.x, y=theme.y))
    return found


def _only(made: Material, rows: Ints) -> Material:
    own = tuple(made.stretches[row] for row in rows)
    return replace(made, stretches=own, Z=made.Z[rows], smooth=made.smooth[rows], child=made.child[rows])


def _rest(made: Material, groups: Ints, marked: Marked) -> list[Theme]:
    rows = np.flatnonzero(groups == NONE)
    places = tuple(_place(made.stretches[row], 0.0) for row in rows)
    share, _ = _explained(places, marked, {})
    return [Theme(0, "Fits no theme", (), places, share, key="rest", kind="rest")] if len(rows) else []
