"""What stands in one paragraph of a Word document: runs, tick boxes, symbols, tabs, insertions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textmine.privacy.readers.archives import attribute
from textmine.privacy.readers.layout import SYMBOL_FONTS, TICKED, UNTICKED, symbol

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DELETED = frozenset({"del", "moveFrom", "delText", "delInstrText"})
SETTINGS = frozenset({"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText"})
NOT_READ = DELETED | SETTINGS
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}


def inline(node: Element) -> Iterator[str]:
    """Pieces of text below a paragraph or run, in order; text boxes are left to the caller."""
    for child in node:
        tag = child.tag
        if tag == "t":
            yield _in_font(child.text or "", _font(node))
        elif tag in SIGNS:
            yield SIGNS[tag]
        elif tag == "sym":
            yield _symbol(child)
        elif tag == "fldChar":
            yield _form_field(child)
        elif tag == "sdt":
            yield boxed(child, "".join(piece for part in child.iterfind("sdtContent") for piece in inline(part)))
        elif tag not in NOT_READ and tag != "txbxContent":
            yield from inline(chosen(child) if tag == "AlternateContent" else child)


def boxed(control: Element, shown: str) -> str:
    """What a content control shows; a tick box shows its state, whatever glyph its author chose for it."""
    box = control.find("sdtPr/checkbox")
    if box is None:
        return shown
    state = TICKED if _on(box.find("checked")) else UNTICKED
    return state + (shown if shown[:1].isalnum() and len(shown) > 1 else shown[1:])


def chosen(alternatives: Element) -> Element:
    """The same content is stored twice, for new and for old versions of Word: the first that holds text."""
    for choice in alternatives:
        if any(node.tag in ("t", "sym", "txbxContent") for node in choice.iter()):
            return choice
    return alternatives.makeelement("empty", {})


def _font(run: Element) -> str:
    fonts = run.find("rPr/rFonts")
    names = [attribute(fonts, name) or "" for name in ("ascii", "hAnsi")] if fonts is not None else []
    return next((name.lower() for name in names if name.lower() in SYMBOL_FONTS), "")


def _in_font(text: str, font: str) -> str:
    """Characters typed in a symbol font are not the letters that they are stored as; spaces are."""
    if not font:
        return text
    return "".join(
        symbol(font, ord(sign)) if "!" <= sign <= "ÿ" or "\uf020" <= sign <= "\uf0ff" else sign for sign in text
    )


def _symbol(node: Element) -> str:
    font = (attribute(node, "font") or "").lower()
    number = int(attribute(node, "char") or "20", 16)
    if font in SYMBOL_FONTS:
        return symbol(font, number)
    return " " if 0xF000 <= number <= 0xF0FF else chr(number)


def _form_field(node: Element) -> str:
    """A tick box or the choice in a list of an old form; what is typed into one stands in runs of its own."""
    box = node.find("ffData/checkBox")
    if box is not None:
        checked = box.find("checked")
        return TICKED if _on(checked if checked is not None else box.find("default")) else UNTICKED
    entries = [attribute(entry, "val") or "" for entry in node.iterfind("ffData/ddList/listEntry")]
    result = node.find("ffData/ddList/result")
    place = int(attribute(result, "val") or "0") if result is not None else 0
    return entries[place] if 0 <= place < len(entries) else ""


def _on(setting: Element | None) -> bool:
    """A setting is on if it is there and does not say that it is off."""
    return setting is not None and attribute(setting, "val") not in ("0", "false", "off")
