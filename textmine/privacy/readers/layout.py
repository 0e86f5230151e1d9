"""How extracted text is laid out: one line a paragraph, one line a table row, nothing invisible inside words."""

from __future__ import annotations

import re
from collections.abc import Iterable

TICKED = "☒"
UNTICKED = "☐"

BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SURROGATES = re.compile("[\ud800-\udfff]")

# Code points of symbol fonts, as Word and PDF writers store them: 0xF000 + the byte in the font.
BOXES = {
    "wingdings": {0xFD: TICKED, 0xFE: TICKED, 0x78: TICKED, 0xA8: UNTICKED, 0x6F: UNTICKED, 0x71: UNTICKED},
    "wingdings 2": {0x51: TICKED, 0x52: TICKED, 0x53: TICKED, 0x54: TICKED, 0xA3: UNTICKED},
    "webdings": {0x63: UNTICKED},
}
SIGNS = {
    "wingdings": {0xFC: "✓", 0xFB: "✗", 0xE0: "→", 0xDF: "←", 0xA7: "•", 0x6C: "•", 0x6E: "•"},
    "wingdings 2": {0x50: "✓", 0x4F: "✗"},
    "webdings": {0x61: "✓", 0x72: "✗"},
    "symbol": {0xB7: "•", 0xAE: "→", 0xAC: "←"},
}
SYMBOL_FONTS = {font: SIGNS[font] | BOXES.get(font, {}) for font in SIGNS}

# Characters that cannot be seen but would hide a name from whoever looks for it ("Sam<soft hyphen>uel"); joiners
# (U+200C, U+200D) stay, because names in some scripts need them. Word's non-breaking hyphen (0x1E) is a hyphen.
INVISIBLE = dict.fromkeys((*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0), 0xAD, 0x200B, 0x2060, 0xFEFF), "")
INVISIBLE[0x1E] = "-"
UNSEEN = INVISIBLE | {0xF000 + byte: sign for byte, sign in SYMBOL_FONTS["wingdings"].items()}


def laid_out(text: str) -> str:
    """The text with line ends `\\n`, no invisible characters, no spaces at line ends, no blank lines around it.

    Characters are never composed or decomposed (no NFC).

    >>> laid_out("Sam\\u00aduel \\r\\nran\\n")
    'Samuel\\nran'
    """
    seen = _paired(BREAKS.sub("\n", text).translate(UNSEEN))
    return "\n".join(line.rstrip() for line in seen.split("\n")).strip("\n")


def row_line(cells: Iterable[str]) -> str:
    """A table row on one line, "" if all its cells are empty.

    >>> row_line(["Name", "Jo\\nHill"])
    'Name | Jo Hill'
    """
    flat = [re.sub(r"\s*\n\s*", " ", BREAKS.sub("\n", cell)).strip() for cell in cells]
    return " | ".join(flat) if any(flat) else ""


def symbol(font: str, byte: int) -> str:
    """What a character of a symbol font shows; a space if we do not know, so that it still parts words.

    Args:
        font: lower case, one of `SYMBOL_FONTS`.
        byte: its place in the font, with or without 0xF000.
    """
    return SYMBOL_FONTS[font].get(byte & 0xFF, " ")


def _paired(text: str) -> str:
    """Halves of a character (UTF-16 surrogates) joined; a half alone cannot be stored and becomes U+FFFD."""
    if not SURROGATES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
