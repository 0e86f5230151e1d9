"""Narratives and codings for the tests of Label Studio; everything is invented."""

from __future__ import annotations

import re
from pathlib import Path

from textmine.pipeline.coder.coding import take_starter
from textmine.pipeline.study import Study, init
from textmine.store import read_all, write_part
from textmine.types import Coding, Mention, Narrative

# What browsers, databases and languages count differently: pairs of surrogates, combining marks, joined emoji, Welsh, line ends.
LINES = (
    "Sam 😀 left home after a row about the phone.",
    'Tom & "Al" said <b>no</b>; Mam 👩‍👩‍👧 cried.',
    "Roedd hi'n tŷ Mam-gu: ŵyn, ŷd, gwên, naïve café é́nd.",
    "He wanted to be with his mates at the park.",
)


def narrative(number: int) -> Narrative:
    """One of any number of different narratives; every third has Windows line ends."""
    end = "\r\n" if number % 3 == 0 else "\n"
    lines = [LINES[(number + i) % len(LINES)] for i in range(len(LINES))]
    return Narrative(f"N-{number:04d}", f"C-{number // 2:04d}", end.join([*lines, f"Day {number}, seen at school."]))


def marked(one: Narrative, coder: str = "model:made0001") -> Coding:
    """A coding with the words "the phone" and "the park" and, over a line end, what stands before "Tom"."""
    mentions = [
        Mention(match.start(), match.end(), code, probability=0.7)
        for words, code in (
            (r"a row about the phone", "push_family_conflict"),
            (r"his mates at the park", "pull_peers_social"),
        )
        for match in re.finditer(words, one.text)
    ]
    return Coding(one.id, coder, tuple(sorted(mentions)))


def a_study(folder: Path, number: int, *, name: str = "made up") -> Study:
    """A study with so many narratives."""
    study = init(folder)
    settings = folder / "textmine.toml"
    settings.write_text(re.sub(r'name = ".*"', f'name = "{name}"', settings.read_text("utf-8")), encoding="utf-8")
    write_part(study.narratives, "made", [narrative(i) for i in range(number)])
    from textmine.pipeline.study import open_study

    return open_study(folder)


def with_starter(study: Study) -> None:
    """The shipped coder, and a suggestion for each narrative as if it had made them: to run it takes longer than the test."""
    take_starter(study)
    write_part(study.codings, "made", [marked(one) for one in read_all(study.narratives)])
