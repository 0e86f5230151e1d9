"""A coder learns from people, says what it saw and where, leaves doubts to them, and never learns one child's words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from taught import Taught

from textmine.coding.calibration import best_f1_threshold, combine, logit, margin
from textmine.coding.classifier import predict, probabilities, score, train
from textmine.coding.encoder import TextEncoder
from textmine.coding.folds import child_folds
from textmine.coding.lessons import encode_passages, make_lesson
from textmine.coding.model import Model
from textmine.coding.passages import passages_of
from textmine.errors import ModelError
from textmine.types import Coding, Mention, Narrative

USABLE = ("home", "home_row", "mates")


@pytest.fixture(scope="module")
def model(taught: Taught) -> Model:
    return trained(taught)


def trained(taught: Taught, *, abstain: float = 0.0) -> Model:
    about = [("version", "1a2b")]
    return train(taught.lesson, taught.definitions, usable=USABLE, folds=4, abstain=abstain, seed=7, about=about)


def coded(model: Model, taught: Taught, encoder: TextEncoder, *texts: str) -> tuple[Coding, ...]:
    narratives = [Narrative(f"t{i}", "c", text) for i, text in enumerate(texts)]
    groups = [passages_of(narrative) for narrative in narratives]
    passages = [passage for group in groups for passage in group]
    doc = np.repeat(np.arange(len(texts)), [len(group) for group in groups])
    X = encode_passages(passages, encoder.read)
    return predict(model, [n.id for n in narratives], passages, X, doc, taught.codebook)


def test_it_finds_what_it_was_taught_with_the_place(model: Model, taught: Taught, encoder: TextEncoder) -> None:
    text = "Seen at school.\nThere was a row about the phone with Mum."
    (coding,) = coded(model, taught, encoder, text)
    assert {"home", "home_row"} == coding.headline
    assert {text[m.start : m.end] for m in coding.mentions if m.headline} == {text.split("\n")[1]}
    assert (coding.coder, coding.status, coding.human) == ("model:1a2b", "suggested", False)


def test_what_is_ruled_out_is_not_in_the_headline(model: Model, taught: Taught, encoder: TextEncoder) -> None:
    (coding,) = coded(model, taught, encoder, "No row at home.\nShe wanted to be with her mates at the park.")
    assert coding.headline == {"mates"}


def test_a_code_that_is_not_usable_is_never_suggested(model: Model, taught: Taught, encoder: TextEncoder) -> None:
    (coding,) = coded(model, taught, encoder, "Police found them at the station. Police is why. Police.")
    assert "police" not in {*coding.doubtful, *(mention.code for mention in coding.mentions)}


@pytest.mark.parametrize(
    "text", ["", "\n \n", "?", "Aeth hi i'r dref efo'i ffrindiau. Dim pryderon.", "😀 🚓", "x" * 5000]
)
def test_odd_narratives_get_a_coding_too(model: Model, taught: Taught, encoder: TextEncoder, text: str) -> None:
    (coding,) = coded(model, taught, encoder, text)
    assert all(mention.end <= len(text) for mention in coding.mentions)


def test_one_narrative_without_passages_among_others_changes_none_of_them(
    model: Model, taught: Taught, encoder: TextEncoder
) -> None:
    row = "There was a row about the phone with Mum."
    empty, full = coded(model, taught, encoder, "", row)
    (alone,) = coded(model, taught, encoder, row)
    assert empty.mentions == ()
    assert full.mentions == alone.mentions


def test_no_narratives_give_no_codings(model: Model, taught: Taught, encoder: TextEncoder) -> None:
    assert coded(model, taught, encoder) == ()


def test_probabilities_are_calibrated_and_a_parent_is_as_likely_as_its_sub_code(model: Model, taught: Taught) -> None:
    lesson = taught.lesson
    scores = score(model, lesson.passages, lesson.X, lesson.doc, len(lesson.children))
    P = probabilities(model, scores, taught.codebook)
    assert P.shape == lesson.D.shape
    assert ((P >= 0) & (P <= 1)).all()
    assert (P[:, 0] >= P[:, 1]).all()


def test_two_trainings_give_the_same_arrays(model: Model, taught: Taught) -> None:
    again = trained(taught)
    assert again.words == model.words
    assert {k: v.tobytes() for k, v in again.arrays.items()} == {k: v.tobytes() for k, v in model.arrays.items()}


def test_all_arrays_are_finite_though_nobody_has_one_of_the_codes(model: Model) -> None:
    assert all(np.isfinite(array).all() for array in model.arrays.values())
    assert all(array.dtype == np.float32 for array in model.arrays.values())


@pytest.mark.parametrize("positives", [0, 1, 16])
def test_a_code_that_none_one_or_all_have_leaves_everything_finite(taught: Taught, positives: int) -> None:
    D, Y = taught.lesson.D.copy(), taught.lesson.Y.copy()
    D[:positives, 3] = True
    Y[:, 3] = np.isin(taught.lesson.doc, np.arange(positives))
    lesson = replace(taught.lesson, D=D, Y=Y)
    learned = train(lesson, taught.definitions, usable=(*USABLE, "police"), folds=4, abstain=0.2, seed=7)
    assert all(np.isfinite(array).all() for array in learned.arrays.values())
    P = probabilities(learned, score(learned, lesson.passages, lesson.X, lesson.doc, 16), taught.codebook)
    assert np.isfinite(P).all()


def test_codings_in_which_everything_is_ruled_out_can_be_learned_from(taught: Taught, encoder: TextEncoder) -> None:
    codings = [replace(c, mentions=tuple(replace(m, assertion="negated") for m in c.mentions)) for c in taught.codings]
    lesson = make_lesson(taught.narratives, codings, taught.codebook, encoder.read)
    learned = train(lesson, taught.definitions, usable=(), folds=4, abstain=0.2, seed=7)
    (coding,) = coded(learned, taught, encoder, "There was a row about the phone with Mum.")
    assert coding.headline == frozenset()


def test_mentions_in_one_fold_only_can_be_learned_from(taught: Taught, encoder: TextEncoder) -> None:
    codings = [c if c.narrative in ("n00", "n01") else replace(c, mentions=()) for c in taught.codings]
    lesson = make_lesson(taught.narratives, codings, taught.codebook, encoder.read)
    learned = train(lesson, taught.definitions, usable=USABLE, folds=4, abstain=0.0, seed=7)
    assert all(np.isfinite(array).all() for array in learned.arrays.values())


def test_a_share_of_the_decisions_is_left_to_a_person(taught: Taught, encoder: TextEncoder) -> None:
    texts = [narrative.text for narrative in taught.narratives]
    doubts = [
        sum(len(coding.doubtful) for coding in coded(trained(taught, abstain=share), taught, encoder, *texts))
        for share in (0.0, 0.5, 0.9)
    ]
    assert doubts[0] == 0
    assert doubts == sorted(doubts)
    assert doubts[2] > 0


def test_what_is_left_to_a_person_is_not_in_the_headline(taught: Taught, encoder: TextEncoder) -> None:
    for coding in coded(trained(taught, abstain=0.5), taught, encoder, *(n.text for n in taught.narratives)):
        assert coding.headline.isdisjoint(coding.doubtful)


def test_words_of_fewer_than_three_children_are_not_learned(taught: Taught, encoder: TextEncoder) -> None:
    narratives = [
        replace(n, text=f"{n.text}\nZebedee came." if n.child in ("c0", "c1") else n.text) for n in taught.narratives
    ]
    lesson = make_lesson(narratives, taught.codings, taught.codebook, encoder.read)
    learned = train(lesson, taught.definitions, usable=USABLE, folds=4, abstain=0.0, seed=7)
    assert learned.words
    assert not [word for word in learned.words if "zebedee" in word]


def test_two_children_are_enough_to_learn_but_not_for_words(taught: Taught) -> None:
    learned = train(taught.lesson.of(np.arange(4)), taught.definitions, usable=USABLE, folds=2, abstain=0.0, seed=7)
    assert learned.words == ()


def test_too_few_children_are_refused(taught: Taught) -> None:
    with pytest.raises(ModelError, match="too few"):
        train(taught.lesson.of(np.arange(2)), taught.definitions, usable=USABLE, folds=2, abstain=0.0, seed=7)


def test_fewer_children_than_folds_are_refused(taught: Taught) -> None:
    with pytest.raises(ModelError, match="too few"):
        train(taught.lesson, taught.definitions, usable=USABLE, folds=9, abstain=0.0, seed=7)


def test_nothing_coded_is_refused(taught: Taught, encoder: TextEncoder) -> None:
    lesson = make_lesson(
        taught.narratives, [replace(c, mentions=()) for c in taught.codings], taught.codebook, encoder.read
    )
    with pytest.raises(ModelError, match="mark no code"):
        train(lesson, taught.definitions, usable=(), folds=4, abstain=0.0, seed=7)


def test_a_narrative_of_two_hundred_thousand_words_is_scored(model: Model, taught: Taught) -> None:
    text = "There was a row about the phone with Mum and it went on and on. " * 14_000
    passages = passages_of(Narrative("t", "c", text))
    X = np.tile(taught.lesson.X[:1], (len(passages), 1))
    doc = np.zeros(len(passages), dtype=np.int64)
    (coding,) = predict(model, ["t"], passages, X, doc, taught.codebook)
    assert len(passages) == 14_000
    assert 1 <= len([m for m in coding.mentions if m.headline and m.code == "home_row"]) <= 3


def test_folds_are_the_same_for_the_same_seed_and_differ_for_another() -> None:
    children = [f"c{i % 20}" for i in range(60)]
    tests = [[test.tolist() for _, test in child_folds(children, 5, seed)] for seed in (1, 1, 2)]
    assert tests[0] == tests[1]
    assert tests[0] != tests[2]


def test_calibration_makes_scores_mean_what_they_say() -> None:
    rng = np.random.default_rng(5)
    z = rng.normal(size=(4000, 2)) * 2
    truth = rng.random(z.shape) < 1 / (1 + np.exp(-(0.5 * z + [-1.0, 0.5])))
    (slope,), intercepts = combine([z], truth)
    assert slope == pytest.approx(0.5, abs=0.05)
    assert intercepts == pytest.approx([-1.0, 0.5], abs=0.1)


@pytest.mark.parametrize("value", [True, False])
def test_calibration_without_both_answers_leaves_scores_as_they_are(value: bool) -> None:
    (slope,), intercepts = combine([np.ones((5, 2))], np.full((5, 2), value))
    assert (slope, intercepts.tolist()) == (1.0, [0.0, 0.0])


def test_the_threshold_is_where_expected_f1_is_highest() -> None:
    # Of 0.9, 0.6, 0.2 (sum 1.7): the first alone 1.8/2.7, the first two 3.0/3.7, all three 3.4/4.7.
    assert best_f1_threshold(np.array([0.2, 0.9, 0.6])) == 0.6


def test_thresholds_stay_in_bounds_and_are_half_without_any() -> None:
    assert best_f1_threshold(np.zeros(9)) == 0.05
    assert best_f1_threshold(np.ones(9)) == 0.9
    assert best_f1_threshold(np.zeros(0)) == 0.5


def test_the_margin_holds_the_share_that_is_asked_for() -> None:
    P = np.random.default_rng(1).random((500, 4))
    thresholds = np.array([0.3, 0.4, 0.5, 0.6])
    near = np.abs(logit(P) - logit(thresholds)) < margin(P, thresholds, 0.2)
    assert near.mean() == pytest.approx(0.2, abs=0.01)
    assert margin(P, thresholds, 0.0) == 0.0
    assert margin(P[:, :0], thresholds[:0], 0.2) == 0.0


def test_a_mention_shown_twice_is_one_mention(model: Model, taught: Taught, encoder: TextEncoder) -> None:
    (coding,) = coded(model, taught, encoder, "There was a row about the phone with Mum.")
    assert len(set(coding.mentions)) == len(coding.mentions)
    assert list(coding.mentions) == sorted(coding.mentions)
    assert all(isinstance(mention, Mention) for mention in coding.mentions)


def test_two_views_of_a_decision_get_a_slope_each_and_never_a_negative_one() -> None:
    random = np.random.default_rng(1)
    truth = random.random((80, 3)) < 0.4
    good = np.where(truth, 2.0, -2.0) + random.normal(size=truth.shape)
    slopes, intercepts = combine([good, -good], truth)
    assert slopes[0] > 0.5
    assert slopes[1] == 0.0
    assert np.isfinite(intercepts).all()


def test_the_likeliest_evidence_has_the_probability_of_the_narrative(
    model: Model, taught: Taught, encoder: TextEncoder
) -> None:
    text = "He argued with his stepdad.\nThere was a row about the phone with Mum."
    (coding,) = coded(model, taught, encoder, text)
    passages = passages_of(Narrative("t", "c", text))
    X = encode_passages(passages, encoder.read)
    scores = score(model, passages, X, np.zeros(len(passages), dtype=np.int64), 1)
    P = probabilities(model, scores, taught.codebook)
    best = max(m.probability for m in coding.mentions if m.code == "home")
    assert best == pytest.approx(P[0, taught.codebook.ids.index("home")], abs=1e-4)
