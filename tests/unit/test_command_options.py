"""The commands as a whole: what they declare is what they take."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

from textmine.cli import cli

WHERE = {"url", "token_file", "override"}  # given to a command together, as `door`


def commands(group: click.Group, above: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{above}{name}", command
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")


def test_every_command_takes_the_options_that_it_declares() -> None:
    for name, command in commands(cli):
        assert command.callback is not None
        taken = set(inspect.signature(inspect.unwrap(command.callback)).parameters) - {"context"}
        declared = {one.name for one in command.params}
        given = declared - WHERE | ({"door"} if declared & WHERE else set())
        assert (name, given) == (name, taken)
