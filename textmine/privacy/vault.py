"""The vault: the key that links pseudonyms to people, encrypted, outside every study.

A vault is one SQLite file. Values are encrypted with AES-256-GCM under a random data key; the data key is wrapped by a
key made from a passphrase (scrypt) or held in a key file. Pseudonyms are HMAC-SHA-256 under a second key derived from
the data key, so that they derive from nothing a reader of the study holds. Every reading is logged in a hash chain.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from textmine.errors import VaultError

FORMAT = "textmine-vault-1"
# RFC 7914 and OWASP's password storage advice: N=2^15, r=8, p=1 costs about 32 MB and a tenth of a second.
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 2**20}
TABLES = """
CREATE TABLE head (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE marks (child TEXT NOT NULL, entity TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (child, entity));
CREATE TABLE originals (id TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE decisions (id TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE audit (n INTEGER PRIMARY KEY, at TEXT NOT NULL, entry TEXT NOT NULL, chain TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line of the audit log."""

    n: int
    at: str
    entry: str
    chain: str


@dataclass(frozen=True, slots=True)
class Vault:
    """An open vault. Use `create_vault` or `open_vault`."""

    path: Path = field(repr=False)
    key: bytes = field(repr=False)

    def pseudonym(self, kind: str, value: str) -> str:
        """Keyed pseudonym of a value, e.g. `C-7QK2M4ZAP3`; the same for the same key, kind and value."""
        digest = hmac.digest(_derive(self.key, "pseudonym"), f"{kind}\x1f{value}".encode(), "sha256")
        return f"{kind[0].upper()}-{base64.b32encode(digest)[:12].decode()}"

    def number(self, kind: str, value: str, *, below: int) -> int:
        """Keyed number in [0, below), the same for the same key, kind and value."""
        digest = hmac.digest(_derive(self.key, "number"), f"{kind}\x1f{value}".encode(), "sha256")
        return int.from_bytes(digest, "big") % below

    def fingerprint(self, content: bytes) -> str:
        """Keyed hash of an input: names parts without saying what is in them."""
        return hmac.digest(_derive(self.key, "fingerprint"), content, "sha256").hex()[:24]

    def marks(self, child: str) -> dict[str, str]:
        """Marks given so far in one child's file: keyed entity to mark."""
        with _connect(self.path) as db:
            rows = db.execute("SELECT entity, value FROM marks WHERE child = ?", (child,)).fetchall()
        return {entity: str(json.loads(self._open(value, f"mark{child}{entity}"))["mark"]) for entity, value in rows}

    def remember(
        self, child: str, marks: Mapping[str, tuple[str, str]], originals: Mapping[str, Mapping[str, object]]
    ) -> None:
        """Keep, in one transaction, what one child's file needs to be read back.

        Args:
            child: keyed pseudonym.
            marks: keyed entity to (mark, the words it stands for).
            originals: narrative id to what restores it: text, name, replacements, doubts.
        """
        with _connect(self.path) as db, db:
            for entity, (mark, words) in marks.items():
                value = self._seal(json.dumps({"mark": mark, "words": words}), f"mark{child}{entity}")
                db.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", (child, entity, value))
            for id, original in originals.items():
                db.execute(
                    "INSERT OR REPLACE INTO originals VALUES (?, ?)",
                    (id, self._seal(json.dumps(original), f"original{id}")),
                )

    def original(self, id: str) -> dict[str, object]:
        """What was kept of one narrative or left-out document.

        Raises:
            VaultError: the vault does not know it.
        """
        with _connect(self.path) as db:
            row = db.execute("SELECT value FROM originals WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise VaultError(
                "The vault does not know this id", where=id, next_step="check that it is this study's vault"
            )
        return dict(json.loads(self._open(row[0], f"original{id}")))

    def known_ids(self) -> tuple[str, ...]:
        """Ids of everything that can be read back, sorted."""
        with _connect(self.path) as db:
            return tuple(row[0] for row in db.execute("SELECT id FROM originals ORDER BY id"))

    def decide(self, id: str, decision: Mapping[str, str]) -> None:
        """Keep a reviewer's decision; `id` is made of what it is about."""
        with _connect(self.path) as db, db:
            value = self._seal(json.dumps(dict(decision)), f"decision{id}")
            db.execute("INSERT OR REPLACE INTO decisions VALUES (?, ?)", (id, value))

    def decisions(self) -> tuple[dict[str, str], ...]:
        """All decisions, by id."""
        with _connect(self.path) as db:
            rows = db.execute("SELECT id, value FROM decisions ORDER BY id").fetchall()
        return tuple(dict(json.loads(self._open(value, f"decision{id}"))) for id, value in rows)

    def log(self, entry: str) -> None:
        """Add a line to the audit log; each line's hash covers the one before."""
        with _connect(self.path) as db, db:
            last = db.execute("SELECT n, chain FROM audit ORDER BY n DESC LIMIT 1").fetchone() or (0, "")
            at = datetime.now(UTC).isoformat(timespec="seconds")
            chain = self._chain(last[1], last[0] + 1, at, entry)
            db.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", (last[0] + 1, at, entry, chain))

    def audit(self) -> tuple[Reading, ...]:
        """The audit log.

        Raises:
            VaultError: a line was changed or removed.
        """
        with _connect(self.path) as db:
            readings = tuple(Reading(*row) for row in db.execute("SELECT n, at, entry, chain FROM audit ORDER BY n"))
        before = ""
        for n, reading in enumerate(readings, 1):
            if reading.n != n or reading.chain != self._chain(before, n, reading.at, reading.entry):
                raise VaultError(
                    "The audit log was altered", where=f"line {n}", next_step="tell your data-protection officer"
                )
            before = reading.chain
        return readings

    def _chain(self, before: str, n: int, at: str, entry: str) -> str:
        return hmac.digest(_derive(self.key, "audit"), f"{before}|{n}|{at}|{entry}".encode(), "sha256").hex()

    def _seal(self, value: str, place: str) -> bytes:
        return _encrypt(_derive(self.key, "values"), value.encode("utf-8", "surrogatepass"), place.encode())

    def _open(self, value: bytes, place: str) -> str:
        return _decrypt(_derive(self.key, "values"), value, place.encode()).decode("utf-8", "surrogatepass")


def create_vault(path: Path, *, secret: bytes, key: bytes | None = None) -> Vault:
    """Make a new vault.

    Args:
        path: of the file; its folder must lie outside any study and any git checkout.
        secret: passphrase or content of a key file.
        key: 32 bytes to use as data key, to restore pseudonyms of a lost vault; random otherwise.

    Raises:
        VaultError: there is one already, or the place is not allowed.
    """
    _refuse_place(path)
    if path.exists():
        raise VaultError("There is a vault already, it is never written over", next_step="choose another --vault")
    if len(secret) < 12:
        raise VaultError("The passphrase is too short", next_step="use at least 12 characters")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = key or secrets.token_bytes(32)
    salt = secrets.token_bytes(16)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with _connect(path) as db, db:
        db.executescript(TABLES)
        head = {"format": FORMAT.encode(), "salt": salt, "key": _encrypt(_stretch(secret, salt), key, FORMAT.encode())}
        db.executemany("INSERT INTO head VALUES (?, ?)", head.items())
    vault = Vault(path, key)
    vault.log("created")
    return vault


def open_vault(path: Path, *, secret: bytes) -> Vault:
    """Open a vault.

    Raises:
        VaultError: it is missing, damaged or another format, or the passphrase is wrong.
    """
    _refuse_place(path)
    if not path.is_file():
        raise VaultError("There is no vault at this place", next_step="textmine vault create --vault PATH")
    with _connect(path) as db:
        head = dict(db.execute("SELECT name, value FROM head"))
    if head.get("format") != FORMAT.encode():
        raise VaultError("This is not a vault that this version can read", next_step="restore it from your backup")
    wrapping = _stretch(secret, head["salt"])
    try:
        return Vault(path, _decrypt(wrapping, head["key"], FORMAT.encode()))
    except VaultError:
        raise VaultError("The passphrase or key file does not open this vault", next_step="try again") from None


def destroy_vault(path: Path) -> None:
    """Overwrite the wrapped key, then delete: nothing can be re-identified again."""
    if not path.is_file():
        raise VaultError("There is no vault at this place", next_step="check --vault")
    with _connect(path) as db, db:
        db.execute("UPDATE head SET value = zeroblob(length(value)) WHERE name IN ('key', 'salt')")
        db.execute("DELETE FROM marks")
        db.execute("DELETE FROM originals")
    path.unlink()


def _refuse_place(path: Path) -> None:
    for folder in path.absolute().parents:
        if (folder / ".git").exists() or (folder / "textmine.toml").exists():
            what = "a git checkout" if (folder / ".git").exists() else "a study"
            raise VaultError(f"The vault may not lie inside {what}", next_step="choose a --vault outside it")


@contextmanager
def _connect(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        db = sqlite3.connect(path, timeout=30)
        db.execute("PRAGMA secure_delete = ON")
        # The journal may hold old pages; they are encrypted values like the file itself.
        db.execute("PRAGMA synchronous = FULL")
        try:
            yield db
        finally:
            db.close()
    except sqlite3.DatabaseError:
        raise VaultError(
            "The vault is damaged or not a vault", next_step="restore it from your backup; nothing was written"
        ) from None


def _stretch(secret: bytes, salt: bytes) -> bytes:
    return hashlib.scrypt(secret, salt=salt, dklen=32, **SCRYPT)


def _derive(key: bytes, purpose: str) -> bytes:
    return hmac.digest(key, purpose.encode(), "sha256")


def _encrypt(key: bytes, value: bytes, place: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, value, place)


def _decrypt(key: bytes, value: bytes, place: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(value[:12], value[12:], place)
    except (InvalidTag, ValueError):
        raise VaultError("A value in the vault is damaged", next_step="restore it from your backup") from None


def read_secret(source: Path | None, passphrase: str | None) -> bytes:
    """The secret of a vault, from a key file or a passphrase.

    Raises:
        VaultError: neither was given, or the file cannot be read.
    """
    if source is not None:
        try:
            return source.read_bytes().strip()
        except OSError:
            raise VaultError("The key file cannot be read", next_step="check --key-file") from None
    if not passphrase:
        raise VaultError("The vault needs its passphrase", next_step="set TEXTMINE_PASSPHRASE or give --key-file")
    return passphrase.encode()
