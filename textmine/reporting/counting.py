"""The counts of coded interviews behind the tables: interviews and children apart, one figure under one key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from textmine.reporting import indicators as ind
from textmine.reporting.disclosure import Counts
from textmine.reporting.material import CodeInfo, CodeQuality
from textmine.reporting.tables import Draft, Share, indicator_draft
from textmine.reporting.tallies import Seen
from textmine.types import Cell, Episode

CARE = (
    ("looked_after", "Looked after"),
    ("not_looked_after", "Not looked after"),
    ("unknown", "Not recorded or changed"),
)
WAYS: tuple[tuple[str, str, Callable[[Seen], frozenset[str]]], ...] = (
    ("suspected", "Suspected only", lambda seen: seen.suspected),
    ("historical", "In the past only", lambda seen: seen.historical),
    ("negated", "Ruled out", lambda seen: seen.negated),
)
CSE, CCE = "risk_cse_indicators", "risk_cce_indicators"
MOST_QUARTERS = 8
EVERY = "All coded interviews"
COUNTED = "Counted: affirmed, and about this episode. "


def prevalence(id: str, title: str, seen: Sequence[Seen], *, codes: Sequence[CodeInfo], coded_by: str) -> Draft:
    """Each code: interviews and children, and apart from them what is suspected, past or ruled out."""
    ways = [("interviews", "Interviews", headline), *WAYS]
    cells = [[interviews_with(seen, way, code.id) for _, _, way in ways] for code in codes]
    children = [_children(seen, code.id) for code in codes]
    every, everyone = (len(seen), behind(ids(seen), dominance=False)), len(set(ids(seen)))
    lines = [(every, (everyone, everyone), *[every] * 3)]
    lines += [(line[0], (n, n), *line[1:]) for line, n in zip(cells, children, strict=True)]
    names = [("interviews:*", "children:*", *["interviews:*"] * 3)]
    names += [(f"interviews:{c.id}", f"children:{c.id}", *(f"{way}:{c.id}" for way, _, _ in WAYS)) for c in codes]
    counts = Counts(
        rows=(EVERY, *(code.name for code in codes)),
        columns=("Interviews", "Children", *(f"{heading} (interviews)" for _, heading, _ in WAYS)),
        values=tuple(tuple(n for n, _ in line) for line in lines),
        people=tuple(tuple(people for _, people in line) for line in lines),
        keys=tuple(names),
        whole_row=0,
    )
    shares = (
        Share(0, "% of interviews", interval="95% interval, interviews"),
        Share(1, "% of children", interval="95% interval, children"),
    )
    note = COUNTED + "An interview may have several factors: rows do not add up. " + coded_by
    return Draft(id, title, "Factor", counts, note, "interviews and children", shares=shares, sort_by=1)


def by_care(id: str, title: str, seen: Sequence[Seen], *, codes: Sequence[CodeInfo], coded_by: str) -> Draft:
    """Children with each code, by their care status."""
    lines = [_by_care(seen)] + [_by_care([one for one in seen if code.id in one.headline]) for code in codes]
    counts = Counts(
        rows=("All children with a coded interview", *(code.name for code in codes)),
        columns=(*(name for _, name in CARE), "All"),
        values=tuple(lines),
        keys=tuple(("", "", "", f"children:{key}") for key in ("*", *(code.id for code in codes))),
        total_columns=(len(CARE),),
        whole_row=0,
    )
    shares = tuple(Share(c, f"% of {name.lower()}") for c, (_, name) in enumerate(CARE))
    note = COUNTED + "Distinct children; percentages are of the children of that care status. " + coded_by
    return Draft(id, title, "Factor", counts, note, "children", shares=shares, sort_by=len(CARE))


def by_quarter(id: str, title: str, seen: Sequence[Seen], *, codes: Sequence[CodeInfo], coded_by: str) -> Draft:
    """Interviews with each code, by quarter; quarters before the last eight are put together."""
    groups = _quarters(seen)
    rows: list[tuple[str, list[Seen]]] = [("*", list(seen))]
    rows += [(code.id, [one for one in seen if code.id in one.headline]) for code in codes]
    lines = [[[one for one in some if one.period in periods] for _, periods in groups] + [some] for _, some in rows]
    counts = Counts(
        rows=(EVERY, *(code.name for code in codes)),
        columns=(*(name for name, _ in groups), "Whole period"),
        values=tuple(tuple(len(some) for some in line) for line in lines),
        people=tuple(
            tuple(behind(ids(some), dominance=key != "*") for some in line)
            for (key, _), line in zip(rows, lines, strict=True)
        ),
        keys=tuple((*[""] * len(groups), f"interviews:{key}") for key, _ in rows),
        total_columns=(len(groups),),
        whole_row=0,
    )
    note = COUNTED + "By quarter of the interview. " + coded_by
    return Draft(id, title, "Factor", counts, note, "interviews", sort_by=len(groups))


def concerns(id: str, title: str, seen: Sequence[Seen], *, episodes: Sequence[Episode], coded_by: str) -> Draft:
    """Interviews and children with a concern of exploitation."""
    held = sum(episode.completed is True for episode in episodes)
    period = ind.span([one.period for one in seen])
    found = [(one.child, one.headline) for one in seen]
    rows: list[ind.Indicator] = []
    keys = []
    for code, name in ((CSE, "Child sexual exploitation (CSE)"), (CCE, "Child criminal exploitation (CCE)")):
        rows += ind.concern(found, code, name=name, period=period, completed=held)
        keys += [(f"interviews:{code}", ""), (f"children:{code}", "children:*")]
    note = COUNTED + "Suspected concerns are in the table of risks, apart. " + coded_by
    return indicator_draft(id, title, rows, note=note, unit="interviews and children", keys=keys)


def by_coder(id: str, title: str, seen: Sequence[Seen], *, narratives: int) -> Draft:
    """Narratives by who coded them."""
    people = sum(one.by_people for one in seen)
    values = (people, len(seen) - people, narratives - len(seen), narratives)
    counts = Counts(
        rows=("Coded or accepted by people", "Suggested by the model only", "Not coded", "All narratives"),
        columns=("Narratives",),
        values=tuple((n,) for n in values),
        keys=(("narratives:people",), ("narratives:model",), ("narratives:uncoded",), ("narratives:*",)),
        total_rows=(3,),
        work=True,
    )
    note = "A person's coding counts where there is one, else the model's suggestion. Not coded means not looked at."
    return Draft(id, title, "Coded by", counts, note, "narratives")


def code_quality(id: str, title: str, quality: Sequence[CodeQuality], *, codes: Sequence[CodeInfo]) -> Draft:
    """How well each code is found, on interviews of children that the coder never saw."""
    names = {code.id: code.name for code in codes}
    counts = Counts(
        rows=tuple(names.get(one.code, one.code) for one in quality),
        columns=("Interviews with it", "Children"),
        values=tuple((one.positives, one.children) for one in quality),
        people=tuple((one.children, one.children) for one in quality),
    )
    measures = (
        ("Precision", tuple(_percent(one.precision) for one in quality)),
        ("Recall", tuple(_percent(one.recall) for one in quality)),
        ("F1", tuple(_percent(one.f1) for one in quality)),
        ("95% interval of F1", tuple(Cell(f"{one.low:.0%} to {one.high:.0%}") for one in quality)),
    )
    note = "Precision: of interviews given the code, those that people gave it too. Recall: of interviews that people gave "
    note += "the code, those found. F1 is the balance of both. Measured on interviews of children not used in training."
    texts = (("Coder", tuple(one.coder for one in quality)),)
    return Draft(id, title, "Code", counts, note, "interviews", texts=texts, measures=measures)


def behind(children: Iterable[str], *, dominance: bool = True) -> int:
    """Children behind a count: 1 where one child gives more than half of it, for then it tells of that child."""
    counts = Counter(children)
    if dominance and counts and 2 * max(counts.values()) > counts.total():
        return 1
    return len(counts)


def interviews_with(seen: Sequence[Seen], way: Callable[[Seen], frozenset[str]], code: str) -> tuple[int, int]:
    """Interviews in which a code was seen in one way, and the children behind them."""
    some = [one for one in seen if code in way(one)]
    return len(some), behind(ids(some))


def ids(seen: Iterable[Seen]) -> list[str]:
    """The child of each interview."""
    return [one.child for one in seen]


def headline(seen: Seen) -> frozenset[str]:
    """The codes that count."""
    return seen.headline


def _children(seen: Sequence[Seen], code: str) -> int:
    return len({one.child for one in seen if code in one.headline})


def _by_care(seen: Sequence[Seen]) -> tuple[int, ...]:
    care = {one.child: one.care for one in seen}
    counts = Counter(care.values())
    return (*(counts[status] for status, _ in CARE), len(care))


def _quarters(seen: Sequence[Seen]) -> list[tuple[str, set[str]]]:
    known = sorted({one.period for one in seen if one.period})
    early, late = known[:-MOST_QUARTERS], known[-MOST_QUARTERS:]
    groups = [(f"To {early[-1]}", set(early))] if early else []
    groups += [(quarter, {quarter}) for quarter in late]
    return groups + ([("Not dated", {""})] if any(not one.period for one in seen) else [])


def _percent(share: float) -> Cell:
    return Cell(f"{share:.0%}", round(share, 2))
