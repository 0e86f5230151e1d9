"""A research team's own files, made by hand as case systems export them; all people, places and texts are invented."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from docx import Document
from openpyxl import Workbook

# Person ID, forename, surname, known as, born, mother, worker, placement
CHILDREN = (
    ("40117", "Keira", "Tolland", "Kez", date(2009, 3, 14), "Dawn Tolland", "Priya Nair", "Maes Gwyn"),
    ("40233", "Callum", "Wray", "", date(2008, 11, 2), "Sandra Wray", "Owen Pugh", ""),
    ("40518", "Aaliyah", "Osei", "Liyah", date(2010, 6, 30), "Grace Osei", "Priya Nair", "Bryn Coed"),
    ("40702", "Tomos", "Garrod", "Tom", date(2009, 9, 9), "Lowri Garrod", "Owen Pugh", "Maes Gwyn"),
    ("40911", "Ruby", "Lidster", "", date(2011, 1, 21), "Kelly Lidster", "Priya Nair", ""),
)
TOLD = (
    "{first} said nobody at {home} listens to her, she rang {worker} four times and no one called back. She was with mates "
    "at the skate park till about 2130. No concerns re CSE. {first} would like to see her mum more than once a month.",
    "Row with {mother} over the phone being taken off him. {first} went to his friend's house and stayed over. "
    "Denied any alcohol. Said he felt better being out of the house. Would like someone to talk to before it kicks off.",
    "{known} did not want to say where she had been. Staff at {home} report she left within minutes of a call. Came back "
    "with new trainers. ? older associates. {worker} to make a referral. She said she felt safer there than in here.",
    "{first} told me the placement is too far from home and he just wanted to see his mam. He walked to the station and "
    "got the 9.10. Police brought him back. {mother} says he was upset about the contact being cancelled.",
    "Third time this month. {first} says the curfew is not fair and the others get later. She was at the park with "
    "girls from school. Nil injuries. She will try to ring next time.",
)


def lay_out(root: Path) -> None:
    """Write-ups in a folder tree in several layouts, a roster in Excel, an episodes table in CSV."""
    folder = root / "secure" / "RHI forms 2024-25"
    folder.mkdir(parents=True)
    documents: list[tuple[str, int, int]] = []
    for number, child in enumerate(CHILDREN):
        for visit in range(2):
            name = NAMES[visit](child, visit)
            LAYOUTS[(number + visit) % len(LAYOUTS)](
                folder / name, child, TOLD[(number + 2 * visit) % len(TOLD)], visit
            )
            documents.append((name, number, visit))
    (folder / "Closed" / "~$form.docx").write_bytes(b"lock")
    _roster(root / "secure" / "Person export.xlsx")
    _episodes(root / "secure" / "missing episodes.csv", documents)


def _named(child: Sequence[object], visit: int) -> str:
    return f"Open/{child[0]} RHI {visit + 1}.docx"


def _in_folder(child: Sequence[object], visit: int) -> str:
    return f"Closed/{child[0]}/Return interview form v{visit}.docx"


NAMES: tuple[Callable[[Sequence[object], int], str], ...] = (_named, _in_folder)


def _words(child: Sequence[object], told: str) -> str:
    first, known, mother, worker, home = child[1], child[3] or child[1], child[5], child[6], child[7] or "home"
    return told.format(first=first, known=known, mother=mother, worker=worker, home=home)


def _form(path: Path, child: Sequence[object], told: str, visit: int) -> None:
    """A table of two columns, questions left."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "CONFIDENTIAL Return Home Interview"
    table = document.add_table(rows=0, cols=2)
    rows = [
        ("Name of young person", f"{child[1]} {child[2]}"),
        ("DOB", f"{child[4]:%d/%m/%Y}"),
        ("Worker", str(child[6])),
    ]
    for left, right in (*rows, ("Why did you go missing?", _words(child, told)), ("Actions", "Referral to be made.")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = left, right
    _saved(document, path)


def _letter(path: Path, child: Sequence[object], told: str, visit: int) -> None:
    """Paragraphs under headings."""
    document = Document()
    document.add_heading(f"Return interview: {child[1]} {child[2]}", 1)
    document.add_heading("Young person's account", 2)
    document.add_paragraph(_words(child, told))
    document.add_heading("Analysis", 2)
    document.add_paragraph("I have a worry about exploitation but nothing evidenced today.")
    _saved(document, path)


def _notes(path: Path, child: Sequence[object], told: str, visit: int) -> None:
    """Bullets without headings, as notes are typed."""
    document = Document()
    for line in _words(child, told).split(". "):
        document.add_paragraph(line, style="List Bullet")
    _saved(document, path)


LAYOUTS = (_form, _letter, _notes)


def _saved(document: object, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))  # type: ignore[attr-defined]


def _roster(path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Person export, run by case system on 03/11/2025"])
    sheet.append([])
    sheet.append(
        [
            "Person ID",
            "Forename",
            "Surname",
            "Known as",
            "D.O.B.",
            "Mother's name",
            "Allocated worker",
            "Placement name",
            "Hair colour",
        ]
    )
    for child in CHILDREN:
        sheet.append([int(child[0]), *child[1:], "brown"])
    book.save(path)


HEADINGS = (
    *("Missing ref", "Person ID", "Local Authority", "Police Force", "Legal status", "Date missing", "Time missing"),
    *(
        "Date found",
        "Time found",
        "RHI offered?",
        "RHI outcome",
        "RHI date",
        "Commissioned provider",
        "Gender",
        "Form file",
    ),
)


def _episodes(path: Path, documents: Sequence[tuple[str, int, int]]) -> None:
    with path.open("w", encoding="cp1252", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["Missing episodes, all areas"])
        writer.writerow(HEADINGS)
        for number, (name, child, _) in enumerate(documents):
            month = 4 + number % 6
            writer.writerow(
                [
                    f"MP{number + 1:04d}",
                    CHILDREN[child][0],
                    "Cwm Alder",
                    "South Marches",
                    "S20 accommodated" if CHILDREN[child][7] else "Not looked after",
                    f"{5 + number:02d}-{date(2024, month, 1):%b}-2024",
                    "9:40 PM" if number % 2 else "17.15",
                    f"{6 + number:02d}/{month:02d}/2024",
                    "08:30",
                    "Y" if number != 3 else "tbc",
                    "Accepted" if number != 4 else "Declined",
                    f"{8 + number:02d}/{month:02d}/24",
                    "Advocacy Marches",
                    "Female" if child in (0, 2, 4) else "Male",
                    name,
                ]
            )
