"""The data folder of a server on this machine: who may log in, what lies in it, and what should not."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from textmine.annotation.server import Server
from textmine.errors import ServerError

ADMIN = "keeper@study.invalid"  # no address that anybody can write to
CONNECTION = "textmine.json"
DATABASE = "label_studio.sqlite3"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in; names are numbers, so that nothing tells who it is."""

    name: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Local:
    """A server of this machine, as it stands in its data folder for its owner only.

    Args:
        server: with the keeper's token.
        accounts: the keeper first.
        process: its number.
    """

    server: Server
    accounts: tuple[Account, ...]
    process: int


def connection(data: Path) -> Server:
    """The server whose data are in this folder.

    Raises:
        ServerError: none was ever started there.
    """
    told = _read(data)
    if not told.keys() >= {"url", "token"}:
        raise ServerError("This study has no Label Studio server yet", next_step="textmine labelstudio serve")
    return Server(str(told["url"]), str(told["token"]))


def write(data: Path, local: Local) -> None:
    """Keep how to reach it, for its owner only."""
    told = {
        "url": local.server.url,
        "token": local.server.token,
        "process": local.process,
        "accounts": [{"name": one.name, "password": one.password} for one in local.accounts],
    }
    new = data / f"{CONNECTION}.new"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        json.dump(told, stream, indent=1)
    os.replace(new, data / CONNECTION)


def accounts(data: Path) -> tuple[Account, ...]:
    """Who may log in, the keeper first; empty before the first start."""
    rows = _read(data).get("accounts")
    return tuple(Account(row["name"], row["password"]) for row in rows) if isinstance(rows, list) else ()


def token_of(data: Path) -> str:
    """The keeper's token; empty before the first start."""
    return str(_read(data).get("token") or "")


def running_at(data: Path) -> str:
    """Address of the server that runs on this folder now, which knows its token; empty if none does."""
    told = _read(data)
    try:
        Server(str(told["url"]), str(told["token"])).ask(lambda ls: ls.users.whoami())
    except (ServerError, KeyError):
        return ""
    return str(told["url"])


def prepare(data: Path, template: Path) -> bool:
    """The folder, closed to others, with a migrated database if there is one to copy; whether it was there before."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    data.chmod(0o700)
    (data / ".gitignore").write_text("*\n", encoding="ascii")
    there = (data / DATABASE).is_file()
    if not there and (template / DATABASE).is_file():
        shutil.copyfile(template / DATABASE, data / DATABASE)
    for path in (data / DATABASE, *residue(data)):
        if path.is_file():
            path.chmod(0o600)
    return there


def purge(data: Path) -> tuple[int, int]:
    """Delete copies that exports and uploads left behind, and compact the database; how many files, how many bytes less.

    Raises:
        ServerError: there is no server's folder, or its database is in use or damaged.
    """
    import sqlite3

    if not (data / DATABASE).is_file():
        raise ServerError("There is no Label Studio data here", next_step="textmine labelstudio serve")
    left, before = residue(data), _size(data)
    for path in left:
        path.unlink()
    try:
        with closing(sqlite3.connect(data / DATABASE, timeout=30)) as db:
            db.execute("PRAGMA secure_delete = ON")
            db.execute("VACUUM")
    except sqlite3.OperationalError:
        raise ServerError("The database is in use", next_step="try again in a moment, or stop the server") from None
    except sqlite3.DatabaseError:
        raise ServerError("The database is damaged", where=DATABASE, next_step="restore it from a backup") from None
    return len(left), before - _size(data)


def residue(data: Path) -> list[Path]:
    """Copies of texts that lie in the server's folder besides its database."""
    folders = (data / "export", data / "media" / "upload", data / "media" / "export")
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


def _read(data: Path) -> dict[str, object]:
    """What `write` kept; empty if nothing can be read."""
    try:
        told = json.loads((data / CONNECTION).read_text(encoding="utf-8"))
        return told if isinstance(told, dict) else {}
    except (OSError, ValueError):
        return {}


def _size(data: Path) -> int:
    return sum(path.stat().st_size for path in [data / DATABASE, *residue(data)])
