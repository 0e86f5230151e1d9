"""Pictures of themes: a map, lines with intervals, heat maps; only what a table shows is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from textmine.reporting.charts import (
    ACCENT,
    INK,
    MUTED,
    RULE,
    STYLES,
    WIDTH,
    canvas,
    finish,
    pictures,
    settings,
    unseen,
    wrapped,
)
from textmine.types import Cell, Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

LARGEST, SMALLEST = 1500.0, 60.0  # areas on the map, square points
HUES = "YlGnBu"
SQUARE, LINE = 4.4, 0.155  # inches: the map's side, a line of its key
SLANTED = 8
"""Names above columns of a heat map up to which they may slant: more would overlap, and stand upright."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A theme on the map: its number there, its name, its place in [-1, 1], and how many children as shown."""

    number: int
    label: str
    x: float
    y: float
    cell: Cell


@dataclass(frozen=True, slots=True)
class Rates:
    """A line of shares: value, low, high at each point, None where it is not shown."""

    label: str
    points: tuple[tuple[float, float, float] | None, ...]


def theme_map(id: str, title: str, spots: Sequence[Spot], *, table: str) -> Figure | None:
    """Circles: near each other where themes are alike, as large as they have children; named in a list beside."""
    drawn = [spot for spot in spots if spot.cell.value]
    if len(drawn) < 2:
        return None
    most = max(spot.cell.value or 0 for spot in drawn)
    key = "\n".join(_in_key(spot) for spot in drawn)
    with settings():
        picture, axes, beside = _map_and_key(height=max(SQUARE, LINE * (1 + key.count("\n")) + 0.3))
        for spot in drawn:
            axes.scatter(
                spot.x, spot.y, s=_area(spot.cell.value or 0, most), color=ACCENT, alpha=0.28, edgecolors=ACCENT
            )
            axes.annotate(str(spot.number), (spot.x, spot.y), ha="center", va="center", fontweight="bold", color=INK)
        _bare(axes)
        beside.text(0.0, 1.0, key, transform=beside.transAxes, va="top", fontsize=8.5, color=INK)
        svg, png = pictures(picture)
    return Figure(id, title, _map_in_words(title, drawn), svg, png, table)


def rate_lines(id: str, title: str, points: Sequence[str], lines: Sequence[Rates], *, table: str) -> Figure | None:
    """At most four lines of percentages with their 95 % intervals; a point that is not shown leaves a gap."""
    lines = [line for line in lines if any(line.points)][: len(STYLES)]
    if not lines:
        return None
    with settings():
        picture, axes = canvas(height=3.6)
        for place, (line, style) in enumerate(zip(lines, STYLES, strict=False)):
            _line(axes, line, style, (place - (len(lines) - 1) / 2) * 0.07)
        axes.set_xticks(range(len(points)), [wrapped(point, 9) for point in points])
        axes.set_ylim(bottom=0)
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=2, frameon=False, handlelength=3.5)
        finish(axes, "% of children interviewed", share=False, along="y")
        svg, png = pictures(picture)
    return Figure(id, title, _lines_in_words(title, points, lines), svg, png, table)


def heat_map(
    id: str,
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    *,
    unit: str,
    table: str,
) -> Figure | None:
    """Shares as colours with the figure in each; what is not shown is hatched.

    Args:
        cells: Cell[rows][columns]; values are shares in [0, 1].
        unit: what a share is of.
    """
    values = [[cell.value for cell in line] for line in cells]
    known = [value for line in values for value in line if value is not None]
    if not known:
        return None
    with settings():
        picture, axes = canvas(height=1.6 + 0.36 * len(rows))
        grid = [[float("nan") if value is None else value for value in line] for line in values]
        axes.imshow(grid, cmap=HUES, vmin=0.0, vmax=max(known) or 1.0, aspect="auto")
        for r, line in enumerate(cells):
            for c, cell in enumerate(line):
                _square(axes, r, c, cell, max(known))
        angle, ha = (40, "left") if len(columns) <= SLANTED else (90, "center")
        axes.set_xticks(range(len(columns)), [_short(name) for name in columns], rotation=angle, ha=ha, fontsize=8)
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(rows)), [wrapped(name) for name in rows], fontsize=8)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        axes.set_xlabel(unit)
        svg, png = pictures(picture)
    return Figure(id, title, _heat_in_words(title, rows, columns, cells, unit), svg, png, table)


def _area(children: float, most: float) -> float:
    return max(SMALLEST, LARGEST * children / most)


def _map_and_key(*, height: float) -> tuple[Canvas, Axes, Axes]:
    """A square for the map, and beside it as much room as the key needs."""
    from matplotlib.figure import Figure as Canvas

    picture = Canvas(figsize=(WIDTH, height), layout="constrained")
    axes, beside = picture.subplots(1, 2, width_ratios=(SQUARE, WIDTH - SQUARE))
    axes.set_anchor("NW")
    beside.set_axis_off()
    return picture, axes, beside


def _in_key(spot: Spot) -> str:
    """Number and name, on as many lines as it needs."""
    import textwrap

    return "\n     ".join(textwrap.wrap(f"{spot.number}  {spot.label}", 34))


def _bare(axes: Axes) -> None:
    axes.set_xlim(-1.25, 1.25)
    axes.set_ylim(-1.25, 1.25)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_aspect("equal")
    for spine in axes.spines.values():
        spine.set_color(RULE)


def _line(axes: Axes, line: Rates, style: tuple[str, str, str], shift: float) -> None:
    marker, dash, colour = style
    nothing = float("nan")
    places = [place + shift for place in range(len(line.points))]
    heights = [100 * point[0] if point else nothing for point in line.points]
    below = [100 * max(0.0, point[0] - point[1]) if point else nothing for point in line.points]
    above = [100 * max(0.0, point[2] - point[0]) if point else nothing for point in line.points]
    axes.errorbar(
        places,
        heights,
        yerr=[below, above],
        marker=marker,
        linestyle=dash,
        color=colour,
        elinewidth=0.9,
        capsize=2.5,
        label=wrapped(line.label),
    )


def _short(name: str) -> str:
    """Of a code's name and a theme's words the words: they tell the theme apart."""
    return wrapped(name.rpartition(": ")[2], 20)


def _square(axes: Axes, row: int, column: int, cell: Cell, most: float) -> None:
    from matplotlib.patches import Rectangle

    if cell.value is None:
        axes.add_patch(
            Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, hatch="////", edgecolor=RULE, linewidth=0)
        )
        axes.text(
            column, row, cell.shown if len(cell.shown) < 4 else "", ha="center", va="center", color=MUTED, fontsize=8
        )
        return
    dark = cell.value > 0.55 * most
    axes.text(column, row, cell.shown, ha="center", va="center", color="white" if dark else INK, fontsize=8)


def _map_in_words(title: str, spots: Sequence[Spot]) -> str:
    largest = sorted(spots, key=lambda spot: -(spot.cell.value or 0))[:3]
    said = "; ".join(f"{spot.label} {spot.cell.shown} children" for spot in largest)
    a, b = min(
        ((one, other) for i, one in enumerate(spots) for other in spots[i + 1 :]),
        key=lambda pair: sqrt((pair[0].x - pair[1].x) ** 2 + (pair[0].y - pair[1].y) ** 2),
    )
    return f"Map. {title}. {len(spots)} themes; the largest: {said}. The two most alike: {a.label}, and {b.label}."


def _lines_in_words(title: str, points: Sequence[str], lines: Sequence[Rates]) -> str:
    said = []
    for line in lines:
        seen = [(point, values) for point, values in zip(points, line.points, strict=True) if values]
        (first, a), (last, b) = seen[0], seen[-1]
        said.append(f"{line.label}: {a[0]:.0%} in {first}, {b[0]:.0%} in {last} ({b[1]:.0%} to {b[2]:.0%})")
    return f"Line chart with 95% intervals. {title}, % of children interviewed. {'; '.join(said)}."


def _heat_in_words(
    title: str, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]], unit: str
) -> str:
    every = [
        (cell.value, f"{row}, {column} {cell.shown}")
        for row, line in zip(rows, cells, strict=True)
        for column, cell in zip(columns, line, strict=True)
        if cell.value is not None
    ]
    every.sort(key=lambda pair: -pair[0])
    hidden = sum(cell.value is None for line in cells for cell in line)
    return f"Heat map. {title}, {unit}. Largest first: {'; '.join(words for _, words in every[:4])}.{unseen(hidden)}"
