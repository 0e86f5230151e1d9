"""Passphrases in the operating system's keyring, each under the id of its vault."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from textmine.errors import VaultError

SERVICE = "textmine"
COMING = " next"
"""After the id: the passphrase that a vault is just being given. If that run is stopped, the old or the new one opens it."""


def new_passphrase() -> str:
    """A random passphrase of 256 bits."""
    return secrets.token_urlsafe(32)


def check_keyring() -> None:
    """Check that there is a keyring before anything depends on it.

    Raises:
        VaultError: the package or the keyring is missing, or it is locked.
    """
    with _keyring() as keyring:
        keyring.get_password(SERVICE, "any")


def passphrases(id: str) -> tuple[str, ...]:
    """What the keyring holds for a vault: its passphrase, and one that it may just have been given.

    Raises:
        VaultError: the keyring holds none, or there is no keyring.
    """
    with _keyring() as keyring:
        found = [keyring.get_password(SERVICE, name) for name in (id, id + COMING)]
    held = tuple(passphrase for passphrase in found if passphrase)
    if not held:
        raise VaultError(
            "The keyring of this computer holds no passphrase for this vault",
            next_step="give its passphrase or --key-file; textmine vault rotate --new-keyring puts one there",
        )
    return held


def promise(id: str, passphrase: str) -> None:
    """Keep a passphrase that a vault is about to be given.

    Raises:
        VaultError: there is no keyring.
    """
    with _keyring() as keyring:
        keyring.set_password(SERVICE, id + COMING, passphrase)


def settle(id: str, passphrase: str) -> None:
    """The vault was given this passphrase: from now on it is the only one.

    Raises:
        VaultError: there is no keyring.
    """
    with _keyring() as keyring:
        keyring.set_password(SERVICE, id, passphrase)
        if keyring.get_password(SERVICE, id + COMING) is not None:
            keyring.delete_password(SERVICE, id + COMING)


def drop(id: str) -> None:
    """Take a vault's passphrases out of the keyring, if any are there.

    Raises:
        VaultError: there is no keyring.
    """
    with _keyring() as keyring:
        for name in (id, id + COMING):
            if keyring.get_password(SERVICE, name) is not None:
                keyring.delete_password(SERVICE, name)


@contextmanager
def _keyring() -> Iterator[ModuleType]:
    """The library; its faults in our words, since each system's keyring has kinds of its own."""
    try:
        import keyring
    except ImportError:
        raise VaultError(
            "The keyring needs the package keyring", next_step="pip install 'textmine[keyring]', or give --key-file"
        ) from None
    try:
        yield keyring
    except Exception:  # noqa: BLE001 - what a foreign error says may hold a secret
        raise VaultError(
            "The keyring of this computer cannot be used", next_step="unlock it, or give --key-file or a passphrase"
        ) from None
