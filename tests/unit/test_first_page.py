"""The words of the first page."""

from __future__ import annotations

from dataclasses import replace

from textmine.reporting.changes import MORE, SAME
from textmine.reporting.disclosure import RULES
from textmine.reporting.frontpage import headline, rising, summary
from textmine.reporting.inclusion import counted
from textmine.reporting.told import Told
from textmine.types import Cell, Table


def told(*verdicts: str) -> Told:
    rows = [("All children", (Cell("z"),)), *((f"Rules, boundaries {n}", (Cell(v),)) for n, v in enumerate(verdicts))]
    table = Table("changes", "What changed", ("Factor", "Change"), tuple(rows), "", "children")
    return Told({"changes": table}, {}, (), (), {}, RULES["sup5"], "shareable", "", counted((), ()))


def test_a_change_is_spoken_of_only_where_there_is_one() -> None:
    assert rising(told(SAME)) == "No factor or theme is clearly recorded more often than before."


def test_a_hidden_share_is_not_spoken_of() -> None:
    shares = (Cell("84%", 0.84), Cell("c"), Cell("not available"), Cell("46%", 0.46))
    rows = tuple((str(n), (Cell("1"), Cell("2"), share)) for n, share in enumerate(shares))
    figures = {"episodes:all": Cell("360", 360)}
    own = Table("return_interviews", "Return interviews", ("Indicator", "a", "b", "Figure"), rows, "", "episodes")
    words = summary(replace(told(SAME), tables={"return_interviews": own}, figures=figures)).paragraphs
    said = "offered for 84% of episodes (1 of 2); 46% of those with known times within 72 hours (1 of 2)"
    assert f"Return interviews: {said}." in words


def test_factors_stand_on_the_first_page_of_reports_that_speak_of_them() -> None:
    labels = [label for label, *_ in headline(told(SAME), ("foi", "data", "methods"))]
    assert [label for label, *_ in headline(told(SAME), ("summary",))] == [
        *labels,
        "Main push factor",
        "Main pull factor",
    ]


def test_a_hidden_figure_says_what_its_sign_means() -> None:
    cards = {
        label: meaning
        for label, _, meaning in headline(replace(told(SAME), figures={"narratives:people": Cell("c")}), ())
    }
    assert cards["Coded by people"] == "or accepted by them; c: small, or it would give a small number away"
    assert cards["Suggested by the model"] == "not checked by people"


def test_names_with_commas_stay_apart_in_a_list() -> None:
    words = "Recorded more often than in the stretch before: 'rules, boundaries 0' and 'rules, boundaries 1'. "
    assert rising(told(MORE, MORE)) == words + "That is a change in what was recorded, and says nothing of its cause."
