"""Names that are hidden from a search, not from a reader, are masked, and come back byte for byte."""

from __future__ import annotations

import pytest

from textmine.assets import asset
from textmine.privacy.case.roster import Case, Known
from textmine.privacy.detection.detector import CaseDetector, load_detector
from textmine.privacy.language.folding import fold, unhidden

NAME = "Kayleigh Pritchard"
BOLD = {ord(c): 0x1D400 + ord(c) - 65 if c.isupper() else 0x1D41A + ord(c) - 97 for c in NAME if c != " "}
TRICKS = {
    "a joiner inside": "Kay\u200dleigh Prit\u200cchard",
    "zero-width spaces": "\u200b".join(NAME),
    "turned round and back": "Kay\u202d\u202eleigh\u202c Pritchard",
    "isolated": "Kay\u2066lei\u2069gh Pritchard",
    "a selector": "Kay\ufe0fleigh Pritchard",
    "tags": "Kay\U000e0041leigh Pritchard",
    "a filler": "Kay\u3164leigh Pritchard",
    "Cyrillic letters": "\u041a\u0430\u0443leigh Pritch\u0430rd",
    "Greek letters": "\u039aayleigh Pritchard",
    "wide letters": "".join(chr(ord(c) + 0xFEE0) if c != " " else c for c in NAME),
    "bold letters": NAME.translate(BOLD),
    "both": "\u041a\u200da\u2060yleigh Pritch\u200b\u0430rd",
}


@pytest.fixture(scope="module")
def detect() -> CaseDetector:
    return load_detector(asset("models", "detector"))


@pytest.mark.parametrize("trick", TRICKS)
def test_a_hidden_name_is_masked_whole_whether_the_roster_knows_it_or_not(detect: CaseDetector, trick: str) -> None:
    text = f"Staff said that {TRICKS[trick]} went to her nan's. Seen at home by Sian Morgan."
    place = text.index(TRICKS[trick])
    case = Case("C1", (Known(NAME, "PERSON", "child", "child"),))
    for known in (case, None):
        (spans,) = detect([text], known)
        masked = {at for span in spans for at in range(span.start, span.end)}
        letters = {at for at in range(place, place + len(TRICKS[trick])) if text[at].isalnum()}
        assert letters <= masked
        assert not masked & set(range(len("Staff said that ")))


@pytest.mark.parametrize("trick", TRICKS)
def test_it_is_read_as_a_person_reads_it(trick: str) -> None:
    assert unhidden(TRICKS[trick]).text == NAME
    assert fold(TRICKS[trick]).text == NAME


@pytest.mark.parametrize("text", ["Siân D’Arcy – “café” ☒ £5 😀", "Анна Иванова", "Γιώργος", "محمد", "Ŵyn ap Rhŷs", ""])
def test_what_is_honestly_written_stays(text: str) -> None:
    assert unhidden(text).text == text


def test_places_lead_back_to_what_was_written() -> None:
    text = "a\u200dК\u202ea b"
    seen = unhidden(text)
    assert seen.text == "aKa b"
    assert [text[slice(*seen.back(at, at + 1))] for at in range(5)] == ["a\u200d", "К\u202e", "a", " ", "b"]
