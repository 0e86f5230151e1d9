"""The vault's life: made, opened, checked, given another key, destroyed; it links pseudonyms to people.

A vault is one encrypted SQLite file outside every study. It holds two random keys, wrapped by a third that is made from a
passphrase or key file (scrypt): one gives the pseudonyms (HMAC-SHA-256) and never changes, so that they derive from
nothing a reader of the study holds; the other seals the values (AES-256-GCM) and may be changed. Every reading is logged
in a hash chain, whose end is sealed, so that no line can be changed, added, moved or cut off without its being noticed.
"""

from __future__ import annotations

import re
import secrets
import sqlite3
from pathlib import Path

from textmine.errors import VaultError
from textmine.privacy.vault.auditlog import Reading, append
from textmine.privacy.vault.file import (
    FROM_FIRST,
    check_whole,
    make_file,
    reading,
    refuse_place,
    rewriting,
    wipe,
    writing,
)
from textmine.privacy.vault.records import Vault
from textmine.privacy.vault.sealing import COST, LEAST, read_cost, read_secret, seal, stretch, unseal
from textmine.privacy.vault.values import check_stamp, check_values, seal_anew, stamp

__all__ = [
    "Reading",
    "Vault",
    "create_vault",
    "destroy_vault",
    "open_vault",
    "read_secret",
    "rotate_vault",
    "vault_id",
]

FORMAT = "textmine-vault-2"
FIRST = "textmine-vault-1"
KEY = 32
"""Bytes of a key."""


def create_vault(path: Path, *, secret: bytes, key: bytes | None = None) -> Vault:
    """Make a new vault.

    Args:
        path: of the file; its folder must lie outside any study and any git checkout.
        secret: passphrase or content of a key file.
        key: 32 bytes to use as the key of the pseudonyms, to restore those of a lost vault; random otherwise.

    Raises:
        VaultError: there is one already, the place is not allowed, or the passphrase is too short.
    """
    refuse_place(path)
    _check_length(secret)
    vault = Vault(path, key or secrets.token_bytes(KEY), secrets.token_bytes(KEY))
    make_file(path, _head(vault, secret, secrets.token_hex(8)))
    vault.log("created")
    return vault


def open_vault(path: Path, *, secret: bytes) -> Vault:
    """Open a vault, and check all that is in it; one of the first format is brought to the present one.

    Raises:
        VaultError: it is missing, damaged or another format, or the passphrase is wrong.
    """
    refuse_place(path)
    head = _read_head(path)
    vault = _unwrapped(path, head, secret)
    with reading(path) as db:
        check_whole(db)
        check_stamp(db, vault.values)
        check_values(db, vault.key, vault.values)
    if _format(head) == FIRST:
        _bring_up(vault, secret)
    return vault


def vault_id(path: Path) -> str:
    """What the computer's keyring knows this vault by: random, and no secret.

    Raises:
        VaultError: it is missing, damaged or of the first format.
    """
    refuse_place(path)
    id = _read_head(path).get("id", b"").decode("ascii", "replace")
    if not re.fullmatch(r"[0-9a-f]{16}", id):
        raise VaultError("This vault has no place in a keyring yet", next_step="open it once with its passphrase")
    return id


def rotate_vault(vault: Vault, *, secret: bytes, entry: str, everything: bool = False) -> Vault:
    """Give the vault another passphrase or key file: all of it or nothing is done. Pseudonyms stay the same.

    Args:
        secret: the new one.
        entry: the log's line.
        everything: also give the values a new random key, so that nobody who had the old keys reads what comes later.

    Raises:
        VaultError: the new passphrase is too short, or the vault is damaged.
    """
    _check_length(secret)
    new = Vault(vault.path, vault.key, secrets.token_bytes(KEY) if everything else vault.values)
    with rewriting(vault.path) as db:
        check_whole(db)
        check_stamp(db, vault.values)
        check_values(db, vault.key, vault.values)
        if everything:
            seal_anew(db, vault.values, new.values)
        _write_head(db, new, secret)
        append(db, new.key, new.values, entry)
    return new


def destroy_vault(path: Path) -> None:
    """Overwrite the wrapped key, then delete: nothing can be re-identified again.

    Raises:
        VaultError: there is no vault at this place; what is no vault, or a damaged one, is left alone.
    """
    _read_head(path)
    wipe(path)


def _check_length(secret: bytes) -> None:
    if len(secret) < LEAST:
        raise VaultError("The passphrase is too short", next_step=f"use at least {LEAST} characters")


def _head(vault: Vault, secret: bytes, id: str) -> dict[str, bytes]:
    salt = secrets.token_bytes(16)
    wrapped = seal(stretch(secret, salt, COST), vault.key + vault.values, FORMAT, id)
    cost = " ".join(map(str, COST)).encode()
    named = {"format": FORMAT.encode(), "id": id.encode(), "cost": cost, "salt": salt, "key": wrapped}
    return named | {"values": stamp(vault.values)}


def _write_head(db: sqlite3.Connection, vault: Vault, secret: bytes) -> None:
    row = db.execute("SELECT value FROM head WHERE name = 'id'").fetchone()
    id = row[0].decode() if row else secrets.token_hex(8)
    db.executemany("INSERT OR REPLACE INTO head VALUES (?, ?)", list(_head(vault, secret, id).items()))


def _read_head(path: Path) -> dict[str, bytes]:
    with reading(path) as db:
        head = dict(db.execute("SELECT name, value FROM head").fetchall())
    needed = ("format", "salt", "key")
    if _format(head) not in (FIRST, FORMAT) or not all(isinstance(head.get(name), bytes) for name in needed):
        raise VaultError("This is not a vault that this version can read", next_step="restore it from your backup")
    return head


def _format(head: dict[str, bytes]) -> str:
    named = head.get("format")
    return named.decode("ascii", "replace") if isinstance(named, bytes) else ""


def _unwrapped(path: Path, head: dict[str, bytes], secret: bytes) -> Vault:
    first = _format(head) == FIRST
    place = (FIRST,) if first else (FORMAT, str(head.get("id", b""), "ascii", "replace"))
    cost = read_cost(None if first else head.get("cost", b""))
    try:
        keys = unseal(stretch(secret, head["salt"], cost), head["key"], *place)
    except VaultError:
        raise VaultError("The passphrase or key file does not open this vault", next_step="try again") from None
    return Vault(path, keys[:KEY], keys[KEY:])


def _bring_up(vault: Vault, secret: bytes) -> None:
    """Bring a vault of the first format to this one; another process may have done so meanwhile."""
    with writing(vault.path) as db:
        if db.execute("SELECT value FROM head WHERE name = 'format'").fetchone()[0] == FIRST.encode():
            for statement in FROM_FIRST:
                db.execute(statement)
            _write_head(db, vault, secret)
            append(db, vault.key, vault.values, "brought to the format of this version")
