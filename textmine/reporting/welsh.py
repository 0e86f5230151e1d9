"""Welsh headings; a Welsh speaker of the team should read them before a report goes out."""

from __future__ import annotations

from collections.abc import Mapping

from textmine.types import Report

HEADINGS = {
    "contents": "Cynnwys",
    "glance": "Cipolwg",
    "summary": "Crynodeb",
    "data": "Pa mor dda yw'r data",
    "why": "Pam yr aeth plant ar goll",
    "push": "Gwthio: pam y gadawodd plant y man lle'r oeddent",
    "pull": "Tynnu: beth neu bwy a ddenodd blant i rywle arall",
    "care": "Plant sy'n derbyn gofal",
    "by_care": "Yn ôl statws gofal",
    "by_placement": "Yn ôl math o leoliad",
    "by_placed": "Lleoliad o fewn yr ardal neu'r tu allan iddi",
    "by_area": "Yn ôl ardal",
    "by_age": "Yn ôl oedran",
    "by_quality": "Yn ôl ansawdd y cofnod",
    "by_year": "Yn ôl blwyddyn",
    "by_quarter": "Yn ôl chwarter",
    "corrected": "Wedi'i gywiro ar gyfer camgymeriadau'r model",
    "changes": "Beth sydd wedi newid",
    "risks": "Risgiau a niwed a gofnodwyd",
    "exploitation": "Camfanteisio",
    "foi": "Cyfweliadau a phryderon yn ôl ardal",
    "interviews": "Cyfweliadau dychwelyd",
    "rules": "Pryd y dylai rhywun edrych",
    "repeats": "Plant a aeth ar goll fwy nag unwaith",
    "placements": "Lleoliadau",
    "series": "Newid dros amser",
    "voice": "Llais y plant",
    "would_help": "Beth fyddai'n helpu",
    "felt": "Sut roedd plant yn teimlo",
    "themes": "Themâu sy'n dod i'r amlwg",
    "themes_moves": "Themâu newydd ac ar gynnydd",
    "themes_parts": "Rhannau o themâu",
    "themes_area": "Yn ôl ardal",
    "themes_care": "Yn ôl statws gofal",
    "themes_placement": "Yn ôl math o leoliad",
    "themes_placed": "Lleoliad o fewn yr ardal neu'r tu allan iddi",
    "uncovered": "Yr hyn nad yw'r llyfr codau yn ei gwmpasu",
    "coding": "Pa mor dda yw'r codio",
    "meanings": "Ystyr y codau",
    "compare": "Ffigurau cyhoeddedig i gymharu â nhw",
    "methods": "Dulliau a chyfyngiadau",
    "provenance": "O ble y daw'r adroddiad hwn",
}


def beside(report: Report) -> Mapping[str, str]:
    """Headings of what every report has, if its sections have Welsh ones; else none."""
    return HEADINGS if any(section.welsh for section in report.sections) else {}
