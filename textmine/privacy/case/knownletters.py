"""Known people by the first letter of their name, and by initials that are a word too, where the words beside tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textmine.privacy.case.roster import Known
from textmine.privacy.language.folding import Folded
from textmine.privacy.language.letters import letters_as_names
from textmine.privacy.language.personnames import looks_like_initials, name_key, titled_key
from textmine.privacy.language.plainwords import EVERYDAY, words_of
from textmine.types import Span

ROLES = words_of("sw yp tm pa kw gp cp hv pc ds dc di mh la hb sg ot ed cc ps mr ms dr")
"""Two letters that are somebody by trade, or an agency: they speak and are spoken to, whoever has these initials."""


def known_letters(folded: Folded, people: Sequence[Known]) -> Iterator[Span]:
    """Letters that stand for known people: characters, half-open; may overlap. Two people's letter is nobody's own."""
    bearers: dict[str, set[str]] = {}
    for one in people:
        for letters in _letters(one.words):
            bearers.setdefault(letters, set()).add(one.entity)
    for match in letters_as_names(folded.text, bearers, known=True):
        whose = bearers[match["x"]]
        entity = next(iter(whose)) if len(whose) == 1 else f"person:{match['x'].casefold()}"
        yield Span(*folded.back(*match.span("x")), "PERSON", 0.8, "roster", entity)


def _letters(words: str) -> Iterator[str]:
    """The first letter of a name, and the first and last together where they usually mean something else."""
    parts = name_key(words).split()
    if looks_like_initials(words) or titled_key(words) != name_key(words) or not parts[0][0].isalpha():
        return
    yield parts[0][0].upper()
    both = parts[0][0] + parts[-1][0]
    if len(parts) > 1 and both in EVERYDAY - ROLES:
        yield both.upper()
