"""Whatever people write: passages are verbatim and lose nothing, folds keep children whole, probabilities are such."""

from __future__ import annotations

import json
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.annotation.carry import carry
from textmine.annotation.tasks import read_tasks, write_tasks
from textmine.cells import safe
from textmine.coding import agreementmeasures as measures
from textmine.coding.calibration import best_f1_threshold, combine
from textmine.coding.folds import child_folds
from textmine.coding.passages import LONGEST, is_heading, passages_of
from textmine.errors import AnnotationError
from textmine.types import ASSERTIONS, STATUSES, TIMES, VOICES, Coding, Mention, Narrative

BOTH_WAYS = ((True, True), (True, False), (False, True), (False, False))
LINES = ["She left.", "Why?", "What happened", "Push / pull:", "Q: Push A: ", "went to the park with them", "no one"]
SIGNS = [
    " | ",
    "\n",
    "\n\n",
    "☒ ",
    "☐ ",
    "- ",
    "1. ",
    "and",
    ", ",
    "“Hm”",
    "😀",
    "p.m.",
    "# ",
    "[CHILD]",
    "Ŵyn",
    "  ",
    "...",
]
PIECES = st.sampled_from(LINES + SIGNS)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=60).map("".join)
CODES = ("home", "mates")


@given(TEXTS)
def test_passages_are_verbatim_in_order_and_do_not_overlap(text: str) -> None:
    found = passages_of(Narrative("n", "c", text))
    assert [text[passage.start : passage.end] for passage in found] == [passage.text for passage in found]
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(passage.text == passage.text.strip() and len(passage.text.split()) <= LONGEST for passage in found)


@given(TEXTS)
def test_every_letter_stands_in_a_passage_or_in_a_heading_or_question(text: str) -> None:
    found = passages_of(Narrative("n", "c", text))
    covered = {i for passage in found for i in range(passage.start, passage.end)}
    contexts = {_letters(passage.context) for passage in found}
    start = 0
    for line in text.split("\n"):
        left = "".join(" " if start + i in covered else letter for i, letter in enumerate(line))
        for words in left.replace("Q:", " | ").replace("A:", " | ").split("|"):
            named = any(_letters(words) in context for context in contexts | {""})
            assert named or is_heading(line) or _blank_question(line)
        start += len(line) + 1


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def _blank_question(line: str) -> bool:
    """A question to which nothing was answered heads nothing; what it asked is no account of anybody."""
    return "Q:" in line and "A:" in line


@given(st.lists(st.sampled_from("abcdefghij"), min_size=2, max_size=60), st.integers(2, 8), st.integers(0, 99))
def test_no_child_is_in_two_folds_and_every_narrative_is_tested_once(
    children: list[str], folds: int, seed: int
) -> None:
    splits = child_folds(children, folds, seed)
    for learn, test in splits:
        assert not {children[i] for i in learn} & {children[i] for i in test}
        assert sorted([*learn, *test]) == list(range(len(children)))
    assert sorted(i for _, test in splits for i in test) == list(range(len(children)))
    assert len(splits) == min(folds, len(set(children)))


@given(st.lists(st.tuples(st.floats(-20, 20), st.booleans()), min_size=2, max_size=40))
@settings(max_examples=40)
def test_calibration_and_thresholds_are_always_finite(pairs: list[tuple[float, bool]]) -> None:
    scores, truth = np.array([[s, -s] for s, _ in pairs]), np.array([[t, False] for _, t in pairs])
    (slope,), intercepts = combine([scores], truth)
    assert slope > 0
    assert np.isfinite(intercepts).all()
    assert 0.05 <= best_f1_threshold(1 / (1 + np.exp(-scores[:, 0]))) <= 0.9


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30))
def test_agreement_is_nan_or_at_most_one_and_does_not_mind_the_order_of_coders(pairs: list[tuple[bool, bool]]) -> None:
    counts = [np.array([sum(pair == one for pair in pairs)], dtype=float) for one in BOTH_WAYS]
    a, b, c, d = counts
    for name in ("observed", "alpha", "kappa", "ac1", "positive", "negative"):
        measure = getattr(measures, name)
        (value,), (turned,) = measure(a, b, c, d), measure(a, c, b, d)
        assert np.isnan(value) or value <= 1 + 1e-12
        assert np.isclose(value, turned, equal_nan=True)
    Y = np.array(pairs, dtype=bool).reshape(-1, 2)
    assert np.isclose(measures.krippendorff_alpha(Y), measures.alpha(a, b, c, d)[0], equal_nan=True)


@given(*[st.frozensets(st.sampled_from("abcd")) for _ in range(2)])
def test_masi_is_a_distance(first: frozenset[str], second: frozenset[str]) -> None:
    assert 0 <= measures.masi(first, second) <= 1
    assert (measures.masi(first, second) == 0) == (first == second)
    assert measures.masi(first, second) == measures.masi(second, first)


@st.composite
def coded(draw: st.DrawFn) -> tuple[Narrative, Coding]:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=2, max_size=60))
    mentions = set()
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text) - 1))
        end, code, voice = (
            draw(st.integers(start + 1, len(text))),
            draw(st.sampled_from(CODES)),
            draw(st.sampled_from(VOICES)),
        )
        assertion, moment = draw(st.sampled_from(ASSERTIONS)), draw(st.sampled_from(TIMES))
        mentions.add(Mention(start, end, code, assertion, moment, voice))
    answers = draw(st.dictionaries(st.sampled_from(["engagement", "alone"]), st.text(min_size=1, max_size=5)))
    coder, status = draw(st.sampled_from(["annotator:1", "author"])), draw(st.sampled_from(STATUSES))
    return Narrative("n", "c", text), Coding(
        "n", coder, tuple(sorted(mentions)), tuple(sorted(answers.items())), status
    )


@given(coded())
def test_codings_come_back_as_they_were_written(pair: tuple[Narrative, Coding]) -> None:
    narrative, coding = pair
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tasks.json"
        path.write_text(write_tasks([narrative], [coding]), encoding="utf-8")
        pulled = read_tasks(path, codes=CODES)
    assert ((narrative,), (coding,)) == (pulled.narratives, pulled.codings)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner)
       | st.dictionaries(st.sampled_from(["data", "annotations", "result", "value", "id", "text", "narrative", "child",
                                          "start", "end", "labels", "type", "from_name", "meta"]), inner)))  # fmt: skip
def test_any_other_json_is_refused_in_our_words(content: object) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tasks.json"
        path.write_text(json.dumps([content]), encoding="utf-8", errors="replace")
        with suppress(AnnotationError):  # and nothing else
            assert read_tasks(path, codes=CODES).drafts >= 0


@given(coded(), TEXTS)
def test_what_is_carried_lies_inside_the_new_text(pair: tuple[Narrative, Coding], after: str) -> None:
    narrative, coding = pair
    carried = carry([coding], {"n": narrative}, {"n": Narrative("n", "c", after)})
    (moved,) = carried.codings
    assert all(0 <= mention.start < mention.end <= len(after) for mention in moved.mentions)
    assert len(coding.mentions) == len(moved.mentions) + carried.lost


@given(coded())
def test_an_unchanged_text_loses_no_mention(pair: tuple[Narrative, Coding]) -> None:
    narrative, coding = pair
    carried = carry([coding], {"n": narrative}, {"n": narrative})
    assert ((coding,), 0) == (carried.codings, carried.lost)


@given(st.text())
def test_no_cell_is_taken_for_a_formula(words: str) -> None:
    cell = str(safe(words))
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cell in (words, f"'{words}")
