"""Columns of a team's own table: placed by its headings, suggested from a list, never guessed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from textmine.errors import SettingsError
from textmine.headings import Wanted, letters, places_of
from textmine.pipeline.columns.likely import called, likely
from textmine.pipeline.columns.mapping import map_columns
from textmine.pipeline.columns.settled import settle
from textmine.pipeline.study import init, open_study
from textmine.privacy.case.roster import COLUMNS as ROSTER
from textmine.reporting.columns import moment
from textmine.reporting.episodes import NAMES, read_rows
from textmine.settings import FILE, TEMPLATE, read_settings

WANTED = Wanted("roster", ("child", "name", "school"), ("child", "name"), "[columns.roster]")


def test_the_headings_may_stand_under_a_title() -> None:
    places = places_of([["Export of 3 May"], [], ["Child", "NAME "], ["1", "Cai"]], WANTED, {})
    assert (3, {"child": (0,), "name": (1,)}) == (places.line, dict(places.of))


def test_cells_of_two_columns_are_joined_and_empty_ones_leave_no_gap() -> None:
    places = places_of([["child", "First", "Last"]], WANTED, {"name": ("first", "last")})
    assert [places.cells(line)["name"] for line in (["1", "Cai", "Bevan"], ["2", "", "Rees"], ["3"])] == [
        "Cai Bevan",
        "Rees",
        "",
    ]
    assert places.cell("name", 7) == "B7+C7"


def test_headings_further_down_than_ten_lines_are_not_looked_for() -> None:
    with pytest.raises(SettingsError, match="no column child"):
        places_of([["x"]] * 10 + [["child", "name"]], WANTED, {})


def test_a_heading_that_stands_twice_is_told_by_its_columns() -> None:
    with pytest.raises(SettingsError, match="columns A and C") as fault:
        places_of([["child", "name", "Child"]], WANTED, {})
    assert "rename" in fault.value.next_step


def test_a_fault_names_no_heading_since_it_may_be_somebodys_name() -> None:
    with pytest.raises(SettingsError) as fault:
        places_of([["Cai Bevan", "40117"]], WANTED, {})
    assert "Cai" not in str(fault.value)


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_a_spreadsheet_calls_them(place: int, name: str) -> None:
    assert name == letters(place)


def test_every_column_has_something_that_case_systems_call_it() -> None:
    assert set(called("episodes")) == set(NAMES)
    assert set(called("roster")) == set(ROSTER)


def test_a_heading_is_suggested_once_and_an_exact_one_before_a_similar_one() -> None:
    found = likely(["Missing starts", "Start date", "Person ID", "Persons ID"], called("episodes"))
    assert found == {"child": "Person ID", "missing_start": "Start date"}


def test_what_nobody_calls_so_is_not_suggested() -> None:
    assert likely(["Hair colour", "Shoe size", ""], called("roster")) == {}
    fewer = {name: ways for name, ways in called("episodes").items() if name != "episode_id"}
    assert likely(["Missing No"], fewer) == {}  # by one letter it would be "missing to"


def test_headings_of_case_systems_are_known_each_for_one_column() -> None:
    people = {f"people: {role}": ways for role, ways in called("people").items()}
    roster = called("roster") | people
    assert likely(["Siblings", "Allocated SW"], roster) == {
        "people: social worker": "Allocated SW",
        "people: sibling": "Siblings",
    }
    wanted = ["Missing episode ref", "RHI offer", "RHI outcome"]
    assert list(likely(wanted, called("episodes"))) == ["episode_id", "offered", "completed"]
    assert likely(["Forename", "Middle name", "Surname", "Address 1"], roster) == {
        "name": ("Forename", "Middle name", "Surname"),
        "address": "Address 1",
    }
    times = ["Went missing date", "Went missing time", "Returned date", "Returned time"]
    assert list(likely(times, called("episodes")).values()) == [tuple(times[:2]), tuple(times[2:])]
    for names in (roster, called("episodes")):
        ways = {(" ".join(way), name) for name, found in names.items() for way in found if len(way) == 1}
        assert len(ways) == len({words for words, _ in ways})
        assert [(way, name) for way, name in ways if list(likely([way], names)) != [name]] == []


@pytest.mark.parametrize("heading", ["Accommodation", "Reference", "Status", "Date", "Outcome", "Offer", "Number"])
def test_what_could_mean_two_things_is_not_suggested(heading: str) -> None:
    assert likely([heading], called("episodes")) == {}


def test_words_outside_the_usual_ones_are_told_and_stay_as_they_are(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    table = "child,missing_start,placement_type\nK1,2024-04-05,Foster\nK2,2024-04-06,IFA carer\nK3,2024-04-06,\n"
    (tmp_path / "e.csv").write_text(table, encoding="utf-8")
    (mapped,) = map_columns(study, roster=None, episodes=tmp_path / "e.csv")
    assert [(one.cell, one.column) for one in mapped.problems] == [("C3", "placement_type")]
    assert "children_home, foster" in mapped.problems[0].what
    assert "IFA" not in mapped.problems[0].what


def test_a_column_child_that_holds_names_is_no_reference(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    rows = 'Child,Case Number\n"BEVAN, Cai",A/1\n"REES, Siân",A/2\n'
    (tmp_path / "r.csv").write_text(rows, encoding="utf-8")
    (mapped,) = map_columns(study, roster=tmp_path / "r.csv", episodes=None)
    assert [(one.name, one.how, one.heading) for one in mapped.columns] == [
        ("child", "suggested", "Case Number"),
        ("name", "suggested", "Child"),
    ]


def test_settled_headings_keep_comments_and_what_was_there(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(TEMPLATE.format(name="x"), encoding="utf-8")
    settle(tmp_path, {"columns.roster": {"name": ("A", 'B "c"')}, "columns.people": {"half-sister’s friend": "F"}})
    settings = read_settings(tmp_path)
    assert settings.columns.roster == {"name": ("A", 'B "c"')}
    assert settings.columns.people == {"half-sister’s friend": "F"}
    assert "# style = " in (tmp_path / FILE).read_text(encoding="utf-8")


def test_a_settings_file_that_would_not_be_read_any_more_stays_as_it_was(tmp_path: Path) -> None:
    words = '[columns.roster]\nname = "Full name"\n'
    (tmp_path / FILE).write_text(words, encoding="utf-8")
    with pytest.raises(SettingsError):
        settle(tmp_path, {"columns.roster": {"name": "Name"}})
    assert words == (tmp_path / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "when", "timed"),
    [
        ("05-Apr-2024", datetime(2024, 4, 5), False),
        ("05/04/24 9:40 PM", datetime(2024, 4, 5, 21, 40), True),
        ("5th April 2024, 17.15", datetime(2024, 4, 5, 17, 15), True),
        ("Fri 5 Apr 2024 at 21:40", datetime(2024, 4, 5, 21, 40), True),
        ("2024-04-05T21:40:00.000Z", datetime(2024, 4, 5, 21, 40), True),
        ("2024-04-05 00:00 21:40", datetime(2024, 4, 5, 21, 40), True),
        ("05.04.2024", datetime(2024, 4, 5), False),
    ],
)
def test_dates_as_case_systems_write_them(words: str, when: datetime, timed: bool) -> None:
    assert (when, timed) == moment(words)


@pytest.mark.parametrize("words", ["13/25/2024", "21:40", "2024-04-05 25:00", "last Weds", "5 Apr", "45387"])
def test_what_is_no_date_is_not_taken_for_one(words: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        moment(words)


@pytest.mark.parametrize("words", ["31/04/2025", "2025-02-29", "30 Feb 2025 10:00", "31.06.2025"])
def test_a_day_that_its_month_does_not_have_is_told_as_such(words: str) -> None:
    with pytest.raises(ValueError, match="a day that does not exist"):
        moment(words)


def test_a_start_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("child,missing_start\nK1,31/04/2025\nK2,\n", encoding="utf-8")
    _, problems = read_rows(tmp_path / "t.csv", columns={})
    assert [(one.row, one.what[:19]) for one in problems] == [(2, "names a day that do"), (3, "is not recorded; th")]


def test_words_of_the_team_mean_what_the_settings_say_and_others_are_told_by_their_cell(tmp_path: Path) -> None:
    table = "child,missing_start,care_status,offered\nK1,2024-04-05,S20,Accepted\nK2,2024-04-06,S31,tbc\n"
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    words = {"care_status": {"s20": "looked after"}, "offered": {"Accepted": "yes", "TBC": ""}}
    (first, second), problems = read_rows(tmp_path / "t.csv", columns={}, words=words)
    assert ("looked_after", True, None) == (first.care_status, first.offered, second.offered)
    assert [("care_status", "C3")] == [(one.column, one.cell) for one in problems]


def test_words_of_a_column_that_is_not_ours_are_refused(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("child,missing_start\nK1,2024-04-05\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="colour is not a column"):
        read_rows(tmp_path / "t.csv", columns={}, words={"colour": {"red": "yes"}})


def test_what_says_offered_and_held_at_once_is_suggested_for_neither_and_told(tmp_path: Path) -> None:
    study = init(tmp_path / "s")
    table = "child,missing_start,Return interview offer outcome,RHI provider\nK1,2024-04-05,Accepted,A Person\n"
    (tmp_path / "e.csv").write_text(table, encoding="utf-8")
    (mapped,) = map_columns(study, roster=None, episodes=tmp_path / "e.csv")
    assert [column.name for column in mapped.suggested] == ["provider"]
    assert ["offered and whether it was held" in note for note in mapped.notes] == [True, False]
    assert "never a person's" in mapped.notes[1]
    assert "A Person" not in str(mapped.notes)


def test_a_heading_of_the_settings_that_the_table_lacks_is_named_and_stops_a_run(tmp_path: Path) -> None:
    root = init(tmp_path / "s").root
    text = (root / "textmine.toml").read_text(encoding="utf-8")
    (root / "textmine.toml").write_text(
        text.replace("[columns.roster]", '[columns.roster]\naddress = "Adress 1"'), encoding="utf-8"
    )
    (tmp_path / "r.csv").write_text("child,name,Address 1\nK1,Cai Rees,1 Any Row\n", encoding="utf-8")
    (mapped,) = map_columns(open_study(root), roster=tmp_path / "r.csv", episodes=None)
    assert "Adress 1" in mapped.fault
    assert "1 Any Row" not in mapped.fault
