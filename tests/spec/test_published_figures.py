"""The sector's published figures come out when the published counts go in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from textmine.reporting import episodefigures as figures
from textmine.reporting.calendar import Calendar
from textmine.reporting.counting import CCE, CSE
from textmine.reporting.coverage import coverage
from textmine.reporting.disclosure import RULES, Rule
from textmine.reporting.factorfigures import concern
from textmine.reporting.placements import after_intervention, instability, out_of_area
from textmine.reporting.places import FORCE, concerns, interviews
from textmine.reporting.records import on_file
from textmine.reporting.series import by_year
from textmine.reporting.tables import tables_of
from textmine.reporting.tallies import Seen
from textmine.types import Episode, Meta, Narrative, Table

SUP5 = RULES["sup5"]
EXACT = Rule("exact", threshold=2, min_denominator=1)


def some(n: int, *, children: int = 0, start: int = 0, **known: object) -> list[Episode]:
    """`n` episodes of so many children, each in turn."""
    of = children or n
    return [Episode(f"e{start + i}", f"k{start + i % of}", **{"period": "2018-Q4", **known}) for i in range(n)]  # type: ignore[arg-type]


def shown(one: object) -> str:
    return str(one)


def test_wales_had_three_and_a_half_episodes_a_child() -> None:
    assert shown(figures.episodes_per_child(some(11_939, children=3_411))) == "3.5"
    # 11,939 ÷ "over 3,250" would be 3.7: one report gives both numbers of children.
    assert shown(figures.episodes_per_child(some(11_939, children=3_250))) == "3.7"


def test_39_per_cent_of_incidents_were_of_children_in_care() -> None:
    episodes = some(394, care_status="care_experienced") + some(606, start=394, care_status="not_looked_after")
    assert figures.care_share(episodes).value == pytest.approx(0.394)


def test_gwent_delivered_94_per_cent_of_those_offered_and_12_and_a_half_of_all() -> None:
    """One year, one area, two published figures of delivery: FOI 578 of 612; 521 of 4,169 (printed as 12%)."""
    asked = some(578, offered=True, completed=True) + some(612 - 578, start=578, offered=True, completed=False)
    assert figures.delivered_of_offered(asked).value == pytest.approx(0.9444, abs=1e-4)
    held = some(521, completed=True) + some(4_169 - 521, start=521, completed=False)
    assert figures.delivered_of_incidents(held).value == pytest.approx(0.1250, abs=1e-4)


def test_dyfed_powys_delivered_86_per_cent_of_those_offered_and_a_third_of_all() -> None:
    asked = some(318, offered=True, completed=True) + some(371 - 318, start=318, offered=True, completed=False)
    assert figures.delivered_of_offered(asked).value == pytest.approx(0.8571, abs=1e-4)
    held = some(417, completed=True) + some(1_213 - 417, start=417, completed=False)
    assert str(figures.delivered_of_incidents(held)) == "34%"
    quarter = some(118, offered=True) + some(340 - 118, start=118, offered=False)
    assert figures.offered(quarter).value == pytest.approx(0.347, abs=1e-3)  # "under 35%"


@pytest.mark.parametrize(
    ("children", "once", "episodes", "after_first", "of_several"),
    [(1000, 459, 5100, "80%", "91%"), (1000, 800, 2000, "50%", "60%"), (520, 365, 1038, "50%", "65%")],
)
def test_both_repeat_rates_come_out(children: int, once: int, episodes: int, after_first: str, of_several: str) -> None:
    """Means of 5.1 and 2.0 and the published 91% and 60% fit only definition (b); (a) gives 80% and 50%."""
    single = some(once)
    several = some(episodes - once, children=children - once, start=once)
    every = single + several
    assert str(figures.repeats_after_first(every)) == after_first
    assert str(figures.repeats_of_children(every)) == of_several


def test_children_missing_once_two_to_four_and_five_or_more() -> None:
    """Dyfed-Powys 2014: 520 children, 365 once, 114 two to four, 41 five or more."""
    episodes = some(365) + some(3 * 114, children=114, start=365) + some(6 * 41, children=41, start=5000)
    assert [band.numerator for band in figures.bands(episodes)] == [365, 114, 41]
    assert figures.bands(episodes)[0].value == pytest.approx(365 / 520)


def test_concerns_of_exploitation_are_out_of_interviews_delivered() -> None:
    seen = [(f"k{i}", frozenset({CSE} if i < 36 else {CCE} if i < 41 else ())) for i in range(578)]
    cse, *_ = concern(seen, CSE, name="CSE", period="", completed=578)
    cce, *_ = concern(seen, CCE, name="CCE", period="", completed=578)
    assert (cse.numerator, cse.denominator, str(cse)) == (36, 578, "6%")
    assert (cce.numerator, str(cce)) == (5, "1%")


def one_table(draft: object, rule: Rule = EXACT) -> Table:
    tables, _ = tables_of([draft], rule)  # type: ignore[list-item]
    return next(iter(tables.values()))


def test_the_table_of_the_freedom_of_information_answers() -> None:
    """Gwent 612 offered, 578 delivered, 36 CSE, 5 CCE; Dyfed-Powys 371, 318, 42 and CCE not given; South Wales nothing given."""
    gwent = {"force": "Gwent", "provider": "A provider", "offered": True}
    powys = {"force": "Dyfed-Powys", "provider": "A provider", "offered": True}
    episodes = some(578, completed=True, **gwent) + some(34, start=578, completed=False, **gwent)
    episodes += some(318, start=1000, completed=True, **powys) + some(53, start=1318, completed=False, **powys)
    episodes += some(200, start=3000, force="South Wales")
    seen = [interview(e, CSE if i < 36 else CCE if i < 41 else "") for i, e in enumerate(episodes[:578])]
    seen += [interview(e, CSE if i < 42 else "") for i, e in enumerate(episodes[612 : 612 + 318])]
    table = one_table(concerns(FORCE, "t", episodes, seen=seen, coded_by=""), SUP5)
    rows = {name: [cell.shown for cell in cells] for name, cells in table.rows}
    assert table.columns[1:4] == ("Provider", "Interviews offered", "Interviews delivered")
    assert rows["Gwent"] == ["A provider", "612", "578", "578", "36", "5"]
    assert rows["Dyfed-Powys"] == ["A provider", "371", "318", "318", "42", "0"]
    assert rows["South Wales"][:3] == ["Information not given"] * 3
    assert rows["South Wales"][4:] == ["Information not given"] * 2


def interview(episode: Episode, code: str) -> Seen:
    none: frozenset[str] = frozenset()
    found = frozenset({code}) if code else none
    return Seen(
        episode.id,
        episode.child,
        episode.period,
        episode.area,
        "unknown",
        True,
        False,
        found,
        none,
        none,
        none,
        episode,
    )


def test_share_of_incidents_with_an_interview_by_area() -> None:
    """Figure 9: 12% and 34%."""
    episodes = some(521, force="Gwent", completed=True) + some(3648, start=521, force="Gwent", completed=False)
    episodes += some(417, start=9000, force="Dyfed-Powys", completed=True)
    episodes += some(796, start=9417, force="Dyfed-Powys", completed=False)
    table = one_table(interviews(FORCE, "t", episodes))
    at = table.columns.index("% held of episodes") - 1
    assert {name: cells[at].shown for name, cells in table.rows[:2]} == {"Dyfed-Powys": "34%", "Gwent": "12%"}


def test_change_over_five_years_is_an_index() -> None:
    """Published: -46% Gwent, -23% South Wales."""
    episodes = [
        e for n, at in ((1000, "2015-Q2"), (540, "2019-Q2")) for e in some(n, start=n * 7, force="Gwent", period=at)
    ]
    episodes += [
        e for n, at in ((2000, "2015-Q3"), (1540, "2020-Q1")) for e in some(n, start=n * 11, force="South", period=at)
    ]
    table = one_table(by_year(FORCE, "t", episodes, Calendar()))
    at = table.columns.index("2019/20 as % of 2015/16") - 1
    assert {name: cells[at].shown for name, cells in table.rows[:2]} == {"Gwent": "54%", "South": "77%"}


def test_a_break_in_the_definition_marks_the_series() -> None:
    episodes = some(30, period="2012-Q2") + some(30, start=30, period="2014-Q2")
    table = one_table(by_year(FORCE, "t", episodes, Calendar(breaks=(("2013-Q2", "absent split from missing"),))))
    assert "Break in the series [b]. 2013-Q2: absent split from missing" in table.note
    marked = by_year(
        FORCE, "t", [*episodes, *some(30, start=90, period="2013-Q2")], Calendar(breaks=(("2013-Q2", "x"),))
    )
    assert "2013/14 [b]" in one_table(marked).columns


def test_children_placed_out_of_area() -> None:
    """Wales 2018/19: 1,575 + 320 of 6,155."""
    own = {"care_status": "looked_after"}
    episodes = some(4260, out_of_area="in_area", **own) + some(1575, start=4260, out_of_area="out_of_area", **own)
    episodes += some(320, start=5835, out_of_area="out_of_nation", **own)
    away, abroad, missing_from_there = out_of_area(episodes)
    assert (away.numerator, away.denominator, round(away.value or 0, 3)) == (1895, 6155, 0.308)
    assert (abroad.numerator, missing_from_there.numerator) == (320, 1895)


def test_a_third_of_thirty_cases_were_moved() -> None:
    own = {"care_status": "looked_after"}
    moved, _ = instability(
        some(10, placement_moves=2, **own) + some(20, start=10, placement_moves=0, **own) + some(9, start=50, **own)
    )
    assert (moved.numerator, moved.denominator, str(moved)) == (10, 30, "33%")


def test_moves_that_the_episodes_themselves_show() -> None:
    own = {"care_status": "looked_after", "host_area": "A"}
    twice = some(1, placement_type="foster", **own) + some(1, placement_type="secure", **own)
    _, shown_moves = instability(twice + some(2, children=1, start=9, placement_type="foster", **own))
    assert (shown_moves.numerator, shown_moves.denominator) == (1, 2)


def test_what_came_after_a_meeting() -> None:
    """43% none, a further 12% one, of 100 children."""
    begin = datetime(2018, 5, 1)

    def child(number: int, further: int) -> list[Episode]:
        first = Episode(f"e{number}", f"k{number}", "2018-Q2", start=begin, intervention=begin + timedelta(days=10))
        late = begin + timedelta(days=200)
        after = [begin + timedelta(days=20 + i) for i in range(further)]
        more = [Episode(f"e{number}-{i}", f"k{number}", "2018-Q3", start=at) for i, at in enumerate([*after, late])]
        return [first, *more]

    episodes = [e for n in range(100) for e in child(n, 0 if n < 43 else 1 if n < 55 else 3)]
    # The last quarter ends long after every follow-up; of a meeting in the last quarter nobody can tell.
    episodes.append(Episode("z", "kz", "2019-Q1", start=datetime(2019, 2, 1), intervention=datetime(2019, 3, 1)))
    none, one = after_intervention(episodes)
    assert (none.numerator, one.numerator, none.denominator) == (43, 12, 100)
    assert "Not evidence of effect" in none.definition


def test_interviews_evidenced_on_file() -> None:
    """Ofsted: 11 of 50; and one write-up of two episodes is on file for both."""
    held = datetime(2018, 10, 3, 15)
    episodes = some(49, completed=True) + [Episode("x", "k0", "2018-Q4", completed=True, interview=held)]
    episodes[0] = Episode("e0", "k0", "2018-Q4", completed=True, interview=held)
    narratives = [Narrative(f"n{i}", f"k{i}", "", Meta(episode=f"e{i}")) for i in range(10)]
    assert (on_file(episodes, narratives).numerator, on_file(episodes, narratives).denominator) == (11, 50)


def test_the_five_things_that_an_interview_should_ascertain() -> None:
    none: frozenset[str] = frozenset()
    full = frozenset({"push_rules", "event_duration", "event_location", "voice_after"})
    episode = Episode("e", "k", "2018-Q4", provider="P")
    seen = [
        Seen(f"n{i}", f"k{i}", "", "", "", True, False, full, none, none, frozenset({"risk_cse_indicators"}), episode)
        for i in range(30)
    ]
    seen += [Seen(f"m{i}", f"j{i}", "", "", "", True, False, none, none, none, none, episode) for i in range(30)]
    table = one_table(coverage("c", "t", seen), SUP5)
    cells = dict(zip(table.columns[1:], dict(table.rows)["P"], strict=True))
    assert (cells["Interviews"].shown, cells["Why"].shown, cells["What happened"].shown) == ("60", "30", "30")
    assert cells["Score, of 5"].shown == "2.5"
