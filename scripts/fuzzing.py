"""Documents that nobody should send: sound ones with bytes changed, spliced, cut or swollen, and texts full of tricks."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

WORDS = (
    "she said that nobody at home listens so went to see her nan in Rhyl with Kayleigh Jones on 3rd May and staff rang "
    "07700 900412 at two then police found them no concerns re CSE mum worries about the curfew and school"
).split()
TRICKS = (
    *("\u202e", "\u202d", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u3164", "\U000e0041", "\ufe0f"),
    *(
        "\u0430",
        "\u0435",
        "\u03bf",
        "\uff21",
        "\U0001d400",
        "\u0301" * 40,
        "\x00",
        "\x0b",
        "\x1e",
        "\u2028",
        "\ud83d",
        "\udc00",
    ),
    *(
        "[CHILD]",
        "[PERSON 1]",
        "|",
        "\t",
        "\r",
        '"',
        "'" * 50,
        "(((((",
        "&amp;",
        "<w:t>",
        "{\\rtf",
        "=cmd()",
        "../..",
        "%00",
    ),
)


ENCODINGS = (
    ("utf-8", "replace"),
    ("utf-8", "surrogatepass"),
    ("utf-16", "surrogatepass"),
    ("utf-32", "replace"),
    ("cp1252", "replace"),
)


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """A document: its suffix and bytes."""

    suffix: str
    data: bytes = field(repr=False)


def fuzzed(seed: int, n: int) -> Iterator[Fuzzed]:
    """`n` documents, the same for the same seed."""
    for number in range(n):
        rng = random.Random(f"{seed} {number}")
        suffix, make = rng.choice(list(KINDS.items()))
        data = make(rng)
        for _ in range(rng.choice((0, 1, 1, 2, 4))):
            data = rng.choice(CHANGES)(rng, data)
        yield Fuzzed(suffix, data)


def text(rng: random.Random) -> str:
    """A few sentences with tricks inside."""
    words = [rng.choice(WORDS) for _ in range(rng.choice((3, 20, 60)))]
    for _ in range(rng.choice((0, 2, 8))):
        at = rng.randrange(len(words))
        place = rng.randint(0, len(words[at]))
        words[at] = words[at][:place] + rng.choice(TRICKS) + words[at][place:]
    return rng.choice((" ", " ", "\n")).join(words)


def long_line(rng: random.Random) -> bytes:
    """A line of a megabyte."""
    piece = rng.choice(("a", "no ", "Kayleigh ", "'", ".", "1", "\u202e", "a\u0301", "- ", "@", "M1 "))
    return (piece * (1_000_000 // len(piece.encode()) + 1)).encode()


def _plain(rng: random.Random) -> bytes:
    return text(rng).encode(*rng.choice(ENCODINGS))


def _rtf(rng: random.Random) -> bytes:
    body = text(rng).encode("ascii", "backslashreplace").decode().replace("\\", "\\\\")
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Arial;}}}}\\pard {body}\\par\\u8217?}}".encode()


def _csv(rng: random.Random) -> bytes:
    rows = "".join(f'{n},"{text(rng)}"\r\n' for n in range(rng.randint(0, 4)))
    return f"{rng.choice(('id,text', 'text', 'child,text,id', 'text,text'))}\r\n{rows}".encode("utf-8", "replace")


def _docx(rng: random.Random) -> bytes:
    return _with_words(_sound_docx(), "word/document.xml", rng)


def _odt(rng: random.Random) -> bytes:
    return _with_words(_sound_odt(), "content.xml", rng)


def _xlsx(rng: random.Random) -> bytes:
    return _with_words(
        _sound_xlsx(), rng.choice(("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml")), rng
    )


def _pdf(rng: random.Random) -> bytes:
    return _sound_pdf()


def _noise(rng: random.Random) -> bytes:
    return rng.choice((b"", b"PK\x03\x04", b"%PDF-1.7\n", b"{\\rtf1", b"\xd0\xcf\x11\xe0")) + rng.randbytes(
        rng.randint(0, 2000)
    )


KINDS: dict[str, Callable[[random.Random], bytes]] = {
    ".docx": _docx,
    ".odt": _odt,
    ".xlsx": _xlsx,
    ".pdf": _pdf,
    ".rtf": _rtf,
    ".csv": _csv,
    ".txt": _plain,
    ".md": _noise,
}


def _flip(rng: random.Random, data: bytes) -> bytes:
    content = bytearray(data)
    for _ in range(rng.choice((1, 3, 20)) if content else 0):
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    return bytes(content)


def _cut(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randint(0, len(data))] if rng.random() < 0.5 else data[rng.randint(0, len(data)) :]


def _spliced(rng: random.Random, data: bytes) -> bytes:
    at = rng.randint(0, len(data))
    return (
        data[:at]
        + rng.choice((rng.randbytes(50), data[: at // 2], b"\xff\xfe", b"<!DOCTYPE x [<!ENTITY e 'e'>]>"))
        + data[at:]
    )


def _inside(rng: random.Random, data: bytes) -> bytes:
    """Change one file inside a zip, with its checksum made right: what a damaged byte alone never reaches."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            files = {name: packed.read(name) for name in packed.namelist()}
    except Exception:  # noqa: BLE001 - whatever is wrong with it already
        return _flip(rng, data)
    if not files:
        return data
    name = rng.choice(sorted(files))
    files[name] = rng.choice((_flip, _cut, _spliced))(rng, files[name])
    return _zip(files)


CHANGES = (_flip, _cut, _spliced, _inside, _inside)


def _with_words(data: bytes, inside: str, rng: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    said = (
        text(rng).encode("utf-8", "replace") if rng.random() < 0.5 else text(rng).encode("utf-8", "xmlcharrefreplace")
    )
    if inside in files:
        files[inside] = files[inside].replace(b"SAID", said.replace(b"&amp;", b"&").replace(b"<", b"&lt;"))
    return _zip(files)


def _zip(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


@cache
def _sound_docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("Return interview", 1)
    document.add_paragraph("SAID")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "Who was with the young person?"
    table.cell(0, 1).text = "SAID"
    return _saved(document.save)


@cache
def _sound_odt() -> bytes:
    from odf.opendocument import OpenDocumentText
    from odf.text import P

    document = OpenDocumentText()
    document.text.addElement(P(text="SAID"))
    return _saved(document.save)


@cache
def _sound_xlsx() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("id", "child", "text"), ("1", "K1", "SAID"), ("2", "K1", "went to her nan's")):
        book.active.append(row)
    return _saved(book.save)


@cache
def _sound_pdf() -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1, pageCompression=0)
    canvas.drawString(72, 700, "She said that nobody at home listens and went to see Kayleigh Jones in Rhyl.")
    canvas.save()
    return stream.getvalue()


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()
