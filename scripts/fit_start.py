"""Fit what a coder starts from on the passages that its encoder learned from, and write it beside the encoder."""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
from coded_texts import Coded, coded_texts
from safetensors.numpy import save_file

from textmine.assets import asset
from textmine.coding.codebook import Codebook, read_codebook
from textmine.coding.encoder import described, load_reader
from textmine.coding.learning import fit_start
from textmine.coding.lessons import Lesson, Read, encode_passages
from textmine.coding.starting import CONFIG, FILE
from textmine.types import ASSERTIONS, TIMES, VOICES, Passage


def main() -> None:
    """Read the encoder's folder, fit, and write `start.safetensors` and its hash."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else asset("models", "encoder")
    codebook, encode = read_codebook(asset("annotations", "codebook.yaml")), load_reader(folder)
    start = fit_start(_lesson(coded_texts(codebook), codebook, encode.read), described(codebook, encode))
    save_file(start, folder / FILE)
    (folder / FILE).chmod(0o644)
    config = json.loads((folder / CONFIG).read_text("utf-8"))
    config |= {"codes": codebook.ids, "start_sha256": sha256((folder / FILE).read_bytes()).hexdigest()}
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", "utf-8")


def _lesson(texts: list[Coded], codebook: Codebook, read: Read) -> Lesson:
    """Each passage is a narrative of its own."""
    column = {code: i for i, code in enumerate(codebook.ids)}
    passages = tuple(Passage("coded", 0, len(one.text), one.text, one.context) for one in texts)
    marks = [
        (row, column[code], ASSERTIONS.index(assertion), TIMES.index(time), VOICES.index(voice))
        for row, one in enumerate(texts)
        for code, assertion, time, voice in one.codes
    ]
    Y = np.zeros((len(texts), len(column)), dtype=bool)
    Y[[mark[0] for mark in marks], [mark[1] for mark in marks]] = True
    each = np.arange(len(texts))
    X = encode_passages(passages, read)
    who = tuple(str(row) for row in each)
    return Lesson(codebook.ids, passages, each, X, Y, Y, who, np.array(marks))


if __name__ == "__main__":
    main()
