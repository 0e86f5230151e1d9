"""What people decide about themes: rename, merge, split, pin, forget; written to a file that the next run respects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from textmine.batches import alone
from textmine.errors import InputError, StudyError
from textmine.pipeline.study import Study
from textmine.pipeline.themes.finding import Themes, decisions, read_themes
from textmine.store import write_whole
from textmine.theming.kept import FILE, Kept, keep, kept_in_words, merged
from textmine.types import Theme


@dataclass(frozen=True, slots=True)
class Decided:
    """The keys of the themes that a decision made or took away."""

    kept: tuple[str, ...]
    forgotten: tuple[str, ...] = ()


def rename(study: Study, key: str, name: str) -> Decided:
    """Give a theme a name of your own; it stays from now on.

    Raises:
        InputError: there is no such theme, or the name is empty.
    """
    if not name.strip():
        raise InputError("A theme needs a name", next_step='textmine themes rename THEME "Its name"')
    return _decide(study, lambda found, kept: [_held(found.theme(key), kept, name=name.strip())])


def pin(study: Study, key: str) -> Decided:
    """Keep a theme as it is."""
    return _decide(study, lambda found, kept: [_held(found.theme(key), kept)])


def merge(study: Study, keys: Sequence[str], *, name: str = "") -> Decided:
    """Make one theme of several, under the first one's key.

    Raises:
        InputError: fewer than two, or there is no such theme.
    """
    if len(set(keys)) < 2:
        raise InputError("Merging needs two themes or more", next_step="name their numbers or keys: textmine themes")
    return _decide(
        study, lambda found, kept: [merged([_held(found.theme(one), kept) for one in keys], name=name)], keys
    )


def split(study: Study, key: str) -> Decided:
    """Make the parts of a theme themes of their own.

    Raises:
        InputError: there is no such theme, or it has no parts.
    """

    def parts(found: Themes, kept: Sequence[Kept]) -> list[Kept]:
        theme = found.theme(key)
        own = [part for part in found.parts if part.parent == theme.id]
        if not own:
            raise InputError("This theme has no parts that came back in most runs", next_step="textmine themes --parts")
        return [keep(_renamed(part)) for part in own]

    return _decide(study, parts, [key])


def forget(study: Study, key: str) -> Decided:
    """Take a decision back: the theme is found anew, or not.

    Raises:
        InputError: nothing was decided about it.
    """
    with alone(study.root):
        kept = decisions(study)
        found = read_themes(study).named(key)
        own = found.key if found else key
        if own not in [one.key for one in kept]:
            raise InputError("Nothing was decided about this theme", next_step=f"look into annotations/{FILE}")
        _write(study, [one for one in kept if one.key != own])
    return Decided((), (own,))


def _decide(
    study: Study, make: Callable[[Themes, Sequence[Kept]], list[Kept]], replaced: Sequence[str] = ()
) -> Decided:
    with alone(study.root):
        found, kept = read_themes(study), decisions(study)
        if not found.themes:
            raise StudyError("No themes have been found yet", next_step="textmine themes")
        made = make(found, kept)
        gone = {found.theme(one).key for one in replaced} | {one.key for one in made}
        _write(study, [*(one for one in kept if one.key not in gone), *made])
    keys = tuple(one.key for one in made)
    return Decided(keys, tuple(sorted(gone - set(keys))))


def _held(theme: Theme, kept: Sequence[Kept], *, name: str = "") -> Kept:
    """What was kept of a theme before, or the theme as it is now."""
    before = next((one for one in kept if one.key == theme.key), None)
    if before is None:
        return keep(_renamed(theme), name=name)
    return Kept(before.key, name or before.name, before.reach, before.groups)


def _renamed(theme: Theme) -> Theme:
    """The theme under a key without the `/` of a part: what is kept stands on its own."""
    return replace(theme, key=theme.key.replace("/", "-")) if "/" in theme.key else theme


def _write(study: Study, kept: Sequence[Kept]) -> None:
    path = study.root / "annotations" / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda temporary: temporary.write_text(kept_in_words(kept), encoding="utf-8"))
