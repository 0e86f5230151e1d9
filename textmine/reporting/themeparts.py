"""What is inside a theme: its parts, and the codes that mark its sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence

from textmine.reporting.disclosure import Counts, Rule, may_quote
from textmine.reporting.material import CodeInfo
from textmine.reporting.people import behind
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
) -> Draft:
    """Codes by themes: children with a sentence of the theme that the code marks; the codes that mark most children."""
    child_of = {one.narrative: one.child for one in seen}
    marks = _marks(codings, {one.narrative: one.headline for one in seen})
    both: dict[tuple[str, int], set[str]] = defaultdict(set)
    for theme in shown:
        for narrative, start, end, _ in theme.passages:
            for code in {c for s, e, c in marks.get(narrative, ()) if s < end and start < e}:
                both[code, theme.id].add(child_of[narrative])
    often = Counter({code.id: len(set().union(*(both[code.id, t.id] for t in shown))) for code in codes})
    rows = [code for code in codes if often[code.id]]
    rows = sorted(rows, key=lambda code: (-often[code.id], code.id))[:MOST_CODES]
    with_code = {code.id: {one.child for one in seen if code.id in one.headline} for code in rows}
    speaking = [{child_of[n] for n, *_ in theme.passages if n in child_of} for theme in shown]
    lines = [(*(len(some) for some in speaking), len(set(child_of.values())))]
    lines += [(*(len(both[code.id, t.id]) for t in shown), len(with_code[code.id])) for code in rows]
    keys = [(*(f"coded:theme {t.key or t.id}" for t in shown), "children:*")]
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
        "who speak of the theme; the last column: children with the code anywhere. A theme that few codes mark may need one."
    )
    return Draft(id, title, "Code", counts, note, "children")


def parts_of(
    id: str,
    title: str,
    parts: Sequence[Theme],
    labels: Sequence[str],
    shown: Sequence[Theme],
    narratives: Sequence[Narrative],
    rule: Rule,
) -> Draft | None:
    """The parts of each theme that come from enough children; nothing if there are none.

    Args:
        labels: what may be shown of each part's words.
    """
    child_of = {narrative.id: narrative.child for narrative in narratives}
    whole = {theme.id: theme for theme in shown}
    own = [(part, label, _sources(part, child_of)) for part, label in zip(parts, labels, strict=True)]
    own = [one for one in own if one[0].parent in whole and may_quote(behind(child for _, child in one[2]), rule)]
    if not own:
        return None
    of = {theme.id: len({child for _, child in _sources(theme, child_of)}) for theme in shown}
    counts = Counts(
        rows=tuple(f"{whole[part.parent].label}: {label}" for part, label, _ in own),
        columns=("Interviews", "Children", "Children of the theme"),
        values=tuple((len({n for n, _ in some}), len({c for _, c in some}), of[part.parent]) for part, _, some in own),
        people=tuple((behind(c for _, c in some), len({c for _, c in some}), of[part.parent]) for part, _, some in own),
        keys=tuple(("", "", f"children:theme {whole[part.parent].key or part.parent}") for part, _, _ in own),
        whole_columns=((1, 2),),
    )
    note = "Themes opened: groups within a theme that came back in most runs. A sentence need not stand in one of them."
    return Draft(id, title, "Part", counts, note, "interviews and children")


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


def _sources(theme: Theme, child_of: Mapping[str, str]) -> set[tuple[str, str]]:
    return {(narrative, child_of[narrative]) for narrative, *_ in theme.passages if narrative in child_of}
