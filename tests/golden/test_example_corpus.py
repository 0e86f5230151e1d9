"""The example region holds together: sources, documents, gold and codings say the same."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import check
import pytest
import yaml
from source import Source, read_sources

from textmine.annotation.tasks import read_tasks
from textmine.coding.codebook import read_codebook
from textmine.privacy.readers import find, read

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "corpora" / "example"
CODES = read_codebook(ROOT / "annotations" / "codebook.yaml").ids


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    """All write-ups as their authors marked them."""
    return read_sources(EXAMPLE / "source")


@pytest.fixture(scope="module")
def gold() -> list[dict[str, object]]:
    """Identifiers in the texts as they are read."""
    lines = (EXAMPLE / "gold" / "identifiers.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_every_source_keeps_the_rules(sources: dict[str, Source]) -> None:
    codebook = yaml.safe_load((ROOT / "annotations" / "codebook.yaml").read_text(encoding="utf-8"))
    faults = [f"{id}: {fault}" for id, source in sources.items() for fault in check.check(source, codebook, id)]
    assert faults == []


def test_no_eight_words_in_a_row_stand_in_more_than_two_write_ups(sources: dict[str, Source]) -> None:
    assert check.repeats(sources) == []


def test_the_region_is_as_large_and_as_mixed_as_it_says(sources: dict[str, Source]) -> None:
    formats = Counter(source.head["format"] for source in sources.values())
    kinds = Counter(source.head["kind"] for source in sources.values())
    children = Counter(source.head["child"] for source in sources.values())
    assert len(sources) == 240
    assert len(children) == 90
    assert children["C056"] == 20
    assert len({id.split("-")[0] for id in sources}) == 8
    assert sum(len(source.text.split()) for source in sources.values()) >= 60_000
    assert formats["docx"] >= 90
    assert formats["pdf"] >= 40
    assert set(formats) == {"docx", "pdf", "txt", "txt1252", "csv", "xlsx", "odt", "rtf", "md"}
    assert kinds["refusal"] >= 24
    assert kinds["no_reason"] >= 24


def test_nearly_a_third_of_all_mentions_is_not_a_headline(sources: dict[str, Source]) -> None:
    mentions = [mention for source in sources.values() for mention in source.mentions]
    other = [m for m in mentions if m.assertion != "affirmed" or m.time != "this_episode"]
    assert 0.28 <= len(other) / len(mentions) <= 0.42


def test_the_documents_are_read_as_the_gold_says(gold: list[dict[str, object]]) -> None:
    folder = EXAMPLE / "writeups"
    texts = {w.id: w.text for path in find([folder]) for w in read(path, name=path.relative_to(folder).as_posix())}
    assert {str(row["document"]): row["text"] for row in gold} == texts


def test_every_marked_identifier_stands_where_the_gold_says(
    sources: dict[str, Source], gold: list[dict[str, object]]
) -> None:
    marked = Counter(s.text[i.start : i.end] for s in sources.values() for i in s.identifiers)
    found = Counter(str(row["text"])[span["start"] : span["end"]] for row in gold for span in row["spans"])  # type: ignore[attr-defined]
    assert sum(found.values()) == sum(marked.values())
    # White space may be broken differently by a format, words may not.
    assert Counter({"".join(k.split()): v for k, v in found.items()}).keys() == {"".join(k.split()) for k in marked}


@pytest.mark.parametrize("name", ["codings", "held-back", "second-coder", "adjudicated"])
def test_the_codings_fit_their_texts(name: str) -> None:
    pulled = read_tasks(ROOT / "annotations" / "example" / f"{name}.json", codes=CODES)
    assert len(pulled.codings) == len(pulled.narratives) > 0
    assert all(coding.human for coding in pulled.codings)


def test_no_identifier_of_the_gold_is_left_in_the_narratives_that_people_coded(gold: list[dict[str, object]]) -> None:
    names = {
        str(row["text"])[s["start"] : s["end"]]
        for row in gold
        for s in row["spans"]  # type: ignore[attr-defined]
        if s["type"] in {"NHS", "EMAIL", "PHONE", "POSTCODE"}
    }
    for name in ("codings", "held-back", "second-coder"):
        text = (ROOT / "annotations" / "example" / f"{name}.json").read_text(encoding="utf-8")
        assert [words for words in names if words in text] == []


def test_two_coders_and_a_third_share_sixty_write_ups() -> None:
    second = read_tasks(ROOT / "annotations" / "example" / "second-coder.json", codes=CODES)
    settled = read_tasks(ROOT / "annotations" / "example" / "adjudicated.json", codes=CODES)
    assert len(second.codings) == 60
    assert {c.narrative for c in settled.codings} == {c.narrative for c in second.codings}
    assert {c.status for c in settled.codings} == {"adjudicated"}
