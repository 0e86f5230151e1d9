"""Who may read a file that a command writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def writing(content: bytes, *, private: bool) -> Callable[[Path], None]:
    """Writes a file; one that is not to be passed on can be read by its owner alone, from the first byte."""

    def write(path: Path) -> None:
        if private:
            path.touch(mode=0o600)
        path.write_bytes(content)

    return write
