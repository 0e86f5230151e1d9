"""The known names of a case are found however they are written, and words that are no names are left alone."""

from __future__ import annotations

import pytest

from textmine.privacy.case.knownpeople import one_edit
from textmine.privacy.case.naming import find_known, mutated
from textmine.privacy.case.roster import Case, Known
from textmine.privacy.detection.merging import merge
from textmine.privacy.language.folding import fold
from textmine.privacy.language.plainwords import careless_of_capitals, identifies_nobody


def person(name: str, role: str = "child") -> Known:
    return Known(name, "PERSON", role, "child" if role == "child" else f"{role}:{name.casefold()}")


def case(*known: Known) -> Case:
    return Case("C1", known)


def found(text: str, *known: Known) -> list[str]:
    return [text[span.start : span.end] for span in merge(text, find_known(text, case(*known)))]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Kayleigh Prosser", "Kayleigh Prosser went", ["Kayleigh Prosser"]),
        ("Kayleigh Prosser", "KAYLEIGH  prosser went", ["KAYLEIGH  prosser"]),
        ("Kayleigh Prosser", "Prosser, Kayleigh", ["Prosser", "Kayleigh"]),
        ("Kayleigh Prosser", "kayleigh said so", ["kayleigh"]),
        ("Kayleigh Prosser", "Kayleigh's mum and Kayleigh’s nan", ["Kayleigh", "Kayleigh"]),
        ("Kayleigh Prosser", "kayleighs mum and the Prossers", ["kayleighs", "Prossers"]),
        (
            "Kayleigh Prosser",
            "Kayliegh, Kaylegh, Kayleighh, Kaileigh",
            ["Kayliegh", "Kaylegh", "Kayleighh", "Kaileigh"],
        ),
        ("Kayleigh Prosser", "Kayleigh/Tom and cai_kayleigh99", ["Kayleigh", "kayleigh"]),
        ("Kayleigh Prosser", "told KP and K.P. and K P", ["KP", "K.P", "K P"]),
        ("Kayleigh Ann Prosser", "KAP or KP", ["KAP", "KP"]),
        ("Tyler-James Okafor-Price", "tyler and James and okafor", ["tyler", "James", "okafor"]),
        ("Tyler-James Okafor-Price", "Tyler James Okafor Price", ["Tyler James Okafor Price"]),
        ("Tyler-James Okafor-Price", "Price paid the price", ["Price"]),
        ("Tyler-James Okafor-Price", "TO DO: TJOP and T-J O-P", ["TJOP", "T-J O-P"]),
        ("Roisin O'Shea", "Róisín O’Shea and oshea, O'shea's", ["Róisín O’Shea", "oshea", "O'shea"]),
        ("Rós D’Arcy", "D'Arcy and ros d’arcy and Darcy", ["D'Arcy", "ros d’arcy", "Darcy"]),
        ("Siân Lewis", "Sian and SIÂN and Sia\u0302n, siân’s", ["Sian", "SIÂN", "Sia\u0302n", "siân"]),
        ("Sian Lewis", "Siân and Sîan", ["Siân", "Sîan"]),
        ("Łukasz Wójcik", "Lukasz Wojcik", ["Lukasz Wojcik"]),
        ("Zoë Strauß", "Zoe Strauss and ZOË STRAUSS", ["Zoe Strauss", "ZOË STRAUSS"]),
        ("Jo Price", "Jo went, Jo's, so did JO PRICE", ["Jo", "Jo", "JO PRICE"]),
        ("Will Bevan", "will will go? Will did. WILL!", ["Will", "WILL"]),
        ("Mary-(May) Jones", "Mary and Jones, MJ", ["Mary", "Jones", "MJ"]),
        ("Summer Cottle", "In summer Summer went", ["Summer"]),
        ("Cai Bevan", "Caiden and Mccai and the caiman", []),
        ("Cai Bevan", "Cai'n mynd, Cai'r hogyn", ["Cai", "Cai"]),
        ("Cai Bevan", "Ca\u00adi and Cai\u200b Bevan", ["Ca\u00adi", "Cai\u200b Bevan"]),
        ("SMITH, John", "John Smith and smith", ["John Smith", "smith"]),
        ("Sara Williams", "told the SW and Sara W", ["Sara"]),
        ("Van der Berg", "the van and Berg", ["Berg"]),
        ("A", "A level and a B", ["A"]),
    ],
)
def test_a_childs_name_is_found_however_it_is_written(name: str, text: str, expected: list[str]) -> None:
    assert expected == found(text, person(name))


@pytest.mark.parametrize("title", ["Mrs", "Mr", "Miss", "Dr", "Nan", "Aunty", "PC"])
def test_a_title_on_the_roster_is_no_name(title: str) -> None:
    text = f"{title} Farrukh met {title} Jones and another {title}"
    assert [f"{title} Farrukh"] == found(text, person(f"{title} Farrukh", "teacher"))


def test_a_family_name_that_several_share_is_nobodys_own() -> None:
    known = (person("Ffion Bevan"), person("Lowri Bevan", "mother"), person("Owain Bevan", "father"))
    entities = {text: {s.entity for s in find_known(text, case(*known))} for text in ("Bevan", "Lowri", "Lowri Bevan")}
    assert {"family name:bevan"} == entities["Bevan"]
    assert {"mother:lowri bevan"} == entities["Lowri"]
    assert "mother:lowri bevan" in entities["Lowri Bevan"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tia Mai Wynne-Jones", [("Tia Mai Wynne-Jones", "child")]),
        ("saw Tia Wynne-Jones go", [("Tia Wynne-Jones", "child")]),
        ("saw tia wynne jones go", [("tia wynne jones", "child")]),
        ("Tia Mai said", [("Tia Mai", "child")]),
        ("Tia-Mai said", [("Tia-Mai", "child")]),
        ("Tia Mai Jones, Tia Wynne", [("Tia Mai Jones", "child"), ("Tia Wynne", "child")]),
        ("Ceri Jones was told", [("Ceri Jones", "mother:ceri wynne-jones")]),
        ("Tia Ceri Jones", [("Tia", "child"), ("Ceri Jones", "mother:ceri wynne-jones")]),
        ("the Wynne-Jones family", [("Wynne-Jones", "family name:jones")]),
        ("Wynne-Jones, Tia", [("Wynne-Jones", "family name:jones"), ("Tia", "child")]),
        ("Ceri Wynne-Jones, Tia", [("Ceri Wynne-Jones", "mother:ceri wynne-jones"), ("Tia", "child")]),
        ("Tia Pugh and Mai", [("Tia", "child"), ("Mai", "child")]),
    ],
)
def test_parts_of_one_persons_name_that_stand_side_by_side_are_that_person(
    text: str, expected: list[tuple[str, str]]
) -> None:
    known = (person("Tia Mai Wynne-Jones"), person("Ceri Wynne-Jones", "mother"))
    assert expected == [(text[s.start : s.end], s.entity) for s in merge(text, find_known(text, case(*known)))]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Tia Bell", "T says she left. T's mum rang. Spoke with T. Then T and Mum", ["T", "T", "T", "T"]),
        ("Tia Bell", "with T in the car; T (14); T, 14, left", ["T", "T", "T"]),
        ("Tia Bell", "Plan T, Class T, Year 9 T, a T-shirt, Level T, OT and T2", []),
        ("Amy Bell", "A said so. A's mum rang. spoke to A about it", ["A", "A", "A"]),
        ("Amy Bell", "A level work. A reported incident. C and A. A man", []),
        ("Isla Bell", "Spoke to I about it. I's mum. Mum thinks I has friends", ["I", "I", "I"]),
        ("Isla Bell", "I said I was fine and I told her. Mum and I left. I'm off", []),
        ("Isla Thomas", "IT said so. Worker spoke to IT. The IT room", ["IT", "IT"]),
        ("Sam Wyn", "SW said so. Spoke to SW", []),
        ("IT", "IT left. It was late", ["IT"]),
        ("Kayleigh Bell", "he took K and found E. K said so", ["K"]),
    ],
)
def test_a_letter_is_a_name_where_the_words_beside_it_tell(name: str, text: str, expected: list[str]) -> None:
    assert expected == found(text, person(name))


def test_a_letter_of_two_people_is_given_to_neither() -> None:
    known = (person("Tia Bell"), person("Tom Bell", "father"))
    assert {"person:t"} == {span.entity for span in find_known("T said so", case(*known))}


def test_a_misspelling_near_to_two_peoples_names_is_given_to_neither() -> None:
    known = (person("Marie Bevan"), person("Maria Jones", "mother"))
    assert {"person:mariu"} == {span.entity for span in find_known("Mariu said", case(*known))}


def test_a_nearly_equal_common_word_is_no_misspelling() -> None:
    assert [] == found("in march it was there", person("Marsh Theres"))


def test_where_no_capitals_are_used_a_name_that_is_a_word_is_found_but_for_its_plain_uses() -> None:
    text = "summer was in. last summer was fine. saw summer and jo at the park. she will go"
    assert ["summer", "summer", "jo"] == found(text, person("Summer Park"), person("Jo Will", "friend"))


def test_offsets_are_of_the_text_as_written() -> None:
    text = "Straße, Siâ\u0301n, 😀 Cai"
    assert ["Cai"] == found(text, person("Cai"))
    assert ["Siâ\u0301n"] == found(text, person("Sian"))


@pytest.mark.parametrize(
    ("label", "words", "text", "expected"),
    [
        ("PHONE", "07700 900123", "on 07700900123 or 07700-900-123", ["07700900123", "07700-900-123"]),
        ("PHONE", "(01632) 960123", "01632 960123", ["01632 960123"]),
        ("REFERENCE", "PM-CLA-0417", "pm/cla/0417, PMCLA0417", ["pm/cla/0417", "PMCLA0417"]),
        ("REFERENCE", "417", "417 and 4-1-7", ["417"]),
        ("POSTCODE", "QM1 2AB", "qm12ab", ["qm12ab"]),
        ("HANDLE", "@caibev.09", "Caibev.09 and @caibev.09", ["Caibev.09", "caibev.09"]),
        ("SCHOOL", "Ysgol Bro Elwy", "ysgol bro elwy; Bro Elwy", ["ysgol bro elwy", "Bro Elwy"]),
        ("SCHOOL", "Cwmtaren Comp", "Cwmtaren Comp in Cwmtaren", ["Cwmtaren Comp"]),
        ("HOME", "Larkfield House", "at Larkfield, LARKFIELD HOUSE", ["Larkfield", "LARKFIELD HOUSE"]),
        ("HOME", "Bryn Elwy", "ym Mryn Elwy, i Fryn Elwy", ["Mryn Elwy", "Fryn Elwy"]),
        ("HOME", "Storm Lodge", "the lodge in a storm, Storm Lodge", ["Storm Lodge"]),
        (
            "ADDRESS",
            "22 Rhodfa'r Wylan, Porth Merin",
            "Rhodfa’r Wylan in Porth Merin",
            ["Rhodfa’r Wylan", "Porth Merin"],
        ),
        ("ADDRESS", "22 Rhodfa'r Wylan", "22, Rhodfa'r Wylan", ["22, Rhodfa'r Wylan"]),
        ("DOB", "21/09/2009", "dob 21.9.09, 21st Sept 2009", ["21.9.09", "21st Sept 2009"]),
        ("DOB", "02/03/2009", "2il o Fawrth 2009, 2 Mawrth 09", ["2il o Fawrth 2009", "2 Mawrth 09"]),
        ("DOB", "not a date", "not a date", ["not a date"]),
        ("LOCATION", "Porth Merin", "ym Mhorth Merin ac i Borth Merin", ["Mhorth Merin", "Borth Merin"]),
    ],
)
def test_other_identifiers_are_found_however_they_are_written(
    label: str, words: str, text: str, expected: list[str]
) -> None:
    assert expected == found(text, Known(words, label, "", f"{label}:{words}"))


def test_welsh_mutations_follow_the_grammar() -> None:
    assert ("Borth", "Mhorth", "Phorth") == mutated("Porth")
    assert ("Westy", "Ngwesty") == mutated("Gwesty")
    assert ("Lanfair",) == mutated("Llanfair")
    assert ("Ryd",) == mutated("Rhyd")
    assert () == mutated("Ysgol")


def test_one_edit_is_an_insertion_a_deletion_a_change_or_a_swap() -> None:
    assert all(one_edit("tomos", other) for other in ("tomoss", "tmos", "tomas", "toms", "otmos"))
    assert not any(one_edit("tomos", other) for other in ("tomos", "thomas", "tom", "mosto"))


def test_folding_keeps_the_way_back() -> None:
    text = "A\u0301 ß ’ \u200bz"
    folded = fold(text)
    assert "A ss ' z" == folded.text
    assert ["A\u0301", "ß", "’", "z"] == [
        text[slice(*folded.back(start, end))] for start, end in ((0, 1), (2, 4), (5, 6), (7, 8))
    ]
    assert (0, 2) == fold("ab").back(0, 2)


def test_a_writer_without_capitals_is_recognised() -> None:
    assert careless_of_capitals("went out. came back. no reason\nnot seen")
    assert not careless_of_capitals("Went out. Came back. no reason")
    assert not careless_of_capitals("")


def test_titles_family_agencies_days_and_makes_identify_nobody() -> None:
    words = ("Mrs", "nan's", "Mams", "CAMHS", "Friday", "Fridays", "March", "Tesco", "the", "Mamgu", "s47")
    assert words == tuple(word for word in words if identifies_nobody(word))
    names = ("Ffion", "Wes", "Beth", "Summer", "Dec", "Jan", "June", "Hope", "Storm")
    assert not any(identifies_nobody(name) for name in names)
