"""The vault's audit log: sealed lines in a hash chain, whose end is sealed too, so that nothing can be cut off."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime

from textmine.errors import VaultError
from textmine.privacy.vault.sealing import encode, keyed, seal, seal_table, unseal, unseal_table

START = ""
"""What the first line's hash covers in place of a line before it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A line of the audit log.

    Args:
        n: its number, from 1.
        at: when it was written, UTC, ISO 8601.
        entry: what was done and for what.
        chain: hash of this line and the one before, in hexadecimal.
    """

    n: int
    at: str
    entry: str = field(repr=False)
    chain: str


def append(db: sqlite3.Connection, key: bytes, values: bytes, entry: str) -> None:
    """Add a line; the caller holds the database alone.

    Args:
        key: of the hash chain; stays when the values get another key, so that the chain holds.
        values: seals the line.

    Raises:
        VaultError: the end of the log was altered.
    """
    n, before = _end(db, values)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    chain = _chain(key, before, n + 1, at, entry)
    line = seal(values, encode(entry), "audit", str(n + 1))
    try:
        db.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", (n + 1, at, line, chain))
    except sqlite3.IntegrityError:
        raise _altered(n + 1) from None
    end = seal_table(values, {"n": n + 1, "chain": chain}, "audit")
    db.execute("INSERT OR REPLACE INTO head VALUES ('audit', ?)", (end,))


def readings(db: sqlite3.Connection, key: bytes, values: bytes) -> tuple[Reading, ...]:
    """All lines.

    Raises:
        VaultError: a line was changed, added, moved or removed.
    """
    rows = db.execute("SELECT n, at, entry, chain FROM audit ORDER BY n").fetchall()
    before, lines = START, []
    for n, (number, at, line, chain) in enumerate(rows, 1):
        try:
            entry = unseal(values, line, "audit", str(n)).decode("utf-8", "surrogatepass")
        except VaultError:
            raise _altered(n) from None
        if number != n or chain != _chain(key, before, n, str(at), entry):
            raise _altered(n)
        lines.append(Reading(n, at, entry, chain))
        before = chain
    last, end = _end(db, values)
    if (len(lines), before) != (last, end):
        raise _altered(min(len(lines), last) + 1)
    return tuple(lines)


def _end(db: sqlite3.Connection, values: bytes) -> tuple[int, str]:
    """Number and hash of the last line, as they were sealed when it was written."""
    row = db.execute("SELECT value FROM head WHERE name = 'audit'").fetchone()
    if row is None:
        if db.execute("SELECT count(*) FROM audit").fetchone()[0]:
            raise _altered(1)
        return 0, START
    end = unseal_table(values, row[0], "audit")
    return int(str(end["n"])), str(end["chain"])


def _chain(key: bytes, before: str, n: int, at: str, entry: str) -> str:
    return keyed(key, "audit", before, str(n), at, entry).hex()


def _altered(line: int) -> VaultError:
    return VaultError("The audit log was altered", where=f"line {line}", next_step="tell your data-protection officer")
