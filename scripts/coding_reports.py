"""Coders on real aviation reports, some of them to learn from: mean average precision beside every baseline."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import yaml
from coding_baselines import Fit, vector_regression, word_regression, words_beside_vectors
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from tqdm import tqdm

from textmine.coding.classifier import probabilities, score, train
from textmine.coding.codebook import Codebook
from textmine.coding.encoder import TextEncoder
from textmine.coding.features import whole_vectors
from textmine.coding.lessons import Lesson, encode_passages
from textmine.coding.passages import passages_of
from textmine.types import Matrix, Narrative

SINCE, SIZES, SEED = 2009, (50, 100, 200, 400), 3
CODES = Path(__file__).with_name("asrs_codes.yaml")


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports with their codes, and vectors of their sentences and of the beginning of each (as the encoder reads)."""

    texts: tuple[str, ...] = field(repr=False)
    lesson: Lesson = field(repr=False)
    V: Matrix = field(repr=False)
    definitions: Matrix = field(repr=False)
    codebook: Codebook = field(repr=False)


def read_reports(path: Path, encode: TextEncoder) -> Reports:
    """Reports since 2009 and the codes defined beside this file."""
    defined: dict[str, str] = yaml.safe_load(CODES.read_text(encoding="utf-8"))
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in lines if row["year"] >= SINCE]
    groups = [passages_of(Narrative(row["id"], row["id"], row["text"])) for row in rows]
    passages = tuple(passage for group in groups for passage in group)
    doc = np.repeat(np.arange(len(rows)), [len(group) for group in groups])
    D = np.array([[label in row["codes"] for label in defined] for row in rows], dtype=bool)
    Y = np.zeros((len(passages), len(defined)), dtype=bool)
    codebook = _codebook(defined)
    X = encode_passages(passages, encode.read)
    lesson = Lesson(codebook.ids, passages, doc, X, Y, D, tuple(row["id"] for row in rows))
    texts = tuple(row["text"] for row in rows)
    definitions = encode([f"{code.name}. {code.definition}" for code in codebook.codes])
    return Reports(texts, lesson, encode(texts), definitions, codebook)


def reports_table(reports: Reports, *, repeats: int, more: Mapping[str, Fit] | None = None) -> str:
    """A row a coder, a column a size; means over codes that the tested reports have, and over repeats."""
    means = whole_vectors(reports.lesson.X, reports.lesson.doc, len(reports.texts))
    coders: dict[str, Fit] = {
        "TF-IDF and logistic regression": word_regression(reports.texts),
        "MiniLM of the text": vector_regression(reports.V),
        "all features, no definitions": words_beside_vectors(reports.texts, np.hstack([means, reports.V])),
        **(more or {}),
        "textmine": ours(reports),
    }
    head = "| macro average precision | " + " | ".join(map(str, SIZES)) + " |\n|---|" + "--:|" * len(SIZES)
    found = {
        name: [_mean(fit, reports.lesson.D, size, repeats) for size in SIZES] for name, fit in tqdm(coders.items())
    }
    return "\n".join([head, *(f"| {name} | " + " | ".join(row) + " |" for name, row in found.items())]) + "\n"


def ours(reports: Reports) -> Fit:
    """The coder as it is, without marks in the text."""

    def fit(learn: NDArray[np.int64], test: NDArray[np.int64], _: NDArray[np.bool_]) -> NDArray[np.float64]:
        lesson, part = reports.lesson.of(np.sort(learn)), reports.lesson.of(np.sort(test))
        model = train(lesson, reports.definitions, usable=lesson.codes, folds=4, abstain=0.0, seed=SEED)
        P = probabilities(model, score(model, part.passages, part.X, part.doc, len(test)), reports.codebook)
        return np.asarray(P[np.argsort(np.argsort(test))])

    return fit


def _mean(fit: Fit, truth: NDArray[np.bool_], size: int, repeats: int) -> str:
    found = []
    for repeat in range(repeats):
        order = np.random.default_rng(SEED + repeat).permutation(len(truth))
        learn, test = order[:size], order[max(SIZES) :]
        P = fit(learn, test, truth[learn])
        there = np.flatnonzero(truth[test].any(axis=0))
        found.append(np.mean([average_precision_score(truth[test, c], P[:, c]) for c in there]))
    return f"{np.mean(found):.3f} ± {np.std(found):.3f}"


def _codebook(defined: Mapping[str, str]) -> Codebook:
    codes: Sequence[dict[str, str]] = [
        {"id": f"code_{i}", "group": "report", "name": label.split(":", 1)[1], "definition": words}
        for i, (label, words) in enumerate(defined.items())
    ]
    groups = [{"id": "report", "name": "Reports"}]
    return Codebook.model_validate({"version": "1", "groups": groups, "codes": codes})
