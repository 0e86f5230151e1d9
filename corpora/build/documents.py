"""Render a compiled write-up as the document that its author would have saved."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path

from source import Line, Source

FIXED = datetime(2026, 1, 5, 9, 0)
EXPORT = ("Record ID", "Person ID", "Recorded", "Narrative")
TIMED = ("docProps/core.xml", "meta.xml", "word/comments.xml")
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
LAYOUTS = {"nia": "headings", "sioned": "grid", "priya": "boxed", "tunde": "letter", "jo": "form"}


def render(source: Source) -> bytes:
    """Bytes of the document in the format of its head; not for csv and xlsx, which hold many."""
    return RENDERERS[source.head["format"]](source)


def as_text(source: Source, encoding: str = "utf-8") -> bytes:
    """Plain text as a phone or an old system saves it."""
    return (source.text + "\n").replace("\n", "\r\n" if encoding == "cp1252" else "\n").encode(encoding, "replace")


def as_markdown(source: Source) -> bytes:
    """Markdown with its headings."""
    marks = {"heading1": "# ", "heading2": "## "}
    return (
        "\n".join(marks.get(line.role, "") + line.text for line in source.lines if line.role != "deleted") + "\n"
    ).encode()


def as_word(source: Source) -> bytes:
    """A Word document in the layout of its author's form."""
    import docx
    from docx.shared import Pt

    layout = LAYOUTS.get(source.head["id"].split("-")[0], "headings")
    document = docx.Document()
    font = {"headings": "Calibri", "grid": "Arial", "boxed": "Arial", "letter": "Georgia", "form": "Verdana"}[layout]
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = font, Pt(11)
    place = document
    for role, lines in _runs(source.lines):
        if role == "row":
            _table(place, [line.text.split(" | ") for line in lines], grid=layout != "letter")
            continue
        for line in lines:
            place = _word_line(document, place, line, layout)
    properties = document.core_properties
    properties.author, properties.title, properties.created, properties.modified = "", "", FIXED, FIXED
    stream = io.BytesIO()
    document.save(stream)
    return settled(stream.getvalue())


def as_pdf(source: Source) -> bytes:
    """A PDF with a text layer."""
    import matplotlib
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name in ("DejaVuSans", "DejaVuSans-Bold"):
        pdfmetrics.registerFont(TTFont(name, fonts / f"{name}.ttf"))
    plain = ParagraphStyle("plain", fontName="DejaVuSans", fontSize=9.5, leading=13, spaceAfter=4)
    small = ParagraphStyle("small", plain, fontSize=7.5)
    heads = {
        f"heading{n}": ParagraphStyle(f"h{n}", plain, fontName="DejaVuSans-Bold", fontSize=14 - 2 * n) for n in (1, 2)
    }
    flow: list[object] = []
    for role, lines in _runs(source.lines):
        if role == "row":
            cells = [[Paragraph(_xml(cell), plain) for cell in line.text.split(" | ")] for line in lines]
            width = max(len(row) for row in cells)
            rows = [row + [""] * (width - len(row)) for row in cells]
            flow.append(Table(rows, colWidths=[480 / width] * width, style=[("GRID", (0, 0), (-1, -1), 0.3, "grey")]))
            continue
        for line in lines:
            style = heads.get(role) or (small if role in ("header", "footer", "comment") else plain)
            flow.append(Paragraph(_xml(line.text), style) if line.text else Spacer(1, 5))
    stream = io.BytesIO()
    SimpleDocTemplate(stream, invariant=1, title="", author="", leftMargin=55, rightMargin=55).build(flow)
    return stream.getvalue()


def as_odt(source: Source) -> bytes:
    """An OpenDocument text."""
    from odf.opendocument import OpenDocumentText
    from odf.table import Table, TableCell, TableRow
    from odf.text import H, P

    document = OpenDocumentText()
    for role, lines in _runs(source.lines):
        if role == "row":
            table = Table()
            for line in lines:
                row = TableRow()
                for cell in line.text.split(" | "):
                    box = TableCell()
                    box.addElement(P(text=cell))
                    row.addElement(box)
                table.addElement(row)
            document.text.addElement(table)
            continue
        for line in lines:
            level = int(role[-1]) if role.startswith("heading") else 0
            document.text.addElement(H(outlinelevel=level, text=line.text) if level else P(text=line.text))
    stream = io.BytesIO()
    document.write(stream)
    return settled(stream.getvalue())


def as_rtf(source: Source) -> bytes:
    """Rich text."""
    lines = []
    for line in source.lines:
        words = "".join(_rtf(character) for character in line.text)
        lines.append(rf"{{\b {words}}}\par" if line.role.startswith("heading") else rf"{words}\par")
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times New Roman;}}\\f0\\fs22\n" + "\n".join(lines) + "\n}\n"
    ).encode("ascii")


RENDERERS = {
    "docx": as_word,
    "pdf": as_pdf,
    "txt": as_text,
    "txt1252": lambda source: as_text(source, "cp1252"),
    "md": as_markdown,
    "odt": as_odt,
    "rtf": as_rtf,
}


def as_csv(sources: Iterable[Source]) -> bytes:
    """An export with a write-up a row."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(EXPORT)
    writer.writerows(_export(sources))
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(sources: Iterable[Source]) -> bytes:
    """A workbook with a write-up a row."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.creator, book.properties.created, book.properties.modified = "", FIXED, FIXED
    sheet = book.active
    sheet.title = "Return interviews"
    sheet.append(EXPORT)
    for row in _export(sources):
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return settled(stream.getvalue())


def settled(packed: bytes) -> bytes:
    """The same zip without the time of day, so that the same source gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            kind = zipfile.ZIP_STORED if item.filename == "mimetype" else zipfile.ZIP_DEFLATED
            info = zipfile.ZipInfo(item.filename, FIXED.timetuple()[:6])
            content = old.read(item)
            if item.filename in TIMED:
                content = _without_times(content)
            new.writestr(info, content, kind)
    return out.getvalue()


def _without_times(xml: bytes) -> bytes:
    import re

    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?", b"2026-01-05T09:00:00", xml)


def _export(sources: Iterable[Source]) -> Iterator[list[str]]:
    for source in sources:
        yield [record_id(source), source.head["child"], source.head["interview"], source.text]


def record_id(source: Source) -> str:
    """Number of a row in an export."""
    author, number = source.head["id"].rsplit("-", 1)
    return f"RI{sum(map(ord, author)) % 90 + 10}{int(number):03d}"


def _runs(lines: Iterable[Line]) -> Iterator[tuple[str, list[Line]]]:
    for role, group in groupby(lines, key=lambda line: line.role):
        yield role, list(group)


def _word_line(document: object, place: object, line: Line, layout: str) -> object:
    if line.role == "header":
        _append(document.sections[0].header, line.text)
    elif line.role == "footer":
        _append(document.sections[0].footer, line.text)
    elif line.role == "comment":
        runs = document.paragraphs[-1].runs if document.paragraphs else []
        document.add_comment(
            runs or document.add_paragraph().add_run(" "), text=line.text, author="Reviewer", initials="R"
        )
    elif line.role == "deleted":
        _struck(document.add_paragraph(), line.text)
    elif line.role.startswith("heading"):
        return _word_heading(document, line, layout)
    elif line.text or layout == "letter":
        _ticked(place.add_paragraph(), line.text)
    return place


def _word_heading(document: object, line: Line, layout: str) -> object:
    if layout == "boxed":
        table = document.add_table(rows=2, cols=1, style="Table Grid")
        table.cell(0, 0).paragraphs[0].add_run(line.text).bold = True
        return table.cell(1, 0)
    if layout in ("letter", "form"):
        document.add_paragraph().add_run(line.text).bold = True
    else:
        document.add_heading(line.text, level=int(line.role[-1]))
    return document


def _append(part: object, text: str) -> None:
    part.is_linked_to_previous = False
    first = part.paragraphs[0]
    if first.text:
        part.add_paragraph(text)
    else:
        first.add_run(text)


def _ticked(paragraph: object, text: str) -> None:
    """Words, with tick boxes as the content controls that Word puts there."""
    for character, group in groupby(text, key=lambda c: c if c in "☒☐" else ""):
        if character:
            for mark in group:
                paragraph._p.append(_checkbox(mark))
        else:
            paragraph.add_run("".join(group))


def _checkbox(mark: str) -> object:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    return parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="{W14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="{int(mark == "☒")}"/>'
        f"</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:t>{mark}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def _struck(paragraph: object, text: str) -> None:
    from xml.sax.saxutils import escape

    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="901" w:author="Reviewer" w:date="2026-01-05T09:00:00Z"><w:r>'
            f'<w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'
        )
    )


def _table(place: object, rows: list[list[str]], *, grid: bool) -> None:
    width = max(len(row) for row in rows)
    if hasattr(place, "sections"):
        table = place.add_table(rows=len(rows), cols=width)
        table.style = "Table Grid" if grid else "Normal Table"
    else:
        table = place.add_table(rows=len(rows), cols=width)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            _ticked(cell.paragraphs[0], text)


def _rtf(character: str) -> str:
    if character in "\\{}":
        return "\\" + character
    if character == "\t":
        return "\\tab "
    number = ord(character)
    if number < 128:
        return character
    # Two units for characters beyond the basic plane.
    units = character.encode("utf-16-le")
    return "".join(f"\\u{int.from_bytes(units[i : i + 2], 'little', signed=True)}?" for i in range(0, len(units), 2))


def _xml(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(text)
