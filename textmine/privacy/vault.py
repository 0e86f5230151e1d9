"""The vault: the key that links pseudonyms to people, encrypted, outside every study.

A vault is one SQLite file. Values are encrypted with AES-256-GCM under a random data key; the data key is wrapped by a
key made from a passphrase (scrypt) or held in a key file. Pseudonyms are HMAC-SHA-256 under a second key derived from
the data key, so that they derive from nothing a reader of the study holds. Every reading is logged in a hash chain,
whose end is sealed, so that no line can be changed, added, moved or cut off without its being noticed.
"""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from textmine.errors import VaultError
from textmine.privacy.auditlog import Reading, append, readings
from textmine.privacy.sealing import LEAST, derive, keyed, read_secret, seal, seal_table, stretch, unseal, unseal_table
from textmine.privacy.vaultfile import connect, make_file, refuse_place, wipe, writing

__all__ = ["Reading", "Vault", "create_vault", "destroy_vault", "open_vault", "read_secret"]

FORMAT = "textmine-vault-1"
ID = re.compile(r"[A-Z]-[A-Z2-7]{12}")


@dataclass(frozen=True, slots=True)
class Vault:
    """An open vault. Use `create_vault` or `open_vault`."""

    path: Path = field(repr=False)
    key: bytes = field(repr=False)

    def pseudonym(self, kind: str, value: str) -> str:
        """Keyed pseudonym of a value, e.g. `C-7QK2M4ZAP3`; the same for the same key, kind and value."""
        digest = keyed(self.key, "pseudonym", kind, value)
        return f"{kind[0].upper()}-{base64.b32encode(digest)[:12].decode()}"

    def number(self, kind: str, value: str, *, below: int) -> int:
        """Keyed number in [0, below), the same for the same key, kind and value."""
        return int.from_bytes(keyed(self.key, "number", kind, value), "big") % below

    def fingerprint(self, content: bytes) -> str:
        """Keyed hash of an input: names parts without saying what is in them."""
        return hmac.digest(derive(self.key, "fingerprint"), content, "sha256").hex()[:24]

    def marks(self, child: str) -> dict[str, str]:
        """Marks given so far in one child's file: keyed entity to mark."""
        with connect(self.path) as db:
            rows = db.execute("SELECT entity, value FROM marks WHERE child = ?", (child,)).fetchall()
        return {entity: str(self._open(value, "mark", child, entity)["mark"]) for entity, value in rows}

    def remember(
        self, child: str, marks: Mapping[str, tuple[str, str]], originals: Mapping[str, Mapping[str, object]]
    ) -> None:
        """Keep, in one transaction, what one child's file needs to be read back.

        Args:
            child: keyed pseudonym.
            marks: keyed entity to (mark, the words it stands for).
            originals: narrative id to what restores it: text, name, replacements, doubts.
        """
        with writing(self.path) as db:
            for entity, (mark, words) in marks.items():
                value = self._seal({"mark": mark, "words": words}, "mark", child, entity)
                db.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", (child, entity, value))
            for id, original in originals.items():
                db.execute("INSERT OR REPLACE INTO originals VALUES (?, ?)", (id, self._seal(original, "original", id)))

    def original(self, id: str) -> dict[str, object]:
        """What was kept of one narrative or left-out document.

        Raises:
            VaultError: the vault does not know it.
        """
        known = ID.fullmatch(id) is not None
        with connect(self.path) as db:
            row = db.execute("SELECT value FROM originals WHERE id = ?", (id,)).fetchone() if known else None
        if row is None:
            # What is no id may be a name that somebody typed by mistake.
            raise VaultError(
                "The vault does not know this id",
                where=id if known else "",
                next_step="check that it is this study's vault",
            )
        return self._open(row[0], "original", id)

    def known_ids(self) -> tuple[str, ...]:
        """Ids of everything that can be read back, sorted."""
        with connect(self.path) as db:
            return tuple(row[0] for row in db.execute("SELECT id FROM originals ORDER BY id"))

    def decide(self, id: str, decision: Mapping[str, str]) -> None:
        """Keep a reviewer's decision; `id` is made of what it is about."""
        with writing(self.path) as db:
            value = self._seal(decision, "decision", id)
            db.execute("INSERT OR REPLACE INTO decisions VALUES (?, ?)", (id, value))

    def decisions(self) -> tuple[dict[str, str], ...]:
        """All decisions, by id."""
        with connect(self.path) as db:
            rows = db.execute("SELECT id, value FROM decisions ORDER BY id").fetchall()
        return tuple({k: str(v) for k, v in self._open(value, "decision", id).items()} for id, value in rows)

    def log(self, entry: str) -> None:
        """Add a line to the audit log; each line's hash covers the one before.

        Raises:
            VaultError: the end of the log was altered.
        """
        with writing(self.path) as db:
            append(db, self.key, entry)

    def audit(self) -> tuple[Reading, ...]:
        """The audit log.

        Raises:
            VaultError: a line was changed, added or removed.
        """
        with connect(self.path) as db:
            return readings(db, self.key)

    def _seal(self, value: Mapping[str, object], *place: str) -> bytes:
        return seal_table(derive(self.key, "values"), value, *place)

    def _open(self, value: bytes, *place: str) -> dict[str, object]:
        return unseal_table(derive(self.key, "values"), value, *place)


def create_vault(path: Path, *, secret: bytes, key: bytes | None = None) -> Vault:
    """Make a new vault.

    Args:
        path: of the file; its folder must lie outside any study and any git checkout.
        secret: passphrase or content of a key file.
        key: 32 bytes to use as data key, to restore pseudonyms of a lost vault; random otherwise.

    Raises:
        VaultError: there is one already, the place is not allowed, or the passphrase is too short.
    """
    refuse_place(path)
    if len(secret) < LEAST:
        raise VaultError("The passphrase is too short", next_step=f"use at least {LEAST} characters")
    key, salt = key or secrets.token_bytes(32), secrets.token_bytes(16)
    wrapped = seal(stretch(secret, salt), key, FORMAT)
    make_file(path, {"format": FORMAT.encode(), "salt": salt, "key": wrapped})
    vault = Vault(path, key)
    vault.log("created")
    return vault


def open_vault(path: Path, *, secret: bytes) -> Vault:
    """Open a vault.

    Raises:
        VaultError: it is missing, damaged or another format, or the passphrase is wrong.
    """
    refuse_place(path)
    with connect(path) as db:
        head = dict(db.execute("SELECT name, value FROM head").fetchall())
    salt, wrapped = head.get("salt"), head.get("key")
    if head.get("format") != FORMAT.encode() or not isinstance(salt, bytes) or not isinstance(wrapped, bytes):
        raise VaultError("This is not a vault that this version can read", next_step="restore it from your backup")
    try:
        return Vault(path, unseal(stretch(secret, salt), wrapped, FORMAT))
    except VaultError:
        raise VaultError("The passphrase or key file does not open this vault", next_step="try again") from None


def destroy_vault(path: Path) -> None:
    """Overwrite the wrapped key, then delete: nothing can be re-identified again.

    Raises:
        VaultError: there is no vault at this place; what is no vault is left alone.
    """
    wipe(path)
