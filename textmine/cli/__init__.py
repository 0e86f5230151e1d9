"""The command line: words to a verb to an exit code. The only room that prints."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from textmine.cli import (
    codebook,
    coding,
    exchange,
    explaining,
    labelstudio,
    mapping,
    privacy,
    reporting,
    study,
    themes,
    vault,
)
from textmine.cli.group import cli
from textmine.errors import TextmineError

__all__ = [
    "cli",
    "codebook",
    "coding",
    "exchange",
    "explaining",
    "labelstudio",
    "main",
    "mapping",
    "privacy",
    "reporting",
    "study",
    "themes",
    "vault",
]


def main() -> None:
    """Run the command line; errors become one message and an exit code, and no crash leaves memory on the disk."""
    _no_dumps()
    try:
        cli(standalone_mode=False)
    except TextmineError as error:
        click.echo(f"textmine: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\ntextmine: stopped; the same command goes on from here.", err=True)
        sys.exit(130)
    except OSError as error:
        _say_refused(error)
        sys.exit(TextmineError.exit_code)
    except Exception as error:  # noqa: BLE001 - a traceback's words may quote a write-up
        _say_fault(error)
        sys.exit(TextmineError.exit_code)


def _no_dumps() -> None:
    """A core dump would hold write-ups and the vault's key."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say_refused(error: OSError) -> None:
    """What the system said, without the name of a file, which may be a child's."""
    import os

    said = os.strerror(error.errno) if error.errno else type(error).__name__
    click.echo(
        f"textmine: The computer refused a file ({said}). Next: check the disk and your rights, then run the same command: "
        "it goes on from here",
        err=True,
    )


def _say_fault(error: Exception) -> None:
    """A fault of textmine's own: where in the code, never with which words."""
    import traceback

    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
    click.echo(
        f"textmine: A fault of textmine itself ({type(error).__name__} at {', '.join(places)}). Next: report this line; "
        "it holds nothing of your data",
        err=True,
    )
