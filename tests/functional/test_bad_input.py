"""What is broken is left out with one clear line each; the others go on; the exit code says so."""

from __future__ import annotations

import csv
import json
import shlex
import zipfile

import docx
from ground import Ground, furnish
from reportlab.pdfgen.canvas import Canvas

from textmine.errors import EXIT_LEFT_OUT

GOOD = "She said that nobody at home listens to her, so she went to her nan's and stayed the night there."


def test_broken_documents_never_stop_a_batch(ground: Ground) -> None:
    broken = _broken(ground)
    _roster(ground, [*broken, "GOOD"])
    (ground.writeups / "GOOD note.txt").write_text(GOOD, encoding="utf-8")
    (ground.writeups / "STRANGER note.txt").write_text(GOOD, encoding="utf-8")
    command = [ground.writeups, "--vault", ground.vault, "--roster", ground.roster, "--study", ground.study]
    done = ground.textmine("pseudonymise", *command)
    assert done.returncode == EXIT_LEFT_OUT
    assert "Pseudonymised 1 write-up of 1 child " in done.stdout
    lines = [line for line in done.stderr.splitlines() if line.startswith("Left out D-")]
    assert sum(line.partition(":")[0].count("D-") for line in lines) == len(broken) + 1
    assert all("Next:" in line for line in lines)
    assert len(lines) == len({line.split(":", 1)[1] for line in lines}) >= len(broken) - 2
    for name in (*broken, "STRANGER"):
        assert f"{name} note" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_holder_of_the_key_finds_out_which_document_was_left_out(ground: Ground) -> None:
    (ground.writeups / "K1 empty.txt").write_text("", encoding="utf-8")
    (ground.writeups / "K1 good.txt").write_text(GOOD, encoding="utf-8")
    _roster(ground, ["K1"])
    command = [ground.writeups, "--vault", ground.vault, "--roster", ground.roster, "--study", ground.study]
    done = ground.textmine("pseudonymise", *command)
    id = next(line.split()[2].rstrip(":") for line in done.stderr.splitlines() if line.startswith("Left out"))
    told = ground.textmine("vault", "reidentify", id, "--vault", ground.vault, "--who", "A", "--reason", "mend it")
    assert told.stdout.strip() == "K1 empty.txt"
    log = ground.textmine("vault", "audit", "--vault", ground.vault)
    assert id in log.stdout


def test_the_command_that_is_told_names_all_that_was_left_out(ground: Ground) -> None:
    for name in ("K1 empty.txt", "K1 nothing.txt"):
        (ground.writeups / name).write_text("", encoding="utf-8")
    (ground.writeups / "K1 good.txt").write_text(GOOD, encoding="utf-8")
    _roster(ground, ["K1"])
    command = [ground.writeups, "--vault", ground.vault, "--roster", ground.roster, "--study", ground.study]
    done = ground.textmine("pseudonymise", *command)
    told = next(line for line in done.stderr.splitlines() if line.startswith("textmine vault reidentify"))
    found = ground.textmine(*shlex.split(told)[1:])
    assert {line.split("  ")[1] for line in found.stdout.splitlines()} == {"K1 empty.txt", "K1 nothing.txt"}


def test_a_missing_column_names_the_column(ground: Ground) -> None:
    furnish(ground, children=lambda child: child == "C003")
    ground.roster.write_text("person,label\nC003,x\n", encoding="utf-8")
    done = ground.textmine("pseudonymise", *ground.sources())
    assert done.returncode == 3
    assert "no column child" in done.stderr
    assert "[roster.columns]" in done.stderr or "[columns.roster]" in done.stderr


def test_names_that_two_people_share_are_told_by_row_and_stop_nothing(ground: Ground) -> None:
    (ground.writeups / "K1 note.txt").write_text(GOOD, encoding="utf-8")
    rows = (
        "child,name,aliases,people\nK1,Wynfor Kayby,Wyn,Wynfor Kayby (father); Wyn (friend); Nan (nan); Nan (carer)\n"
    )
    ground.roster.write_text(rows, encoding="utf-8")
    command = [ground.writeups, "--vault", ground.vault, "--roster", ground.roster, "--study", ground.study]
    done = ground.textmine("pseudonymise", *command)
    assert done.returncode == 0
    told = [line for line in done.stderr.splitlines() if line.startswith("Roster, row 2, ")]
    assert [line.split(":")[0].split(", ")[2] for line in told] == ["people", "aliases", "people"]
    assert "Wyn" not in done.stdout + done.stderr
    again = json.loads(ground.textmine("pseudonymise", *command, "--json").stdout)
    assert [2, 2, 2] == [clash["row"] for clash in again["roster"]]


def test_a_wrong_passphrase_opens_nothing(ground: Ground) -> None:
    (ground.root / "wrong.key").write_text("another passphrase", encoding="utf-8")
    command = [
        ground.writeups,
        "--vault",
        ground.vault,
        "--key-file",
        ground.root / "wrong.key",
        "--study",
        ground.study,
    ]
    done = ground.textmine("pseudonymise", *command)
    assert done.returncode == 5
    assert "does not open this vault" in done.stderr


def test_nothing_to_read_says_so(ground: Ground) -> None:
    done = ground.textmine("pseudonymise", ground.writeups, "--vault", ground.vault, "--study", ground.study)
    assert done.returncode == 4
    assert "no write-ups" in done.stderr


def _broken(ground: Ground) -> list[str]:
    """One document of each kind of trouble; returns the references of their children."""
    folder = ground.writeups
    (folder / "EMPTY note.txt").write_bytes(b"")
    (folder / "LOCKED note.docx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
    )
    document = docx.Document()
    document.add_paragraph(GOOD)
    document.save(str(folder / "CUT note.docx"))
    whole = (folder / "CUT note.docx").read_bytes()
    (folder / "CUT note.docx").write_bytes(whole[: len(whole) // 2])
    canvas = Canvas(str(folder / "SCAN note.pdf"))
    canvas.rect(10, 10, 200, 200)
    canvas.save()
    (folder / "CODED note.txt").write_bytes(b"He said \x81\x8d\x8f\x90\x9d that")
    (folder / "HUGE note.txt").write_bytes(b"word " * 10_500_000)
    (folder / "PROGRAM note.docx").write_bytes(b"MZ\x90\0" + b"\0" * 2000)
    with zipfile.ZipFile(folder / "BOMB note.docx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\0" * 250_000_000)
    with (folder / "COLUMNS note.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["alpha", "beta"], ["1", "2"]])
    return ["EMPTY", "LOCKED", "CUT", "SCAN", "CODED", "HUGE", "PROGRAM", "BOMB", "COLUMNS"]


def _roster(ground: Ground, children: list[str]) -> None:
    with ground.roster.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["child", "name"], *([child, f"Wynfor {child.title()}by"] for child in children)])
