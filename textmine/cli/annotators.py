"""What commands say of annotators' work: accounts, tasks that were sent, codings that came back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from textmine.cli.saying import say_json, some
from textmine.nouns import number_of

if TYPE_CHECKING:
    from textmine.annotation.serverfolder import Local
    from textmine.pipeline.annotation.fetching import Fetched
    from textmine.pipeline.annotation.labelstudio import Sent


def say_sent(one: Sent) -> None:
    """What was sent to a project."""
    p = one.pushed
    click.echo(f"{one.purpose}: {number_of(p.new, 'new task')}, {p.there} there already. {one.address}")
    _say_counts(
        (p.anew, "had changed and were made anew: nobody had begun them"),
        (p.older, "have changed since they were begun: they stay, and their marks are carried over"),
        (p.doubles, "stood twice and were deleted"),
        (p.gone, "are of narratives that are not pushed now; they stay"),
    )


def say_fetched(fetched: tuple[Fetched, ...]) -> None:
    """What annotators have done, project by project."""
    for one in fetched:
        new = "" if one.snapshot or not one.codings else ", nothing new"
        click.echo(
            f"{one.purpose}: {number_of(one.codings, 'coding')} of {number_of(one.tasks, 'task')} "
            f"by {number_of(one.annotators, 'person')}{new}."
        )
        _say_counts(
            (one.skipped, "skipped, not used"),
            (one.drafts, "begun and not submitted, not used: ask who began"),
            (one.twice, "done again later by the same person; the older one is not used"),
            (
                len(one.unsaid),
                "without a mark, and nobody said that nothing applies; not used where no question is answered either. "
                f"Ask whether somebody read {some(one.unsaid, 10)}",
            ),
            (
                len(one.unsettled),
                "submitted with all that both coders had, as it was shown; it counts as settled. Ask whether somebody decided "
                f"{some(one.unsettled, 10)}",
            ),
        )
        if one.accepted or one.edited or one.rejected:
            m = one.marks
            click.echo(f"  suggestions: {one.accepted} accepted, {one.edited} edited, {one.rejected} rejected;")
            click.echo(f"  marks: {m.accepted} kept, {m.edited} changed, {m.rejected} taken out, {m.added} added.")
        for fault in one.faulty:
            click.echo(f"  left out: {fault.what} ({fault.where}). Next: {fault.next_step}", err=True)


def say_accounts(local: Local, as_json: bool) -> None:
    """Where the server is and who may log in."""
    told: dict[str, Any] = {"url": local.server.url, "accounts": [[one.name, one.password] for one in local.accounts]}
    if as_json:
        say_json(told)
        sys.stdout.flush()
        return
    click.echo(f"Label Studio runs at {local.server.url}, for this machine only. Log in as one of")
    for account in local.accounts:
        click.echo(f"  {account.name:28} password {account.password}")
    click.echo("The keeper may change everything; give each annotator one of the others. Ctrl-C stops the server.")
    sys.stdout.flush()


def _say_counts(*counts: tuple[int, str]) -> None:
    for n, words in counts:
        if n:
            click.echo(f"  {n} {words}.")
