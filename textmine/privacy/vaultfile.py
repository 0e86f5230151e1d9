"""The vault's file: one SQLite database, opened for a moment, read or written whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.errors import VaultError

TABLES = """
CREATE TABLE head (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE marks (child TEXT NOT NULL, entity TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (child, entity));
CREATE TABLE originals (id TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE decisions (id TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE audit (n INTEGER PRIMARY KEY, at TEXT NOT NULL, entry BLOB NOT NULL, chain TEXT NOT NULL);
"""
WAIT = 30.0
"""Seconds to wait for another process."""
HELD = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
UNWRITABLE = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY}
)


def refuse_place(path: Path) -> None:
    """Check that a vault may lie here, also when the way there goes over a link.

    Raises:
        VaultError: the place is in a git checkout or a study.
    """
    for folder in {*path.absolute().parents, *path.resolve().parents}:
        for sign, what in ((".git", "a git checkout"), ("textmine.toml", "a study")):
            if (folder / sign).exists():
                raise VaultError(f"The vault may not lie inside {what}", next_step="choose a --vault outside it")


def make_file(path: Path, head: dict[str, bytes]) -> None:
    """Make a new file that only its owner can read; never over another.

    Raises:
        VaultError: there is a file already, or none can be made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise VaultError(
            "There is a vault already, it is never written over", next_step="choose another --vault"
        ) from None
    except OSError:
        raise VaultError("The vault cannot be made here", next_step="choose a --vault in a folder of yours") from None
    try:
        with connect(path) as db:
            db.executescript(f"BEGIN IMMEDIATE;{TABLES}COMMIT;")
            db.executemany("INSERT INTO head VALUES (?, ?)", list(head.items()))
    except VaultError:
        path.unlink()
        raise


@contextmanager
def connect(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file; it is never made by this. Each statement stands by itself.

    Raises:
        VaultError: the file is missing, damaged, held by another process or cannot be written.
    """
    if not path.is_file():
        raise VaultError("There is no vault at this place", next_step="textmine vault create --vault PATH")
    try:
        db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT, isolation_level=None)
        try:
            db.execute("PRAGMA secure_delete = ON")
            # The journal may hold old pages; their values are encrypted as in the file itself.
            db.execute("PRAGMA synchronous = FULL")
            yield db
        finally:
            db.close()
    except sqlite3.Error as error:
        raise _translated(error) from None


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file and hold it alone: all that is written in here stays, or nothing."""
    with connect(path) as db:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")


def wipe(path: Path) -> None:
    """Overwrite everything that opens the values, then delete the file.

    Without a journal, so that no copy of the key is left on the disk; backups are the holder's to delete.
    """
    with connect(path) as db:
        db.execute("SELECT count(*) FROM marks")
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("UPDATE head SET value = zeroblob(length(value))")
        for table in ("marks", "originals", "decisions"):
            db.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above
    for left in (path, *(path.with_name(path.name + end) for end in ("-journal", "-wal", "-shm"))):
        left.unlink(missing_ok=True)


def _translated(error: sqlite3.Error) -> VaultError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in HELD:
        return VaultError("Another run holds the vault", next_step="wait until it is done, then try again")
    if code in UNWRITABLE:
        return VaultError("The vault cannot be opened or written", next_step="check its permissions and the disk")
    return VaultError("The vault is damaged or not a vault", next_step="restore it from your backup")
