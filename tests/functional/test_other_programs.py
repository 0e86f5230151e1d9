"""Programs of others read our exports: Taguette's codebook importer, three readers of REFI-QDA, and Frictionless.

QualCoder is not in the Python registry, so its own importer cannot be had here.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bench_exchange import made_up_study

import textmine
from textmine.exchange.codetree import path_of
from textmine.pipeline.exchange.exchanging import contents_of
from textmine.pipeline.study import Study

ROOT = Path(__file__).parents[2]
VENV = Path(os.environ.get("TEXTMINE_EXCHANGE_VENV", ROOT / ".venv-exchange"))
MISSING = "NOT TESTED: no program of others has read our exports; make their environment with scripts/setup-exchange"

pytestmark = pytest.mark.skipif(not (VENV / ".made").is_file(), reason=MISSING)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return made_up_study(tmp_path_factory.mktemp("others") / "study", 30, 400)


@pytest.fixture(scope="module")
def read(study: Study, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What each of them read."""
    out = tmp_path_factory.mktemp("exported")
    for to in ("csv", "xlsx", "parquet", "refi"):
        textmine.exchange_export(out / to, to=to, study=study.root)
    textmine.exchange_export(out / "refi-nvivo", to="refi", made_for="nvivo", study=study.root)
    command = [str(VENV / "bin" / "python"), str(ROOT / "scripts" / "other_programs.py"), out]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=out)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_taguettes_own_importer_reads_every_code(study: Study, read: dict[str, Any]) -> None:
    book = study.codebook
    assert [[path_of(code, book), code.definition] for code in book.codes] == read["taguette"]


def test_a_reader_of_the_standard_reads_every_code_and_mark(study: Study, read: dict[str, Any]) -> None:
    contents = contents_of(study)
    names = {one.name for one in (*contents.codebook.codes, *contents.codebook.groups)}
    assert names == set(read["pyrefiqda"]["codes"])
    marks = [[c.narrative, m.start, m.end, c.coder] for c in contents.codings for m in c.mentions]
    assert sorted(marks) == sorted(read["pyrefiqda"]["selections"])
    children = {one.child for one in contents.narratives}
    assert len(children) + len(contents.episodes) == read["pyrefiqda"]["cases"]


def test_another_reads_the_words_that_we_mean(study: Study, read: dict[str, Any]) -> None:
    contents = contents_of(study)
    texts = {one.id: one.text for one in contents.narratives}
    paths = {one.id: path_of(one, contents.codebook) for one in contents.codebook.codes}
    # It takes a stroke for a step down the tree, also one in a name.
    ours = {
        (paths[m.code].replace(" > ", "/"), texts[c.narrative][m.start : m.end], c.coder, m.start, m.end)
        for c in contents.codings
        for m in c.mentions
    }
    theirs = {tuple(row) for row in read["qdapy"]}
    assert ours <= theirs
    assert {"How it is said", "A person should look"} >= {row[0].partition("/")[0] for row in theirs - ours}


def test_a_reader_of_nvivos_projects_finds_the_words_where_nvivo_would(study: Study, read: dict[str, Any]) -> None:
    contents = contents_of(study)
    texts = {one.id: one.text for one in contents.narratives}
    names = {one.id: one.name for one in contents.codebook.codes}
    marks = [
        [c.narrative, names[m.code], texts[c.narrative][m.start : m.end], c.coder]
        for c in contents.codings
        for m in c.mentions
    ]
    assert any(sign > "\uffff" for _, _, words, _ in marks for sign in words)
    assert sorted(marks) == sorted(read["pyqdpx"])


def test_every_table_keeps_to_its_dictionary(read: dict[str, Any]) -> None:
    whole = {"valid": True, "tables": 11, "faults": []}
    assert {"csv": whole, "xlsx": whole, "parquet": whole} == read["frictionless"]
