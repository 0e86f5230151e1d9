"""Write-ups by four authors who saw nothing of ours, coded by somebody else: what a coder of the example makes of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from coded_texts import CORPORA, Source, compile_mentions, compile_source, plain_mark
from coding_authors import ABSTAIN, AT_LEAST, AT_LEAST_CHILDREN, FOLDS, SEED, LeftOut, figures_of, sure
from coding_example import Example
from coding_measures import Pairs, headlines

from textmine.coding.calibration import logit
from textmine.coding.classifier import decide, probabilities, score, train
from textmine.coding.evaluation import usable_codes
from textmine.coding.lessons import Lesson, Read, make_lesson
from textmine.types import Coding, Matrix, Mention, Narrative

FOLDER = CORPORA / "coded" / "fresh"


def fresh_table(example: Example, lesson: Lesson, definitions: Matrix, read: Read) -> str:
    """Taught on the whole example, measured on the fresh write-ups, core codes."""
    narratives, codings = read_fresh()
    part = make_lesson(narratives, codings, example.codebook, read)
    core = [lesson.codes.index(code) for code in example.core]
    usable = usable_codes(lesson, at_least=AT_LEAST, at_least_children=AT_LEAST_CHILDREN)
    model = train(lesson, definitions, usable=usable, folds=FOLDS, abstain=ABSTAIN, seed=SEED)
    scores = score(model, part.passages, part.X, part.doc, len(narratives))
    P, thresholds = probabilities(model, scores, example.codebook), model.arrays["thresholds"].astype(np.float64)
    left = np.abs(logit(P) - logit(thresholds)) < model.arrays["margin"][0]
    found = decide(sure(model), [n.id for n in narratives], part.passages, scores, part.doc, P)
    marks = part.marks[np.isin(part.marks[:, 1], core)]
    asserted = scores.assertion[marks[:, 0], marks[:, 1]].argmax(axis=1) == marks[:, 2]
    pairs = Pairs(part.D[:, core], (P >= thresholds)[:, core], P[:, core], left[:, core], part.children)
    said = headlines(found, example.codebook)[:, core]
    return figures_of(codings, example, LeftOut(pairs, found, asserted), said)


def read_fresh() -> tuple[tuple[Narrative, ...], tuple[Coding, ...]]:
    """Narratives with plain marks for names, and their codings."""
    pairs = [_fresh(path) for path in sorted(FOLDER.glob("*.txt"))]
    return tuple(n for n, _ in pairs), tuple(c for _, c in pairs)


def _fresh(path: Path) -> tuple[Narrative, Coding]:
    author = path.stem.split("-")[0]
    source = compile_source((CORPORA / "detection" / "unseen" / author / path.name).read_text("utf-8"))
    text, moved = _replaced(source)
    mentions = tuple(
        Mention(moved(m.start), moved(m.end), m.code, m.assertion, m.time, m.voice)  # type: ignore[arg-type]
        for m in compile_mentions(source.text, path.read_text("utf-8").splitlines())
    )
    return Narrative(path.stem, source.head["child"], text), Coding(
        path.stem, "annotator:fresh", mentions, (), "accepted"
    )


def _replaced(source: Source) -> tuple[str, Callable[[int], int]]:
    """The text with marks for identifiers, and where each place of the old text is in the new one."""
    parts: list[str] = []
    edges: list[tuple[int, int]] = [(0, 0)]
    last = length = 0
    for one in source.identifiers:
        mark = plain_mark(one.type, one.entity)
        length += one.start - last
        parts += [source.text[last : one.start], mark]
        edges += [(one.start, length), (one.end, length + len(mark))]
        length, last = length + len(mark), one.end
    old, new = (np.array(side) for side in zip(*edges, strict=True))

    def moved(place: int) -> int:
        at = int(np.searchsorted(old, place, side="right")) - 1
        return int(new[at] + place - old[at])

    return "".join([*parts, source.text[last:]]), moved
