"""A manifest says what a table was made from, and notices parts that are no longer the ones written."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from textmine.errors import StudyError
from textmine.manifest import FILE, Manifest, read_manifest, settings_hash, versions, write_manifest

MANIFEST = Manifest("code", "ab12", (("coder", "cd34"),), (("numpy", "2.0"),), None, 3, (("a", "x"), ("b", "y")))


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    for manifest in (MANIFEST, replace(MANIFEST, seed=7, models=(), parts=())):
        write_manifest(tmp_path / "new", manifest)
        assert read_manifest(tmp_path / "new") == manifest


def test_the_same_manifest_gives_the_same_bytes_and_no_time_of_day(tmp_path: Path) -> None:
    write_manifest(tmp_path / "a", MANIFEST)
    write_manifest(tmp_path / "b", MANIFEST)
    assert (tmp_path / "a" / FILE).read_bytes() == (tmp_path / "b" / FILE).read_bytes()


def test_a_table_that_was_never_finished_has_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "nowhere") is None


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", "null", "[" * 100_000, '{"parts": [["a"]]}', '{"parts": 3}'])
def test_a_damaged_manifest_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(StudyError, match="manifest is damaged"):
        read_manifest(tmp_path)


def test_a_manifest_with_a_key_too_many_is_refused(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    raw = json.loads((tmp_path / FILE).read_text())
    (tmp_path / FILE).write_text(json.dumps(raw | {"more": 1}))
    with pytest.raises(StudyError, match="manifest is damaged"):
        read_manifest(tmp_path)


def test_settings_hash_the_same_whatever_their_order_and_differ_if_one_does() -> None:
    assert settings_hash({"a": 1, "b": (2, "x")}) == settings_hash({"b": [2, "x"], "a": 1})
    assert len({settings_hash({"a": value}) for value in (1, 1.5, "1", None, True, [1])}) == 6
    assert len(settings_hash({})) == 24


def test_settings_hash_the_same_in_another_process() -> None:
    code = "from textmine.manifest import settings_hash; print(settings_hash({'names': ['b', 'a'], 'n': 3}))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == settings_hash({"names": ["b", "a"], "n": 3})


@pytest.mark.parametrize("value", [{"a", "b"}, Path("x"), object()])
def test_what_has_no_fixed_form_cannot_be_hashed(value: object) -> None:
    with pytest.raises(TypeError):
        settings_hash({"a": value})


def test_versions_name_the_packages_that_figures_depend_on() -> None:
    found = dict(versions())
    assert {"textmine", "numpy", "torch", "scikit-learn", "bertopic"} <= found.keys()
    assert found["numpy"][0].isdigit()
