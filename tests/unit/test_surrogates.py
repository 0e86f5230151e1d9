"""A pseudonym stands for one person or thing through the whole of a child's file, and everything can be restored."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from textmine.privacy.case.roster import Known
from textmine.privacy.language.dates import When
from textmine.privacy.surrogates.marks import canonical, kind_of
from textmine.privacy.surrogates.replacing import CaseResult, Facts, Keys, pseudonymise_case, restore
from textmine.types import Span


def at(text: str, words: str, label: str = "PERSON", entity: str = "", nth: int = 1) -> Span:
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words), label, 1.0, "test", entity)


def key(entity: str) -> str:
    return f"key of {entity}"


def case(texts: Sequence[str], spans: Sequence[Sequence[Span]], known: dict[str, str] | None = None) -> CaseResult:
    return pseudonymise_case(
        texts, spans, known=known or {}, keys=Keys(3, key, key), when=[When(year=2024)] * len(texts)
    )


def narratives(texts: Sequence[str], spans: Sequence[Sequence[Span]], known: dict[str, str] | None = None) -> list[str]:
    result = case(texts, spans, known)
    assert list(texts) == [restore(new.text, new.replacements) for new in result.texts]
    return [new.text for new in result.texts]


def test_marks_name_the_role_or_the_kind() -> None:
    text = "Ffion, Lowri, Dyl, Bro Elwy, 12 High St, 9 x"
    spans = [
        at(text, "Ffion", entity="child"),
        at(text, "Lowri", entity="mother:lowri bevan"),
        at(text, "Dyl"),
        at(text, "Bro Elwy", "SCHOOL", "SCHOOL:bro elwy"),
        at(text, "12 High St", "ADDRESS"),
        at(text, "9 x", "CODE"),
    ]
    assert ["[CHILD], [MOTHER], [PERSON 1], [SCHOOL], [ADDRESS 1], [REFERENCE 1]"] == narratives([text], [spans])


def test_the_same_person_has_the_same_mark_in_every_write_up_however_it_is_written() -> None:
    texts = ["Siân met Dyl", "dyl's and SIAN’S"]
    spans = [[at(texts[0], "Siân"), at(texts[0], "Dyl")], [at(texts[1], "dyl's"), at(texts[1], "SIAN’S")]]
    assert ["[PERSON 1] met [PERSON 2]", "[PERSON 2] and [PERSON 1]"] == narratives(texts, spans)


def test_one_number_in_two_writings_is_one_entity_and_two_handles_are_two() -> None:
    text = "07700 900123, 07700-900123; a.b, a_b, @a.b"
    spans = [
        at(text, "07700 900123", "PHONE"),
        at(text, "07700-900123", "PHONE"),
        at(text, "a.b", "HANDLE"),
        at(text, "a_b", "HANDLE"),
        at(text, "@a.b", "HANDLE"),
    ]
    assert ["[PHONE 1], [PHONE 1]; [HANDLE 1], [HANDLE 2], [HANDLE 1]"] == narratives([text], [spans])


def test_two_people_of_one_role_have_two_marks() -> None:
    text = "Al and Bo"
    spans = [at(text, "Al", entity="brother:al"), at(text, "Bo", entity="brother:bo")]
    assert ["[BROTHER] and [BROTHER 2]"] == narratives([text], [spans])


def test_only_the_child_is_the_child() -> None:
    text = "Al and Bo"
    spans = [at(text, "Al", entity="child:al"), at(text, "Bo", entity="child")]
    assert ["[CHILD 2] and [CHILD]"] == narratives([text], [spans])


def test_two_dates_of_birth_are_told_apart_and_one_in_two_writings_is_one() -> None:
    text = "12/03/2009, 12th March 2009, 1/2/80"
    spans = [at(text, words, "DOB") for words in text.split(", ")]
    assert ["[DATE OF BIRTH], [DATE OF BIRTH], [DATE OF BIRTH 2]"] == narratives([text], [spans])


def test_dates_move_by_the_same_weeks_and_keep_weekday_and_intervals() -> None:
    text = "Tue 14/5/24, 16th May, the 3rd"
    spans = [at(text, "14/5/24", "DATE"), at(text, "16th May", "DATE_TIME"), at(text, "the 3rd", "DATE")]
    assert ["Tue 4/6/24, 6th June, [DATE]"] == narratives([text], [spans])


def test_a_second_run_goes_on_where_the_first_ended() -> None:
    first = case(["Dyl and Mo"], [[at("Dyl and Mo", "Dyl"), at("Dyl and Mo", "Mo")]])
    known = {entity: mark for entity, (mark, _) in first.marks.items()}
    later = "Zed, Mo, Dyl"
    spans = [at(later, "Zed"), at(later, "Mo"), at(later, "Dyl")]
    assert ["[PERSON 3], [PERSON 2], [PERSON 1]"] == narratives([later], [spans], known)


def test_the_vault_is_given_the_words_of_what_stands_in_the_texts_only() -> None:
    result = case(["Dyl"], [[at("Dyl", "Dyl")]], {"key of PERSON:mo": "[PERSON 1]"})
    assert {"key of PERSON:dyl": ("[PERSON 2]", "Dyl")} == dict(result.marks)


def test_a_mark_that_stands_in_a_text_is_never_given_to_somebody() -> None:
    texts = ["Dyl met [PERSON 1]", "[MOTHER] rang Lowri"]
    spans = [[at(texts[0], "Dyl")], [at(texts[1], "Lowri", entity="mother:lowri")]]
    assert ["[PERSON 2] met [PERSON 1]", "[MOTHER] rang [MOTHER 2]"] == narratives(texts, spans)


def test_a_mark_in_a_later_text_that_somebody_has_already_is_replaced() -> None:
    known = {"key of PERSON:dyl": "[PERSON 1]"}
    text = "Dyl met [PERSON 1] and [PERSON 2]"
    once = narratives([text], [[at(text, "Dyl")]], known)
    assert ["[PERSON 1] met [PERSON 3] and [PERSON 2]"] == once
    again = {entity: mark for entity, (mark, _) in case([text], [[at(text, "Dyl")]], known).marks.items()}
    assert once == narratives([text], [[at(text, "Dyl")]], known | again)


def test_text_outside_the_spans_stays_as_it_is() -> None:
    text = "  Dyl\t went\u00a0\u200bhome \n😀 "
    assert ["  [PERSON 1]\t went\u00a0\u200bhome \n😀 "] == narratives([text], [[at(text, "Dyl")]])


def test_an_empty_text_and_a_text_without_spans_stay_as_they_are() -> None:
    assert ["", "nobody"] == narratives(["", "nobody"], [[], []])


@pytest.mark.parametrize("spans", [[Span(0, 3, "PERSON"), Span(2, 5, "PERSON")], [Span(3, 9, "PERSON")]])
def test_spans_that_do_not_fit_their_text_are_refused_without_its_words(spans: list[Span]) -> None:
    with pytest.raises(ValueError, match="characters") as caught:
        case(["Dyl Bo"], [spans])
    assert "Dyl" not in str(caught.value)


def test_a_role_is_written_in_plain_capitals() -> None:
    assert "STEP FATHER" == kind_of(Span(0, 1, "PERSON", entity="step-father:x"))
    assert "MERE" == kind_of(Span(0, 1, "PERSON", entity="mère:x"))
    assert "PERSON" == kind_of(Span(0, 1, "PERSON", entity="母:x"))
    assert "PLACE" == kind_of(Span(0, 1, "LOCATION"))


def test_two_writings_of_one_name_are_one() -> None:
    assert 1 == len({canonical(words) for words in ("Jo-Ann Ó’Dea", "jo ann o'dea's", "JO  ANN O’DEA")})


def test_no_words_are_in_a_repr() -> None:
    assert "Dyl" not in repr(case(["Dyl"], [[at("Dyl", "Dyl")]]))


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("jay.brace07", "[HANDLE 1]"),
        ("caz_lp", "[HANDLE 1]"),
        ("meels09", "[HANDLE 1]"),
        ("_ghost", "[HANDLE 1]"),
        ("Jay Brace", "[PERSON 1]"),
        ("J. Brace", "[PERSON 1]"),
        ("J.B.", "[PERSON 1]"),
        ("St.John", "[PERSON 1]"),
        ("O'Shea", "[PERSON 1]"),
        ("Anne-Marie", "[PERSON 1]"),
        ("Y2", "[PERSON 1]"),
    ],
)
def test_a_name_online_is_marked_as_a_handle_whoever_took_it_for_a_persons(words: str, mark: str) -> None:
    text = f"spoke to {words} there"
    assert f"spoke to {mark} there" == case([text], [[at(text, words)]]).texts[0].text


def test_mr_and_mrs_of_a_surname_are_neither_the_child_nor_a_sibling() -> None:
    people = (Known("Zofia Price", "PERSON", "child", "child"), Known("Ana Perez", "PERSON", "sibling", "sibling:a"))
    text = "Mr and Mrs Perez came; Mrs Price and Ana Perez too. Miss Price, Perez"
    spans = [at(text, "Perez", entity="sibling:a"), at(text, "Price", entity="child")]
    spans += [at(text, "Ana Perez", entity="sibling:a"), at(text, "Price", entity="child", nth=2)]
    spans += [at(text, "Perez", entity="sibling:a", nth=3)]
    done = pseudonymise_case(
        [text], [spans], known={}, keys=Keys(3, key, key), when=[When()], facts=Facts(people=people)
    ).texts[0]
    expected = "Mr and Mrs [PERSON 1] came; Mrs [PERSON 2] and [SIBLING] too. Miss [CHILD], [SIBLING]"
    assert expected == done.text


def test_two_pieces_of_one_name_online_are_one_handle() -> None:
    text = "messages from jac.ladd.2, now"
    done = case([text], [[at(text, "jac.ladd"), at(text, ".2", "HANDLE")]]).texts[0]
    assert "messages from [HANDLE 1], now" == done.text
    assert text == restore(done.text, done.replacements)
