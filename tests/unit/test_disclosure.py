"""No hidden count can be worked out, whatever the table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog  # type: ignore[import-untyped]

from textmine.errors import DisclosureError
from textmine.reporting.disclosure import RULES, Counts, Rule, may_quote, protect, protect_together, share
from textmine.reporting.relations import at_least
from textmine.types import Cell

SUP5 = RULES["sup5"]


def crosstab(inner: list[list[int]]) -> Counts:
    """A table with its totals."""
    lines = [[*line, sum(line)] for line in inner]
    lines.append([sum(column) for column in zip(*lines, strict=True)])
    return Counts(
        rows=tuple(f"r{i}" for i in range(len(lines))),
        columns=tuple(f"c{i}" for i in range(len(lines[0]))),
        values=tuple(tuple(line) for line in lines),
        total_rows=(len(lines) - 1,),
        total_columns=(len(lines[0]) - 1,),
    )


def words(counts: Counts, rule: Rule = SUP5) -> list[list[str]]:
    return [[cell.shown for cell in line] for line in protect(counts, rule)]


def test_one_small_count_takes_others_with_it_and_totals_stay() -> None:
    shown = words(crosstab([[3, 20, 30], [10, 40, 50], [12, 60, 70]]))
    assert shown[0][0] == "c"
    assert sum(word == "c" for line in shown for word in line) >= 4
    assert shown[3] == ["25", "120", "150", "295"]


def test_zero_is_shown_as_zero_and_not_given_is_not_zero() -> None:
    counts = Counts(("a", "b", "all"), ("n",), ((0,), (None,), (0,)), total_rows=(2,))
    assert words(counts) == [["0"], ["Information not given"], ["0"]]


def test_a_part_is_hidden_if_few_or_none_are_left_over() -> None:
    counts = Counts(("all", "x", "y", "z"), ("n",), ((40,), (38,), (40,), (20,)), whole_row=0)
    assert words(counts) == [["40"], ["c"], ["c"], ["20"]]


def test_many_interviews_of_few_children_are_hidden() -> None:
    counts = Counts(("x", "y"), ("interviews",), ((30,), (30,)), people=((1,), (12,)))
    assert words(counts) == [["c"], ["30"]]


def test_the_same_figure_is_hidden_in_every_table() -> None:
    whole = Counts(("all", "x"), ("n",), ((40,), (38,)), whole_row=0, keys=(("",), ("x",)))
    parts = Counts(("x",), ("2023", "2024", "both"), ((20, 18, 38),), total_columns=(2,), keys=(("", "", "x"),))
    assert protect_together((whole, parts), SUP5)[1][0][2].shown == "c"


def test_the_same_figure_cannot_have_two_values() -> None:
    one, other = (Counts(("x",), ("n",), ((n,),), keys=(("x",),)) for n in (7, 8))
    with pytest.raises(DisclosureError, match="different figures"):
        protect_together((one, other), SUP5)


def test_a_total_that_is_not_the_sum_is_refused() -> None:
    with pytest.raises(DisclosureError, match="not the sum"):
        protect(Counts(("a", "all"), ("n",), ((6,), (9,)), total_rows=(1,)), SUP5)


@pytest.mark.parametrize(
    ("name", "count", "shown"),
    [("sup5", 4, "c"), ("sup5", 5, "5"), ("nhs", 7, "*"), ("nhs", 8, "10"), ("nhs", 1234, "1,235")]
    + [("dfe", 5, "c"), ("dfe", 14, "10"), ("dfe", 15, "20"), ("ons10", 9, "c"), ("ons10", 10, "10")],
)
def test_presets_hide_and_round(name: str, count: int, shown: str) -> None:
    assert [[shown]] == words(Counts(("x",), ("n",), ((count,),)), RULES[name])


def test_percentages_need_a_large_enough_whole_and_shown_counts() -> None:
    assert share(Cell("5", 5), Cell("20", 20), SUP5).shown == "25%"
    assert share(Cell("5", 5), Cell("19", 19), SUP5).shown == "c"
    assert share(Cell("c"), Cell("40", 40), SUP5).shown == "c"
    assert share(Cell("0", 0), Cell("0", 0), SUP5).shown == "not available"


def test_words_are_quoted_of_enough_children_only() -> None:
    assert (may_quote(4, SUP5), may_quote(5, SUP5)) == (False, True)


def bounds_of(counts: Counts, least: int) -> list[tuple[float, float]]:
    """Least and greatest value of each hidden inner count that fits what is shown."""
    cells = protect(counts, SUP5)
    rows, columns = len(counts.rows), len(counts.columns)
    size = rows * columns
    limits = [
        (float(counts.values[r][c] or 0),) * 2 if cells[r][c].value is not None else (least, None)
        for r in range(rows)
        for c in range(columns)
    ]
    equations = []
    for r in range(rows):
        equations.append([(1 if c < columns - 1 else -1) * (at == r) for at in range(rows) for c in range(columns)])
    for c in range(columns):
        equations.append([(1 if r < rows - 1 else -1) * (at == c) for r in range(rows) for at in range(columns)])
    found = []
    for r in range(rows - 1):
        for c in range(columns - 1):
            if cells[r][c].value is None:
                aim = [float(at == r * columns + c) for at in range(size)]
                low = linprog(aim, A_eq=equations, b_eq=[0] * len(equations), bounds=limits)
                high = linprog([-x for x in aim], A_eq=equations, b_eq=[0] * len(equations), bounds=limits)
                found.append((low.fun, -high.fun if high.status == 0 else float("inf")))
    return found


def test_hidden_counts_that_come_to_few_together_are_joined_by_another() -> None:
    """1 and 2 of 33: with 30 shown, a reader would know of 3 children."""
    counts = Counts(("x",), ("a", "b", "c", "all"), ((1, 2, 30, 33),), total_columns=(3,))
    assert words(counts) == [["c", "c", "c", "33"]]


def test_a_part_that_is_all_of_a_shown_whole_of_just_enough_children_takes_it_along() -> None:
    """Both are shown only of five children, so a hidden part of a whole of five is five."""
    part, whole = ("part", 5), ("whole", 5)
    counts = Counts(("",), ("", ""), ((5, 5),), keys=(("part", "whole"),), whole_columns=((0, 1),))
    cells = protect_together([counts, at_least(part, 5), at_least(whole, 5)], SUP5)
    assert [cell.shown for cell in cells[0][0]] == ["c", "c"]


def test_a_hidden_count_that_ties_two_groups_of_hidden_counts_cannot_be_worked_out() -> None:
    """Every sum hides two counts or more, and yet rows 1 and 2 less columns 1 and 2 would give the one at row 2."""
    inner = [[3, 3, 50, 60], [3, 3, 4, 70], [80, 90, 3, 3], [55, 65, 3, 3]]
    assert [(low, high) for low, high in bounds_of(crosstab(inner), 1) if low > high - 0.5] == []


tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.one_of(st.integers(0, 9), st.integers(0, 60)), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


@settings(deadline=None, max_examples=150)
@given(tables, st.sampled_from([0, 1]))
def test_no_hidden_inner_count_is_determined_by_what_is_shown(inner: list[list[int]], least: int) -> None:
    """Also for a reader who knows that a hidden count is at least 1."""
    for low, high in bounds_of(crosstab(inner), least):
        assert low < high - 0.5


@settings(deadline=None, max_examples=150)
@given(tables)
def test_no_small_count_is_shown(inner: list[list[int]]) -> None:
    shown = [cell.value for line in protect(crosstab(inner), SUP5) for cell in line]
    assert [value for value in shown if value is not None and 0 < value < 5] == []
