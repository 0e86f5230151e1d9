"""Emerging themes as they may be shown: a word only if enough children use it, a theme only if it is of enough children."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from textmine.reporting.disclosure import Counts, Rule, may_quote
from textmine.reporting.material import CodeInfo
from textmine.reporting.people import behind
from textmine.reporting.tables import Draft
from textmine.types import UNCOVERED, Cell, Narrative, Theme

MOST_WORDS = 8
Users = Mapping[str, set[str]]
"""Word in small letters → children in whose narratives it stands."""
NOTE = (
    "Interviews and children with a sentence of the theme; a child with many interviews is one child. 'Came back': share of "
    "repeated runs, each on a part of the sentences, that found the theme again. 'Covered by codes': how many of its "
    "sentences a code already marks; little, fewer than three in ten, is a prompt to look, not a finding; mostly is more than "
    "seven in ten. 'Nearest': the theme most like it."
)
LITTLE, PARTLY, MOSTLY = "little", "partly", "mostly"
TREND = "Trend"


def emerging(
    id: str,
    title: str,
    themes: Sequence[Theme],
    *,
    narratives: Sequence[Narrative],
    rule: Rule,
    codes: Sequence[CodeInfo] = (),
    trends: Mapping[int, str] = MappingProxyType({}),
    providers: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Draft, tuple[Theme, ...], int]:
    """The themes of enough children, those least covered by the codebook first.

    Args:
        codes: the codebook, whose words name themes that a code explains.
        trends: theme to what can be said of how it moves.
        providers: narrative to who held the interview; what one of several providers alone writes may be its form's words.

    Returns:
        The table before protection, the themes in its order with labels that may be shown, and how many were left out: of
        too few children, or of one provider.
    """
    child_of = {narrative.id: narrative.child for narrative in narratives}
    sources = {theme.id: sources_of(theme, child_of) for theme in themes}
    enough = [theme for theme in themes if may_quote(behind(child for _, child in sources[theme.id]), rule)]
    shown = [theme for theme in enough if not _of_one_provider(sources[theme.id], providers)]
    shown.sort(key=lambda theme: (theme.explained, theme.id))
    users = users_of(narratives)
    words = tuple(", ".join(_words(theme, users, rule)) or "none that enough children use" for theme in shown)
    shown = _unlike([replace(theme, label=safe_label(theme, users, rule, codes)) for theme in shown])
    values = tuple((len(sources[t.id]), len({child for _, child in sources[t.id]})) for t in shown)
    counts = Counts(
        rows=tuple(theme.label for theme in shown),
        columns=("Interviews", "Children"),
        values=values,
        keys=tuple((f"interviews:theme {t.key or t.id}", f"children:theme {t.key or t.id}") for t in shown),
    )
    draft = Draft(
        id,
        title,
        "Theme",
        counts,
        NOTE,
        "interviews and children",
        texts=(("Words", words),),
        measures=(
            *(((TREND, tuple(Cell(_said(trends.get(theme.id, ""))) for theme in shown)),) if trends else ()),
            ("Covered by codes", tuple(Cell(_covered(theme)) for theme in shown)),
            ("Came back", tuple(Cell(f"{t.stability:.0%}", round(t.stability, 2)) for t in shown)),
            ("Nearest", tuple(Cell(_nearest(theme, shown)) for theme in shown)),
        ),
    )
    return draft, tuple(shown), len(themes) - len(shown)


def _said(verdict: str) -> str:
    """The verdict; it does not say whether one child or one author is behind a rise, which would tell of that child."""
    return "from one source alone" if verdict.startswith("from one") else verdict or "too few to say"


def _covered(theme: Theme) -> str:
    """In words: of six sentences a percentage would tell how many, and so of how many children."""
    return LITTLE if theme.uncovered else MOSTLY if theme.explained > 1 - UNCOVERED else PARTLY


def safe_label(theme: Theme, users: Users, rule: Rule, codes: Sequence[CodeInfo]) -> str:
    """What a theme may be called: a person's name for it, or words that enough children use, after a code's name."""
    if theme.named:
        return theme.label
    words = theme.label if _common(theme.label, users, rule) else ", ".join(_words(theme, users, rule)[:3])
    name = next((code.name for code in codes if code.id == theme.code and not theme.uncovered), "")
    return f"{name}: {words}" if name and words else name or words or "Theme"


def users_of(narratives: Sequence[Narrative]) -> Users:
    """The children who use each word."""
    users: dict[str, set[str]] = defaultdict(set)
    for narrative in narratives:
        for word in _tokens(narrative.text):
            users[word].add(narrative.child)
    return users


def _of_one_provider(sources: set[tuple[str, str]], providers: Mapping[str, str]) -> bool:
    known = {providers[narrative] for narrative, _ in sources if narrative in providers}
    return len(known) == 1 and len(set(providers.values())) > 1


def sources_of(theme: Theme, child_of: Mapping[str, str]) -> set[tuple[str, str]]:
    """(narrative, child) of its passages."""
    return {(narrative, child_of[narrative]) for narrative, *_ in theme.passages if narrative in child_of}


def _tokens(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def _common(words: str, users: Users, rule: Rule) -> bool:
    return all(may_quote(len(users.get(word, ())), rule) for word in _tokens(words))


def _words(theme: Theme, users: Users, rule: Rule) -> list[str]:
    return [word for word, _ in theme.words if _common(word, users, rule)][:MOST_WORDS]


def _unlike(themes: Sequence[Theme]) -> list[Theme]:
    """The themes without a label twice: told apart by their place in the table, since their own numbers go by size."""
    labels = [theme.label for theme in themes]
    return [replace(t, label=f"{t.label} ({n})") if labels.count(t.label) > 1 else t for n, t in enumerate(themes, 1)]


def _nearest(theme: Theme, themes: Sequence[Theme]) -> str:
    others = [other for other in themes if other.id != theme.id]
    if not others:
        return "none"
    return min(others, key=lambda other: ((other.x - theme.x) ** 2 + (other.y - theme.y) ** 2, other.id)).label
