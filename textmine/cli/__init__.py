"""The command line: words to a verb to an exit code. The only room that prints."""

from __future__ import annotations

import sys

import click

from textmine.cli import codebook, coding, exchange, explaining, labelstudio, privacy, reporting, study, themes, vault
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
    "privacy",
    "reporting",
    "study",
    "themes",
    "vault",
]


def main() -> None:
    """Run the command line; errors become one message and an exit code."""
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
