"""A corpus for measuring scale is the same for the same seed, says what it is, and holds no name of the example."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from source import read_sources

from textmine.privacy.case.roster import read_roster
from textmine.privacy.readers import find, read
from textmine.reporting.episodes import read_rows

ROOT = Path(__file__).parents[2]
N = 120
NOTICE = "made by recombining; for scale only; never for a quality figure"
NUMBERS = {"DATE", "DOB", "REF", "NHS", "PHONE", "VEHICLE", "POSTCODE"}
"""Types that are no names: their digits may come back by chance."""


def make(out: Path, *, seed: int = 5, writeups: int = N, csv: bool = True) -> subprocess.CompletedProcess[str]:
    asked = ["--write-ups", str(writeups), "--seed", str(seed), "--out", str(out), *(["--csv"] if csv else [])]
    environment = os.environ | {"PYTHON": sys.executable}
    return subprocess.run(
        [str(ROOT / "scripts" / "make-corpus"), *asked], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("corpus") / "made"
    done = make(out)
    assert (done.returncode, done.stderr) == (0, "")
    return out


@pytest.fixture(scope="module")
def gold(corpus: Path) -> list[dict[str, object]]:
    lines = (corpus / "gold" / "identifiers.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def marked(gold: list[dict[str, object]]) -> list[tuple[str, str, str]]:
    """Type, words and key of every identifier."""
    found = []
    for row in gold:
        text, spans = row["text"], row["spans"]
        assert isinstance(text, str)
        assert isinstance(spans, list)
        found += [(span["type"], text[span["start"] : span["end"]], span["entity"]) for span in spans]
    return found


def test_two_runs_give_the_same_bytes_and_another_seed_others(corpus: Path, tmp_path: Path) -> None:
    assert make(tmp_path / "again").returncode == 0
    assert contents(corpus) == contents(tmp_path / "again")
    assert make(tmp_path / "other", seed=6).returncode == 0
    assert contents(corpus).keys() != contents(tmp_path / "other").keys()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_there_are_as_many_write_ups_as_asked_for_and_1_to_20_of_a_child(
    corpus: Path, gold: list[dict[str, object]]
) -> None:
    per_child = Counter(row["child"] for row in gold)
    assert len(find([corpus / "writeups"])) == len(gold) == N
    assert max(per_child.values()) <= 20
    assert min(per_child.values()) >= 1
    assert len(set(per_child.values())) > 3


def test_gold_is_of_the_text_that_textmine_reads(corpus: Path, gold: list[dict[str, object]]) -> None:
    folder = corpus / "writeups"
    texts = {
        writeup.id: writeup.text
        for path in find([folder])
        for writeup in read(path, name=path.relative_to(folder).as_posix())
    }
    assert {row["document"]: row["text"] for row in gold} == texts


def test_spans_stand_apart_and_hold_what_their_type_says(gold: list[dict[str, object]]) -> None:
    for row in gold:
        spans, at = row["spans"], 0
        assert isinstance(spans, list)
        for span in spans:
            assert at <= span["start"] < span["end"] <= len(str(row["text"]))
            at = span["end"]
    words = marked(gold)
    assert {"PERSON", "DATE", "PLACE", "REF", "PHONE", "SCHOOL"} <= {type for type, _, _ in words}
    assert all(word == word.strip() and word for _, word, _ in words)
    assert all(re.match(r"07700 ?900|01632 ?960", word) for type, word, _ in words if type == "PHONE")
    assert all(re.sub(r"\D", "", word).startswith("999") for type, word, _ in words if type == "NHS")
    assert all(re.match(r"Q[MTAW]", word, re.I) for type, word, _ in words if type == "POSTCODE")


def test_the_child_of_a_write_up_is_named_in_it_as_on_the_roster(corpus: Path, gold: list[dict[str, object]]) -> None:
    cases = read_roster(corpus / "roster.csv")
    assert {row["child"] for row in gold} == set(cases)
    for row in gold:
        spans, text = row["spans"], str(row["text"])
        assert isinstance(spans, list)
        known = {word.casefold() for item in cases[str(row["child"])].known for word in re.findall(r"\w+", item.words)}
        own = [text[span["start"] : span["end"]] for span in spans if span["entity"] == "child"]
        full = {word.casefold() for name in own for word in re.findall(r"\w{4,}", name)}
        assert full & known or not full


def test_no_name_of_the_example_is_left_in_the_identifiers(gold: list[dict[str, object]]) -> None:
    originals = {
        word
        for source in read_sources(ROOT / "corpora" / "example" / "source").values()
        for span in source.identifiers
        if span.type not in NUMBERS | {"NRP"}
        for word in re.findall(r"[^\W\d_]{4,}", source.text[span.start : span.end].casefold())
    }
    kinds = {
        "house",
        "school",
        "road",
        "street",
        "close",
        "lane",
        "rise",
        "centre",
        "club",
        "stores",
        "project",
        "café",
        "example",
    }
    made = {
        word
        for type, words, _ in marked(gold)
        if type not in NUMBERS | {"NRP"}
        for word in re.findall(r"[^\W\d_]{4,}", words.casefold())
    }
    assert len(made) > 500
    assert set() == made & originals - kinds
    keys = {word for _, _, entity in marked(gold) for word in re.findall(r"[^\W\d_]{4,}", entity)}
    people = {
        word
        for source in read_sources(ROOT / "corpora" / "example" / "source").values()
        for span in source.identifiers
        if span.type == "PERSON"
        for word in re.findall(r"[^\W\d_]{4,}", source.text[span.start : span.end])
        if word.istitle()
    }
    assert set() == {key for key in keys if key.title() in people} - {"uncle"}


def test_everything_says_that_it_was_made(corpus: Path) -> None:
    assert (corpus / "MADE.txt").read_text(encoding="utf-8").strip() == NOTICE
    assert (corpus / "export.csv").read_text(encoding="utf-8").split("\n")[0].strip() == NOTICE


def test_the_export_holds_the_same_write_ups(corpus: Path, gold: list[dict[str, object]]) -> None:
    exported = read(corpus / "export.csv", name="export.csv")
    assert [(row["child"], row["text"]) for row in gold] == [(writeup.child, writeup.text) for writeup in exported]


def test_every_write_up_has_its_episode(corpus: Path, gold: list[dict[str, object]]) -> None:
    rows, problems = read_rows(corpus / "episodes.csv", columns={})
    assert [row["document"] for row in gold] == [row.document for row in rows]
    assert problems == ()
    assert all(row.missing_start for row in rows)


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert make(tmp_path).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
