"""A share of what scripts/fuzz-documents does ten thousand times: nothing crashes, hangs, or is lost without a word."""

from __future__ import annotations

import random
import time
from pathlib import Path

import fuzz_documents
import fuzzing
import pytest

from textmine.errors import ReadError
from textmine.privacy.readers import READERS, read
from textmine.privacy.rules.recognisers import recognise


@pytest.mark.timeout(240)
def test_two_hundred_fuzzed_documents_are_read_or_left_out_with_a_reason() -> None:
    told, took = fuzz_documents.batch(seed=20261126, n=200)
    assert sum(told.values()) >= 200
    assert told["read"] >= 40
    assert len(told) >= 8
    assert took < 120


def test_every_kind_of_document_is_fuzzed_and_the_same_seed_gives_the_same() -> None:
    some = list(fuzzing.fuzzed(3, 400))
    assert {one.suffix for one in some} == READERS.keys() - {".qdpx"}
    assert [one.data for one in some if one.suffix in (".txt", ".csv", ".rtf")] == [
        one.data for one in fuzzing.fuzzed(3, 400) if one.suffix in (".txt", ".csv", ".rtf")
    ]


def test_six_hundred_fuzzed_documents_are_read_or_refused_quickly(tmp_path: Path) -> None:
    for number, document in enumerate(fuzzing.fuzzed(7, 600)):
        path = tmp_path / f"{number}{document.suffix}"
        path.write_bytes(document.data)
        began = time.monotonic()
        try:
            found = read(path, name="a")
        except ReadError as fault:
            assert fault.next_step
        else:
            assert all(one.text.strip() and one.text.encode("utf-8") for one in found)
        assert time.monotonic() - began < 20


@pytest.mark.parametrize("seed", range(11))
def test_the_patterns_read_a_line_of_a_megabyte_in_seconds(seed: int) -> None:
    text = fuzzing.long_line(random.Random(seed)).decode()
    began = time.monotonic()
    recognise(text)
    assert time.monotonic() - began < 60
