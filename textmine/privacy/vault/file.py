"""The vault's file: one SQLite database, opened for a moment, read or written whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from textmine.errors import VaultError

CHILDREN = "CREATE TABLE children (child TEXT PRIMARY KEY, value BLOB NOT NULL)"
TABLES = (
    "CREATE TABLE head (name TEXT PRIMARY KEY, value BLOB NOT NULL)",
    "CREATE TABLE marks (child TEXT NOT NULL, entity TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (child, entity))",
    "CREATE TABLE originals (id TEXT PRIMARY KEY, value BLOB NOT NULL, child TEXT NOT NULL DEFAULT '')",
    CHILDREN,
    "CREATE TABLE decisions (id TEXT PRIMARY KEY, value BLOB NOT NULL)",
    "CREATE TABLE audit (n INTEGER PRIMARY KEY, at TEXT NOT NULL, entry BLOB NOT NULL, chain TEXT NOT NULL)",
)
FROM_FIRST = ("ALTER TABLE originals ADD COLUMN child TEXT NOT NULL DEFAULT ''", CHILDREN)
"""What makes tables of the first format into these."""
BESIDE = ("-journal", "-wal", "-shm")
WAIT = 30.0
"""Seconds to wait for another process."""
HELD = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
UNWRITABLE = frozenset(
    {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY}
)


def refuse_place(path: Path, *, what: str = "The vault", option: str = "--vault") -> None:
    """Check that something identifiable may lie here, also when the way there goes over a link.

    Raises:
        VaultError: the place is in a git checkout or a study.
    """
    for folder in {*path.absolute().parents, *path.resolve().parents}:
        for sign, where in ((".git", "a git checkout"), ("textmine.toml", "a study")):
            if (folder / sign).exists():
                raise VaultError(f"{what} may not lie inside {where}", next_step=f"choose {option} outside it")


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
        with writing(path) as db:
            for statement in TABLES:
                db.execute(statement)
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
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file and see it as it is at one moment, whatever others write meanwhile."""
    with connect(path) as db:
        db.execute("BEGIN")
        yield db


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open the file and hold it alone: all that is written in here stays, or nothing."""
    with connect(path) as db, _transaction(db):
        yield db


@contextmanager
def rewriting(path: Path) -> Iterator[sqlite3.Connection]:
    """As `writing`, and nothing of what was taken out is left: neither in the file nor in its journal."""
    journal = path.resolve().with_name(path.resolve().name + BESIDE[0])
    with connect(path) as db:
        # The journal of a writer that holds the file to the end stays until we have overwritten it.
        db.execute("PRAGMA locking_mode = EXCLUSIVE")
        db.execute("PRAGMA journal_mode = PERSIST")
        with _transaction(db):
            yield db
        # What was taken out is overwritten already; this only makes the file as small as what is left.
        with suppress(sqlite3.Error):
            db.execute("VACUUM")
        _overwrite(journal)


def wipe(path: Path) -> None:
    """Overwrite everything that opens the values, then delete the file.

    Without a journal, so that no copy of the key is left on the disk; backups are the holder's to delete.

    Raises:
        VaultError: what lies there is damaged or no vault; it is left as it is.
    """
    with connect(path) as db:
        check_whole(db)
        db.execute("SELECT count(*) FROM marks")
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("UPDATE head SET value = zeroblob(length(value))")
        for table in ("marks", "originals", "children", "decisions"):
            if db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above
    real = path.resolve()
    for left in (real, path, *(real.with_name(real.name + end) for end in BESIDE)):
        left.unlink(missing_ok=True)


def check_whole(db: sqlite3.Connection) -> None:
    """Check that the database hangs together.

    Raises:
        VaultError: it does not.
    """
    if db.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise damaged()


def damaged() -> VaultError:
    """The fault of a file that is no whole vault."""
    return VaultError("The vault is damaged or not a vault", next_step="restore it from your backup")


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _overwrite(journal: Path) -> None:
    if journal.is_file():
        with journal.open("r+b") as stream:
            stream.write(bytes(journal.stat().st_size))
            stream.flush()
            os.fsync(stream.fileno())
        journal.unlink()


def _translated(error: sqlite3.Error) -> VaultError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in HELD:
        return VaultError("Another run holds the vault", next_step="wait until it is done, then try again")
    if code in UNWRITABLE:
        return VaultError("The vault cannot be opened or written", next_step="check its permissions and the disk")
    return damaged()
