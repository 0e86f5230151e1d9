"""Invented names of places, streets, schools and firms: made of syllables, Welsh or English as the real one sounds."""

from __future__ import annotations

import re

from textmine.privacy.folding import fold

ENGLISH = (
    """Ash Alder Amber Arken Barrow Beck Bram Brack Brin Brough Burn Calder Cold Corn Crax Crom Dal Dern Dray Dun Eden Elm
    Ever Fal Farn Fen Fern Gar Gris Hal Ham Harn Haw Hazel Hex Holm Hurst Ing Kel Ken Kirk Lang Lark Leck Lin Lock Maple
    Mar Mel Mickle Mill Mor Nar Nether New Nor Oak Oller Orm Pen Pex Quen Rad Raven Red Rush Sal Sand Sel Sheld Skel Stan
    Ster Swal Tarn Thorn Thrax Til Tor Ulver Val Wal War Wax Wen Whit Wick Win Wol Wrack Yar Yew""",
    """bourne bridge brook bury by cester combe cote croft dale den don fall field fleet ford gate grave ham hampton hay
    head hill holm hope hurst ington keld land lea leigh lock low mead mere minster more moss ness ridge sall sett shaw
    stead stoke stow thorpe thwaite ton tree wall water well wick wold worth""",
)
WELSH = (
    """Aber Afon Bedd Ben Blaen Bod Bron Bryn Caer Cae Capel Cefn Clyd Coed Craig Croes Cwm Cyn Din Dol Eglwys Esgair Fel
    Foel Garth Gelli Glan Gwaen Gwern Hafod Hen Hir Isaf Llan Llech Llwyn Llyn Maen Maes Moel Mor Mynydd Nant Neuadd Pant
    Pen Plas Pont Porth Pwll Rhiw Rhos Rhyd Sarn Tal Tan Tir Traeth Tre Trem Twyn Uwch Waun Ynys Ystrad""",
    """aeron afallen alun arian banadl bedwen beuno celyn ceirw cennin clais creigiog dderwen dulas ddu efell eirin eithin
    elain erwydd fadog faglan fechan felyn fwyalch ffrwd gadair garreg glas goch grug gwyddfan gynwal heulog hesg
    hydref ithon iorth lliwen llwyd mawrdy meillion melfa merlyn mwsog nerth onnen pedrog pennant perllan rhedyn rhuddin
    saeth sgawen taran teifryn tirion wennol wyddan wyllt ysgaw""",
)
MORE = ("", "", "", "Great ", "Little ", "Upper ", "Lower ", "Old ", "North ", "South ", "East ", "West ")
MORE_WELSH = ("", "", "", " Fawr", " Fach", " Uchaf", " Isaf", " Newydd", " Ganol", " Gwyn", " Hen", " Bella")
SOUNDS_WELSH = re.compile(
    r"[ŵŷŴŶ]|\b(?:y|yr|ysgol|coleg|ysbyty|heol|stryd|ffordd|lôn|cartref|parc|llys|maes|clos|tŷ)\b"
    r"|\b(?:aber|afon|bangor|betws|blaen|bryn|bod|bwthyn|caer|canolfan|capel|cefn|coed|cwm|dol|dyffryn|glan|gwer|llan|lle"
    r"|llwyn|llyn|nant|pant|pen|plas|pont|port[h]|pwll|rhos|rhy|ro[s]|taren|tre|ynys|ystrad)\w*|ogwr|gwy|wy\w|ddu\b|dd\b|fawr\b|fach\b",
    re.I,
)


def invented_name(number: int, *, welsh: bool) -> str:
    """A name for a large keyed number: one of some 69,000 English or 51,000 Welsh ones.

    >>> invented_name(0, welsh=False), invented_name(0, welsh=True)
    ('Ashbourne', 'Aberaeron')
    """
    first, last = [part.split() for part in (WELSH if welsh else ENGLISH)]
    number, start = divmod(number, len(first))
    number, end = divmod(number, len(last))
    name = first[start] + (last[end] if not last[end].startswith(first[start][-1]) or welsh else "s" + last[end])
    more = (MORE_WELSH if welsh else MORE)[number % len(MORE)]
    return name + more if welsh else more + name


def sounds_welsh(words: str) -> bool:
    """Whether a name looks Welsh."""
    return SOUNDS_WELSH.search(words) is not None or SOUNDS_WELSH.search(fold(words).text) is not None
