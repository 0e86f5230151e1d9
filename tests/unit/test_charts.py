"""Pictures are the same each time, say their facts in words, and leave out what is hidden."""

from __future__ import annotations

import re

from textmine.reporting.charts import Bar, Line, bar_chart, line_chart
from textmine.types import Cell

BARS = (Bar("Conflict", Cell("40%", 0.4), 0.3, 0.5), Bar("Rules", Cell("c")), Bar("Friends", Cell("55%", 0.55)))
LINES = (Line("Conflict", (Cell("7", 7), Cell("c"), Cell("9", 9))),)


def test_the_same_figures_give_the_same_picture() -> None:
    one, other = (bar_chart("b", "Why", BARS, unit="% of children", table="t") for _ in range(2))
    assert one is not None
    assert other is not None
    assert (one.svg, one.png) == (other.svg, other.png)
    assert one.png[:4] == b"\x89PNG"
    assert not re.search(r"20\d\d-\d\d-\d\dT", one.svg)


def test_the_words_for_a_bar_chart_say_the_largest_and_what_is_not_shown() -> None:
    figure = bar_chart("b", "Why", BARS, unit="% of children", table="t")
    assert figure is not None
    expected = "Bar chart. Why, % of children. Largest first: Friends 55%; Conflict 40%. "
    assert expected + "1 not drawn as the figures are not shown." == figure.alt
    assert figure.table == "t"


def test_a_hidden_bar_is_not_drawn() -> None:
    shown = bar_chart("b", "Why", BARS, unit="%", table="t")
    all_drawn = bar_chart("b", "Why", (*BARS[:1], Bar("Rules", Cell("30%", 0.3)), *BARS[2:]), unit="%", table="t")
    assert shown is not None
    assert all_drawn is not None
    filled = "fill: #17606e"
    assert all_drawn.svg.count(filled) - shown.svg.count(filled) == 1


def test_a_hidden_point_leaves_a_gap() -> None:
    figure = line_chart("l", "By quarter", ("Q1", "Q2", "Q3"), lines=LINES, unit="interviews", table="t")
    assert figure is not None
    assert "Conflict: 7 in Q1, 9 in Q3. 1 not drawn as the figures are not shown." in figure.alt


def test_lines_differ_by_more_than_colour() -> None:
    lines = tuple(Line(f"Factor {i}", (Cell("7", 7), Cell("9", 9 + i))) for i in range(4))
    figure = line_chart("l", "By quarter", ("Q1", "Q2"), lines=lines, unit="interviews", table="t")
    assert figure is not None
    assert len(set(re.findall(r"stroke-dasharray: ([\d., ]+)", figure.svg))) >= 3


def test_without_a_figure_to_show_there_is_no_picture() -> None:
    assert bar_chart("b", "Why", [Bar("Rules", Cell("c"))], unit="%", table="t") is None
    assert line_chart("l", "Why", ("Q1",), lines=[Line("Rules", (Cell("c"),))], unit="n", table="t") is None


def test_a_label_like_a_script_or_a_formula_is_only_words() -> None:
    bars = [Bar("<script>alert(1)</script> $\\frac{", Cell("40%", 0.4))]
    figure = bar_chart("b", "Why", bars, unit="%", table="t")
    assert figure is not None
    assert "<script" not in figure.svg
