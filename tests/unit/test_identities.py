"""Who is who: because the roster or the text says so, and never because names are alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from textmine.privacy.case.roster import Known
from textmine.privacy.language.personnames import name_key
from textmine.privacy.language.relations import relation
from textmine.privacy.surrogates.identities import identify
from textmine.types import Span

ROSTER = (
    Known("Ffion Haf Pritchard", "PERSON", "child", "child"),
    Known("Ffi", "PERSON", "child", "child"),
    Known("Donna Pritchard", "PERSON", "mother", "mother:donna pritchard"),
    Known("Dai Price", "PERSON", "uncle", "uncle:dai price"),
    Known("Dewi Parry", "PERSON", "uncle", "uncle:dewi parry"),
)


def spans(text: str, names: str, entity: str = "") -> list[Span]:
    """A span at every place of every name (`|` between them); longer names first."""
    found: list[Span] = []
    for name in sorted(names.split("|"), key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(s.start < match.end() and match.start() < s.end for s in found):
                found.append(Span(*match.span(), "PERSON", 0.9, "test", entity))
    return sorted(found)


def groups(
    text: str, names: str, *, people: Sequence[Known] = (), same: Sequence[tuple[str, str]] = ()
) -> list[set[str]]:
    """The words of each person, in order of appearance."""
    found: dict[str, set[str]] = {}
    for span in identify([text], [spans(text, names)], people=people, same=same).spans[0]:
        found.setdefault(span.entity, set()).add(text[span.start : span.end])
    return list(found.values())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kayleigh Jones (KJ) ran. Later KJ rang.", "Kayleigh Jones|KJ"),
        ('Kayleigh "Kay" Jones. Kay rang Kayleigh.', "Kayleigh|Kay|Jones"),
        ("Kayleigh Jones (“Bug”)", "Kayleigh Jones|Bug"),
        ("Kayleigh Jones, known as Bug, and Bug", "Kayleigh Jones|Bug"),
        ("Kayleigh Jones aka Bug", "Kayleigh Jones|Bug"),
        ("Kayleigh Jones (a.k.a. Bug)", "Kayleigh Jones|Bug"),
        ("Kayleigh Jones, nicknamed 'Bug'", "Kayleigh Jones|Bug"),
        ("Kayleigh Jones, a elwir yn Bug", "Kayleigh Jones|Bug"),
        ("Jones, Kayleigh. Kayleigh Jones. Kayleigh.", "Jones, Kayleigh|Kayleigh Jones|Kayleigh"),
        ("JONES, Kayleigh: Kayleigh's", "JONES, Kayleigh|Kayleigh's"),
        ("Kayleigh Jones left. Kayleigh. KAYLEIGH J.", "Kayleigh Jones|Kayleigh|KAYLEIGH J"),
        ("Dylan Hughes and Mr Hughes", "Dylan Hughes|Hughes"),
        ("Mr Bevan said. Bevan left.", "Bevan"),
    ],
)
def test_one_person_by_what_the_text_says(text: str, names: str) -> None:
    assert 1 == len(groups(text, names))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jon met Jan", "Jon|Jan"),
        ("Aneta and Anita", "Aneta|Anita"),
        ("Kay and Kayleigh", "Kay|Kayleigh"),
        ("Kayleigh Jones and KJ", "Kayleigh Jones|KJ"),
        ("Kayleigh Jones (Megan)", "Kayleigh Jones|Megan"),
        ("Kayleigh Jones. Jones.", "Kayleigh Jones|Jones"),
        ("Mr Rees, Mrs Rees", "Rees"),
        ("Mrs Hughes, Dylan Hughes", "Hughes|Dylan Hughes"),
        ("Jones, Kayleigh", "Jones|Kayleigh"),
    ],
)
def test_two_people_where_names_are_only_alike(text: str, names: str) -> None:
    assert 2 == len(groups(text, names))


def test_a_first_name_of_two_people_is_nobodys() -> None:
    assert 3 == len(groups("Dean Roberts, Dean Smith, Dean", "Dean Roberts|Dean Smith|Dean"))
    assert 3 == len(groups("Morgan Price, Dylan Morgan, Morgan", "Morgan Price|Dylan Morgan|Morgan"))


def test_a_nickname_that_two_people_are_given_is_nobodys() -> None:
    text = "Kayleigh Jones (Kay), Katie Smith, known as Kay. Kay"
    assert 3 == len(groups(text, "Kayleigh Jones|Katie Smith|Kay"))


def test_initials_that_fit_two_people_are_nobodys_even_if_introduced() -> None:
    text = "Kayleigh Jones (KJ), Kevin James"
    assert 3 == len(groups(text, "Kayleigh Jones|KJ|Kevin James"))


def test_names_of_one_person_of_the_roster_are_one_and_misspelt_ones_are_proposed() -> None:
    text = "Ffion, Ffi, FHP; Fion; Ffion Bevan"
    found = identify([text], [spans(text, "Ffion|Ffi|FHP|Fion|Ffion Bevan", "child")], people=ROSTER)
    assert ["child", "child", "child", "PERSON:fion", "PERSON:ffion bevan"] == [s.entity for s in found.spans[0]]
    assert ("fion", "ffion haf pritchard", "one letter apart") in [(p.a, p.b, p.why) for p in found.proposals]


def test_initials_of_two_people_of_the_roster_are_nobodys() -> None:
    text = "DP rang"
    found = identify([text], [spans(text, "DP", "uncle:dai price")], people=ROSTER)
    assert "PERSON:dp" == found.spans[0][0].entity
    assert {"initials that fit"} == {p.why for p in found.proposals}


def test_a_text_never_makes_two_people_of_the_roster_one() -> None:
    text = "Dai Price, known as Dewi Parry"
    marked = [*spans(text, "Dai Price", "uncle:dai price"), *spans(text, "Dewi Parry", "uncle:dewi parry")]
    assert 2 == len({span.entity for span in identify([text], [marked], people=ROSTER).spans[0]})


def test_a_person_decides_that_names_are_one_person() -> None:
    assert 1 == len(
        groups("Kayla, Kayleigh Jones, Kayleigh", "Kayla|Kayleigh Jones|Kayleigh", same=[("KAYLA", "kayleigh")])
    )
    text = "Fion rang"
    found = identify([text], [spans(text, "Fion")], people=ROSTER, same=[("fion", "Ffion Haf Pritchard")])
    assert "child" == found.spans[0][0].entity
    assert () == found.proposals


def test_a_decision_about_words_that_are_not_there_does_nothing() -> None:
    assert 2 == len(groups("Al, Bo", "Al|Bo", same=[("Al", "Cy")]))


def test_proposals_say_why_and_name_each_pair_once() -> None:
    text = "Kayla, Kayla, Kaylah. Beth Rees, Elizabeth. Kay, Kayden Price"
    names = "Kayla|Kaylah|Beth Rees|Elizabeth|Kay|Kayden Price"
    found = identify([text], [spans(text, names)]).proposals
    assert len(found) == len({(p.a, p.b) for p in found})
    assert {("kayla", "kaylah", "one letter apart"), ("beth rees", "elizabeth", "may be a short form")} <= {
        (p.a, p.b, p.why) for p in found
    }
    assert "kayla" not in repr(found)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("her friend Dyl came", "friend"),
        ("his best mate Dyl", "friend"),
        ("ei ffrind Dyl", "friend"),
        ("boyfriend Dyl", "boyfriend"),
        ("Dyl (cousin) came", "cousin"),
        ("Dyl, her cousin, came", "cousin"),
        ("social worker Dyl rang", "social worker"),
        ("PC 1234 Dyl", "police officer"),
        ("a friend called Dyl", "friend"),
        ("Mum's friend Dyl", ""),
        ("her friend's mum Dyl", ""),
        ("Dyl's friend left", ""),
        ("the friendly Dyl", ""),
    ],
)
def test_the_relation_right_beside_a_name_is_read(text: str, role: str) -> None:
    start = text.index("Dyl")
    assert role == relation(text, start, start + 3)


def test_the_first_relation_of_the_file_counts_and_the_roster_before_it() -> None:
    texts = ["Dyl came.", "her friend Dyl; her cousin Dyl; her friend Dai"]
    marked = [spans(texts[0], "Dyl"), [*spans(texts[1], "Dyl"), *spans(texts[1], "Dai", "uncle:dai price")]]
    assert {"PERSON:dyl": "friend"} == dict(identify(texts, marked, people=ROSTER).roles)


def test_one_name_in_many_writings_has_one_key() -> None:
    writings = ("Kayleigh-Mae Jones", "JONES, Kayleigh Mae", "kayleigh mae jones’s", "Miss Kayleigh-Mae Jones")
    assert {"kayleigh mae jones"} == {name_key(words) for words in writings}
