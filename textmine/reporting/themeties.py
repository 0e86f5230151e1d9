"""How figures of themes hang together across tables: not shown, but a reader knows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textmine.reporting.bygroup import Grouping, by_group
from textmine.reporting.calendar import columns, period_key
from textmine.reporting.counts import Counts
from textmine.reporting.disclosure import Rule
from textmine.reporting.relations import at_least, beyond
from textmine.reporting.tables import Draft
from textmine.reporting.tallies import Seen
from textmine.reporting.thememoves import earlier, of_all, spoken

Keyed = tuple[str, int]


def of_themes(first: Draft, rule: Rule) -> Iterator[Counts]:
    """A child has an interview at least, and a theme is shown only if it is of enough children."""
    for keys, values in zip(first.counts.keys, first.counts.values, strict=True):
        (interviews, n), (children, few) = _pairs(keys, values)
        yield beyond((children, few), (interviews, n))
        yield at_least(children, few, rule.threshold)


def of_quarters(own: Sequence[Seen], rows: Sequence[str], *, every: bool) -> Iterator[Counts]:
    """In each quarter, too, a child has an interview at least."""
    groups = columns(one.period for one in own)
    for key in ("*", *rows):
        some = [one for one in own if key == "*" or key in one.headline]
        for name, quarters in groups:
            here = [one for one in some if one.period in quarters]
            children = len({(one.child, one.period) for one in here})
            only = min(quarters) if len(quarters) == 1 else ""
            if name != "Not dated":
                asked = spoken(key, only, every=every) if name == only else earlier(key)
                yield beyond(
                    (asked, children),
                    (of_all(period_key(f"interviews:{key}", quarters, name=name), every=every), len(here)),
                )


def of_uncoded(
    own: Sequence[Seen], seen: Sequence[Seen], marked: Draft, groups: Sequence[Grouping]
) -> Iterator[Counts]:
    """Those with a coded interview are among those with an interview, of each theme, in each group and in each quarter."""
    pairs = list(_of_marked(own, marked))
    for one in groups:
        some, more = (_whole(one, interviews) for interviews in (seen, own))
        pairs += [((key, n), (of_all(key, every=False), more[key])) for key, n in some.items() if n <= more.get(key, 0)]
    for name, quarters in columns(one.period for one in own):
        key = period_key("interviews:*", quarters, name=name)
        n, m = (sum(one.period in quarters for one in interviews) for interviews in (seen, own))
        pairs.append(((key, n), (of_all(key, every=False), m)))
    pairs.append((("interviews:*", len(seen)), (of_all("interviews:*", every=False), len(own))))
    yield beyond(_everybody(own), ("interviews, coded or not:*", len(own)))
    yield from (beyond(*pair) for pair in pairs)


def _everybody(own: Sequence[Seen]) -> Keyed:
    return of_all("children:*", every=False), len({one.child for one in own})


def _of_marked(own: Sequence[Seen], marked: Draft) -> Iterator[tuple[Keyed, Keyed]]:
    """Children of each theme with a coded interview, and all of them."""
    for key, n in zip(marked.counts.keys[0][:-1], marked.counts.values[0][:-1], strict=True):
        theme = key.removeprefix("coded:")
        everyone = {one.child for one in own if theme in one.headline}
        yield (key, n or 0), (f"children:{theme}", len(everyone))


def _whole(grouping: Grouping, interviews: Sequence[Seen]) -> dict[str, int]:
    """All children of each group, by key."""
    counts = by_group(grouping, "", interviews, codes=(), coded_by="").counts
    return dict(_pairs(counts.keys[0], counts.values[0]))


def _pairs(keys: Sequence[str], values: Sequence[int | None]) -> list[Keyed]:
    return [(key, value or 0) for key, value in zip(keys, values, strict=True)]
