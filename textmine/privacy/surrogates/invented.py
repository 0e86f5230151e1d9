"""Invented names of places, streets, schools and firms: made of syllables, Welsh or English as the real one sounds."""

from __future__ import annotations

import re

from textmine.privacy.language.folding import fold

# None of the pairs is a place of Great Britain in OS Open Names (42,986 places).
ENGLISH = (
    """Amber Arken Brack Brin Brough Corn Crax Crom Dern Ever Fal Fen Fern Gris Harn Hex Hurst Lark Lock Nar Oller Orm
    Pex Quen Sel Sheld Skel Ster Swal Tarn Thrax Ulver Val Wax Wen Wol Wrack Yew Abber Bexen Brindle Carrow Cressen
    Culver Dapple Drummel Ellen Fennel Garrick Grendle Hallow Hexen Ivel Jessen Kester Lammer Linnet Mallen Merrow
    Pellow Quarrel Rowan Sabel Sorrel Tansy Tamsel Thessel Umber Vennel Warren Wexel Yarrow""",
    """bourne bridge bury cester combe cote croft den fall fleet grave hampton hay head holm hope keld land lea lock
    low mead mere minster more moss ness ridge sall sett shaw stead stoke stow thwaite tree wall water wold worth
    beck garth hythe pool rigg royd sedge slade toft vale weir yard""",
)
WELSH = (
    """Afon Bedd Ben Blaen Bod Bron Caer Cae Capel Clyd Coed Craig Croes Cwm Cyn Din Dol Eglwys Esgair Fel Foel Garth
    Gelli Glan Gwaen Gwern Hafod Hen Hir Isaf Llech Llwyn Llyn Maen Maes Moel Mor Mynydd Nant Neuadd Pant Pen Plas
    Porth Pwll Rhiw Rhyd Sarn Tal Tan Tir Traeth Trem Twyn Uwch Waun Ystrad""",
    """aeron afallen alun arian banadl bedwen beuno ceirw cennin clais creigiog dderwen dulas ddu efell eirin eithin
    elain erwydd fadog faglan fechan felyn fwyalch gadair glas goch grug gwyddfan gynwal heulog hesg hydref ithon
    iorth lliwen llwyd mawrdy meillion melfa merlyn mwsog nerth onnen pedrog pennant perllan rhedyn rhuddin saeth
    sgawen taran teifryn tirion wennol wyddan ysgaw""",
)
FIRST = ("", "", "", "Great ", "Little ", "Upper ", "Lower ", "Old ", "North ", "South ", "East ", "West ")
LAST = ("", "", "", "", " Green", " Cross", " Heath", " End", " Common", " Mills")
LAST_WELSH = ("", "", "", " Fawr", " Fach", " Uchaf", " Isaf", " Newydd", " Ganol", " Gwyn", " Hen", " Bella")
SOUNDS_WELSH = re.compile(
    r"[ŵŷŴŶ]|\b(?:y|yr|ysgol|coleg|ysbyty|heol|stryd|ffordd|lôn|cartref|parc|llys|maes|clos|tŷ)\b"
    r"|\b(?:aber|afon|bangor|betws|blaen|bryn|bod|bwthyn|caer|canolfan|capel|cefn|coed|cwm|dol|dyffryn|glan|gwer|llan|lle"
    r"|llwyn|llyn|nant|pant|pen|plas|pont|porth|pwll|rhos|rhy|ros|taren|tre|ynys|ystrad)\w*|ogwr|gwy|wy\w|ddu\b|dd\b|fawr\b|fach\b",
    re.I,
)


def invented_name(number: int, *, welsh: bool) -> str:
    """A name for a large keyed number: one of some 260,000 English or 32,000 Welsh ones.

    >>> invented_name(0, welsh=False), invented_name(0, welsh=True)
    ('Amberbourne', 'Afonaeron')
    """
    starts, ends = (part.split() for part in (WELSH if welsh else ENGLISH))
    number, start = divmod(number, len(starts))
    number, end = divmod(number, len(ends))
    link = "s" if not welsh and ends[end].startswith(starts[start][-1]) else ""
    name = starts[start] + link + ends[end]
    if welsh:
        return name + LAST_WELSH[number % len(LAST_WELSH)]
    number, first = divmod(number, len(FIRST))
    return FIRST[first] + name + LAST[number % len(LAST)]


def sounds_welsh(words: str) -> bool:
    """Whether a name looks Welsh."""
    return SOUNDS_WELSH.search(words) is not None or SOUNDS_WELSH.search(fold(words).text) is not None
