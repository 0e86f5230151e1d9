"""Measure the coder and print Markdown tables; each part can be run alone."""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "2")

from coding_authors import example_tables
from coding_example import Example, read_example
from coding_fresh import fresh_table
from coding_reports import read_reports, reports_table
from coding_setfit import called, setfit, there

from textmine.assets import asset
from textmine.coding.classifier import predict, train
from textmine.coding.encoder import TextEncoder, described, load_encoder, load_reader
from textmine.coding.heldout import hold_out
from textmine.coding.lessons import Lesson, make_lesson
from textmine.coding.starting import load_start
from textmine.types import Matrix

PARTS = ("example", "asrs", "speed")
ASRS = Path(__file__).parents[2] / "shared" / "data" / "classify" / "asrs.jsonl"


def main() -> None:
    """Print the tables that were asked for."""
    options = _arguments()
    encode = load_encoder()
    if {"example", "speed"} & set(options.only):
        example, reader = read_example(), load_reader(asset("models", "encoder"))
        start = load_start(asset("models", "encoder"), example.codebook.ids)
        lesson = make_lesson(example.narratives, example.codings, example.codebook, reader.read, start=start)
        definitions = described(example.codebook, reader)
    if "example" in options.only:
        print(
            f"## The example, two of eight authors left out at a time\n\n{example_tables(example, lesson, definitions)}"
        )
        fresh = fresh_table(example, lesson, definitions, reader.read)
        print(f"## Fresh write-ups by four authors, taught on the example\n\n{fresh}")
    if "asrs" in options.only:
        _print_asrs(options.asrs, encode, options.repeats)
    if "speed" in options.only:
        print(f"## Speed, two threads\n\n{speed_table(example, lesson, definitions, reader)}")


def speed_table(example: Example, lesson: Lesson, definitions: Matrix, encode: TextEncoder) -> str:
    """How long training takes with its nested evaluation, and words a second of coding and of encoding."""
    began = time.monotonic()
    hold_out(lesson, definitions, example.codebook, usable=lesson.codes, folds=5, seed=7, processes=2)
    model = train(lesson, definitions, usable=lesson.codes, folds=5, abstain=0.15, seed=7, processes=2)
    taught = time.monotonic()
    predict(model, [n.id for n in example.narratives], lesson.passages, lesson.X, lesson.doc, example.codebook)
    coded = time.monotonic()
    words = sum(len(narrative.text.split()) for narrative in example.narratives)
    rows = [
        (f"train on {len(lesson.children)} narratives, nested evaluation by child", f"{taught - began:.0f} s"),
        ("code, once encoded", f"{words / (coded - taught):,.0f} words/s"),
        *_encoding_rows(encode, [passage.text for passage in lesson.passages], "passages"),
        *_encoding_rows(encode, _mixed(example, lesson), "passages and whole write-ups"),
    ]
    return "| | measured |\n|---|--:|\n" + "\n".join(f"| {name} | {figure} |" for name, figure in rows) + "\n"


def _mixed(example: Example, lesson: Lesson) -> list[str]:
    """Texts of mixed length, in no order: each write-up after some of its passages."""
    passages = [passage.text for passage in lesson.passages][::4]
    texts = [narrative.text for narrative in example.narratives]
    return random.Random(7).sample(passages + texts, len(passages) + len(texts))


def _encoding_rows(encode: TextEncoder, texts: list[str], name: str) -> list[tuple[str, str]]:
    def own(some: list[str]) -> object:
        return encode.model.encode(some, show_progress_bar=False)

    mine, theirs = (max(_rate(call, texts) for _ in range(2)) for call in (encode, own))
    return [
        (f"encode {len(texts):,} {name}", f"{mine:,.0f} words/s"),
        ("the same with sentence-transformers' own `encode`", f"{theirs:,.0f} words/s; ours {mine / theirs:.2f} times"),
    ]


def _rate(call: Callable[[list[str]], object], texts: list[str]) -> float:
    began = time.monotonic()
    call(texts)
    return sum(len(text.split()) for text in texts) / (time.monotonic() - began)


def _print_asrs(path: Path, encode: TextEncoder, repeats: int) -> None:
    if not path.is_file():
        print(f"**Left out:** the aviation reports, {path.name} is not there.\n")
        return
    if not there():
        print("**Left out:** SetFit, its package is not installed.\n")
    reports = read_reports(path, encode)
    more = {called(): setfit(reports.texts)} if there() else {}
    print(f"## Aviation reports, {repeats} repeats\n\n{reports_table(reports, repeats=repeats, more=more)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS)
    parser.add_argument("--asrs", type=Path, default=ASRS)
    parser.add_argument("--repeats", type=int, default=4)
    return parser.parse_args()


if __name__ == "__main__":
    main()
