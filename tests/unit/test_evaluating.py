"""Train, evaluate and code on a small study: what is written, what is said, and what is left to a person."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from taught import Taught

from textmine.annotation.record import note
from textmine.annotation.tasks import write_tasks
from textmine.coding.card import evaluation_card
from textmine.coding.evaluation import UNDER_BAR
from textmine.errors import ModelError
from textmine.pipeline.coder import coding as pipeline
from textmine.pipeline.coder.coding import code_narratives, evaluate_coder, train_coder
from textmine.pipeline.coder.estimating import prevalence_of
from textmine.pipeline.coder.evaluating import load_errors
from textmine.pipeline.study import Study, init, open_study
from textmine.store import read_all, write_part
from textmine.types import Coding, Mention, Narrative

SETTINGS = '[study]\nname = "small"\n[coding]\nat_least = 3\nat_least_children = 2\nfolds = 4\n'
WELSH = (
    "Dywedodd ei bod hi wedi mynd i weld ei nain am nad oedd neb yn gwrando arni gartref ac roedd hi yn drist iawn. "
)


@pytest.fixture
def study(tmp_path: Path, taught: Taught) -> Study:
    """Sixteen narratives of eight children, all coded, and three that nobody has coded."""
    root = init(tmp_path / "study").root
    book = {"version": "1", "groups": [{"id": "push", "name": "Push"}]}
    codes = [code.model_dump(exclude_defaults=True) | {"group": "push"} for code in taught.codebook.codes]
    (root / "annotations" / "codebook.yaml").write_text(json.dumps(book | {"codes": codes}), encoding="utf-8")
    new = [
        Narrative("x1", "d1", "There was a row about the phone with Mum."),
        Narrative("x2", "d2", WELSH * 4),
        Narrative("x3", "d3", "…"),
    ]
    study = settled(root, "least_f1 = 0.1\n")
    write_part(study.narratives, "a", taught.narratives)
    write_part(study.narratives, "b", new)
    tasks(study, "codings", taught.narratives, taught.codings)
    return study


def settled(root: Path, *lines: str) -> Study:
    (root / "textmine.toml").write_text(SETTINGS + "".join(lines), encoding="utf-8")
    return open_study(root)


def tasks(study: Study, name: str, narratives: tuple[Narrative, ...], codings: tuple[Coding, ...]) -> None:
    words = write_tasks(narratives, codings, codebook=study.codebook.fingerprint)
    (study.root / "annotations" / f"{name}.json").write_text(words, encoding="utf-8")


def test_evaluation_writes_a_page_figures_and_what_to_check_but_no_coder(study: Study, taught: Taught) -> None:
    other = tuple(replace(coding, coder="annotator:2") for coding in taught.codings[:6])
    tasks(study, "second", taught.narratives, other)
    evaluation = evaluate_coder(study)
    assert not (study.coder / "model.json").exists()
    card = (study.coder / "evaluation.md").read_text(encoding="utf-8")
    assert card == evaluation_card(evaluation)
    for heading in ("Codes", "Beside simple", "Do probabilities", "What goes to a person", "How often", "What more"):
        assert f"## {heading}" in card
    assert [row.on for row in evaluation.comparison] == ["all coded"] * 3 + ["coded twice"] * 3
    assert [point.narratives for point in evaluation.curve.points] == sorted(
        p.narratives for p in evaluation.curve.points
    )
    facts = json.loads((study.coder / "evaluation.json").read_text(encoding="utf-8"))
    assert [row["code"] for row in facts["figures"]] == list(taught.codebook.ids)
    rows = list(csv.reader((study.root / "annotations" / "to-check.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["narrative", "code", "coded", "probability"]


def test_nothing_that_is_written_holds_words_or_children_of_a_narrative(study: Study, taught: Taught) -> None:
    evaluate_coder(study)
    written = [path for path in [*study.coder.iterdir(), study.root / "annotations" / "to-check.csv"] if path.is_file()]
    assert len(written) == 4
    for path in written:
        content = path.read_bytes().decode("utf-8", "replace")
        assert "row about the phone" not in content
        assert not any(f'"{n.child}"' in content or f"| {n.child} |" in content for n in taught.narratives)


def test_one_coder_alone_is_measured_without_a_ceiling(study: Study) -> None:
    evaluation = evaluate_coder(study)
    assert [row.coder for row in evaluation.comparison][-1] == "This coder"
    assert {row.on for row in evaluation.comparison} == {"all coded"}


def test_a_code_under_the_bar_is_not_suggested_and_says_so(study: Study) -> None:
    study = settled(study.root, "least_f1 = 0.99\n")
    done = train_coder(study)
    assert {figure.why for figure in done.figures} == {UNDER_BAR, "too few"}
    assert any("Not coded, for F1 may be under 0.99" in sentence for sentence in done.evaluation.summary())
    code_narratives(study)
    assert [coding.mentions for coding in read_all(study.codings)] == [()] * 19
    assert "not good enough" in (study.coder / "README.md").read_text(encoding="utf-8")


def test_a_code_without_a_positive_is_too_few_and_breaks_nothing(study: Study) -> None:
    figure = train_coder(study).figures[3]
    assert (figure.code, figure.narratives, figure.usable, figure.why) == ("police", 0, False, "too few")
    assert math.isnan(figure.f1)


def test_what_the_coder_cannot_read_goes_to_a_person(study: Study) -> None:
    train_coder(study)
    done = code_narratives(study)
    codings = {coding.narrative: coding for coding in read_all(study.codings)}
    usable = {figure.code for figure in pipeline.quality_of(study) if figure.usable}
    for id in ("x2", "x3"):
        assert codings[id].mentions == ()
        assert set(codings[id].doubtful) == usable
    assert done.unread == 2
    assert done.rows == 19


def test_questions_about_the_write_up_are_answered_from_the_codebook_or_left(study: Study, taught: Taught) -> None:
    asked = {"engagement": ["full", "declined"], "interview_language": ["en", "cy"], "alone": ["yes", "no"]}
    path = study.root / "annotations" / "codebook.yaml"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"document_fields": asked}), encoding="utf-8")
    said = ("full", "declined")
    codings = tuple(replace(c, fields=(("engagement", said[i % 4 == 3]),)) for i, c in enumerate(taught.codings))
    tasks(study, "codings", taught.narratives, codings)
    done = train_coder(study)
    figures = {figure.field: figure for figure in done.evaluation.fields}
    assert (figures["engagement"].narratives, figures["engagement"].majority) == (16, 0.75)
    assert figures["alone"].why == "too few answers"
    assert "| engagement | 16 |" in (study.coder / "evaluation.md").read_text(encoding="utf-8")
    code_narratives(study)
    answers = {coding.narrative: coding.fields for coding in read_all(study.codings)}
    assert {pair for pairs in answers.values() for pair in pairs} <= {
        ("engagement", "full"),
        ("interview_language", "cy"),
    }
    assert answers["x2"] == (("interview_language", "cy"),)
    assert answers["x3"] == ()


def test_when_the_aim_cannot_be_shown_everything_goes_to_a_person(study: Study) -> None:
    study = settled(study.root, "least_f1 = 0.1\nat_most_wrong = 0.01\n")
    done = train_coder(study)
    assert not done.evaluation.guarantee.decided
    code_narratives(study)
    assert not any(coding.headline for coding in read_all(study.codings))


def test_too_few_new_narratives_tell_nothing_of_drift(study: Study) -> None:
    train_coder(study)
    done = code_narratives(study)
    assert done.drift is not None
    assert (done.drift.taught, done.drift.new, math.isnan(done.drift.auc)) == (16, 3, True)


def test_prevalence_of_what_nobody_has_coded_is_counted_and_corrected(study: Study) -> None:
    train_coder(study)
    found = prevalence_of(study)
    assert {one.code for one in found} == {figure.code for figure in pipeline.quality_of(study) if figure.usable}
    assert {one.narratives for one in found} == {3}
    assert all(0 <= one.low <= one.corrected <= one.high <= 1 for one in found)


def test_error_rates_are_kept_as_they_were_measured_and_damage_is_told(study: Study) -> None:
    train_coder(study)
    errors = load_errors(study.coder)
    assert errors.codes == study.codebook.ids
    assert errors.sensitivity.shape == errors.error.shape == (501, 4)
    assert errors.children == 8
    (study.coder / "errors.safetensors").write_bytes(b"no")
    with pytest.raises(ModelError, match="missing or damaged"):
        load_errors(study.coder)


def test_evaluating_other_annotations_leaves_the_error_rates_of_the_coder(study: Study, taught: Taught) -> None:
    train_coder(study)
    before = (study.coder / "errors.safetensors").read_bytes()
    changed = tuple(
        replace(c, mentions=(Mention(0, 9, "police"),)) if i < 4 else c for i, c in enumerate(taught.codings)
    )
    tasks(study, "codings", taught.narratives, changed)
    evaluate_coder(study)
    assert before == (study.coder / "errors.safetensors").read_bytes()


def test_two_children_are_too_few(study: Study, taught: Taught) -> None:
    tasks(study, "codings", taught.narratives, taught.codings[:4])
    with pytest.raises(ModelError, match="too few children"):
        evaluate_coder(study)


def test_the_folds_keep_a_child_on_one_side(taught: Taught) -> None:
    from textmine.coding.heldout import hold_out

    held = hold_out(taught.lesson, taught.definitions, taught.codebook, usable=("home", "mates"), folds=4, seed=7)
    folds = {
        child: set(held.fold[np.array([c == child for c in taught.lesson.children])])
        for child in taught.lesson.children
    }
    assert {len(some) for some in folds.values()} == {1}


def test_two_processes_decide_bit_for_bit_like_one(taught: Taught) -> None:
    from textmine.coding.heldout import hold_out
    from textmine.coding.learningcurve import learning_curve

    given = {"usable": ("home", "mates"), "seed": 7}
    one, two = (
        hold_out(taught.lesson, taught.definitions, taught.codebook, folds=4, processes=n, **given) for n in (1, 2)
    )
    for name in ("P", "chosen", "distance", "fold", "seen"):
        assert getattr(one, name).tobytes() == getattr(two, name).tobytes()
    curves = [
        learning_curve(taught.lesson, taught.definitions, taught.codebook, one, processes=n, **given) for n in (1, 2)
    ]
    assert repr(curves[0]) == repr(curves[1])


def test_reviewed_suggestions_teach_but_are_not_measured_on(study: Study, taught: Taught) -> None:
    plain = evaluate_coder(study)
    narratives, codings = taught.narratives, taught.codings
    reviewed = tuple(replace(coding, coder="review:2") for coding in codings[:6])
    tasks(study, "codings", narratives, codings[6:])
    tasks(study, "reviews", narratives, reviewed)
    evaluation = evaluate_coder(study)
    assert (evaluation.narratives, evaluation.reviews, evaluation.counted) == (10, 6, 0)
    assert max(figure.narratives for figure in evaluation.figures) <= 10
    assert {one.narrative for one in evaluation.doubts} & {coding.narrative for coding in reviewed} == set()
    assert "Learned from too, but not measured on: 6 reviewed suggestions" in (study.coder / "evaluation.md").read_text(
        "utf-8"
    )
    assert evaluation.summary()[0].startswith("Learned from too")
    assert {row.narratives for row in evaluation.comparison if row.on == "all coded"} == {10}
    trained = train_coder(study)
    assert (trained.narratives, trained.evaluation.narratives) == (16, 10), "it learns from all"
    told = settled(study.root, "least_f1 = 0.1\nmeasure_on_reviews = true\n")
    counted = evaluate_coder(told)
    assert (counted.narratives, counted.reviews, counted.counted) == (16, 0, 6)
    both = [[(f.code, f.narratives, f.f1) for f in one.figures if f.usable] for one in (counted, plain)]
    assert both[0] == both[1] != []
    assert "looks better than it is" in (study.coder / "evaluation.md").read_text("utf-8")


def test_where_only_suggestions_were_reviewed_nothing_is_measured_and_that_is_said(
    study: Study, taught: Taught
) -> None:
    reviewed = tuple(replace(coding, coder="review:2") for coding in taught.codings)
    tasks(study, "codings", taught.narratives, reviewed)
    with pytest.raises(ModelError, match="saw no suggestion"):
        train_coder(study)
    assert not (study.coder / "model.json").exists()


def test_a_coding_made_on_ones_own_goes_before_a_review(study: Study, taught: Taught) -> None:
    """Whatever the coder is called: `zoe` stands behind `review:` in the alphabet."""
    own = tuple(replace(coding, coder="zoe") for coding in taught.codings)
    reviewed = tuple(replace(coding, coder="review:2", mentions=()) for coding in taught.codings)
    tasks(study, "codings", taught.narratives, own + reviewed)
    evaluation = evaluate_coder(study)
    assert (evaluation.narratives, evaluation.reviews) == (16, 0)
    assert sum(figure.narratives for figure in evaluation.figures) > 0


def test_quality_on_what_was_drawn_at_random_stands_beside_the_rest(study: Study, taught: Taught) -> None:
    ids = [narrative.id for narrative in taught.narratives]
    note(study.root / "annotations", "double", {"random": ids[:6]})
    note(study.root / "annotations", "next", {"chosen": ids[4:12], "random": ids[6:8]})
    groups = {one.group: one.narratives for one in evaluate_coder(study).subgroups if one.by.startswith("how it came")}
    # What was drawn at random for one purpose and chosen for another later on was drawn at random first.
    assert groups == {"drawn at random": 8, "chosen by the coder": 4}
