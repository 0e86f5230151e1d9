"""The verbs of the vault, as its holder calls them from Python."""

from __future__ import annotations

from pathlib import Path
from typing import overload

from textmine.errors import VaultError
from textmine.pipeline.airlock import vaultkeys, vaults
from textmine.pipeline.airlock.vaultkeys import Secret
from textmine.privacy.vault.vault import Reading


def vault_create(
    vault: Path, *, key_file: Path | None = None, passphrase: str | None = None, keyring: bool = False
) -> None:
    """Make a vault."""
    vaultkeys.vault_create(vault, secret=Secret(key_file, passphrase, keyring))


@overload
def vault_reidentify(
    id: str,
    *,
    vault: Path,
    who: str,
    reason: str,
    out: Path | None = ...,
    study: Path | None = ...,
    key_file: Path | None = ...,
    passphrase: str | None = ...,
    keyring: bool = ...,
) -> vaults.Original: ...
@overload
def vault_reidentify(
    id: tuple[str, ...],
    *,
    vault: Path,
    who: str,
    reason: str,
    out: Path | None = ...,
    study: Path | None = ...,
    key_file: Path | None = ...,
    passphrase: str | None = ...,
    keyring: bool = ...,
) -> tuple[vaults.Original, ...]: ...
def vault_reidentify(
    id: str | tuple[str, ...],
    *,
    vault: Path,
    who: str,
    reason: str,
    out: Path | None = None,
    study: Path | None = None,
    key_file: Path | None = None,
    passphrase: str | None = None,
    keyring: bool = False,
) -> vaults.Original | tuple[vaults.Original, ...]:
    """Read one write-up, the name of a document that was left out, or a child's reference back, or several; each is logged."""
    opened = vaultkeys.open_with(vault, secret=Secret(key_file, passphrase, keyring))
    if isinstance(id, str):
        return vaults.vault_reidentify(id, vault=opened, who=who, reason=reason, out=out, study=study)
    if out is not None and len(id) != 1:
        raise VaultError("One file takes one write-up", next_step="give one id with --out")
    return tuple(vaults.vault_reidentify(one, vault=opened, who=who, reason=reason, out=out, study=study) for one in id)


def vault_forget(
    child: str,
    *,
    vault: Path,
    who: str,
    reason: str,
    key_file: Path | None = None,
    passphrase: str | None = None,
    keyring: bool = False,
) -> int:
    """Take one child out of the vault; how many write-ups were taken out."""
    opened = vaultkeys.open_with(vault, secret=Secret(key_file, passphrase, keyring))
    return vaults.vault_forget(child, vault=opened, who=who, reason=reason)


def vault_rotate(
    vault: Path,
    *,
    everything: bool = False,
    key_file: Path | None = None,
    passphrase: str | None = None,
    keyring: bool = False,
    new_key_file: Path | None = None,
    new_passphrase: str | None = None,
    new_keyring: bool = False,
) -> None:
    """Give the vault another passphrase; with `everything`, encrypt its values anew too."""
    opened = vaultkeys.open_with(vault, secret=Secret(key_file, passphrase, keyring))
    vaultkeys.vault_rotate(opened, secret=Secret(new_key_file, new_passphrase, new_keyring), everything=everything)


def vault_audit(
    vault: Path, *, key_file: Path | None = None, passphrase: str | None = None, keyring: bool = False
) -> tuple[Reading, ...]:
    """The log of every reading."""
    return vaults.vault_audit(vaultkeys.open_with(vault, secret=Secret(key_file, passphrase, keyring)))


def vault_destroy(vault: Path, *, confirm: str = "", keyring: bool = False) -> None:
    """Destroy the key: nothing can be read back again."""
    vaultkeys.vault_destroy(vault, confirm=confirm, keyring=keyring)
