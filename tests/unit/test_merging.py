"""Detectors that disagree are joined so that nothing any of them caught is shown."""

from __future__ import annotations

import time

from textmine.privacy.detection.merging import merge
from textmine.types import Span

TEXT = "Ffion Haf Pritchard of 22 Rhodfa'r Wylan, Porth Merin"


def test_the_roster_wins_and_the_rest_of_the_name_goes_with_it() -> None:
    spans = [Span(0, 19, "PERSON", 0.95, "tagger"), Span(0, 5, "PERSON", 0.9, "roster", "child")]
    assert (Span(0, 19, "PERSON", 0.9, "roster", "child"),) == merge(TEXT, spans)


def test_the_surer_of_two_detectors_gives_the_label() -> None:
    spans = [Span(23, 40, "LOCATION", 0.8, "tagger"), Span(23, 40, "ADDRESS", 0.85, "house and street")]
    assert ("ADDRESS",) == tuple(span.label for span in merge(TEXT, spans))


def test_what_is_left_of_another_kind_stands_alone() -> None:
    spans = [Span(0, 5, "PERSON", 1.0, "roster", "child"), Span(0, 22, "ORGANIZATION", 0.7, "tagger")]
    assert [(0, 5, "PERSON"), (6, 22, "ORGANIZATION")] == [(s.start, s.end, s.label) for s in merge(TEXT, spans)]


def test_leftovers_without_a_letter_or_digit_are_dropped() -> None:
    spans = [Span(23, 40, "ADDRESS", 0.9), Span(23, 42, "LOCATION", 0.5)]
    assert [(23, 40)] == [(s.start, s.end) for s in merge(TEXT, spans)]


def test_a_span_between_two_others_is_not_lost() -> None:
    text = "Cai Rhys Bevan"
    spans = [Span(0, 3, "PERSON", 1.0, "roster", "child"), Span(9, 14, "DATE", 0.9), Span(0, 14, "PERSON", 0.5)]
    merged = merge(text, spans)
    assert [(0, 8, "PERSON", "child"), (9, 14, "DATE", "")] == [(s.start, s.end, s.label, s.entity) for s in merged]


def test_spaces_at_the_edges_are_not_masked() -> None:
    assert [(3, 6)] == [(s.start, s.end) for s in merge("   Cai   ", [Span(0, 9, "PERSON")])]


def test_nothing_gives_nothing() -> None:
    assert () == merge(TEXT, [])
    assert () == merge("  ", [Span(0, 2, "PERSON")])


def test_many_spans_are_merged_in_seconds() -> None:
    text = "Cai " * 30_000
    spans = [Span(4 * i, 4 * i + 3, "PERSON", 0.9, "tagger") for i in range(30_000)]
    began = time.process_time()
    assert len(spans) == len(merge(text, spans))
    assert time.process_time() - began < 20


def test_a_known_name_inside_an_address_does_not_cut_it_up() -> None:
    text = "mail ffi@lantern.example"
    spans = merge(text, [Span(5, 24, "EMAIL", 0.95, "e-mail"), Span(5, 8, "PERSON", 1.0, "roster", "child")])
    assert [(5, 24, "EMAIL")] == [(span.start, span.end, span.label) for span in spans]


def test_what_the_text_calls_a_date_of_birth_is_one_however_sure_the_tagger_is_of_a_date() -> None:
    text = "DOB | 14/04/2008"
    spans = [Span(6, 16, "DATE_TIME", 1.0, "tagger"), Span(6, 16, "DOB", 0.95, "date of birth")]
    assert ["DOB"] == [span.label for span in merge(text, spans)]
    assert ["roster"] == [span.why for span in merge(text, [*spans, Span(6, 16, "DOB", 1.0, "roster", "DOB:x")])]
