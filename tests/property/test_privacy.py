"""Whatever the texts and spans: nothing that a detector caught is lost, and known names are found."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from textmine.privacy.case.naming import find_known
from textmine.privacy.case.roster import Case, Known
from textmine.privacy.detection.merging import merge
from textmine.privacy.detection.residue import doubts
from textmine.privacy.language.folding import fold
from textmine.privacy.rules.recognisers import recognise
from textmine.types import Span

WORDS = st.sampled_from(
    ["Ffion", "ffion", "Siân", "SIAN's", "14/5/24", "May 2024", "3rd of March", "07700 900123", "[PERSON 1]", "[CHILD]"]
    + ["[MOTHER]", "[DATE]", "[PLACE 2]", " ", "  ", "\n", "😀", "\ud83d", "\ude00", "e\u0301", "went", "a.b", "[", "]"]
)
TEXTS = st.lists(WORDS | st.text(max_size=4), max_size=14).map("".join)
CASES = settings(max_examples=600, deadline=None)


@st.composite
def overlapping(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text, and spans as many detectors give them."""
    text = draw(st.text(alphabet="ab 1.-é\n", min_size=1, max_size=30))
    places = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))), max_size=10))
    pick = st.sampled_from
    return text, [
        Span(
            *(start, end),
            draw(pick(["PERSON", "LOCATION", "ADDRESS", "DATE", "DOB"])),
            draw(pick([0.5, 0.9, 1.0])),
            draw(pick(["roster", "tagger", "seen elsewhere", "decision"])),
            draw(pick(["", "child"])),
        )
        for start, end in places
        if start < end
    ]


@CASES
@given(overlapping())
def test_merging_covers_every_letter_and_digit_that_was_covered_and_nothing_else(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    covered = {i for span in spans for i in range(span.start, span.end) if text[i].isalnum()}
    assert covered == {i for span in merge(text, spans) for i in range(span.start, span.end) if text[i].isalnum()}


@CASES
@given(overlapping())
def test_merged_spans_do_not_overlap_and_are_in_order(case: tuple[str, list[Span]]) -> None:
    merged = merge(*case)
    assert all(one.end <= other.start for one, other in pairwise(merged))
    assert all(case[0][span.start : span.end].strip() == case[0][span.start : span.end] for span in merged)


@CASES
@given(overlapping(), st.integers())
def test_the_order_of_the_detectors_makes_no_difference(case: tuple[str, list[Span]], seed: int) -> None:
    text, spans = case
    shuffled = random.Random(seed).sample(spans, len(spans))
    assert merge(text, spans) == merge(text, shuffled)


NAMES = st.from_regex(r"[A-Z][a-zéâ]{2,8}([-'’][A-Z][a-z]{2,6})?( [A-Z][a-z]{2,9})?", fullmatch=True)


@settings(max_examples=400, deadline=None)
@given(NAMES, st.text(alphabet="ab ,.\n'’", max_size=8), st.text(alphabet=" ,.\n'’?!", min_size=1, max_size=3))
@example("O'Shea", "", " ")
def test_a_known_name_with_its_capital_is_always_found(name: str, before: str, after: str) -> None:
    text = f"{before} {name}{after}was seen"
    case = Case("C1", (Known(name, "PERSON", "child", "child"),))
    covered = {i for span in find_known(text, case) for i in range(span.start, span.end)}
    at = len(before) + 1
    assert all(i in covered for i in range(at, at + len(name)) if text[i].isalnum())


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=80))
@example("İ ẞ ﬁ ǆ")
def test_folding_always_finds_its_way_back(text: str) -> None:
    folded = fold(text)
    for start in range(len(folded.text)):
        left, right = folded.back(start, start + 1)
        assert 0 <= left < right <= len(text)
    if folded.text:
        assert len(text) == folded.back(0, len(folded.text))[1]


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_detectors_give_places_inside_any_text(text: str) -> None:
    case = Case("C1", (Known("Siân Ffion", "PERSON", "child", "child"), Known("14/5/24", "DOB", "", "DOB:x")))
    for span in (*recognise(text), *find_known(text, case)):
        assert 0 <= span.start < span.end <= len(text)
    for doubt in doubts(text):
        assert doubt.words == text[doubt.start : doubt.end]
