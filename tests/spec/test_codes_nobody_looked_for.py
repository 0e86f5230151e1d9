"""Of a code that the model does not look for nothing is known where it alone has read: that is never shown as nought."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_report import CODES, build_report, made_up, themes

from textmine.reporting.office import in_order
from textmine.types import Coding, Report, Table

PARENTS = {code.parent for code in CODES}
OWN = next(code for code in CODES if code.group == "push" and code.id not in PARENTS)


def told(*, people: bool, code: str = OWN.id) -> Report:
    """A report in which the model does not look for one code, with or without interviews that people coded."""
    codings, narratives, episodes = made_up(40)
    some: list[Coding] = []
    for coding in codings:
        by_model = coding.coder.startswith("model:") or not people
        mentions = tuple(m for m in coding.mentions if m.code != code or not by_model)
        some.append(replace(coding, coder="model:1" if by_model else coding.coder, mentions=mentions))
    codes = tuple(replace(one, suggested=one.id != code) for one in CODES)
    return build_report(some, narratives, episodes=episodes, codes=codes, themes=themes(narratives))


def tables(report: Report) -> dict[str, Table]:
    return {table.id: table for _, section in in_order(report.sections) for table in section.tables}


def test_where_only_the_model_has_read_it_is_not_looked_for() -> None:
    table = tables(told(people=False))["push"]
    row = dict(table.rows)[OWN.name]
    assert {cell.shown for cell in row} == {"not looked for"}
    assert "That is not 0" in table.note


def test_where_people_coded_some_it_is_at_least_so_many() -> None:
    table = tables(told(people=True))["push"]
    (name,) = [name for name, _ in table.rows if name.startswith(OWN.name)]
    row = dict(zip(table.columns[1:], dict(table.rows)[name], strict=True))
    assert name.endswith("[p]")
    assert row["% of interviews"].shown.startswith("at least ")
    assert row["95% interval, interviews"].shown == "not available"


@pytest.mark.parametrize("people", [True, False])
def test_it_stands_in_no_comparison_and_the_report_says_so(people: bool) -> None:
    report = told(people=people)
    compared = [table for id, table in tables(report).items() if id.startswith(("why_by_", "changes"))]
    assert compared
    assert all(OWN.name not in name for table in compared for name, _ in table.rows)
    words = " ".join(words for _, section in in_order(report.sections) for words in section.paragraphs)
    assert "The model does not look for" in words
    assert "That is not nought" in words


def test_exploitation_that_nobody_looked_for_is_no_nought_in_the_table_by_area() -> None:
    table = tables(told(people=False, code="risk_cse_indicators"))["foi_area"]
    at = table.columns.index("CSE concern") - 1
    assert {cells[at].shown for _, cells in table.rows} == {"not looked for"}
    assert all("not looked for" not in {c.shown for c in cells[:at]} for _, cells in table.rows)


def test_a_theme_that_no_code_covers_may_be_about_it() -> None:
    (section,) = [one for _, one in in_order(told(people=False).sections) if one.id == "uncovered"]
    assert "a theme may be about these" in " ".join(section.paragraphs)
    assert OWN.name.lower() in " ".join(section.paragraphs).lower()
