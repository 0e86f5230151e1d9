"""Three styles: roles, plain tags, fictional names; ages and areas as the study wants them; marks of others are handled."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from textmine.privacy.case.roster import Known
from textmine.privacy.language.dates import When
from textmine.privacy.language.givennames import FOLDER, given_names, group_of, sex_of, surnames
from textmine.privacy.language.placewords import kind_by_words
from textmine.privacy.rules.recognisers import nhs_check
from textmine.privacy.surrogates.ages import age_at, find_ages
from textmine.privacy.surrogates.areas import area_of
from textmine.privacy.surrogates.claims import Claims
from textmine.privacy.surrogates.fakenumbers import fake_numbers
from textmine.privacy.surrogates.fictionalpeople import People
from textmine.privacy.surrogates.invented import sounds_welsh
from textmine.privacy.surrogates.policy import Policy
from textmine.privacy.surrogates.replacing import CaseResult, Facts, Keys, pseudonymise_case, restore
from textmine.types import Span

WHEN = When(date(2024, 5, 16), 2024)
ROSTER = (
    Known("Ffion Haf Pritchard", "PERSON", "child", "child"),
    Known("Donna Pritchard", "PERSON", "mother", "mother:donna pritchard"),
)


def keyed(entity: str) -> str:
    return hmac.digest(b"key", entity.encode(), "sha256").hex()[:24]


def marked(text: str, identifiers: Mapping[str, str]) -> list[Span]:
    """Spans of words by their label; `LABEL entity` names an entity."""
    found: list[Span] = []
    for words in sorted(identifiers, key=len, reverse=True):
        label, _, entity = identifiers[words].partition(" ")
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text):
            if not any(s.start < match.end() and match.start() < s.end for s in found):
                found.append(Span(*match.span(), label, 0.9, "test", entity))
    return sorted(found)


def case(
    texts: Sequence[str], identifiers: Mapping[str, str], policy: Policy, known: Mapping[str, str] | None = None
) -> CaseResult:
    result = pseudonymise_case(
        texts,
        [marked(text, identifiers) for text in texts],
        known=known or {},
        keys=Keys(3, keyed, keyed),
        when=[WHEN] * len(texts),
        policy=policy,
        facts=Facts(ROSTER, (), "F"),
    )
    assert list(texts) == [restore(new.text, new.replacements) for new in result.texts]
    return result


def narrative(text: str, identifiers: Mapping[str, str], **policy: object) -> str:
    return case([text], identifiers, Policy(**policy)).texts[0].text  # type: ignore[arg-type]


PEOPLE = {
    "Ffion": "PERSON child",
    "FFION": "PERSON child",
    "FHP": "PERSON child",
    "Ffion Haf Pritchard": "PERSON child",
    "Donna": "PERSON mother:donna pritchard",
    "Donna Pritchard": "PERSON mother:donna pritchard",
    "Pritchard": "PERSON family name:pritchard",
    "Dylan Hughes": "PERSON",
    "HUGHES, Dylan": "PERSON",
    "Dylan's": "PERSON",
    "dylan": "PERSON",
    "Hughes": "PERSON",
    "Mo": "PERSON",
}


def test_roles_name_the_relation_that_the_text_tells() -> None:
    text = "Ffion met her friend Dylan Hughes and Mo. Dylan's uncle rang Donna."
    assert "[CHILD] met her friend [FRIEND 1] and [PERSON 1]. [FRIEND 1] uncle rang [MOTHER]." == narrative(
        text, PEOPLE
    )


def test_tags_tell_the_kind_alone() -> None:
    text = "Ffion met her friend Dylan Hughes. Donna."
    assert "[CHILD] met her friend [PERSON 1]. [PERSON 2]." == narrative(text, PEOPLE, style="tags")


def test_places_are_marked_by_what_their_own_words_tell() -> None:
    text = "Rhyl station, Eirias Park, the Ship Inn, Heol y Felin, Ysgol Glan, Ysbyty Gwynedd, Rhyl"
    labels = dict.fromkeys(text.split(", "), "LOCATION")
    found = narrative(text, labels)
    assert "[STATION 1], [PARK 1], [PUB 1], [ADDRESS 1], [SCHOOL 1], [HOSPITAL 1], [PLACE 1]" == found
    assert "" == kind_by_words("Park")


def test_one_place_is_one_whatever_the_detectors_call_it() -> None:
    text = "Rhyl; RHYL; St John’s; st johns; the Ship Inn; Ship Inn"
    labels = {"Rhyl": "LOCATION", "RHYL": "ORGANIZATION", "St John’s": "LOCATION", "st johns": "ORGANIZATION"}
    labels |= {"the Ship Inn": "ORGANIZATION", "Ship Inn": "LOCATION"}
    assert "[PLACE 1]; [PLACE 1]; [PLACE 2]; [PLACE 2]; [PUB 1]; [PUB 1]" == narrative(text, labels)


def test_a_telephone_is_one_with_and_without_its_country_and_by_any_label() -> None:
    text = "07700 900123, +44 7700 900123, 07700900123"
    labels = {"07700 900123": "PHONE", "+44 7700 900123": "CODE", "07700900123": "REFERENCE"}
    assert "[PHONE 1], [PHONE 1], [PHONE 1]" == narrative(text, labels)


def test_fictional_people_keep_form_case_family_and_possessive() -> None:
    text = (
        "Ffion Haf Pritchard, Ffion, FFION; Donna Pritchard; Mrs Pritchard; Dylan Hughes, HUGHES, Dylan, Dylan's, dylan"
    )
    new = narrative(text, PEOPLE, style="realistic")
    first, last, mother, friend, surname = re.match(  # type: ignore[union-attr]
        r"(\w+) (\w+), \1, [A-Z]+; (\w+) \2; Mrs \2; (\w+) (\w+), [A-Z]+, \4, \4's, [a-z]+$", new
    ).groups()
    assert f"{first.upper()};" in new
    assert new.endswith(friend.lower())
    assert f"{surname.upper()}, {friend}" in new
    assert ["F", "F", "M"] == [sex_of(name) for name in (first, mother, friend)]
    assert "welsh" == group_of(first)
    assert 5 == len({first, last, mother, friend, surname})


def test_fictional_initials_are_those_of_the_fictional_name() -> None:
    new = narrative("Ffion Haf Pritchard. FHP", PEOPLE, style="realistic")
    found = re.fullmatch(r"(\w)\w+ (\w)\w+\. ([A-Z])[A-Z]([A-Z])", new)
    assert found is not None
    assert found.group(1, 2) == found.group(3, 4)


def test_initials_stay_initials_where_the_same_letters_are_written_small() -> None:
    people = {"Ffion Pritchard": "PERSON child", "FP": "PERSON child", "fp": "PERSON child"}
    new = narrative("Ffion Pritchard. FP left, fp did", people, style="realistic")
    assert re.fullmatch(r"(\w)\w+ (\w)\w+\. \1\2 left, [a-z]+ did", new)


def test_two_places_never_share_a_fictional_name_though_they_are_in_two_files() -> None:
    first = narrative("Rhyl", {"Rhyl": "LOCATION"}, style="realistic")
    kept = {f"{keyed('another place')} {first.casefold()}": first}
    claims = Claims.of(kept)
    second = file_of("Rhyl", {"Rhyl": "LOCATION"}, claims)
    assert second != first
    claims = Claims.of(kept | claims.take())
    assert second == file_of("Rhyl", {"Rhyl": "LOCATION"}, claims)
    assert {} == claims.take()


def file_of(text: str, identifiers: Mapping[str, str], claims: Claims) -> str:
    keys = Keys(3, lambda entity: keyed(f"another child {entity}"), keyed, claims)
    spans = [marked(text, identifiers)]
    return pseudonymise_case([text], spans, known={}, keys=keys, when=[WHEN], policy=Policy("realistic")).texts[0].text


def test_a_fictional_name_is_never_one_that_the_texts_hold() -> None:
    plain = narrative("Mo left.", PEOPLE, style="realistic")
    name = plain.split()[0]
    assert name != narrative(f"Mo left. {name} came.", PEOPLE, style="realistic").split()[0]


def test_a_name_that_later_turns_out_to_be_real_is_given_up() -> None:
    policy = Policy("realistic")
    first = case(["Mo left."], PEOPLE, policy)
    name = first.texts[0].text.split()[0]
    known = {entity: new for entity, (new, _) in first.marks.items()}
    assert first.texts[0].text == case(["Mo left."], PEOPLE, policy, known).texts[0].text
    assert name != case(["Mo left.", f"{name} came."], PEOPLE, policy, known).texts[0].text.split()[0]


def test_fictional_places_keep_their_kind_and_language_in_the_whole_study() -> None:
    labels = {
        "Ysgol Bro Elwy": "SCHOOL",
        "Larkfield High School": "SCHOOL",
        "Rhyl": "LOCATION",
        "12 High Street": "ADDRESS",
    }
    text = "Ysgol Bro Elwy, Larkfield High School, Rhyl, RHYL's, 12 High Street"
    new = narrative(text, labels | {"RHYL's": "LOCATION"}, style="realistic").split(", ")
    assert new[0].startswith("Ysgol ")
    assert sounds_welsh(new[0])
    assert new[1].endswith(" High School")
    assert f"{new[2].upper()}'s" == new[3]
    assert re.fullmatch(r"\d+ .+ High Street|\d+ .+ Street", new[4])
    assert new[2] == narrative("Rhyl", labels, style="realistic")


def test_fictional_numbers_keep_their_shape_in_every_writing() -> None:
    text = "07700 900123, +44 7700 900123; 999 214 0372; kay@gmail.com; www.snap.com/x; @kay_x.09; PM-CLA-0417"
    labels = {"07700 900123": "PHONE", "+44 7700 900123": "PHONE", "999 214 0372": "NHS", "kay@gmail.com": "EMAIL"}
    labels |= {"www.snap.com/x": "URL", "@kay_x.09": "HANDLE", "PM-CLA-0417": "REFERENCE"}
    new = narrative(text, labels, style="realistic")
    assert re.fullmatch(
        r"07700 900(\d{3}), \+44 7700 900\1; \d{3} \d{3} \d{4}; [a-z]{8}@example\.org; www\.example\.org/[a-z]{8}"
        r"; @[a-z]{3}_[a-z]\.\d\d; [A-Z]{2}-[A-Z]{3}-\d{4}",
        new,
    )


def test_a_fictional_nhs_number_is_nobodys_with_letters_at_its_end_too() -> None:
    fakes = [next(fake_numbers("NHS NUMBER", "943 476 5919 x", str(seed))) for seed in range(60)]
    assert not any(map(nhs_check, fakes))


def test_where_every_number_of_a_shape_is_taken_a_mark_stands() -> None:
    text = " ".join(f"{n:02d}" for n in range(100)) + " ref 7x"
    new = narrative(text, {"07": "REFERENCE", "7x": "REFERENCE"}, style="realistic")
    assert " [REFERENCE 1] " in new


@pytest.mark.parametrize("style", ["roles", "tags", "realistic"])
def test_texts_that_hold_marks_already_are_handled(style: str) -> None:
    text = "[CHILD] and [PERSON 1] met <PERSON>, XXXX and Mo."
    new = narrative(text, PEOPLE, style=style)
    assert new.startswith("[CHILD] and [PERSON 1] met <PERSON>, XXXX and ")
    assert "[PERSON 1]." not in new
    assert "Mo" not in new


def test_an_age_stays_unless_it_is_banded() -> None:
    text = (
        "She is 14, her brother turned 16, a 9yo; aged 12, mae o'n 15 oed, eighteen years old. He was 15 minutes late."
    )
    assert text == narrative(text, {})
    assert (
        "She is [AGE 13-15], her brother turned [AGE 16-17], a [AGE 0-9]; aged [AGE 10-12], mae o'n [AGE 13-15], [AGE 18+]."
        " He was 15 minutes late."
    ) == narrative(text, {}, ages="band")


@pytest.mark.parametrize("style", ["roles", "tags", "realistic"])
def test_a_date_of_birth_becomes_the_age_at_the_interview(style: str) -> None:
    assert "dob [AGE 15]" == narrative("dob 12/03/2009", {"12/03/2009": "DOB"}, style=style)
    assert "dob [AGE 13-15]" == narrative("dob 12/03/2009", {"12/03/2009": "DOB"}, style=style, ages="band")


def test_an_age_that_makes_no_sense_is_not_shown() -> None:
    assert 56 == age_at("23/4/68", date(2024, 5, 16))
    assert 12 == age_at("12, 30/04/12", date(2024, 5, 16))
    assert None is age_at("1/1/2030", date(2024, 5, 16))
    assert None is age_at("12/03/2009", None)
    assert None is age_at("29/2/00", date(1999, 5, 16))
    assert None is age_at("not known", date(2024, 5, 16))


def test_ages_are_found_with_the_words_that_make_them_one() -> None:
    text = "14-year-old, (15), she's 16, age: 13, £14, 14.30, flat 14"
    assert ["14-year-old", "15", "16", "13"] == [text[s.start : s.end] for s in find_ages(text)]


AREAS = {"Porth Merin": "North Wales coast", "Bath": "Avon"}


def test_a_place_of_the_settings_becomes_its_area() -> None:
    labels = {"Porth Merin": "LOCATION", "Porth Merin Academy": "SCHOOL"}
    text = "Porth Merin, porth  merin, ym Mhorth Merin, Porth Merin Academy, had a bath in Bath"
    assert (
        "[NORTH WALES COAST], [NORTH WALES COAST], ym [NORTH WALES COAST], [SCHOOL 1], had a bath in [AVON]"
    ) == narrative(text, labels, areas=AREAS)
    assert "North Wales coast" == narrative("Porth Merin", labels, areas=AREAS, style="realistic")
    assert ["North Wales coast", "Rhyl"] == [area_of("porth merin ", AREAS), area_of("Rhyl", AREAS)]


def test_the_lists_of_names_are_small_and_of_both_sexes_in_every_group() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 80_000
    groups = {group for _, group in given_names().values()}
    assert groups == surnames().keys()
    assert all({"F", "M"} <= {sex for sex, its in given_names().values() if its == group} for group in groups)


def test_where_every_name_is_taken_a_mark_stands() -> None:
    everybody = " ".join(given_names())
    assert narrative(f"Mo. {everybody}", PEOPLE, style="realistic").startswith("[PERSON 1].")


def test_nothing_identifiable_is_in_a_repr() -> None:
    result = case(["Mo"], PEOPLE, Policy("realistic"))
    assert "Mo" not in repr(result)
    assert "pritchard" not in repr(People.__dataclass_fields__["names"].repr)
    assert "Porth" not in repr(Policy(areas=AREAS))


def test_the_key_decides() -> None:
    other = hashlib.sha256(b"another").hexdigest()
    new = pseudonymise_case(
        ["Mo"],
        [marked("Mo", PEOPLE)],
        known={},
        keys=Keys(3, lambda entity: other + entity, keyed),
        when=[WHEN],
        policy=Policy("realistic"),
    )
    assert new.texts[0].text != narrative("Mo", PEOPLE, style="realistic")
