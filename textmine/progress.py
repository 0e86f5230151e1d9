"""How long work tells how far it has come: called with (done, of, words); the command line shows it, others ignore it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]


def silent(done: int, of: int, words: str) -> None:
    """Show nothing."""
