"""Labels are phrases that really stand in a theme, said by enough children, that name nobody."""

from __future__ import annotations

import numpy as np
import pytest

from textmine.theming.furniture import stopped
from textmine.theming.labels import SPELT, filled, labels_of

SAID = {
    0: (
        "There was a strategy meeting about it",
        "A Strategy Meeting was held on the day",
        "They held strategy meetings",
    ),
    1: ("He slept at the bus shelter", "She waited in the bus shelter", "They sat in bus shelters till late"),
}


def labels(said: dict[int, tuple[str, ...]], *, times: int = 4, least: int = 3, **other: object) -> dict[int, str]:
    """Each child says one sentence of each group."""
    texts = [stopped(own[i % len(own)]) for own in said.values() for i in range(times * 3)]
    groups = np.repeat(list(said), times * 3)
    children = np.tile(np.arange(times * 3), len(said))
    return labels_of(texts, groups, children, at_least_children=least, **other)  # type: ignore[arg-type]


def test_a_label_is_a_phrase_of_the_theme_spelt_as_most_write_it() -> None:
    found = labels(SAID)
    assert found[0].startswith("Strategy meeting")
    assert "bus shelter" in found[1].lower()
    assert all(2 <= len(label.split()) <= 5 for label in found.values())


def test_the_same_passages_give_the_same_labels() -> None:
    assert labels(SAID) == labels(SAID)


def test_no_phrase_goes_across_a_mark_or_a_full_stop() -> None:
    found = labels({0: ("Late [PERSON 2] coffee. Garden shed", "Late [PERSON] coffee. Garden shed"), 1: SAID[1]})
    assert "late coffee" not in found[0].lower()
    assert "coffee garden" not in found[0].lower()
    assert "person" not in found[0].lower()


def test_a_word_of_too_few_children_stands_in_no_label() -> None:
    rare = {**SAID, 0: (*SAID[0], "Zebedee parade was there", *SAID[0] * 3)}
    assert "zebedee" not in labels(rare, least=3)[0].lower()


@pytest.mark.parametrize("name", ["Kelvinside", "Ffion"])
def test_what_mostly_has_a_capital_could_be_a_name(name: str) -> None:
    found = labels({0: (f"He met {name} there", f"Then {name} rang", f"She likes {name} most"), 1: SAID[1]})
    assert name.lower() not in found[0].lower()
    allowed = labels({0: (f"He met {name} there",), 1: SAID[1]}, may=lambda word: True)
    assert name in allowed[0]


def test_an_abbreviation_in_a_long_phrase_makes_no_phrase_too_long_for_a_label() -> None:
    found = labels({0: ("UASC placement review meeting minutes",), 1: SAID[1]})
    assert 2 <= len(found[0].split()) <= 5


def test_abbreviations_are_spelt_out_or_left_out() -> None:
    found = labels({0: ("The CLA review was booked", "A cla review is due", "PB says cla review"), 1: SAID[1]})
    assert SPELT["cla"] in found[0].lower()
    assert {"cla", "pb"}.isdisjoint(found[0].lower().split())


def test_what_says_the_same_twice_is_said_once() -> None:
    found = labels({0: ("Signs of CSE", "Sexual exploitation is likely", "CSE and sexual exploitation"), 1: SAID[1]})
    assert found[0].lower().count("sexual exploitation") == 1


def test_words_of_the_codebook_are_preferred() -> None:
    said = {0: ("A debt. A lantern.", "The lantern; a debt"), 1: SAID[1]}
    assert labels(said, known={"debt"})[0].startswith("Debt")
    assert labels(said, known={"lantern"})[0].startswith("Lantern")


def test_passages_in_welsh_are_said_to_be() -> None:
    welsh = (
        "Roedd hi wedi mynd i'r dre ar y bws",
        "Mae hi yn y dre ers neithiwr gyda ffrind",
        "Aeth hi i'r dre wedyn ar fws",
    )
    assert labels({0: welsh, 1: SAID[1]})[0].startswith("In Welsh")
    assert not labels(SAID)[1].startswith("In Welsh")


def test_a_label_of_one_word_gets_another_that_may_be_shown() -> None:
    assert filled("Strategy meeting", ["debt"]) == "Strategy meeting"
    assert filled("", ["Ffion", "cla", "debt", "owed", "bag", "van"]) == "Debt, owed, bag"
    assert filled("Debt", ["debt"]) == "Debt"
    assert filled("", ["Ffion"]) == "Not named"


def test_without_anything_said_by_enough_there_is_no_label() -> None:
    assert labels(SAID, least=99) == {0: "", 1: ""}
    assert labels_of([], np.zeros(0, dtype=int), np.zeros(0, dtype=int), at_least_children=1) == {}
