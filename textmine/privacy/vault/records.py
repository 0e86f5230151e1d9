"""An open vault: what it keeps, each value sealed at its place, and the pseudonyms it gives."""

from __future__ import annotations

import base64
import hmac
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from textmine.errors import VaultError
from textmine.privacy.vault.auditlog import Reading, append, readings
from textmine.privacy.vault.file import reading, rewriting, writing
from textmine.privacy.vault.sealing import derive, keyed, seal_table, unseal_table
from textmine.privacy.vault.values import check_stamp, place_of

STUDY = "study"
"""In place of a child: what the whole study shares."""
ID = re.compile(r"[A-Z]-[A-Z2-7]{12}")


@dataclass(frozen=True, slots=True)
class Vault:
    """An open vault. Use `create_vault` or `open_vault`.

    Args:
        key: gives the pseudonyms and chains the log; never changes, so that pseudonyms stay the same.
        values: seals what is kept; `rotate_vault` may change it. Vaults of the first format derive it from `key`.
    """

    path: Path = field(repr=False)
    key: bytes = field(repr=False)
    values: bytes = field(repr=False, default=b"")

    def __post_init__(self) -> None:
        if not self.values:
            object.__setattr__(self, "values", derive(self.key, "values"))

    def pseudonym(self, kind: str, value: str) -> str:
        """Keyed pseudonym of a value, e.g. `C-7QK2M4ZAP3XD`; the same for the same key, kind and value."""
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
        with self._reading() as db:
            rows = db.execute("SELECT entity, value FROM marks WHERE child = ?", (child,)).fetchall()
        return {entity: str(self._open(value, "mark", child, entity)["mark"]) for entity, value in rows}

    def remember(
        self,
        child: str,
        marks: Mapping[str, tuple[str, str]],
        originals: Mapping[str, Mapping[str, object]],
        *,
        reference: str = "",
        claims: Mapping[str, str] | None = None,
    ) -> None:
        """Keep, in one transaction, what one child's file needs to be read back.

        Args:
            child: keyed pseudonym.
            marks: keyed entity to (mark, the words it stands for).
            originals: narrative id to what restores it: text, name, replacements, doubts.
            reference: the case system's reference of the child.
            claims: fictional names new in the whole study, see `claims.Claims.take`; `marks(STUDY)` gives them back.
        """
        ours = [(child, entity, *given) for entity, given in marks.items()]
        with self._writing() as db:
            for owner, entity, mark, words in [
                *ours,
                *((STUDY, one, name, "") for one, name in (claims or {}).items()),
            ]:
                value = self._seal({"mark": mark, "words": words}, "mark", owner, entity)
                db.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", (owner, entity, value))
            for id, original in originals.items():
                value = self._seal(original, *place_of(id, child))
                db.execute("INSERT OR REPLACE INTO originals VALUES (?, ?, ?)", (id, value, child))
            if reference:
                value = self._seal({"reference": reference}, "child", child)
                db.execute("INSERT OR REPLACE INTO children VALUES (?, ?)", (child, value))

    def original(self, id: str) -> dict[str, object]:
        """What was kept of one narrative or left-out document.

        Raises:
            VaultError: the vault does not know it.
        """
        value, child = self._row("SELECT value, child FROM originals WHERE id = ?", id)
        return self._open(value, *place_of(id, child))

    def originals(self) -> Iterator[tuple[str, str, dict[str, object]]]:
        """Everything that can be read back: id, its child's keyed pseudonym, what was kept; by id."""
        with self._reading() as db:
            for id, child, value in db.execute("SELECT id, child, value FROM originals ORDER BY id"):
                yield id, child, self._open(value, *place_of(id, child))

    def reference(self, child: str) -> str:
        """The case system's reference of a child, from its keyed pseudonym.

        Raises:
            VaultError: the vault does not know it.
        """
        (value,) = self._row("SELECT value FROM children WHERE child = ?", child)
        return str(self._open(value, "child", child)["reference"])

    def references(self) -> dict[str, str]:
        """Keyed pseudonym of a child to the case system's reference."""
        with self._reading() as db:
            rows = db.execute("SELECT child, value FROM children ORDER BY child").fetchall()
        return {child: str(self._open(value, "child", child)["reference"]) for child, value in rows}

    def decide(self, id: str, decision: Mapping[str, str]) -> None:
        """Keep a reviewer's decision; `id` is made of what it is about."""
        with self._writing() as db:
            value = self._seal(decision, "decision", id)
            db.execute("INSERT OR REPLACE INTO decisions VALUES (?, ?)", (id, value))

    def withdraw(self, id: str) -> bool:
        """Take a decision back; whether there was one."""
        with self._writing() as db:
            return db.execute("DELETE FROM decisions WHERE id = ?", (id,)).rowcount > 0

    def decisions(self) -> tuple[dict[str, str], ...]:
        """All decisions, by id."""
        with self._reading() as db:
            return tuple(self._decided(db).values())

    def forget(self, child: str, entry: str) -> int:
        """Take one child out: marks, write-ups, reference and decisions; how many write-ups.

        Args:
            child: keyed pseudonym.
            entry: the log's line, which must not name the child.

        Raises:
            VaultError: the vault does not know the child; nothing is logged then.
        """
        with rewriting(self.path) as db:
            check_stamp(db, self.values)
            mine = [id for id, d in self._decided(db).items() if d.get("child") and self._is(child, d["child"])]
            db.executemany("DELETE FROM decisions WHERE id = ?", [(id,) for id in mine])
            gone = {table: self._drop(db, table, child) for table in ("marks", "originals", "children")}
            if not any(gone.values()):
                raise _unknown(child)
            append(db, self.key, self.values, entry)
        return gone["originals"]

    def log(self, entry: str) -> None:
        """Add a line to the audit log; each line's hash covers the one before.

        Raises:
            VaultError: the end of the log was altered.
        """
        with self._writing() as db:
            append(db, self.key, self.values, entry)

    def audit(self) -> tuple[Reading, ...]:
        """The audit log.

        Raises:
            VaultError: a line was changed, added or removed.
        """
        with self._reading() as db:
            return readings(db, self.key, self.values)

    def _row(self, query: str, id: str) -> tuple[Any, ...]:
        known = ID.fullmatch(id) is not None
        with self._reading() as db:
            row = db.execute(query, (id,)).fetchone() if known else None
        if row is None:
            raise _unknown(id)
        return tuple(row)

    def _drop(self, db: sqlite3.Connection, table: str, child: str) -> int:
        return db.execute(f"DELETE FROM {table} WHERE child = ?", (child,)).rowcount  # noqa: S608 - named above

    def _decided(self, db: sqlite3.Connection) -> dict[str, dict[str, str]]:
        rows = db.execute("SELECT id, value FROM decisions ORDER BY id").fetchall()
        return {id: {k: str(v) for k, v in self._open(value, "decision", id).items()} for id, value in rows}

    def _is(self, child: str, reference: str) -> bool:
        return self.pseudonym("child", reference) == child

    def _seal(self, value: Mapping[str, object], *place: str) -> bytes:
        return seal_table(self.values, value, *place)

    def _open(self, value: bytes, *place: str) -> dict[str, object]:
        return unseal_table(self.values, value, *place)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with reading(self.path) as db:
            check_stamp(db, self.values)
            yield db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with writing(self.path) as db:
            check_stamp(db, self.values)
            yield db


def _unknown(id: str) -> VaultError:
    # What is no id may be a name that somebody typed by mistake.
    where = id if ID.fullmatch(id) else ""
    return VaultError("The vault does not know this id", where=where, next_step="check that it is this study's vault")
