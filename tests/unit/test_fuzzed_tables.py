"""What people write and edit by hand, mangled: our own words about what is wrong and where, and never another fault."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from textmine.annotation.tasks import read_tasks
from textmine.coding.codebook import read_codebook
from textmine.errors import TextmineError
from textmine.privacy.case.roster import read_roster
from textmine.reporting.episodes import read_rows
from textmine.reporting.ruleset import packaged, read_rules
from textmine.settings import TEMPLATE, read_settings

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "corpora" / "example"
TIMES = 150
LARGE = 50_000
SCRAPS = (
    *(b"\x00", b"\xff\xfe", b"\xed\xa0\x80", "\u202e".encode(), b"&a *a", b"!!python/object/apply:os.system [ls]"),
    *(b"{{{{", b"[" * 300, b": : :", b"\t", b'"', b"1e999", b"-1", b"null", b"true", b"9" * 20, b"2024-02-31", b"<<"),
)


def codebook(folder: Path) -> object:
    return read_codebook(folder / "codebook.yaml")


def roster(folder: Path) -> object:
    return read_roster(folder / "roster.csv")


def episodes(folder: Path) -> object:
    return read_rows(folder / "episodes.csv", columns={})


def export(folder: Path) -> object:
    return read_tasks(folder / "export.json", codes=read_codebook(ROOT / "annotations" / "codebook.yaml").ids)


def sound() -> dict[str, tuple[str, bytes, Callable[[Path], object]]]:
    """Each kind of file: its name, one that is right, and what reads it."""
    tasks = json.loads((ROOT / "annotations" / "example" / "codings.json").read_text(encoding="utf-8"))[:3]
    every = TEMPLATE.format(name="fuzzed").replace("\n# ", "\n").encode()
    return {
        "every setting": ("textmine.toml", every, read_settings),
        "settings": ("textmine.toml", b'[coding]\nat_least = 3\nfolds = 4\naim = "f1"\n', read_settings),
        "codebook": ("codebook.yaml", (ROOT / "annotations" / "codebook.yaml").read_bytes(), codebook),
        "roster": ("roster.csv", (EXAMPLE / "roster.csv").read_bytes()[:6000], roster),
        "episodes": ("episodes.csv", (EXAMPLE / "episodes.csv").read_bytes()[:9000], episodes),
        "rules": ("rules.toml", packaged().encode(), read_rules),
        "Label Studio export": ("export.json", json.dumps(tasks).encode(), export),
    }


def mangled(rng: random.Random, data: bytes) -> bytes:
    content = bytearray(data)
    for _ in range(rng.choice((1, 2, 6))):
        at = rng.randrange(len(content) + 1)
        how = rng.randrange(5)
        if how == 0 and at < len(content):
            content[at] ^= 1 << rng.randrange(8)
        elif how == 1:
            content[at:at] = rng.choice(SCRAPS)
        elif how == 2:
            del content[at : at + rng.randrange(200)]
        elif how == 3:
            content[at:at] = content[: rng.randrange(300)]
        else:
            content[at : at + 3] = rng.randbytes(3)
    return bytes(content[: rng.randrange(len(content) + 1)] if rng.random() < 0.1 else content)


@pytest.mark.parametrize("kind", sorted(sound()))
def test_mangled_files_are_read_or_refused_in_our_own_words(tmp_path: Path, kind: str) -> None:
    name, data, read = sound()[kind]
    (tmp_path / name).write_bytes(data)
    if kind != "every setting":
        read(tmp_path)
    refused = 0
    for n in range(TIMES if len(data) < LARGE else TIMES // 5):
        (tmp_path / name).write_bytes(mangled(random.Random(f"{kind} {n}"), data))
        try:
            read(tmp_path)
        except TextmineError as fault:
            refused += 1
            assert fault.what
            assert len(str(fault)) < 2000
    assert refused


WRONG = {
    "codebook": (b"version: [1]\ngroups: 3\ncodes: {}\n", "codebook"),
    "settings": (b"[coding]\nat_least = 'many'\n", "coding.at_least"),
    "Label Studio export": (b'[{"data": {"text": 3}, "annotations": [{"result": 4}]}]', "label studio export"),
    "roster": (b"child,name\nC1,A,B,C,D\n", "row"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_values_of_another_type_are_named_by_their_place(tmp_path: Path, kind: str) -> None:
    name, _, read = sound()[kind]
    data, place = WRONG[kind]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TextmineError) as fault:
        read(tmp_path)
    assert place in str(fault.value).casefold()
