"""The nouns that the rooms hand to each other: frozen, checked when made, no text in a repr."""

from textmine.types.arrays import Matrix, Probabilities
from textmine.types.codings import (
    ANNOTATOR,
    ASSERTIONS,
    MODEL,
    REVIEWER,
    STATUSES,
    TIMES,
    VOICES,
    Assertion,
    Coding,
    Mention,
    Status,
    Time,
)
from textmine.types.episodes import Episode
from textmine.types.narratives import Meta, Narrative, Passage
from textmine.types.reports import Cell, Figure, Quotation, Report, Section, Table
from textmine.types.spans import Span
from textmine.types.themes import THEME_KINDS, UNCOVERED, Theme

__all__ = [
    "ANNOTATOR",
    "ASSERTIONS",
    "MODEL",
    "REVIEWER",
    "STATUSES",
    "THEME_KINDS",
    "TIMES",
    "UNCOVERED",
    "VOICES",
    "Assertion",
    "Cell",
    "Coding",
    "Episode",
    "Figure",
    "Matrix",
    "Mention",
    "Meta",
    "Narrative",
    "Passage",
    "Probabilities",
    "Quotation",
    "Report",
    "Section",
    "Span",
    "Status",
    "Table",
    "Theme",
    "Time",
]
