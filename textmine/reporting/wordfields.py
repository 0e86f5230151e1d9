"""Fields of a Word file: page numbers, captions that count themselves, and a contents list that leads to its headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textmine.reporting.office import printable

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run


def contents(document: Document, lines: Sequence[tuple[int, str]]) -> None:
    """A contents field that already lists the headings, each with a link and the number of its page.

    Args:
        lines: (level, heading), in the order in which `mark_heading` will meet them.
    """
    paragraphs = [document.add_paragraph(style=f"TOC {level}") for level, _ in lines]
    _mark(paragraphs[0], "begin")
    code = element("w:instrText")
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    code.text = ' TOC \\o "1-2" \\h \\z \\u '
    paragraphs[0].add_run()._r.append(code)
    _mark(paragraphs[0], "separate")
    for number, (paragraph, (_, title)) in enumerate(zip(paragraphs, lines, strict=True)):
        link = element("w:hyperlink", anchor=_bookmark(number), history="1")
        paragraph._p.append(link)
        link.append(paragraph.add_run(printable(title) + "\t")._r)
        for run in _page_of(paragraph, number):
            link.append(run._r)
    _mark(paragraphs[-1], "end")


def _page_of(paragraph: Paragraph, number: int) -> Iterator[Run]:
    """The field that shows on which page a heading stands, as runs."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        # No number until Word counts: a wrong one would be worse.
        run = paragraph.add_run("")
        if kind == "code":
            code = element("w:instrText")
            code.text = f" PAGEREF {_bookmark(number)} \\h "
            run._r.append(code)
        elif kind != "shown":
            run._r.append(element("w:fldChar", fldCharType=kind))
        yield run


def mark_heading(heading: Paragraph, number: int) -> None:
    """Put the bookmark around a heading that line `number` of the contents leads to."""
    start = element("w:bookmarkStart", id=str(number + 1), name=_bookmark(number))
    first = heading.runs[0]._r
    first.addprevious(start)
    heading._p.append(element("w:bookmarkEnd", id=str(number + 1)))


def update_on_opening(document: Document) -> None:
    """Have Word count pages and captions anew when somebody opens the file."""
    document.settings.element.append(element("w:updateFields", val="true"))


def field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field with the words that it shows until Word counts again."""
    own = element("w:fldSimple", instr=f" {code} ")
    run = paragraph.add_run(shown)
    paragraph._p.append(own)
    own.append(run._r)


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An element of the format, e.g. `w:shd`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _bookmark(number: int) -> str:
    return f"_Toc{10_000 + number}"


def _mark(paragraph: Paragraph, kind: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))
