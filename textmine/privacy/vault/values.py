"""The vault's sealed values as a whole: every one opened, or sealed anew under another key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from textmine.errors import VaultError
from textmine.privacy.vault.auditlog import readings
from textmine.privacy.vault.file import damaged
from textmine.privacy.vault.sealing import keyed, seal, unseal

# Each table with what its values are bound to: the columns after row and value, behind these words.
SEALED = {
    "marks": ("mark", "child, entity"),
    "originals": ("original", "id, child"),
    "children": ("child", "child"),
    "decisions": ("decision", "id"),
    "audit": ("audit", "n"),
}


def place_of(id: str, child: str) -> tuple[str, ...]:
    """What the seal of an original is bound to; vaults of the first format did not keep the child."""
    return ("original", id, child) if child else ("original", id)


def stamp(values: bytes) -> bytes:
    """Tells one key of the values from another and says nothing of either."""
    return keyed(values, "stamp").hex()[:32].encode()


def check_stamp(db: sqlite3.Connection, values: bytes) -> None:
    """Check that the values still have the key with which the vault was opened: no mix of two is ever written.

    Raises:
        VaultError: they have not.
    """
    row = db.execute("SELECT value FROM head WHERE name = 'values'").fetchone()
    if row is not None and row[0] != stamp(values):
        raise VaultError("The vault was given a new key meanwhile", next_step="start the command again")


def check_values(db: sqlite3.Connection, key: bytes, values: bytes) -> None:
    """Open every value, so that a damaged vault is known before anything is written to it.

    Raises:
        VaultError: a value or the log does not open.
    """
    for _, _, value, place in _sealed(db):
        if place[0] != "audit":
            unseal(values, value, *place)
    readings(db, key, values)


def seal_anew(db: sqlite3.Connection, old: bytes, new: bytes) -> None:
    """Seal every value under another key; the caller holds the database alone."""
    for table, row, value, place in _sealed(db):
        name = "entry" if table == "audit" else "value"
        again = seal(new, unseal(old, value, *place), *place)
        db.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (again, row))  # noqa: S608 - the names stand above
    end = db.execute("SELECT value FROM head WHERE name = 'audit'").fetchone()
    if end is not None:
        db.execute(
            "UPDATE head SET value = ? WHERE name = 'audit'", (seal(new, unseal(old, end[0], "audit"), "audit"),)
        )


def _sealed(db: sqlite3.Connection) -> Iterator[tuple[str, int, bytes, tuple[str, ...]]]:
    """Every sealed value: table, row, value, and the place it is bound to."""
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    first = "child" not in {row[1] for row in db.execute("PRAGMA table_info(originals)")}
    if SEALED.keys() - there - ({"children"} if first else set()):
        raise damaged()
    for table in SEALED.keys() & there:
        kind, columns = SEALED[table]
        named = "id, ''" if table == "originals" and first else columns
        value = "entry" if table == "audit" else "value"
        for (row,) in db.execute(f"SELECT rowid FROM {table}").fetchall():  # noqa: S608 - the names stand above
            found = db.execute(f"SELECT {value}, {named} FROM {table} WHERE rowid = ?", (row,)).fetchone()  # noqa: S608
            words = tuple(map(str, found[1:]))
            yield table, row, found[0], place_of(*words) if table == "originals" else (kind, *words)
