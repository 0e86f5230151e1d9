"""A Label Studio server on this machine, closed to the network: started, asked whether it is ready, and stopped."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.annotation.server import Server
from textmine.annotation.serverfolder import ADMIN, Account, Local, accounts, prepare, running_at, token_of, write
from textmine.errors import ServerError

VERSION = "1.23.2"
TESTED = "1.23."
PATIENCE = 180.0  # seconds for a first start without a template, on a busy machine
MAKE = f"scripts/labelstudio, or: python3 -m venv DIR/venv && DIR/venv/bin/pip install label-studio=={VERSION}, and --server DIR"


def home_of(folder: Path | None = None) -> Path:
    """Where Label Studio's own environment is.

    Args:
        folder: the environment's folder; without it `TEXTMINE_LABELSTUDIO` says where, then the user's data folder.

    Raises:
        ServerError: it is not there.
    """
    named = folder or os.environ.get("TEXTMINE_LABELSTUDIO")
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    home = Path(named) if named else data / "textmine" / "labelstudio"
    if not _command(home).is_file():
        raise ServerError("Label Studio is not installed", next_step=MAKE)
    return home


@contextmanager
def running(data: Path, *, home: Path, port: int = 0, annotators: int = 2) -> Iterator[Local]:
    """A server while the block lasts; it is stopped at its end, whatever happens.

    Args:
        data: its folder, readable for its owner only.
        port: 0 takes a free one.
        annotators: so many accounts besides the keeper's, at least.

    Raises:
        ServerError: one runs there already, the port is taken, or it does not start.
    """
    if url := running_at(data):
        raise ServerError("A server runs for this study already", where=url, next_step="use it, or stop it first")
    port = port or _free()
    if _listens(port):
        raise ServerError("Something else uses this port", where=f"port {port}", next_step="give another --port")
    made = prepare(data, home / "template")
    before = accounts(data) or (Account(ADMIN, secrets.token_urlsafe(12)),)
    token = token_of(data) or secrets.token_hex(20)
    server = Server(f"http://127.0.0.1:{port}", token)
    process = _started(data, _command(home), port, environment(data, port=port, token=token, keeper=before[0]))
    try:
        write(data, Local(server, before, process.pid))
        _wait(server, process, made)
        local = Local(server, before + _newcomers(server, len(before) - 1, annotators), process.pid)
        write(data, local)
        yield local
    finally:
        _stop(process)


def environment(data: Path, *, port: int, token: str, keeper: Account) -> dict[str, str]:
    """All that the server sees: nothing of the caller's environment but where programs are.

    By default Label Studio sends the text of tasks to its maker, looks for new versions, listens to every network, lets
    anybody sign up, and refuses to ask a backend on this machine. The settings here change all of that.
    """
    url = f"http://127.0.0.1:{port}"
    told = {
        "BASE_DATA_DIR": str(data),
        "USERNAME": keeper.name,
        "PASSWORD": keeper.password,
        "USER_TOKEN": token,
        "ENABLE_LEGACY_API_TOKEN": "true",
        "DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "COLLECT_ANALYTICS": "false",
        "LATEST_VERSION_CHECK": "false",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "LOCAL_FILES_SERVING_ENABLED": "false",
        "ENABLE_LOCAL_FILES_STORAGE": "false",
        "ML_BLOCK_LOCAL_IP": "false",
        "SSRF_PROTECTION_ENABLED": "false",
        "CORS_ALLOW_ALL_ORIGINS": "false",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "HOST": url,
        "CSRF_TRUSTED_ORIGINS": url,
    }
    plain = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(data), "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    plain |= {"LOG_LEVEL": "CRITICAL"}  # its errors quote the text of tasks
    return plain | {"DJANGO_DB": "sqlite", "XDG_CONFIG_HOME": str(data / "config")} | _prefixed(told)


def _started(data: Path, command: Path, port: int, env: dict[str, str]) -> subprocess.Popen[bytes]:
    """The server's process; what it says goes to a log that only its owner may read."""
    told = ["start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
    with open(data / "server.log", "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as log:
        return subprocess.Popen(  # noqa: S603 the command is ours
            [command, *told],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            umask=0o077,
            start_new_session=True,  # a Ctrl-C is ours to handle: the server ignores it
        )


def _prefixed(told: dict[str, str]) -> dict[str, str]:
    return {f"LABEL_STUDIO_{name}": value for name, value in told.items()}


def _command(home: Path) -> Path:
    return home / "venv" / "bin" / "label-studio"


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as one:
        one.settimeout(2)
        return one.connect_ex(("127.0.0.1", port)) == 0


def _wait(server: Server, process: subprocess.Popen[bytes], again: bool) -> None:
    """Until the server answers, and is ours: it silently takes another port where its own is taken.

    Raises:
        ServerError: it does not start, or what answers is another.
    """
    end = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            if server.page("/health")[0] == 200:
                break
        except ServerError:
            time.sleep(0.2)
    else:
        raise ServerError("Label Studio did not start", next_step="read server.log in its data folder")
    try:
        server.ask(lambda ls: ls.users.whoami())
    except ServerError:
        step = "delete the folder labelstudio/ of the study if nothing in it is needed" if again else "try again"
        raise ServerError("What answers there is another server", where=server.url, next_step=step) from None


def _newcomers(server: Server, there: int, wanted: int) -> tuple[Account, ...]:
    """Accounts of annotators, made as a person would: by the keeper's invitation."""
    if there >= wanted:
        return ()
    link = str(server.ask(lambda ls: ls.organizations.invites.get_invite_link()).invite_url)
    made = [Account(f"annotator{n}@study.invalid", secrets.token_urlsafe(9)) for n in range(there + 1, wanted + 1)]
    for account in made:
        server.sign_up(link, account.name, account.password)
    return tuple(made)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
