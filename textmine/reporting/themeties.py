"""How figures of themes hang together across tables: not shown, but a reader knows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textmine.reporting.calendar import columns, period_key
from textmine.reporting.counts import Counts
from textmine.reporting.disclosure import Rule
from textmine.reporting.people import behind
from textmine.reporting.relations import at_least, at_most
from textmine.reporting.tables import Draft
from textmine.reporting.tallies import Seen
from textmine.reporting.thememoves import earlier, spoken

Keyed = tuple[str, int]


def of_themes(first: Draft, rule: Rule) -> Iterator[Counts]:
    """A child has an interview at least, and a theme is shown only if it is of enough children."""
    for keys, values in zip(first.counts.keys, first.counts.values, strict=True):
        interviews, children = _pairs(keys, values)
        yield at_most(children, interviews)
        yield at_least(children, rule.threshold)


def of_quarters(own: Sequence[Seen], rule: Rule) -> Iterator[Counts]:
    """In each quarter, too; and interviews are shown only if they are of enough children."""
    for name, quarters in columns(one.period for one in own):
        here = [one for one in own if one.period in quarters]
        children = (
            spoken("*", name) if name in quarters else earlier("*"),
            len({(one.child, one.period) for one in here}),
        )
        if name != "Not dated":
            yield at_most(children, (period_key("interviews:*", quarters, name=name), len(here)))
        if name != "Not dated" and behind(one.child for one in here) >= rule.threshold:
            yield at_least(children, rule.threshold)


def _pairs(keys: Sequence[str], values: Sequence[int | None]) -> list[Keyed]:
    return [(key, value or 0) for key, value in zip(keys, values, strict=True)]
