"""What is remembered of themes, so that new write-ups can be assigned to them: the space, the middles, how far each reaches."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from textmine.errors import ModelError
from textmine.store import write_whole
from textmine.theming.building import Built
from textmine.theming.kept import EDGE, Kept
from textmine.theming.space import Floats, Space, unit
from textmine.theming.stretches import stretches_of, vectors_of
from textmine.theming.topics import Ints, one_thread
from textmine.types import Matrix, Narrative, Passage, Theme

ARRAYS, WORDS = "themes.npz", "themes.json"
LOWEST = 20  # of each theme's passages one in so many is farther out than it reaches
AGAIN = "textmine themes"


@dataclass(frozen=True, slots=True)
class Memory:
    """How a new passage is assigned.

    Args:
        owner: int[n], id of the theme of each middle.
        middles: float64[n, d], rows of length one.
        reach: float64[n] in [0, 1], closeness from which on a passage belongs.
        narratives: that the themes were found in.
        basis: hash of settings, codebook and decisions that the themes go by.
        states: of each narrative that is in a theme or was looked at, a hash of its words and what is known of it.
    """

    space: Space
    owner: Ints = field(repr=False)
    middles: Floats = field(repr=False)
    reach: Floats = field(repr=False)
    narratives: tuple[str, ...] = field(repr=False)
    basis: str = ""
    states: Mapping[str, str] = field(default_factory=dict, repr=False)


def remember(
    space: Space,
    Z: Floats,
    built: Built,
    anchored: Sequence[Floats],
    kept: Sequence[Kept],
    narratives: Sequence[Narrative],
) -> Memory:
    """The middles of the themes that were found; of kept ones those of the passages that people named."""
    owner: list[int] = []
    middles: list[Floats] = []
    reach: list[float] = []
    for theme, group in sorted(built.group_of.items()):
        if group < len(kept) and len(anchored[group]):
            own, far = anchored[group], EDGE * kept[group].reach
        else:
            own = unit(Z[built.groups == group].mean(axis=0, keepdims=True))
            far = _far(Z[built.groups == group] @ own[0])
        owner += [theme] * len(own)
        reach += [far] * len(own)
        middles.append(own)
    rows = np.vstack(middles) if middles else np.zeros((0, Z.shape[1]))
    known = tuple(sorted(narrative.id for narrative in narratives))
    return Memory(space, np.array(owner, dtype=np.int64), rows, np.array(reach), known)


def assign(
    themes: Sequence[Theme],
    memory: Memory,
    passages: Sequence[Passage],
    X: Matrix,
    narratives: Sequence[Narrative],
) -> tuple[tuple[Theme, ...], int, int]:
    """Themes with the passages of new narratives, and how many belonged and how many fit none; those are collected under 0.

    Args:
        passages, X: of the new narratives, as for `find_themes`; what the themes hold of these narratives goes first.

    Raises:
        ModelError: the vectors are another encoder's.
    """
    if X.shape[1] != memory.space.columns:
        raise ModelError("Themes were found with another encoder", next_step=AGAIN)
    again = {narrative.id for narrative in narratives}
    themes = [replace(one, passages=tuple(p for p in one.passages if p[0] not in again)) for one in themes]
    stretches = stretches_of(passages, {narrative.id: narrative.child for narrative in narratives})
    if not stretches:
        return tuple(themes), 0, 0
    with one_thread():
        Z = memory.space.places([stretch.text for stretch in stretches], vectors_of(stretches, X))
        owner, near = _nearest(memory, Z)
    added: dict[int, list[tuple[str, int, int, float]]] = {}
    for stretch, theme, how in zip(stretches, owner, near, strict=True):
        added.setdefault(int(theme), []).append(
            (stretch.narrative, stretch.start, stretch.end, round(float(how), 4) if theme else 0.0)
        )
    grown = [_grown(theme, added.get(theme.id, ())) for theme in themes]
    if 0 in added and not any(theme.id == 0 for theme in themes):
        grown.append(_grown(Theme(0, "Fits no theme", (), (), key="rest", kind="rest"), added[0]))
    return tuple(grown), int((owner > 0).sum()), int((owner == 0).sum())


def save_memory(memory: Memory, folder: Path) -> None:
    """Write it as arrays and JSON, each file whole or not at all; no code is run when it is read."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / ARRAYS, lambda temporary: _write_arrays(memory, temporary))
    told = {name: getattr(memory, name) for name in ("narratives", "basis", "states")}
    words = json.dumps({"words": memory.space.words, **told}, ensure_ascii=False)
    write_whole(folder / WORDS, lambda temporary: temporary.write_text(words, encoding="utf-8"))


def load_memory(folder: Path) -> Memory:
    """What was written.

    Raises:
        ModelError: there is nothing, or it is damaged.
    """
    try:
        said = json.loads((folder / WORDS).read_text(encoding="utf-8"))
        with np.load(folder / ARRAYS, allow_pickle=False) as a:
            parts = (a["mean"], a["meaning"], tuple(said["words"]), a["rarity"], a["wording"])
            space = Space(*parts, a["taught_mean"], a["taught"])
            found = tuple(said["narratives"]), said.get("basis", ""), said.get("states", {})
            return Memory(space, a["owner"], a["middles"], a["reach"], *found)
    except FileNotFoundError:
        raise ModelError("No themes have been found yet", next_step=AGAIN) from None
    except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile):
        raise ModelError("What was remembered of the themes is damaged", next_step=AGAIN) from None


def _nearest(memory: Memory, Z: Floats) -> tuple[Ints, Floats]:
    """int[n]: the closest theme that reaches each place, 0 for none; and float64[n], the closeness to its middle."""
    if not len(memory.middles):
        return np.zeros(len(Z), dtype=np.int64), np.zeros(len(Z))
    close = np.clip(Z @ memory.middles.T, 0.0, 1.0)
    best = (close - 10.0 * (close < memory.reach)).argmax(axis=1)  # any that reaches goes before any that does not
    near = close[np.arange(len(Z)), best]
    return np.where(near >= memory.reach[best], memory.owner[best], 0), near


def _write_arrays(memory: Memory, path: Path) -> None:
    s = memory.space
    with path.open("wb") as stream:  # given a path, numpy would add an ending to its name
        np.savez(
            stream,
            mean=s.mean,
            meaning=s.meaning,
            rarity=s.rarity,
            wording=s.wording,
            taught_mean=s.taught_mean,
            taught=s.taught,
            owner=memory.owner,
            middles=memory.middles,
            reach=memory.reach,
        )


def _far(close: Floats) -> float:
    """The closeness that nineteen in twenty of a theme's passages have at least."""
    return round(float(np.sort(close)[len(close) // LOWEST]), 4)


def _grown(theme: Theme, more: Sequence[tuple[str, int, int, float]]) -> Theme:
    if not more:
        return theme
    return replace(theme, passages=tuple(sorted([*theme.passages, *more], key=lambda p: (-p[3], p[:3]))))
