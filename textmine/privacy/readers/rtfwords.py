"""The control words of rich text that matter to a reader, from the RTF 1.9.1 specification."""

from __future__ import annotations

ORDER = ("header", "body", "box", "footer", "note", "comment")
"""The streams of a document in the order in which they are read."""

PARAGRAPH, CELL, ROW = "\x1c", "\x1d", "\x1e"
"""Marks between the words of a stream; no text holds them, because such characters are taken out of it."""

STREAMS = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
    "shptxt": "box",
    "footnote": "note",
    "annotation": "comment",
    "fonttbl": "fonts",
    "formfield": "form",
}

# fmt: off
PASSED_OVER = frozenset({
    "colortbl", "stylesheet", "info", "pict", "fldinst", "xe", "tc", "rxe", "txe", "pntext", "listtext", "nonshppict",
    "nonesttables", "shprslt", "filetbl", "pgptbl", "listtable", "revtbl", "ftnsep", "ftnsepc", "ftncn", "aftnsep",
    "aftnsepc", "aftncn", "sp", "sn", "sv", "template", "private", "shpinst",
})
"""Groups whose words are not part of the text; so is each group that starts with `\\*` and is not in `STARRED`."""

STARRED = frozenset({"annotation", "formfield", "shptxt"})

SIGNS = {
    "par": PARAGRAPH, "sect": PARAGRAPH, "cell": CELL, "nestcell": " | ", "tab": "\t",
    "line": "\n", "page": "\n", "column": "\n", "lbr": "\n",
    "emdash": "—", "endash": "–", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
}
SYMBOLS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t", "\n": PARAGRAPH, "\r": PARAGRAPH}

CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}
"""Character sets of fonts and their code pages; 0 (ANSI) and 1 (default) mean the page that the file declares."""
# fmt: on

PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
NUMBERED_PAGES = {0: "cp1252", 10000: "mac_roman", 65001: "utf-8"}
