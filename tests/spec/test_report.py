"""What a manager is promised of the report: one set of figures in three files, and nothing that tells of a child."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from textmine.reporting import findings
from textmine.reporting.excel import render_excel
from textmine.reporting.findings import CodeInfo, CodeQuality
from textmine.reporting.html import render_html
from textmine.reporting.office import in_order
from textmine.reporting.welsh import HEADINGS
from textmine.reporting.word import render_word
from textmine.types import Coding, Episode, Mention, Meta, Narrative, Report, Table, Theme

EVIL = "<script>alert(1)</script>"
FORMULA = "=cmd|' /C calc'!A0"
TEXT = "They never listen to me there. I would stay in if I could see my brother. The river by the bridge is quiet."
SAID = (31, 73)
"""Where the child's wish stands in the text."""
CODES = (
    CodeInfo("push_talk", "Breakdown in communication", "push"),
    CodeInfo("push_rules", EVIL, "push"),
    CodeInfo("push_far", "Far from home", "push", parent="push_talk"),
    CodeInfo("pull_friends", FORMULA, "pull"),
    CodeInfo("risk_cse_indicators", "Child sexual exploitation indicators", "risk", sensitivity="high"),
    CodeInfo("risk_cce_indicators", "Child criminal exploitation indicators", "risk", sensitivity="high"),
    CodeInfo("voice_before", "Feelings before", "voice"),
    CodeInfo("help_wishes", "What the child says would help", "help"),
    CodeInfo("help_secret", "A matter of high sensitivity", "help", sensitivity="high"),
)
# Counts of records and of areas, and others' figures: they tell of no child.
WORK = {
    "meanings",
    "coded_by",
    "left_out",
    "completeness",
    "areas_recording",
    "coverage",
    "rules",
    "published",
    "nations",
}
QUALITY = (CodeQuality("push_talk", 30, 20, 0.8, 0.7, 0.75, 0.6, 0.85, "model:1"),)
ORDER = [
    "summary",
    "data",
    "why",
    "changes",
    "risks",
    "interviews",
    "rules",
    "repeats",
    "placements",
    "series",
    "voice",
]
ORDER += ["themes", "uncovered", "coding", "compare", "methods"]


def mentions(child: int) -> tuple[Mention, ...]:
    """Children 0 to 29 are not listened to, 0 to 9 have rules, 10 to 12 far away, 0 to 5 and 20 to 25 a CSE mention."""
    found = [Mention(*SAID, "help_wishes", voice="child"), Mention(74, 106, "help_secret", voice="child")]
    found += [Mention(0, 30, "push_talk")] if child < 30 else []
    found += [Mention(0, 30, "push_rules")] if child < 10 else []
    found += [Mention(0, 30, "push_far")] if 30 <= child < 36 else []
    found += [Mention(74, 106, "pull_friends")] if child % 2 else []
    found += [Mention(74, 106, "risk_cse_indicators")] if child < 6 else []
    found += [Mention(74, 106, "risk_cse_indicators", assertion="suspected")] if 20 <= child < 26 else []
    found += [Mention(74, 106, "risk_cse_indicators", time="historical")] if 26 <= child < 32 else []
    found += [Mention(74, 106, "risk_cce_indicators", assertion="negated")] if child >= 30 else []
    return tuple(found)


def made_up(children: int = 40) -> tuple[list[Coding], list[Narrative], list[Episode]]:
    """Fictional: one interview for each child, seven more for the second; even children coded by a person."""
    codings, narratives, episodes = [], [], []
    for number, child in enumerate([*range(children), *[1] * (7 if children else 0)]):
        start = datetime(2024, 1 + number % 12, 3, 18)
        period = f"2024-Q{number % 12 // 3 + 1}"
        known = None if child % 4 == 3 else True
        episode = Episode(
            f"e{number}",
            f"k{child}",
            period,
            area=("Ambersea", "Brackwell", FORMULA, "Dunmouth")[child % 4],
            care_status="not_looked_after" if child % 3 else "looked_after",
            start=start,
            end=start + timedelta(hours=9),
            offered=known,
            completed=known,
            interview=start + timedelta(hours=9 + number) if known else None,
        )
        episodes.append(episode)
        narratives.append(Narrative(f"n{number}", f"k{child}", TEXT, Meta(episode=episode.id, period=period)))
        codings.append(Coding(f"n{number}", "model:1" if child % 2 else "person", mentions(child)))
    return codings, narratives, episodes


def themes(narratives: Sequence[Narrative]) -> tuple[Theme, ...]:
    wide = tuple((narrative.id, 74, 106, 0.9) for narrative in narratives[:20])
    narrow = tuple((narrative.id, 74, 106, 0.9) for narrative in narratives if narrative.child == "k1")
    return (
        Theme(1, "river, bridge", (("river", 1.0), ("bridge", 0.9), ("gwenllian", 0.8)), wide, 0.25),
        Theme(2, "one child's place", (("listen", 1.0),), narrow, 0.0),
    )


def build_report(codings: Sequence[Coding], narratives: Sequence[Narrative], **known: Any) -> Report:
    """The report alone."""
    return findings.build(codings, narratives, **known).report


def build(audience: str = "shareable", children: int = 40) -> Report:
    codings, narratives, episodes = made_up(children)
    return build_report(
        codings,
        narratives,
        episodes=episodes,
        themes=themes(narratives) if children else (),
        codes=CODES,
        quality=QUALITY,
        audience="restricted" if audience == "restricted" else "shareable",
        provenance=[("textmine", "0.1.0")],
    )


@pytest.fixture(scope="module")
def report() -> Report:
    return build()


@pytest.fixture(scope="module")
def restricted() -> Report:
    return build("restricted")


def tables(report: Report) -> dict[str, Table]:
    return {table.id: table for _, section in in_order(report.sections) for table in section.tables}


def row(report: Report, table: str, name: str) -> dict[str, str]:
    one = tables(report)[table]
    cells = dict(one.rows)[name]
    return dict(zip(one.columns[1:], (cell.shown for cell in cells), strict=True))


def test_the_parts_come_in_the_order_of_reading(report: Report) -> None:
    assert [section.id for section in report.sections] == ORDER


def test_interviews_and_children_are_counted_apart(report: Report) -> None:
    shown = row(report, "push", EVIL)
    assert (shown["Interviews"], shown["Children"], shown["% of children"]) == ("17", "10", "25%")
    assert (row(report, "push", "All coded interviews")["Interviews"], shown_children(report)) == ("47", "40")


def shown_children(report: Report) -> str:
    return row(report, "push", "All coded interviews")["Children"]


def test_a_sub_code_counts_for_the_code_above_it(report: Report) -> None:
    assert row(report, "push", "Far from home")["Children"] == "6"
    codings, narratives, episodes = made_up()
    talk = [mention for coding in codings for mention in coding.mentions if mention.code == "push_talk"]
    assert len(talk) == 37
    # 30 children say so and 6 by the sub-code: 36 of 40, and the 4 who are left over are few.
    assert row(report, "push", "Breakdown in communication")["Children"] == "c"
    assert 47 == len(narratives) == len(episodes)


def test_what_is_suspected_past_or_ruled_out_never_counts(report: Report) -> None:
    shown = row(report, "risk", "Child sexual exploitation indicators")
    assert (
        shown["Children"],
        shown["Suspected only (interviews)"],
        shown["In the past only (interviews)"],
    ) == ("6", "6", "6")
    ruled_out = row(report, "risk", "Child criminal exploitation indicators")
    assert (ruled_out["Children"], ruled_out["Ruled out (interviews)"]) == ("0", "10")


def test_interviews_that_are_mostly_of_one_child_are_not_shown(report: Report) -> None:
    """13 interviews with a CSE concern, 8 of them of one child: the figure would tell of that child."""
    assert row(report, "risk", "Child sexual exploitation indicators")["Interviews"] == "c"


def test_a_mere_count_has_no_denominator(report: Report) -> None:
    own = row(report, "repeats", "Missing episodes")
    assert (own["Numerator"], own["Denominator"], own["Figure"]) == ("47", "z", "47")


def test_what_nobody_recorded_is_not_zero(report: Report) -> None:
    shown = row(report, "foi_area", "Dunmouth")
    assert (shown["Interviews offered"], shown["Interviews delivered"]) == ("Information not given",) * 2


def test_every_table_of_codes_says_who_coded(report: Report) -> None:
    for name in (
        "push",
        "pull",
        "risk",
        "help",
        "voice",
        "why_by_care",
        "why_by_quarter",
        "why_by_year",
        "foi_area",
        "concerns",
        "changes",
    ):
        assert (
            "About 4 in 10 interviews were coded by people, the others suggested by the model only."
            in tables(report)[name].note
        )


def test_a_persons_coding_counts_before_the_models(report: Report) -> None:
    codings, narratives, episodes = made_up()
    suggested = [Coding(n.id, "model:1", (Mention(0, 30, "push_rules"),)) for n in narratives]
    people = [coding for coding in codings if coding.human]
    mixed = build_report([*people, *suggested], narratives, episodes=episodes, codes=CODES)
    # Of the 20 children whom people coded 5 have rules; all 20 others only by the model.
    assert row(mixed, "push", EVIL)["Children"] == "25"


def test_the_first_page_has_the_headline_figures(report: Report) -> None:
    cards = {label: cell.shown for label, cell, _ in report.headline}
    assert (cards["Children"], cards["Episodes"], cards["Narratives coded"]) == ("40", "47", "47")
    assert (cards["Coded by people"], cards["Suggested by the model"]) == ("20", "27")
    assert cards["Main pull factor"] == FORMULA


def test_no_small_count_is_shown_anywhere(report: Report, restricted: Report) -> None:
    for one in (report, restricted):
        for table in tables(one).values():
            for name, cells in table.rows if table.id not in WORK else ():
                for column, cell in zip(table.columns[1:], cells, strict=True):
                    counted = cell.value is not None and not cell.shown.endswith("%") and "." not in cell.shown
                    assert not (counted and 0 < (cell.value or 0) < 5), (table.id, name, column)


def test_every_table_says_its_period(report: Report) -> None:
    for table in tables(report).values():
        assert "2024-Q1 to 2024-Q4" in table.title or table.id in (
            "quality",
            "rules",
            "published",
            "nations",
            "meanings",
        )


def test_children_are_quoted_in_the_restricted_report_only(report: Report, restricted: Report) -> None:
    quoted = [quotation for _, section in in_order(restricted.sections) for quotation in section.quotations]
    assert {"I would stay in if I could see my brother."} == {quotation.text for quotation in quoted}
    assert len(quoted) == 3
    assert [quotation for _, section in in_order(report.sections) for quotation in section.quotations] == []
    assert "see my brother" not in render_html(report)


def test_nothing_of_high_sensitivity_is_quoted(restricted: Report) -> None:
    assert "The river by the bridge" not in render_html(restricted)


def test_a_theme_of_one_child_is_one_child_and_left_out(report: Report) -> None:
    assert [name for name, _ in tables(report)["themes"].rows] == ["river, bridge"]
    assert row(report, "themes", "river, bridge")["Words"] == "river, bridge"
    assert "gwenllian" not in render_html(report)


def test_without_anything_to_count_there_is_still_a_report() -> None:
    empty = build_report([], [], episodes=[], codes=CODES)
    assert {"0", "not available"} >= {cell.shown for _, cell, _ in empty.headline}
    assert "not available" in render_html(empty)
    assert render_word(empty)
    assert render_excel(empty)


class Page(HTMLParser):
    """Tables and tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.tables[-1][-1][-1] += data


def grids(report: Report) -> list[list[list[str]]]:
    return [
        [list(table.columns), *([name, *(cell.shown for cell in cells)] for name, cells in table.rows)]
        for _, section in in_order(report.sections)
        for table in section.tables
    ]


def excel_grids(report: Report) -> list[list[list[str]]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(render_excel(report)))
    found = []
    for sheet in book.worksheets[3:]:
        lines = list(sheet[next(iter(sheet.tables.values())).ref])
        found.append([[shown(cell.value, cell.number_format) for cell in line] for line in lines])
    return found


def shown(value: object, number_format: str) -> str:
    if isinstance(value, str) or value is None:
        return str(value)
    assert isinstance(value, int | float)
    return f"{value:.0%}" if number_format == "0%" else f"{value:,.{1 if '.' in number_format else 0}f}"


def word_grids(report: Report) -> list[list[list[str]]]:
    from docx import Document

    document = Document(io.BytesIO(render_word(report)))
    return [[[cell.text for cell in line.cells] for line in table.rows] for table in document.tables[1:]]


def test_the_three_files_have_the_same_figures(report: Report) -> None:
    expected = grids(report)
    assert expected == Page(render_html(report)).tables
    assert expected == word_grids(report)
    in_excel = excel_grids(report)
    assert [grid[1:] for grid in expected] == [grid[1:] for grid in in_excel]


def test_equal_reports_are_equal_files(report: Report) -> None:
    again = build()
    assert render_html(report) == render_html(again)
    assert render_word(report) == render_word(again)
    assert render_excel(report) == render_excel(again)


def test_a_script_in_a_name_stays_words(report: Report) -> None:
    page = render_html(report)
    assert EVIL not in page
    assert "&lt;script&gt;" in page
    assert [tag for tag, _ in Page(page).tags].count("script") == 1


def test_the_page_allows_only_its_own_script_and_reaches_nothing(report: Report) -> None:
    page = render_html(report)
    tags = Page(page).tags
    (policy,) = [attrs["content"] or "" for tag, attrs in tags if attrs.get("http-equiv")]
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in policy
    links = [attrs[name] or "" for _, attrs in tags for name in ("href", "src") if name in attrs]
    assert {"#", "data:"} == {re.match(r"#|data:|.*", link)[0] for link in links}  # type: ignore[index]
    assert not [attrs for _, attrs in tags if any(name == "style" or name.startswith("on") for name in attrs)]


def test_the_page_can_be_used_without_seeing_it(report: Report) -> None:
    page = render_html(report)
    tags = Page(page).tags
    assert ("html", {"lang": "en-GB"}) in tags
    assert all((attrs.get("alt") or "").endswith(".") for tag, attrs in tags if tag == "img")
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in tags if tag == "th")
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels.count(1) == 1
    ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [attrs["href"] or "" for tag, attrs in tags if tag == "a"]
    targets = {link[1:] for link in links if link.startswith("#")}
    assert set() == targets - set(ids)


def test_text_and_background_contrast_enough() -> None:
    from importlib.resources import files

    style = files("textmine.reporting").joinpath("templates/report.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))
    for ink in ("ink", "muted", "accent"):
        for paper in ("#ffffff", colours["tint"]):
            assert contrast(colours[ink], paper) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_page_is_marked_with_its_audience(restricted: Report) -> None:
    from docx import Document
    from openpyxl import load_workbook

    assert '<aside class="mark" aria-label="Who may read this">RESTRICTED' in render_html(restricted)
    document = Document(io.BytesIO(render_word(restricted)))
    assert all(sheet.header.paragraphs[0].text.startswith("RESTRICTED") for sheet in document.sections)
    book = load_workbook(io.BytesIO(render_excel(restricted)))
    for sheet in book.worksheets:
        assert sheet.oddHeader is not None
        assert (sheet.oddHeader.center.text or "").startswith("RESTRICTED")


def test_every_heading_of_the_word_file_is_in_welsh_too_if_asked(report: Report) -> None:
    from docx import Document

    two = replace(report, sections=tuple(replace(one, welsh=HEADINGS[one.id]) for one in report.sections))
    document = Document(io.BytesIO(render_word(two)))
    headings = [
        p for p in document.paragraphs if p.style is not None and p.style.name in ("Heading 1", "Contents heading")
    ]
    assert headings[0].text == "Contents · Cynnwys"
    assert all(p.runs[-1]._r.xpath("./w:rPr/w:lang[@w:val='cy-GB']") for p in headings)


def test_the_word_file_has_real_headings_captions_and_picture_descriptions(report: Report) -> None:
    from docx import Document

    document = Document(io.BytesIO(render_word(report)))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings[:2] == ["At a glance", "Summary"]
    assert [section.title for section in report.sections] == headings[1:-1]
    captions = document.element.body.xpath(".//w:p[w:pPr/w:pStyle/@w:val='Caption']")
    numbers = ["".join(caption.xpath(".//w:t/text()")).split(".")[0] for caption in captions]
    assert [f"Table {n}" for n in range(1, 1 + len(tables(report)))] == [n for n in numbers if n.startswith("Table")]
    pictures = document.element.body.xpath(".//wp:docPr")
    assert all((picture.get("descr") or "").endswith(".") for picture in pictures)
    assert len(pictures) == sum(len(section.figures) for _, section in in_order(report.sections))
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in document.tables)
    core = document.core_properties
    assert (core.author, core.last_modified_by, core.comments) == ("", "", "")


def test_the_workbook_has_one_marked_table_a_sheet_and_no_merged_cells(report: Report) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(render_excel(report)))
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    for sheet in book.worksheets:
        assert len(sheet.tables) == 1
        assert set() == set(sheet.merged_cells.ranges)
        assert sheet["A1"].value
        assert sheet["A2"].value
        (table,) = sheet.tables.values()
        assert all(cell.value is not None for line in sheet[table.ref] for cell in line)
    notes = [cell.value for cell in book["Notes"]["A"]]
    assert {"Symbol c", "Symbol z"} <= set(notes)


def test_no_row_of_a_word_table_stands_alone_on_a_page(report: Report) -> None:
    import docx

    longest = max(docx.Document(io.BytesIO(render_word(report))).tables, key=lambda grid: len(grid.rows))
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in longest.rows]
    assert kept == [True] * 3 + [None] * (len(kept) - 6) + [True] * 3


def test_the_chart_of_years_has_years_only(report: Report) -> None:
    own = next(section for section in report.sections if section.id == "series")
    assert [("%" in figure.alt) for figure in own.figures] == [False]


def test_what_looks_like_a_formula_is_kept_as_words(report: Report) -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(render_excel(report)))
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    alike = [cell for cell in cells if str(cell.value).startswith("=")]
    assert alike
    assert all(cell.quotePrefix for cell in alike)


def test_a_hidden_number_of_children_cannot_be_got_from_the_repeat_figures() -> None:
    """Episodes less those of children with two or more are the children with one: three tables, one secret."""
    episodes = [
        Episode(
            f"e{child}-{n}", f"k{child}", "2024-Q1", care_status="looked_after" if child < 20 else "not_looked_after"
        )
        for child in range(60)
        for n in range(1 if child < 3 or child >= 40 else 2)
    ]
    small = build_report([], [], episodes=episodes, codes=CODES)
    once = row(small, "bands", "1 episode")["Looked after"]
    again = row(small, "repeats", "Repeat episodes, of children with two or more: looked after children")
    assert once == "c"
    assert "c" in (again["Numerator"], again["Denominator"])
    assert again["Figure"] == "c"


def test_a_formula_in_a_csv_is_words_too(report: Report) -> None:
    import csv

    from textmine.reporting.csvfiles import table_csv

    for table in tables(report).values():
        lines = list(csv.reader(io.StringIO(table_csv(table))))
        assert len(lines) == len(table.rows) + 1
        assert [cell for line in lines for cell in line if cell[:1] in ("=", "@", "\t", "\r")] == []
    (area,) = [line for line in csv.reader(io.StringIO(table_csv(tables(report)["foi_area"]))) if "cmd" in line[0]]
    assert area[0] == f"'{FORMULA}"


def test_every_table_of_the_page_can_be_taken_out_as_csv(report: Report) -> None:
    import base64

    from textmine.reporting.csvfiles import table_csv

    page = render_html(report)
    links = [attrs for tag, attrs in Page(page).tags if tag == "a" and attrs.get("download")]
    assert {f"{id}.csv" for id in tables(report)} == {attrs["download"] for attrs in links}
    held = {attrs["download"]: base64.b64decode((attrs["href"] or "").partition("base64,")[2]) for attrs in links}
    assert held["push.csv"].decode("utf-8-sig") == table_csv(tables(report)["push"])


def test_names_of_the_episodes_table_are_harmless_everywhere() -> None:
    """Areas, forces, providers and reasons are written by others: scripts and formulas in them stay words."""
    from dataclasses import replace

    codings, narratives, episodes = made_up()
    evil = [
        replace(e, area=EVIL, force=FORMULA, provider=f"{EVIL} & co", reason_not_held=FORMULA, completed=False)
        for e in episodes
    ]
    bad = build_report(codings, narratives, episodes=evil, codes=CODES)
    page = render_html(bad)
    assert EVIL not in page
    assert [tag for tag, _ in Page(page).tags].count("script") == 1
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(render_excel(bad)))
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    assert grids(bad) == word_grids(bad)


def test_the_first_page_says_what_is_uncertain_and_whether_anything_rises(report: Report) -> None:
    words = " ".join(report.sections[0].paragraphs)
    assert "What is uncertain: 27 of 47 coded interviews were read by the model only" in words
    assert "No factor or theme is clearly recorded more often than before." in words


def test_shares_corrected_for_the_models_errors_stand_beside_the_raw_ones() -> None:
    from textmine.reporting.findings import Corrected

    codings, narratives, episodes = made_up()
    found = [Corrected("push_rules", 27, 0.4, 0.3, 0.2, 0.5)]
    one = build_report(codings, narratives, episodes=episodes, codes=CODES, corrected=found)
    shown = row(one, "corrected", EVIL)
    # People found it in 5 of 20; of the other 27 the model's share is corrected to 0.3: (5 + 8.1) / 47.
    assert (shown["Interviews, as counted"], shown["% as counted"], shown["% corrected"]) == ("17", "36%", "28%")
    assert shown["95% interval"] == "22% to 39%"


def test_a_theme_that_one_provider_alone_writes_is_left_out() -> None:
    from dataclasses import replace

    codings, narratives, episodes = made_up()
    known = [replace(e, provider="P" if n < 20 else "Q") for n, e in enumerate(episodes)]
    one = build_report(codings, narratives, episodes=known, themes=themes(narratives), codes=CODES)
    assert "themes" not in tables(one)
    assert "of one provider only" in " ".join(p for s in one.sections if s.id == "themes" for p in s.paragraphs)
