"""Which child a write-up is about, by its text and its file's name; and copies."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from textmine.pipeline.airlock.intake import Intake, take_in
from textmine.pipeline.airlock.telling import BY_NAME, BY_TEXT, Telling
from textmine.privacy.case.roster import CHILD, Case, Known
from textmine.privacy.readers import Columns
from textmine.privacy.vault.vault import create_vault
from textmine.privacy.writeups import Writeup
from textmine.reporting.episodes import EpisodeRow


def case(child: str, *names: str) -> Case:
    return Case(child, tuple(Known(name, "PERSON", CHILD, CHILD) for name in names))


CASES = {
    one.child: one
    for one in (
        case("P2001", "Carys Non Llewellyn-Price", "Caz"),
        case("P2004", "Shanelle Brace", "Shan"),
        case("P2005", "Osian Rhys Brace"),
        case("A/1042", "Siân O'Rourke"),
        case("2024", "Jo Year"),
        case("40117", "Wojtek Łuczak"),
        case("P3000-2", "Hopkin, Dafydd"),
        case("P3000", "Ioan Hopkin"),
    )
}
TELLING = Telling.of(CASES, {"M5214": "P2004"})


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("Person ref: P2001. She said", "P2001"),
        ("ref p2001", "P2001"),
        ("Episode M5214", "P2004"),
        ("Ref A-1042, seen", "A/1042"),
        ("P3000-2 said", "P3000-2"),
        ("P20011 said", ""),
        ("P2001-7 said", ""),
        ("P2001 and P2004 went", ""),
        ("Seen in 2024", ""),
        ("Ref 40117", "40117"),
        ("ring 07700 40117", ""),
        ("Carys Llewellyn-Price was with her friend (P2004)", ""),
        ("Carys Llewellyn-Price (P2001) was with Shanelle Brace", "P2001"),
        ("Carys Llewellyn-Price was missing", ""),
    ],
)
def test_the_one_reference_in_the_text_tells_the_child(text: str, child: str) -> None:
    told = TELLING.tell(Writeup("notes.docx", "", text, "docx"))
    assert (child, BY_TEXT if child else "") == (told.child, told.how)


@pytest.mark.parametrize(
    ("path", "text", "child"),
    [
        ("Carys Llewellyn Price.docx", "She said", "P2001"),
        ("LLEWELLYN-PRICE_Caz may.docx", "She said", "P2001"),
        ("2024/Sian O’Rourke/form.docx", "She said", "A/1042"),
        ("Wojtek Luczak.docx", "He said", "40117"),
        ("Dafydd Hopkin.docx", "He said", "P3000-2"),
        ("Carys P.docx", "She said", ""),
        ("Brace family.docx", "She said", ""),
        ("Shanelle and Osian Brace.docx", "They said", ""),
        ("Shanelle Braced.docx", "She said", ""),
        ("Shanelle Brace.docx", "Person ref P2001", ""),
        ("Shanelle Brace.docx", "P2004 was with P2001", "P2004"),
        ("Shanelle Brace.docx", "Name: Carys Llewellyn-Price", ""),
        ("Shanelle Brace.docx", "Shan was with Carys Llewellyn-Price", "P2004"),
        ("Non Llewellyn-Price.docx", "She said", ""),
    ],
)
def test_the_one_full_name_in_the_path_tells_the_child(path: str, text: str, child: str) -> None:
    told = TELLING.tell(Writeup(path, "", text, "docx"))
    assert child == told.child
    assert not child or told.how in (BY_NAME, BY_TEXT)


def test_what_contradicts_itself_says_so_without_a_name() -> None:
    told = TELLING.tell(Writeup("Shanelle Brace.docx", "", "Person ref P2001", "docx"))
    assert told.fault is not None
    assert "More than one child" in told.fault.what
    assert "Brace" not in f"{told.fault}{told!r}"


def test_rows_of_an_export_are_not_told_by_its_name() -> None:
    assert not TELLING.tell(Writeup("Shanelle Brace.csv#1", "", "She said", "csv")).child


def taken(folder: Path, files: dict[str, str], rows: list[EpisodeRow]) -> Intake:
    for name, text in files.items():
        (folder / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "in" / name).write_text(text, encoding="utf-8")
    vault = create_vault(folder / "v.vault", secret=b"a long passphrase of the test")
    children = frozenset(CASES)
    return take_in([folder / "in"], vault, children=children, cases=CASES, episodes=rows, columns=Columns())


def test_the_interviews_day_tells_the_episode_of_a_child_that_was_told(tmp_path: Path) -> None:
    row = EpisodeRow(2, "e1", "P2001", interview=datetime(2024, 1, 19, 10))
    other = EpisodeRow(3, "e2", "P2001", interview=datetime(2024, 5, 8))
    text = "Person ref P2001\nDate of interview: 19/01/2024\nShe said."
    intake = taken(tmp_path, {"a.txt": text}, [row, other])
    assert {"a.txt": row} == intake.episode_of
    assert {"a.txt": BY_TEXT} == intake.told


def test_of_two_interviews_on_one_day_none_is_taken(tmp_path: Path) -> None:
    rows = [EpisodeRow(n, f"e{n}", "P2001", interview=datetime(2024, 1, 19)) for n in (2, 3)]
    intake = taken(tmp_path, {"a.txt": "Ref P2001\nDate of interview: 19/01/2024"}, rows)
    assert {} == intake.episode_of


def test_a_copy_is_taken_once_and_said(tmp_path: Path) -> None:
    text = "Ref P2001\nShe said that nobody asks her where she would rather live, and so she went."
    intake = taken(tmp_path, {"a.txt": text, "Copy of a.txt": text, "b.txt": f"{text} Twice."}, [])
    assert ["Copy of a.txt", "b.txt"] == [one.id for one in intake.writeups]
    assert (1, ()) == (len(intake.copies), intake.left_out)
    assert intake.copies[0].startswith("D-")


def test_few_words_that_are_written_again_and_again_are_no_copy(tmp_path: Path) -> None:
    intake = taken(tmp_path, {"a.txt": "Ref P2001. Declined.", "b.txt": "Ref P2001. Declined."}, [])
    assert ["a.txt", "b.txt"] == [one.id for one in intake.writeups]


def test_alike_words_with_episodes_of_their_own_are_no_copies(tmp_path: Path) -> None:
    rows = [EpisodeRow(n, f"e{n}", "P2001", document=f"{n}.txt") for n in (2, 3)]
    intake = taken(tmp_path, {"2.txt": "Refused.", "3.txt": "Refused."}, rows)
    assert ["2.txt", "3.txt"] == [one.id for one in intake.writeups]
