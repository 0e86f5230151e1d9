"""What is caught once is masked everywhere in the child's file."""

from __future__ import annotations

from textmine.privacy.detection.propagation import spread
from textmine.types import Span


def masked(texts: list[str], found: list[tuple[Span, ...]]) -> list[list[str]]:
    return [[text[s.start : s.end] for s in spans] for text, spans in zip(texts, spread(texts, found), strict=True)]


def test_a_name_caught_in_one_write_up_is_masked_in_all() -> None:
    texts = ["Went with Tomos Beddoe.", "tomos again, and BEDDOE's van; Tomos's phone."]
    expected = [["Tomos Beddoe"], ["tomos", "BEDDOE", "Tomos"]]
    assert expected == masked(texts, [(Span(10, 22, "PERSON", 0.9, "tagger"),), ()])


def test_the_entity_goes_with_the_name() -> None:
    texts = ["Ffion", "ffion"]
    spread_to = spread(texts, [(Span(0, 5, "PERSON", 1.0, "roster", "child"),), ()])[1]
    assert (Span(0, 5, "PERSON", 1.0, "seen elsewhere", "child"),) == spread_to


def test_a_name_that_is_a_word_is_masked_only_with_its_capital() -> None:
    texts = ["Saw Summer Cottle.", "Summer came in summer."]
    assert ["Summer"] == masked(texts, [(Span(4, 17, "PERSON", 0.9, "tagger"),), (Span(0, 6, "PERSON"),)])[1]


def test_a_name_that_is_a_welsh_word_is_masked_with_its_capital_but_first_in_a_welsh_sentence() -> None:
    texts = ["Mrs Pam Dilworth", "Pam showed me. Roedd Pam yno. Pam aeth hi yno? pam ddim? Then Pam left."]
    spans = spread(texts, [(Span(4, 16, "PERSON", 0.9, "tagger"),), ()])[1]
    assert [0, 21, 62] == [span.start for span in spans if texts[1][span.start : span.end] == "Pam"]


def test_a_word_of_the_family_does_not_spread() -> None:
    assert [["Nan"], []] == masked(["Nan", "nan and her Nan"], [(Span(0, 3, "PERSON", 0.95),), ()])


def test_a_doubtful_name_does_not_spread() -> None:
    assert [["Tomos"], []] == masked(["Tomos", "Tomos"], [(Span(0, 5, "PERSON", 0.6),), ()])


def test_dates_do_not_spread() -> None:
    assert [["14/5"], []] == masked(["14/5", "14/5"], [(Span(0, 4, "DATE", 0.9),), ()])


def test_numbers_and_handles_spread_in_any_case() -> None:
    texts = ["caibev.09 in CV18 XRE", "CAIBEV.09 in cv18 xre"]
    found = (Span(0, 9, "HANDLE", 0.9), Span(13, 21, "VEHICLE", 0.9))
    assert ["CAIBEV.09", "cv18 xre"] == masked(texts, [found, ()])[1]


def test_a_name_is_found_over_a_line_end() -> None:
    texts = ["at Porth Merin", "at Porth\nMerin"]
    assert ["Porth\nMerin"] == masked(texts, [(Span(3, 14, "LOCATION", 0.9),), ()])[1]


def test_a_welsh_place_is_found_with_its_mutations_in_lower_case_too() -> None:
    texts = ["at Cricieth", "yng Nghricieth, i Gricieth, a chricieth ac i grio"]
    assert ["Nghricieth", "Gricieth", "chricieth"] == masked(texts, [(Span(3, 11, "LOCATION", 0.9),), ()])[1]


def test_an_english_place_spreads_to_no_common_word() -> None:
    texts = ["in Barry", "they marry; Mary and Farrah"]
    assert [] == masked(texts, [(Span(3, 8, "LOCATION", 0.9),), ()])[1]


def test_an_acronym_by_which_somebody_goes_is_masked_everywhere_in_capitals() -> None:
    texts = ["Isla (known as IT) left.", "Then IT rang. It was late."]
    assert ["IT"] == masked(texts, [(Span(15, 17, "PERSON", 0.75, "a short name"),), ()])[1]


def test_the_part_of_a_longer_word_is_not_a_name() -> None:
    assert [] == masked(["Cai", "Caiden and Mccai"], [(Span(0, 3, "PERSON", 1.0, "roster", "child"),), ()])[1]


def test_nothing_found_gives_nothing() -> None:
    assert [(), ()] == spread(["a", "b"], [(), ()])


def test_initials_of_a_full_name_are_the_same_person_in_the_file() -> None:
    text = "Saw Beverley Tunnicliffe on Monday. BT to ring, the TM too."
    found = spread([text], [(Span(4, 24, "PERSON", 0.9, "tagger"),)])
    assert ["Beverley Tunnicliffe", "BT"] == [text[span.start : span.end] for span in found[0]]
