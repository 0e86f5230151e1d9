"""Emerging themes as they may be shown: a word only if enough children use it, a theme only if it is of enough children."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from textmine.reporting.disclosure import Counts, Rule, may_quote
from textmine.reporting.people import behind
from textmine.reporting.tables import Draft
from textmine.types import Cell, Narrative, Theme

MOST_WORDS = 8
Users = Mapping[str, set[str]]
"""Word in small letters → children in whose narratives it stands."""


def emerging(
    id: str,
    title: str,
    themes: Sequence[Theme],
    *,
    narratives: Sequence[Narrative],
    rule: Rule,
    trends: Mapping[int, str] = MappingProxyType({}),
    providers: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Draft, int]:
    """The themes of enough children, those least covered by the codebook first.

    Args:
        trends: theme to what can be said of how it moves.
        providers: narrative to who held the interview; what one of several providers alone writes may be its form's words.

    Returns:
        The table before protection, and how many themes were left out: of too few children, or of one provider.
    """
    child_of = {narrative.id: narrative.child for narrative in narratives}
    sources = {theme.id: _sources(theme, child_of) for theme in themes}
    enough = [theme for theme in themes if may_quote(behind(child for _, child in sources[theme.id]), rule)]
    shown = [theme for theme in enough if not _of_one_provider(sources[theme.id], providers)]
    shown.sort(key=lambda theme: (theme.explained, theme.id))
    users = _users(narratives)
    counts = Counts(
        rows=tuple(_label(theme, users, rule) for theme in shown),
        columns=("Interviews", "Children"),
        values=tuple((len(sources[t.id]), len({child for _, child in sources[t.id]})) for t in shown),
    )
    words = tuple(", ".join(_words(theme, users, rule)) or "none that enough children use" for theme in shown)
    covered = tuple(Cell(f"{theme.explained:.0%}", round(theme.explained, 2)) for theme in shown)
    note = (
        "Interviews and children with a sentence of the theme; a child with many interviews is one child. 'Covered by "
    )
    note += "codes': share of its sentences that a code already marks; a low share is a prompt to look, not a finding."
    draft = Draft(
        id,
        title,
        "Theme",
        counts,
        note,
        "interviews and children",
        texts=(("Words", words),),
        measures=(
            ("Trend", tuple(Cell(trends.get(theme.id, "too few to say")) for theme in shown)),
            ("Covered by codes", covered),
        ),
    )
    return draft, len(themes) - len(shown)


def _of_one_provider(sources: set[tuple[str, str]], providers: Mapping[str, str]) -> bool:
    known = {providers[narrative] for narrative, _ in sources if narrative in providers}
    return len(known) == 1 and len(set(providers.values())) > 1


def _sources(theme: Theme, child_of: Mapping[str, str]) -> set[tuple[str, str]]:
    """(narrative, child) of its passages."""
    return {(narrative, child_of[narrative]) for narrative, *_ in theme.passages if narrative in child_of}


def _users(narratives: Sequence[Narrative]) -> Users:
    users: dict[str, set[str]] = defaultdict(set)
    for narrative in narratives:
        for word in _tokens(narrative.text):
            users[word].add(narrative.child)
    return users


def _tokens(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def _common(words: str, users: Users, rule: Rule) -> bool:
    return all(may_quote(len(users.get(word, ())), rule) for word in _tokens(words))


def _label(theme: Theme, users: Users, rule: Rule) -> str:
    return theme.label if _common(theme.label, users, rule) else f"Theme {theme.id}"


def _words(theme: Theme, users: Users, rule: Rule) -> list[str]:
    return [word for word, _ in theme.words if _common(word, users, rule)][:MOST_WORDS]
