"""Read the write-ups that a team has, and find out which child and episode each belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from textmine.errors import InputError, ReadError, TextmineError
from textmine.pipeline.airlock.copies import without_copies
from textmine.pipeline.airlock.telling import Telling, Told
from textmine.privacy.case.roster import Case
from textmine.privacy.readers import READERS, Columns, find, read
from textmine.privacy.rules.headdates import when_of
from textmine.privacy.vault.vault import Vault
from textmine.privacy.writeups import Writeup
from textmine.progress import Progress, silent
from textmine.reporting.episodes import EpisodeRow

TELLING = re.compile(r"(?=.*\d)[^\W_](?:[^\W_]|-){3,}")  # an episode's id that stands in a path by no accident
T = TypeVar("T")
NOT_DOCUMENTS = frozenset({"Thumbs.db", "desktop.ini", "MADE.txt"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An input that was left out: its keyed id and why; `textmine vault reidentify` tells which file it is."""

    id: str
    error: TextmineError


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the episodes table by the document that they name, and by the episode's id that a path may hold."""

    by_document: Mapping[str, EpisodeRow] = field(repr=False)
    by_episode: Mapping[str, EpisodeRow] = field(repr=False)
    by_child: Mapping[str, Sequence[EpisodeRow]] = field(repr=False)

    @classmethod
    def of(cls, episodes: Sequence[EpisodeRow], children: frozenset[str]) -> Rows:
        """From the table; an id that is no more than a short word or number, or a child's reference, tells nothing."""
        ids = Counter(row.episode_id for row in episodes)
        by_child: dict[str, list[EpisodeRow]] = {}
        for row in episodes:
            by_child.setdefault(row.child, []).append(row)
        telling = (row for row in episodes if ids[row.episode_id] == 1 and row.episode_id not in children)
        return cls(
            {row.document: row for row in episodes if row.document},
            {row.episode_id: row for row in telling if TELLING.fullmatch(row.episode_id)},
            by_child,
        )

    def named(self, writeup: Writeup) -> EpisodeRow | None:
        """The row that names a write-up, else the one whose id stands as a word in its path; None if there is not just one."""
        name = writeup.id.rsplit("/", 1)[-1]
        if row := self.by_document.get(writeup.id) or self.by_document.get(name):
            return row
        found = {word: row for word in re.split(r"[\s_./,()#]+", writeup.id) if (row := self.by_episode.get(word))}
        row = next(iter(found.values())) if len(found) == 1 else None
        return row if row and writeup.child in ("", row.child) else None

    def dated(self, child: str, writeup: Writeup) -> EpisodeRow | None:
        """The child's one row whose interview was on the day that the head of the write-up calls the interview's."""
        day = when_of(writeup.text).interview
        same = [row for row in self.by_child.get(child, ()) if row.interview and row.interview.date() == day]
        return same[0] if len(same) == 1 else None


@dataclass(frozen=True, slots=True)
class Intake:
    """What was read.

    Args:
        writeups: with their child, by child and id.
        episode_of: write-up id to the row of the episodes table that names it.
        left_out: in the order in which they were found.
        told: write-up id to how its child was told, where neither table nor path said it.
        copies: keyed ids of files that hold the text of another write-up of the same child.
    """

    writeups: tuple[Writeup, ...] = field(repr=False)
    episode_of: Mapping[str, EpisodeRow] = field(repr=False)
    left_out: tuple[LeftOut, ...]
    told: Mapping[str, str] = field(repr=False, default_factory=dict)
    copies: tuple[str, ...] = ()


def take_in(
    sources: Sequence[Path],
    vault: Vault,
    *,
    children: frozenset[str],
    cases: Mapping[str, Case] | None = None,
    episodes: Sequence[EpisodeRow] = (),
    columns: Columns,
    progress: Progress = silent,
) -> Intake:
    """Read every write-up below the sources.

    Args:
        children: references that the roster knows; empty if there is no roster.
        cases: the roster's, so that a child is told by its name on the file as well.
        episodes: rows that may name a write-up's document.
        columns: headings of exports that hold a write-up a row.

    Raises:
        InputError: there is nothing to read.
    """
    if not sources:
        raise InputError("No write-ups were named", next_step="give their folder, or name it under [sources]")
    named = _named(sources)
    if not named:
        raise InputError("There are no write-ups here", next_step="give the folder that holds them")
    rows = Rows.of(episodes, children)
    telling = Telling.of(cases or {}, {id: row.child for id, row in rows.by_episode.items()})
    writeups: list[Writeup] = []
    left_out: list[LeftOut] = []
    episode_of: dict[str, EpisodeRow] = {}
    ways: dict[str, str] = {}
    for done, (name, path) in enumerate(named.items()):
        progress(done, len(named), "read")
        try:
            found = read(path, name=name, columns=columns)
        except ReadError as error:
            left_out.append(_left_out(name, error, vault))
            continue
        for writeup in found:
            row = rows.named(writeup)
            known = writeup.child or (row.child if row else "") or _mentioned(writeup.id, children)
            told = Told(known) if known else telling.tell(writeup)
            row = row or rows.dated(told.child, writeup)
            if fault := told.fault or _unplaced(told.child, children) or _refused(row):
                left_out.append(_left_out(writeup.id, fault, vault))
                continue
            writeups.append(replace(writeup, child=told.child))
            ways |= {writeup.id: told.how} if told.how else {}
            episode_of |= {writeup.id: row} if row else {}
    progress(len(named), len(named), "read")
    kept, copies = without_copies(sorted(writeups, key=lambda w: (w.child, w.id)), episode_of)
    here = {writeup.id for writeup in kept}
    again = tuple(_remembered(copy, "a copy of another write-up of the same child", vault) for copy in copies)
    return Intake(kept, _only(episode_of, here), tuple(left_out), _only(ways, here), again)


def _only(of: Mapping[str, T], ids: Collection[str]) -> dict[str, T]:
    return {id: one for id, one in of.items() if id in ids}


def _named(sources: Sequence[Path]) -> dict[str, Path]:
    """Each file by a name that does not depend on where the folder lies, also those that no reader knows."""
    named: dict[str, Path] = {}
    there: set[Path] = set()
    for number, source in enumerate(sources):
        if not source.exists():
            raise InputError("A source is not there", where=f"source {number + 1}", next_step="check the path")
        for path in sorted({*find([source]), *_unread(source)}):
            name = path.relative_to(source).as_posix() if source.is_dir() else path.name
            if path not in there:
                named[f"{number + 1}/{name}" if name in named else name] = path
                there.add(path)
    return named


def _unread(source: Path) -> list[Path]:
    """Files that no reader knows: each is named as left out, since it may be a write-up."""
    files = [source] if source.is_file() else [path for path in source.rglob("*") if path.is_file()]
    hidden = {path for path in files if any(part.startswith(".") for part in path.relative_to(source).parts)}
    return [
        path
        for path in files
        if path.suffix.lower() not in READERS and path not in hidden and path.name not in NOT_DOCUMENTS
    ]


def _mentioned(name: str, children: frozenset[str]) -> str:
    """The one child whose reference stands in the path of a document; `C01-2` before `C01`, where both are known."""
    found = [child for child in children if re.search(rf"(?<![^\W_]){_in_a_path(child)}(?![^\W_])", name)]
    longest = [child for child in found if not any(child != other and child in other for other in found)]
    return longest[0] if len(longest) == 1 else ""


def _in_a_path(child: str) -> str:
    """A pattern of a reference: a file's name cannot hold the slash of `A/1042`, so another character stands there."""
    return re.escape(child).replace("/", "[-/_ ]")


def _unplaced(child: str, children: frozenset[str]) -> ReadError | None:
    """Why a write-up belongs to no child that is known; None if it does."""
    if not child:
        return ReadError(
            "It is not known which child this write-up is about",
            next_step="name the document in the episodes table, or put the child's reference, or full name as on the roster, "
            "into its file name" + ("" if children else ": with --roster references are known"),
        )
    if children and child not in children:
        return ReadError("Its child is not on the roster", next_step="add the child to the roster")
    return None


def _refused(row: EpisodeRow | None) -> ReadError | None:
    """Why a write-up with this row must be left out; None if it need not be."""
    if row is None or row.analysis is not False:
        return None
    return ReadError(
        "The episodes table says that this write-up must not be analysed",
        next_step="nothing, if that is right; otherwise mend its column analysis",
    )


def _left_out(name: str, error: TextmineError, vault: Vault) -> LeftOut:
    return LeftOut(_remembered(name, error.what, vault), error)


def _remembered(name: str, why: str, vault: Vault) -> str:
    """The keyed id of a document that is not taken in, by which the holder of the key finds it."""
    id = vault.pseudonym("document", name)
    vault.remember("", {}, {id: {"name": name, "why": why}})
    return id
