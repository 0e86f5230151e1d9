"""The joint regression keeps scikit-learn's conventions, in its own checks, a search and a pipeline."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GridSearchCV, GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import check_estimator
from taught import Taught

from textmine.coding.calibration import sigmoid
from textmine.coding.estimator import JointRegression
from textmine.coding.features import similarity
from textmine.coding.learning import _prior
from textmine.coding.regression import fit_joint

# The only checks that do not run: why they do not apply.
SKIPPED = {
    "check_array_api_input": "it computes with NumPy and SciPy only",
    "check_classifiers_multilabel_output_format_decision_function": "it gives probabilities and has no decision_function",
}


def test_scikit_learns_own_checks_pass() -> None:
    results = check_estimator(JointRegression(), on_fail=None, on_skip=None)
    assert [(r["check_name"], str(r["exception"])[:80]) for r in results if r["status"] == "failed"] == []
    assert {r["check_name"] for r in results if r["status"] == "skipped"} <= set(SKIPPED)
    assert sum(r["status"] == "passed" for r in results) > 40


def test_settings_are_read_set_and_copied() -> None:
    model = JointRegression(2.0, threshold=0.3)
    assert {"penalty": 2.0, "iterations": 100, "threshold": 0.3, "definitions": None} == model.get_params()
    assert clone(model.set_params(penalty=0.5)).penalty == 0.5


def test_it_works_in_a_pipeline_and_a_search_that_keeps_a_child_on_one_side(taught: Taught) -> None:
    texts = [narrative.text for narrative in taught.narratives]
    pipe = make_pipeline(TfidfVectorizer(), JointRegression())
    grid = {"jointregression__penalty": [0.03, 3.0], "jointregression__threshold": [0.3, 0.5]}
    search = GridSearchCV(pipe, grid, scoring="f1_micro", cv=GroupKFold(4), error_score="raise")
    search.fit(texts, taught.lesson.D.astype(int), groups=taught.lesson.children)
    assert search.best_score_ > 0.8
    assert search.predict(texts).shape == taught.lesson.D.shape
    assert search.predict(["She wanted to be with her mates at the park."])[0].tolist() == [0, 0, 1, 0]


def test_with_definitions_it_is_the_regression_that_the_coder_learns(taught: Taught) -> None:
    lesson = taught.lesson
    ours = JointRegression(0.3, iterations=30, definitions=taught.definitions).fit(lesson.X, lesson.Y.astype(int))
    offset, _, _ = _prior(similarity(lesson.X, taught.definitions))
    nothing = csr_matrix((len(lesson.X), 0), dtype=np.float32)
    _, Wx, b = fit_joint(nothing, lesson.X, lesson.Y, offset, penalty=0.3, iterations=30)
    expected = sigmoid((lesson.X @ Wx + b + offset).astype(np.float64))
    assert np.abs(ours.predict_proba(lesson.X) - expected).max() < 1e-5


def test_sparse_and_dense_give_the_same() -> None:
    random = np.random.default_rng(3)
    X, Y = random.normal(size=(40, 6)), random.integers(0, 2, (40, 3))
    dense, sparse = JointRegression().fit(X, Y), JointRegression().fit(csr_matrix(X), Y)
    assert np.allclose(dense.predict_proba(X), sparse.predict_proba(csr_matrix(X)), atol=1e-3)


@pytest.mark.parametrize(
    ("X", "y", "definitions", "said"),
    [
        (np.eye(4), [1, 1, 1, 1], None, "class"),
        (np.eye(4), [[0, 1]] * 3, None, "inconsistent"),
        (np.eye(4), [[0, 1], [1, 0]] * 2, np.ones((3, 2)), "row for each code"),
        (np.eye(4), [[0, 1], [1, 0]] * 2, np.ones((2, 5)), "no more columns"),
        (np.eye(4), [0, 1, 0, 1], np.ones((2, 4)), "several codes"),
        (np.eye(4), [[0, 2], [1, 0]] * 2, None, "Unknown label type|multiclass-multioutput"),
    ],
)
def test_what_does_not_fit_is_told(X: object, y: object, definitions: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        JointRegression(definitions=definitions).fit(X, y)


def test_no_other_module_imports_it() -> None:
    root = Path(__file__).parents[2] / "textmine"
    using = [path.name for path in root.rglob("*.py") if "coding.estimator" in path.read_text(encoding="utf-8")]
    assert using == []
