"""Every table of themes, before protection: how many speak of them, when, where, in which care, and which codes mark them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from textmine.reporting import bygroup, counting, themeties
from textmine.reporting.counts import Counts
from textmine.reporting.disclosure import Rule
from textmine.reporting.emerging import emerging, safe_label, users_of
from textmine.reporting.inclusion import Counted
from textmine.reporting.material import CodeInfo
from textmine.reporting.people import by_child
from textmine.reporting.tables import Draft
from textmine.reporting.tallies import Seen, care_of_children
from textmine.reporting.thememoves import by_quarter, moved, of_all
from textmine.reporting.themeparts import by_code, parts_of
from textmine.types import Cell, Coding, Theme

GROUPS = ("care", "placement", "placed", "area")
SAID = "Children with a sentence of the theme. "


@dataclass(frozen=True, slots=True)
class Moves:
    """How themes move.

    Args:
        verdicts: by theme.
        areas: theme to the areas in which it is new or rises.
        recent: quarters that are held against those before.
        steady: themes whose verdict is of all quarters, not of the recent ones against those before.
    """

    verdicts: Mapping[int, str] = field(default_factory=dict)
    areas: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    recent: tuple[str, ...] = ()
    steady: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Themed:
    """Drafts of the tables, the sums that tie them, the themes that may be shown, and how many were left out."""

    drafts: tuple[Draft, ...]
    ties: tuple[Counts, ...]
    shown: tuple[Theme, ...]
    left_out: int


def themed(
    themes: Sequence[Theme],
    kept: Counted,
    *,
    codings: Sequence[Coding],
    codes: Sequence[CodeInfo],
    seen: Sequence[Seen],
    rule: Rule,
    moves: Moves,
    period: str,
) -> Themed:
    """Tables of the themes that come from enough children.

    Args:
        themes: those that stand on their own, and parts of them.
        codings, seen: as the rest of the report counts them.
        moves: how they move; empty in a report of a part of the time.
        period: in words, for the titles.
    """
    if seen:
        kept = _coded(kept, seen)
    tops = [theme for theme in themes if theme.id and not theme.parent]
    first, shown, left_out = emerging(
        "themes",
        _titled("Emerging themes", period),
        tops,
        narratives=kept.narratives,
        rule=rule,
        codes=codes,
        trends=moves.verdicts,
        providers=_providers(kept),
    )
    if not shown:
        return Themed((first,), (), (), left_out)
    own, rows = _spoken(shown, kept), [_row(theme) for theme in shown]
    every = bool(seen)
    drafts = [first]
    title = _titled("Themes: lately and before", period)
    changed = moved("themes_changed", title, own, rows, recent=moves.recent, every=every)
    quarterly = by_quarter("themes_by_quarter", _titled("Themes by quarter", period), own, rows, every=every)
    drafts += [draft for draft, _ in (changed, quarterly) if draft]
    for one in (one for one in bygroup.GROUPINGS if one.id in GROUPS):
        draft = bygroup.by_group(one, _titled(f"Themes, by {one.name}", period), own, codes=rows, coded_by="")
        drafts.append(_rising(_keyed(_as_themes(draft, one.id), every), one.id, shown, moves.areas))
    marked = by_code(
        "themes_by_code", _titled("Themes and codes", period), shown, codings, codes=codes, seen=seen, every=every
    )
    users = users_of(kept.narratives)
    parts = [replace(theme, label=safe_label(theme, users, rule, ())) for theme in themes if theme.parent]
    inner = parts_of("themes_parts", _titled("Parts of themes", period), parts, shown, kept.narratives, rule)
    ties = [*changed[1], *quarterly[1], *inner[1]]
    ties += themeties.of_themes(first, rule)
    ties += themeties.of_quarters(own, rule) if every and quarterly[0] else ()
    return Themed((*drafts, marked, *([inner[0]] if inner[0] else [])), tuple(ties), tuple(shown), left_out)


def _coded(kept: Counted, seen: Sequence[Seen]) -> Counted:
    """Coded narratives only, as other tables count: two tables of nearly the same children tell of those in one of them."""
    known = {one.narrative for one in seen}
    return replace(kept, narratives=tuple(n for n in kept.narratives if n.id in known))


def _providers(kept: Counted) -> dict[str, str]:
    """Narrative to who held the interview, where that is recorded."""
    of = {at: episode.provider for at, episode in by_child(kept.episodes).items() if episode.provider != "unknown"}
    return {n.id: of[at] for n in kept.narratives if (at := (n.meta.episode, n.child)) in of}


def _titled(name: str, period: str) -> str:
    return f"{name}, {period}" if period else name


def _row(theme: Theme) -> CodeInfo:
    return CodeInfo(f"theme {theme.key or theme.id}", theme.label, "themes")


def _spoken(shown: Sequence[Theme], kept: Counted) -> tuple[Seen, ...]:
    """Every narrative that counts, with the themes that it speaks of in place of codes."""
    speaks: dict[str, set[str]] = defaultdict(set)
    for theme in shown:
        for narrative, *_ in theme.passages:
            speaks[narrative].add(_row(theme).id)
    episodes = by_child(kept.episodes)
    care = care_of_children(kept.episodes)
    nothing: frozenset[str] = frozenset()
    return tuple(
        Seen(
            narrative=n.id,
            child=n.child,
            period=n.meta.period,
            area=episode.area if (episode := episodes.get((n.meta.episode, n.child))) else "unknown",
            care=care.get(n.child, "unknown"),
            by_people=False,
            unsure=False,
            headline=frozenset(speaks[n.id]),
            suspected=nothing,
            historical=nothing,
            negated=nothing,
            episode=episode,
        )
        for n in kept.narratives
    )


def _as_themes(draft: Draft, group: str) -> Draft:
    names = ("All children interviewed", *draft.counts.rows[1:])
    note = draft.note.replace(counting.COUNTED, SAID)
    return replace(draft, id=f"themes_by_{group}", first="Theme", note=note, counts=replace(draft.counts, rows=names))


def _keyed(draft: Draft, every: bool) -> Draft:
    """With the keys of figures of all narratives where none is coded: they are others than those of coded ones."""
    keys = tuple(tuple(of_all(key, every=every) for key in line) for line in draft.counts.keys)
    return replace(draft, counts=replace(draft.counts, keys=keys))


def _rising(draft: Draft, group: str, shown: Sequence[Theme], areas: Mapping[int, tuple[str, ...]]) -> Draft:
    if group != "area" or not areas:
        return draft
    cells = (Cell("z"), *(Cell(", ".join(areas.get(theme.id, ())) or "none") for theme in shown))
    return replace(draft, measures=(*draft.measures, ("New or rising in", cells)))
