"""The report as a Word file: real headings, captions and contents, and a mark on every page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from textmine.reporting.office import FIXED, in_order, mark_of, printable, same_bytes
from textmine.reporting.welsh import beside
from textmine.reporting.wordfields import contents, element, field, mark_heading, update_on_opening
from textmine.reporting.wordtables import ACROSS, ACROSS_SIDEWAYS, add_grid, is_wide, lines_of, turn
from textmine.types import Figure, Quotation, Report, Section, Table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

GLANCE, SOURCE = "At a glance", "Where this report comes from"
FONT, INK, ACCENT, MUTED = "Arial", "1D2733", "17606E", "4A5866"


def render_word(report: Report) -> bytes:
    """The report as a .docx; equal reports give equal bytes."""
    import docx

    document = docx.Document()
    _properties(document, report)
    _styles(document)
    _page(document, report)
    _cover(document, report)
    number = 0
    for level, section in in_order(report.sections):
        number += level < 3
        _section(document, section, level=level, number=number if level < 3 else None)
    _provenance(document, report, number=number + 1)
    update_on_opening(document)
    written = io.BytesIO()
    document.save(written)
    return same_bytes(written.getvalue())


def _properties(document: Document, report: Report) -> None:
    core = document.core_properties
    core.title, core.subject, core.language = printable(report.title), printable(report.subtitle), "en-GB"
    core.author = core.last_modified_by = core.comments = core.keywords = core.category = ""
    core.created = core.modified = FIXED
    core.revision = 1


def _styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm, Pt

    for name, size, colour, before, after in (
        ("Normal", 10.5, INK, 0, 6),
        ("Title", 26, INK, 120, 6),
        ("Subtitle", 13, MUTED, 0, 24),
        ("Heading 1", 17, ACCENT, 24, 8),
        ("Heading 2", 13, INK, 16, 6),
        ("Heading 3", 11, INK, 12, 4),
        ("Caption", 9.5, INK, 10, 4),
        ("Quote", 11, INK, 6, 2),
    ):
        style: ParagraphStyle = document.styles[name]
        _styled(style, size, colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for name, indent in (("TOC 1", 0), ("TOC 2", 14), ("Note", 0), ("Contents heading", 0)):
        added: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _styled(added, {"Note": 8.5}.get(name, 10), MUTED if name == "Note" else INK)
        added.paragraph_format.left_indent, added.paragraph_format.space_after = (
            Pt(indent),
            Pt(2 if name.startswith("TOC") else 4),
        )
        if name.startswith("TOC"):
            added.paragraph_format.tab_stops.add_tab_stop(Cm(17), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    title: ParagraphStyle = document.styles["Contents heading"]
    _styled(title, 17, ACCENT)


def _styled(style: ParagraphStyle, size: float, colour: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor.from_string(colour)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for theme in [key for key in fonts.attrib if "heme" in str(key)]:
        del fonts.attrib[theme]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = element("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-GB")


def _page(document: Document, report: Report) -> None:
    from docx.shared import Cm

    sheet = document.sections[0]
    sheet.page_width, sheet.page_height = Cm(21), Cm(29.7)
    sheet.left_margin = sheet.right_margin = Cm(2)
    sheet.top_margin = sheet.bottom_margin = Cm(2.2)
    header = sheet.header.paragraphs[0]
    header.add_run(mark_of(report)).bold = True
    footer = sheet.footer.paragraphs[0]
    footer.add_run("Page ")
    field(footer, "PAGE", "1")
    footer.add_run(" of ")
    field(footer, "NUMPAGES", "1")


def _cover(document: Document, report: Report) -> None:
    document.add_paragraph(printable(report.title), style="Title")
    document.add_paragraph(printable(report.subtitle), style="Subtitle")
    document.add_paragraph(mark_of(report)).runs[0].bold = True
    title = document.add_paragraph("Contents", style="Contents heading")
    _in_welsh(title, beside(report).get("contents", ""))
    title.paragraph_format.page_break_before = True
    contents(document, _lines(report))
    heading = _headed(document, GLANCE, level=1, number=0, welsh=beside(report).get("glance", ""))
    heading.paragraph_format.page_break_before = True
    lines = [["Figure", "Value", "What it means"]]
    lines += [[label, cell.shown, meaning] for label, cell, meaning in report.headline]
    add_grid(document, GLANCE, lines, across=ACROSS, bold=1)


def _lines(report: Report) -> list[tuple[int, str]]:
    """Lines of the contents: (level, heading)."""
    welsh = beside(report)
    found = [(1, _heading(GLANCE, welsh.get("glance", "")))]
    found += [(level, _heading(one.title, one.welsh)) for level, one in in_order(report.sections) if level < 3]
    return found + ([(1, _heading(SOURCE, welsh.get("provenance", "")))] if report.provenance else [])


def _heading(title: str, welsh: str) -> str:
    return f"{title} · {welsh}" if welsh else title


def _headed(document: Document, title: str, *, level: int, number: int | None, welsh: str) -> Paragraph:
    """A heading, marked for the contents if it stands in them; Welsh is told as Welsh to screen readers."""
    heading = document.add_heading(printable(title), level=level)
    _in_welsh(heading, welsh)
    if number is not None:
        mark_heading(heading, number)
    return heading


def _in_welsh(heading: Paragraph, words: str) -> None:
    if words:
        run = heading.add_run(printable(f" · {words}"))
        run._r.get_or_add_rPr().append(element("w:lang", val="cy-GB"))


def _section(document: Document, section: Section, *, level: int, number: int | None) -> None:
    turn(document, sideways=not section.figures and any(map(is_wide, section.tables[:1])))
    heading = _headed(document, section.title, level=min(level, 3), number=number, welsh=section.welsh)
    heading.paragraph_format.page_break_before = level == 1
    for paragraph in section.paragraphs:
        document.add_paragraph(printable(paragraph))
    for figure in section.figures:
        _figure(document, figure)
    for table in section.tables:
        _table(document, table)
    for quotation in section.quotations:
        _quotation(document, quotation)


def _figure(document: Document, figure: Figure) -> None:
    from docx.shared import Cm

    _caption(document, "Figure", figure.title)
    picture = document.add_picture(io.BytesIO(figure.png), width=Cm(16))
    picture._inline.docPr.set("descr", printable(figure.alt))
    picture._inline.docPr.set("title", printable(figure.title))


def _table(document: Document, table: Table) -> None:
    turn(document, sideways=is_wide(table))
    _caption(document, "Table", f"{table.title} ({table.unit})" if table.unit else table.title)
    across = ACROSS_SIDEWAYS if is_wide(table) else ACROSS
    add_grid(document, table.title, lines_of(table), across=across)
    if table.note:
        document.add_paragraph(printable(table.note), style="Note")


def _quotation(document: Document, quotation: Quotation) -> None:
    document.add_paragraph(printable(f"“{quotation.text}”"), style="Quote")
    by = f", coded by {quotation.coder}" if quotation.coder else ""
    where = f"Interview {quotation.narrative}, characters {quotation.start} to {quotation.end}{by}"
    document.add_paragraph(printable(where), style="Note")


def _provenance(document: Document, report: Report, *, number: int) -> None:
    if not report.provenance:
        return
    turn(document, sideways=False)
    heading = _headed(document, SOURCE, level=1, number=number, welsh=beside(report).get("provenance", ""))
    heading.paragraph_format.page_break_before = True
    for name, value in report.provenance:
        paragraph = document.add_paragraph()
        paragraph.add_run(printable(f"{name}: ")).bold = True
        paragraph.add_run(printable(value))


def _caption(document: Document, kind: str, title: str) -> None:
    paragraph = document.add_paragraph(f"{kind} ", style="Caption")
    paragraph.paragraph_format.keep_with_next = True
    field(paragraph, f"SEQ {kind} \\* ARABIC", _next(document, kind))
    paragraph.add_run(printable(f". {title}"))


def _next(document: Document, kind: str) -> str:
    """The number a caption shows until Word counts again."""
    return str(1 + len(document.element.body.xpath(f'.//w:fldSimple[contains(@w:instr, "SEQ {kind} ")]')))
