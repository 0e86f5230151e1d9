"""Where the models, the codebook and the example corpus are: beside the package, or inside it when installed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from textmine.errors import ModelError

PACKAGE = Path(__file__).parent


def asset(*parts: str) -> Path:
    """A file or folder that textmine ships, e.g. `asset("models", "detector")`.

    Raises:
        ModelError: it is not there; the installation is incomplete.
    """
    for root in (PACKAGE / "_assets", PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise ModelError(f"{'/'.join(parts)} is missing", next_step="install textmine again")


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
