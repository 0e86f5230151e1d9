"""Questions about whole write-ups are answered where that is safe, left to a person otherwise, and measured on others."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from taught import Taught

from textmine.coding.calibration import softmax
from textmine.coding.codebook import Codebook
from textmine.coding.coverage import coverage
from textmine.coding.field_files import FIELDS, load_fields, save_fields
from textmine.coding.fieldfeatures import field_texts, lengths
from textmine.coding.fieldfigures import ALIKE, NO_BETTER, TOO_FEW, coverage_figures, field_figures
from textmine.coding.fieldlessons import FieldCoder, FieldLesson, field_lesson, learn_fields
from textmine.coding.fields import STRENGTH, _reduced, _regressed, answers_of, learn_question
from textmine.errors import ModelError
from textmine.types import Coding, Mention, Passage

ASKED = {"alone": ("yes", "no"), "mood": ("up", "down"), "rare": ("yes", "no")}


def lesson(n: int = 60, *, noise: float = 0.0) -> FieldLesson:
    """Every second write-up says that the child was seen alone; `mood` is a coin, `rare` was asked twice."""
    random = np.random.default_rng(3)
    alone = np.arange(n) % 2 == 0
    texts = [
        f"Seen {'alone in the lounge' if one else 'with Mum in the room'} today, number {i}."
        for i, one in enumerate(alone)
    ]
    y = np.column_stack([~alone ^ (random.random(n) < noise), random.integers(0, 2, n), np.full(n, -1)])
    y[:2, 2] = (0, 1)
    passages = tuple(Passage(f"n{i}", 0, len(text), text) for i, text in enumerate(texts))
    X = random.normal(size=(n, 8)).astype(np.float32) / 10
    children = tuple(f"c{i // 2}" for i in range(n))
    return FieldLesson(
        tuple(ASKED.items()), passages, np.arange(n), X, y.astype(np.int64), np.full((n, 3), 0.5), children
    )


def test_an_answer_that_the_words_tell_is_given_and_a_coin_is_left_to_a_person() -> None:
    told = {f.field: f for f in figures(lesson())}
    assert told["alone"].accuracy == told["alone"].right == 1.0
    assert told["alone"].answered > 0.95
    assert told["alone"].usable
    assert not told["mood"].usable
    assert (told["rare"].usable, told["rare"].why, told["rare"].narratives) == (False, TOO_FEW, 2)


def test_answers_that_are_given_are_right_about_as_often_as_asked() -> None:
    told = {f.field: f for f in figures(lesson(240, noise=0.15), right=0.8)}
    assert told["alone"].right > 0.75
    strict = {f.field: f for f in figures(lesson(240, noise=0.15), right=0.99)}
    assert strict["alone"].answered < told["alone"].answered


def test_no_better_than_the_commonest_answer_is_not_good_enough() -> None:
    given = lesson()
    rigged = replace(given, y=np.column_stack([(np.arange(60) % 20 == 0).astype(np.int64), given.y[:, 1:]]))
    assert figures(rigged)[0].why in (NO_BETTER, "hardly ever sure enough")


def figures(of: FieldLesson, *, right: float = 0.8):
    return field_figures(of, right=right, at_least=30, at_least_children=15, folds=4, seed=7)


def test_an_answer_that_few_gave_is_never_given() -> None:
    F, y = csr_matrix(np.eye(40, dtype=np.float32)), np.zeros(40, dtype=np.int64)
    y[:5] = 1
    learned = learn_question("q", ("a", "b"), F, y, [f"c{i}" for i in range(40)], right=0.5, seed=7)
    assert learned is not None
    assert learned.given.tolist() == [True, False]
    assert set(learned.answers(np.array([[0.1, 0.9], [0.9, 0.1]]))) == {-1, 0}


def test_a_question_that_all_answer_alike_or_nobody_answers_is_not_learned() -> None:
    F, children = csr_matrix(np.eye(6, dtype=np.float32)), list("abcdef")
    for y in (np.full(6, -1), np.zeros(6)):
        assert learn_question("q", ("a", "b"), F, y.astype(np.int64), children, right=0.8, seed=7) is None


def test_turned_axes_give_the_same_regression() -> None:
    from sklearn.linear_model import LogisticRegression

    random = np.random.default_rng(5)
    F = csr_matrix(random.normal(size=(30, 90)).astype(np.float32))
    y = random.integers(0, 3, 30)
    Z, back = _reduced(F)
    W, b = _regressed(Z, y, 3)
    ours = softmax(F @ (back @ W) + b)
    plain = LogisticRegression(C=STRENGTH, max_iter=2000, tol=1e-6).fit(F, y).predict_proba(F)
    assert np.abs(ours - plain).max() < 0.02


def test_an_answer_that_the_codebook_does_not_have_counts_as_none() -> None:
    assert answers_of([{"a": "x"}, {"a": "?"}, {}], "a", ("y", "x")).tolist() == [1, -1, -1]


def test_headings_are_read_once_and_empty_narratives_have_a_length() -> None:
    passages = [Passage("n", 0, 1, text, "Seen alone?") for text in ("Yes.", "All of it.")]
    assert field_texts(passages, np.zeros(2, dtype=np.int64), 2) == ["Seen alone?\nYes.\nAll of it.", ""]
    assert np.isfinite(lengths([], np.zeros(0, dtype=np.int64), 2)).all()


def test_nothing_to_answer_gives_no_answers(taught: Taught) -> None:
    nobody = field_lesson(taught.lesson, [{}] * 16, taught.codebook, np.full((16, 4), 0.5))
    learned = learn_fields(nobody, right=0.8, seed=7)
    assert learned.questions == ()
    assert figures(nobody) == ()


def test_what_was_learned_comes_back_from_disk(tmp_path: Path, taught: Taught) -> None:
    book = asking(taught.codebook)
    given = lesson()
    learned = learn_fields(given, right=0.8, seed=7, only=["alone"])
    save_fields(tmp_path, learned, coder="abc")
    again = load_fields(tmp_path, coder="abc", codebook=book)
    assert answered(learned, given) == answered(again, given)
    assert ("alone", "yes") in answered(again, given)[0]


def test_answers_of_another_coder_or_codebook_or_damaged_ones_are_not_used(tmp_path: Path, taught: Taught) -> None:
    save_fields(tmp_path, learn_fields(lesson(), right=0.8, seed=7), coder="abc")
    with pytest.raises(ModelError, match="another coder"):
        load_fields(tmp_path, coder="other", codebook=asking(taught.codebook))
    assert load_fields(tmp_path, coder="abc", codebook=taught.codebook).questions == ()
    assert load_fields(tmp_path / "none", coder="abc", codebook=taught.codebook).questions == ()
    content = bytearray((tmp_path / FIELDS).read_bytes())
    content[-9] ^= 1
    (tmp_path / FIELDS).write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        load_fields(tmp_path, coder="abc", codebook=taught.codebook)
    shutil.copy(__file__, tmp_path / FIELDS)
    with pytest.raises(ModelError, match="damaged"):
        load_fields(tmp_path, coder="abc", codebook=taught.codebook)


def asking(codebook: Codebook) -> Codebook:
    return codebook.model_copy(update={"document_fields": ASKED})


def answered(coder: FieldCoder, of: FieldLesson):
    return coder.answers(of.passages, of.X, of.doc, of.P)


CODES = ("push_rules", "event_duration", "risk_alcohol", "event_location", "event_company")


def test_the_five_things_are_told_by_codes_whatever_was_said_of_them() -> None:
    mentions = (
        Mention(0, 4, "risk_alcohol", "negated"),
        Mention(5, 9, "event_duration", "hypothetical"),
        Mention(5, 9, "push_rules", time="historical"),
        Mention(5, 9, "event_company"),
    )
    person = Coding("n", "annotator:1", mentions)
    told = {"why": "no", "how_long": "no", "what_happened": "yes", "where_and_with_whom": "yes"}
    assert told == dict(coverage(person, CODES))


def test_a_model_says_no_only_of_what_it_may_suggest_and_does_not_doubt() -> None:
    model = Coding("n", "model:1", (), doubtful=("event_duration",))
    told = dict(coverage(model, CODES, suggested=("event_duration", "risk_alcohol", "event_location")))
    assert told == {
        "why": "for a person",
        "how_long": "for a person",
        "what_happened": "no",
        "where_and_with_whom": "for a person",
    }


def test_the_five_things_are_measured_against_people(taught: Taught) -> None:
    own = replace(taught.lesson, codes=("push_rules", "event_duration", "x", "y"))
    people = [frozenset({"push_rules"} if i % 2 else set()) for i in range(16)]
    seen = np.zeros((16, 4), dtype=bool)
    seen[1::4, 0] = True
    why, how_long = coverage_figures(own, people, seen, at_least=5, at_least_children=2, seed=7)
    assert (why.field, why.accuracy, why.right, why.answered) == ("covers: why", 0.75, 1.0, 0.25)
    assert how_long.why == ALIKE
