"""Kinds of report, their audiences, and reports given out one after the other."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import textmine
from textmine.errors import SettingsError, StudyError
from textmine.pipeline.reports.reporting import Wanted, make_report
from textmine.pipeline.study import Study, init, open_study
from textmine.reporting.kinds import KINDS, sections_of
from textmine.reporting.office import in_order
from textmine.reporting.sections import PARTS
from textmine.store import write_part
from textmine.types import Episode, Meta, Narrative, Report

QUARTERS = ("2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")
NEVER_LAST = {"voice"}


def fill(study: Study, per_quarter: tuple[int, ...], *, extra: int = 0) -> None:
    """One child and one interview an episode, so many in each quarter."""
    episodes, narratives = [], []
    for quarter, n in zip(QUARTERS, per_quarter, strict=True):
        for number in range(n + (extra if quarter == QUARTERS[0] else 0)):
            name = f"{quarter}-{number}"
            start = datetime(2024, int(quarter[-1]) * 3 - 2, 1) + timedelta(days=number % 80)
            episodes.append(Episode(f"E-{name}", f"K-{name}", quarter, area="Ambersea", start=start, offered=True))
            narratives.append(
                Narrative(f"N-{name}", f"K-{name}", "Debrief.", Meta(episode=f"E-{name}", period=quarter))
            )
    write_part(study.episodes, "a", episodes)
    write_part(study.narratives, "a", narratives)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = init(tmp_path / "s")
    fill(made, (40, 30, 20, 3))
    return made


def ids(report: Report) -> list[str]:
    return [section.id for section in report.sections]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_list_of_sections_that_exist(study: Study, kind: str) -> None:
    report = make_report(study, Wanted(kind)).report
    assert ids(report) == list(KINDS[kind][1])
    assert ids(report)[-1] not in NEVER_LAST
    assert "methods" in ids(report)
    assert set(KINDS[kind][1]) <= set(PARTS)


def test_children_have_a_voice_in_every_report_on_why_they_went() -> None:
    assert [kind for kind, (_, parts) in KINDS.items() if "why" in parts and "voice" not in parts] == []


def test_a_study_makes_a_kind_of_its_own(study: Study) -> None:
    settings = study.root / "textmine.toml"
    settings.write_text(settings.read_text().replace("[report.kinds]", '[report.kinds]\nboard = ["summary", "voice"]'))
    report = make_report(open_study(study.root), Wanted("board")).report
    assert ids(report) == ["summary", "voice", "methods"]
    assert report.title.endswith(" · Board")


def test_a_kind_or_a_section_that_there_is_not_is_named(study: Study) -> None:
    with pytest.raises(SettingsError, match=r"no kind of report called boards.*foi"):
        make_report(study, Wanted("boards"))
    with pytest.raises(SettingsError, match=r"no section called colours.*voice"):
        sections_of("board", {"board": ("colours",)})


def test_files_of_other_kinds_audiences_and_periods_have_names_of_their_own(study: Study) -> None:
    usual = textmine.report(study=study.root)
    other = textmine.report(kind="foi", audience="restricted", first="2024-Q1", last="2024-Q2", study=study.root)
    assert usual.html.name == "report.html"
    assert other.docx.name == "report-foi-2024-Q1-to-2024-Q2-restricted.docx"
    assert ">DRAFT, not to be passed on · RESTRICTED" in other.html.read_text(encoding="utf-8")
    assert ">RESTRICTED" not in usual.html.read_text(encoding="utf-8")
    with pytest.raises(SettingsError, match="2024-Q1"):
        textmine.report(first="spring", study=study.root)


def test_all_kinds_and_both_audiences_hide_the_same(study: Study) -> None:
    """Whoever holds two of them learns nothing more: every figure is protected among all, whichever are shown."""
    seen: dict[str, str] = {}
    for kind in KINDS:
        for audience in ("shareable", "restricted"):
            report = make_report(study, Wanted(kind, audience)).report  # type: ignore[arg-type]
            for _, section in in_order(report.sections):
                for table in section.tables:
                    for number, (_, cells) in enumerate(table.rows):
                        for column, cell in zip(table.columns[1:], cells, strict=True):
                            assert seen.setdefault(f"{table.id} {number} {column}", cell.shown) == cell.shown


def test_headings_are_welsh_too_where_they_are_wanted(study: Study) -> None:
    assert {section.welsh for section in make_report(study).report.sections} == {""}
    settings = study.root / "textmine.toml"
    settings.write_text(settings.read_text().replace("[report]", '[report]\nheadings = "en+cy"'))
    report = make_report(open_study(study.root)).report
    assert [s.id for _, s in in_order(report.sections) if not s.welsh and not s.id.startswith("words_")] == []
    page = textmine.report(study=study.root).html.read_text(encoding="utf-8")
    assert '<span class="cy" lang="cy">Llais y plant</span>' in page


def figures(study: Study, wanted: Wanted) -> dict[str, int]:
    return dict(make_report(study, wanted).figures)


def test_a_year_does_not_give_away_the_quarter_that_was_too_small(study: Study) -> None:
    """Three quarters were given out; the fourth has three episodes. The year's total would tell of them."""
    nine_months = Wanted("foi", first="2024-Q1", last="2024-Q3", issue="nine months")
    assert figures(study, Wanted("foi"))["episodes:all"] == 93
    textmine.report(kind="foi", first="2024-Q1", last="2024-Q3", issue="nine months", study=study.root)
    assert figures(study, nine_months)["episodes:all"] == 90
    now = figures(study, Wanted("foi"))
    assert "episodes:all" not in now
    assert "children:all" not in now


def test_a_draft_is_not_remembered(study: Study) -> None:
    textmine.report(kind="foi", first="2024-Q1", last="2024-Q3", study=study.root)
    assert figures(study, Wanted("foi"))["episodes:all"] == 93
    assert not (study.reports / "issued.json").exists()


def test_a_late_record_does_not_show_by_comparing_two_editions(study: Study) -> None:
    textmine.report(issue="March", study=study.root)
    fill(study, (40, 30, 20, 3), extra=2)
    assert "episodes:all" not in figures(study, Wanted())
    fill(study, (40, 30, 20, 3), extra=9)
    assert figures(study, Wanted())["episodes:all"] == 102


def test_what_was_given_out_once_is_shown_again(study: Study) -> None:
    before = figures(study, Wanted())
    textmine.report(issue="first", study=study.root)
    assert figures(study, Wanted()) == before
    told = json.loads((study.reports / "issued.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in told] == ["first"]
    assert [n for n in told[0]["figures"].values() if 0 < n < 5 and n != 0] == []


def test_a_damaged_list_of_editions_is_said(study: Study) -> None:
    study.reports.mkdir(exist_ok=True)
    (study.reports / "issued.json").write_text('[{"name": 1}]')
    with pytest.raises(StudyError, match="list of issued reports is damaged"):
        make_report(study)


def test_prompts_are_a_list_for_the_team_and_name_nobody(study: Study, tmp_path: Path) -> None:
    settings = study.root / "textmine.toml"
    settings.write_text(settings.read_text().replace("[report]", '[report]\nnation = "England"'))
    found = textmine.prompts(out=tmp_path / "prompts.csv", study=study.root)
    assert {prompt.rule for prompt in found} == {"RU-1"}
    assert len(found) == 93
    lines = (tmp_path / "prompts.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "rule,action,child,episode,period,count,offered,in_time"
    assert len(lines) == 94
