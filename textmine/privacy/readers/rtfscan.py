"""One pass over the bytes of a rich text, which sorts its words into streams: header, body and notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from textmine.privacy.readers.content import damaged, too_large
from textmine.privacy.readers.layout import INVISIBLE, SYMBOL_FONTS, TICKED, UNTICKED, symbol
from textmine.privacy.readers.plain import misencoded
from textmine.privacy.readers.rtfwords import (
    CHARSETS,
    NUMBERED_PAGES,
    ORDER,
    PAGES,
    PARAGRAPH,
    PASSED_OVER,
    ROW,
    SIGNS,
    STARRED,
    STREAMS,
    SYMBOLS,
)

TOKEN = re.compile(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}]+)")
TICK_BOX, UNDECIDED = 1, 25
MAX_TOKENS = 5_000_000
"""Some ten seconds of scanning; a long write-up has fifty thousand."""


@dataclass(frozen=True, slots=True)
class Group:
    """What holds between two braces, and inside them until it is changed."""

    stream: str = "body"
    silent: bool = False
    deleted: bool = False
    in_row: bool = False
    font: int = -1
    repeated: int = 1

    @property
    def read(self) -> bool:
        """Whether words here are text."""
        return self.stream in ORDER and not self.silent and not self.deleted


@dataclass(slots=True)
class Scan:
    """The scanner's notebook; it never leaves this file."""

    streams: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in ORDER}, repr=False)
    group: Group = Group()
    outer: list[Group] = field(default_factory=list)
    page: str = "cp1252"
    default_font: int = -1
    charsets: dict[int, int] = field(default_factory=dict)
    fonts: dict[int, bytes] = field(default_factory=dict)
    form: dict[str, int] = field(default_factory=dict)
    waiting: bytearray = field(default_factory=bytearray, repr=False)
    skip: int = 0
    starred: bool = False
    merging: str = "0"
    merged: str = ""


def scanned(data: bytes) -> dict[str, str]:
    """The words of each stream, with marks between paragraphs, cells and rows.

    Raises:
        ReadError: cut off, or with bytes that its code page does not have.
    """
    scan, at = Scan(), data.index(b"{")
    for _ in range(MAX_TOKENS):
        token = TOKEN.match(data, at)
        if token is None:
            raise damaged()
        at = token.end() + _step(scan, token)
        if not scan.outer:
            return {name: "".join(words) for name, words in scan.streams.items()}
    raise too_large()


def _step(scan: Scan, token: re.Match[bytes]) -> int:
    """Take one token in; how many bytes after it belong to a picture and not to the text."""
    word, number, code, sign, brace, raw = token.groups()
    if raw or code:
        # Line ends of the file mean nothing in rich text.
        _take(scan, raw.translate(None, b"\r\n") if raw else bytes.fromhex(code.decode()))
        return 0
    if word or sign or brace:
        _flush(scan)
        scan.skip = 0
    starred, scan.starred = scan.starred, sign == b"*"
    if brace == b"{":
        scan.outer.append(scan.group)
    elif brace:
        _close(scan)
    elif sign:
        _write(scan, SYMBOLS.get(sign.decode("latin-1"), ""))
    elif word == b"bin":
        return max(0, int(number or 0))
    elif word and not _destination(scan, word.decode(), starred):
        _word(scan, word.decode(), None if number is None else int(number))
    return 0


def _take(scan: Scan, words: bytes) -> None:
    """Bytes wait for their neighbours, as a character may have two; after \\u the first ones only repeat it."""
    kept, scan.skip = words[scan.skip :], max(0, scan.skip - len(words))
    if scan.group.stream == "fonts" and not scan.group.silent:
        scan.fonts[scan.group.font] = scan.fonts.get(scan.group.font, b"") + kept
    elif scan.group.read:
        scan.waiting += kept


def _flush(scan: Scan) -> None:
    if scan.waiting:
        words, scan.waiting = bytes(scan.waiting), bytearray()
        _write(scan, _decoded(scan, words).translate(INVISIBLE))


def _decoded(scan: Scan, words: bytes) -> str:
    font = scan.group.font if scan.group.font >= 0 else scan.default_font
    name = scan.fonts.get(font, b"").split(b";")[0].decode("latin-1").strip().lower()
    if name in SYMBOL_FONTS:
        return "".join(symbol(name, byte) for byte in words)
    try:
        return words.decode(CHARSETS.get(scan.charsets.get(font, 0), scan.page))
    except (UnicodeDecodeError, LookupError):
        raise misencoded() from None


def _write(scan: Scan, words: str) -> None:
    if scan.group.read and words:
        # A paragraph that ends inside a table does not end the cell.
        scan.streams[scan.group.stream].append("\n" if words == PARAGRAPH and scan.group.in_row else words)


def _close(scan: Scan) -> None:
    if not scan.outer:
        raise damaged()
    inner, scan.group = scan.group, scan.outer.pop()
    if inner.stream == scan.group.stream:
        return
    if inner.stream == "form" and not scan.group.deleted and scan.group.stream in ORDER:
        scan.streams[scan.group.stream].append(_form_field(scan.form))
    elif inner.stream in ORDER:
        scan.streams[inner.stream].append(PARAGRAPH)


def _form_field(form: dict[str, int]) -> str:
    if form.get("fftype") != TICK_BOX:
        return ""
    state = form.get("ffres", UNDECIDED)
    return TICKED if (form.get("ffdefres", 0) if state == UNDECIDED else state) else UNTICKED


def _destination(scan: Scan, word: str, starred: bool) -> bool:
    """Whether the word starts a group of another kind: a header, a note, a picture, the table of fonts."""
    group = scan.group
    if word in STREAMS and (word in STARRED or not group.silent):
        if word == "formfield":
            scan.form.clear()
        scan.group = replace(group, stream=STREAMS[word], silent=False, in_row=False)
    elif word in PASSED_OVER or (starred and word not in STARRED):
        scan.group = replace(group, silent=True)
    else:
        return False
    return True


def _word(scan: Scan, word: str, number: int | None) -> None:
    value, group = number or 0, scan.group
    if word == "u":
        _write(scan, chr(value % 0x10000))
        scan.skip = group.repeated
    elif word == "row":
        _write(scan, f"{ROW}{scan.merged}{ROW}")
    elif word in SIGNS:
        _write(scan, SIGNS[word])
    elif word in ("trowd", "clmrg", "clvmrg", "cellx"):
        _define_cell(scan, word)
    elif word in ("deff", "fcharset", "ansicpg", *PAGES):
        _declare(scan, word, value)
    elif word.startswith("ff") and group.stream == "form":
        scan.form[word] = value
    else:
        scan.group = _changed(group, word, number)


def _define_cell(scan: Scan, word: str) -> None:
    """Note which cells of a row only continue a merged one."""
    if word == "trowd":
        scan.merged, scan.merging = "", "0"
    elif word == "cellx":
        scan.merged, scan.merging = scan.merged + scan.merging, "0"
    else:
        scan.merging = "1"


def _declare(scan: Scan, word: str, value: int) -> None:
    if word == "deff":
        scan.default_font = value
    elif word == "fcharset":
        scan.charsets[scan.group.font] = value
    else:
        scan.page = PAGES.get(word) or NUMBERED_PAGES.get(value, f"cp{value}")


def _changed(group: Group, word: str, number: int | None) -> Group:
    """The group with the setting that the word makes; itself if the word sets nothing that matters here."""
    if word == "f":
        return replace(group, font=number or 0)
    if word == "uc":
        return replace(group, repeated=max(0, number or 0))
    if word == "deleted":
        return replace(group, deleted=number != 0)
    if word == "plain":
        return replace(group, deleted=False, font=-1)
    if word in ("pard", "intbl"):
        return replace(group, in_row=word == "intbl")
    return group
