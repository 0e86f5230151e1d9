"""What is inside a theme: its parts, and the codes that mark its sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from textmine.reporting.disclosure import Counts, Rule, may_quote
from textmine.reporting.emerging import sources_of
from textmine.reporting.material import CodeInfo
from textmine.reporting.people import behind
from textmine.reporting.relations import at_least, at_most
from textmine.reporting.tables import Draft
from textmine.reporting.tallies import Seen, chosen
from textmine.types import Coding, Narrative, Theme

MOST_CODES = 15


def by_code(
    id: str,
    title: str,
    shown: Sequence[Theme],
    codings: Sequence[Coding],
    *,
    codes: Sequence[CodeInfo],
    seen: Sequence[Seen],
    every: bool,
) -> Draft:
    """Codes by themes: children with a sentence of the theme that the code marks; the codes that mark most children.

    Args:
        every: whether narratives are coded: who speaks of a theme then has a coded interview.
    """
    child_of = {one.narrative: one.child for one in seen}
    marks = _marks(codings, {one.narrative: one.headline for one in seen})
    both: dict[tuple[str, int], set[str]] = defaultdict(set)
    for theme in shown:
        for narrative, start, end, _ in theme.passages:
            for code in {c for s, e, c in marks.get(narrative, ()) if s < end and start < e}:
                both[code, theme.id].add(child_of[narrative])
    often = Counter({code.id: len(set().union(*(both[code.id, t.id] for t in shown))) for code in codes})
    most = sorted((code for code in often if often[code]), key=lambda code: (-often[code], code))[:MOST_CODES]
    rows = [code for code in codes if code.id in most]
    with_code = {code.id: {one.child for one in seen if code.id in one.headline} for code in rows}
    speaking = [{child_of[n] for n, *_ in theme.passages if n in child_of} for theme in shown]
    lines = [(*(len(some) for some in speaking), len(set(child_of.values())))]
    lines += [(*(len(both[code.id, t.id]) for t in shown), len(with_code[code.id])) for code in rows]
    keys = [(*(f"{'children' if every else 'coded'}:theme {t.key or t.id}" for t in shown), "children:*")]
    keys += [(*(f"coded:theme {t.key or t.id}|{code.id}" for t in shown), f"children:{code.id}") for code in rows]
    counts = Counts(
        rows=("All children with a coded interview", *(code.name for code in rows)),
        columns=(*(theme.label for theme in shown), "All themes and none"),
        values=tuple(lines),
        keys=tuple(keys),
        whole_row=0,
        whole_columns=tuple((c, len(shown)) for c in range(len(shown))),
    )
    note = (
        "Children with a sentence of the theme that the code marks as affirmed and about this episode. The first row: children "
        "who speak of the theme; 'All themes and none': children with the code anywhere. A theme that few codes mark may "
        "need one."
    )
    return Draft(id, title, "Code", counts, note, "children", sort_by=len(shown))


def parts_of(
    id: str,
    title: str,
    themes: Sequence[Theme],
    shown: Sequence[Theme],
    narratives: Sequence[Narrative],
    rule: Rule,
) -> tuple[Draft | None, tuple[Counts, ...]]:
    """The parts of each theme that come from enough children, and what ties them to it; nothing if there are none.

    Args:
        themes: parts of themes, with labels that may be shown.
    """
    child_of = {narrative.id: narrative.child for narrative in narratives}
    place = {theme.id: i for i, theme in enumerate(shown)}
    own = [(part, sources_of(part, child_of)) for part in themes if part.parent in place]
    own = [(part, some) for part, some in own if may_quote(behind(child for _, child in some), rule)]
    own.sort(key=lambda one: (place[one[0].parent], one[0].label))
    if not own:
        return None, ()
    wholes = [shown[place[part.parent]] for part, _ in own]
    every = [sources_of(whole, child_of) for whole in wholes]
    counts = Counts(
        rows=tuple(f"{whole.label}: {part.label}" for whole, (part, _) in zip(wholes, own, strict=True)),
        columns=("Interviews", "Children", "Interviews of the theme", "Children of the theme"),
        values=tuple((*_counted(some), *_counted(all_)) for (_, some), all_ in zip(own, every, strict=True)),
        people=tuple((*_behind(some), *_behind(all_)) for (_, some), all_ in zip(own, every, strict=True)),
        keys=tuple(
            (*_keys(f"part {part.key or part.id}"), *_keys(f"theme {whole.key or whole.id}"))
            for whole, (part, _) in zip(wholes, own, strict=True)
        ),
        whole_columns=((0, 2), (1, 3)),
    )
    note = "Groups within a theme that came back in most runs. A sentence need not stand in one of them."
    draft = Draft(id, title, "Part", counts, note, "interviews and children")
    return draft, tuple(
        tie for keys, line in zip(counts.keys, counts.values, strict=True) for tie in _known(keys, line, rule)
    )


def _known(keys: Sequence[str], line: Sequence[int | None], rule: Rule) -> tuple[Counts, Counts]:
    """A child has an interview at least, and a part is shown only if it is of enough children."""
    interviews, children = ((key, value or 0) for key, value in zip(keys[:2], line[:2], strict=True))
    return at_most(children, interviews), at_least(children, rule.threshold)


def _keys(of: str) -> tuple[str, str]:
    return f"interviews:{of}", f"children:{of}"


def _counted(sources: set[tuple[str, str]]) -> tuple[int, int]:
    """Interviews and children."""
    return len(sources), len({child for _, child in sources})


def _behind(sources: set[tuple[str, str]]) -> tuple[int, int]:
    """Children behind the count of interviews, and behind that of children."""
    return behind(child for _, child in sources), len({child for _, child in sources})


def _marks(codings: Sequence[Coding], headline: Mapping[str, Collection[str]]) -> dict[str, list[tuple[int, int, str]]]:
    """Where the codings that count mark what they count."""
    own: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        if coding.status != "rejected" and coding.narrative in headline:
            own[coding.narrative].append(coding)
    return {
        narrative: [
            (m.start, m.end, m.code)
            for c in chosen(some)
            for m in c.mentions
            if m.headline and m.code in headline[narrative]
        ]
        for narrative, some in own.items()
    }
