"""A team's own files: as given, else where `textmine.toml` says that they are."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textmine.errors import InputError, StudyError
from textmine.pipeline.study import Study


@dataclass(frozen=True, slots=True)
class Sources:
    """Write-ups, roster, episodes table and vault."""

    writeups: tuple[Path, ...] = field(repr=False)
    roster: Path | None = field(repr=False)
    episodes: Path | None = field(repr=False)
    vault: Path | None = field(repr=False)

    def needed_vault(self) -> Path:
        """The vault.

        Raises:
            StudyError: nobody says where it is.
        """
        if self.vault is None:
            raise StudyError("New write-ups need the vault", next_step="give --vault, or name it under [sources]")
        return self.vault


def sources_of(
    study: Study, given: Sequence[Path], *, roster: Path | None, episodes: Path | None, vault: Path | None
) -> Sources:
    """What was given, and the rest from the settings."""
    named = study.settings.sources
    writeups = _at(study, named.writeups)
    return Sources(
        tuple(given) or ((writeups,) if writeups else ()),
        roster or _at(study, named.roster),
        episodes or _at(study, named.episodes),
        vault or _at(study, named.vault),
    )


def check_there(study: Study, *paths: Path) -> None:
    """Name the setting that leads nowhere; of a path that was typed, whoever reads it says so.

    Raises:
        InputError: a file or folder of the settings is not there.
    """
    named = study.settings.sources
    for setting, path in (("writeups", named.writeups), ("roster", named.roster), ("episodes", named.episodes)):
        if (place := _at(study, path)) and place in paths and not place.exists():
            where = f"textmine.toml, [sources] {setting}"
            raise InputError("What a setting names is not there", where=where, next_step="mend the path there")


def _at(study: Study, path: str) -> Path | None:
    # Without `..`: where a path lies is told by its words.
    return Path(os.path.normpath(study.root / Path(path).expanduser())) if path else None
