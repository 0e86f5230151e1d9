"""Many runs of the command line from one process: what takes seconds to load is loaded once, then each run is a fork.

Reads one JSON line after the other: {"words": [...], "environment": {...}, "folder": "", "kill_at": "path:before",
"by_the_rights": false, "seconds": 0, "wait": 0, "installed": ""}.
Answers one line each: {"code": exit status or minus the signal, "out": "...", "err": "...", "points": [...]}.

A point is where something is put in its place on the disk: `name:before` and `name:after` of each rename and of each
transaction of the vault. At `kill_at` the run is killed by SIGKILL, as a machine that loses its power would.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from pathlib import Path


def load() -> None:
    """All that a run needs, on one thread: a process with threads cannot be forked."""
    import torch

    torch.set_num_threads(1)
    import bertopic  # noqa: F401
    import docx  # noqa: F401
    import matplotlib.figure  # noqa: F401
    import openpyxl  # noqa: F401
    import pyarrow.parquet  # noqa: F401
    import sklearn.cluster  # noqa: F401

    import textmine.cli
    import textmine.pipeline.verbs  # noqa: F401
    from textmine.pipeline.airlock.detecting import _loaded
    from textmine.pipeline.vectors.encoding import GENERAL, OURS, encoder_of
    from textmine.privacy.vault import vault

    vault.COST = (2**10, 8, 1)  # a vault that opens at once; how hard it is to guess is tested elsewhere
    _loaded(False)(["Then Ffion went home."], None)
    for name in (OURS, GENERAL):
        encoder_of(name)(["words"])


def serve() -> None:
    """Answer until there is nothing more to read."""
    _say("ready")
    for line in sys.stdin:
        _say(json.dumps(_answer(json.loads(line))))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _answer(asked: dict) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o777)
        child = os.fork()
        if child == 0:
            _run(asked, place)
        code = _wait(child, asked.get("seconds") or 0)
        said = {name: _read(place / name) for name in ("out", "err", "points")}
        return {"code": code, "out": said["out"], "err": said["err"], "points": said["points"].splitlines()}


def _wait(child: int, seconds: float) -> int:
    """Its exit status; killed after so many seconds, if any are given."""
    ends = time.monotonic() + seconds
    while seconds and time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    if seconds:
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _run(asked: dict, place: Path) -> None:
    """In the forked process: become the command line. Never returns."""
    code = 70
    try:
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(place / name, os.O_CREAT | os.O_WRONLY, 0o666), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.update(asked.get("environment") or {})
        os.chdir(asked.get("folder") or ".")
        tempfile.tempdir = None  # as the environment says now
        _hook(place / "points", asked.get("kill_at") or "")
        _change(asked)
        if asked.get("by_the_rights"):
            _obey_rights()
        sys.argv = ["textmine", *asked["words"]]
        from textmine.cli import main

        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _change(asked: dict) -> None:
    """Wait less for the vault; read models from another folder."""
    from textmine import assets
    from textmine.pipeline.airlock import detecting
    from textmine.pipeline.vectors import encoding
    from textmine.privacy.vault import file

    file.WAIT = asked.get("wait") or file.WAIT
    if installed := asked.get("installed"):
        assets.PACKAGE = Path(installed) / "textmine"
        for kept in (detecting._loaded, encoding.encoder_of, encoding.encoder_called):
            kept.cache_clear()


def _obey_rights() -> None:
    """Root may do everything; without two of its capabilities the rights of files count for it as for anybody."""
    import ctypes

    if os.getuid():
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head = (ctypes.c_uint32 * 2)(0x20080522, 0)  # linux/capability.h, version 3; this process
    sets = (ctypes.c_uint32 * 6)()
    assert libc.capget(head, sets) == 0
    for place in range(3):
        sets[place] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    assert libc.capset(head, sets) == 0


def _hook(log: Path, kill_at: str) -> None:
    from textmine.privacy.vault import records

    stream = os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o666)
    replace, remember = os.replace, records.Vault.remember
    vault_writes = iter(range(10**9))

    def point(name: str) -> None:
        os.write(stream, f"{name}\n".encode())
        if name == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def replacing(source: object, target: object, **rest: object) -> None:
        name = "/".join(Path(str(target)).parts[-2:])
        point(f"{name}:before")
        replace(source, target, **rest)
        point(f"{name}:after")

    def remembering(self: object, child: str, *rest: object, **more: object) -> None:
        name = f"vault {child or next(vault_writes)}"
        point(f"{name}:before")
        remember(self, child, *rest, **more)
        point(f"{name}:after")

    os.replace = replacing  # type: ignore[assignment]
    records.Vault.remember = remembering  # type: ignore[method-assign, assignment]


def _read(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.exists() else ""


if __name__ == "__main__":
    load()
    serve()
