"""A narrative is cut into sentences; nothing that somebody wrote is lost, and each answer knows its question."""

from __future__ import annotations

import time

import pytest

from textmine.coding.passages import LONGEST, is_heading, passages_of
from textmine.types import Narrative


def cut(text: str) -> list[tuple[str, str]]:
    return [(passage.context, passage.text) for passage in passages_of(Narrative("n", "c", text))]


def texts(text: str) -> list[str]:
    return [words for _, words in cut(text)]


def test_each_sentence_is_a_passage_with_its_heading() -> None:
    expected = [("What happened", "She left at six."), ("What happened", "Nobody saw her go."), ("After", "She slept.")]
    assert expected == cut("What happened\nShe left at six. Nobody saw her go.\nAfter:\nShe slept.")


def test_numbered_and_marked_headings_head_without_their_number() -> None:
    expected = [("What happened before", "She was tired."), ("doing", "told the worker")]
    assert expected == cut("1. What happened before\nShe was tired.\n# doing\ntold the worker")


@pytest.mark.parametrize(
    "line", ["What happened", "Push / pull:", "who with?", "Beth ddigwyddodd / What happened", "3. Push / pull", "# me"]
)
def test_a_line_that_only_names_what_follows_is_a_heading(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "No injuries",
        "Went to Mum's",
        "She was hungry",
        "Drugs: none",
        "went with mates",
        "Friends, school",
        "- School",
        "☒ Rules",
        "Name | Jo",
        "Q: Push A: nothing",
        "Slept at a friend's house and then at another",
    ],
)
def test_a_short_note_is_not_a_heading(line: str) -> None:
    assert not is_heading(line)


def test_short_notes_without_full_stops_are_all_kept() -> None:
    expected = ["No injuries", "No drugs", "Slept at nan's"]
    assert expected == texts("No injuries\nNo drugs\nSlept at nan's")


def test_a_heading_with_nothing_under_it_at_the_end_is_read_as_words() -> None:
    assert cut("Cannabis") == [("", "Cannabis")]


def test_the_first_cell_of_a_row_asks_and_the_others_answer_without_the_bars() -> None:
    expected = [("Seen", "at school"), ("Seen", "by phone"), ("Analysis", "I worry."), ("Analysis", "So does Mum.")]
    assert expected == cut("Seen | at school | by phone\nAnalysis | I worry. So does Mum.")


def test_a_row_whose_first_cell_is_a_text_loses_none_of_it() -> None:
    first = "She told me at some length that she had wanted to see her brother again before the move."
    assert [first, "Carer agrees."] == texts(f"{first} | Carer agrees.")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (" | only", ["only"]),
        ("| only |", ["only"]),
        ("a |  | b", ["b"]),
        ("☒ Yes | ☐ No", ["☒ Yes", "☐ No"]),
        ("No concerns | none raised", ["No concerns", "none raised"]),
        ("first | ", ["first"]),
        (" |  | ", []),
    ],
)
def test_odd_rows_keep_their_words_and_no_bars(row: str, expected: list[str]) -> None:
    assert expected == texts(row)


def test_everything_in_one_huge_cell_is_cut_into_sentences() -> None:
    story = " ".join(f"On day {i} she went out again with them." for i in range(500))
    found = cut(f"What happened | {story}")
    assert len(found) == 500
    assert {"What happened"} == {context for context, _ in found}


def test_questions_and_answers_on_one_line_are_told_apart() -> None:
    expected = [("Push", "nothing"), ("Pull", "mates"), ("Wishes", "For a dog."), ("Wishes", "Soon.")]
    assert expected == cut("Q: Push A: nothing\nQ: Pull A: mates Q: Wishes A: For a dog. Soon.")


def test_a_question_on_its_own_line_heads_its_answer() -> None:
    assert cut("Q: Where did you go?\nA: to the park") == [("Q: Where did you go?", "A: to the park")]


def test_boxes_before_their_labels_are_cut_apart() -> None:
    assert texts("☒ rules ☒ peers   ☐ family conflict") == ["☒ rules", "☒ peers", "☐ family conflict"]


def test_boxes_after_their_labels_are_cut_apart() -> None:
    assert texts("Drugs ☐ Alcohol ☒") == ["Drugs ☐", "Alcohol ☒"]


def test_boxes_that_might_belong_to_either_side_stay_together() -> None:
    assert texts("☒ Yes ☐ No ☐") == ["☒ Yes ☐ No ☐"]


def test_a_row_that_is_answered_by_a_tick_alone_keeps_it() -> None:
    assert texts("CSE | ☒\nCCE | ☐ | ☒") == ["CSE | ☒", "CCE | ☐ | ☒"]
    assert texts("Q: CSE A: ☒ Q: CCE A: none") == ["Q: CSE A: ☒", "none"]


def test_list_lines_are_passages_of_their_own() -> None:
    expected = ["- to be told things", "- a dog", "10. School wrote."]
    assert expected == texts("- to be told things\n- a dog\n10. School wrote.")


def test_titles_times_and_initials_do_not_end_a_sentence() -> None:
    sentence = "Mr. Hill rang at 4 p.m. about J. and Dr. Ray."
    assert [sentence, "He was calm."] == texts(f"{sentence} He was calm.")


def test_a_line_broken_at_the_margin_is_read_with_the_next() -> None:
    text = "He got on a train after school to see his brother, stood by\nthe house and went away. Sad."
    assert texts(text) == [
        "He got on a train after school to see his brother, stood by\nthe house and went away.",
        "Sad.",
    ]


def test_short_lines_of_notes_are_not_run_together() -> None:
    assert texts("went to town\ngot food\nmet a lad") == ["went to town", "got food", "met a lad"]


def test_a_run_on_note_is_cut_at_commas_or_and() -> None:
    found = texts("she went out, " * 400)
    assert all(len(passage.split()) <= LONGEST for passage in found)
    assert all(passage.endswith(",") for passage in found)


def test_a_run_on_note_without_any_stop_is_cut_between_words() -> None:
    found = texts(" ".join(f"word{i}" for i in range(2000)))
    assert [f"word{i}" for i in range(2000)] == " ".join(found).split()
    assert all(len(passage.split()) <= LONGEST for passage in found)


def test_welsh_is_cut_like_english() -> None:
    expected = ["Aeth hi i'r dref.", "Doedd neb efo hi.", "Dim pryderon."]
    assert expected == texts("Aeth hi i'r dref. Doedd neb efo hi.\nDim pryderon.")


@pytest.mark.parametrize("text", ["", " \n\t\n", "-----\n* * *\n?"])
def test_a_narrative_without_a_word_has_no_passages(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "went out, and " * 70_000,
        "x" * 1_000_000,
        "ab." + " " * 300_000,
        "Q: a " * 50_000,
        "cell | " * 50_000,
        "☒ " * 100_000,
        "Went. " * 100_000,
    ],
    ids=["words", "run-on", "one word", "blanks", "questions", "cells", "boxes", "sentences"],
)
def test_a_very_long_narrative_does_not_hang(text: str) -> None:
    started = time.process_time()
    passages_of(Narrative("n", "c", text))
    assert time.process_time() - started < 20


def test_a_passage_shows_no_text_when_printed() -> None:
    (passage,) = passages_of(Narrative("n", "c", "Secret words."))
    assert "Secret" not in repr(passage)
