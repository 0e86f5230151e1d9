"""How figures of themes hang together across tables: not shown, but a reader knows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textmine.reporting.bygroup import Grouping, by_group
from textmine.reporting.calendar import columns, period_key
from textmine.reporting.counts import Counts
from textmine.reporting.disclosure import Rule
from textmine.reporting.people import behind
from textmine.reporting.relations import at_least, at_most
from textmine.reporting.tables import Draft
from textmine.reporting.tallies import Seen
from textmine.reporting.thememoves import earlier, of_all, spoken

Keyed = tuple[str, int]


def of_themes(first: Draft, rule: Rule) -> Iterator[Counts]:
    """A child has an interview at least, and a theme is shown only if it is of enough children."""
    for keys, values in zip(first.counts.keys, first.counts.values, strict=True):
        interviews, children = _pairs(keys, values)
        yield at_most(children, interviews)
        yield at_least(children, rule.threshold)


def of_quarters(own: Sequence[Seen], rows: Sequence[str], rule: Rule, *, every: bool) -> Iterator[Counts]:
    """In each quarter, too; and interviews of a theme are shown only if they are of enough children."""
    groups = [(name, quarters) for name, quarters in columns(one.period for one in own) if name != "Not dated"]
    for key in ("*", *rows):
        some = [one for one in own if key == "*" or key in one.headline]
        for name, quarters in groups:
            here = [one for one in some if one.period in quarters]
            only = name if name in quarters else ""
            asked = spoken(key, only, every=every) if only else earlier(key)
            children = asked, len({(one.child, one.period) for one in here})
            interviews = period_key(f"interviews:{key}", quarters, name=name)
            yield at_most(children, (of_all(interviews, every=every), len(here)))
            if behind(one.child for one in here) >= rule.threshold:
                yield at_least(children, rule.threshold)


def of_uncoded(
    own: Sequence[Seen], seen: Sequence[Seen], marked: Draft, groups: Sequence[Grouping]
) -> Iterator[Counts]:
    """Those with a coded interview are among those with an interview: of each theme, in each group and quarter."""
    yield at_most(_everybody(own), (of_all("interviews:*", every=False), len(own)))
    yield from (at_most(*pair) for pair in _of_marked(own, marked))
    for one in groups:
        some, more = (_whole(one, interviews) for interviews in (seen, own))
        both = [((key, n), (of_all(key, every=False), more[key])) for key, n in some.items() if n <= more.get(key, 0)]
        yield from (at_most(*pair) for pair in both)
    for name, quarters in [*columns(one.period for one in own), ("", frozenset(one.period for one in own))]:
        key = period_key("interviews:*", quarters, name=name) if name else "interviews:*"
        n, m = (sum(one.period in quarters for one in interviews) for interviews in (seen, own))
        yield at_most((key, n), (of_all(key, every=False), m))


def _everybody(own: Sequence[Seen]) -> Keyed:
    return of_all("children:*", every=False), len({one.child for one in own})


def _of_marked(own: Sequence[Seen], marked: Draft) -> Iterator[tuple[Keyed, Keyed]]:
    """Children of each theme with a coded interview, and all of them."""
    for key, n in _pairs(marked.counts.keys[0][:-1], marked.counts.values[0][:-1]):
        theme = key.removeprefix("coded:")
        yield (key, n), (f"children:{theme}", len({one.child for one in own if theme in one.headline}))


def _whole(grouping: Grouping, interviews: Sequence[Seen]) -> dict[str, int]:
    """All children of each group, by key."""
    counts = by_group(grouping, "", interviews, codes=(), coded_by="").counts
    return dict(_pairs(counts.keys[0], counts.values[0]))


def _pairs(keys: Sequence[str], values: Sequence[int | None]) -> list[Keyed]:
    return [(key, value or 0) for key, value in zip(keys, values, strict=True)]
