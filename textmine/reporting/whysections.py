"""The part on why children went: push and pull, by every group, corrected, and what changed."""

from __future__ import annotations

from dataclasses import replace

from textmine.reporting.bygroup import GROUPINGS
from textmine.reporting.drafts import GROUPS
from textmine.reporting.figuresof import prevalence_chart, quarter_lines
from textmine.reporting.told import Told
from textmine.types import Section

CARE_WORDS = (
    "Differences are of what was recorded. Write-ups of different length and different forms record differently."
)


def why(told: Told) -> Section:
    """Why children went missing."""
    parts = [
        Section(group, GROUPS[group], figures=prevalence_chart(told, group), tables=told.table(group))
        for group in ("push", "pull")
    ]
    return Section(
        "why",
        "Why children went missing",
        (
            (
                "Push is something about where the child was; pull is something or someone elsewhere. Often both are "
                "recorded in one interview."
            ),
            (
                "Interviews and children are counted apart, since one child may give many interviews. What is only "
                "suspected, belongs to the past or was ruled out stands in columns of its own and is never added."
            ),
        ),
        sections=(*parts, *_groups(told), *_times(told), *_corrected(told)),
    )


def care(told: Told) -> Section:
    """The same for children looked after, beside the others."""
    wanted = ("by_care", "by_placement", "by_placed", "by_age")
    # What by_care warns of stands above them all here.
    parts = [replace(section, paragraphs=()) for section in _groups(told) if section.id in wanted]
    return Section(
        "care",
        "Children looked after: why they went missing",
        (
            "Children looked after beside the others, by placement, and by whether they were placed in their area.",
            CARE_WORDS,
        ),
        sections=tuple(parts),
    )


def changes(told: Told) -> Section:
    """What changed, tested."""
    words = "The last year against the year before, or the later half of the quarters against the earlier one."
    none = "" if told.table("changes") else " There is one quarter only: nothing can be compared."
    return Section("changes", "What changed", (words + none,), tables=told.table("changes"))


def _groups(told: Told) -> list[Section]:
    return [
        Section(
            f"by_{one.id}",
            f"By {one.name}",
            (CARE_WORDS,) if one.id == "care" else (),
            tables=told.table(f"why_by_{one.id}"),
        )
        for one in GROUPINGS
        if _tells(told, one.id)
    ]


def _tells(told: Told, id: str) -> bool:
    """A grouping of which nothing is recorded tells nothing."""
    table = told.tables.get(f"why_by_{id}")
    return bool(table and [c for c in table.columns[1:-1] if not c.startswith(("%", "Not recorded", "Between", "All"))])


def _times(told: Told) -> list[Section]:
    yearly = told.table("why_by_year")
    # Of one year alone it would say the same as the whole period.
    several = any(sum(not column.startswith("%") for column in table.columns) > 3 for table in yearly)
    return [
        *([Section("by_year", "By year", tables=yearly)] if several else []),
        Section("by_quarter", "By quarter", figures=quarter_lines(told), tables=told.table("why_by_quarter")),
    ]


def _corrected(told: Told) -> list[Section]:
    if len(told.tables["corrected"].rows) < 2:
        return []
    words = "What was counted, beside what it likely is once the model's own errors are taken into account."
    return [Section("corrected", "Corrected for the model's errors", (words,), tables=told.table("corrected"))]
