"""The group that all commands belong to."""

from __future__ import annotations

import click

import textmine

ORDER = (
    "demo init vault map-columns pseudonymise review check-detection labelstudio agree codebook "
    "train evaluate code explain themes report prompts exchange run status"
)


class InOrder(click.Group):
    """Lists its commands in the order in which a team meets them; the others after them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, first met first."""
        order = ORDER.split()
        return sorted(self.commands, key=lambda name: order.index(name) if name in order else len(order))


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(textmine.__version__)
def cli() -> None:
    """Why children go missing, in their own words.

    Pseudonymise return interviews, code them, find themes, and report. Everything stays on this machine.
    Begin with: textmine demo
    """
