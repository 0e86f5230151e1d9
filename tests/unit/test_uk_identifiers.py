"""The detector against a generator of identifiers that was written without sight of it."""

from __future__ import annotations

import random

import pytest
from uk_identifiers import Case, hard_negatives, noisy, valid

from textmine.assets import asset
from textmine.privacy.detection.detector import CaseDetector, load_detector


@pytest.fixture(scope="module")
def detect() -> CaseDetector:
    return load_detector(asset("models", "detector"))


def share_masked(detect: CaseDetector, cases: list[Case]) -> float:
    return sum(masked(detect, case) for case in cases) / len(cases)


def masked(detect: CaseDetector, case: Case) -> bool:
    covered = {at for span in detect([case.text])[0] for at in range(span.start, span.end)}
    return {at for at in range(case.start, case.end) if case.text[at].isalnum()} <= covered


def test_nearly_all_identifiers_in_their_official_form_are_masked(detect: CaseDetector) -> None:
    assert share_masked(detect, valid(random.Random(3), 300)) >= 0.985


def test_most_identifiers_are_masked_as_people_mistype_them(detect: CaseDetector) -> None:
    assert share_masked(detect, noisy(random.Random(3), 300)) >= 0.92


def test_few_sentences_without_identifiers_are_touched(detect: CaseDetector) -> None:
    touched = [bool(detect([case.text])[0]) for case in hard_negatives(random.Random(3), 300)]
    assert sum(touched) / len(touched) <= 0.12


@pytest.mark.parametrize(
    "text",
    [
        "DOB 31-\n07.06 on the form",
        "rang 0113\n496 0224 twice",
        "missing from DD2\n9YX since teatime",
        "NHS No. 999 156\n2451",
        "wrote to jay.hammer@\ngmail.com",
        "found at ///wallet.bench.\nribbon",
        "at Ysgol\nUwchradd Bryn y Deri",
    ],
)
def test_an_identifier_over_the_end_of_a_line_is_masked_whole(detect: CaseDetector, text: str) -> None:
    covered = {at for span in detect([text])[0] for at in range(span.start, span.end)}
    end = text.index("\n")
    assert {end - 1, end + 1} <= covered


def test_a_reference_ends_with_its_sentence(detect: CaseDetector) -> None:
    text = "Crime ref NX/12/0456/24. She is 15."
    covered = {at for span in detect([text])[0] for at in range(span.start, span.end)}
    assert set(range(10, 23)) == covered & set(range(10, len(text)))
