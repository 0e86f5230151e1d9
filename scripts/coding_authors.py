"""The coder on the example corpus, authors left out, beside keywords, a plain regression and people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from coding_baselines import decided, keywords, word_regression
from coding_example import Example, author_folds
from coding_measures import (
    Pairs,
    bootstrapped,
    calibration_error,
    errors,
    first_try,
    headlines,
    macro_f1,
    wrongly_counted,
)
from numpy.typing import NDArray
from tqdm import tqdm

from textmine.coding.calibration import logit
from textmine.coding.classifier import decide, probabilities, score, train
from textmine.coding.evaluation import usable_codes
from textmine.coding.lessons import Lesson
from textmine.coding.model import Model
from textmine.types import Coding, Matrix

ABSTAIN, FOLDS, SEED = 0.15, 4, 7
AT_LEAST, AT_LEAST_CHILDREN = 10, 8  # as in the demo: few write-ups


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What coders said of write-ups of authors they did not learn from.

    Args:
        pairs: core codes.
        codings: ours, forced to decide.
        asserted: for each core mention of people, whether its assertion was told right.
    """

    pairs: Pairs = field(repr=False)
    codings: tuple[Coding, ...] = field(repr=False)
    asserted: NDArray[np.bool_] = field(repr=False)


def example_tables(example: Example, lesson: Lesson, definitions: Matrix) -> str:
    """Both tables of the example corpus."""
    core = [lesson.codes.index(code) for code in example.core]
    ours = left_out(example, lesson, definitions, core)
    twice = [headlines(codings, example.codebook)[:, core] for codings in (example.first, example.second)]
    rows = [("textmine", str(bootstrapped(ours.pairs, _f1))), *_others(example, lesson, core)]
    rows += [("person against person, 60 write-ups", f"{macro_f1(*twice):.3f}")]
    said = headlines(ours.codings, example.codebook)[:, core]
    return "\n".join([_table(("coder", "macro F1"), rows), figures_of(example.codings, example, ours, said)])


def left_out(example: Example, lesson: Lesson, definitions: Matrix, core: Sequence[int]) -> LeftOut:
    """Four coders, each taught without two authors and their children."""
    P, said, left = np.zeros(lesson.D.shape), np.zeros(lesson.D.shape, bool), np.zeros(lesson.D.shape, bool)
    codings: dict[int, Coding] = {}
    asserted: list[NDArray[np.bool_]] = []
    for learn, test in tqdm(author_folds(example.authors, lesson.children), "authors", disable=None):
        taught, part = lesson.of(learn), lesson.of(test)
        usable = usable_codes(taught, at_least=AT_LEAST, at_least_children=AT_LEAST_CHILDREN)
        model = train(taught, definitions, usable=usable, folds=FOLDS, abstain=ABSTAIN, seed=SEED)
        scores = score(model, part.passages, part.X, part.doc, len(test))
        P[test] = probabilities(model, scores, example.codebook)
        thresholds = model.arrays["thresholds"].astype(np.float64)
        said[test] = P[test] >= thresholds
        left[test] = np.abs(logit(P[test]) - logit(thresholds)) < model.arrays["margin"][0]
        names = [example.narratives[d].id for d in test]
        found = decide(sure(model), names, part.passages, scores, part.doc, P[test])
        codings |= dict(zip(test.tolist(), found, strict=True))
        marks = part.marks[np.isin(part.marks[:, 1], core)]
        asserted.append(scores.assertion[marks[:, 0], marks[:, 1]].argmax(axis=1) == marks[:, 2])
    pairs = Pairs(lesson.D[:, core], said[:, core], P[:, core], left[:, core], lesson.children)
    return LeftOut(pairs, tuple(codings[d] for d in range(len(P))), np.concatenate(asserted))


def figures_of(codings: Sequence[Coding], example: Example, ours: LeftOut, said: NDArray[np.bool_]) -> str:
    """The table of one set of write-ups: `said` are the headlines of our codings, core codes."""
    return _table(("textmine", "measured"), _figures(codings, example, ours, replace(ours.pairs, said=said)))


def _figures(codings: Sequence[Coding], example: Example, ours: LeftOut, coded: Pairs) -> list[tuple[str, str]]:
    everything, decided_alone, share = errors(ours.pairs)
    shown = bootstrapped(ours.pairs, lambda pairs: calibration_error(pairs.truth, pairs.P))
    tried = first_try(codings, ours.codings, example.core)
    counted = wrongly_counted(codings, ours.codings, example.core)
    return [
        ("macro F1 of the headline of its codings, with evidence", str(bootstrapped(coded, _f1))),
        ("evidence right at first try, of the codes both have", f"{np.mean(tried):.3f} of {len(tried)}"),
        ("assertion of a mention right", f"{ours.asserted.mean():.3f} of {len(ours.asserted)}"),
        ("negated or hypothetical mention in the headline", f"{np.mean(counted):.3f} of {len(counted)}"),
        ("expected calibration error", str(shown)),
        ("wrong decisions, all decided", f"{everything:.3f}"),
        (f"wrong decisions, {share:.0%} left to a person", f"{decided_alone:.3f}"),
    ]


def _others(example: Example, lesson: Lesson, core: Sequence[int]) -> list[tuple[str, str]]:
    texts = [narrative.text for narrative in example.narratives]
    truth = lesson.D[:, core]
    said = keywords([code for code in example.codebook.codes if code.tier == "core"], texts)
    P, chosen = np.zeros(truth.shape), np.zeros(truth.shape, dtype=bool)
    for learn, test in author_folds(example.authors, lesson.children):
        P[test], chosen[test] = decided(word_regression(texts), learn, test, truth[learn], lesson.children)
    never = np.zeros(truth.shape, dtype=bool)
    rows = (("TF-IDF and logistic regression", chosen, P), ("keywords of the codebook", said, said.astype(np.float64)))
    return [(name, str(bootstrapped(Pairs(truth, s, p, never, lesson.children), _f1))) for name, s, p in rows]


def sure(model: Model) -> Model:
    """The same coder, made to decide everything."""
    return replace(model, arrays={**model.arrays, "margin": np.zeros(1, dtype=np.float32)})


def _f1(pairs: Pairs) -> float:
    return macro_f1(pairs.truth, pairs.said)


def _table(head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    lines = [" | ".join(head), "---|---", *(" | ".join(row) for row in rows)]
    return "\n".join(f"| {line} |" if "---" not in line else f"|{line}|" for line in lines) + "\n"
