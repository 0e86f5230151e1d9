"""Simple coders, measured as strictly as ours, and people beside them."""

from __future__ import annotations

import numpy as np
from taught import Taught

from textmine.coding.baselines import Simple, baselines, best_threshold, keywords, texts_of, tfidf_scores
from textmine.coding.comparison import ceiling, coded_twice, compare
from textmine.types import Coding, Mention


def test_a_word_of_many_codes_tells_little(taught: Taught) -> None:
    words = keywords(taught.codebook)
    assert set(words) == set(taught.codebook.ids)
    assert words["mates"]["mates"] > 0
    assert "why" not in words["mates"]  # in every definition


def test_both_are_measured_on_children_they_did_not_learn_from(taught: Taught) -> None:
    words, tfidf = baselines(taught.lesson, taught.codebook, folds=4, seed=7)
    assert words.chosen.shape == tfidf.chosen.shape == taught.lesson.D.shape
    said = compare(taught.lesson, [0, 1, 2], [words, tfidf], seed=7)
    assert [row.coder for row in said] == ["Words of the codebook", "TF-IDF and logistic regression"]
    assert said[1].f1 > 0.9  # every second narrative says the same words
    assert all(row.low <= row.f1 <= row.high for row in said)


def test_a_code_that_nobody_has_is_never_chosen(taught: Taught) -> None:
    for simple in baselines(taught.lesson, taught.codebook, folds=4, seed=7):
        assert not simple.chosen[:, 3].any()


def test_texts_hold_what_is_coded_once_each(taught: Taught) -> None:
    texts = texts_of(taught.lesson)
    assert len(texts) == 16
    assert texts[0].startswith("There was a row about the phone with Mum.")


def test_the_best_threshold_by_hand() -> None:
    scores, truth = np.array([0.9, 0.8, 0.3, 0.1]), np.array([True, True, False, False])
    assert best_threshold(scores, truth) == 0.8
    assert best_threshold(scores, np.zeros(4, dtype=bool)) == float("inf")


def test_texts_without_words_score_the_share_of_each_code() -> None:
    truth = np.array([[True], [False]])
    assert tfidf_scores(["1", "2"], truth, ["3"]).tolist() == [[0.5]]


def coding(narrative: str, coder: str, *codes: str, status: str = "accepted") -> Coding:
    mentions = tuple(Mention(0, 5, code) for code in codes)
    return Coding(narrative, coder, mentions, (), status)  # type: ignore[arg-type]


def test_only_narratives_that_two_people_coded_on_their_own_count() -> None:
    settled = coding("n01", "annotator:3", status="adjudicated")
    codings = [coding("n01", "annotator:2"), coding("n01", "annotator:1"), settled, coding("n02", "annotator:1")]
    twice = coded_twice([*codings, coding("n02", "model:1")])
    assert list(twice) == ["n01"]
    assert [one.coder for one in twice["n01"]] == ["annotator:1", "annotator:2"]


def test_people_and_ours_are_measured_on_the_same_narratives(taught: Taught) -> None:
    ids = [narrative.id for narrative in taught.narratives]
    pairs = {
        id: (coding(id, "annotator:1", "home_row"), coding(id, "annotator:2", "home_row" if id == "n00" else "mates"))
        for id in ids[:4:2]
    }
    second, first, reference = ceiling(
        pairs, taught.lesson, ids, [0, 1], ours=taught.lesson.D, parents=taught.codebook.parents, seed=7
    )
    assert (second.narratives, second.codes) == (2, 2)
    assert round(second.f1, 3) == 0.667  # one of two found, nothing said in vain; home_row brings home
    assert first.f1 == reference.f1 == 1.0


def test_without_narratives_coded_twice_there_is_no_ceiling(taught: Taught) -> None:
    lesson = taught.lesson
    assert () == ceiling({}, lesson, [], [0], ours=lesson.D, parents={}, seed=7)


def test_nothing_to_compare_gives_no_figure(taught: Taught) -> None:
    (row,) = compare(taught.lesson, [3], [Simple("s", taught.lesson.D.astype(float), taught.lesson.D)], seed=7)
    assert row.codes == 0
    assert np.isnan(row.f1)
