"""Options that several commands have, and where the vault's secret comes from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

HERE = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(path_type=Path)
STUDY = click.option("--study", type=HERE, default=Path(), show_default="here", help="Folder of the study.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
VAULT = click.option("--vault", type=FILE, required=True, help="The vault's file, outside any study.")
KEY_FILE = click.option(
    "--key-file", type=FILE, help="File with the vault's passphrase (otherwise TEXTMINE_PASSPHRASE, or you are asked)."
)
KEYRING = click.option("--keyring", is_flag=True, help="Take the passphrase from this computer's keyring.")
WHO = click.option("--who", required=True, help="Your name, for the log.")
REASON = click.option("--reason", required=True, help="Why, for the log.")
OWN_VAULT = click.option("--vault", type=FILE, help="The vault's file; otherwise as textmine.toml says.")
ROSTER = click.option("--roster", type=FILE, help="CSV or Excel table of the known names of each case.")
ENGINE = click.option(
    "--engine",
    default="",
    help="Where heavy work is done: local, ray, or ray://HOST:10001 (default: as in textmine.toml).",
)
EPISODES = click.option("--episodes", type=FILE, help="Table of missing episodes.")


def key(command: Callable[..., None]) -> Callable[..., None]:
    """Where the passphrase comes from: the same options wherever a vault is opened."""
    return KEY_FILE(KEYRING(command))


def secret_of(key_file: Path | None, keyring: bool, *, new: bool = False, which: str = "") -> dict[str, Any]:
    """The vault's secret, as the verbs take it: a file, the keyring, the environment, or a question on a terminal.

    Args:
        new: whether a passphrase that is typed is asked for twice.
        which: `NEW_` for the passphrase that a rotation gives.
    """
    import os

    if key_file is not None:
        return {"key_file": key_file}
    if keyring:
        return {"keyring": True}
    # Taken out, so that no process that is started from here has it.
    passphrase = os.environ.pop(f"TEXTMINE_{which}PASSPHRASE", None)
    if not passphrase and sys.stdin.isatty():
        asked = f"{'New passphrase' if which else 'Passphrase'} of the vault"
        passphrase = click.prompt(asked, hide_input=True, confirmation_prompt=new)
    return {"passphrase": passphrase}


def opening(vault: Path | None, key_file: Path | None, keyring: bool, study: Path) -> list[str]:
    """The options of a later command that opens the vault of this one, to be typed as they are."""
    if vault is None:
        from textmine.pipeline.sources import sources_of
        from textmine.pipeline.study import open_study

        vault = sources_of(open_study(study), (), roster=None, episodes=None, vault=None).vault
    there = ["--vault", str(vault)] if vault else []
    return [*there, *(["--key-file", str(key_file)] if key_file else []), *(["--keyring"] if keyring else [])]
