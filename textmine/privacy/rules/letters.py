"""A single capital that the words beside it show to be somebody: `J said`, `J's car`, `her friend J`."""

from __future__ import annotations

from collections.abc import Iterator

from textmine.privacy.language.introductions import goes_by
from textmine.privacy.language.letters import letters_as_names
from textmine.types import Span

LETTERS = frozenset("ABCDEFGHJKLMNOPQRSTVWXYZ")


def single_letters(text: str) -> Iterator[Span]:
    """Letters that stand for people, whoever they are: characters, half-open; may overlap. Never `I` or `U` (you)."""
    for match in letters_as_names(text, LETTERS, known=False):
        yield Span(*match.span("x"), "PERSON", 0.6, "a letter for a name")


def short_names(text: str) -> Iterator[Span]:
    """Capitals by which the text says that somebody goes, though they may be an acronym too: `known as IT`."""
    for match in goes_by(text):
        yield Span(*match.span("x"), "PERSON", 0.75, "a short name")
