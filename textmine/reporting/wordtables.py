"""Tables of a Word file: repeated headings, columns as wide as their words, and pages turned for wide tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textmine.reporting.office import of_words, printable
from textmine.reporting.wordfields import element
from textmine.types import Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as Grid
    from docx.table import _Cell as Box

TINT = "EEF2F3"
WIDE = 7
"""Tables of more columns than this stand on a page turned sideways."""
FEW, SENTENCES = 4, 60
"""Columns beside which a column of longer cells than so many characters has too little room on an upright page."""
KEPT = 3
"""Rows at both ends of a table that stay on one page."""
ACROSS, ACROSS_SIDEWAYS = 17.0, 25.5
"""Centimetres between the margins."""
LEAST, MOST, LETTER, BOLD, PAD = 1.3, 9.0, 0.175, 1.12, 0.45
"""Centimetres: the narrowest column, the widest wish, a letter of the tables' size, how much wider bold is, the margins."""


def is_wide(table: Table) -> bool:
    """Whether a table stands on a page turned sideways: of many columns, or with sentences beside figures."""
    words = max((len(cell.shown) for _, cells in table.rows for cell in cells), default=0)
    return len(table.columns) > WIDE or (len(table.columns) > FEW and words > SENTENCES)


def turn(document: Document, *, sideways: bool) -> None:
    """Begin a page of the other orientation, unless the present one is right."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    wanted = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    if document.sections[-1].orientation == wanted:
        return
    sheet = document.add_section()
    long, short = Cm(29.7), Cm(21)
    sheet.orientation = wanted
    sheet.page_width, sheet.page_height = (long, short) if sideways else (short, long)


def add_grid(document: Document, title: str, lines: Sequence[Sequence[str]], *, across: float, bold: int = -1) -> None:
    """A table of words, the headings first.

    Args:
        lines: of equal length.
        across: centimetres.
        bold: a column in bold, -1 for none.
    """
    grid = document.add_table(rows=1, cols=len(lines[0]))
    right = [i > 0 and not _words(lines, i) for i in range(len(lines[0]))]
    for i, (box, column) in enumerate(zip(grid.rows[0].cells, lines[0], strict=True)):
        _write(box, column, bold=True, right=right[i])
        box._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=TINT))
    grid.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader", val="true"))
    for line in lines[1:]:
        for i, (box, words) in enumerate(zip(grid.add_row().cells, line, strict=True)):
            _write(box, words, bold=i == bold, right=right[i])
    _together(grid)
    _ruled(grid, title, widths=widths(lines, across))


def lines_of(table: Table) -> list[list[str]]:
    """A table's headings and rows as words."""
    rows = [[name, *(cell.shown for cell in cells)] for name, cells in table.rows]
    return [list(table.columns), *rows]


def widths(lines: Sequence[Sequence[str]], across: float) -> tuple[float, ...]:
    """Centimetres for each column: no word is broken if that can be, and long words get what is left.

    >>> [round(width, 1) for width in widths([["Indicator", "n"], ["A share of episodes that is long", "12"]], 10.0)]
    [8.7, 1.3]
    """
    columns = range(len(lines[0]))
    heads = [BOLD * LETTER * max(map(len, _split(lines[0][i]))) for i in columns]
    words = [LETTER * max(len(word) for line in lines[1:] or lines for word in _split(line[i])) for i in columns]
    need = [max(LEAST, head + PAD, word + PAD) for head, word in zip(heads, words, strict=True)]
    wish = [min(MOST, LETTER * max(len(line[i]) for line in lines[1:] or lines) + PAD) for i in columns]
    spare = across - sum(need)
    if spare <= 0:
        return tuple(across * one / sum(need) for one in need)
    more = [max(0.0, wished - needed) for wished, needed in zip(wish, need, strict=True)]
    given = _shared(spare, more)
    given[0] += spare - sum(given)
    return tuple(needed + one for needed, one in zip(need, given, strict=True))


def _shared(spare: float, more: Sequence[float]) -> list[float]:
    """What is left: first whoever wants less than an equal part, so that short words stay on one line; then by what is wanted."""
    equal = spare / len(more)
    small = [wanted if wanted <= equal else 0.0 for wanted in more]
    large = [wanted if wanted > equal else 0.0 for wanted in more]
    left = (spare - sum(small)) / (sum(large) or 1.0)
    return [some + min(wanted, wanted * left) for some, wanted in zip(small, large, strict=True)]


def _split(words: str) -> list[str]:
    return words.split() or [""]


def _words(lines: Sequence[Sequence[str]], column: int) -> bool:
    return of_words([line[column] for line in lines[1:]])


def _write(box: Box, text: str, *, bold: bool = False, right: bool = False) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = box.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(printable(text))
    run.bold, run.font.size = bold, Pt(9)


def _together(grid: Grid) -> None:
    """Keep the first rows with each other, and the last ones with each other and the note: none stands alone on a page."""
    rows = list(grid.rows)
    for row in {*range(len(rows))[:KEPT], *range(len(rows))[-KEPT:]}:
        for box in rows[row].cells:
            box.paragraphs[0].paragraph_format.keep_with_next = True


def _ruled(grid: Grid, title: str, *, widths: tuple[float, ...]) -> None:
    """Thin lines between rows, fixed widths, and words for who cannot see it."""
    from docx.shared import Cm

    grid.autofit = False
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="C9D1D9"))
    # Word wants the borders before the layout.
    grid._tbl.tblPr.xpath("./w:tblLayout")[0].addprevious(borders)
    grid._tbl.tblPr.append(element("w:tblCaption", val=printable(title)))
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit", val="true"))
        for box, width in zip(row.cells, widths, strict=True):
            box.width = Cm(width)
