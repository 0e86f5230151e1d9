"""A vault's passphrase: where it comes from, what the vault is opened for, a new one, and the end of it."""

from __future__ import annotations

import getpass
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from textmine.errors import VaultError
from textmine.privacy.vault import keyring as vaultkeyring
from textmine.privacy.vault.vault import (
    Vault,
    create_vault,
    destroy_vault,
    open_vault,
    read_secret,
    rotate_vault,
    vault_id,
)


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a vault's passphrase comes from: a key file, the computer's keyring, or the words themselves."""

    key_file: Path | None = field(repr=False, default=None)
    passphrase: str | None = field(repr=False, default=None)
    keyring: bool = False


def vault_create(path: Path, *, secret: Secret) -> Vault:
    """Make a vault; with the keyring its passphrase is a new random one, kept there.

    Raises:
        VaultError: see `textmine.privacy.vault.vault.create_vault`; or there is no keyring.
    """
    if not secret.keyring:
        return create_vault(path, secret=read_secret(secret.key_file, secret.passphrase))
    vaultkeyring.check_keyring()
    passphrase = vaultkeyring.new_passphrase()
    vault = create_vault(path, secret=read_secret(None, passphrase))
    try:
        vaultkeyring.settle(vault_id(path), passphrase)
    except VaultError:
        # Nobody else knows its passphrase.
        destroy_vault(path)
        raise
    return vault


def open_with(path: Path, *, secret: Secret, reason: str = "") -> Vault:
    """Open a vault; what it is opened for, and by which account, is logged.

    Raises:
        VaultError: see `textmine.privacy.vault.vault.open_vault`; or the keyring holds no passphrase for it.
    """
    vault = _open_by_keyring(path) if secret.keyring else _open(path, secret)
    if reason:
        vault.log(json.dumps({"opened for": reason, "account": account()}))
    return vault


def vault_rotate(vault: Vault, *, secret: Secret, everything: bool = False) -> Vault:
    """Give the vault another passphrase, key file or place in the keyring; pseudonyms stay the same.

    Args:
        secret: the new one; with the keyring a new random passphrase, kept there.
        everything: also encrypt every value anew under a new random key.
    """
    entry = json.dumps({"rotate": "passphrase and values" if everything else "passphrase", "account": account()})
    if not secret.keyring:
        words = read_secret(secret.key_file, secret.passphrase)
        return rotate_vault(vault, secret=words, entry=entry, everything=everything)
    id, passphrase = vault_id(vault.path), vaultkeyring.new_passphrase()
    _settle_earlier(vault.path, id)
    # First promised, then settled: stopped between the two, the keyring holds both, and one of them opens the vault.
    vaultkeyring.promise(id, passphrase)
    new = rotate_vault(vault, secret=read_secret(None, passphrase), entry=entry, everything=everything)
    vaultkeyring.settle(id, passphrase)
    return new


def vault_destroy(path: Path, *, confirm: str, keyring: bool = False) -> None:
    """Destroy the key: nothing can be read back again.

    Args:
        confirm: the word `destroy`.
        keyring: also take its passphrase out of the computer's keyring.

    Raises:
        VaultError: not confirmed, or what lies there is no whole vault.
    """
    if confirm != "destroy":
        raise VaultError("Destroying the key cannot be undone", next_step="give --confirm destroy")
    id = vault_id(path) if keyring else ""
    destroy_vault(path)
    if keyring:
        vaultkeyring.drop(id)


def account() -> str:
    """The account at this computer, for the log: who it is of those that share it cannot be known."""
    with suppress(Exception):
        return getpass.getuser()
    return "unknown"


def _open(path: Path, secret: Secret) -> Vault:
    if not path.exists():  # before the passphrase is asked for
        raise VaultError("There is no vault at this place", next_step="textmine vault create --vault PATH")
    return open_vault(path, secret=read_secret(secret.key_file, secret.passphrase))


def _settle_earlier(path: Path, id: str) -> None:
    """After a rotation that was stopped the promised passphrase may be the vault's: it must not be written over."""
    with suppress(VaultError):
        if len(held := vaultkeyring.passphrases(id)) > 1:
            _open(path, Secret(passphrase=held[-1]))
            vaultkeyring.settle(id, held[-1])


def _open_by_keyring(path: Path) -> Vault:
    *others, last = vaultkeyring.passphrases(vault_id(path))
    for passphrase in others:
        with suppress(VaultError):
            return _open(path, Secret(passphrase=passphrase))
    return _open(path, Secret(passphrase=last))
