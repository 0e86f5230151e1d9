"""Codings follow their words into a text that was pseudonymised anew; what cannot be found is counted."""

from __future__ import annotations

import time

import pytest

from textmine.annotation.carry import Carried, carry
from textmine.pipeline.study import Annotated
from textmine.types import Coding, Mention, Narrative

BEFORE = "Kev argued with [PERSON] about the phone. Then he left for town. Police found him at nine."


def moved(before: str, after: str, *words: str) -> tuple[list[str], int]:
    """What the mentions of some words hold after the move, and how many were lost."""
    mentions = tuple(Mention(before.index(w), before.index(w) + len(w), "home") for w in words)
    carried = carried_over(Coding("n", "a", mentions), before, after)
    return [after[m.start : m.end] for coding in carried.codings for m in coding.mentions], carried.lost


def carried_over(coding: Coding, before: str, after: str) -> Carried:
    return carry([coding], {"n": Narrative("n", "c", before)}, {"n": Narrative("n", "c", after)})


def test_codings_of_an_unchanged_text_are_the_same() -> None:
    coding = Coding("n", "a", (Mention(0, 3, "home"),), (("alone", "yes"),), "accepted")
    assert carried_over(coding, BEFORE, BEFORE) == Carried((coding,), 0)


def test_mentions_move_with_their_words_when_a_name_is_replaced() -> None:
    after = BEFORE.replace("Kev", "[CHILD]")
    words = ("argued with [PERSON] about the phone", "Then he left for town.", "found him at nine")
    assert moved(BEFORE, after, *words) == (list(words), 0)


def test_a_mark_may_stand_for_another_even_at_the_edge_of_a_mention() -> None:
    after = BEFORE.replace("[PERSON]", "[MOTHER S PARTNER 2]")
    assert moved(BEFORE, after, "[PERSON] about the phone") == (["[MOTHER S PARTNER 2] about the phone"], 0)


@pytest.mark.parametrize("mark", ["[AGE 13-15]", "[AGE 18+]"])
def test_a_band_of_ages_is_one_mark(mark: str) -> None:
    before = "A man of [AGE 19] drove."
    assert moved(before, before.replace("[AGE 19]", mark), "[AGE 19] drove") == ([f"{mark} drove"], 0)


def test_a_name_inside_a_mention_may_become_a_mark() -> None:
    before = "She rang Siân from the bus stop near the old mill."
    after = before.replace("Siân", "[SISTER]")
    assert moved(before, after, "rang Siân from the bus") == (["rang [SISTER] from the bus"], 0)


def test_words_in_whose_place_a_mark_stands_are_found_as_the_mark() -> None:
    before = "He hurt himself. Nettle stings. No other damage at St David's."
    after = before.replace("Nettle stings", "[PERSON 5]").replace("St David's", "[PLACE 1]")
    assert moved(before, after, "Nettle stings") == (["[PERSON 5]"], 0)
    assert moved(before, after, "at St David's") == (["at [PLACE 1]"], 0)


def test_a_mark_does_not_stand_for_a_whole_story() -> None:
    before = "He said: one two three four five six seven eight nine ten eleven twelve thirteen. Then he left."
    after = "He said: [PERSON 5]. Then he left."
    assert moved(before, after, "four five six") == ([], 1)


def test_text_that_was_added_before_moves_a_mention() -> None:
    assert moved(BEFORE, f"Header line\n{BEFORE}", "left for town") == (["left for town"], 0)


def test_a_mention_whose_words_are_gone_is_lost() -> None:
    after = BEFORE.replace("Then he left for town.", "")
    assert moved(BEFORE, after, "he left for town", "Police found him") == (["Police found him"], 1)


def test_a_mention_of_which_most_words_are_gone_is_lost() -> None:
    before, after = "One two three four five.", "One two six seven eight."
    assert moved(before, after, "One two three four five") == ([], 1)
    assert moved(before, "One two three six seven.", "One two three four five") == (["One two three"], 0)


def test_a_mention_of_blanks_only_is_lost() -> None:
    assert carried_over(Coding("n", "a", (Mention(3, 4, "home"),)), BEFORE, f"x {BEFORE}").lost == 1


def test_narratives_that_are_in_one_study_only_are_left_out() -> None:
    known = {"n": Narrative("n", "c", BEFORE)}
    assert carry([Coding("n", "a"), Coding("m", "a")], known, {}) == Carried((), 0)
    assert carry([Coding("n", "a")], {}, known) == Carried((), 0)


def test_status_fields_and_coder_stay() -> None:
    coding = Coding("n", "annotator:2", (Mention(4, 10, "home"),), (("alone", "no"),), "adjudicated", ("mates",))
    (found,) = carried_over(coding, BEFORE, f"x {BEFORE}").codings
    assert (found.coder, found.fields, found.status, found.doubtful) == (
        "annotator:2",
        (("alone", "no"),),
        *_last(coding),
    )


def _last(coding: Coding) -> tuple[str, tuple[str, ...]]:
    return coding.status, coding.doubtful


def test_the_second_of_two_equal_sentences_stays_the_second() -> None:
    before = "Kev ran. No concerns. He slept. No concerns."
    after = before.replace("Kev", "[CHILD]")
    start = before.rindex("No concerns")
    (found,) = carried_over(Coding("n", "a", (Mention(start, start + 11, "home"),)), before, after).codings
    assert found.mentions[0].start == after.rindex("No concerns")


def test_a_text_of_two_hundred_thousand_words_does_not_hang() -> None:
    before = "".join(f"Kev met friend{i} at stop {i % 97} and went on to town. No concerns. " for i in range(14_000))
    started = time.process_time()
    words = "friend13999 at stop 31 and went on to town"
    assert moved(before, before.replace("Kev", "[CHILD]"), words) == ([words], 0)
    moved(" ".join(f"w{i % 7}" for i in range(200_000)), " ".join(f"w{i % 6}" for i in range(200_000)), "w1")
    assert time.process_time() - started < 30


def test_what_nothing_was_learned_from_is_said() -> None:
    said = Annotated((), lost=2, elsewhere=0, skipped=1, drafts=0).unused()
    assert ["2 marks", "1 annotation"] == [" ".join(sentence.split()[:2]) for sentence in said]
    assert () == Annotated((), 0, 0, 0, 0).unused()
