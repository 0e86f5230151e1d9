"""Pictures of protected figures: bars with intervals, lines by quarter; what is hidden is not drawn."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.types import Cell, Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

INK, MUTED, RULE = "#1d2733", "#4a5866", "#c9d1d9"
ACCENT, SECOND = "#17606e", "#a8480f"
# Marker, line and colour all differ, so that no line is told by its colour alone; all colours reach 4.5:1 on white.
STYLES = (("o", "-", ACCENT), ("s", "--", SECOND), ("^", "-.", "#4b3f8f"), ("D", ":", "#5b6470"))
WIDTH = 7.2
SETTINGS = {
    "svg.hashsalt": "textmine",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": RULE,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "text.parse_math": False,
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: a share or a count as it may be shown, and its interval in the same unit."""

    label: str
    cell: Cell
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line: one cell for each point."""

    label: str
    cells: tuple[Cell, ...]


def bar_chart(id: str, title: str, bars: Sequence[Bar], *, unit: str, table: str) -> Figure | None:
    """Horizontal bars, the figure written beside each; None if nothing may be drawn.

    Args:
        unit: what the axis shows, e.g. `% of children`; shares are in [0, 1].
        table: id of the table with the same numbers.
    """
    drawn = [bar for bar in bars if bar.cell.value is not None]
    if not drawn:
        return None
    share = any(bar.cell.shown.endswith("%") for bar in drawn)
    with settings():
        picture, axes = canvas(height=0.8 + 0.42 * len(bars))
        for place, bar in enumerate(bars):
            _bar(axes, place, bar)
        axes.set_yticks(range(len(bars)), [wrapped(bar.label) for bar in bars])
        axes.set_ylim(len(bars) - 0.4, -0.6)
        finish(axes, unit, share=share, along="x")
        svg, png = pictures(picture)
    return Figure(id, title, _bars_in_words(title, bars, unit), svg, png, table)


def line_chart(
    id: str, title: str, points: Sequence[str], *, lines: Sequence[Line], unit: str, table: str
) -> Figure | None:
    """Lines over quarters, each named at its end; a hidden point leaves a gap. None if nothing may be drawn.

    Args:
        points: names of the points.
        lines: at most four, each with a cell for every point.
    """
    if not any(cell.value is not None for line in lines for cell in line.cells):
        return None
    with settings():
        picture, axes = canvas(height=3.4)
        for line, (marker, dash, colour) in zip(lines, STYLES, strict=False):
            heights = [float("nan") if cell.value is None else cell.value for cell in line.cells]
            axes.plot(
                range(len(points)), heights, marker=marker, linestyle=dash, color=colour, label=wrapped(line.label)
            )
        axes.set_xticks(range(len(points)), [wrapped(point, 9) for point in points])
        axes.set_ylim(bottom=0)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2, frameon=False, handlelength=3.5)
        finish(axes, unit, share=False, along="y")
        svg, png = pictures(picture)
    return Figure(id, title, _lines_in_words(title, points, lines, unit), svg, png, table)


def settings() -> AbstractContextManager[None]:
    """Our settings over the defaults, whatever the user's matplotlibrc says."""
    from matplotlib import style

    return style.context(["default", SETTINGS])


def canvas(*, height: float) -> tuple[Canvas, Axes]:
    """An empty picture, as wide as a page."""
    from matplotlib.figure import Figure as Canvas

    picture = Canvas(figsize=(WIDTH, height), layout="constrained")
    return picture, picture.add_subplot()


def _bar(axes: Axes, place: int, bar: Bar) -> None:
    value = bar.cell.value
    if value is None:
        axes.annotate(
            bar.cell.shown if " " in bar.cell.shown else f"{bar.cell.shown} (not shown)",
            (0, place),
            (4, 0),
            textcoords="offset points",
            va="center",
            color=MUTED,
        )
        return
    axes.barh(place, value, height=0.56, color=ACCENT)
    end = value
    if bar.low is not None and bar.high is not None:
        errors = [[max(0.0, value - bar.low)], [max(0.0, bar.high - value)]]
        axes.errorbar(value, place, xerr=errors, fmt="none", ecolor=INK, elinewidth=1.2, capsize=3)
        end = max(value, bar.high)
    axes.annotate(bar.cell.shown, (end, place), (5, 0), textcoords="offset points", va="center", fontweight="bold")


def finish(axes: Axes, unit: str, *, share: bool, along: str) -> None:
    """Grid, unit and ticks, the same on every picture."""
    axis = axes.xaxis if along == "x" else axes.yaxis
    axis.set_label_text(unit)
    if share:
        axes.set_xlim(0, min(1.12, max(axes.get_xlim()[1] * 1.12, 0.2)))
        ticks = [tick for tick in (0, 0.25, 0.5, 0.75, 1) if tick <= axes.get_xlim()[1]]
        axes.set_xticks(ticks, [f"{tick:.0%}" for tick in ticks])
    else:
        from matplotlib.ticker import MaxNLocator

        axis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.grid(axis="x" if along == "x" else "y", color=RULE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=0)


def pictures(picture: Canvas) -> tuple[str, bytes]:
    """SVG and PNG, the same bytes whenever the figures are the same."""
    vector, raster = io.BytesIO(), io.BytesIO()
    picture.savefig(vector, format="svg", metadata={"Date": None, "Creator": None})
    picture.savefig(raster, format="png", dpi=200, metadata={"Software": None})
    # The comments repeat every label; nobody reads them, and a label may hold anything.
    return re.sub(r"<!--.*?-->", "", vector.getvalue().decode(), flags=re.DOTALL), raster.getvalue()


def wrapped(label: str, width: int = 38) -> str:
    """A label on at most two lines."""
    import textwrap

    return "\n".join(textwrap.wrap(label, width, max_lines=2, placeholder=" …"))


def _bars_in_words(title: str, bars: Sequence[Bar], unit: str) -> str:
    drawn = sorted((bar for bar in bars if bar.cell.value is not None), key=lambda bar: -(bar.cell.value or 0))
    said = "; ".join(f"{bar.label} {bar.cell.shown}" for bar in drawn[:3])
    return f"Bar chart. {title}, {unit}. {'Largest first: ' if len(drawn) > 1 else ''}{said}.{unseen(len(bars) - len(drawn))}"


def _lines_in_words(title: str, points: Sequence[str], lines: Sequence[Line], unit: str) -> str:
    said = [_line_in_words(points, line) for line in lines[: len(STYLES)]]
    hidden = sum(cell.value is None for line in lines for cell in line.cells)
    return f"Line chart. {title}, {unit}. {'; '.join(words for words in said if words)}.{unseen(hidden)}"


def _line_in_words(points: Sequence[str], line: Line) -> str:
    seen = [(point, cell) for point, cell in zip(points, line.cells, strict=True) if cell.value is not None]
    if not seen:
        return ""
    if len(seen) == 1:
        return f"{line.label}: {seen[0][1].shown} in {seen[0][0]}"
    return f"{line.label}: {seen[0][1].shown} in {seen[0][0]}, {seen[-1][1].shown} in {seen[-1][0]}"


def unseen(count: int) -> str:
    """A sentence on figures that are not drawn; "" if all are."""
    return f" {count} not drawn as the figures are not shown." if count else ""
