"""Sixty identifiers that stand nowhere else in the world, and none of them on the other side of the airlock."""

from __future__ import annotations

import csv
import sqlite3
import zipfile
from pathlib import Path

import docx
from ground import Ground

NAMES = (
    "Zephrinda Quillock", "Oswaldine Trebbick", "Brannoch Yelverley", "Tansywen Ogmarth", "Kezzanne Durlough",
    "Ffransis Yorathwen", "Olufemidayo Brackstone", "Nadzieja Wolczynska", "Thanhvy Nguyendong", "Rhoswenna Pargetterly",
)  # fmt: skip
UNKNOWN = (
    "Marvolena",
    "Drustan",
    "Quenbyrd",
    "Isolwyn",
    "Jaxtonio",
    "Peverilla",
    "Corbinian",
    "Yvaine",
    "Thessaly",
    "Zebulon",
)
PHONES = tuple(f"07700 9{n:05d}" for n in range(412, 422))
REFERENCES = tuple(f"NX/{24 + n % 3}/{81730 + n}" for n in range(8)) + ("485 777 3456", "QT12 7XB")
HANDLES = tuple(f"{name}_{n}" for n, name in enumerate(("zephq.x", "trebb1ck", "yelvvv", "ogmarthh", "durlo"), 71))
MAILS = tuple(f"{name}.{n}@quillock.example" for n, name in enumerate(("casey", "morgan", "alexis", "devon", "robin")))
PLACES = ("Ysgol Cwm Pargetter", "Brackenthwaite House", "14 Yelver Street", "Heol Ogmarth", "Durloughby Academy")
PLATES = ("QX71 ZVB", "QK19 WJH", "QT68 XND", "QB20 KVY", "QD17 LRF")


def test_no_planted_identifier_crosses_the_airlock(ground: Ground) -> None:
    planted = _plant(ground)
    assert len(planted) == 60
    run = ground.typed("run", *ground.sources())
    assert run.returncode == 0, run.stderr
    said = run.stdout + run.stderr
    for words in ("status", "themes", "code"):
        done = ground.textmine(words, "--study", ground.study)
        said += done.stdout + done.stderr
    exported = ground.root / "exported"
    done = ground.textmine("exchange", "export", exported, "--study", ground.study)
    said += done.stdout + done.stderr
    haystacks = {"the terminal": said, **_files(ground, exported)}
    found = {(word, place) for place, text in haystacks.items() for word in planted if _spelt(word) in _spelt(text)}
    assert found == set()


def test_the_vault_holds_no_plaintext_and_reads_everything_back(ground: Ground) -> None:
    planted = _plant(ground)
    assert ground.textmine("pseudonymise", *ground.sources()).returncode == 0
    raw = b"".join(path.read_bytes() for path in ground.vault.parent.iterdir()).decode("latin-1")
    assert [word for word in planted if _spelt(word) in _spelt(raw)] == []
    with sqlite3.connect(ground.vault) as db:
        ids = [row[0] for row in db.execute("SELECT id FROM originals ORDER BY id")]
    who = ("--vault", ground.vault, "--who", "A. Tester", "--reason", "test")
    read_back = "".join(ground.textmine("vault", "reidentify", id, *who).stdout for id in ids)
    assert [word for word in planted if _spelt(word) not in _spelt(read_back)] == []


def _plant(ground: Ground) -> list[str]:
    """Ten write-ups, as text and as Word files, and a roster that knows the children's names but nobody else's."""
    with ground.roster.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["child", "name"])
        writer.writerows([f"K{n:03d}", name] for n, name in enumerate(NAMES))
    with ground.episodes.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["episode_id", "child", "missing_start", "interview", "document"])
        writer.writerows([f"E{n}", f"K{n:03d}", "2025-02-03 18:00", "2025-02-05", _name(n)] for n in range(len(NAMES)))
    for n in range(len(NAMES)):
        _write(ground.writeups / _name(n), _story(n))
    return [*NAMES, *UNKNOWN, *PHONES, *REFERENCES, *HANDLES, *MAILS, *PLACES, *PLATES]


def _name(n: int) -> str:
    return f"{NAMES[n]}.{'docx' if n % 2 else 'txt'}"


def _story(n: int) -> list[str]:
    child, friend = NAMES[n], UNKNOWN[n]
    first = child.split()[0]
    lines = [
        f"Return interview with {child}, ref {REFERENCES[n]}.",
        f"{first} said she had gone to see her friend {friend} because nobody at home listens. {friend} rang from {PHONES[n]}.",
        f"{first.lower()} was tired and wanted to go home. No concerns re CSE. Mum worries about {friend}.",
    ]
    if n < 5:
        lines.append(f"She talks to people on Snapchat as {HANDLES[n]}; her e-mail is {MAILS[n]}.")
        lines.append(f"Staff saw her get into a grey car, reg {PLATES[n]}, outside {PLACES[n]}.")
    return lines


def _write(path: Path, lines: list[str]) -> None:
    if path.suffix == ".txt":
        path.write_text("\n".join(lines), encoding="utf-8")
        return
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = lines[0]
    for line in lines[1:]:
        document.add_paragraph(line)
    document.save(str(path))


def _files(ground: Ground, exported: Path) -> dict[str, str]:
    """Everything that was written outside the secure folder and the vault: names, contents, contents of zips and tables."""
    texts = {}
    for folder in (ground.study, exported, ground.temporary, ground.root / "data"):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(ground.root).as_posix()
            texts[f"the name of {name}"] = name
            if path.is_file():
                texts[name] = _content(path)
    return texts


def _content(path: Path) -> str:
    if path.suffix == ".parquet":
        import pyarrow.parquet as pq

        return str(pq.read_table(path).to_pylist())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def _spelt(words: str) -> str:
    """Case and spacing do not hide a name."""
    return words.casefold().replace(" ", "")
