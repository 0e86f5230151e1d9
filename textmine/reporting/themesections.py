"""The parts of a report about themes: what they are, how they move, where, and what the codebook misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textmine.reporting.disclosure import share
from textmine.reporting.emerging import LITTLE, TREND
from textmine.reporting.themecharts import Rates, Spot, heat_map, rate_lines, theme_map
from textmine.reporting.told import Told, bounds, called, listed
from textmine.types import Cell, Figure, Section, Table

EMERGING = ("new", "rising")
MOST_LINES = 4
INTRODUCTION = (
    "Themes are groups of sentences that speak of the same thing, found without the codebook. They are prompts for people to "
    "read further, not findings. Each was found again in most of many runs; what did not come back is not shown. A theme is "
    "called by its words until somebody gives it a name. One that is called after a code holds what is said about the matter, "
    "also that it was ruled out: more children speak of it than have the code, and its figures are not the code's."
)
CHECKED = (
    "New and rising: children who speak of it, as a share of the children interviewed. A theme is called so only if it does not "
    "come from one child, one author, one provider or one form alone, as far as these are recorded."
)
NOT_SOUGHT = "Nobody has looked for themes in these write-ups yet."
CONTRASTS = (
    ("care", "By care status"),
    ("placement", "By placement"),
    ("placed", "By placement in or out of area"),
)


def themes(told: Told) -> Section:
    """Emerging themes, with their pictures."""
    left = "Themes of too few children, or of one provider only, are left out."
    more = [left] if told.themes_left_out else []
    if not told.table("themes"):
        none = "No themes of enough children were found." if told.sought else NOT_SOUGHT
        return Section("themes", "Emerging themes", (INTRODUCTION, *more, none))
    inner = (_moves(told), _opened(told), *_where(told), *_contrasts(told), *_words(told))
    return Section(
        "themes",
        "Emerging themes",
        (INTRODUCTION, CHECKED, *more),
        figures=_map(told),
        tables=told.table("themes"),
        sections=tuple(section for section in inner if section.tables or section.quotations),
    )


def uncovered(told: Told) -> Section:
    """Themes of which codes mark little, and which codes mark what."""
    table = told.tables["themes"]
    at = table.columns.index("Covered by codes") - 1
    rows = tuple((name, cells) for name, cells in table.rows if cells[at].shown == LITTLE)
    words = (
        "Themes of which codes mark fewer than three sentences in ten. Read some of them: is a code missing, or is it talk that "
        "no code needs to cover? An analyst can have their sentences labelled next."
    )
    none = "There is no such theme among those of enough children." if told.sought else NOT_SOUGHT
    unlooked = (
        f"The model does not look for {listed([called(name) for name in told.unlooked])}: a theme may be about these."
    )
    more = (none,) if not rows else (unlooked,) if told.unlooked else ()
    shown = replace(table, id="themes_uncovered", title=f"{table.title}: little covered by codes", rows=rows)
    return Section(
        "uncovered",
        "What the codebook misses",
        (words, *more),
        figures=_codes(told),
        tables=((shown,) if rows else ()) + told.table("themes_by_code"),
    )


def _map(told: Told) -> tuple[Figure, ...]:
    children = _column(told.tables["themes"], "Children")
    spots = [
        Spot(number, theme.label, theme.x, theme.y, children[theme.label])
        for number, theme in enumerate(told.themes, 1)
        if theme.label in children
    ]
    figure = theme_map("map_themes", "Themes, near each other where they are alike", spots, table="themes")
    return (figure,) if figure else ()


def _moves(told: Told) -> Section:
    tables = (*told.table("themes_changed"), *told.table("themes_by_quarter"))
    table = told.tables["themes"]
    verdicts = [cell.shown for cell in _column(table, TREND).values()] if TREND in table.columns else []
    none = ("No theme is clearly new or rising.",) if verdicts and not set(EMERGING) & set(verdicts) else ()
    return Section("themes_moves", "New and rising themes", none, figures=_lines(told), tables=tables)


def _lines(told: Told) -> tuple[Figure, ...]:
    table = told.tables.get("themes_by_quarter")
    if not table:
        return ()
    themes = told.tables["themes"]
    verdict = _column(themes, TREND) if TREND in themes.columns else {}
    rows = [row for row in table.rows[1:] if any(cell.value is not None for cell in row[1])]
    rows.sort(key=lambda row: (verdict.get(row[0], Cell("")).shown not in EMERGING, -sum(c.value or 0 for c in row[1])))
    whole = table.rows[0][1]
    lines = [Rates(name, _rates(told, cells, whole)) for name, cells in rows[:MOST_LINES]]
    title = "Themes by quarter: those that are new or rise, and the most frequent"
    figure = rate_lines("chart_themes", title, table.columns[1:], lines, table=table.id)
    return (figure,) if figure else ()


def _rates(told: Told, cells: Sequence[Cell], whole: Sequence[Cell]) -> tuple[tuple[float, float, float] | None, ...]:
    found: list[tuple[float, float, float] | None] = []
    for part, of in zip(cells, whole, strict=True):
        value, limits = share(part, of, told.rule).value, bounds(part, of)
        found.append((value, *limits) if value is not None and limits else None)
    return tuple(found)


def _opened(told: Told) -> Section:
    return Section("themes_parts", "Parts of themes", tables=told.table("themes_parts"))


def _where(told: Told) -> tuple[Section, ...]:
    table = told.tables.get("themes_by_area")
    if not table or not told.table("themes_by_area"):
        return ()
    at = [c for c, name in enumerate(table.columns[1:]) if name.startswith("% of")]
    rows = table.rows[1:]
    columns = [table.columns[1:][c].removeprefix("% of ") for c in at]
    cells = [[line[c] for c in at] for _, line in rows]
    unit = "% of the children interviewed in the area"
    figure = heat_map(
        "heat_themes_area", "Themes by area", [name for name, _ in rows], columns, cells, unit=unit, table=table.id
    )
    return (Section("themes_area", "By area", figures=(figure,) if figure else (), tables=told.table(table.id)),)


def _contrasts(told: Told) -> list[Section]:
    return [Section(f"themes_{id}", title, tables=told.table(f"themes_by_{id}")) for id, title in CONTRASTS]


def _codes(told: Told) -> tuple[Figure, ...]:
    table = told.tables.get("themes_by_code")
    if not table or len(table.rows) < 2:
        return ()
    whole, rows = table.rows[0][1][:-1], table.rows[1:]
    cells = [[share(part, of, told.rule) for part, of in zip(line[:-1], whole, strict=True)] for _, line in rows]
    unit = "% of the children who speak of the theme"
    figure = heat_map(
        "heat_themes_code",
        "Themes and the codes that mark them",
        [name for name, _ in rows],
        table.columns[1:-1],
        cells,
        unit=unit,
        table=table.id,
    )
    return (figure,) if figure else ()


def _words(told: Told) -> list[Section]:
    if told.audience != "restricted":
        return []
    return [
        Section(f"themes_words_{number}", f"Sentences of: {theme.label}", quotations=told.theme_words[theme.id])
        for number, theme in enumerate(told.themes, 1)
        if told.theme_words.get(theme.id)
    ]


def _column(table: Table, heading: str) -> dict[str, Cell]:
    at = table.columns.index(heading) - 1
    return {name: cells[at] for name, cells in table.rows}
