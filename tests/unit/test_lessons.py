"""What people coded becomes arrays: which passage mentions what, and what each narrative has now."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from textmine.coding.codebook import Codebook
from textmine.coding.encoder import TextEncoder
from textmine.coding.lessons import Lesson, encode_passages, make_lesson, overlap, with_parent, within
from textmine.types import VOICES, Coding, Mention, Narrative, Passage

TEXT = "Row with Mum.\nHe was with his mates at the park. Police came."


def counted(readings: list[str]) -> NDArray[np.float32]:
    """Length of sentence and heading stand for vectors."""
    sides = [one.partition("\n") for one in readings]
    return np.array([[len(text), len(heading)] for heading, _, text in sides], dtype=np.float32).reshape(-1, 2)


def lesson_of(codebook: Codebook, *mentions: Mention, text: str = TEXT) -> Lesson:
    return make_lesson([Narrative("n", "c", text)], [Coding("n", "a", tuple(mentions))], codebook, counted)


def test_a_mention_marks_its_passage_and_an_affirmed_one_its_narrative(codebook: Codebook) -> None:
    lesson = lesson_of(codebook, Mention(14, 48, "mates"), Mention(49, 61, "police", "negated"))
    expected = [[False] * 4, [False, False, True, False], [False, False, False, True]]
    assert lesson.Y.tolist() == expected
    assert lesson.D.tolist() == [[False, False, True, False]]


def test_a_sub_code_brings_its_parent(codebook: Codebook) -> None:
    lesson = lesson_of(codebook, Mention(0, 12, "home_row"))
    assert lesson.D.tolist() == [[True, True, False, False]]
    assert lesson.Y[0].tolist() == [True, True, False, False]
    assert with_parent("home_row", codebook) == ("home_row", "home")
    assert with_parent("home", codebook) == ("home",)


def test_a_code_of_another_codebook_is_passed_over(codebook: Codebook) -> None:
    lesson = lesson_of(codebook, Mention(0, 12, "unheard_of"))
    assert not lesson.Y.any()
    assert not len(lesson.marks)


def test_narratives_that_nobody_coded_are_left_out(codebook: Codebook) -> None:
    narratives = [Narrative("a", "c", "One thing."), Narrative("b", "d", "Another."), Narrative("e", "f", "Third.")]
    lesson = make_lesson(narratives, [Coding("e", "x"), Coding("a", "x")], codebook, counted)
    assert lesson.children == ("c", "f")
    assert lesson.doc.tolist() == [0, 1]


def test_a_narrative_without_passages_keeps_its_row(codebook: Codebook) -> None:
    narratives = [Narrative("a", "c", ""), Narrative("b", "d", "Another.")]
    lesson = make_lesson(narratives, [Coding("a", "x"), Coding("b", "x")], codebook, counted)
    assert lesson.D.shape == (2, 4)
    assert lesson.doc.tolist() == [1]


def test_part_of_a_lesson_holds_whole_narratives_with_rows_counted_anew(codebook: Codebook) -> None:
    narratives = [Narrative(id, f"child-{id}", f"First of {id}{id}. Second of {id}{id}.") for id in "abc"]
    codings = [Coding("c", "x", (Mention(0, 8, "mates"),)), Coding("a", "x"), Coding("b", "x")]
    part = make_lesson(narratives, codings, codebook, counted).of(np.array([0, 2]))
    assert [passage.text for passage in part.passages] == [
        "First of aa.",
        "Second of aa.",
        "First of cc.",
        "Second of cc.",
    ]
    assert part.doc.tolist() == [0, 0, 1, 1]
    assert part.children == ("child-a", "child-c")
    assert part.Y[:, 2].tolist() == [False, False, True, False]
    assert part.D[:, 2].tolist() == [False, True]


def test_a_passage_is_read_under_its_heading_and_equal_readings_once() -> None:
    asked: list[str] = []

    def read(readings: list[str]) -> NDArray[np.float32]:
        asked.extend(readings)
        return counted(readings)

    passages = [Passage("n", 0, 4, "None", "Drugs"), Passage("n", 5, 9, "None"), Passage("m", 0, 4, "None", "Drugs")]
    X = encode_passages(passages, read)
    assert asked == ["Drugs\nNone", "\nNone"]
    assert X.tolist() == [[4, 5], [4, 0], [4, 5]]
    assert within(passages[0]) == "Drugs: None"


def test_no_passages_give_no_rows_of_the_right_width(encoder: TextEncoder) -> None:
    assert encode_passages([], encoder.read).shape == (0, 768)


def test_spans_mean_the_same_place_if_they_share_a_third_of_the_shorter() -> None:
    assert overlap(0, 30, 20, 50)
    assert not overlap(0, 30, 21, 51)
    assert overlap(0, 300, 299, 302)
    assert not overlap(0, 10, 10, 20)


def test_each_code_of_a_passage_keeps_its_own_assertion_and_what_is_affirmed_now_goes_first(codebook: Codebook) -> None:
    ruled_out = Mention(14, 48, "mates", "negated", voice="child")
    lesson = lesson_of(
        codebook,
        ruled_out,
        Mention(14, 48, "home_row", "suspected"),
        Mention(20, 48, "home_row"),
        Mention(0, 12, "police"),
    )
    unclear = VOICES.index("unclear")
    expected = [
        [0, 3, 0, 0, unclear],
        [1, 0, 0, 0, unclear],
        [1, 1, 0, 0, unclear],
        [1, 2, 2, 0, VOICES.index("child")],
    ]
    assert lesson.marks.tolist() == expected


def test_marks_move_with_their_narratives(codebook: Codebook) -> None:
    narratives = [Narrative(id, id, TEXT) for id in "ab"]
    codings = [Coding(id, "x", (Mention(49, 61, "police", "negated"),)) for id in "ab"]
    lesson = make_lesson(narratives, codings, codebook, counted)
    assert lesson.marks[:, 0].tolist() == [2, 5]
    assert lesson.of(np.array([1])).marks[:, :3].tolist() == [[2, 3, 2]]
