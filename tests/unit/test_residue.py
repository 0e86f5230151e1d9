"""What still looks like an identifier in a narrative is shown to a person, with the reason."""

from __future__ import annotations

import pytest

from textmine.privacy.detection.residue import Doubt, doubts


@pytest.mark.parametrize(
    ("narrative", "words"),
    [
        ("went with Tomos again", ["Tomos"]),
        ("[CHILD] Bevan went", ["Bevan"]),
        ("with [PERSON 1], Beddoe said", ["Beddoe"]),
        ("a man of [AGE 18+] Beddoe knows", ["Beddoe"]),
        ("rang 960417 twice", ["960417"]),
        ("on @dyl tonight", ["@dyl"]),
        ("BEDDOE came", ["BEDDOE"]),
        ("he said, O’Shea did", ["O’Shea"]),
        ("there's pictures, Pam showed me", ["Pam"]),
        ("she was with Dynion then", ["Dynion"]),
        ("seen at the house of T, later P's car", ["T", "P"]),
    ],
)
def test_what_may_identify_is_doubtful(narrative: str, words: list[str]) -> None:
    assert words == [doubt.words for doubt in doubts(narrative)]


@pytest.mark.parametrize(
    "narrative",
    [
        "[CHILD] went to [PLACE 1] with [PERSON 12].",
        "[AGE 13-15] and [AGE 18+], [MOTHER S PARTNER 2]",
        "told CAMHS, MASH and the SW",
        "on Friday in March",
        "she saw Mum and her Nan",
        "had £15000 on him",
        "She said Sorry to her",
        "Plan B, Class T, Year 9 T, T-shirt, vitamin D, M4, size M, a single X",
        "Es i hefo'r Awdurdod ac roedd y Dynion yno",
        "Dywedodd hi: pam lai? Pam aeth o?",
        "Q: Actions A: none",
        "",
    ],
)
def test_marks_and_words_of_the_work_are_not_doubtful(narrative: str) -> None:
    assert () == doubts(narrative)


def test_places_are_of_the_narrative_and_in_order() -> None:
    narrative = "with Zebedee, then 1234567, then Yorath"
    found = doubts(narrative)
    assert [doubt.words for doubt in found] == [narrative[doubt.start : doubt.end] for doubt in found]
    assert sorted(found, key=lambda doubt: doubt.start) == list(found)


def test_the_words_are_not_in_a_repr() -> None:
    assert "Zebedee" not in repr(Doubt(0, 7, "Zebedee", "a capital inside a sentence"))
