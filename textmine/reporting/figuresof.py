"""Which tables are drawn, and how: only what a table shows is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.reporting.charts import Bar, Line, bar_chart, line_chart
from textmine.reporting.drafts import GROUPS
from textmine.reporting.told import Told, bounds
from textmine.reporting.unlooked import PARTLY
from textmine.types import Cell, Figure

MOST_LINES = 4
SHARES = 5
"""How many of the first return-interview indicators are percentages of something good."""
QUARTERLY = (
    ("% offered of episodes", "Offered"),
    ("% held of episodes", "Held"),
    ("% in time of those held", "In time"),
)


def prevalence_chart(told: Told, group: str) -> tuple[Figure, ...]:
    """Children with each factor, with intervals."""
    table = told.tables[group]
    if not table.rows:
        return ()
    whole = table.rows[0][1][3]
    bars = [_bar(name, cells, whole) for name, cells in table.rows[1:]]
    title = f"{GROUPS[group].partition(':')[0]}: children with each factor"
    figure = bar_chart(f"chart_{group}", title, bars, unit="% of children with a coded interview", table=table.id)
    return (figure,) if figure else ()


def quarter_lines(told: Told) -> tuple[Figure, ...]:
    """The most frequent factors by quarter; not of the quarters that are put together."""
    table = told.tables["why_by_quarter"]
    at = [c for c, name in enumerate(table.columns[1:-1]) if name != "Not dated" and not name.startswith("To ")]
    if len(at) < 2:
        return ()
    points = [table.columns[c + 1] for c in at]
    lines = [Line(name, tuple(cells[c] for c in at)) for name, cells in table.rows[1 : MOST_LINES + 1]]
    figure = line_chart("chart_quarters", "Factors by quarter", points, lines=lines, unit="interviews", table=table.id)
    return (figure,) if figure else ()


def interview_bars(told: Told) -> tuple[Figure, ...]:
    """Offered, held, in time."""
    table = told.tables["return_interviews"]
    bars = [Bar(name, cells[2]) for name, cells in table.rows[:SHARES] if cells[2].shown != "not available"]
    figure = bar_chart(
        "chart_interviews", "Return interviews", bars, unit="% of the denominator in the table", table=table.id
    )
    return (figure,) if figure else ()


def interview_lines(told: Told) -> tuple[Figure, ...]:
    """Offered, held and in time by quarter."""
    table = told.tables["interviews_by_quarter"]
    rows = [(name, cells) for name, cells in table.rows[:-1] if name != "Not dated" and not name.startswith("To ")]
    if len(rows) < 2:
        return ()
    at = {heading: table.columns.index(heading) - 1 for heading, _ in QUARTERLY}
    lines = [Line(name, tuple(_in_hundred(cells[at[heading]]) for _, cells in rows)) for heading, name in QUARTERLY]
    figure = line_chart(
        "chart_interview_quarters",
        "Return interviews by quarter",
        [name for name, _ in rows],
        lines=lines,
        unit="%",
        table=table.id,
    )
    return (figure,) if figure else ()


def band_bars(told: Told) -> tuple[Figure, ...]:
    """Children by number of episodes."""
    table = told.tables["bands"]
    at = table.columns.index("All") - 1
    bars = [Bar(name, cells[at]) for name, cells in table.rows[:-1]]
    figure = bar_chart("chart_bands", "Children by number of episodes", bars, unit="children", table=table.id)
    return (figure,) if figure else ()


def year_lines(told: Told) -> tuple[Figure, ...]:
    """Episodes by year, the largest areas."""
    table = told.tables["series_area"]
    points = [c for c in table.columns[1:] if "%" not in c and c not in ("Whole period", "Not dated")]
    if len(points) < 2:
        return ()
    at = [table.columns.index(point) - 1 for point in points]
    rows = sorted(table.rows[:-1], key=lambda row: -sum(row[1][c].value or 0 for c in at))[:MOST_LINES]
    lines = [Line(name, tuple(cells[c] for c in at)) for name, cells in rows]
    figure = line_chart("chart_years", "Episodes by year", points, lines=lines, unit="episodes", table=table.id)
    return (figure,) if figure else ()


def _bar(name: str, cells: Sequence[Cell], whole: Cell) -> Bar:
    count, share = cells[3], cells[4]
    limits = bounds(count, whole) if share.value is not None and not name.endswith(PARTLY) else None
    return Bar(name, share, *limits) if limits else Bar(name, share)


def _in_hundred(cell: Cell) -> Cell:
    return cell if cell.value is None else Cell(cell.shown, 100 * cell.value)
