"""What somebody could work out of the tables of themes, and of first pages, who can subtract and knows what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from test_clever_readers import CODES, episodes, numbers, written

from textmine.reporting.editions import Edition
from textmine.reporting.findings import Asked, Built, build
from textmine.reporting.kinds import KINDS
from textmine.reporting.office import in_order
from textmine.reporting.themed import Moves
from textmine.types import Cell, Coding, Episode, Narrative, Report, Theme

Coded = tuple[list[Coding], list[Narrative]]
WORDS = (("debrief", 1.0),)


def theme(id: int, of: Sequence[Episode], *, parent: int = 0, explained: float = 0.5) -> Theme:
    """A theme of the interviews of some episodes, with a name that somebody gave it."""
    passages = tuple((f"n{episode.id}", 0, 7, 0.9) for episode in of)
    return Theme(id, f"Theme {id}", WORDS, passages, explained, key=f"t{id}", parent=parent, named=True)


def told(
    of: Sequence[Episode], coded: Coded, *themes: Theme, asked: Asked | None = None, moves: Moves | None = None
) -> Built:
    asked = replace(asked or Asked(), parts=("themes", "uncovered"))
    return build(*coded, episodes=of, codes=CODES, themes=themes, asked=replace(asked, moves=moves or Moves()))


def cells(report: Report, table: str) -> dict[str, dict[str, Cell]]:
    """Row → column → cell."""
    found = [one for _, section in in_order(report.sections) for one in section.tables if one.id == table]
    return {name: dict(zip(one.columns[1:], line, strict=True)) for one in found for name, line in one.rows}


def later(of: Sequence[Episode], quarter: str) -> list[Episode]:
    """The same episodes in another quarter."""
    start = datetime(int(quarter[:4]), 3 * int(quarter[-1]), 3, 18)
    return [replace(one, period=quarter, start=start, end=start) for one in of]


def test_how_much_of_a_theme_codes_cover_is_told_in_words() -> None:
    """All its six sentences are covered and one code alone marks any: then the code marks all six children."""
    some = episodes(40)
    report = told(some, written(some, affirmed=["push_talk"]), theme(1, some[:6], explained=1.0)).report
    assert cells(report, "themes")["Theme 1"]["Covered by codes"] == Cell("mostly")
    assert numbers(report, "themes_by_code")["Talk"]["Theme 1"] is None


def test_a_verdict_on_hidden_counts_is_hidden() -> None:
    """A rise that a test calls one bounds the count that it was seen in."""
    some = [*episodes(40), *later(episodes(30, first=40), "2024-Q2")]
    moves = Moves({1: "rising", 2: "rising", 3: "rising"}, steady=frozenset({3}))
    own = theme(1, some[30:44]), theme(2, some[20:60]), theme(3, some[10:60])
    trends = cells(told(some, written(some), *own, moves=moves).report, "themes")
    assert numbers(told(some, written(some), *own).report, "themes_changed")["Theme 1"]["2024-Q2"] is None
    assert [trends[f"Theme {n}"]["Trend"].shown for n in (1, 2, 3)] == ["c", "rising", "rising"]


def test_that_one_child_alone_makes_a_rise_is_not_told() -> None:
    some = [*episodes(40), *later(episodes(30, first=40), "2024-Q2")]
    report = told(some, written(some), theme(1, some[20:60]), moves=Moves({1: "from one child alone"})).report
    assert cells(report, "themes")["Theme 1"]["Trend"].shown == "from one source alone"


def test_rows_of_codes_do_not_stand_in_the_order_of_hidden_counts() -> None:
    """Talk, of 36 of 40 children, is hidden: it must not stand above Family as it stands above the others."""
    some = episodes(40)
    parts = written(some[:36], affirmed=["push_talk", "pull_family"]), written(some[36:], affirmed=["pull_family"])
    coded = ([*parts[0][0], *parts[1][0]], [*parts[0][1], *parts[1][1]])
    shown = [
        line["All themes and none"]
        for line in numbers(told(some, coded, theme(1, some)).report, "themes_by_code").values()
    ]
    hidden = [n for n, value in enumerate(shown) if value is None]
    assert hidden == list(range(len(shown) - len(hidden), len(shown)))


def test_a_part_with_all_interviews_of_its_theme_has_all_its_children() -> None:
    """Who sees that a part has every interview of its theme knows how many children it is of, though that is hidden."""
    some = episodes(60)
    report = told(some, written(some), theme(1, some[:30]), theme(2, some[:30], parent=1)).report
    line = numbers(report, "themes_parts")["Theme 1: Theme 2"]
    assert line["Children"] is None
    assert line["Interviews"] is None


def test_interviews_of_a_theme_by_quarter_stand_nowhere() -> None:
    """Beside the children of a quarter they tell of hidden ones: a child has an interview at least."""
    some = [one for n, q in enumerate(("2024-Q1", "2024-Q2")) for one in later(episodes(20, first=20 * n), q)]
    built = told(some, written(some), theme(1, [*some[:6], *some[20:26]]))
    assert numbers(built.report, "themes_by_quarter")["Theme 1"]["2024-Q1"] == 6
    assert not [key for key in built.figures if key.startswith("interviews:theme") and "2024" in key]


def test_who_speaks_of_a_theme_is_one_figure_in_all_tables() -> None:
    """Where every interview is coded, the children of a theme are the same figure under the codes as elsewhere."""
    some = episodes(40)
    report = told(some, written(some), theme(1, some[:37])).report
    assert numbers(report, "themes")["Theme 1"]["Children"] is None
    assert numbers(report, "themes_by_code")["All children with a coded interview"]["Theme 1"] is None


@pytest.mark.parametrize("first", [["2023-Q4", "2024-Q1"]])
def test_a_quarter_in_two_reports_is_compared_though_neither_holds_the_other(first: list[str]) -> None:
    """Twenty spoke of it in a quarter; two came late. The reports have that quarter alone in common."""
    early, both, late = (later(episodes(40, first=40 * n), q) for n, q in enumerate([*first, "2024-Q2"]))
    before = told([*early, *both], written([*early, *both]), theme(1, [*early[:20], *both[:20]]))
    issued = Asked(earlier=(Edition("first", before.quarters, before.figures),))
    now = told([*both, *late], written([*both, *late]), theme(1, [*both[:22], *late[:20]]), asked=issued)
    assert numbers(before.report, "themes_by_quarter")["Theme 1"]["2024-Q1"] == 20
    assert numbers(now.report, "themes_by_quarter")["Theme 1"]["2024-Q1"] is None


def test_what_a_first_page_says_is_remembered_though_no_table_of_the_report_does() -> None:
    """The compliance report has no table of push factors, but its first page names the main one and its children."""
    some = episodes(60)
    parts = written(some[:30], affirmed=["push_talk"]), written(some[30:])
    coded = ([*parts[0][0], *parts[1][0]], [*parts[0][1], *parts[1][1]])
    before = build(*coded, episodes=some, codes=CODES, asked=Asked(parts=KINDS["compliance"][1]))
    assert not numbers(before.report, "push")
    assert "recorded for 30 of 60 children" in str(before.report.headline)
    assert before.figures["children:push_talk"] == 30


def test_themes_little_covered_are_remembered_where_they_stand_alone() -> None:
    some = episodes(60)
    own = Asked(parts=("uncovered",))
    built = build(*written(some), episodes=some, codes=CODES, themes=(theme(1, some[:30], explained=0.1),), asked=own)
    assert built.figures["children:theme t1"] == 30


@pytest.mark.parametrize("lately", [1, 8, 9, 10])
def test_lately_may_be_longer_than_the_table_by_quarter(lately: int) -> None:
    """Few interviews a quarter: lately is then as many quarters as hold twenty children, up to half of all."""
    quarters = [f"{year}-Q{n}" for year in range(2020, 2025) for n in (1, 2, 3, 4)]
    some = [one for n, quarter in enumerate(quarters) for one in later(episodes(6, first=6 * n), quarter)]
    report = told(some, written(some), theme(1, some[::2]), moves=Moves(recent=tuple(quarters[-lately:]))).report
    lines = numbers(report, "themes_changed")["All children interviewed"]
    shown = {value for name, value in lines.items() if "%" not in name and value is not None}
    assert shown <= {6 * lately, 6 * (20 - lately)}
    assert numbers(report, "themes_by_quarter")["All children interviewed"].keys() == set(quarters[-8:])
