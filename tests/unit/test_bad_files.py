"""A file that cannot be read is refused in plain words, quickly, without a word of what it holds or is called."""

from __future__ import annotations

import io
import logging
import os
import struct
import time
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from textmine.errors import ReadError
from textmine.privacy.readers import MAX_CHARACTERS, READERS, Columns, Part, read

SECRET = "Zoltan Quigley"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 600
PROGRAM = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff" + b"\0" * 100
PADDING = os.urandom(100)
MAIN = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="m.xml"/>'
    "</Relationships>"
)
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
OFFICE = (
    '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:t"><o:body><o:text>'
)


def docx_bytes(words: str = SECRET) -> bytes:
    document, kept = docx.Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(kept)
    return kept.getvalue()


def xlsx_bytes(*rows: tuple[str, ...]) -> bytes:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(kept)
    return kept.getvalue()


def pdf_bytes(words: str = SECRET, **options: str) -> bytes:
    kept = io.BytesIO()
    canvas = Canvas(kept, **options)
    canvas.drawString(72, 700, words)
    canvas.save()
    return kept.getvalue()


def zip_bytes(**members: str | bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(NAMES.get(name, name), content)
    return kept.getvalue()


NAMES = {"rels": "_rels/.rels", "main": "m.xml", "content": "content.xml", "manifest": "META-INF/manifest.xml"}


def word_bytes(prolog: str = "", words: str = SECRET) -> bytes:
    return zip_bytes(rels=MAIN, main=f"{prolog}{WORD}{words}</w:t></w:r></w:p></w:body></w:document>")


def odt_bytes(prolog: str = "", words: str = SECRET, manifest: str = "<m/>") -> bytes:
    content = f"{prolog}{OFFICE}<t:p>{words}</t:p></o:text></o:body></o:document-content>"
    return zip_bytes(content=content, manifest=manifest)


def resized(data: bytes, size: int) -> bytes:
    """The archive with another size declared for its last member."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 20] + struct.pack("<II", size, size) + data[at + 28 :]


ENTITY = f'<!DOCTYPE d [<!ENTITY e "{SECRET}">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;">]>'
LOCKED, OTHER, DAMAGED, BLANK = "password", "not what its suffix says", "is damaged", "no text"
SWELLS, ENTITIES, GARBLED, COLUMN = "swell", "XML entities", "cannot be made out", "No column of the export"

BAD: dict[str, tuple[str, bytes, str]] = {
    **{f"empty {suffix}": (suffix, b"", "is empty") for suffix in READERS},
    **{f"program as {suffix}": (suffix, PROGRAM, OTHER) for suffix in READERS},
    **{f"old Word as {suffix}": (suffix, OLE, "old Word or Excel") for suffix in READERS},
    **{f"picture as {suffix}": (suffix, b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "") for suffix in READERS},
    "locked docx": (".docx", OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    "locked xlsx": (".xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED),
    "locked odt": (".odt", odt_bytes(manifest="<m><encryption-data/></m>"), LOCKED),
    "locked pdf": (".pdf", pdf_bytes(encrypt="secret"), LOCKED),
    "truncated docx": (".docx", docx_bytes()[:-300], DAMAGED),
    "truncated xlsx": (".xlsx", xlsx_bytes(("text",), (SECRET,))[:-300], DAMAGED),
    "truncated odt": (".odt", odt_bytes()[:-100], DAMAGED),
    "truncated pdf": (".pdf", pdf_bytes()[:-100], DAMAGED),
    "truncated rtf": (".rtf", b"{\\rtf1 " + SECRET.encode(), DAMAGED),
    "truncated qdpx": (".qdpx", zip_bytes(project="<Project/>")[:-20], "not a whole .qdpx"),
    "docx as qdpx": (".qdpx", docx_bytes(), "no project"),
    "garbled docx": (".docx", docx_bytes().replace(b"PK\x01\x02", b"PK\x01\x03"), DAMAGED),
    "XML that breaks off": (".docx", zip_bytes(rels=MAIN, main=WORD + SECRET), DAMAGED),
    "blank docx": (".docx", docx_bytes(" "), BLANK),
    "blank odt": (".odt", odt_bytes(words=" "), BLANK),
    "blank rtf": (".rtf", b"{\\rtf1 \\par }", BLANK),
    "blank txt": (".txt", b" \r\n\t\xc2\xa0", BLANK),
    "blank csv": (".csv", b"text,id\n,1\n", BLANK),
    "blank xlsx": (".xlsx", xlsx_bytes(("text", "id"), ("", "1")), BLANK),
    "scan": (".pdf", pdf_bytes(" "), "a scan"),
    "xlsx as docx": (".docx", xlsx_bytes(("text",), (SECRET,)), OTHER),
    "docx as xlsx": (".xlsx", docx_bytes(), OTHER),
    "docx as odt": (".odt", docx_bytes(), OTHER),
    "docx as txt": (".txt", docx_bytes(), OTHER),
    "docx as rtf": (".rtf", docx_bytes(), OTHER),
    "pdf as docx": (".docx", pdf_bytes(), OTHER),
    "pdf as txt": (".txt", pdf_bytes(), OTHER),
    "rtf as docx": (".docx", b"{\\rtf1 x}", OTHER),
    "text as pdf": (".pdf", SECRET.encode(), OTHER),
    "wrong encoding": (".txt", SECRET.encode() + b"\x81\x8d\xff", GARBLED),
    "wrong encoding in csv": (".csv", b"text\n" + SECRET.encode() + b"\x81", GARBLED),
    "UTF-16 without a mark": (".txt", SECRET.encode("utf-16-le"), GARBLED),
    "half a character": (".txt", b"\xff\xfea\0b", GARBLED),
    "NULs": (".txt", SECRET.encode() + b"\0", GARBLED),
    "unknown code page": (".rtf", b"{\\rtf1\\ansicpg4711 Zo\\'eb}", GARBLED),
    "swollen docx": (".docx", zip_bytes(rels=MAIN, main=b"\0" * 2_000_000), SWELLS),
    "swollen xlsx": (".xlsx", zip_bytes(**{"xl/workbook.xml": b"\0" * 2_000_000}), SWELLS),
    "swollen odt": (".odt", zip_bytes(content=b"\0" * 2_000_000), SWELLS),
    "large in sum": (".docx", resized(word_bytes(), 200_000_001), SWELLS),
    "size that is false": (".docx", resized(word_bytes(), 10), DAMAGED),
    "entity": (".docx", word_bytes(ENTITY, "&e;"), ENTITIES),
    "entities in entities": (".docx", word_bytes(LAUGHS, "&e;"), ENTITIES),
    "entity from outside": (".docx", word_bytes(OUTSIDE, "&e;"), ENTITIES),
    "entity in odt": (".odt", odt_bytes(ENTITY, "&e;"), ENTITIES),
    "deep XML": (".docx", word_bytes(words="</w:t>" + "<w:x>" * 9999 + SECRET + "</w:x>" * 9999 + "<w:t>"), DAMAGED),
    "csv without text": (".csv", f"Name,Age\n{SECRET},14\n".encode(), COLUMN),
    "xlsx without text": (".xlsx", xlsx_bytes(("Name", "Age"), (SECRET, "14")), COLUMN),
    "ragged csv": (".csv", f"id,text\n1,{SECRET}, no\n".encode(), "do not fit its headings"),
    "open quotation": (".csv", f'id,text\n1,"{SECRET}\n2,b\n'.encode(), "do not fit its headings"),
    "heading twice": (".csv", f"text,Text\n{SECRET},b\n".encode(), "same heading"),
    "too long": (".csv", b"text\n" + b"a" * (MAX_CHARACTERS + 1), "too large"),
}


def refused(path: Path, data: bytes) -> str:
    """What is said of a file that cannot be read."""
    path.write_bytes(data)
    with pytest.raises(ReadError) as raised:
        read(path, name=SECRET)
    assert raised.value.__context__ is None
    return str(raised.value)


@pytest.mark.parametrize("case", sorted(BAD))
def test_a_bad_file_is_refused_in_plain_words_without_its_text_or_name(tmp_path: Path, case: str) -> None:
    suffix, data, expected = BAD[case]
    message = refused(tmp_path / f"{SECRET}{suffix}", data)
    assert expected in message
    assert ". Next: " in message
    assert [part for part in (*SECRET.split(), SECRET.lower(), "/etc", str(tmp_path)) if part in message] == []


def test_a_text_of_fifty_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as handle:
        handle.truncate(50_000_000)
    start = time.perf_counter()
    with pytest.raises(ReadError, match="too large"):
        read(tmp_path / "a.txt", name="a")
    assert time.perf_counter() - start < 0.5


def test_a_missing_file_a_folder_and_an_unknown_suffix_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    for name, expected in (("a.txt", "cannot be opened"), ("b.txt", "cannot be opened"), ("c.wps", "are not read")):
        with pytest.raises(ReadError, match=expected):
            read(tmp_path / name, name="a")


def test_a_missing_text_column_says_what_was_looked_for_and_how_much_was_found(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"Name;{SECRET};Age\nx;y;14\n")
    with pytest.raises(ReadError) as raised:
        read(tmp_path / "a.csv", name="a", columns=Columns(text="Story"))
    what = "No column of the export holds the text: looked for Story; found 3 other headings"
    assert f"{what}. Next: name the column with the text in the settings" == str(raised.value)


def test_whatever_a_new_reader_trips_over_becomes_a_damaged_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(data: bytes, columns: Columns) -> tuple[Part, ...]:
        raise KeyError(SECRET)

    monkeypatch.setitem(READERS, ".wps", stumble)
    assert DAMAGED in refused(tmp_path / "a.wps", b"x")


def test_neither_warnings_nor_logs_tell_of_a_damaged_pdf(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = pdf_bytes().replace(b"xref", b"xxxx", 1).replace(b"endobj", b"endobx", 1)
    (tmp_path / "a.pdf").write_bytes(broken)
    with warnings.catch_warnings(), caplog.at_level(logging.DEBUG):
        warnings.simplefilter("error")
        try:
            read(tmp_path / "a.pdf", name="a")
        except ReadError as fault:
            assert DAMAGED in str(fault)
    assert [record for record in caplog.records if record.name.startswith("pypdf")] == []


SAMPLES: dict[str, Callable[[], bytes]] = {
    ".docx": docx_bytes,
    ".xlsx": lambda: xlsx_bytes(("id", "text"), ("1", SECRET)),
    ".odt": odt_bytes,
    ".pdf": pdf_bytes,
    ".rtf": lambda: (
        b"{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\\trowd\\cellx1\\intbl a\\cell\\row\\pard Zo\\'eb\\u8217?\\par}"
    ),
}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=400), st.booleans(), st.floats(0, 1), st.integers(0, 60))
def test_any_bytes_either_read_or_raise_a_read_error(
    tmp_path: Path, suffix: str, noise: bytes, whole: bool, where: float, length: int
) -> None:
    data = noise
    if not whole and suffix in SAMPLES:
        sound = SAMPLES[suffix]()
        at = int(where * len(sound))
        data = sound[:at] + noise[:length] + sound[at + length :]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    try:
        writeups = read(path, name="a")
    except ReadError as fault:
        assert fault.exit_code == 4
    else:
        assert all(writeup.text.strip() for writeup in writeups)
