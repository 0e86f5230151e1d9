"""What a manager reads about themes: how many children, when, where, under which codes; nothing of few."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from test_report import CODES, EVIL, FORMULA, Page, grids, made_up, word_grids

from textmine.reporting.csvfiles import table_csv
from textmine.reporting.disclosure import RULES
from textmine.reporting.excel import render_excel
from textmine.reporting.findings import Asked, build
from textmine.reporting.html import render_html
from textmine.reporting.themed import Moves
from textmine.types import Narrative, Report, Section, Table, Theme


def themes_of(narratives: tuple[Narrative, ...]) -> tuple[Theme, ...]:
    """Two themes that share the children out, a part of one, and one of a single child."""
    half = len(narratives) // 2
    first = tuple((n.id, 0, min(60, len(n.text)), 0.9) for n in narratives[:half])
    second = tuple((n.id, 0, min(60, len(n.text)), 0.8) for n in narratives[half:])
    lonely = tuple((n.id, 0, 5, 0.7) for n in narratives if n.child == narratives[0].child)
    words = (("river", 1.0), ("bridge", 0.9))
    return (
        Theme(1, "Late buses", words, first, 0.2, key="bus-late", named=True, x=-0.5, y=0.1, stability=0.9),
        Theme(2, "Rows at home", words, second, 0.9, key="row-home", named=True, x=0.4, y=0.6),
        Theme(3, "river, bridge", words, first[: half // 2], 0.2, key="bus-late/x", parent=1),
        Theme(4, "somebody's secret", words, lonely, 0.0, key="one", named=True),
    )


@pytest.fixture(scope="module", name="report")
def built(request: pytest.FixtureRequest) -> Report:
    return _report("restricted")


def _report(audience: str) -> Report:
    codings, narratives, episodes = made_up(200)
    moves = Moves({1: "new", 2: "no clear change"}, {1: ("Porth Merin",)}, ())
    return build(
        codings,
        narratives,
        episodes=episodes,
        themes=themes_of(tuple(narratives)),
        codes=CODES,
        rule=RULES["sup5"],
        audience="restricted" if audience == "restricted" else "shareable",
        asked=Asked(moves=moves),
    ).report


def every(sections: tuple[Section, ...]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from every(section.sections)


def table(report: Report, id: str) -> Table:
    return next(t for s in every(report.sections) for t in s.tables if t.id == id)


def test_each_theme_says_how_many_children_and_how_it_moves(report: Report) -> None:
    rows = dict(table(report, "themes").rows)
    assert list(rows) == ["Late buses", "Rows at home"]
    shown = [cell.shown for cell in rows["Late buses"]]
    assert {"new", "little", "90%", "Rows at home"} <= set(shown)


def test_a_theme_of_one_child_is_nowhere(report: Report) -> None:
    assert "somebody's secret" not in repr(report)
    assert "Themes of too few children" in repr(next(s for s in report.sections if s.id == "themes"))


def test_themes_are_told_by_quarter_by_area_and_by_care(report: Report) -> None:
    for id in ("themes_by_quarter", "themes_changed", "themes_by_area", "themes_by_care", "themes_by_code"):
        assert table(report, id).rows[0][0].startswith("All children")


def test_the_map_and_the_other_pictures_have_tables_and_words(report: Report) -> None:
    figures = {f.id: f for s in every(report.sections) for f in s.figures if "theme" in f.id}
    assert {"map_themes", "chart_themes", "heat_themes_area"} <= set(figures)
    ids = {t.id.partition("_2")[0] for s in every(report.sections) for t in s.tables}
    for figure in figures.values():
        assert figure.table in ids
        assert re.match(r"(Map|Line chart|Heat map)", figure.alt)
        assert len(figure.alt) > 60
        assert figure.svg.startswith("<?xml")


def test_a_part_of_a_theme_is_shown_with_its_theme(report: Report) -> None:
    assert table(report, "themes_parts").rows[0][0].startswith("Late buses: ")


def test_sentences_of_themes_stand_in_the_restricted_report_alone(report: Report) -> None:
    def quoted(of: Report) -> list[str]:
        return [s.id for s in every(of.sections) if s.id.startswith("themes_words") and s.quotations]

    assert quoted(report)
    assert quoted(_report("shareable")) == []
    for section in every(report.sections):
        if section.id.startswith("themes_words"):
            assert len(section.quotations) <= 3


def test_hostile_names_words_and_sentences_of_themes_stay_words() -> None:
    """A theme named by a formula, a word and a sentence with a script: harmless on the page, in Word and in Excel."""
    codings, narratives, episodes = made_up(200)
    said = f"He wrote {EVIL} on the wall of the shelter. {FORMULA} was on the other one, in red."
    narratives = [replace(n, text=said) for n in narratives]
    codings = [replace(c, mentions=()) for c in codings]
    half = len(narratives) // 2
    one, two = (tuple((n.id, 0, len(said), 0.9) for n in some) for some in (narratives[:half], narratives[half:]))
    words = ((EVIL, 1.0), ("script", 0.9), (FORMULA, 0.8))
    own = (
        Theme(1, FORMULA, words, one, 0.1, key="one", named=True, x=-0.5),
        Theme(2, EVIL, words, two, 0.1, key="two", named=True, x=0.5),
        Theme(3, EVIL, words, one[: half // 2], 0.1, key="part", parent=1, named=True),
    )
    report = build(
        codings, narratives, episodes=episodes, themes=own, codes=CODES, audience="restricted", rule=RULES["sup5"]
    ).report
    assert any(EVIL in q.text for s in every(report.sections) for q in s.quotations)
    page = render_html(report)
    assert EVIL not in page
    assert [tag for tag, _ in Page(page).tags].count("script") == 1
    assert not [f for s in every(report.sections) for f in s.figures if "<script" in f.svg]
    book = load_workbook(io.BytesIO(render_excel(report)))
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert any(cell.value == FORMULA and cell.quotePrefix for cell in cells)
    held = [table_csv(t) for s in every(report.sections) for t in s.tables if "themes" in t.id]
    assert not [line for one in held for line in one.splitlines() if line.startswith(("=", '"='))]
    assert grids(report) == word_grids(report)


def test_without_themes_the_section_says_so() -> None:
    codings, narratives, episodes = made_up()
    report = build(codings, narratives, episodes=episodes, codes=CODES).report
    section = next(s for s in report.sections if s.id == "themes")
    assert "No themes of enough children were found." in section.paragraphs


def test_where_nobody_looked_for_themes_the_report_says_so() -> None:
    codings, narratives, episodes = made_up(40)
    asked = Asked(sought=False)
    report = build(codings, narratives, episodes=episodes, codes=CODES, rule=RULES["sup5"], asked=asked).report
    words = {section.id: " ".join(section.paragraphs) for section in every(report.sections)}
    assert "Nobody has looked for themes" in words["themes"]
    assert "Nobody has looked for themes" in words["uncovered"]
    assert "theme" not in words["summary"]
