"""Every kind of file reads to the words that a person sees in it, laid out the same way."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from matplotlib import get_data_path
from odf import draw, form, office, style, table, text  # type: ignore[import-untyped]
from odf.opendocument import OpenDocumentText  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from textmine.errors import InputError, ReadError
from textmine.privacy.readers import DEFAULT, READERS, Columns, find, read
from textmine.refi.nouns import Case, Project, Source
from textmine.refi.writing import write_project

LINES = ("Debrief", "Saw Zoë – ‘fine’, she said.", "Where | Bae Carreg", "☒ Police told ☐ Hospital", "Signed AB")
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)


def as_docx(path: Path) -> None:
    document = docx.Document()
    document.add_heading(LINES[0])
    document.add_paragraph(LINES[1])
    for cell, words in zip(document.add_table(1, 2).rows[0].cells, LINES[2].split(" | "), strict=True):
        cell.text = words
    document.add_paragraph(LINES[3])
    document.add_paragraph(LINES[4])
    document.save(str(path))


def as_odt(path: Path) -> None:
    document = OpenDocumentText()
    document.text.addElement(text.H(outlinelevel=1, text=LINES[0]))
    document.text.addElement(text.P(text=LINES[1]))
    rows = table.Table()
    rows.addElement(odt_row(*LINES[2].split(" | ")))
    document.text.addElement(rows)
    document.text.addElement(text.P(text=LINES[3]))
    document.text.addElement(text.P(text=LINES[4]))
    document.save(str(path))


def odt_row(*words: str) -> table.TableRow:
    row = table.TableRow()
    for cell_words in words:
        cell = table.TableCell()
        cell.addElement(text.P(text=cell_words))
        row.addElement(cell)
    return row


def as_pdf(path: Path) -> None:
    pdfmetrics.registerFont(TTFont("DejaVu", os.path.join(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")))
    canvas = Canvas(str(path))
    canvas.setFont("DejaVu", 11)
    for number, line in enumerate(LINES):
        canvas.drawString(72, 750 - 20 * number, line)
    canvas.save()


def rtf_escaped(words: str) -> str:
    return "".join(sign if sign.isascii() else f"\\u{ord(sign)}?" for sign in words)


def as_rtf(path: Path) -> None:
    head, body, row, ticks, end = map(rtf_escaped, LINES)
    cells = "".join(f"{cell}\\cell " for cell in row.split(" | "))
    words = f"{head}\\par {body}\\par\\trowd\\cellx1\\cellx2\\intbl {cells}\\row\\pard {ticks}\\par {end}\\par"
    path.write_text(f"{{\\rtf1\\ansi\\ansicpg1252 {words}}}", "ascii")


def as_text(path: Path) -> None:
    path.write_text("\r\n".join(LINES), "utf-8", newline="")


def as_csv(path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle).writerows([["id", "text"], ["7", "\n".join(LINES)]])


def as_qdpx(path: Path) -> None:
    source = Source("00000000-0000-4000-8000-000000000007", "7", "\n".join(LINES))
    path.write_bytes(write_project(Project("p", sources=(source,)), made_for="nvivo"))


def as_xlsx(path: Path, *rows: tuple[str | int, ...]) -> None:
    book = openpyxl.Workbook()
    for row in rows or (("id", "text"), (7, "\n".join(LINES))):
        book.worksheets[0].append(row)
    book.save(path)


MAKERS: dict[str, Callable[[Path], None]] = {
    ".docx": as_docx,
    ".odt": as_odt,
    ".pdf": as_pdf,
    ".rtf": as_rtf,
    ".txt": as_text,
    ".md": as_text,
    ".csv": as_csv,
    ".xlsx": as_xlsx,
    ".qdpx": as_qdpx,
}


def only(path: Path) -> str:
    (writeup,) = read(path, name="doc")
    return writeup.text


def word(tmp_path: Path, *body: str, change: Callable[[Document], object] = lambda document: None) -> str:
    """The text of a Word document with these elements in its body."""
    document = docx.Document()
    for element in body:
        document.element.body.insert(
            len(document.element.body) - 1, parse_xml(element.replace(">", f" {NAMESPACES}>", 1))
        )
    change(document)
    document.save(str(tmp_path / "a.docx"))
    return only(tmp_path / "a.docx")


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def test_every_suffix_has_an_example_here() -> None:
    assert set(READERS) == set(MAKERS)


@pytest.mark.parametrize("suffix", sorted(MAKERS))
def test_the_same_write_up_reads_the_same_from_every_format(tmp_path: Path, suffix: str) -> None:
    MAKERS[suffix](tmp_path / f"a{suffix}")
    (writeup,) = read(tmp_path / f"a{suffix}", name="doc")
    assert "\n".join(LINES) == writeup.text
    assert ("doc#7" if suffix in (".csv", ".xlsx", ".qdpx") else "doc", "", suffix[1:]) == (
        writeup.id,
        writeup.child,
        writeup.form,
    )


def test_suffixes_may_be_written_in_capitals(tmp_path: Path) -> None:
    as_text(tmp_path / "A.TXT")
    assert "\n".join(LINES) == only(tmp_path / "A.TXT")


def test_word_reads_headers_first_then_footers_notes_and_comments(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "Head one"
        document.sections[0].footer.paragraphs[0].text = "Foot"
        document.add_section().header.is_linked_to_previous = False
        document.sections[1].header.paragraphs[0].text = "Head two"
        document.add_section()
        document.add_comment(document.paragraphs[0].runs, text="Check this", author="Someone")
        notes = f'<w:footnotes {NAMESPACES}><w:footnote w:type="separator">{paragraph(run("-"))}</w:footnote>'
        notes += f'<w:footnote w:id="2">{paragraph(run("A note"))}</w:footnote></w:footnotes>'
        part = Part(PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    found = word(tmp_path, paragraph(run("Body")), change=change)
    expected = ["Head one", "Head two", "Body", "Foot", "A note", "Check this"]
    assert expected == [line for line in found.split("\n") if line]


def test_word_reads_insertions_and_not_deletions(tmp_path: Path) -> None:
    inserted, deleted = f"<w:ins>{run('new ')}</w:ins>", "<w:del><w:r><w:delText>old </w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('away ')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo>"
    assert word(tmp_path, paragraph(inserted + deleted + moved)) == "new here"


def test_word_joins_paragraphs_whose_break_was_deleted(tmp_path: Path) -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    assert word(tmp_path, paragraph(mark + run("Zoë ")), paragraph(run("Hill"))) == "Zoë Hill"


def test_word_reads_tick_boxes_of_all_generations(tmp_path: Path) -> None:
    control = '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox></w:sdtPr><w:sdtContent>{}'
    new = "".join(control.format(state, run("x")) + "</w:sdtContent></w:sdt>" for state in "10")
    old = "".join(
        f"<w:r><w:fldChar><w:ffData><w:checkBox>{box}</w:checkBox></w:ffData></w:fldChar></w:r>" for box in STATES
    )
    symbols = "".join(f'<w:r><w:sym w:font="Wingdings" w:char="{char}"/></w:r>' for char in ("F0FE", "F0A8"))
    typed = '<w:r><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:t>þo</w:t></w:r>'
    assert word(tmp_path, paragraph(new + old + symbols + typed)) == "☒☐" + "☒☐☒" + "☒☐" + "☒☐"


STATES = ("<w:checked/>", '<w:checked w:val="0"/><w:default/>', "<w:default/>")


def test_word_reads_the_choice_in_a_drop_down_list_of_an_old_form(tmp_path: Path) -> None:
    entries = '<w:result w:val="1"/><w:listEntry w:val="Push"/><w:listEntry w:val="Pull"/>'
    field = f"<w:r><w:fldChar><w:ffData><w:ddList>{entries}</w:ddList></w:ffData></w:fldChar></w:r>"
    assert word(tmp_path, paragraph(run("Factor: ") + field)) == "Factor: Pull"


def test_word_reads_text_boxes_once_links_controls_and_hidden_text(tmp_path: Path) -> None:
    content = f"<w:txbxContent>{paragraph(run('In a box'))}</w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp>"
    box = f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{shape}</w:drawing></mc:Choice><mc:Fallback>'
    box += f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    link = f"<w:hyperlink>{run('link')}</w:hyperlink>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
    control = f"<w:sdt><w:sdtContent>{paragraph(run('chosen'))}</w:sdtContent></w:sdt>"
    assert word(tmp_path, paragraph(link + run(" ") + hidden + box), control) == "link hidden\nIn a box\nchosen"


def test_word_reads_merged_cells_once_and_nested_tables_in_their_cell(tmp_path: Path) -> None:
    def change(document: Document) -> None:
        rows = document.add_table(3, 3)
        rows.cell(0, 0).merge(rows.cell(0, 1)).text = "Wide"
        rows.cell(0, 2).text = "first\nsecond"
        rows.cell(1, 0).merge(rows.cell(2, 0)).text = "Tall"
        rows.cell(1, 1).text = "b"
        inner = rows.cell(2, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "in", "side"

    assert word(tmp_path, change=change) == "Wide | first second\nTall | b |\nin | side |"


def test_word_tells_when_a_part_is_yet_to_be_merged(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="yet to merge"):
        word(tmp_path, paragraph(run("Body")), "<w:altChunk></w:altChunk>")


def test_libreoffice_reads_headers_first_then_footers_notes_and_comments(tmp_path: Path) -> None:
    document = OpenDocumentText()
    document.automaticstyles.addElement(style.PageLayout(name="page"))
    master = style.MasterPage(name="Standard", pagelayoutname="page")
    for kind, words in ((style.Header, "Head"), (style.Footer, "Foot")):
        master.addElement(kind())
        master.lastChild.addElement(text.P(text=words))
    document.masterstyles.addElement(master)
    body = text.P(text="Body")
    note, comment = text.Note(noteclass="footnote"), office.Annotation()
    note.addElement(text.NoteCitation(text="1"))
    note.addElement(text.NoteBody())
    note.lastChild.addElement(text.P(text="A note"))
    comment.addElement(text.P(text="Check this"))
    for element in (text.S(c=2), text.Span(text="wide"), note, comment):
        body.addElement(element)
    document.text.addElement(body)
    document.save(str(tmp_path / "a.odt"))
    assert only(tmp_path / "a.odt") == "Head\nBody  wide\nFoot\nA note\nCheck this"


def test_libreoffice_does_not_read_tracked_deletions(tmp_path: Path) -> None:
    document = OpenDocumentText()
    changes, region, gone = (
        text.TrackedChanges(),
        text.ChangedRegion(check_grammar=False),
        text.Deletion(),
    )
    gone.addElement(text.P(text="struck out"))
    region.addElement(gone)
    changes.addElement(region)
    document.text.addElement(changes)
    document.text.addElement(text.P(text="kept"))
    document.save(str(tmp_path / "a.odt"))
    assert only(tmp_path / "a.odt") == "kept"


def test_libreoffice_reads_merged_cells_once_and_tick_boxes_of_forms(tmp_path: Path) -> None:
    document, rows = OpenDocumentText(), table.Table()
    rows.addElement(odt_row("Wide", "last"))
    rows.firstChild.insertBefore(table.CoveredTableCell(), rows.firstChild.lastChild)
    fields, boxes, line = office.Forms(), form.Form(), text.P(text="Told: ")
    for name, state in (("a", "checked"), ("b", "unchecked")):
        boxes.addElement(form.Checkbox(id=name, label=name.upper(), currentstate=state))
        line.addElement(draw.Control(control=name))
    fields.addElement(boxes)
    for element in (fields, rows, line):
        document.text.addElement(element)
    document.save(str(tmp_path / "a.odt"))
    assert only(tmp_path / "a.odt") == "Wide | last\nTold: ☒ A☐ B"


def rtf(tmp_path: Path, body: bytes) -> str:
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1\\ansi " + body + b"}")
    return only(tmp_path / "a.rtf")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"\\ansicpg1252 Zo\\'eb", "Zoë"),
        (b"\\ansicpg1250 \\'9aamil", "šamil"),
        (b"\\ansicpg1250{\\fonttbl{\\f0\\fcharset0 Arial;}}\\f0 \\'9aamil", "šamil"),
        (b"\\ansicpg1252{\\fonttbl{\\f0\\fcharset204 Arial;}}\\f0 \\'cf", "П"),
        (b"\\mac Zo\\'91", "Zoë"),
        (b"\\ansicpg1252 Zo\xeb", "Zoë"),
        (b"\\uc1\\u8217\\'92s \\u-10179?\\u-8704?", "’s 😀"),
        (b"{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset2 Wingdings;}}{\\f1\\'fe}{\\f1 o} told", "☒☐ told"),
        (b"{\\*\\formfield{\\fftype1\\ffres25\\ffdefres1}} told", "☒ told"),
        (b"\\trowd\\cellx1\\clmrg\\cellx2\\cellx3\\intbl a\\par b\\cell\\cell c\\cell\\row\\pard end", "a b | c\nend"),
        (b"kept{\\deleted  struck out} {\\v hidden}", "kept hidden"),
        (
            b"Body\\par{\\header Head\\par}{\\footer Foot}{\\footnote A note}{\\info{\\author Bob}}",
            "Head\nBody\nFoot\nA note",
        ),
    ],
)
def test_rich_text_keeps_its_traps_to_itself(tmp_path: Path, body: bytes, expected: str) -> None:
    assert expected == rtf(tmp_path, body)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("suffix", [".txt", ".md", ".csv"])
def test_text_is_read_in_every_encoding_that_windows_writes(tmp_path: Path, suffix: str, encoding: str) -> None:
    head = "text\n" if suffix == ".csv" else ""
    (tmp_path / f"a{suffix}").write_bytes(f"{head}Zoë’s café – Llŷn".replace("ŷ", "y").encode(encoding))
    assert only(tmp_path / f"a{suffix}") == "Zoë’s café – Llyn"


def test_line_ends_are_one_kind_and_characters_stay_as_they_are_typed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\n\nZoe\u0308\tHill  \r\nSam\u00aduel\r\u200bend\x0b.\n".encode())
    assert only(tmp_path / "a.txt") == "Zoe\u0308\tHill\nSamuel\nend\n."


def test_a_soft_hyphen_at_a_line_end_joins_the_word_in_a_pdf(tmp_path: Path) -> None:
    pdfmetrics.registerFont(TTFont("DejaVu", os.path.join(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("DejaVu", 11)
    canvas.drawString(72, 750, "She was miss\u00ad")
    canvas.drawString(72, 730, "ing, re-")
    canvas.drawString(72, 710, "turned")
    canvas.save()
    assert only(tmp_path / "a.pdf") == "She was missing, re-\nturned"


def test_what_was_filled_into_a_pdf_form_is_read_after_its_page(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 750, "Form")
    canvas.acroForm.textfield(name="who", tooltip="Seen by", value="AB")
    canvas.acroForm.checkbox(name="police", tooltip="Police told", checked=True)
    canvas.save()
    assert only(tmp_path / "a.pdf") == "Form\nSeen by: AB\nPolice told: ☒"


def rows_of(path: Path, columns: Columns = DEFAULT) -> list[tuple[str, str, str]]:
    return [(row.id, row.child, row.text) for row in read(path, name="x", columns=columns)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_an_export_gives_one_write_up_a_row_whatever_its_delimiter(tmp_path: Path, delimiter: str) -> None:
    with (tmp_path / "a.csv").open("w", newline="") as handle:
        table_rows = [["Child", " TEXT ", "ID"], ["C1", "one,\n;|two", "k"], ["C2", " ", "l"], ["C3", "three", ""]]
        csv.writer(handle, delimiter=delimiter).writerows(table_rows)
    assert rows_of(tmp_path / "a.csv") == [("x#k", "C1", "one,\n;|two"), ("x#4", "C3", "three")]


def test_a_lone_column_of_text_is_not_cut_at_its_commas(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('Notes\nRan off, came back; fine\nSaid "no"\n')
    assert rows_of(tmp_path / "a.csv") == [("x#2", "", "Ran off, came back; fine"), ("x#3", "", 'Said "no"')]


def test_an_export_may_name_its_delimiter_in_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("sep=;\r\ntext;id\r\nZoë, home;k\r\n".encode("cp1252"))
    assert rows_of(tmp_path / "a.csv") == [("x#k", "", "Zoë, home")]


def test_a_workbook_is_read_from_the_first_sheet_with_text_below_a_title(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Read me"])
    for row in (
        ["Return interviews 2024"],
        ["Person ID", "Debrief", "ID"],
        [12.0, "one_x000D_\ntwo", 5],
        [13, None, 6],
    ):
        (book.worksheets[1] if len(book.worksheets) > 1 else book.create_sheet()).append(row)
    book.save(tmp_path / "a.xlsx")
    assert rows_of(tmp_path / "a.xlsx") == [("x#5", "12", "one\ntwo")]


def test_formulas_are_never_evaluated_and_rows_of_one_id_stay_apart(tmp_path: Path) -> None:
    as_xlsx(tmp_path / "a.xlsx", ("id", "text"), (1, "one"), (1, "two"), (2, '=CONCAT("a","b")'))
    assert rows_of(tmp_path / "a.xlsx") == [("x#1", "", "one"), ("x#1, row 3", "", "two")]


def test_a_chosen_heading_is_used_and_never_replaced_by_a_likely_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,Story,Key,Person\nwrong,right,1,C1\n")
    columns = Columns(text="story", id="KEY", child="person ")
    assert rows_of(tmp_path / "a.csv", columns) == [("x#1", "C1", "right")]
    with pytest.raises(ReadError, match="looked for tale; found 4"):
        rows_of(tmp_path / "a.csv", Columns(text="tale"))
    with pytest.raises(ReadError, match="lacks a column"):
        rows_of(tmp_path / "a.csv", Columns(child="young person"))


def test_files_are_found_once_sorted_and_without_hidden_or_lock_files(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.DOCX", "c.pdf", "b/~$a.docx", ".hidden.txt", ".git/a.txt", "b/photo.jpg", "b/old.doc"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    expected = tuple(tmp_path / name for name in ("b/a.DOCX", "b/z.txt", "c.pdf"))
    assert expected == find([tmp_path])
    assert expected == find([tmp_path / "c.pdf", tmp_path, tmp_path / "b", tmp_path])


def test_a_source_that_does_not_exist_is_named_by_its_number(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        find([tmp_path, tmp_path / "Zoe Hill"])
    assert str(raised.value) == "A source does not exist (source 2). Next: check its path"


def test_a_project_gives_a_write_up_for_each_text_with_its_case_as_child(tmp_path: Path) -> None:
    guids = [f"{n:08d}-0000-4000-8000-000000000000" for n in range(9)]
    sources = tuple(
        Source(guids[n], name, words) for n, (name, words) in enumerate(zip("aabc", ("x", "y", "z", " "), strict=True))
    )
    cases = (
        Case(guids[5], "K1", sources=(guids[0],)),
        Case(guids[6], "K2", sources=(guids[2],)),
        Case(guids[7], "all"),
    )
    path = tmp_path / "p.qdpx"
    path.write_bytes(write_project(Project("p", cases=cases, sources=sources)))
    found = read(path, name="p.qdpx")
    # Two texts of one name are told apart by their GUIDs; an empty one is passed over.
    assert [(f"p.qdpx#{guids[0]}", "K1"), (f"p.qdpx#{guids[1]}", ""), ("p.qdpx#b", "K2")] == [
        (one.id, one.child) for one in found
    ]
