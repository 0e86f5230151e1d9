"""The words of the first page."""

from __future__ import annotations

from textmine.reporting.changes import MORE, SAME
from textmine.reporting.disclosure import RULES
from textmine.reporting.frontpage import rising
from textmine.reporting.inclusion import counted
from textmine.reporting.told import Told
from textmine.types import Cell, Table


def told(*verdicts: str) -> Told:
    rows = [("All children", (Cell("z"),)), *((f"Rules, boundaries {n}", (Cell(v),)) for n, v in enumerate(verdicts))]
    table = Table("changes", "What changed", ("Factor", "Change"), tuple(rows), "", "children")
    return Told({"changes": table}, {}, (), (), {}, RULES["sup5"], "shareable", "", counted((), ()))


def test_a_change_is_spoken_of_only_where_there_is_one() -> None:
    assert rising(told(SAME)) == "No factor or theme is clearly recorded more often than before."


def test_names_with_commas_stay_apart_in_a_list() -> None:
    words = "Recorded more often than in the stretch before: 'rules, boundaries 0' and 'rules, boundaries 1'. "
    assert rising(told(MORE, MORE)) == words + "That is a change in what was recorded, and says nothing of its cause."
