"""The detector joins roster, patterns, tagger and what was seen elsewhere; no part of it says what it read."""

from __future__ import annotations

import logging
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from textmine.privacy.case.roster import Case, Known
from textmine.privacy.detection.detector import CaseDetector, load_detector
from textmine.privacy.detection.edges import with_edges
from textmine.privacy.detection.sifting import sift
from textmine.privacy.language.dates import When
from textmine.privacy.surrogates.keys import Keys
from textmine.privacy.surrogates.replacing import pseudonymise_case
from textmine.types import Span

MODEL = Path(__file__).parents[2] / "models" / "detector"
CASE = Case(
    "C1",
    (
        Known("Kayleigh Prosser", "PERSON", "child", "child"),
        Known("Donna Prosser", "PERSON", "mother", "mother:donna prosser"),
        Known("Tŷ Gorwel", "HOME", "", "HOME:tŷ gorwel"),
    ),
)
TEXTS = (
    "Return interview with Kayleigh Prosser (DOB 12/03/2009) on Tuesday 5th March 2024. She had been with Tomos Beddoe "
    "in Aberdare. Her mum Donna was told by PC 4471 Hurrell. Mobile 07700 900123.",
    "kayliegh says tomos is ok, back at ty gorwel by 2130",
    "",
    " \n ",
)


@pytest.fixture(scope="module")
def detect() -> CaseDetector:
    return load_detector(MODEL)


@pytest.fixture(scope="module")
def found(detect: CaseDetector) -> list[tuple[Span, ...]]:
    return detect(TEXTS, CASE)


def words(text: str, spans: tuple[Span, ...]) -> dict[str, Span]:
    return {text[span.start : span.end]: span for span in spans}


def test_everything_that_identifies_is_found(found: list[tuple[Span, ...]]) -> None:
    expected = {
        *("Kayleigh Prosser", "12/03/2009", "5th March 2024", "Tomos Beddoe", "Aberdare", "Donna", "4471"),
        *("Hurrell", "07700 900123"),
    }
    assert expected == set(words(TEXTS[0], found[0]))


def test_known_people_keep_who_they_are_however_sure_the_tagger_is(found: list[tuple[Span, ...]]) -> None:
    first, second = words(TEXTS[0], found[0]), words(TEXTS[1], found[1])
    assert ("child", "roster") == (first["Kayleigh Prosser"].entity, first["Kayleigh Prosser"].why)
    assert "mother:donna prosser" == first["Donna"].entity
    assert "child" == second["kayliegh"].entity
    assert "HOME:tŷ gorwel" == second["ty gorwel"].entity


def test_a_friend_caught_in_one_write_up_is_masked_in_the_next(found: list[tuple[Span, ...]]) -> None:
    assert "tomos" in words(TEXTS[1], found[1])


def test_spans_are_in_order_without_overlaps_one_tuple_a_text(found: list[tuple[Span, ...]]) -> None:
    assert len(TEXTS) == len(found)
    assert ((), ()) == (found[2], found[3])
    for spans in found:
        assert all(one.end <= other.start for one, other in pairwise(spans))


def test_without_a_roster_the_detector_is_on_its_own(detect: CaseDetector) -> None:
    masked = words(TEXTS[0], detect(TEXTS[:1])[0])
    assert {"Kayleigh Prosser", "Tomos Beddoe", "12/03/2009"} <= set(masked)
    assert {""} == {span.entity for span in masked.values()}


def test_the_same_texts_give_the_same_spans(detect: CaseDetector, found: list[tuple[Span, ...]]) -> None:
    assert found == detect(TEXTS, CASE)


def test_no_word_of_a_text_is_logged(detect: CaseDetector, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        detect(TEXTS[:1], CASE)
    assert not any(word in caplog.text for word in ("Kayleigh", "Prosser", "Tomos", "900123", "Aberdare"))


def test_no_part_of_the_detector_shows_in_a_repr(detect: CaseDetector) -> None:
    assert "CaseDetector(strict=False)" == repr(detect)


def sifted(text: str, label: str, score: float = 0.8) -> list[str]:
    spans = sift(f"{text}\nThen. After.", [Span(0, len(text), label, score, "tagger")])
    return [text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    ("label", "text", "left"),
    [
        ("DATE_TIME", "March", []),
        ("DATE_TIME", "2022", []),
        ("DATE_TIME", "two weeks", []),
        ("DATE_TIME", "2130", []),
        ("DATE_TIME", "Friday", []),
        ("DATE_TIME", "Friday 24 January 2025", ["24 January 2025"]),
        ("DATE_TIME", "Sat 11 May, 01.40", ["11 May"]),
        ("DATE_TIME", "the 5th", ["5th"]),
        ("DATE_TIME", "14/5/24", ["14/5/24"]),
        ("CODE", "2130", []),
        ("CODE", "1100–1205", []),
        ("CODE", "101/999", []),
        ("CODE", "PC 4471", ["4471"]),
        ("CODE", "NX/12/0456", ["NX/12/0456"]),
        ("PERSON", "Nan", []),
        ("PERSON", "CAMHS", []),
        ("PERSON", "Mrs Eccles", ["Eccles"]),
        ("PERSON", "Pauline's", ["Pauline"]),
        ("PERSON", "Hope", ["Hope"]),
        ("PERSON", "Nanny Pru", ["Pru"]),
        ("PERSON", "PRU", []),
        ("LOCATION", "Row with", []),
        ("LOCATION", "Chapel Row", ["Chapel Row"]),
        ("PERSON", "Ria's", ["Ria"]),
        ("PERSON", "Summer", ["Summer"]),
        ("PERSON", "what Carol", ["Carol"]),
        ("LOCATION", "viaduct", []),
        ("LOCATION", "Welsh", []),
        ("LOCATION", "Porth Merin", ["Porth Merin"]),
        ("NRP", "Polish", ["Polish"]),
        ("EMAIL", "a@b.example", ["a@b.example"]),
    ],
)
def test_what_the_tagger_need_not_mask_is_sifted_out(label: str, text: str, left: list[str]) -> None:
    assert left == sifted(text, label)


def test_a_tagger_that_is_half_sure_of_a_word_without_a_capital_is_believed() -> None:
    assert ["smoke"] == sifted("smoke", "PERSON", 0.4)
    assert [] == sifted("smoke", "PERSON", 0.2)


def test_a_protocol_that_is_named_after_somebody_is_not_masked() -> None:
    text = "Herbert Protocol in place. Seen by Herbert."
    spans = [Span(0, 7, "PERSON", 0.9, "tagger"), Span(35, 42, "PERSON", 0.9, "tagger")]
    assert [(35, 42)] == [(span.start, span.end) for span in sift(text, spans)]


@pytest.mark.parametrize(
    ("text", "words", "label", "left"),
    [
        ("she is in Year 9 T now", "T", "PERSON", []),
        ("he wears size M now", "M", "PERSON", []),
        ("then T went", "T", "PERSON", ["T"]),
        ("she had 5 stiches in", "5 stiches", "LOCATION", []),
        ("lives at 5 larches now", "5 larches", "LOCATION", ["5 larches"]),
        ("got the Megabus then", "Megabus", "LOCATION", []),
        ("at the skatepark then", "skatepark", "LOCATION", []),
    ],
)
def test_letters_of_things_and_counts_are_sifted_out(text: str, words: str, label: str, left: list[str]) -> None:
    at = text.index(f" {words} ") + 1
    spans = sift(f"Saw. {text}. Then.", [Span(at + 5, at + 5 + len(words), label, 0.9, "tagger")])
    assert left == [f"Saw. {text}."[span.start : span.end] for span in spans]


def test_in_a_welsh_line_words_without_a_capital_are_no_names() -> None:
    text = "Aeth hi efo Mabli ac mae hi wedi cael bwyd.\nEnglish line. Another."
    spans = [Span(12, 17, "PERSON", 0.8, "tagger"), Span(33, 37, "LOCATION", 0.8, "tagger")]
    assert ["Mabli"] == [text[span.start : span.end] for span in sift(text, spans)]


@pytest.mark.parametrize(
    ("text", "name", "label", "grown"),
    [
        ("told by Dean R today", "Dean", "PERSON", "Dean R"),
        ("his snap is big.dave now", "dave", "PERSON", "big.dave"),
        ("saw Levi G-O today", "Levi", "PERSON", "Levi G-O"),
        ("signed S. E. Prosser today", "Prosser", "PERSON", "S. E. Prosser"),
        ("signed S Prosser", "Prosser", "PERSON", "S Prosser"),
        ("told PC Hurrell", "Hurrell", "PERSON", "Hurrell"),
        ("told Rachel A by phone", "Rachel", "PERSON", "Rachel A"),
        ("with Rachel A level work", "Rachel", "PERSON", "Rachel"),
        ("so Cai I think", "Cai", "PERSON", "Cai"),
        ("with Guto Ffransis there", "Guto", "PERSON", "Guto Ffransis"),
        ("saw Cai Monday", "Cai", "PERSON", "Cai"),
        ("at Tinsworth Top now", "Tinsworth", "LOCATION", "Tinsworth Top"),
        ("left, The Maltings now", "Maltings", "HOME", "The Maltings"),
        ("Dean R", "Dean", "SCHOOL", "Dean"),
        ("Mrs Owen's lasagne", "Owen's", "PERSON", "Owen"),
        ("the Owens’ dog", "Owens’", "PERSON", "Owens"),
        ("at Owen's now", "Owen's", "LOCATION", "Owen's"),
        ("mum (01248 555123) now", "(01248 555123)", "PHONE", "01248 555123"),
        ("on (01248) 555123 now", "(01248) 555123", "PHONE", "(01248) 555123"),
        ("mum (01248 555123 now)", "(01248 555123", "PHONE", "01248 555123"),
        ("mum (on 01248 555123) now", "01248 555123)", "PHONE", "01248 555123"),
    ],
)
def test_a_name_grows_over_what_belongs_to_it(text: str, name: str, label: str, grown: str) -> None:
    start = text.index(name)
    spans = with_edges(text, [Span(start, start + len(name), label)])
    assert [grown] == [text[span.start : span.end] for span in spans]


def test_a_name_never_grows_into_the_next() -> None:
    text = "Cai B Bevan"
    grown = with_edges(text, [Span(0, 3, "PERSON"), Span(6, 11, "PERSON")])
    assert ["Cai B", "Bevan"] == [text[span.start : span.end] for span in grown]


def test_two_people_in_one_breath_are_two_spans() -> None:
    text = "she says tash n kyle are fine"
    assert [(9, 13), (16, 20)] == [(s.start, s.end) for s in sift(text, [Span(9, 20, "PERSON", 0.8, "tagger")])]


@pytest.mark.parametrize(
    ("text", "words", "score", "left"),
    [
        ("Seen.\nJourney: by bus", "Journey", 0.99, []),
        ("Seen.\n• Push | a row", "Push", 0.99, []),
        ("View\nHe was fine.", "View", 0.99, []),
        ("went with Journey: he", "Journey", 0.99, ["Journey"]),
        ("Biscuit: u coming out", "Biscuit", 0.99, ["Biscuit"]),
        ("Summer: home by ten", "Summer", 0.99, ["Summer"]),
        ("seen.\nBiscuit", "Biscuit", 0.99, ["Biscuit"]),
        ("He left. Push is home.", "Push", 0.1, []),
        ("None. Cold toes. Home.", "Cold toes", 0.1, []),
        ("None. Cold Feet. Home.", "Cold Feet", 0.1, ["Cold Feet"]),
        ("He left. Smudge is home.", "Smudge", 0.1, ["Smudge"]),
        ("He left. Summer is home.", "Summer", 0.1, ["Summer"]),
        ("He left with Push then.", "Push", 0.4, ["Push"]),
        ("bored. Summer holidays, nothing on", "Summer", 0.9, []),
        ("when it is May or June, he goes", "May", 0.98, []),
        ("when it is May or June, he goes", "June", 0.98, []),
        ("she was with May and June, she says", "June", 0.98, ["June"]),
        ("No car. Cerddodd hi i dŷ ei daid.", "Cerddodd", 0.24, []),
        ("He saw Cerddodd there.", "Cerddodd", 0.24, ["Cerddodd"]),
        ("Aeth o i'r dref", "i'r", 0.24, []),
        ("Then the 136 suite.", "136 suite", 0.99, []),
        ("Pam Dilworth rang", "Pam Dilworth", 0.99, ["Pam Dilworth"]),
        ("He rang Pam then", "Pam", 0.99, ["Pam"]),
        ("Pam aeth hi yno?", "Pam", 0.2, []),
    ],
)
def test_capitals_that_say_nothing_are_no_names(text: str, words: str, score: float, left: list[str]) -> None:
    start = text.index(words)
    spans = [Span(start, start + len(words), "PERSON", score, "tagger")]
    assert left == [text[span.start : span.end] for span in sift(text, spans)]


@pytest.mark.parametrize(
    "form",
    [
        "Name | Cai\nDate of birth | {}\nSeen | 3 May 2024",
        "Date of birth\n{}\nHe was home by ten.",
        "Young person: Cai   D.O.B: {}",
        "Name | Date of birth | Age\nCai | {} | 16",
        "Cai Bevan, DOB {}. I met him at the library.",
        "Dyddiad geni | {}\nGwelwyd ef ddoe.",
    ],
)
@pytest.mark.parametrize("born", ["14/04/2008", "14.04.08", "2008-04-14", "14th April 2008"])
def test_a_labelled_date_of_birth_becomes_the_age(detect: CaseDetector, form: str, born: str) -> None:
    text = form.format(born)
    when = When(date(2024, 5, 3))
    (done,) = pseudonymise_case([text], detect([text]), known={}, keys=Keys(3, str, str), when=[when]).texts
    assert "[AGE 16]" in done.text
